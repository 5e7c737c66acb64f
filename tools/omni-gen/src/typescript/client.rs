//! `groups.ts`, one class a group, and `client.ts`, the client that has them all. Two files, so that a page that takes
//! in some groups does not take in the rest.

use std::collections::BTreeMap;
use std::error::Error;

use omni_contract::{Contract, Method};
use prost_reflect::{FieldDescriptor, Kind};

use super::{Imports, doc, inputs, literal, names};

/// What the client has by itself; a group or method of that name would hide it.
const TAKEN: &[&str] = &[
    "caller",
    "mock",
    "transport",
    "transportKind",
    "enableDebug",
    "close",
    "withOptions",
    "withTokens",
    "constructor",
    "then",
];

/// The text of `groups.ts`, and that of `client.ts`.
pub(super) fn texts(contract: &Contract) -> Result<(String, String), Box<dyn Error>> {
    let mut in_groups = Imports::default();
    let mut in_client = Imports::default();
    in_client.add_value("../base.js", "BaseClient");
    for imports in [&mut in_groups, &mut in_client] {
        imports.add_type("../caller.js", "Caller");
    }
    let mut groups: BTreeMap<String, (String, String)> = BTreeMap::new();
    let mut direct = String::new();
    for service in contract.services() {
        for method in &service.methods {
            for name in &method.sdk().names {
                let own = names::camel(&name.name);
                if name.group.is_empty() {
                    refuse_taken(&own, method)?;
                    direct.push_str(&member(
                        contract,
                        method,
                        &name.group,
                        &own,
                        "this.caller",
                        &mut in_client,
                    )?);
                    continue;
                }
                refuse_taken(&names::camel(&name.group), method)?;
                let text = member(contract, method, &name.group, &own, "this.#caller", &mut in_groups)?;
                let group = groups
                    .entry(name.group.clone())
                    .or_insert_with(|| (service.comment.clone(), String::new()));
                group.1.push_str(&text);
            }
        }
    }
    let classes: String = groups.iter().map(|(group, (comment, body))| class(group, comment, body)).collect();
    for group in groups.keys() {
        in_client.add_value("./groups.js", class_name(group));
    }
    let fields: String = groups
        .iter()
        .map(|(group, (comment, _))| {
            let class = class_name(group);
            format!("{}  readonly {}: {class};\n", doc(comment, None, "  "), names::camel(group))
        })
        .collect();
    let created: String = groups
        .keys()
        .map(|group| format!("    this.{} = new {}(caller);\n", names::camel(group), class_name(group)))
        .collect();
    let client = format!(
        "{}\n/** The methods of the contract, by group. */\nexport class GeneratedClient extends BaseClient {{\n\
         {fields}\n  /** @internal */\n  constructor(caller: Caller) {{\n    super(caller);\n{created}  }}\n{direct}}}\n",
        in_client.text()
    );
    Ok((in_groups.text() + &classes, client))
}

fn class_name(group: &str) -> String {
    names::pascal(group) + "Methods"
}

fn class(group: &str, comment: &str, body: &str) -> String {
    format!(
        "\n{}export class {} {{\n  readonly #caller: Caller;\n\n  /** @internal */\n  constructor(caller: Caller) {{\n    \
         this.#caller = caller;\n  }}\n{body}}}\n",
        doc(comment, None, ""),
        class_name(group),
    )
}

fn refuse_taken(name: &str, method: &Method) -> Result<(), String> {
    if TAKEN.contains(&name) {
        return Err(format!("{}: sdk name {name:?} is taken by the client itself", method.name()));
    }
    Ok(())
}

fn member(
    contract: &Contract,
    method: &Method,
    group: &str,
    name: &str,
    caller: &str,
    imports: &mut Imports,
) -> Result<String, Box<dyn Error>> {
    let service = method.descriptor().parent_service();
    let pb = names::module(&service.parent_file());
    imports.add_value(pb, service.name());
    imports.add_type("../options.js", "CallOptions");
    let output = names::message(&method.output());
    imports.add_type(names::module(&method.output().parent_file()), output.clone());
    let input = names::message(&method.input()) + "Input";
    imports.add_type("./inputs.js", input.clone());
    let (wrapper, send) =
        if method.is_streaming() { ("ResponseStream", "stream") } else { ("ResponsePromise", "unary") };
    imports.add_type("../call.js", wrapper);
    let result = format!("{wrapper}<{output}>");
    let descriptor =
        format!("{}.method.{}", service.name(), names::method_property(method.descriptor().name()));
    let comment = doc(method.comment(), Some(&example(method, group, name)?), "  ");
    let optional = if inputs::all_optional(contract, &method.input()) { "?" } else { "" };
    let named = format!("{name}(request{optional}: {input}, options?: CallOptions): {result}");
    let positional = positional(method)?;
    if positional.is_empty() {
        return Ok(format!(
            "\n{comment}  {named} {{\n    return {caller}.{send}({descriptor}, request, options);\n  }}\n"
        ));
    }
    imports.add_value("../caller.js", "byPosition");
    let names: Vec<_> = positional.iter().map(|field| names::property(field.name())).collect();
    let mut parameters: Vec<_> = names.iter().map(|name| format!("{name}: {input}[\"{name}\"]")).collect();
    let has_more = method.input().fields().len() > positional.len();
    if has_more {
        let list: Vec<_> = names.iter().map(|name| format!("\"{name}\"")).collect();
        parameters.push(format!("more?: Omit<{input}, {}>", list.join(" | ")));
    }
    parameters.push("options?: CallOptions".to_owned());
    let quoted: Vec<_> = names.iter().map(|name| format!("\"{name}\"")).collect();
    Ok(format!(
        "\n{comment}  {name}({}): {result};\n  {named};\n  {name}(...given: readonly unknown[]): {result} {{\n    \
         const [request, options] = byPosition(given, [{}], {has_more});\n    \
         return {caller}.{send}({descriptor}, request, options);\n  }}\n",
        parameters.join(", "),
        quoted.join(", "),
    ))
}

/// The fields that may be given by position. None where the first is an object, which could not be told from a request.
fn positional(method: &Method) -> Result<Vec<FieldDescriptor>, String> {
    let fields: Vec<_> = method
        .sdk()
        .positional
        .iter()
        .map(|name| {
            let field = method.input().get_field_by_name(name);
            field.ok_or_else(|| {
                format!("{}: positional {name:?} is not a field of the request", method.name())
            })
        })
        .collect::<Result<_, _>>()?;
    let object = fields.first().is_some_and(|first| {
        first.is_map() || (!first.is_list() && matches!(first.kind(), Kind::Message(_)))
    });
    Ok(if object { Vec::new() } else { fields })
}

fn example(method: &Method, group: &str, name: &str) -> Result<String, Box<dyn Error>> {
    let text = if method.sdk().example.is_empty() { "{}" } else { &method.sdk().example };
    let value: serde_json::Value =
        serde_json::from_str(text).map_err(|error| format!("{}: example: {error}", method.name()))?;
    let path = if group.is_empty() { name.to_owned() } else { format!("{}.{name}", names::camel(group)) };
    let positional = positional(method)?;
    let argument = match (positional.as_slice(), value.as_object()) {
        ([field], Some(entries)) if entries.len() == 1 && method.input().fields().len() == 1 => {
            entries.get(field.json_name()).or_else(|| entries.get(field.name())).map(ToString::to_string)
        }
        (_, Some(entries)) if entries.is_empty() => Some(String::new()),
        _ => None,
    };
    let argument = argument.unwrap_or_else(|| literal::object(&value, &method.input(), 0));
    Ok(if method.is_streaming() {
        format!("for await (const item of client.{path}({argument})) console.log(item);")
    } else {
        format!("const response = await client.{path}({argument});")
    })
}
