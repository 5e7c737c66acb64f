//! Python objects to wire bytes.

use pyo3::exceptions::{PyTypeError, PyValueError};
use pyo3::intern;
use pyo3::prelude::*;
use pyo3::types::{PyBytes, PyDict, PyString};

use super::path::{Path, type_name};
use super::table::{Field, Kind, Label, MessageTable, Scalar, WellKnown, is_mapping};
use super::wire::{MAX_DEPTH, MAX_MESSAGE, WireType, put_nested, put_tag, put_varint};
use super::{buffers, scalars, well_known};

/// Takes Python values, or with `json` also the spellings of ProtoJSON.
#[derive(Clone, Copy)]
pub(crate) struct Encoder {
    pub(crate) json: bool,
}

type Values<'py> = Vec<Option<Bound<'py, PyAny>>>;

impl Encoder {
    /// The bytes of a message given as an object of its class or as a mapping of its fields.
    pub(crate) fn encode(self, table: &MessageTable, value: &Bound<'_, PyAny>) -> PyResult<Vec<u8>> {
        let mut out = Vec::new();
        let path = Path::Root(&table.name);
        self.message(table, value, &path, 0, &mut out)?;
        if out.len() > MAX_MESSAGE {
            let what = format!("expected at most {MAX_MESSAGE} bytes, got {}", out.len());
            return Err(path.wrong_value(&what));
        }
        Ok(out)
    }

    fn message(
        self,
        table: &MessageTable,
        value: &Bound<'_, PyAny>,
        path: &Path<'_>,
        depth: usize,
        out: &mut Vec<u8>,
    ) -> PyResult<()> {
        let py = value.py();
        if depth > MAX_DEPTH {
            return Err(path.wrong_value("messages nest deeper than 100 levels"));
        }
        let is_object = value.is_instance(table.class.bind(py))?;
        let values = if is_object {
            attributes(table, value, path)?
        } else if is_mapping(value) {
            self.entries(table, value, path)?
        } else {
            return Err(path.wrong_type(&format!("{} or a dict of its fields", table.name), value));
        };
        check_oneofs(table, &values, path)?;
        let mut missing: Vec<(usize, i32)> = Vec::new();
        for &index in &table.order {
            let (Some(field), Some(value)) = (table.fields.get(index), values.get(index)) else { continue };
            let field_path = Path::Field(path, &field.name);
            let positions: Vec<i32> = missing
                .iter()
                .filter(|(sibling, _)| *sibling == index)
                .map(|(_, position)| *position)
                .collect();
            if !positions.is_empty() {
                positions_field(field, positions, value.as_ref(), &field_path, out)?;
            } else if let Some(value) = value {
                self.field(field, value, &field_path, depth, out, &mut missing)?;
            }
        }
        if is_object && let Ok(unknown) = value.getattr(intern!(py, "_unknown")) {
            out.extend_from_slice(unknown.cast::<PyBytes>()?.as_bytes());
        }
        Ok(())
    }

    fn entries<'py>(
        self,
        table: &MessageTable,
        value: &Bound<'py, PyAny>,
        path: &Path<'_>,
    ) -> PyResult<Values<'py>> {
        let mut values: Values<'py> = vec![None; table.fields.len()];
        for item in mapping_items(value)? {
            let (key, item) = item?;
            let name = key
                .cast::<PyString>()
                .map_err(|_| path.wrong_type("field names as str", &key))?
                .to_string_lossy();
            let Some(index) = table.by_name(&name) else {
                let hint =
                    table.nearest(&name).map(|near| format!("; did you mean {near}?")).unwrap_or_default();
                return Err(path.wrong_value(&format!("{} has no field {:?}{hint}", table.name, &*name)));
            };
            let is_null_value =
                self.json && matches!(table.fields[index].kind, Kind::WellKnown(WellKnown::Value));
            if item.is_none() && !is_null_value {
                continue;
            }
            if values[index].is_some() {
                return Err(path.wrong_value(&format!("{} is given twice", table.fields[index].name)));
            }
            values[index] = Some(item);
        }
        Ok(values)
    }

    fn field(
        self,
        field: &Field,
        value: &Bound<'_, PyAny>,
        path: &Path<'_>,
        depth: usize,
        out: &mut Vec<u8>,
        missing: &mut Vec<(usize, i32)>,
    ) -> PyResult<()> {
        match field.label {
            Label::One => self.single(field, value, path, depth, out, false),
            Label::Optional => self.single(field, value, path, depth, out, true),
            Label::Repeated => self.repeated(field, value, path, depth, out),
            Label::Packed => self.packed(field, value, path, out, missing),
            Label::Map(key) => self.map(field, key, value, path, depth, out),
        }
    }

    /// One value with its tag; a default is left out unless `always`.
    fn single(
        self,
        field: &Field,
        value: &Bound<'_, PyAny>,
        path: &Path<'_>,
        depth: usize,
        out: &mut Vec<u8>,
        always: bool,
    ) -> PyResult<()> {
        let py = value.py();
        match &field.kind {
            Kind::Scalar(scalar) => {
                let wire = scalars::from_python(*scalar, value, self.json, path)?;
                if always || !wire.is_default() {
                    put_tag(out, field.number, scalar.wire_type());
                    wire.put(out, path)?;
                }
                Ok(())
            }
            Kind::Enum(table) => {
                let number = scalars::enum_from(table.get(py)?, value, path)?;
                if always || number != 0 {
                    put_tag(out, field.number, WireType::Varint);
                    put_varint(out, i64::from(number).cast_unsigned());
                }
                Ok(())
            }
            Kind::Message(table) => {
                put_tag(out, field.number, WireType::Len);
                let table = table.get(py)?;
                put_nested(out, |out| self.message(table, value, path, depth + 1, out))
            }
            Kind::WellKnown(special) => {
                put_tag(out, field.number, WireType::Len);
                put_nested(out, |out| well_known::put(*special, value, self.json, path, depth + 1, out))
            }
        }
    }

    fn repeated(
        self,
        field: &Field,
        value: &Bound<'_, PyAny>,
        path: &Path<'_>,
        depth: usize,
        out: &mut Vec<u8>,
    ) -> PyResult<()> {
        for (index, item) in buffers::iterate(value, path)?.enumerate() {
            self.single(field, &item?, &Path::Index(path, index), depth, out, true)?;
        }
        Ok(())
    }

    fn packed(
        self,
        field: &Field,
        value: &Bound<'_, PyAny>,
        path: &Path<'_>,
        out: &mut Vec<u8>,
        missing: &mut Vec<(usize, i32)>,
    ) -> PyResult<()> {
        let start = out.len();
        put_tag(out, field.number, WireType::Len);
        let tagged = out.len();
        put_nested(out, |out| {
            if let Kind::Scalar(scalar) = field.kind
                && buffers::put_packed(scalar, value, path, out)?
            {
                return Ok(());
            }
            for (index, item) in buffers::iterate(value, path)?.enumerate() {
                let (item, at) = (item?, Path::Index(path, index));
                match (&field.kind, field.missing) {
                    (Kind::Scalar(scalar), Some(sibling)) if item.is_none() => {
                        let position =
                            i32::try_from(index).map_err(|_| path.wrong_value("the list is too long"))?;
                        missing.push((sibling, position));
                        scalars::from_python(*scalar, &scalars::default(item.py(), *scalar), false, &at)?
                            .put(out, &at)?;
                    }
                    (Kind::Scalar(scalar), _) => {
                        scalars::from_python(*scalar, &item, self.json, &at)?.put(out, &at)?;
                    }
                    (Kind::Enum(table), _) => {
                        let number = scalars::enum_from(table.get(item.py())?, &item, &at)?;
                        put_varint(out, i64::from(number).cast_unsigned());
                    }
                    _ => {
                        return Err(PyTypeError::new_err(format!(
                            "{path}: only numbers and enums are packed"
                        )));
                    }
                }
            }
            Ok(())
        })?;
        if out.len() == tagged + 1 {
            out.truncate(start);
        }
        Ok(())
    }

    fn map(
        self,
        field: &Field,
        key_type: Scalar,
        value: &Bound<'_, PyAny>,
        path: &Path<'_>,
        depth: usize,
        out: &mut Vec<u8>,
    ) -> PyResult<()> {
        if !is_mapping(value) {
            return Err(path.wrong_type("a dict", value));
        }
        for item in mapping_items(value)? {
            let (key, item) = item?;
            let at = Path::Key(path, &key);
            put_tag(out, field.number, WireType::Len);
            put_nested(out, |out| {
                let wire = self.map_key(key_type, &key, &at)?;
                put_tag(out, 1, key_type.wire_type());
                wire.put(out, &at)?;
                let value_field = ValueField(field);
                value_field.put(self, &item, &at, depth + 1, out)
            })?;
        }
        Ok(())
    }

    fn map_key<'py>(
        self,
        key_type: Scalar,
        key: &Bound<'py, PyAny>,
        path: &Path<'_>,
    ) -> PyResult<scalars::Wire<'py>> {
        if self.json
            && key_type == Scalar::Bool
            && let Ok(text) = key.extract::<String>()
        {
            return match text.as_str() {
                "true" => Ok(scalars::Wire::Varint(1)),
                "false" => Ok(scalars::Wire::Varint(0)),
                _ => Err(path.wrong_value("expected the key true or false")),
            };
        }
        scalars::from_python(key_type, key, self.json, path)
    }
}

/// The value of a map entry: field 2 of the entry, with the kind of the map's field.
struct ValueField<'a>(&'a Field);

impl ValueField<'_> {
    fn put(
        &self,
        encoder: Encoder,
        value: &Bound<'_, PyAny>,
        path: &Path<'_>,
        depth: usize,
        out: &mut Vec<u8>,
    ) -> PyResult<()> {
        let py = value.py();
        match &self.0.kind {
            Kind::Scalar(scalar) => {
                let wire = scalars::from_python(*scalar, value, encoder.json, path)?;
                put_tag(out, 2, scalar.wire_type());
                wire.put(out, path)
            }
            Kind::Enum(table) => {
                let number = scalars::enum_from(table.get(py)?, value, path)?;
                put_tag(out, 2, WireType::Varint);
                put_varint(out, i64::from(number).cast_unsigned());
                Ok(())
            }
            Kind::Message(table) => {
                put_tag(out, 2, WireType::Len);
                let table = table.get(py)?;
                put_nested(out, |out| encoder.message(table, value, path, depth + 1, out))
            }
            Kind::WellKnown(special) => {
                put_tag(out, 2, WireType::Len);
                put_nested(out, |out| well_known::put(*special, value, encoder.json, path, depth + 1, out))
            }
        }
    }
}

fn attributes<'py>(
    table: &MessageTable,
    value: &Bound<'py, PyAny>,
    path: &Path<'_>,
) -> PyResult<Values<'py>> {
    let py = value.py();
    let read = |field: &Field| {
        let item = value.getattr(field.attribute.bind(py)).map_err(|_| {
            PyValueError::new_err(format!("{}: the attribute is deleted", Path::Field(path, &field.name)))
        })?;
        Ok((!item.is_none()).then_some(item))
    };
    table.fields.iter().map(read).collect()
}

fn check_oneofs(table: &MessageTable, values: &Values<'_>, path: &Path<'_>) -> PyResult<()> {
    for (oneof, name) in table.oneofs.iter().enumerate() {
        let given: Vec<_> = table
            .fields
            .iter()
            .zip(values)
            .filter(|(field, value)| field.oneof == Some(oneof) && value.is_some())
            .map(|(field, _)| field.name.as_str())
            .collect();
        if given.len() > 1 {
            let what = format!("expected at most one of {name}, got {}", given.join(" and "));
            return Err(path.wrong_value(&what));
        }
    }
    Ok(())
}

/// Writes the field that lists missing positions: those found, and those the caller gave.
fn positions_field(
    field: &Field,
    mut positions: Vec<i32>,
    given: Option<&Bound<'_, PyAny>>,
    path: &Path<'_>,
    out: &mut Vec<u8>,
) -> PyResult<()> {
    if let Some(given) = given {
        for (index, item) in buffers::iterate(given, path)?.enumerate() {
            let item = item?;
            positions.push(item.extract().map_err(|_| Path::Index(path, index).wrong_type("an int", &item))?);
        }
    }
    positions.sort_unstable();
    positions.dedup();
    put_tag(out, field.number, WireType::Len);
    put_nested(out, |out| {
        for position in positions {
            put_varint(out, i64::from(position).cast_unsigned());
        }
        Ok(())
    })
}

type Items<'py> = Box<dyn Iterator<Item = PyResult<(Bound<'py, PyAny>, Bound<'py, PyAny>)>> + 'py>;

/// The entries of a mapping.
pub(crate) fn mapping_items<'py>(value: &Bound<'py, PyAny>) -> PyResult<Items<'py>> {
    if let Ok(dict) = value.cast::<PyDict>() {
        // A copy: what the conversion of an item calls may change the dict.
        return Ok(Box::new(dict.copy()?.into_iter().map(Ok)));
    }
    let items = value.call_method0("items")?.try_iter()?;
    Ok(Box::new(items.map(|item| item?.extract())))
}

/// What a value of `google.protobuf.Struct` may be given as, as a mapping: a dict, a dataclass, a pydantic model.
pub(crate) fn as_mapping<'py>(value: &Bound<'py, PyAny>, path: &Path<'_>) -> PyResult<Bound<'py, PyAny>> {
    if is_mapping(value) {
        return Ok(value.clone());
    }
    let is_class = value.is_instance_of::<pyo3::types::PyType>();
    if !is_class && value.hasattr("__dataclass_fields__")? {
        return value.py().import("dataclasses")?.call_method1("asdict", (value,));
    }
    if !is_class && value.hasattr("model_dump")? {
        return value.call_method0("model_dump");
    }
    if !is_class && value.hasattr("to_dict")? {
        return value.call_method0("to_dict");
    }
    Err(PyTypeError::new_err(format!(
        "{path}: expected a dict, a dataclass or a model with model_dump(), got {}",
        type_name(value)
    )))
}
