//! The `buf.validate` rules of the contract, held against messages.
//!
//! The server and the mock of the SDKs refuse the same requests in the same words. A rule this module does not know is an
//! error when the rules are read: a rule that is written but not kept would be worse than none.

mod check;
mod rule;

use std::collections::{HashMap, HashSet};

use prost_reflect::{DynamicMessage, FieldDescriptor, Kind, MessageDescriptor, OneofDescriptor, Value};

use crate::Contract;
use check::Violations;
pub use check::{Broken, MOST_VIOLATIONS, Violation, broken, is_text_good};
pub use rule::{FieldRules, Number, Rule};

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

/// The rules of one message.
#[derive(Debug, Default)]
pub struct MessageRules {
    /// Those of its fields.
    pub fields: Vec<FieldRules>,
    /// Of each of these, one field has to be set.
    pub required_oneofs: Vec<OneofDescriptor>,
    /// Fields whose messages carry rules themselves.
    nested: Vec<FieldDescriptor>,
    /// The one of them whose items fail alone, where the message is a request.
    pub alone: Option<FieldDescriptor>,
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

    /// The rules of a message by its full name; none where no request holds it.
    pub fn of(&self, message: &str) -> Option<&MessageRules> {
        self.messages.get(message)
    }

    fn add(&mut self, contract: &Contract, message: &MessageDescriptor) -> Result<(), RuleError> {
        if self.messages.contains_key(message.full_name()) {
            return Ok(());
        }
        // Entered before the fields are read, so that a message that holds itself ends here.
        self.messages.insert(message.full_name().to_owned(), MessageRules::default());
        let mut read = MessageRules::default();
        for field in message.fields() {
            read.fields.extend(rule::read_field(contract, &field)?);
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

    /// The broken rules of a request, but for those of items that fail alone.
    pub fn violations(&self, request: &DynamicMessage) -> Vec<Violation> {
        let Some(rules) = self.of_request(request) else { return Vec::new() };
        let mut violations = Violations::default();
        self.check_message(request, rules.alone.as_ref(), &mut violations);
        violations.into_list()
    }

    /// The items that fail alone and break rules, by their position, each with what is wrong below it.
    pub fn item_violations(&self, request: &DynamicMessage) -> Vec<(usize, Vec<Violation>)> {
        let alone = self.of_request(request).and_then(|rules| rules.alone.as_ref());
        let Some(field) = alone else { return Vec::new() };
        let list = request.get_field(field);
        let items = list.as_list().unwrap_or_default().iter().enumerate();
        let checked = items.filter_map(|(index, item)| {
            let mut violations = Violations::default();
            self.check_message(item.as_message()?, None, &mut violations);
            Some((index, violations.into_list())).filter(|(_, list)| !list.is_empty())
        });
        checked.collect()
    }

    fn of_request(&self, request: &DynamicMessage) -> Option<&MessageRules> {
        use prost_reflect::ReflectMessage;
        let descriptor = request.descriptor();
        let name = descriptor.full_name();
        self.messages.get(name).filter(|_| !self.free.contains(name))
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
