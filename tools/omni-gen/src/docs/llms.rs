//! `llms.txt` and `llms-full.txt`: the documentation for language models.

use std::fmt::Write;

use omni_contract::{Access, Contract};

use super::reference::packages;
use super::{GENERATED, shown};
use crate::File;
use crate::openapi::{path, samples};

/// The guides that the full text holds, in the order they are read.
const GUIDES: [&str; 4] =
    ["docs/getting-started.md", "docs/forecasting.md", "docs/rest.md", "docs/configuration.md"];

/// The short text: what the server is, every method on a line, where the rest is.
pub(super) fn index(contract: &Contract) -> String {
    let mut text = format!(
        "# Omni\n\n> A self-hosted AI back end. One contract is served as gRPC, gRPC-web, Connect and REST on one \
         port; SDKs for Python, Node, browsers and Rust have the same methods.\n\n\
         This server is at {base}. Send the API key as `x-api-key`. JSON members are lowerCamelCase; unknown members \
         are refused. A failure is problem JSON (RFC 9457) with a stable `reason` and a `requestId`.\n\n\
         ## Methods\n\nEach with its REST path, its name in the SDKs, its gRPC name, and the permission it needs.\n\n",
        base = samples::BASE_URL
    );
    for method in contract.methods() {
        let rest = method
            .bindings()
            .first()
            .map(|binding| format!("{} {}", binding.verb.as_str(), path(method, binding)));
        let name = samples::sdk_name(method).map(|(group, name)| {
            if group.is_empty() { format!("client.{name}") } else { format!("client.{group}.{name}") }
        });
        let who =
            if method.access() == Access::Public { "public" } else { method.policy().permission.as_str() };
        let first = method.comment().split("\n\n").next().unwrap_or_default().replace('\n', " ");
        let parts: Vec<_> = [rest, name, Some(method.name().to_owned())].into_iter().flatten().collect();
        let _ = writeln!(text, "- `{}` ({who}): {first}", parts.join("`, `"));
    }
    let _ = write!(
        text,
        "\n## Documentation\n\n\
         - [Everything in one file]({base}/llms-full.txt): guides and reference\n\
         - [OpenAPI 3.1]({base}/openapi.json): the REST door, with samples\n\
         - [API reference]({base}/api/docs): the same for people\n\
         - [Errors]({base}/api/docs/errors): every reason, its cause and its cure\n\n## Packages\n\n",
        base = samples::BASE_URL
    );
    for package in packages(contract) {
        let _ = writeln!(text, "- {package}");
    }
    text
}

/// The full text: the guides, then the reference.
pub(super) fn full(guides: &[File], references: &[File]) -> String {
    let mut text = String::from("# Omni: the whole documentation\n");
    let chosen = GUIDES.iter().filter_map(|name| guides.iter().find(|(path, _)| shown(path) == *name));
    for (_, page) in chosen.chain(references) {
        text.push_str("\n---\n\n");
        let plain = page.replace(GENERATED, "");
        for line in plain.trim().lines().filter(|line| !line.starts_with("<!-- ")) {
            text.push_str(line);
            text.push('\n');
        }
    }
    text
}
