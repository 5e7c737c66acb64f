//! Durations as people write them.

use std::time::Duration;

use jiff::{Span, SpanRelativeTo};
use schemars::{Schema, SchemaGenerator, json_schema};
use serde::{Deserialize, Deserializer};

/// Reads `30s`, `1h 30m`, `7d` or ISO 8601 (`PT30S`). A day has 24 hours.
pub(super) fn parse(text: &str) -> Result<Duration, String> {
    let expected =
        || format!("expected a duration such as \"500ms\", \"30s\", \"10m\" or \"7d\", found \"{text}\"");
    let span: Span = text.trim().parse().map_err(|_| expected())?;
    let signed = span.to_duration(SpanRelativeTo::days_are_24_hours()).map_err(|_| expected())?;
    Duration::try_from(signed).map_err(|_| expected())
}

pub(super) fn deserialize<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Duration, D::Error> {
    parse(&String::deserialize(deserializer)?).map_err(serde::de::Error::custom)
}

pub(super) fn schema(_: &mut SchemaGenerator) -> Schema {
    json_schema!({ "type": "string", "examples": ["500ms", "30s", "10m", "7d"] })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn durations_are_read_as_people_write_them() {
        for (text, millis) in [
            ("500ms", 500),
            ("30s", 30_000),
            ("10m", 600_000),
            ("1h 30m", 5_400_000),
            ("7d", 604_800_000),
            ("0s", 0),
        ] {
            assert_eq!(parse(text), Ok(Duration::from_millis(millis)), "{text}");
        }
    }

    #[test]
    fn what_is_no_duration_is_refused_by_name() {
        for text in ["", "30", "-5s", "1 month", "soon", "1e3s"] {
            let error = parse(text).unwrap_err();
            assert!(error.contains("expected a duration") && error.contains(text), "{text}: {error}");
        }
    }
}
