//! The `buf.validate` rules of a field, as far as an answer is made from them.

use prost_reflect::{DynamicMessage, ExtensionDescriptor, FieldDescriptor, Value};

/// The rules of one field, or of the items, keys or values in it.
#[derive(Debug, Clone, Default)]
pub(super) struct Rules(Option<DynamicMessage>);

impl Rules {
    pub(super) fn of(field: &FieldDescriptor, extension: Option<&ExtensionDescriptor>) -> Self {
        let options = field.options();
        let rules = extension.filter(|extension| options.has_extension(extension));
        Self::of_kind(rules.and_then(|extension| options.get_extension(extension).as_message().cloned()))
    }

    /// The rules of the field's own kind: those of `int32` for an int32.
    fn of_kind(rules: Option<DynamicMessage>) -> Self {
        let kind = rules.and_then(|rules| {
            let set = rules
                .fields()
                .find(|(field, _)| field.containing_oneof().is_some_and(|oneof| oneof.name() == "type"));
            set.and_then(|(_, value)| value.as_message().cloned())
        });
        Self(kind)
    }

    /// The rules of the items of a list, or of the keys or values of a map.
    pub(super) fn inner(&self, name: &str) -> Self {
        Self::of_kind(self.value(name).and_then(|value| value.as_message().cloned()))
    }

    fn value(&self, name: &str) -> Option<Value> {
        let rules = self.0.as_ref()?;
        rules
            .has_field_by_name(name)
            .then(|| rules.get_field_by_name(name).map(std::borrow::Cow::into_owned))
            .flatten()
    }

    /// A rule that is a number.
    pub(super) fn number(&self, name: &str) -> Option<f64> {
        as_f64(&self.value(name)?)
    }

    /// A rule that is a whole number, exactly.
    pub(super) fn integer(&self, name: &str) -> Option<i128> {
        as_i128(&self.value(name)?)
    }

    /// A rule that is a length.
    pub(super) fn length(&self, name: &str) -> Option<usize> {
        usize::try_from(self.integer(name)?).ok()
    }

    /// A rule that is a text.
    pub(super) fn text(&self, name: &str) -> Option<String> {
        self.value(name)?.as_str().map(str::to_owned)
    }

    /// A rule that is set and true.
    pub(super) fn is(&self, name: &str) -> bool {
        self.value(name).and_then(|value| value.as_bool()).unwrap_or(false)
    }

    /// The values that are allowed: `const` or `in`; empty where any is.
    pub(super) fn allowed(&self) -> Vec<Value> {
        if let Some(only) = self.value("const") {
            return vec![only];
        }
        self.value("in").and_then(|value| value.as_list().map(<[Value]>::to_vec)).unwrap_or_default()
    }
}

pub(super) fn as_f64(value: &Value) -> Option<f64> {
    match value {
        Value::F64(number) => Some(*number),
        Value::F32(number) => Some(f64::from(*number)),
        other => as_i128(other).map(|number| number as f64),
    }
}

pub(super) fn as_i128(value: &Value) -> Option<i128> {
    match value {
        Value::I32(number) => Some(i128::from(*number)),
        Value::I64(number) => Some(i128::from(*number)),
        Value::U32(number) => Some(i128::from(*number)),
        Value::U64(number) => Some(i128::from(*number)),
        _ => None,
    }
}
