//! What an answer takes from its request, as far as the example of the contract shows it: a list of the example's
//! answer that is as long as a number or a list of the example's request says follows that field, and so does a text
//! that stands in both.

use prost_reflect::{DynamicMessage, FieldDescriptor, Kind, ReflectMessage, Value};

/// Shorter lists and texts are alike by chance.
const TELLING_ITEMS: usize = 2;
const TELLING_CHARACTERS: usize = 3;
/// No answer grows beyond this many items, whatever a request says.
const MOST_ITEMS: usize = 10_000;

/// The example's request and the one that is answered, then the same of the items that are being answered.
pub(super) struct Likeness(Vec<(Value, Value)>);

impl Likeness {
    pub(super) fn new(example: Option<&DynamicMessage>, request: &DynamicMessage) -> Self {
        let pair = example.map(|example| (Value::Message(example.clone()), Value::Message(request.clone())));
        Self(pair.into_iter().collect())
    }

    /// How long a list is that has `shown` items in the example, and the list of the request that its items follow.
    pub(super) fn count(&self, shown: usize) -> Option<(usize, Option<FieldDescriptor>)> {
        self.messages().filter(|_| shown >= TELLING_ITEMS).find_map(|(example, request)| {
            let says = |field: &FieldDescriptor| {
                !field.is_list() && number(&example.get_field(field)) == Some(shown)
            };
            if let Some(field) = example.descriptor().fields().find(says) {
                let count = number(&request.get_field(&field)).filter(|count| *count > 0)?;
                return Some((count.min(MOST_ITEMS), None));
            }
            let is_as_long = |field: &FieldDescriptor| length(example, field) == shown;
            let field = example.descriptor().fields().find(is_as_long)?;
            let count = length(request, &field);
            (count > 0).then_some((count.min(MOST_ITEMS), Some(field)))
        })
    }

    /// The values of the request's list that names the items of a list of the answer, as `levels` names `intervals`,
    /// which have a `level`; and the field of the items that takes each.
    pub(super) fn named(
        &self,
        list: &FieldDescriptor,
        request: &DynamicMessage,
    ) -> Option<(FieldDescriptor, Vec<Value>)> {
        let Kind::Message(item) = list.kind() else { return None };
        let request = self.innermost().unwrap_or(request);
        item.fields().filter(|field| !field.is_list()).find_map(|field| {
            let names = request.descriptor().get_field_by_name(&format!("{}s", field.name()))?;
            let same = names.is_list() && names.kind() == field.kind();
            let values =
                request.get_field(&names).as_list().filter(|list| same && !list.is_empty())?.to_vec();
            Some((field, values))
        })
    }

    /// The only list of the request, which the items of a stream follow one by one.
    pub(super) fn only_list(&self) -> Option<(usize, FieldDescriptor)> {
        let (example, request) = self.messages().last()?;
        let descriptor = example.descriptor();
        let mut lists = descriptor.fields().filter(FieldDescriptor::is_list);
        let (Some(field), None) = (lists.next(), lists.next()) else { return None };
        let count = length(request, &field);
        (count > 0).then_some((count.min(MOST_ITEMS), field))
    }

    /// From here on an answer to one item of a list of the request is made, until [`Likeness::leave`]. `shown` is the
    /// item of the example that the template answers.
    pub(super) fn enter(&mut self, list: &FieldDescriptor, position: usize, shown: usize) {
        let pair = self.messages().find(|(example, _)| example.descriptor() == *list.parent_message());
        let item = pair.and_then(|(example, request)| {
            let examples = example.get_field(list);
            let examples = examples.as_list()?;
            let item = request.get_field(list).as_list()?.get(position)?.clone();
            Some((examples.get(shown % examples.len().max(1))?.clone(), item))
        });
        let nothing = || (Value::Bool(false), Value::Bool(false));
        self.0.push(item.unwrap_or_else(nothing));
    }

    pub(super) fn leave(&mut self) {
        self.0.pop();
    }

    /// What the request has in place of a text that the example's request and answer share.
    pub(super) fn text(&self, shown: &str) -> Option<String> {
        if shown.chars().count() < TELLING_CHARACTERS {
            return None;
        }
        self.0.iter().rev().find_map(|(example, request)| counterpart(example, request, shown))
    }

    /// The part of the request that is being answered.
    pub(super) fn innermost(&self) -> Option<&DynamicMessage> {
        self.messages().next().map(|(_, request)| request)
    }

    /// The innermost first.
    fn messages(&self) -> impl Iterator<Item = (&DynamicMessage, &DynamicMessage)> {
        self.0
            .iter()
            .rev()
            .filter_map(|(example, request)| Some((example.as_message()?, request.as_message()?)))
    }
}

fn counterpart(example: &Value, request: &Value, shown: &str) -> Option<String> {
    match (example, request) {
        (Value::String(text), Value::String(given)) => {
            (text == shown && !given.is_empty()).then(|| given.clone())
        }
        (Value::Message(example), Value::Message(request)) => example
            .fields()
            .filter(|(field, _)| request.has_field(field))
            .find_map(|(field, value)| counterpart(value, &request.get_field(&field), shown)),
        (Value::List(examples), Value::List(requests)) => {
            examples.iter().zip(requests).find_map(|(example, request)| counterpart(example, request, shown))
        }
        _ => None,
    }
}

fn length(message: &DynamicMessage, field: &FieldDescriptor) -> usize {
    message.get_field(field).as_list().map_or(0, <[Value]>::len)
}

/// A count that a field says; enums and fractions are none.
fn number(value: &Value) -> Option<usize> {
    super::rules::as_i128(value).and_then(|number| usize::try_from(number).ok())
}

/// The field of the request that holds what is answered with, as in a method that creates or changes it.
pub(super) fn same_thing(
    request: &DynamicMessage,
    answer: &prost_reflect::MessageDescriptor,
) -> Option<DynamicMessage> {
    request.fields().find_map(|(field, value)| {
        let same = matches!(field.kind(), Kind::Message(kind) if kind == *answer);
        if same { value.as_message().cloned() } else { None }
    })
}
