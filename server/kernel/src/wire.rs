//! The contract's well-known types from and to ours, for the `grpc.rs` of every domain.

use jiff::Timestamp;

use crate::error::Error;

/// A time as the contract writes it.
pub fn timestamp(time: Timestamp) -> prost_types::Timestamp {
    prost_types::Timestamp { seconds: time.as_second(), nanos: time.subsec_nanosecond() }
}

/// The time that `field` of a request holds.
///
/// # Errors
/// `INVALID_FIELD` when it is none.
pub fn instant(field: &str, time: prost_types::Timestamp) -> Result<Timestamp, Error> {
    Timestamp::new(time.seconds, time.nanos)
        .map_err(|_| Error::invalid_field(field, "expected a time between the years 1 and 9999"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_time_comes_back_as_it_went_and_what_is_none_names_its_field() {
        for time in [Timestamp::UNIX_EPOCH, Timestamp::from_nanosecond(-1).unwrap(), Timestamp::MIN] {
            assert_eq!(instant("start", timestamp(time)).unwrap(), time);
        }
        let wrong = prost_types::Timestamp { seconds: i64::MAX, nanos: 0 };
        assert_eq!(instant("start", wrong).unwrap_err().violations()[0].field, "start");
    }
}
