//! The `omni-server` command.

use std::process::ExitCode;

fn main() -> ExitCode {
    omni_server::command()
}
