//! The example of a method as a call in each language.

use omni_contract::{Access, HttpBinding, Method, Segment};
use prost_reflect::{Kind, MessageDescriptor};
use serde_json::{Map, Value, json};

use super::literal::{self, listed, lower_camel, members, snake_case};
use crate::typescript;

/// Where samples say the server is. The running server puts its own address in its place.
pub(crate) const BASE_URL: &str = "http://127.0.0.1:8080";

/// The same for grpcurl, with the flag that goes with it.
const GRPCURL_TARGET: (&str, &str) = ("-plaintext ", "127.0.0.1:8080");

/// One call.
pub(crate) struct Sample {
    /// The name of the language or tool.
    pub(crate) label: &'static str,
    /// The language of the code, for highlighting.
    pub(crate) lang: &'static str,
    pub(crate) code: String,
}

/// Every sample of a method, that of curl by this path of REST.
pub(crate) fn all(method: &Method, binding: Option<&HttpBinding>) -> Vec<Sample> {
    let Ok(Value::Object(example)) = serde_json::from_str(&method.sdk().example) else { return Vec::new() };
    let mut samples = Vec::new();
    let mut push =
        |label, lang, code: Option<String>| samples.extend(code.map(|code| Sample { label, lang, code }));
    push("curl", "shell", binding.map(|binding| curl(method, binding, &example)));
    push("Python", "python", python(method, &example));
    push("Node", "javascript", node(method, &example));
    push("Rust", "rust", rust(method, &example));
    push("grpcurl", "shell", Some(grpcurl(method, &example)));
    push("CLI", "shell", cli(method, &example));
    samples
}

/// A call from a web page without any library.
pub(crate) fn browser(method: &Method, example: &Value) -> Sample {
    let path = method.bindings().first().map(|binding| super::path(method, binding)).unwrap_or_default();
    let verb = method.bindings().first().map_or("POST", |binding| binding.verb.as_str());
    let code = format!(
        "const answer = await fetch(\"{BASE_URL}{path}\", {{\n  method: \"{verb}\",\n  \
         headers: {{ \"content-type\": \"application/json\", \"x-api-key\": key }},\n  \
         body: JSON.stringify({}),\n}});\nconsole.log(await answer.json());\n",
        literal::javascript(example, 2)
    );
    Sample { label: "Browser", lang: "javascript", code }
}

/// Group and name of the SDK method that the docs show.
pub(crate) fn sdk_name(method: &Method) -> Option<(&str, &str)> {
    method.sdk().names.first().map(|name| (name.group.as_str(), name.name.as_str()))
}

/// The header that tells who calls, as shells write it; none where anybody may call.
fn credential(method: &Method) -> Option<&'static str> {
    match method.access() {
        Access::Public => None,
        Access::User => Some("\"authorization: Bearer $OMNI_ACCESS_TOKEN\""),
        _ => Some("\"x-api-key: $OMNI_API_KEY\""),
    }
}

fn quoted(text: &str) -> String {
    format!("'{}'", text.replace('\'', "'\\''"))
}

fn curl(method: &Method, binding: &HttpBinding, example: &Map<String, Value>) -> String {
    let mut rest = example.clone();
    let input = method.input();
    let json_name = |name: &str| {
        input.get_field_by_name(name).map_or_else(|| name.to_owned(), |field| field.json_name().to_owned())
    };
    let mut path = String::new();
    for segment in &binding.segments {
        path.push('/');
        match segment {
            Segment::Literal(text) => path.push_str(text),
            Segment::Field(name) => {
                path.push_str(&query_text(&rest.remove(&json_name(name)).unwrap_or_default()));
            }
        }
    }
    path.extend(binding.custom_verb.iter().map(|verb| format!(":{verb}")));
    let body = match binding.body.as_deref() {
        Some("*") => Some(Value::Object(std::mem::take(&mut rest))),
        Some(field) => Some(rest.remove(&json_name(field)).unwrap_or_default()),
        None => None,
    };
    let query: Vec<_> = rest.iter().map(|(name, value)| format!("{name}={}", query_text(value))).collect();
    let query = if query.is_empty() { String::new() } else { format!("?{}", query.join("&")) };
    let mut lines = vec![format!("curl {}", shell_url(&format!("{BASE_URL}{path}{query}")))];
    if method.is_streaming() {
        lines.push("--no-buffer".to_owned());
        lines.push("--header 'accept: application/x-ndjson'".to_owned());
    }
    if !matches!(binding.verb.as_str(), "GET" | "POST") || (binding.verb.as_str() == "POST" && body.is_none())
    {
        lines.push(format!("--request {}", binding.verb.as_str()));
    }
    lines.extend(credential(method).map(|header| format!("--header {header}")));
    if method.has_side_effects() {
        lines.push("--header \"idempotency-key: $(uuidgen)\"".to_owned());
    }
    if let Some(body) = body {
        lines.push("--header 'content-type: application/json'".to_owned());
        lines.push(format!("--data {}", quoted(&body.to_string())));
    }
    lines.join(" \\\n  ")
}

fn shell_url(url: &str) -> String {
    if url.contains(['?', '&']) { quoted(url) } else { url.to_owned() }
}

fn query_text(value: &Value) -> String {
    let text = value.as_str().map_or_else(|| value.to_string(), str::to_owned);
    let plain = |byte: &u8| byte.is_ascii_alphanumeric() || b"-._~:,".contains(byte);
    text.bytes()
        .map(|byte| if plain(&byte) { char::from(byte).to_string() } else { format!("%{byte:02X}") })
        .collect()
}

fn python(method: &Method, example: &Map<String, Value>) -> Option<String> {
    let (group, name) = sdk_name(method)?;
    let callee = if group.is_empty() { format!("client.{name}") } else { format!("client.{group}.{name}") };
    let positional = &method.sdk().positional;
    let arguments: Vec<_> = members(&method.input(), example)
        .iter()
        .map(|(field, value)| {
            let literal = literal::python(field, value, 8);
            if positional.iter().any(|name| name == field.name()) {
                literal
            } else {
                format!("{}={literal}", field.name())
            }
        })
        .collect();
    let call = listed(&format!("{callee}("), &arguments, ")", 4);
    let body = if method.is_streaming() || crate::python::is_paged(method) {
        format!("    for item in {call}:\n        print(item)")
    } else {
        format!("    answer = {call}\n    print(answer)")
    };
    let mut times = vec!["datetime", "timedelta"];
    times.retain(|name| contains_word(&body, name));
    let import = match times.join(", ") {
        names if names.is_empty() => names,
        names => format!("from datetime import {names}\n\n"),
    };
    Some(format!(
        "{import}from omni_ai import OmniClient\n\n\
         with OmniClient(base_url=\"{BASE_URL}\") as client:{}\n{body}\n",
        key_comment(method, "#")
    ))
}

fn node(method: &Method, example: &Map<String, Value>) -> Option<String> {
    let (group, name) = sdk_name(method)?;
    let name = lower_camel(name);
    let callee = if group.is_empty() {
        format!("client.{name}")
    } else {
        format!("client.{}.{name}", lower_camel(group))
    };
    let positional = &method.sdk().positional;
    let fields = members(&method.input(), example);
    let by_position = fields.iter().all(|(field, _)| positional.iter().any(|name| name == field.name()));
    let argument = if by_position {
        let values = fields.iter().map(|(field, value)| typescript::field_value(value, field, 0));
        values.collect::<Vec<_>>().join(", ")
    } else {
        typescript::object(&Value::Object(example.clone()), &method.input(), 0)
    };
    let body = if method.is_streaming() {
        format!("for await (const item of {callee}({argument})) {{\n  console.log(item);\n}}")
    } else {
        format!("const answer = await {callee}({argument});\nconsole.log(answer);")
    };
    Some(format!(
        "import {{ OmniClient }} from \"@omni-ai/sdk\";\n\n\
         const client = new OmniClient({{ baseUrl: \"{BASE_URL}\" }});{}\n{body}\n",
        key_comment(method, "//")
    ))
}

fn rust(method: &Method, example: &Map<String, Value>) -> Option<String> {
    let (group, name) = sdk_name(method)?;
    let callee = if group.is_empty() { format!("client.{name}") } else { format!("client.{group}().{name}") };
    let package = method.input().package_name().to_owned();
    let module = package.strip_prefix("omni.").unwrap_or(&package).replace('.', "::");
    let (imports, argument) = if let Some(text) = only_positional(method, example) {
        ("OmniClient".to_owned(), Value::from(text).to_string())
    } else {
        let literal = literal::rust_message(&method.input(), example, 0);
        let mut names = vec![method.input().name().to_owned()];
        names.extend(rust_names(&method.input()).into_iter().filter(|name| contains_word(&literal, name)));
        names.sort();
        names.dedup();
        let names = if names.len() == 1 { names.remove(0) } else { format!("{{{}}}", names.join(", ")) };
        (format!("{{OmniClient, {module}::{names}}}"), literal)
    };
    let body = if method.is_streaming() {
        format!(
            "let mut items = {callee}({argument}).await?;\n\
             while let Some(item) = items.next().await {{\n    println!(\"{{:?}}\", item?);\n}}"
        )
    } else {
        format!("let answer = {callee}({argument}).await?;\nprintln!(\"{{answer:?}}\");")
    };
    Some(format!(
        "use omni_ai::{imports};\n\n\
         let client = OmniClient::builder().base_url(\"{BASE_URL}\").build()?;{}\n{body}\n",
        key_comment(method, "//")
    ))
}

fn rust_names(message: &MessageDescriptor) -> Vec<String> {
    let mut types = super::schema::Types::new();
    super::schema::reach(&Kind::Message(message.clone()), &mut types);
    types.keys().filter_map(|name| name.rsplit('.').next()).map(str::to_owned).collect()
}

fn contains_word(text: &str, word: &str) -> bool {
    text.split(|letter: char| !letter.is_alphanumeric()).any(|found| found == word)
}

fn key_comment(method: &Method, mark: &str) -> String {
    match method.access() {
        Access::Public => String::new(),
        Access::User => format!("  {mark} who is signed in is taken from OMNI_ACCESS_TOKEN"),
        _ => format!("  {mark} the key is taken from OMNI_API_KEY"),
    }
}

fn grpcurl(method: &Method, example: &Map<String, Value>) -> String {
    let (plaintext, target) = GRPCURL_TARGET;
    let mut lines = vec![format!("grpcurl {}", plaintext.trim_end())];
    lines.extend(credential(method).map(|header| format!("-H {header}")));
    if !example.is_empty() {
        let example = masks_as_messages(&method.input(), example);
        lines.push(format!("-d {}", quoted(&Value::Object(example).to_string())));
    }
    lines.push(format!("{target} {}", method.name()));
    lines.join(" \\\n  ")
}

/// An example with its field masks as the messages they are: grpcurl does not read the one text of ProtoJSON.
pub(super) fn masks_as_messages(
    message: &MessageDescriptor,
    example: &Map<String, Value>,
) -> Map<String, Value> {
    let mut other = example.clone();
    for (name, value) in &mut other {
        let field = message.get_field_by_json_name(name).or_else(|| message.get_field_by_name(name));
        let Some(Kind::Message(inner)) = field.map(|field| field.kind()) else { continue };
        match value {
            Value::String(mask) if inner.full_name() == "google.protobuf.FieldMask" => {
                *value = json!({ "paths": mask.split(',').map(snake_case).collect::<Vec<_>>() });
            }
            Value::Object(members) => *members = masks_as_messages(&inner, members),
            _ => {}
        }
    }
    other
}

fn cli(method: &Method, example: &Map<String, Value>) -> Option<String> {
    let (group, name) = sdk_name(method)?;
    let words = [group, name].into_iter().filter(|word| !word.is_empty());
    let command = words.map(|word| word.replace('_', "-")).collect::<Vec<_>>().join(" ");
    let mut lines = vec![format!("omni --base-url {BASE_URL} {command}")];
    if let Some(text) = only_positional(method, example) {
        lines = vec![format!("{} {}", lines.concat(), quoted_where_needed(text))];
    } else if !example.is_empty() {
        lines.push(format!("--data {}", quoted(&Value::Object(example.clone()).to_string())));
    }
    Some(lines.join(" \\\n  "))
}

/// The text of the one field that is given, where that may be given by position.
fn only_positional<'a>(method: &Method, example: &'a Map<String, Value>) -> Option<&'a str> {
    let [positional] = method.sdk().positional.as_slice() else { return None };
    let [(field, value)] = members(&method.input(), example).try_into().ok()?;
    (field.name() == positional).then(|| value.as_str()).flatten()
}

fn quoted_where_needed(text: &str) -> String {
    let plain = |letter: char| letter.is_ascii_alphanumeric() || "-_.:/@".contains(letter);
    if text.chars().all(plain) { text.to_owned() } else { quoted(text) }
}
