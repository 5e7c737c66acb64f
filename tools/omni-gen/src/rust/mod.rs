//! The Rust surface: the typed client's groups, and the core's table of methods.

mod literal;

use std::collections::{BTreeMap, BTreeSet};
use std::error::Error;
use std::fmt::Write;

use omni_contract::{Access, Contract, Method};
use prost_reflect::{Kind, MessageDescriptor};

use crate::File;

const HEAD: &str = "// Written by omni-gen from the contracts; do not edit. `make gen` writes it again.\n\n";

pub(crate) fn generate(contract: &Contract) -> Result<Vec<File>, Box<dyn Error>> {
    Ok(vec![
        ("sdk-rust/core/src/methods.rs".into(), methods(contract)),
        ("sdk-rust/src/generated.rs".into(), client(contract)?),
    ])
}

fn methods(contract: &Contract) -> String {
    let mut rows: Vec<_> = contract
        .methods()
        .map(|method| (method.path(), method.has_side_effects(), is_public(method)))
        .collect();
    rows.sort_unstable();
    let mut text = format!(
        "{HEAD}/// Every RPC: its path, whether a call may change anything, and whether anybody may call it. Sorted by path.\n\
         pub static METHODS: &[(&str, bool, bool)] = &[\n"
    );
    for (path, side_effects, public) in rows {
        let _ = writeln!(text, "    (\"{path}\", {side_effects}, {public}),");
    }
    text + "];\n"
}

fn is_public(method: &Method) -> bool {
    method.access() == Access::Public
}

/// The methods of each group, by group and name; those of the client itself are under the empty group.
type Groups<'a> = BTreeMap<String, BTreeMap<String, &'a Method>>;

fn client(contract: &Contract) -> Result<String, Box<dyn Error>> {
    let mut groups = Groups::new();
    for method in contract.methods() {
        for name in &method.sdk().names {
            let group = groups.entry(name.group.clone()).or_default();
            if group.insert(name.name.clone(), method).is_some() {
                return Err(format!("two methods are client.{}.{}", name.group, name.name).into());
            }
        }
    }
    let mut text = format!(
        "{HEAD}use omni_client_core::{{CallOptions, Error}};\n\n\
         use crate::answer::{{ItemStream, Response}};\n\
         use crate::client::{{Caller, OmniClient}};\n\
         use crate::request::IntoRequest;\n\n"
    );
    let domains: BTreeSet<_> =
        contract.methods().map(|method| domain(&method.input())).collect::<Result<_, _>>()?;
    for domain in domains {
        let _ = writeln!(text, "#[doc(inline)]\npub use omni_proto_{domain} as {domain};");
    }
    text.push('\n');
    root(&mut text, &groups)?;
    for (group, methods) in groups.iter().filter(|(group, _)| !group.is_empty()) {
        write_group(&mut text, group, methods)?;
    }
    conversions(&mut text, contract)?;
    Ok(text)
}

fn root(text: &mut String, groups: &Groups<'_>) -> Result<(), Box<dyn Error>> {
    text.push_str("impl OmniClient {\n");
    for group in groups.keys().filter(|group| !group.is_empty()) {
        let _ = writeln!(
            text,
            "    /// The calls of [`{kind}`].\n    pub fn {group}(&self) -> {kind} {{\n        \
             {kind} {{ caller: self.caller().clone() }}\n    }}\n",
            kind = upper_camel(group)
        );
    }
    for (name, method) in groups.get("").into_iter().flatten() {
        write_method(text, "self.caller()", "", name, method)?;
    }
    text.truncate(text.trim_end().len());
    text.push_str("\n}\n");
    Ok(())
}

fn write_group(
    text: &mut String,
    group: &str,
    methods: &BTreeMap<String, &Method>,
) -> Result<(), Box<dyn Error>> {
    let kind = upper_camel(group);
    let _ = writeln!(text, "\n/// `client.{group}()`:");
    for (name, method) in methods {
        let _ = writeln!(text, "/// - [`{name}`](Self::{name}): {}", first_sentence(method));
    }
    let _ = writeln!(
        text,
        "#[derive(Debug, Clone)]\npub struct {kind} {{\n    caller: Caller,\n}}\n\nimpl {kind} {{\n    \
         /// The same calls with these options.\n    #[must_use]\n    \
         pub fn with_options(mut self, options: CallOptions) -> Self {{\n        \
         self.caller.set_options(options);\n        self\n    }}\n"
    );
    for (name, method) in methods {
        write_method(text, "self.caller", group, name, method)?;
    }
    text.truncate(text.trim_end().len());
    text.push_str("\n}\n");
    Ok(())
}

fn write_method(
    text: &mut String,
    caller: &str,
    group: &str,
    name: &str,
    method: &Method,
) -> Result<(), Box<dyn Error>> {
    let (input, output) = (rust_path(&method.input(), "")?, rust_path(&method.output(), "")?);
    for line in method.comment().lines().map(escape) {
        let _ = writeln!(text, "    ///{}{line}", if line.is_empty() { "" } else { " " });
    }
    let _ = writeln!(text, "    ///\n    /// gRPC: `{}`.", method.name());
    if let Some(binding) = method.bindings().first() {
        let _ = writeln!(text, "    /// REST: `{} {}`.", binding.verb.as_str(), binding.template);
    }
    text.push_str("    ///\n    /// # Errors\n    /// [`Error`].\n");
    for line in example(group, name, method)? {
        let _ = writeln!(text, "    ///{}{line}", if line.is_empty() { "" } else { " " });
    }
    let (answer, call) = if method.is_streaming() { ("ItemStream", "stream") } else { ("Response", "unary") };
    let _ = writeln!(
        text,
        "    pub async fn {name}(\n        &self,\n        request: impl IntoRequest<{input}>,\n    \
         ) -> Result<{answer}<{output}>, Error> {{\n        \
         {caller}.{call}(\"{}\", request.into_request()).await\n    }}\n",
        method.path()
    );
    Ok(())
}

/// A program that runs the example against the mock.
fn example(group: &str, name: &str, method: &Method) -> Result<Vec<String>, Box<dyn Error>> {
    let Some(request) = literal::request(method)? else { return Ok(Vec::new()) };
    let access = if group.is_empty() { "client".to_owned() } else { format!("client.{group}()") };
    let mut lines: Vec<String> = ["", "# Example", "```", "# #[tokio::main(flavor = \"current_thread\")]"]
        .into_iter()
        .chain(["# async fn main() -> Result<(), omni_ai::Error> {"])
        .map(str::to_owned)
        .collect();
    let names: Vec<_> = request.types.iter().cloned().collect();
    if !names.is_empty() {
        let module = rust_path(&method.input(), "omni_ai")?;
        let module = module.rsplit_once("::").map(|(module, _)| module).unwrap_or_default();
        let names = if names.len() == 1 { names[0].clone() } else { format!("{{{}}}", names.join(", ")) };
        lines.extend([format!("use {module}::{names};"), String::new()]);
    }
    lines.push("# let client = omni_ai::OmniClient::builder().mock_mode(true).build()?;".to_owned());
    let mut body = request.text.lines();
    let binding = if method.is_streaming() { "let mut items" } else { "let answer" };
    lines.push(format!("{binding} = {access}.{name}({}", body.next().unwrap_or_default()));
    lines.extend(body.map(str::to_owned));
    if let Some(last) = lines.last_mut() {
        last.push_str(").await?;");
    }
    if method.is_streaming() {
        lines.push(
            "while let Some(item) = items.next().await {\n    println!(\"{:?}\", item?);\n}".to_owned(),
        );
    } else {
        lines.push("println!(\"{answer:?}\");".to_owned());
    }
    lines.extend(["# Ok(())".to_owned(), "# }".to_owned(), "```".to_owned()]);
    Ok(lines.iter().flat_map(|line| line.split('\n')).map(str::to_owned).collect())
}

/// Requests whose one positional field is a text may be given as that text.
fn conversions(text: &mut String, contract: &Contract) -> Result<(), Box<dyn Error>> {
    let mut seen = BTreeSet::new();
    for method in contract.methods() {
        let [field] = method.sdk().positional.as_slice() else { continue };
        let input = method.input();
        let is_text = input.get_field_by_name(field).is_some_and(|field| {
            field.kind() == Kind::String && !field.is_list() && !field.supports_presence()
        });
        let path = rust_path(&input, "")?;
        if !is_text || !seen.insert(path.clone()) {
            continue;
        }
        let rest = if input.fields().len() > 1 { ", ..Default::default()" } else { "" };
        for (from, value) in [("&str", "self.to_owned()"), ("String", "self")] {
            let _ = writeln!(
                text,
                "\n/// The request with this `{field}`.\nimpl IntoRequest<{path}> for {from} {{\n    \
                 fn into_request(self) -> {path} {{\n        {path} {{ {field}: {value}{rest} }}\n    }}\n}}"
            );
        }
    }
    Ok(())
}

/// The domain of a message: `intelligence` of `omni.intelligence.v1.ForecastRequest`.
fn domain(message: &MessageDescriptor) -> Result<String, Box<dyn Error>> {
    let name = message.full_name();
    let domain = name.strip_prefix("omni.").and_then(|rest| rest.split('.').next());
    Ok(domain
        .ok_or_else(|| format!("{name}: requests and responses are messages of omni.<domain>"))?
        .to_owned())
}

/// The path of a top-level message, as the re-exports make it.
fn rust_path(message: &MessageDescriptor, root: &str) -> Result<String, Box<dyn Error>> {
    let name = message.full_name();
    if message.parent_message().is_some() {
        return Err(
            format!("{name}: a request or response is a message of its own, not one inside another").into()
        );
    }
    let path =
        name.strip_prefix("omni.").ok_or_else(|| format!("{name} is not a message of omni.<domain>"))?;
    let path = path.replace('.', "::");
    Ok(if root.is_empty() { path } else { format!("{root}::{path}") })
}

fn upper_camel(snake: &str) -> String {
    snake
        .split('_')
        .map(|word| {
            word.get(..1).map(str::to_ascii_uppercase).unwrap_or_default() + word.get(1..).unwrap_or_default()
        })
        .collect()
}

fn first_sentence(method: &Method) -> String {
    let paragraph = method.comment().split("\n\n").next().unwrap_or_default().replace('\n', " ");
    escape(paragraph.split_inclusive(". ").next().unwrap_or_default().trim())
}

/// Brackets outside of code would be read as links and tags.
fn escape(line: &str) -> String {
    let mut escaped = String::new();
    let mut code = false;
    for letter in line.chars() {
        code ^= letter == '`';
        if !code && matches!(letter, '[' | ']' | '<' | '>') {
            escaped.push('\\');
        }
        escaped.push(letter);
    }
    escaped
}
