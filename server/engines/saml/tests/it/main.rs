//! The engine against genuine answers of pysaml2, and against what attackers have made of such answers.

#![expect(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    reason = "a failure in a test's helper fails the test"
)]

mod answers;
mod forgeries;
mod metadata;
mod parallel;
mod peer;
mod properties;
mod requests;
mod rules;
mod wrapping;
