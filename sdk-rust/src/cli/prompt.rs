//! Questions on the terminal.

use std::io::{BufRead, IsTerminal, Write, stderr, stdin};

use super::exit::Failure;

/// Whether there is somebody to ask.
pub(crate) fn is_possible() -> bool {
    stdin().is_terminal()
}

/// Asks for a line, which is shown as it is typed.
pub(crate) fn line(question: &str) -> Result<String, Failure> {
    write!(stderr(), "{question}: ")?;
    stderr().flush()?;
    first_line()
}

/// Asks for a line that is not shown.
pub(crate) fn secret(question: &str) -> Result<String, Failure> {
    write!(stderr(), "{question}: ")?;
    stderr().flush()?;
    let typed = rpassword::read_password()?;
    Ok(typed)
}

/// The first line of standard input, without its end.
pub(crate) fn first_line() -> Result<String, Failure> {
    let mut line = String::new();
    stdin().lock().read_line(&mut line)?;
    Ok(line.trim_end_matches(['\r', '\n']).to_owned())
}
