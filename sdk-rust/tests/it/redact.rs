//! `Debug` shows no field that the contract marks `debug_redact`.

use std::collections::BTreeMap;

use omni_ai::prost::Message;
use prost_reflect::{DynamicMessage, FieldDescriptor, MessageDescriptor, ReflectMessage, Value};

use crate::coverage::contract;

const SECRET: &str = "shown-by-mistake";

/// What a type prints of an encoded message.
type Show = fn(&[u8]) -> String;

fn show<T: Message + Default + std::fmt::Debug>(bytes: &[u8]) -> String {
    format!("{:?}\n{:#?}", T::decode(bytes).unwrap(), T::decode(bytes).unwrap())
}

macro_rules! shown {
    ($($module:ident::v1::{$($name:ident),* $(,)?}),* $(,)?) => {
        BTreeMap::from([$($((
            concat!("omni.", stringify!($module), ".v1.", stringify!($name)),
            show::<omni_ai::$module::v1::$name> as Show,
        )),*),*])
    };
}

fn types() -> BTreeMap<&'static str, Show> {
    shown! {
        identity::v1::{
            AcceptInvitationRequest, ChangePasswordRequest, CompleteMfaRequest, CompleteSsoRequest,
            ConfirmTotpRequest, ConfirmTotpResponse, DisableTotpRequest, EnrolTotpRequest, EnrolTotpResponse, JoinTeamRequest,
            LoginRequest, MfaChallenge, OidcSettings, RefreshRequest, RegisterRequest, ResetPasswordRequest,
            StartSsoResponse, Tokens, VerifyEmailRequest,
        },
        keys::v1::{CreateKeyResponse, RotateKeyResponse},
    }
}

fn is_secret(field: &FieldDescriptor) -> bool {
    field.options().get_field_by_name("debug_redact").is_some_and(|value| value.as_bool() == Some(true))
}

fn messages_with_secrets() -> impl Iterator<Item = MessageDescriptor> {
    let all = contract().pool().all_messages().filter(|message| message.full_name().starts_with("omni."));
    all.filter(|message| message.fields().any(|field| is_secret(&field)))
}

/// The message with every secret set, and every other text set to the name of its field.
fn filled(descriptor: &MessageDescriptor) -> DynamicMessage {
    let mut message = DynamicMessage::new(descriptor.clone());
    for field in descriptor.fields().filter(|field| field.kind() == prost_reflect::Kind::String) {
        let text = if is_secret(&field) { SECRET.to_owned() } else { format!("the {}", field.name()) };
        let text = Value::String(text);
        message.set_field(&field, if field.is_list() { Value::List(vec![text]) } else { text });
    }
    message
}

#[test]
fn every_message_with_secrets_of_the_contract_is_tried() {
    let mut expected: Vec<_> =
        messages_with_secrets().map(|message| message.full_name().to_owned()).collect();
    expected.sort_unstable();
    assert_eq!(types().into_keys().collect::<Vec<_>>(), expected);
}

#[test]
fn debug_masks_the_secrets_of_every_message_and_shows_the_rest() {
    let types = types();
    for descriptor in messages_with_secrets() {
        let name = descriptor.full_name();
        let message = filled(&descriptor);
        let shown = types[name](&message.encode_to_vec());
        assert!(!shown.contains(SECRET), "{name} shows a secret: {shown}");
        for field in descriptor.fields() {
            let label = match field.containing_oneof().filter(|oneof| !oneof.is_synthetic()) {
                Some(oneof) => oneof.name().to_owned(),
                None => field.name().to_owned(),
            };
            assert!(shown.contains(&format!("{label}: ")), "{name} does not show {label}: {shown}");
            if is_secret(&field) {
                assert_eq!(field.kind(), prost_reflect::Kind::String, "{name}.{}", field.name());
                assert!(shown.contains(&format!("{}: [redacted]", field.name())), "{name}: {shown}");
            } else if field.kind() == prost_reflect::Kind::String {
                let value = message.get_field(&field);
                let text = value.as_str().or_else(|| value.as_list()?.first()?.as_str()).unwrap();
                assert!(shown.contains(text), "{name} does not show {text:?}: {shown}");
            }
        }
        assert_eq!(message.descriptor(), descriptor);
    }
}

#[test]
fn a_secret_inside_another_message_is_masked_as_well() {
    let tokens = omni_ai::identity::v1::Tokens {
        access_token: SECRET.into(),
        refresh_token: SECRET.into(),
        ..Default::default()
    };
    let answer = omni_ai::identity::v1::LoginResponse { tokens: Some(tokens), ..Default::default() };
    let shown = format!("{answer:?}");
    assert!(shown.contains("access_token: [redacted]") && !shown.contains(SECRET), "{shown}");
}

#[test]
fn enums_beside_a_secret_keep_their_names() {
    let key = omni_ai::keys::v1::CreateKeyResponse {
        key: Some(omni_ai::keys::v1::ApiKey::default()),
        secret: SECRET.into(),
    };
    assert!(format!("{key:?}").contains("Unspecified"), "{key:?}");
}
