//! `rules.ts`: the rules of requests, for mock mode without the native core. `sdk-node/src/rules.ts` holds them.

use std::error::Error;

use omni_contract::Contract;
use omni_contract::rules::{FieldRules, Number, Rule, Rules};
use prost_reflect::{Kind, OneofDescriptor};
use serde_json::{Value as Json, json};

use super::{names, request_messages};

pub(super) fn text(contract: &Contract) -> Result<String, Box<dyn Error>> {
    let rules = Rules::read(contract)?;
    let mut text = String::from(
        "\nimport type { MessageRules } from \"../rules.js\";\n\n\
         /** By message: what the server refuses. Loaded in mock mode only. */\n\
         export const RULES: Readonly<Record<string, MessageRules>> = {\n",
    );
    for message in request_messages(contract) {
        let Some(rules) = rules.of(message.full_name()) else { continue };
        let mut parts = Vec::new();
        for field in &rules.fields {
            let own = field_rules(field).map_err(|why| format!("{}: {why}", field.field.full_name()))?;
            parts.push(format!("{}: {own}", names::property(field.field.name())));
        }
        let mut entry = format!("fields: {{ {} }}", parts.join(", "));
        let oneofs: Vec<_> = rules.required_oneofs.iter().map(OneofDescriptor::name).collect();
        if !oneofs.is_empty() {
            entry.push_str(&format!(", oneofs: {}", json!(oneofs)));
        }
        if let Some(alone) = &rules.alone {
            entry.push_str(&format!(", alone: \"{}\"", names::property(alone.name())));
        }
        if !parts.is_empty() || !oneofs.is_empty() {
            text.push_str(&format!("  \"{}\": {{ {entry} }},\n", message.full_name()));
        }
    }
    Ok(text + "};\n")
}

fn field_rules(rules: &FieldRules) -> Result<String, String> {
    let mut parts = Vec::new();
    for (name, holds) in [("required", rules.required), ("skipZero", rules.skip_zero)] {
        parts.extend(holds.then(|| format!("{name}: true")));
    }
    for (name, list) in [("whole", &rules.whole), ("items", &rules.items), ("keys", &rules.keys)] {
        if !list.is_empty() {
            let kind = rules.field.kind();
            let list: Vec<_> = list.iter().map(|rule| written(rule, &kind)).collect::<Result<_, _>>()?;
            parts.push(format!("{name}: [{}]", list.join(", ")));
        }
    }
    for (name, sibling) in [("missing", &rules.missing), ("needs", &rules.needs)] {
        parts.extend(
            sibling.as_ref().map(|sibling| format!("{name}: \"{}\"", names::property(sibling.name()))),
        );
    }
    Ok(format!("{{ {} }}", parts.join(", ")))
}

/// A rule as a list: its name and its bounds.
fn written(rule: &Rule, kind: &Kind) -> Result<String, String> {
    let bounds = |name: &str, least: &u64, most: &u64| {
        json!([name, least, (*most != u64::MAX).then_some(most)]).to_string()
    };
    Ok(match rule {
        Rule::Above(bound) => number("gt", *bound),
        Rule::AtLeast(bound) => number("gte", *bound),
        Rule::Below(bound) => number("lt", *bound),
        Rule::AtMost(bound) => number("lte", *bound),
        Rule::Chars { least, most } => bounds("characters", least, most),
        Rule::Bytes { least, most } => bounds("bytes", least, most),
        Rule::Items { least, most } => bounds("items", least, most),
        Rule::Pattern(pattern) => json!(["pattern", pattern.as_str()]).to_string(),
        Rule::OneOf(values) => {
            let texts: Option<Vec<Json>> = values.iter().map(|value| Some(json!(value.as_str()?))).collect();
            json!(["in", texts.ok_or("the rule `in` is known of texts only")?]).to_string()
        }
        Rule::DefinedOnly => match kind {
            Kind::Enum(of) => json!(["defined_only", omni_contract::enums::choices(of)]).to_string(),
            _ => return Err("defined_only is a rule of enums".to_owned()),
        },
        Rule::Finite => "[\"finite\"]".to_owned(),
        Rule::Email => "[\"email\"]".to_owned(),
        Rule::Unique => "[\"unique\"]".to_owned(),
        _ => return Err(format!("{rule:?} is not known to sdk-node/src/rules.ts")),
    })
}

/// Beyond 2^53 as a bigint, which compares with numbers as well.
fn number(name: &str, bound: Number) -> String {
    let long = matches!(bound, Number::Integer(integer) if integer.unsigned_abs() > 1 << 53);
    format!("[\"{name}\", {bound}{}]", if long { "n" } else { "" })
}
