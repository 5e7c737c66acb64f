//! One field in Python: its row in the codec's table, its types, and how `__init__` takes it.

use omni_contract::Contract;
use prost_reflect::{DynamicMessage, FieldDescriptor, Kind, MessageDescriptor, ReflectMessage, Value};

use super::{Target, names};

/// A field with what the generated code says about it.
pub(super) struct Field<'a> {
    pub(super) descriptor: FieldDescriptor,
    value: FieldDescriptor,
    /// The module the text stands in.
    module: &'a str,
    target: &'a Target,
    /// The sibling that lists missing positions.
    missing: Option<String>,
}

/// Where a type stands.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Position {
    /// A parameter of `__init__`.
    Init,
    /// A parameter of a method or a key of a TypedDict: messages may be given as dicts.
    Request,
}

impl<'a> Field<'a> {
    pub(super) fn new(
        contract: &Contract,
        target: &'a Target,
        module: &'a str,
        descriptor: FieldDescriptor,
    ) -> Self {
        let missing = contract.missing_positions(&descriptor);
        Self { value: names::value_field(&descriptor), descriptor, module, target, missing }
    }

    pub(super) fn of(
        contract: &Contract,
        target: &'a Target,
        module: &'a str,
        message: &MessageDescriptor,
    ) -> Vec<Self> {
        message.fields().map(|field| Self::new(contract, target, module, field)).collect()
    }

    pub(super) fn attribute(&self) -> String {
        names::attribute(&self.descriptor)
    }

    fn special(&self) -> Option<&'static str> {
        match self.value.kind() {
            Kind::Message(message) => names::well_known(&message),
            _ => None,
        }
    }

    /// Whether the attribute is a list or a dict, `None`-able, or always a value.
    pub(super) fn is_plural(&self) -> bool {
        self.descriptor.is_list() || self.descriptor.is_map()
    }

    pub(super) fn is_optional(&self) -> bool {
        !self.is_plural() && self.descriptor.supports_presence()
    }

    /// The row of the codec's table.
    pub(super) fn row(&self) -> String {
        let kind = self.special().unwrap_or_else(|| names::scalar_kind(&self.value.kind()));
        let label = if self.descriptor.is_map() {
            "map"
        } else if self.descriptor.is_list() {
            if self.descriptor.is_packed() { "packed" } else { "repeated" }
        } else if self.descriptor.supports_presence() {
            "optional"
        } else {
            "one"
        };
        let reference = match self.value.kind() {
            Kind::Enum(item) => Some(self.reference(item.package_name(), names::enumeration(&item))),
            Kind::Message(message) if self.special().is_none() => {
                Some(self.reference(message.package_name(), names::message(&message)))
            }
            _ => None,
        };
        let oneof = names::oneof(&self.descriptor).map(|oneof| oneof.name().to_owned());
        let extra = names::key_kind(&self.descriptor).map(str::to_owned).or_else(|| self.missing.clone());
        let text =
            |value: Option<String>| value.map_or_else(|| "None".to_owned(), |value| format!("\"{value}\""));
        format!(
            "(\"{}\", {}, \"{kind}\", \"{label}\", {}, {}, {})",
            self.attribute(),
            self.descriptor.number(),
            text(reference),
            text(oneof),
            text(extra)
        )
    }

    fn reference(&self, package: &str, class: String) -> String {
        let module = names::module(package);
        if module == self.module { class } else { format!("{}.{module}:{class}", self.target.module) }
    }

    /// A class as text in this module: imported modules carry a leading underscore.
    fn class(&self, package: &str, class: &str) -> String {
        let module = names::module(package);
        if module == self.module { class.to_owned() } else { format!("_{module}.{class}") }
    }

    /// The type of one value.
    pub(super) fn item_type(&self) -> String {
        match self.value.kind() {
            Kind::Double | Kind::Float => "float".to_owned(),
            Kind::Bool => "bool".to_owned(),
            Kind::String => "str".to_owned(),
            Kind::Bytes => "bytes".to_owned(),
            Kind::Enum(item) => self.class(item.package_name(), &names::enumeration(&item)),
            Kind::Message(message) => match self.special() {
                Some(special) => special_type(special).to_owned(),
                None => self.class(message.package_name(), &names::message(&message)),
            },
            _ => "int".to_owned(),
        }
    }

    /// The type of the attribute.
    pub(super) fn attribute_type(&self) -> String {
        let item = self.item_type();
        if self.descriptor.is_map() {
            return format!("dict[{}, {item}]", self.key_type());
        }
        if self.descriptor.is_list() {
            return format!("list[{item}]");
        }
        if self.is_optional() { optional(&item) } else { item }
    }

    fn key_type(&self) -> &'static str {
        match names::key_kind(&self.descriptor) {
            Some("string") => "str",
            Some("bool") => "bool",
            _ => "int",
        }
    }

    /// What may be given for one value.
    fn accepted_item(&self, position: Position) -> String {
        let item = self.item_type();
        match self.value.kind() {
            Kind::Enum(_) => format!("{item} | {item}Name"),
            Kind::Message(_) => match self.special() {
                Some("struct") => "_m.StructLike".to_owned(),
                Some("list_value") => "_abc.Iterable[_t.Any]".to_owned(),
                Some("field_mask") => "_abc.Iterable[str]".to_owned(),
                None if position == Position::Request => format!("{item} | {item}Dict"),
                _ => item,
            },
            _ => item,
        }
    }

    /// What may be given for the field, without `None`.
    pub(super) fn accepted(&self, position: Position) -> String {
        let item = self.accepted_item(position);
        if self.descriptor.is_map() {
            return format!("_abc.Mapping[{}, {item}]", self.key_type());
        }
        if !self.descriptor.is_list() {
            return item;
        }
        match (self.value.kind(), &self.missing) {
            (Kind::Double | Kind::Float, Some(_)) => "_m.FloatsOrNone".to_owned(),
            (Kind::Double | Kind::Float, None) => "_m.Floats".to_owned(),
            (Kind::Bool | Kind::String | Kind::Bytes | Kind::Message(_) | Kind::Enum(_), _) => {
                format!("_abc.Iterable[{item}]")
            }
            _ => "_m.Ints".to_owned(),
        }
    }

    /// The parameter of `__init__`.
    pub(super) fn init_parameter(&self) -> String {
        let (name, accepted) = (self.attribute(), self.accepted(Position::Init));
        if self.descriptor.is_map() {
            return format!("{name}: {} = None", optional(&accepted));
        }
        if self.descriptor.is_list() {
            return format!("{name}: {accepted} = ()");
        }
        if self.is_optional() {
            return format!("{name}: {} = None", optional(&accepted));
        }
        let default = match self.value.kind() {
            Kind::Double | Kind::Float => "0.0".to_owned(),
            Kind::Bool => "False".to_owned(),
            Kind::String => "\"\"".to_owned(),
            Kind::Bytes => "b\"\"".to_owned(),
            Kind::Enum(item) => format!("{}.{}", self.item_type(), enum_default(&item)),
            _ => "0".to_owned(),
        };
        format!("{name}: {accepted} = {default}")
    }

    /// The statement of `__init__` that sets the attribute; the sibling of a list with missing positions has none.
    pub(super) fn init_statement(&self, siblings: &[String]) -> Option<String> {
        let name = self.attribute();
        if siblings.contains(&name) {
            return None;
        }
        if let Some(missing) = &self.missing {
            return Some(format!("self.{name}, self.{missing} = _m.split_missing({name}, {missing})"));
        }
        let item = self.item_type();
        let is_enum = matches!(self.value.kind(), Kind::Enum(_));
        let value = if self.descriptor.is_map() {
            match (is_enum, self.special()) {
                (true, _) => format!(
                    "{{}} if {name} is None else {{key: {item}(value) for key, value in {name}.items()}}"
                ),
                (_, Some("struct")) => {
                    format!(
                        "{{}} if {name} is None else {{key: _m.struct(value) for key, value in {name}.items()}}"
                    )
                }
                _ => format!("{{}} if {name} is None else dict({name})"),
            }
        } else if self.descriptor.is_list() {
            match (is_enum, self.special()) {
                (true, _) => format!("[{item}(item) for item in {name}]"),
                (_, Some("struct")) => format!("[_m.struct(item) for item in {name}]"),
                _ => format!("_m.items({name})"),
            }
        } else if self.is_optional() {
            match (is_enum, self.special()) {
                (true, _) => format!("None if {name} is None else {item}({name})"),
                (_, Some("struct")) => format!("None if {name} is None else _m.struct({name})"),
                (_, Some("list_value" | "field_mask")) => {
                    format!("None if {name} is None else _m.items({name})")
                }
                _ => name.clone(),
            }
        } else if is_enum {
            format!("{item}({name})")
        } else {
            name.clone()
        };
        Some(format!("self.{name} = {value}"))
    }

    pub(super) fn missing(&self) -> Option<&str> {
        self.missing.as_deref()
    }

    /// The package of the class the field refers to.
    pub(super) fn referred_package(&self) -> Option<String> {
        match self.value.kind() {
            Kind::Enum(item) => Some(item.package_name().to_owned()),
            Kind::Message(message) if self.special().is_none() => Some(message.package_name().to_owned()),
            _ => None,
        }
    }

    /// Whether a request without the field is refused by its `buf.validate` rules.
    pub(super) fn is_required(&self) -> bool {
        let options = self.descriptor.options();
        let Some(extension) = self.descriptor.parent_pool().get_extension_by_name("buf.validate.field")
        else {
            return false;
        };
        if !options.has_extension(&extension) {
            return false;
        }
        let rules = options.get_extension(&extension);
        let Some(rules) = rules.as_message() else { return false };
        if field_value(rules, "required").is_some_and(|value| value.as_bool() == Some(true)) {
            return true;
        }
        let ignores_zero =
            field_value(rules, "ignore").and_then(|value| value.as_enum_number()).unwrap_or(0) != 0;
        !ignores_zero && !self.is_optional() && refuses_zero(rules)
    }
}

fn field_value(message: &DynamicMessage, name: &str) -> Option<Value> {
    let field = message.descriptor().get_field_by_name(name)?;
    message.has_field(&field).then(|| message.get_field(&field).into_owned())
}

/// Whether 0, an empty text or an empty list breaks a rule of the field's type.
fn refuses_zero(rules: &DynamicMessage) -> bool {
    let typed = [
        "float", "double", "int32", "int64", "uint32", "uint64", "sint32", "sint64", "string", "bytes",
        "repeated", "map",
    ];
    typed.iter().filter_map(|name| field_value(rules, name)).any(|rules| {
        let Some(rules) = rules.as_message() else { return false };
        let number = |name: &str| field_value(rules, name).and_then(|value| as_f64(&value));
        let positive = ["gte", "min_len", "len", "min_bytes", "min_items", "min_pairs"];
        positive.iter().any(|name| number(name).is_some_and(|least| least > 0.0))
            || number("gt").is_some_and(|least| least >= 0.0)
    })
}

fn as_f64(value: &Value) -> Option<f64> {
    Some(match value {
        Value::I32(number) => (*number).into(),
        Value::U32(number) => (*number).into(),
        Value::I64(number) => *number as f64,
        Value::U64(number) => *number as f64,
        Value::F32(number) => (*number).into(),
        Value::F64(number) => *number,
        _ => return None,
    })
}

/// The name of the value 0 without the enum's prefix.
fn enum_default(item: &prost_reflect::EnumDescriptor) -> String {
    let name = item.default_value().name().to_owned();
    name.strip_prefix(&names::enum_prefix(item)).unwrap_or(&name).to_owned()
}

fn special_type(special: &str) -> &'static str {
    match special {
        "timestamp" => "_datetime.datetime",
        "duration" => "_datetime.timedelta",
        "struct" => "dict[str, _t.Any]",
        "value" => "_t.Any",
        "list_value" => "list[_t.Any]",
        "field_mask" => "list[str]",
        "wrapped_double" | "wrapped_float" => "float",
        "wrapped_bool" => "bool",
        "wrapped_string" => "str",
        "wrapped_bytes" => "bytes",
        _ => "int",
    }
}

/// A type or `None`; `Any` holds `None` already.
pub(super) fn optional(of: &str) -> String {
    if of == "_t.Any" { of.to_owned() } else { format!("{of} | None") }
}
