//! Writes every surface that follows from the contracts: Python, TypeScript and Rust facades, OpenAPI, docs.
//!
//! `omni-gen` writes the files; `omni-gen --check` writes nothing and fails when a file differs.

mod docs;
mod openapi;
mod python;
mod rust;
mod text;
mod typescript;

use std::path::{Path, PathBuf};
use std::process::ExitCode;

use omni_contract::Contract;

/// A file to be written: its path from the root of the repository, and its text.
type File = (PathBuf, String);

fn main() -> ExitCode {
    let check = std::env::args().any(|argument| argument == "--check");
    match run(check) {
        Ok(differing) if check && !differing.is_empty() => {
            report(&format!("not as the contracts say; run `make gen`: {}", differing.join(", ")));
            ExitCode::FAILURE
        }
        Ok(_) => ExitCode::SUCCESS,
        Err(error) => {
            report(&format!("omni-gen: {error}"));
            ExitCode::FAILURE
        }
    }
}

fn run(check: bool) -> Result<Vec<String>, Box<dyn std::error::Error>> {
    let contract = Contract::read(omni_descriptors::DESCRIPTOR_SET)?;
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("../..");
    let mut files: Vec<File> = Vec::new();
    files.extend(python::generate(&contract)?);
    files.extend(typescript::generate(&contract)?);
    files.extend(rust::generate(&contract)?);
    files.extend(openapi::generate(&contract)?);
    files.extend(docs::generate(&contract)?);
    let mut differing = Vec::new();
    for (path, text) in files {
        let target = root.join(&path);
        if std::fs::read_to_string(&target).is_ok_and(|present| present == text) {
            continue;
        }
        differing.push(path.display().to_string());
        if !check {
            if let Some(folder) = target.parent() {
                std::fs::create_dir_all(folder)?;
            }
            std::fs::write(&target, text)?;
        }
    }
    Ok(differing)
}

#[expect(clippy::print_stderr, reason = "a command line tool")]
fn report(line: &str) {
    eprintln!("{line}");
}
