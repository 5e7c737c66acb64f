//! The `buf.validate` rules of the contract, over every message that comes in.
//!
//! Rules are read once at start. One this module does not know stops the start: a rule that is written but not kept
//! would be worse than none.

mod check;
mod rule;

use std::collections::{HashMap, HashSet};

use bytes::Bytes;
use omni_contract::{Contract, Method};
use omni_kernel::{Error, ItemFailures};
use prost_reflect::{DynamicMessage, FieldDescriptor, Kind, MessageDescriptor, Value};

use crate::reason::malformed;
use check::Violations;
use rule::{FieldRules, read_field};

/// A rule in the contract that cannot be kept.
#[derive(Debug)]
pub struct RuleError {
    /// The field that carries it.
    pub field: String,
    /// What is wrong with it.
    pub why: String,
}

impl std::fmt::Display for RuleError {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{}: {}", self.field, self.why)
    }
}

impl std::error::Error for RuleError {}

/// The rules of every message of the contract.
#[derive(Debug, Default)]
pub struct Rules {
    messages: HashMap<String, MessageRules>,
    /// Messages that no rule applies to, neither directly nor in what they hold.
    free: HashSet<String>,
}

#[derive(Debug, Default)]
struct MessageRules {
    fields: Vec<FieldRules>,
    required_oneofs: Vec<prost_reflect::OneofDescriptor>,
    /// Fields whose messages carry rules themselves.
    nested: Vec<FieldDescriptor>,
    /// The one of them whose items fail alone, where the message is a request.
    alone: Option<FieldDescriptor>,
}

impl MessageRules {
    fn is_empty(&self) -> bool {
        self.fields.is_empty() && self.required_oneofs.is_empty() && self.nested.is_empty()
    }
}

impl Rules {
    /// Reads the rules of the requests of all methods.
    ///
    /// # Errors
    /// The first rule that is malformed or not known.
    pub fn read(contract: &Contract) -> Result<Self, RuleError> {
        let mut rules = Self::default();
        for method in contract.methods() {
            rules.add(contract, &method.input())?;
        }
        rules.free = contract
            .methods()
            .map(|method| method.input())
            .filter(|input| !rules.apply_to(input, &mut Vec::new()))
            .map(|input| input.full_name().to_owned())
            .collect();
        Ok(rules)
    }

    fn add(&mut self, contract: &Contract, message: &MessageDescriptor) -> Result<(), RuleError> {
        if self.messages.contains_key(message.full_name()) {
            return Ok(());
        }
        // Entered before the fields are read, so that a message that holds itself ends here.
        self.messages.insert(message.full_name().to_owned(), MessageRules::default());
        let mut read = MessageRules::default();
        for field in message.fields() {
            read.fields.extend(read_field(contract, &field)?);
            if let Some(inner) = inner_message(&field) {
                self.add(contract, &inner)?;
                if field.is_list() && contract.items_fail_alone(&field) {
                    read.alone = Some(field.clone());
                }
                read.nested.push(field);
            }
        }
        read.required_oneofs = rule::required_oneofs(contract, message)?;
        self.messages.insert(message.full_name().to_owned(), read);
        Ok(())
    }

    /// Whether any rule can apply to the message or what it holds.
    fn apply_to(&self, message: &MessageDescriptor, path: &mut Vec<String>) -> bool {
        let Some(rules) = self.messages.get(message.full_name()) else { return false };
        if path.iter().any(|seen| seen == message.full_name()) {
            return false;
        }
        if !rules.fields.is_empty() || !rules.required_oneofs.is_empty() {
            return true;
        }
        path.push(message.full_name().to_owned());
        let found = rules.nested.iter().filter_map(inner_message).any(|inner| self.apply_to(&inner, path));
        path.pop();
        found
    }

    /// Takes the message apart if no door has yet, and checks it.
    ///
    /// # Errors
    /// MALFORMED_REQUEST for bytes that are not such a message; INVALID_FIELD with one violation for each broken rule,
    /// but for those of items that fail alone, which are given back.
    pub(crate) fn check(
        &self,
        method: &Method,
        message: &Bytes,
        parsed: &mut Option<DynamicMessage>,
    ) -> Result<ItemFailures, Error> {
        let input = method.input();
        if parsed.is_none() {
            let decoded = DynamicMessage::decode(input.clone(), message.clone()).map_err(|error| {
                malformed(format!("the bytes are not a message {}", input.full_name())).with_source(error)
            })?;
            *parsed = Some(decoded);
        }
        let Some(decoded) = parsed.as_ref().filter(|_| !self.free.contains(input.full_name())) else {
            return Ok(ItemFailures::default());
        };
        let alone = self.messages.get(input.full_name()).and_then(|rules| rules.alone.as_ref());
        let mut violations = Violations::default();
        self.check_message(decoded, alone, &mut violations);
        match violations.into_list() {
            list if list.is_empty() => Ok(self.check_items(decoded, alone)),
            list => Err(Error::invalid_fields(list)),
        }
    }

    /// The items of the list that break rules, each with what is wrong below it.
    fn check_items(&self, message: &DynamicMessage, alone: Option<&FieldDescriptor>) -> ItemFailures {
        let Some(field) = alone else { return ItemFailures::default() };
        let list = message.get_field(field);
        let items = list.as_list().unwrap_or_default().iter().enumerate();
        let checked = items.filter_map(|(index, item)| {
            let mut violations = Violations::default();
            self.check_message(item.as_message()?, None, &mut violations);
            Some((index, violations.into_list())).filter(|(_, list)| !list.is_empty())
        });
        checked.collect()
    }

    /// Checks a message but for the field `except`.
    fn check_message(
        &self,
        message: &DynamicMessage,
        except: Option<&FieldDescriptor>,
        violations: &mut Violations,
    ) {
        use prost_reflect::ReflectMessage;
        let Some(rules) =
            self.messages.get(message.descriptor().full_name()).filter(|rules| !rules.is_empty())
        else {
            return;
        };
        for field in &rules.fields {
            field.check(message, violations);
        }
        for oneof in &rules.required_oneofs {
            if !oneof.fields().any(|field| message.has_field(&field)) {
                violations.add_at(oneof.name(), "required", "expected one of its fields to be set");
            }
        }
        let nested = rules.nested.iter().filter(|field| Some(*field) != except);
        for field in nested.filter(|field| message.has_field(field)) {
            match &*message.get_field(field) {
                Value::Message(inner) => {
                    violations.below(field.name(), |violations| self.check_message(inner, None, violations));
                }
                Value::List(items) => {
                    for (index, item) in
                        items.iter().enumerate().filter_map(|(at, item)| Some((at, item.as_message()?)))
                    {
                        violations.below(&format!("{}[{index}]", field.name()), |violations| {
                            self.check_message(item, None, violations);
                        });
                    }
                }
                Value::Map(entries) => {
                    for (key, item) in
                        entries.iter().filter_map(|(key, item)| Some((key, item.as_message()?)))
                    {
                        violations.below(
                            &format!("{}[{}]", field.name(), check::key_text(key)),
                            |violations| {
                                self.check_message(item, None, violations);
                            },
                        );
                    }
                }
                _ => {}
            }
        }
    }
}

/// The message a field holds, alone, in a list or as the values of a map; only ours carry rules.
fn inner_message(field: &FieldDescriptor) -> Option<MessageDescriptor> {
    let kind = match field.kind() {
        Kind::Message(entry) if entry.is_map_entry() => entry.map_entry_value_field().kind(),
        kind => kind,
    };
    match kind {
        Kind::Message(inner) if inner.full_name().starts_with("omni.") => Some(inner),
        _ => None,
    }
}

#[cfg(test)]
mod tests;
