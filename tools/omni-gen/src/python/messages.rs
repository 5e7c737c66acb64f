//! The module of one proto package: enums and slotted message classes.

use std::collections::BTreeSet;
use std::error::Error;
use std::fmt::Write as _;

use omni_contract::Contract;
use prost_reflect::{EnumDescriptor, EnumValueDescriptor, FieldDescriptor, MessageDescriptor};

use super::docs::{comment, docstring, one_line};
use super::fields::{Field, Position};
use super::{HEADER, Package, Target, names};

pub(super) fn module(
    contract: &Contract,
    target: &Target,
    module: &str,
    package: &Package,
) -> Result<String, Box<dyn Error>> {
    let mut body = String::new();
    for item in &package.enums {
        body.push_str(&enumeration(item)?);
    }
    let mut typed_dicts = String::new();
    let mut imports = BTreeSet::new();
    for message in &package.messages {
        let fields = Field::of(contract, target, module, message);
        for other in fields.iter().filter_map(Field::referred_package).map(|package| names::module(&package))
        {
            if other != module {
                imports.insert(other);
            }
        }
        body.push_str(&class(message, &fields)?);
        typed_dicts.push_str(&typed_dict(message, &fields)?);
    }
    let mut out = String::from(HEADER);
    writeln!(out, "\"\"\"Messages and enums of {}.\"\"\"\n", package_name(package))?;
    out.push_str("from __future__ import annotations\n\n");
    out.push_str("import collections.abc as _abc\nimport datetime as _datetime\nimport typing as _t\n\n");
    out.push_str("from omni_ai import _message as _m\n");
    if !imports.is_empty() {
        out.push_str("\nif _t.TYPE_CHECKING:\n");
        for other in &imports {
            writeln!(out, "    from {} import {other} as _{other}", target.module)?;
        }
    }
    out.push_str(&body);
    out.push_str("\n\nif _t.TYPE_CHECKING:\n");
    for item in &package.enums {
        out.push_str(&name_alias(item)?);
    }
    out.push_str(&typed_dicts);
    Ok(super::with_used_imports(&out))
}

fn package_name(package: &Package) -> String {
    let message = package.messages.first().map(MessageDescriptor::package_name);
    message.or_else(|| package.enums.first().map(EnumDescriptor::package_name)).unwrap_or_default().to_owned()
}

/// The values in the order of the proto: the first of two names for one number is the one shown.
fn declared(item: &EnumDescriptor) -> impl Iterator<Item = EnumValueDescriptor> + '_ {
    item.enum_descriptor_proto().value.iter().filter_map(|value| item.get_value_by_name(value.name()))
}

fn enumeration(item: &EnumDescriptor) -> Result<String, Box<dyn Error>> {
    let prefix = names::enum_prefix(item);
    let file = item.parent_file();
    let mut out = format!("\n\nclass {}(_m.Enum):\n", names::enumeration(item));
    out.push_str(&docstring(&comment(&file, item.path()), "    "));
    writeln!(out, "\n    __proto_prefix__ = \"{prefix}\"\n")?;
    for value in declared(item) {
        let name = value.name().strip_prefix(&prefix).unwrap_or(value.name());
        writeln!(out, "    {name} = {}", value.number())?;
        out.push_str(&docstring(&one_line(&comment(&file, value.path())), "    "));
    }
    Ok(out)
}

/// Every spelling of an enum's names that type checkers take: short in both cases, and full.
fn name_alias(item: &EnumDescriptor) -> Result<String, Box<dyn Error>> {
    let prefix = names::enum_prefix(item);
    let mut spellings = Vec::new();
    for value in declared(item) {
        let short = value.name().strip_prefix(&prefix).unwrap_or(value.name());
        for spelling in [short.to_ascii_lowercase(), short.to_owned(), value.name().to_owned()] {
            let spelling = format!("\"{spelling}\"");
            if !spellings.contains(&spelling) {
                spellings.push(spelling);
            }
        }
    }
    let mut out = format!("    {}Name: _t.TypeAlias = _t.Literal[\n", names::enumeration(item));
    for spelling in spellings {
        writeln!(out, "        {spelling},")?;
    }
    out.push_str("    ]\n");
    Ok(out)
}

fn class(message: &MessageDescriptor, fields: &[Field<'_>]) -> Result<String, Box<dyn Error>> {
    let file = message.parent_file();
    let mut out = format!("\n\nclass {}(_m.Message):\n", names::message(message));
    out.push_str(&docstring(&comment(&file, message.path()), "    "));
    let tuple = |items: Vec<String>| match items.as_slice() {
        [] => "()".to_owned(),
        [one] => format!("({one},)"),
        many => format!("({})", many.join(", ")),
    };
    let slots = tuple(fields.iter().map(|field| format!("\"{}\"", field.attribute())).collect());
    writeln!(out, "\n    __slots__ = {slots}\n    __match_args__ = {slots}")?;
    writeln!(out, "    __proto_name__ = \"{}\"", message.full_name())?;
    let secrets: Vec<_> = fields.iter().filter(|field| is_secret(&field.descriptor)).collect();
    if !secrets.is_empty() {
        let names = tuple(secrets.iter().map(|field| format!("\"{}\"", field.attribute())).collect());
        writeln!(out, "    __secrets__ = {names}")?;
    }
    if fields.is_empty() {
        out.push_str("    __fields__ = ()\n");
    } else {
        out.push_str("    __fields__ = (\n");
        for field in fields {
            writeln!(out, "        {},", field.row())?;
        }
        out.push_str("    )\n");
    }
    if !fields.is_empty() {
        out.push('\n');
    }
    for field in fields {
        writeln!(out, "    {}: {}", field.attribute(), field.attribute_type())?;
        out.push_str(&docstring(&one_line(&comment(&file, field.descriptor.path())), "    "));
    }
    out.push_str(&init(message, fields)?);
    out.push_str(&oneofs(message, fields)?);
    Ok(out)
}

/// Whether the contract says that no log may show the field.
fn is_secret(field: &FieldDescriptor) -> bool {
    field.options().get_field_by_name("debug_redact").is_some_and(|value| value.as_bool() == Some(true))
}

fn init(message: &MessageDescriptor, fields: &[Field<'_>]) -> Result<String, Box<dyn Error>> {
    if fields.is_empty() {
        return Ok("\n    def __init__(self) -> None:\n        pass\n".to_owned());
    }
    let mut out = String::from("\n    def __init__(\n        self,\n        *,\n");
    for field in fields {
        writeln!(out, "        {},", field.init_parameter())?;
    }
    out.push_str("    ) -> None:\n");
    for oneof in message.oneofs().filter(|oneof| !oneof.is_synthetic()) {
        let members: Vec<_> = oneof
            .fields()
            .map(|field| names::attribute(&field))
            .map(|name| format!("{name}={name}"))
            .collect();
        writeln!(out, "        _m.at_most_one(\"{}\", {})", oneof.name(), members.join(", "))?;
    }
    let siblings: Vec<String> =
        fields.iter().filter_map(|field| field.missing().map(str::to_owned)).collect();
    for statement in fields.iter().filter_map(|field| field.init_statement(&siblings)) {
        writeln!(out, "        {statement}")?;
    }
    Ok(out)
}

fn oneofs(message: &MessageDescriptor, fields: &[Field<'_>]) -> Result<String, Box<dyn Error>> {
    let mut out = String::new();
    for oneof in message.oneofs().filter(|oneof| !oneof.is_synthetic()) {
        let name = oneof.name();
        let which = format!("which_{name}");
        if fields.iter().any(|field| [name, which.as_str()].contains(&field.attribute().as_str())) {
            return Err(format!("{}: the oneof {name} has the name of a field", message.full_name()).into());
        }
        let members: Vec<&Field<'_>> = fields
            .iter()
            .filter(|field| names::oneof(&field.descriptor).is_some_and(|own| own == oneof))
            .collect();
        let mut types: Vec<String> = Vec::new();
        for member in &members {
            if !types.contains(&member.item_type()) {
                types.push(member.item_type());
            }
        }
        let text = comment(&message.parent_file(), oneof.path());
        let list: Vec<_> = members.iter().map(|member| format!("`{}`", member.attribute())).collect();
        writeln!(out, "\n    @property\n    def {name}(self) -> {} | None:", types.join(" | "))?;
        let note = format!("{}\n\nThe one of {} that is set, or None.", one_line(&text), list.join(", "));
        out.push_str(&docstring(&note, "        "));
        for member in &members {
            let attribute = member.attribute();
            writeln!(out, "        if self.{attribute} is not None:\n            return self.{attribute}")?;
        }
        out.push_str("        return None\n");
        let literals: Vec<_> = members.iter().map(|member| format!("\"{}\"", member.attribute())).collect();
        writeln!(
            out,
            "\n    @property\n    def {which}(self) -> _t.Literal[{}] | None:",
            literals.join(", ")
        )?;
        out.push_str(&docstring(
            &format!("The name of the field of `{name}` that is set, or None."),
            "        ",
        ));
        for member in &members {
            let attribute = member.attribute();
            writeln!(out, "        if self.{attribute} is not None:\n            return \"{attribute}\"")?;
        }
        out.push_str("        return None\n");
    }
    Ok(out)
}

fn typed_dict(message: &MessageDescriptor, fields: &[Field<'_>]) -> Result<String, Box<dyn Error>> {
    let name = names::message(message);
    let mut out = format!("\n    class {name}Dict(_t.TypedDict, total=False):\n");
    writeln!(out, "        \"\"\"The fields of `{name}` as a dict.\"\"\"")?;
    if !fields.is_empty() {
        out.push('\n');
    }
    for field in fields {
        writeln!(out, "        {}: {}", field.attribute(), field.accepted(Position::Request))?;
    }
    Ok(out)
}
