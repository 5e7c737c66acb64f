//! The call that trades a refresh token for new tokens.

use std::sync::Arc;
use std::time::Duration;

use bytes::Bytes;
use prost::Message;

use super::Tokens;
use crate::call::Call;
use crate::client::{CallOptions, Inner};
use crate::error::Error;

pub(super) const PATH: &str = "/omni.identity.v1.AuthService/Refresh";

/// Longer than a server needs, shorter than the ten seconds in which a lost answer may be asked for again.
const TIMEOUT: Duration = Duration::from_secs(8);

/// omni.identity.v1.RefreshRequest, as far as it is used here. A test holds it to the contract.
#[derive(Clone, PartialEq, Message)]
#[prost(skip_debug)]
pub(super) struct RefreshRequest {
    #[prost(string, tag = "1")]
    pub(super) refresh_token: String,
}

/// omni.identity.v1.RefreshResponse.
#[derive(Clone, PartialEq, Message)]
#[prost(skip_debug)]
pub(super) struct RefreshResponse {
    #[prost(message, optional, tag = "1")]
    pub(super) tokens: Option<TokensMessage>,
}

/// omni.identity.v1.Tokens.
#[derive(Clone, PartialEq, Message)]
#[prost(skip_debug)]
pub(super) struct TokensMessage {
    #[prost(string, tag = "1")]
    pub(super) access_token: String,
    #[prost(string, tag = "4")]
    pub(super) refresh_token: String,
}

pub(super) async fn refresh(inner: &Arc<Inner>, refresh_token: &str) -> Result<Tokens, Error> {
    let request = RefreshRequest { refresh_token: refresh_token.to_owned() }.encode_to_vec();
    let options = CallOptions { timeout: Some(TIMEOUT), ..CallOptions::default() };
    let mut call = Call::new(Arc::clone(inner), PATH, Bytes::from(request), &options)?;
    let answer = tokio::time::timeout_at(call.deadline(), call.unary()).await;
    let (message, _) = answer.unwrap_or_else(|_| Err(call.timed_out()))?;
    let tokens = RefreshResponse::decode(message).ok().and_then(|answer| answer.tokens);
    let tokens = tokens
        .map(|tokens| Tokens {
            access_token: Some(tokens.access_token),
            refresh_token: Some(tokens.refresh_token),
        })
        .filter(|tokens| tokens.check("").is_ok());
    tokens.ok_or_else(|| Error::Connection {
        message: "the server's answer to a refresh holds no tokens".to_owned(),
        request_id: call.request_id().to_owned(),
    })
}
