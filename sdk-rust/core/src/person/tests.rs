use prost::Message;
use prost_reflect::DynamicMessage;

use super::claims;
use super::exchange::{PATH, RefreshRequest, RefreshResponse, TokensMessage};
use super::*;

#[test]
fn the_messages_of_a_refresh_are_those_of_the_contract() {
    let contract = crate::contract().unwrap();
    let method = contract.method(PATH).unwrap();
    let request = RefreshRequest { refresh_token: "r".to_owned() }.encode_to_vec();
    let request = DynamicMessage::decode(method.input(), request.as_slice()).unwrap();
    assert_eq!(serde_json::to_value(&request).unwrap(), serde_json::json!({ "refreshToken": "r" }));
    let tokens = TokensMessage { access_token: "a".to_owned(), refresh_token: "r".to_owned() };
    let answer = RefreshResponse { tokens: Some(tokens) }.encode_to_vec();
    let answer = DynamicMessage::decode(method.output(), answer.as_slice()).unwrap();
    let expected = serde_json::json!({ "tokens": { "accessToken": "a", "refreshToken": "r" } });
    assert_eq!(serde_json::to_value(&answer).unwrap(), expected);
}

#[test]
fn a_token_that_says_nothing_is_not_renewed_by_the_clock() {
    for text in ["a.b.c", "", "..", "e30.e30.e30"] {
        let tokens = Tokens { access_token: Some(text.to_owned()), refresh_token: None };
        assert_eq!(claims::renewal_by_clock(&tokens), None, "{text:?}");
        assert_eq!(claims::renewal_of_new(&tokens), None, "{text:?}");
        assert_eq!(tokens.label(), "session");
    }
}
