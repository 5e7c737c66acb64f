//! How long the caller waits, in each protocol's own header.

use std::time::Duration;

use http::HeaderMap;
use omni_kernel::Error;

use crate::reason;

/// The timeout the caller asked for.
///
/// # Errors
/// DEADLINE_INVALID when a header is there but is no duration.
pub(crate) fn requested_timeout(headers: &HeaderMap) -> Result<Option<Duration>, Error> {
    if let Some(value) = headers.get("grpc-timeout") {
        return value.to_str().ok().and_then(grpc_timeout).map(Some).ok_or_else(|| invalid("grpc-timeout"));
    }
    for name in ["connect-timeout-ms", "x-timeout-ms"] {
        if let Some(value) = headers.get(name) {
            let millis =
                value.to_str().ok().filter(|text| text.len() <= 10).and_then(|text| text.parse().ok());
            return millis.map(|millis| Some(Duration::from_millis(millis))).ok_or_else(|| invalid(name));
        }
    }
    Ok(None)
}

/// The `grpc-timeout` of the gRPC protocol: at most eight digits and one of H M S m u n.
fn grpc_timeout(text: &str) -> Option<Duration> {
    let (digits, unit) = text.split_at_checked(text.len().checked_sub(1)?)?;
    if digits.is_empty() || digits.len() > 8 || !digits.bytes().all(|byte| byte.is_ascii_digit()) {
        return None;
    }
    let amount: u64 = digits.parse().ok()?;
    match unit {
        "H" => Some(Duration::from_secs(amount * 3600)),
        "M" => Some(Duration::from_secs(amount * 60)),
        "S" => Some(Duration::from_secs(amount)),
        "m" => Some(Duration::from_millis(amount)),
        "u" => Some(Duration::from_micros(amount)),
        "n" => Some(Duration::from_nanos(amount)),
        _ => None,
    }
}

fn invalid(header: &str) -> Error {
    let expected = if header == "grpc-timeout" { "digits and a unit, such as 500m" } else { "milliseconds" };
    Error::new(&reason::DEADLINE_INVALID, format!("{header}: expected {expected}"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_unit_is_understood_and_nonsense_is_not() {
        let read = |text: &str| {
            requested_timeout(&HeaderMap::from_iter([(
                http::HeaderName::from_static("grpc-timeout"),
                text.parse().unwrap(),
            )]))
        };
        assert_eq!(read("1H").unwrap(), Some(Duration::from_hours(1)));
        assert_eq!(read("250m").unwrap(), Some(Duration::from_millis(250)));
        assert_eq!(read("99999999n").unwrap(), Some(Duration::from_nanos(99_999_999)));
        for wrong in ["", "m", "5", "-5m", "123456789S", "5 s", "5x"] {
            assert_eq!(read(wrong).unwrap_err().reason().name, "DEADLINE_INVALID", "{wrong}");
        }
    }
}
