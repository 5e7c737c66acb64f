//! The Python SDK: message classes and enums per proto package, service groups, and the tables the codec reads.

mod docs;
mod fields;
mod groups;
mod index;
mod literal;
mod messages;
mod names;
mod synthetic;

pub(crate) use groups::is_paged;
use std::collections::BTreeMap;
use std::error::Error;
use std::path::PathBuf;

use omni_contract::Contract;
use prost_reflect::{EnumDescriptor, Kind, MessageDescriptor};

use crate::File;

/// The first line of every file.
const HEADER: &str =
    "# Written by omni-gen from the contracts in proto/. Do not edit: change the proto and run `make gen`.\n";

/// Where generated modules go and how they import each other.
struct Target {
    folder: PathBuf,
    module: &'static str,
}

/// The messages and enums of one proto package, in the order of the proto.
#[derive(Default)]
struct Package {
    messages: Vec<MessageDescriptor>,
    enums: Vec<EnumDescriptor>,
}

/// By module name.
type Packages = BTreeMap<String, Package>;

pub(crate) fn generate(contract: &Contract) -> Result<Vec<File>, Box<dyn Error>> {
    let sdk = PathBuf::from("sdk-python/python/omni_ai");
    let mut files =
        package(contract, &Target { folder: sdk.join("_generated"), module: "omni_ai._generated" })?;
    let packages = packages(contract);
    files.push((sdk.join("types.py"), index::types(&packages, "omni_ai._generated")?));
    files.extend(synthetic::generate()?);
    Ok(files)
}

/// Every module of one contract.
fn package(contract: &Contract, target: &Target) -> Result<Vec<File>, Box<dyn Error>> {
    let packages = packages(contract);
    let mut files = Vec::new();
    let mut add = |name: &str, text: String| files.push((target.folder.join(format!("{name}.py")), text));
    add(
        "__init__",
        format!(
            "{HEADER}\"\"\"Modules written from the contracts. Import from `omni_ai` and `omni_ai.types` instead.\"\"\"\n"
        ),
    );
    for (module, package) in &packages {
        add(module, messages::module(contract, target, module, package)?);
    }
    let groups = groups::collect(contract)?;
    for (name, methods) in &groups.named {
        add(&format!("group_{name}"), groups::module(contract, target, name, methods)?);
    }
    add("root", groups::root(contract, target, &groups)?);
    add("methods", index::methods(contract, target)?);
    Ok(files)
}

/// The text of a module without the imports it does not use.
fn with_used_imports(text: &str) -> String {
    let unused = |line: &str| {
        let (_, alias) = line.split_once(" as ")?;
        let is_import = line.trim_start().starts_with("import ") || line.trim_start().starts_with("from ");
        (is_import && alias.starts_with('_') && !text.contains(&format!("{alias}.")) && alias != "_importing")
            .then_some(())
    };
    text.lines().filter(|line| unused(line).is_none()).fold(String::new(), |all, line| all + line + "\n")
}

/// Everything in Omni packages, and what their messages use of others.
fn packages(contract: &Contract) -> Packages {
    let mut packages = Packages::new();
    let is_ours = |package: &str| package.starts_with("omni.") && package != "omni.options.v1";
    let mut queue: Vec<MessageDescriptor> = Vec::new();
    for message in contract.pool().all_messages() {
        if is_ours(message.package_name()) && !message.is_map_entry() {
            queue.push(message);
        }
    }
    for item in contract.pool().all_enums() {
        if is_ours(item.package_name()) {
            add_enum(&mut packages, item);
        }
    }
    for method in contract.methods() {
        queue.extend([method.input(), method.output()]);
    }
    let mut next = 0;
    while let Some(message) = queue.get(next).cloned() {
        next += 1;
        if names::well_known(&message).is_some() {
            continue;
        }
        let module = names::module(message.package_name());
        let known = &mut packages.entry(module).or_default().messages;
        if known.contains(&message) {
            continue;
        }
        known.push(message.clone());
        for field in message.fields() {
            match names::value_field(&field).kind() {
                Kind::Message(inner) => queue.push(inner),
                Kind::Enum(inner) => add_enum(&mut packages, inner),
                _ => {}
            }
        }
    }
    packages
}

fn add_enum(packages: &mut Packages, item: EnumDescriptor) {
    let known = &mut packages.entry(names::module(item.package_name())).or_default().enums;
    if !known.contains(&item) {
        known.push(item);
    }
}
