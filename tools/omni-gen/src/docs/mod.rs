//! The reference in `docs/reference/`, the first call of the start page, `llms.txt`, and the snippets of the guides.

mod includes;
#[cfg(test)]
mod links;
mod llms;
mod reference;

use std::error::Error;
use std::path::{Path, PathBuf};

use omni_contract::Contract;
use serde_json::{Value, json};

use crate::File;
use crate::openapi::{Schemas, path, samples};

/// The method that the start page calls first.
const FIRST_CALL: &str = "/omni.intelligence.v1.IntelligenceService/Forecast";

pub(crate) fn generate(contract: &Contract) -> Result<Vec<File>, Box<dyn Error>> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("../..");
    let schemas = Schemas::new(contract);
    let mut files: Vec<File> = Vec::new();
    let references = reference::pages(&schemas);
    let guides = includes::guides(&root)?;
    files.push(("server/edge/assets/samples.json".into(), first_call(contract)?));
    files.push(("server/edge/assets/llms.txt".into(), llms::index(contract)));
    files.push(("server/edge/assets/llms-full.txt".into(), llms::full(&guides, &references)));
    files.extend(guides.into_iter().filter(|(_, text)| includes::has_snippets(text)));
    files.extend(references);
    files.push(reference::administration(contract));
    Ok(files)
}

/// What the start page shows and sends.
fn first_call(contract: &Contract) -> Result<String, Box<dyn Error>> {
    let method = contract.method(FIRST_CALL).ok_or_else(|| format!("the contract has no {FIRST_CALL}"))?;
    let binding = method.bindings().first().ok_or_else(|| format!("{FIRST_CALL} has no REST path"))?;
    let request: Value = serde_json::from_str(&method.sdk().example)?;
    let mut shown: Vec<_> = samples::all(method, method.bindings().first());
    shown.push(samples::browser(method, &request));
    let call = json!({
        "intro": "Three years of months in, the next three months out, with prediction intervals.",
        "verb": binding.verb.as_str(),
        "path": path(method, binding),
        "request": reference::compact_numbers(&serde_json::to_string_pretty(&request)?),
        "samples": shown.iter().map(|sample| json!({"label": sample.label, "code": sample.code})).collect::<Vec<_>>(),
    });
    Ok(format!("{}\n", serde_json::to_string_pretty(&call)?))
}

/// The line that starts a generated Markdown file.
const GENERATED: &str = "<!-- Generated from the contracts by omni-gen; edit the .proto files. -->";

/// A path of the repository as Markdown files show it.
fn shown(path: &Path) -> String {
    PathBuf::from(path).display().to_string()
}
