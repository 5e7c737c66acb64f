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
    for (name, read) in READERS {
        if let Some(value) = headers.get(*name) {
            let text = value.to_str().unwrap_or("bytes that are not ASCII");
            return read(text).map(Some).ok_or_else(|| invalid(name, text));
        }
    }
    Ok(None)
}

type Reader = fn(&str) -> Option<Duration>;
const READERS: &[(&str, Reader)] =
    &[("grpc-timeout", grpc_timeout), ("connect-timeout-ms", millis), ("x-timeout-ms", some_millis)];

/// At most ten digits, as Connect has it.
fn millis(text: &str) -> Option<Duration> {
    let fits = (1..=10).contains(&text.len()) && text.bytes().all(|byte| byte.is_ascii_digit());
    text.parse().ok().filter(|_| fits).map(Duration::from_millis)
}

/// In the protocols a deadline may have passed already; who writes our own header by hand and says 0 means something
/// else.
fn some_millis(text: &str) -> Option<Duration> {
    millis(text).filter(|timeout| !timeout.is_zero())
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

fn invalid(header: &str, found: &str) -> Error {
    let expected = match header {
        "grpc-timeout" => "1 to 8 digits and one of H, M, S, m, u, n, such as 500m",
        "x-timeout-ms" => "milliseconds as 1 to 10 digits, at least 1",
        _ => "milliseconds as 1 to 10 digits",
    };
    let found: String = found.chars().take(40).collect();
    Error::new(&reason::DEADLINE_INVALID, format!("{header}: expected {expected}, found {found:?}"))
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

    #[test]
    fn milliseconds_out_of_range_are_shown_with_what_was_expected() {
        let read = |text: &str| {
            let name = http::HeaderName::from_static("x-timeout-ms");
            requested_timeout(&HeaderMap::from_iter([(name, text.parse().unwrap())]))
        };
        assert_eq!(read("9999999999").unwrap(), Some(Duration::from_millis(9_999_999_999)));
        for wrong in ["", "0", "000", "soon", "-1", "+5", "1.5", "99999999999999999999"] {
            let error = read(wrong).unwrap_err();
            assert!(error.message().contains("1 to 10 digits"), "{error}");
            assert!(error.message().contains(&format!("{wrong:?}")), "{error}");
        }
    }
}
