//! `Debug` of messages with secret fields: what the contract marks `debug_redact` prints as `[redacted]`.

use std::fmt::Write as _;

use protox::prost_reflect::{DescriptorPool, FieldDescriptor, Kind, MessageDescriptor};

use crate::Result;

/// The messages of one package that have secret fields, and a `Debug` for each.
#[derive(Default)]
pub(crate) struct Redacted {
    /// Full names with a dot before, as the generator matches paths: `.omni.keys.v1.CreateApiKeyResponse`.
    pub(crate) names: Vec<String>,
    /// The implementations, to be added to the generated module.
    pub(crate) code: String,
}

/// # Errors
/// When a member of a oneof is marked: the enum of a oneof derives its own `Debug`, which would show it.
pub(crate) fn redacted(pool: &DescriptorPool, package: &str) -> Result<Redacted> {
    let mut found = Redacted::default();
    for message in pool.all_messages().filter(|message| message.package_name() == package) {
        if message.fields().any(|field| is_secret(&field)) {
            found.code.push_str(&implementation(&message)?);
            found.names.push(format!(".{}", message.full_name()));
        }
    }
    Ok(found)
}

fn is_secret(field: &FieldDescriptor) -> bool {
    field.options().get_field_by_name("debug_redact").is_some_and(|value| value.as_bool() == Some(true))
}

fn implementation(message: &MessageDescriptor) -> Result<String> {
    let name = message.name();
    let mut code = format!(
        "impl ::core::fmt::Debug for {} {{\n    \
         fn fmt(&self, f: &mut ::core::fmt::Formatter<'_>) -> ::core::fmt::Result {{\n        \
         f.debug_struct({name:?})\n",
        path(message)
    );
    for field in message.fields().filter(|field| !in_oneof(field)) {
        writeln!(code, "            .field({:?}, {})", field.name(), value(&field))?;
    }
    for oneof in message.oneofs().filter(|oneof| !oneof.is_synthetic()) {
        if let Some(field) = oneof.fields().find(is_secret) {
            let field = field.full_name();
            return Err(format!("{field}: debug_redact is not supported on a member of a oneof").into());
        }
        writeln!(code, "            .field({:?}, &self.{})", oneof.name(), identifier(oneof.name()))?;
    }
    code.push_str("            .finish()\n    }\n}\n");
    Ok(code)
}

/// Whether the field is a member of a oneof; what `optional` makes is none.
fn in_oneof(field: &FieldDescriptor) -> bool {
    field.containing_oneof().is_some_and(|oneof| !oneof.is_synthetic())
}

fn value(field: &FieldDescriptor) -> String {
    if is_secret(field) {
        return "&::core::format_args!(\"[redacted]\")".to_owned();
    }
    // A field that holds one value of an enum has a getter that gives it by name.
    let is_single = !field.is_list() && field.containing_oneof().is_none();
    let getter = if is_single && matches!(field.kind(), Kind::Enum(_)) { "()" } else { "" };
    format!("&self.{}{getter}", identifier(field.name()))
}

/// The generated type from its module: what is nested is in a module of the outer message's name.
fn path(message: &MessageDescriptor) -> String {
    let mut outer = message.parent_message();
    let mut path = message.name().to_owned();
    while let Some(message) = outer {
        path = format!("{}::{path}", snake(message.name()));
        outer = message.parent_message();
    }
    path
}

fn identifier(name: &str) -> String {
    if matches!(
        name,
        "type" | "ref" | "match" | "move" | "mod" | "use" | "where" | "loop" | "in" | "for" | "as"
    ) {
        format!("r#{name}")
    } else {
        name.to_owned()
    }
}

/// The module of what is nested in a message: `ApiKey` as `api_key`.
fn snake(name: &str) -> String {
    let mut out = String::new();
    for (index, character) in name.chars().enumerate() {
        if character.is_ascii_uppercase() && index > 0 {
            out.push('_');
        }
        out.push(character.to_ascii_lowercase());
    }
    out
}

#[cfg(test)]
mod tests {
    use std::fs;

    use super::{Redacted, Result, redacted};

    fn compile(members: &str) -> Result<Redacted> {
        let folder = tempfile::tempdir()?;
        let source = format!(
            "syntax = \"proto3\"; package sample.v1; enum Kind {{ KIND_UNSPECIFIED = 0; }} \
             message Outer {{ message Inner {{ {members} }} }}"
        );
        fs::write(folder.path().join("sample.proto"), source)?;
        let mut compiler = protox::Compiler::new([folder.path()])?;
        compiler.open_file("sample.proto")?;
        redacted(&compiler.descriptor_pool(), "sample.v1")
    }

    #[test]
    fn a_nested_message_is_named_by_its_module_and_enums_by_their_getters() -> Result<()> {
        let found = compile(
            "string secret = 1 [debug_redact = true]; Kind kind = 2; optional Kind type = 3; repeated Kind kinds = 4; \
             oneof choice { string left = 5; Kind right = 6; }",
        )?;
        assert_eq!(found.names, [".sample.v1.Outer.Inner"]);
        assert!(found.code.starts_with("impl ::core::fmt::Debug for outer::Inner {\n"), "{}", found.code);
        let fields: Vec<_> =
            found.code.lines().filter_map(|line| line.trim().strip_prefix(".field")).collect();
        let expected = [
            "(\"secret\", &::core::format_args!(\"[redacted]\"))",
            "(\"kind\", &self.kind())",
            "(\"type\", &self.r#type)",
            "(\"kinds\", &self.kinds)",
            "(\"choice\", &self.choice)",
        ];
        assert_eq!(fields, expected);
        Ok(())
    }

    #[test]
    fn a_message_without_secrets_derives_its_own() -> Result<()> {
        let found = compile("string open = 1;")?;
        assert!(found.names.is_empty() && found.code.is_empty());
        Ok(())
    }

    #[test]
    fn a_secret_in_a_oneof_stops_the_build_with_the_name_of_the_field() {
        let refused = compile("oneof choice { string left = 1 [debug_redact = true]; }").map(|_| ());
        let message = refused.err().map(|error| error.to_string());
        let expected = "sample.v1.Outer.Inner.left: debug_redact is not supported on a member of a oneof";
        assert_eq!(message.as_deref(), Some(expected));
    }
}
