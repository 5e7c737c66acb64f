//! The typed client and the command line, against the mock and against a real server.
#![expect(clippy::unwrap_used, clippy::panic, reason = "a failed step of a test ends the test")]

mod audit;
mod cli;
mod coverage;
mod redact;
mod server;
mod typed;
