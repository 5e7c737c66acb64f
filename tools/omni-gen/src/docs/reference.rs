//! One Markdown page per proto package.

use std::collections::BTreeMap;
use std::fmt::Write;

use omni_contract::{Access, Contract, Method, Service, comment_at};
use prost_reflect::{FieldDescriptor, Kind, MessageDescriptor};
use serde_json::Value;

use super::GENERATED;
use crate::File;
use crate::openapi::{
    Schemas, Types, field_comment, is_well_known, message_comment, path, reach, samples, title, unwrap_lines,
    words,
};

/// Every page.
pub(super) fn pages(schemas: &Schemas<'_>) -> Vec<File> {
    let mut packages: BTreeMap<String, Vec<&Service>> = BTreeMap::new();
    for service in schemas.contract.services() {
        packages.entry(service.descriptor.package_name().to_owned()).or_default().push(service);
    }
    let page = |(package, services): (String, Vec<&Service>)| {
        (format!("docs/reference/{package}.md").into(), page(schemas, &package, &services))
    };
    packages.into_iter().map(page).collect()
}

/// The page of what a tenant can do when its limits and quotas are used up.
pub(super) fn administration(contract: &Contract) -> File {
    let mut text = format!(
        "{GENERATED}\n\n# Administration\n\nThese methods pass when the rate limits and the quotas of a tenant are used \
         up, so that it can be put in order. A call takes the units below of a limit that each API key and each person \
         has for administration alone; see [Rate limits](../limits.md#administration).\n\n\
         | Method | REST | Units |\n|---|---|---|\n"
    );
    for method in contract.methods().filter(|method| method.is_administration()) {
        let package = method.descriptor().parent_service().package_name().to_owned();
        let anchor = slug(&title(method.descriptor().name()));
        let rest = method.bindings().first();
        let rest = rest.map(|binding| format!("`{} {}`", binding.verb.as_str(), path(method, binding)));
        let (name, rest) = (method.descriptor().name(), rest.unwrap_or_default());
        let _ = writeln!(text, "| [{name}]({package}.md#{anchor}) | {rest} | {} |", method.rate_cost());
    }
    ("docs/reference/administration.md".into(), text)
}

/// The name of the page of a package.
pub(super) fn packages(contract: &Contract) -> Vec<String> {
    let mut packages: Vec<_> =
        contract.services().iter().map(|service| service.descriptor.package_name().to_owned()).collect();
    packages.sort();
    packages.dedup();
    packages
}

fn page(schemas: &Schemas<'_>, package: &str, services: &[&Service]) -> String {
    let mut text = format!("{GENERATED}\n\n# {package}\n");
    let mut types = Types::new();
    let anchors = anchors(services);
    for service in services {
        let _ = write!(text, "\n## {}\n\n{}\n", service.descriptor.name(), unwrap_lines(&service.comment));
        for method in &service.methods {
            write_method(&mut text, schemas, &anchors, method);
            reach(&Kind::Message(method.input()), &mut types);
            reach(&Kind::Message(method.output()), &mut types);
        }
    }
    let shown: Vec<_> = services
        .iter()
        .flat_map(|service| &service.methods)
        .flat_map(|method| [method.input().full_name().to_owned(), method.output().full_name().to_owned()])
        .collect();
    let rest: Vec<_> = types.iter().filter(|(name, _)| !shown.contains(name)).map(|(_, kind)| kind).collect();
    if !rest.is_empty() {
        text.push_str("\n## Types\n");
    }
    for kind in rest {
        match kind {
            Kind::Message(message) => {
                let _ = write!(
                    text,
                    "\n### {}\n\n{}\n\n",
                    message.name(),
                    unwrap_lines(&message_comment(message))
                );
                write_fields(&mut text, schemas, &anchors, message);
            }
            Kind::Enum(descriptor) => {
                let file = descriptor.parent_file();
                let comment = |path: &[i32]| cell(&comment_at(file.file_descriptor_proto(), path));
                let _ = write!(text, "\n### {}\n\n{}\n\n", descriptor.name(), comment(descriptor.path()));
                text.push_str("| Value | Meaning |\n|---|---|\n");
                for value in descriptor.values() {
                    let _ = writeln!(text, "| `{}` | {} |", value.name(), comment(value.path()));
                }
            }
            _ => {}
        }
    }
    text
}

fn write_method(text: &mut String, schemas: &Schemas<'_>, anchors: &Anchors, method: &Method) {
    let _ =
        write!(text, "\n### {}\n\n{}\n\n", title(method.descriptor().name()), unwrap_lines(method.comment()));
    for (label, value) in facts(method) {
        let _ = writeln!(text, "- {label}: {value}");
    }
    for (heading, message) in headings(method) {
        let _ = write!(text, "\n#### {heading}\n\n");
        write_fields(text, schemas, anchors, &message);
    }
    for (label, example) in
        [("Example request", &method.sdk().example), ("Example response", &method.sdk().example_response)]
    {
        let value: Value = serde_json::from_str(example).unwrap_or_default();
        let pretty = serde_json::to_string_pretty(&value).unwrap_or_default();
        let _ = write!(text, "\n{label}:\n\n```json\n{}\n```\n", compact_numbers(&pretty));
    }
    text.push_str("\n#### Samples\n");
    for sample in samples::all(method, method.bindings().first()) {
        write_sample(text, sample.label, &sample);
    }
    for binding in method.bindings().iter().skip(1) {
        let samples = samples::all(method, Some(binding));
        for sample in samples.iter().filter(|sample| sample.label == "curl") {
            let label = format!("curl, by `{} {}`", binding.verb.as_str(), path(method, binding));
            write_sample(text, &label, sample);
        }
    }
}

fn write_sample(text: &mut String, label: &str, sample: &samples::Sample) {
    let _ = write!(text, "\n{label}:\n\n```{}\n{}\n```\n", sample.lang, sample.code.trim_end());
}

/// Puts lists that hold nothing but numbers on one line.
pub(super) fn compact_numbers(pretty: &str) -> String {
    let mut text = String::new();
    let mut rest = pretty;
    while let Some(open) = rest.find('[') {
        let (before, list) = rest.split_at(open);
        text.push_str(before);
        let end = list.find(']').map_or(list.len(), |end| end + 1);
        let (list, after) = list.split_at(end);
        if list.contains(['{', '"']) || list[1..].contains('[') {
            text.push('[');
            rest = &rest[open + 1..];
        } else {
            let words: Vec<_> = list.split_whitespace().collect();
            text.push_str(&words.join(" ").replace("[ ", "[").replace(" ]", "]"));
            rest = after;
        }
    }
    text.push_str(rest);
    text
}

fn facts(method: &Method) -> Vec<(&'static str, String)> {
    let mut facts = Vec::new();
    let bindings: Vec<_> = method
        .bindings()
        .iter()
        .map(|binding| format!("`{} {}`", binding.verb.as_str(), path(method, binding)))
        .collect();
    if !bindings.is_empty() {
        facts.push(("REST", bindings.join(", ")));
    }
    facts.push(("gRPC, gRPC-web, Connect", format!("`{}`", method.path())));
    let names: Vec<_> = method
        .sdk()
        .names
        .iter()
        .map(|name| {
            if name.group.is_empty() {
                format!("`client.{}`", name.name)
            } else {
                format!("`client.{}.{}`", name.group, name.name)
            }
        })
        .collect();
    if !names.is_empty() {
        facts.push(("SDKs", names.join(", ")));
    }
    facts.push(("Who may call", who(method)));
    if method.is_streaming() {
        facts.push((
            "Answer",
            "a stream; by REST as `application/x-ndjson` or `text/event-stream`".to_owned(),
        ));
    }
    let retry = match (method.has_side_effects(), method.is_idempotent()) {
        (false, _) => "changes nothing; may be repeated",
        (true, true) => "a repeated call has the effect of one",
        (true, false) => "changes something; repeat only with the same `idempotency-key`",
    };
    facts.push(("Repeating", retry.to_owned()));
    let (cost, units) = (method.rate_cost(), if method.rate_cost() == 1 { "unit" } else { "units" });
    if method.is_administration() {
        let text = format!("[administration](administration.md), {cost} {units}");
        facts.push(("Rate limit", text));
    } else if cost > 1 {
        facts.push(("Rate limit", format!("{cost} {units}")));
    }
    if let Some(meter) = &method.policy().meter {
        let quantity = match meter.quantity_field.as_str() {
            "" => "1 a call".to_owned(),
            field => format!("by `{field}`"),
        };
        facts.push(("Counted as", format!("`{}`, {quantity}", meter.name)));
    }
    facts
}

fn who(method: &Method) -> String {
    let permission = &method.policy().permission;
    match method.access() {
        Access::Public => "anybody".to_owned(),
        Access::User => format!("a person signed in, with `{permission}`"),
        Access::Staff => format!("the operator of the installation, with `{permission}`"),
        Access::Key | Access::Unspecified => format!("an API key or a person signed in, with `{permission}`"),
    }
}

fn write_fields(text: &mut String, schemas: &Schemas<'_>, anchors: &Anchors, message: &MessageDescriptor) {
    if message.fields().len() == 0 {
        text.push_str("No fields.\n");
        return;
    }
    text.push_str("| Field | Type | Rules | Meaning |\n|---|---|---|---|\n");
    for field in message.fields() {
        let mut rules = words(&field, &schemas.rules.of(&field));
        if schemas.rules.is_required(&field) {
            rules.insert(0, "required".to_owned());
        }
        rules.extend(schemas.contract.needs(&field).map(|sibling| format!("only with `{sibling}`")));
        if let Some(oneof) = field.containing_oneof().filter(|oneof| !oneof.is_synthetic()) {
            rules.push(format!("at most one of `{}`", oneof.name()));
        }
        let names = if field.json_name() == field.name() {
            format!("`{}`", field.name())
        } else {
            format!("`{}` (`{}`)", field.name(), field.json_name())
        };
        let _ = writeln!(
            text,
            "| {names} | {} | {} | {} |",
            type_name(anchors, &field),
            cell(&rules.join("; ")),
            cell(&field_comment(&field))
        );
    }
}

/// The type of a field for people.
fn type_name(anchors: &Anchors, field: &FieldDescriptor) -> String {
    if let (true, Kind::Message(entry)) = (field.is_map(), field.kind()) {
        let (key, value) = (entry.map_entry_key_field(), entry.map_entry_value_field());
        return format!(
            "map from {} to {}",
            kind_name(anchors, &key.kind()),
            kind_name(anchors, &value.kind())
        );
    }
    let name = kind_name(anchors, &field.kind());
    if field.is_list() { format!("list of {name}") } else { name }
}

fn kind_name(anchors: &Anchors, kind: &Kind) -> String {
    let link = |name: &str, full_name: &str| {
        let anchor = anchors.get(full_name).cloned().unwrap_or_else(|| slug(name));
        format!("[{name}](#{anchor})")
    };
    match kind {
        Kind::Message(message) if is_well_known(message) => message.name().to_owned(),
        Kind::Message(message) => link(message.name(), message.full_name()),
        Kind::Enum(descriptor) => link(descriptor.name(), descriptor.full_name()),
        other => format!("{other:?}").to_lowercase(),
    }
}

/// Where the messages of methods are described, by full name; every other type has a heading of its own name.
type Anchors = BTreeMap<String, String>;

fn anchors(services: &[&Service]) -> Anchors {
    let methods = services.iter().flat_map(|service| &service.methods);
    let mut anchors = Anchors::new();
    for (heading, message) in methods.flat_map(|method| headings(method)) {
        anchors.entry(message.full_name().to_owned()).or_insert_with(|| slug(&heading));
    }
    anchors
}

/// The headings over the two messages of a method.
fn headings(method: &Method) -> [(String, MessageDescriptor); 2] {
    let (input, output) = (method.input(), method.output());
    let each = if method.is_streaming() { ", one item of the stream" } else { "" };
    [(format!("Request: {}", input.name()), input), (format!("Response: {}{each}", output.name()), output)]
}

/// The anchor of a heading, as GitHub makes it.
pub(super) fn slug(heading: &str) -> String {
    let kept = heading.trim().chars().filter(|letter| letter.is_alphanumeric() || " -_".contains(*letter));
    kept.flat_map(char::to_lowercase).map(|letter| if letter == ' ' { '-' } else { letter }).collect()
}

/// Text as it may stand in a cell of a table.
fn cell(text: &str) -> String {
    unwrap_lines(text).replace('|', "\\|").replace('\n', " ")
}
