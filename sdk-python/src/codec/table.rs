//! What a generated class says about its fields, read once per class.

use std::collections::HashMap;
use std::sync::Arc;

use pyo3::exceptions::PyTypeError;
use pyo3::intern;
use pyo3::prelude::*;
use pyo3::sync::PyOnceLock;
use pyo3::types::{PyDict, PyString, PyTuple, PyType};

use super::path::class_name;

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Scalar {
    Double,
    Float,
    Int32,
    Int64,
    Uint32,
    Uint64,
    Sint32,
    Sint64,
    Fixed32,
    Fixed64,
    Sfixed32,
    Sfixed64,
    Bool,
    String,
    Bytes,
}

/// Messages of `google.protobuf` that appear as plain Python values.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum WellKnown {
    Timestamp,
    Duration,
    Struct,
    Value,
    ListValue,
    FieldMask,
    Wrapper(Scalar),
}

pub(crate) enum Kind {
    Scalar(Scalar),
    Enum(Lazy<EnumTable>),
    Message(Lazy<MessageTable>),
    WellKnown(WellKnown),
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Label {
    /// One value without presence: the zero value is not written.
    One,
    /// One value or `None`.
    Optional,
    Repeated,
    /// Repeated, written packed.
    Packed,
    /// A map with keys of this type.
    Map(Scalar),
}

pub(crate) struct Field {
    pub(crate) number: u32,
    /// The attribute.
    pub(crate) name: String,
    pub(crate) attribute: Py<PyString>,
    pub(crate) kind: Kind,
    pub(crate) label: Label,
    pub(crate) oneof: Option<usize>,
    /// Where to note the positions of `None`: the index of the sibling field.
    pub(crate) missing: Option<usize>,
}

/// A class named in a table: in the module of the table, or `module:Class`.
pub(crate) struct Lazy<T> {
    module: String,
    class: String,
    cell: PyOnceLock<Arc<T>>,
}

impl<T> Lazy<T> {
    fn new(module: &str, reference: &str) -> Self {
        let (module, class) = reference.split_once(':').unwrap_or((module, reference));
        Self { module: module.to_owned(), class: class.to_owned(), cell: PyOnceLock::new() }
    }

    fn class<'py>(&self, py: Python<'py>) -> PyResult<Bound<'py, PyType>> {
        Ok(py.import(self.module.as_str())?.getattr(self.class.as_str())?.cast_into::<PyType>()?)
    }
}

impl Lazy<MessageTable> {
    pub(crate) fn get(&self, py: Python<'_>) -> PyResult<&Arc<MessageTable>> {
        self.cell.get_or_try_init(py, || MessageTable::of(&self.class(py)?))
    }
}

impl Lazy<EnumTable> {
    pub(crate) fn get(&self, py: Python<'_>) -> PyResult<&Arc<EnumTable>> {
        self.cell.get_or_try_init(py, || EnumTable::read(&self.class(py)?).map(Arc::new))
    }
}

pub(crate) struct EnumTable {
    pub(crate) class: Py<PyType>,
    pub(crate) name: String,
    members: HashMap<i32, Py<PyAny>>,
    names: HashMap<String, i32>,
}

impl EnumTable {
    fn read(class: &Bound<'_, PyType>) -> PyResult<Self> {
        let prefix: String = class.getattr("__proto_prefix__")?.extract()?;
        let mut members = HashMap::new();
        let mut names = HashMap::new();
        for item in class.getattr("__members__")?.call_method0("items")?.try_iter()? {
            let (name, member): (String, Bound<'_, PyAny>) = item?.extract()?;
            let number: i32 = member.extract()?;
            members.insert(number, member.unbind());
            names.insert(format!("{prefix}{name}").to_ascii_uppercase(), number);
            names.insert(name.to_ascii_uppercase(), number);
        }
        Ok(Self { class: class.clone().unbind(), name: class_name(class), members, names })
    }

    pub(crate) fn number(&self, name: &str) -> Option<i32> {
        self.names.get(&name.to_ascii_uppercase()).copied()
    }

    /// The names without prefix, for an error text.
    pub(crate) fn choices(&self) -> String {
        let mut named: Vec<_> = self.names.iter().map(|(name, number)| (*number, name.len(), name)).collect();
        named.sort();
        named.dedup_by_key(|(number, ..)| *number);
        named.iter().map(|(.., name)| name.as_str()).collect::<Vec<_>>().join(", ")
    }

    pub(crate) fn member<'py>(&self, py: Python<'py>, number: i32) -> PyResult<Bound<'py, PyAny>> {
        match self.members.get(&number) {
            Some(member) => Ok(member.bind(py).clone()),
            None => self.class.bind(py).call1((number,)),
        }
    }
}

pub(crate) struct MessageTable {
    pub(crate) class: Py<PyType>,
    pub(crate) name: String,
    pub(crate) fields: Vec<Field>,
    /// The indexes in the order to write: fields that collect missing positions stand last.
    pub(crate) order: Vec<usize>,
    pub(crate) oneofs: Vec<String>,
    by_number: HashMap<u32, usize>,
    by_name: HashMap<String, usize>,
}

/// The table of a class, kept on the class.
#[pyclass(frozen, module = "omni_ai._core")]
pub(crate) struct Table(Arc<MessageTable>);

impl MessageTable {
    /// The table of a message class.
    pub(crate) fn of(class: &Bound<'_, PyType>) -> PyResult<Arc<Self>> {
        let py = class.py();
        let not_a_message = || {
            PyTypeError::new_err(format!("expected a message class of omni_ai, got {}", class_name(class)))
        };
        let cached = class.getattr(intern!(py, "__table__")).map_err(|_| not_a_message())?;
        if let Ok(table) = cached.cast::<Table>() {
            return Ok(Arc::clone(&table.get().0));
        }
        if !class.hasattr(intern!(py, "__fields__"))? {
            return Err(not_a_message());
        }
        let table = Arc::new(Self::read(class)?);
        class.setattr(intern!(py, "__table__"), Bound::new(py, Table(Arc::clone(&table)))?)?;
        Ok(table)
    }

    fn read(class: &Bound<'_, PyType>) -> PyResult<Self> {
        let module: String = class.getattr("__module__")?.extract()?;
        let rows = class.getattr("__fields__")?.cast_into::<PyTuple>()?;
        let mut table = Self {
            class: class.clone().unbind(),
            name: class_name(class),
            fields: Vec::with_capacity(rows.len()),
            order: Vec::new(),
            oneofs: Vec::new(),
            by_number: HashMap::new(),
            by_name: HashMap::new(),
        };
        let mut missing = Vec::new();
        for (index, row) in rows.iter().enumerate() {
            missing.push(table.add(index, &module, &row)?);
        }
        for (index, sibling) in missing.iter().enumerate() {
            if let Some(sibling) = sibling {
                table.fields[index].missing = table.by_name.get(sibling).copied();
            }
        }
        let collects = |index: &usize| table.fields.iter().any(|field| field.missing == Some(*index));
        let (last, first): (Vec<usize>, Vec<usize>) = (0..table.fields.len()).partition(collects);
        table.order = first.into_iter().chain(last).collect();
        Ok(table)
    }

    /// Adds one row and gives the name of the field that collects its missing positions.
    fn add(&mut self, index: usize, module: &str, row: &Bound<'_, PyAny>) -> PyResult<Option<String>> {
        type Row = (String, u32, String, String, Option<String>, Option<String>, Option<String>);
        let py = row.py();
        let (name, number, kind, label, reference, oneof, extra): Row = row.extract()?;
        let bad = |what: &str| PyTypeError::new_err(format!("{}.{name}: {what} in __fields__", self.name));
        let label = match label.as_str() {
            "one" => Label::One,
            "optional" => Label::Optional,
            "repeated" => Label::Repeated,
            "packed" => Label::Packed,
            "map" => Label::Map(extra.as_deref().and_then(scalar).ok_or_else(|| bad("no key type"))?),
            _ => return Err(bad("unknown label")),
        };
        let reference = reference.unwrap_or_default();
        let kind = match kind.as_str() {
            "enum" => Kind::Enum(Lazy::new(module, &reference)),
            "message" => Kind::Message(Lazy::new(module, &reference)),
            other => match (scalar(other), well_known(other)) {
                (Some(scalar), _) => Kind::Scalar(scalar),
                (None, Some(special)) => Kind::WellKnown(special),
                (None, None) => return Err(bad("unknown kind")),
            },
        };
        let oneof = oneof.map(|oneof| {
            self.oneofs.iter().position(|known| *known == oneof).unwrap_or_else(|| {
                self.oneofs.push(oneof);
                self.oneofs.len() - 1
            })
        });
        let proto_name = name.strip_suffix('_').unwrap_or(&name);
        self.by_number.insert(number, index);
        for spelling in [name.clone(), proto_name.to_owned(), lower_camel(proto_name)] {
            self.by_name.insert(spelling, index);
        }
        let missing = if matches!(label, Label::Map(_)) { None } else { extra };
        let attribute = PyString::intern(py, &name).unbind();
        self.fields.push(Field { number, name, attribute, kind, label, oneof, missing: None });
        Ok(missing)
    }

    pub(crate) fn by_number(&self, number: u32) -> Option<(usize, &Field)> {
        let index = *self.by_number.get(&number)?;
        self.fields.get(index).map(|field| (index, field))
    }

    pub(crate) fn by_name(&self, name: &str) -> Option<usize> {
        self.by_name.get(name).copied()
    }

    /// The field whose name is most like `name`, if one is near.
    pub(crate) fn nearest(&self, name: &str) -> Option<&str> {
        let scored =
            self.fields.iter().map(|field| (strsim::osa_distance(name, &field.name), field.name.as_str()));
        scored.filter(|(distance, _)| *distance <= 1 + name.len() / 4).min().map(|(_, name)| name)
    }
}

/// The JSON name that protobuf derives from a field name.
pub(crate) fn lower_camel(name: &str) -> String {
    let mut camel = String::with_capacity(name.len());
    let mut upper = false;
    for character in name.chars() {
        if character == '_' {
            upper = true;
        } else if upper {
            camel.extend(character.to_uppercase());
            upper = false;
        } else {
            camel.push(character);
        }
    }
    camel
}

fn scalar(name: &str) -> Option<Scalar> {
    Some(match name {
        "double" => Scalar::Double,
        "float" => Scalar::Float,
        "int32" => Scalar::Int32,
        "int64" => Scalar::Int64,
        "uint32" => Scalar::Uint32,
        "uint64" => Scalar::Uint64,
        "sint32" => Scalar::Sint32,
        "sint64" => Scalar::Sint64,
        "fixed32" => Scalar::Fixed32,
        "fixed64" => Scalar::Fixed64,
        "sfixed32" => Scalar::Sfixed32,
        "sfixed64" => Scalar::Sfixed64,
        "bool" => Scalar::Bool,
        "string" => Scalar::String,
        "bytes" => Scalar::Bytes,
        _ => return None,
    })
}

fn well_known(name: &str) -> Option<WellKnown> {
    Some(match name {
        "timestamp" => WellKnown::Timestamp,
        "duration" => WellKnown::Duration,
        "struct" => WellKnown::Struct,
        "value" => WellKnown::Value,
        "list_value" => WellKnown::ListValue,
        "field_mask" => WellKnown::FieldMask,
        _ => WellKnown::Wrapper(scalar(name.strip_prefix("wrapped_")?)?),
    })
}

/// Whether a value is a mapping: a `dict`, or anything registered as `collections.abc.Mapping`.
pub(crate) fn is_mapping(value: &Bound<'_, PyAny>) -> bool {
    value.is_instance_of::<PyDict>() || value.cast::<pyo3::types::PyMapping>().is_ok()
}
