//! The metadata of a call: the credential, the idempotency key, and what the caller adds.

use tonic::metadata::{AsciiMetadataKey, AsciiMetadataValue, KeyAndValueRef, MetadataMap};

use crate::ambient;
use crate::client::CallOptions;
use crate::error::Error;
use crate::key::ApiKey;
use crate::settings::{ResolvedSettings, TargetEnvironment};

pub(crate) const REQUEST_ID: &str = "x-request-id";
pub(crate) const IDEMPOTENCY_KEY: &str = "idempotency-key";
pub(crate) const ATTEMPT: &str = "x-omni-attempt";
pub(crate) const PUSHBACK: &str = "grpc-retry-pushback-ms";

pub(crate) const API_KEY: &str = "x-api-key";
pub(crate) const AUTHORIZATION: &str = "authorization";
const TENANT: &str = "x-omni-tenant";
const ENVIRONMENT: &str = "x-omni-environment";
const RESERVED: [&str; 9] = [
    API_KEY,
    AUTHORIZATION,
    IDEMPOTENCY_KEY,
    ATTEMPT,
    "content-type",
    "te",
    "user-agent",
    "host",
    "connection",
];

/// The metadata that every attempt of a call shares.
pub(crate) fn of_call(
    settings: &ResolvedSettings,
    options: &CallOptions,
    side_effects: bool,
) -> Result<MetadataMap, Error> {
    let mut map = MetadataMap::new();
    if let Some(tenant) = &settings.tenant {
        map.insert(TENANT, value("tenant", &tenant.value)?);
    }
    match &options.idempotency_key {
        Some(key) if key.is_empty() || key.len() > 255 => {
            return Err(Error::config("idempotency_key", "expected 1 to 255 visible ASCII characters"));
        }
        Some(key) => drop(map.insert(IDEMPOTENCY_KEY, value("idempotency_key", key)?)),
        None if side_effects => {
            map.insert(IDEMPOTENCY_KEY, value("idempotency_key", &ambient::idempotency_key())?);
        }
        None => {}
    }
    for (name, text) in &options.metadata {
        map.append(name_of(name)?, value(name, text)?);
    }
    Ok(map)
}

/// Adds an API key, for methods that are not public.
pub(crate) fn add_key(map: &mut MetadataMap, key: &ApiKey) -> Result<(), Error> {
    let value = value("api_key", key.reveal())
        .map_err(|_| Error::config("api_key", "the key holds a character that a header cannot hold"))?;
    map.insert(API_KEY, secret(value));
    Ok(())
}

/// Adds the access token of a person, and in the sandbox that they mean test data.
pub(crate) fn add_token(
    map: &mut MetadataMap,
    token: &str,
    environment: TargetEnvironment,
) -> Result<(), Error> {
    map.insert(AUTHORIZATION, secret(value("access_token", &format!("Bearer {token}"))?));
    if environment == TargetEnvironment::Sandbox {
        map.insert(ENVIRONMENT, AsciiMetadataValue::from_static("test"));
    }
    Ok(())
}

/// Keeps a value out of Debug output and of HPACK's tables.
fn secret(mut value: AsciiMetadataValue) -> AsciiMetadataValue {
    value.set_sensitive(true);
    value
}

fn name_of(name: &str) -> Result<AsciiMetadataKey, Error> {
    let lower = name.to_ascii_lowercase();
    if RESERVED.contains(&lower.as_str()) || lower.starts_with("grpc-") {
        return Err(Error::config("metadata", format!("{name:?} is set by the client itself")));
    }
    AsciiMetadataKey::from_bytes(lower.as_bytes()).map_err(|_| {
        let expected = "expected letters, digits, - _ . and no -bin at the end";
        Error::config("metadata", format!("{name:?} is not a metadata name; {expected}"))
    })
}

fn value(setting: &str, text: &str) -> Result<AsciiMetadataValue, Error> {
    AsciiMetadataValue::try_from(text)
        .ok()
        .filter(|_| text.bytes().all(|byte| (0x20..0x7f).contains(&byte)))
        .ok_or_else(|| Error::config(setting, "expected visible ASCII characters only"))
}

/// Metadata as pairs; binary values stay in base64, as they are on the wire.
pub(crate) fn pairs(map: &MetadataMap) -> Vec<(String, String)> {
    map.iter()
        .map(|pair| match pair {
            KeyAndValueRef::Ascii(name, value) => {
                (name.to_string(), String::from_utf8_lossy(value.as_encoded_bytes()).into_owned())
            }
            KeyAndValueRef::Binary(name, value) => {
                (name.to_string(), String::from_utf8_lossy(value.as_encoded_bytes()).into_owned())
            }
        })
        .collect()
}

/// Adds what `from` holds.
pub(crate) fn merge(into: &mut MetadataMap, from: &MetadataMap) {
    for pair in from.iter() {
        match pair {
            KeyAndValueRef::Ascii(name, value) => drop(into.append(name, value.clone())),
            KeyAndValueRef::Binary(name, value) => drop(into.append_bin(name, value.clone())),
        }
    }
}

/// One text of the metadata.
pub(crate) fn text(map: &MetadataMap, name: &str) -> Option<String> {
    map.get(name).and_then(|value| value.to_str().ok()).map(str::to_owned)
}
