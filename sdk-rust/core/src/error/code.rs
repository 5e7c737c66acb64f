use std::fmt;

macro_rules! codes {
    ($($(#[$doc:meta])* $variant:ident = $number:literal, $name:literal;)*) => {
        /// A google.rpc.Code.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
        pub enum Code {
            $($(#[$doc])* $variant,)*
        }

        impl Code {
            /// Every code, by number.
            pub const ALL: &[Self] = &[$(Self::$variant,)*];

            /// The name in UPPER_SNAKE_CASE.
            pub fn name(self) -> &'static str {
                match self { $(Self::$variant => $name,)* }
            }

            /// The number on the wire.
            pub fn number(self) -> i32 {
                match self { $(Self::$variant => $number,)* }
            }

            /// The code of a number; `Unknown` for a number that has no name.
            pub fn from_number(number: i32) -> Self {
                match number { $($number => Self::$variant,)* _ => Self::Unknown }
            }

            /// The code of a name in UPPER_SNAKE_CASE.
            pub fn from_name(name: &str) -> Option<Self> {
                match name { $($name => Some(Self::$variant),)* _ => None }
            }
        }
    };
}

codes! {
    /// No error.
    Ok = 0, "OK";
    /// The caller cancelled.
    Cancelled = 1, "CANCELLED";
    /// Nothing is known.
    Unknown = 2, "UNKNOWN";
    /// The request is wrong whatever the state of the server.
    InvalidArgument = 3, "INVALID_ARGUMENT";
    /// The deadline passed.
    DeadlineExceeded = 4, "DEADLINE_EXCEEDED";
    /// No such thing, or not one of the caller's.
    NotFound = 5, "NOT_FOUND";
    /// There is one already.
    AlreadyExists = 6, "ALREADY_EXISTS";
    /// The caller is known and may not.
    PermissionDenied = 7, "PERMISSION_DENIED";
    /// A rate limit or a quota is used up.
    ResourceExhausted = 8, "RESOURCE_EXHAUSTED";
    /// The state of the server does not allow it.
    FailedPrecondition = 9, "FAILED_PRECONDITION";
    /// Another call got in between.
    Aborted = 10, "ABORTED";
    /// Past the valid range.
    OutOfRange = 11, "OUT_OF_RANGE";
    /// The server does not have the method.
    Unimplemented = 12, "UNIMPLEMENTED";
    /// The server failed.
    Internal = 13, "INTERNAL";
    /// The server cannot answer now.
    Unavailable = 14, "UNAVAILABLE";
    /// Data is lost or damaged.
    DataLoss = 15, "DATA_LOSS";
    /// The caller is not known.
    Unauthenticated = 16, "UNAUTHENTICATED";
}

impl fmt::Display for Code {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn codes_are_those_of_google_rpc() {
        let contract = crate::contract().unwrap();
        let known = contract.pool().get_enum_by_name("google.rpc.Code").unwrap();
        assert_eq!(known.values().len(), Code::ALL.len());
        for value in known.values() {
            assert_eq!(Code::from_number(value.number()).name(), value.name());
            assert_eq!(Code::from_name(value.name()).map(Code::number), Some(value.number()));
        }
        assert_eq!(Code::from_number(99), Code::Unknown);
    }
}
