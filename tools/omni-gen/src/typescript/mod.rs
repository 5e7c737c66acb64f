//! The TypeScript surface in `sdk-node/src/generated`: the client with its groups, the input types, and the tables that
//! the messages of protobuf-es do not carry. The messages themselves come from `scripts/gen-typescript.sh`.

#![expect(
    clippy::format_push_string,
    clippy::format_collect,
    reason = "text in the order it is read; speed is no matter"
)]

mod client;
mod inputs;
mod literal;
mod names;
mod rules;

use std::collections::{BTreeMap, BTreeSet};
use std::error::Error;
use std::path::PathBuf;

use omni_contract::{Access, Contract};
use prost_reflect::{DescriptorPool, FileDescriptor, MessageDescriptor};

use crate::File;
pub(crate) use literal::{field_value, object};

const FOLDER: &str = "sdk-node/src/generated";
const HEADER: &str = "// Written by omni-gen from the contracts in proto/. Do not edit; run `make gen`.\n";

pub(crate) fn generate(contract: &Contract) -> Result<Vec<File>, Box<dyn Error>> {
    let (groups, client) = client::texts(contract)?;
    let files = [
        ("groups.ts", groups),
        ("client.ts", client),
        ("inputs.ts", inputs::text(contract)),
        ("messages.ts", messages(contract.pool())?),
        ("tables.ts", tables(contract)),
        ("examples.ts", examples(contract)?),
        ("rules.ts", rules::text(contract)?),
        ("version.ts", version()),
    ];
    Ok(files
        .into_iter()
        .map(|(name, text)| (PathBuf::from(FOLDER).join(name), format!("{HEADER}{text}")))
        .collect())
}

/// The files whose messages the package exports.
fn public_files(pool: &DescriptorPool) -> impl Iterator<Item = FileDescriptor> + '_ {
    pool.files()
        .filter(|file| file.package_name().starts_with("omni.") && file.package_name() != "omni.options.v1")
}

fn messages(pool: &DescriptorPool) -> Result<String, Box<dyn Error>> {
    let mut owners: BTreeMap<String, String> = BTreeMap::new();
    let mut text = String::new();
    for file in public_files(pool) {
        let names = file.messages().map(|message| message.name().to_owned());
        let names = names.chain(file.enums().map(|one| one.name().to_owned()));
        for name in names.chain(file.services().map(|service| service.name().to_owned())) {
            if let Some(other) = owners.insert(name.clone(), file.name().to_owned()) {
                let here = file.name();
                return Err(format!(
                    "{name} is defined in {other} and in {here}; the SDKs need one of each name"
                )
                .into());
            }
        }
        text.push_str(&format!("export * from \"{}\";\n", names::module(&file)));
    }
    Ok(text)
}

fn tables(contract: &Contract) -> String {
    let mut text = String::from(
        "\n/** By message and list: the sibling field that takes the positions of missing values. */\n\
         export const MISSING_POSITIONS: Readonly<Record<string, Readonly<Record<string, string>>>> = {\n",
    );
    for message in request_messages(contract) {
        let entries: Vec<_> = message
            .fields()
            .filter_map(|field| {
                let positions = contract.missing_positions(&field)?;
                Some(format!("{}: \"{}\"", names::property(field.name()), names::property(&positions)))
            })
            .collect();
        if !entries.is_empty() {
            text.push_str(&format!("  \"{}\": {{ {} }},\n", message.full_name(), entries.join(", ")));
        }
    }
    text.push_str("};\n");
    text.push_str(
        "\n/** By path: the methods that anybody may call. They are told no credential. */\n\
         export const PUBLIC_METHODS: Readonly<Record<string, true>> = {\n",
    );
    for method in contract.methods().filter(|method| method.access() == Access::Public) {
        text.push_str(&format!("  \"{}\": true,\n", method.path()));
    }
    text.push_str("};\n");
    text
}

/// Examples as literals in the shape of inputs, so that mock mode needs no JSON codec, 9 kB of a browser's download.
fn examples(contract: &Contract) -> Result<String, Box<dyn Error>> {
    let mut text = String::new();
    for (about, name, is_answer) in [
        ("the request that the contract shows", "EXAMPLE_REQUESTS", false),
        ("the answer to it, which mock mode gives", "EXAMPLE_RESPONSES", true),
    ] {
        text.push_str(&format!(
            "\n/** By method: {about}. */\nexport const {name}: Readonly<Record<string, object>> = {{\n"
        ));
        for method in contract.methods() {
            let sdk = method.sdk();
            let (json, message) = if is_answer {
                (&sdk.example_response, method.output())
            } else {
                (&sdk.example, method.input())
            };
            if json.is_empty() {
                continue;
            }
            let value: serde_json::Value =
                serde_json::from_str(json).map_err(|error| format!("{}: example: {error}", method.name()))?;
            text.push_str(&format!("  \"{}\": {},\n", method.path(), object(&value, &message, 2)));
        }
        text.push_str("};\n");
    }
    Ok(text)
}

fn version() -> String {
    format!(
        "\n/** The version of this package. */\nexport const VERSION = \"{}\";\n",
        env!("CARGO_PKG_VERSION")
    )
}

/// Every Omni message that a request is or holds, in the order of their names.
fn request_messages(contract: &Contract) -> Vec<MessageDescriptor> {
    let mut found = BTreeMap::new();
    let mut open: Vec<_> = contract.methods().map(|method| method.input()).collect();
    while let Some(message) = open.pop() {
        if !message.full_name().starts_with("omni.") || found.contains_key(message.full_name()) {
            continue;
        }
        for field in message.fields() {
            let kind = names::value_kind(&field);
            open.extend(kind.as_message().cloned());
        }
        found.insert(message.full_name().to_owned(), message);
    }
    found.into_values().filter(|message| !message.is_map_entry()).collect()
}

/// `import type` lines, one a module, for names used in a file.
#[derive(Default)]
struct Imports {
    types: BTreeMap<String, BTreeSet<String>>,
    values: BTreeMap<String, BTreeSet<String>>,
}

impl Imports {
    fn add_type(&mut self, module: impl Into<String>, name: impl Into<String>) {
        self.types.entry(module.into()).or_default().insert(name.into());
    }

    fn add_value(&mut self, module: impl Into<String>, name: impl Into<String>) {
        self.values.entry(module.into()).or_default().insert(name.into());
    }

    fn text(&self) -> String {
        let mut lines = String::from("\n");
        for (keyword, modules) in [("import type", &self.types), ("import", &self.values)] {
            for (module, names) in modules {
                let names: Vec<_> = names.iter().map(String::as_str).collect();
                lines.push_str(&format!("{keyword} {{ {} }} from \"{module}\";\n", names.join(", ")));
            }
        }
        lines
    }
}

/// A JSDoc block, indented. Empty text gives no block.
fn doc(comment: &str, example: Option<&str>, indent: &str) -> String {
    let mut lines: Vec<String> = comment.lines().map(|line| line.replace("*/", "*\\/")).collect();
    if let Some(example) = example {
        if !lines.is_empty() {
            lines.push(String::new());
        }
        lines.push("@example".to_owned());
        lines.extend(example.lines().map(|line| line.replace("*/", "*\\/")));
    }
    match lines.as_slice() {
        [] => String::new(),
        [line] => format!("{indent}/** {line} */\n"),
        lines => {
            let body: String =
                lines.iter().map(|line| format!("{indent} * {line}").trim_end().to_owned() + "\n").collect();
            format!("{indent}/**\n{body}{indent} */\n")
        }
    }
}
