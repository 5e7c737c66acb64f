//! Wire bytes to Python objects.

use std::borrow::Cow;

use pyo3::intern;
use pyo3::prelude::*;
use pyo3::sync::PyOnceLock;
use pyo3::types::{PyBytes, PyDict, PyFloat, PyList};

use super::path::Path;
use super::scalars::{self, low_i32};
use super::table::{Field, Kind, Label, MessageTable, Scalar};
use super::well_known;
use super::wire::{MAX_DEPTH, MAX_MESSAGE, Malformed, Reader, WireType, put_tag};

/// The object of the table's class that the bytes stand for.
pub(crate) fn decode<'py>(
    py: Python<'py>,
    table: &MessageTable,
    bytes: &[u8],
) -> PyResult<Bound<'py, PyAny>> {
    let path = Path::Root(&table.name);
    if bytes.len() > MAX_MESSAGE {
        return Err(path.wrong_value(&format!("expected at most {MAX_MESSAGE} bytes, got {}", bytes.len())));
    }
    message(py, table, bytes, &path, 0)
}

/// What has been read of a field so far.
enum Slot<'a, 'py> {
    Empty,
    Value(Bound<'py, PyAny>),
    List(Bound<'py, PyList>),
    Dict(Bound<'py, PyDict>),
    /// A message that is still bytes: one that comes in pieces is the pieces joined.
    Raw(Cow<'a, [u8]>),
}

fn message<'py>(
    py: Python<'py>,
    table: &MessageTable,
    bytes: &[u8],
    path: &Path<'_>,
    depth: usize,
) -> PyResult<Bound<'py, PyAny>> {
    if depth > MAX_DEPTH {
        return Err(path.wrong_value(Malformed::Depth.text()));
    }
    let mut slots: Vec<Slot<'_, 'py>> = table.fields.iter().map(|_| Slot::Empty).collect();
    let mut unknown = Vec::new();
    let mut reader = Reader::new(bytes);
    let malformed = |error: Malformed| path.wrong_value(error.text());
    while !reader.is_empty() {
        let (number, wire_type) = reader.tag().map_err(malformed)?;
        if let Some((index, field)) = table.by_number(number)
            && let Some(slot) = slots.get_mut(index)
        {
            let at = Path::Field(path, &field.name);
            if read_field(py, field, wire_type, &mut reader, slot, &at, depth)? {
                clear_other_members(table, index, &mut slots);
                continue;
            }
        }
        let before = reader.remaining();
        reader.skip(number, wire_type, depth).map_err(malformed)?;
        put_tag(&mut unknown, number, wire_type);
        unknown.extend_from_slice(&before[..before.len() - reader.remaining().len()]);
    }
    let object = new_object(table, py)?;
    for (field, slot) in table.fields.iter().zip(slots) {
        let at = Path::Field(path, &field.name);
        object.setattr(field.attribute.bind(py), finish(py, field, slot, &at, depth)?)?;
    }
    if !unknown.is_empty() {
        object.setattr(intern!(py, "_unknown"), PyBytes::new(py, &unknown))?;
    }
    Ok(object)
}

/// An object without running `__init__`.
fn new_object<'py>(table: &MessageTable, py: Python<'py>) -> PyResult<Bound<'py, PyAny>> {
    static NEW: PyOnceLock<Py<PyAny>> = PyOnceLock::new();
    let new = NEW.get_or_try_init(py, || {
        py.import("builtins")?.getattr("object")?.getattr("__new__").map(Bound::unbind)
    })?;
    new.bind(py).call1((table.class.bind(py),))
}

/// Of a oneof, the member that came last wins.
fn clear_other_members(table: &MessageTable, index: usize, slots: &mut [Slot<'_, '_>]) {
    let Some(oneof) = table.fields.get(index).and_then(|field| field.oneof) else { return };
    for (other, (field, slot)) in table.fields.iter().zip(slots).enumerate() {
        if other != index && field.oneof == Some(oneof) {
            *slot = Slot::Empty;
        }
    }
}

/// Reads one occurrence. `false`: the wire type does not fit, so the field counts as unknown.
fn read_field<'a, 'py>(
    py: Python<'py>,
    field: &Field,
    wire_type: WireType,
    reader: &mut Reader<'a>,
    slot: &mut Slot<'a, 'py>,
    path: &Path<'_>,
    depth: usize,
) -> PyResult<bool> {
    let own = wire_type_of(&field.kind);
    let repeated = matches!(field.label, Label::Repeated | Label::Packed);
    if let Label::Map(key) = field.label {
        if wire_type != WireType::Len {
            return Ok(false);
        }
        let entry = reader.len_prefixed().map_err(|error| path.wrong_value(error.text()))?;
        let (key, value) = map_entry(py, field, key, entry, path, depth + 1)?;
        dict_of(py, slot).set_item(key, value)?;
        return Ok(true);
    }
    if repeated && wire_type == WireType::Len && own != WireType::Len {
        let payload = reader.len_prefixed().map_err(|error| path.wrong_value(error.text()))?;
        packed(py, field, payload, slot, path)?;
        return Ok(true);
    }
    if wire_type != own {
        return Ok(false);
    }
    if repeated {
        let item = match &field.kind {
            Kind::Message(_) | Kind::WellKnown(_) => {
                let raw = reader.len_prefixed().map_err(|error| path.wrong_value(error.text()))?;
                nested(py, field, raw, path, depth)?
            }
            _ => value(py, field, reader, path)?,
        };
        list_of(py, slot).append(item)?;
        return Ok(true);
    }
    match &field.kind {
        Kind::Message(_) | Kind::WellKnown(_) => {
            let raw = reader.len_prefixed().map_err(|error| path.wrong_value(error.text()))?;
            *slot = match std::mem::replace(slot, Slot::Empty) {
                Slot::Raw(before) => {
                    let mut joined = before.into_owned();
                    joined.extend_from_slice(raw);
                    Slot::Raw(Cow::Owned(joined))
                }
                _ => Slot::Raw(Cow::Borrowed(raw)),
            };
        }
        _ => *slot = Slot::Value(value(py, field, reader, path)?),
    }
    Ok(true)
}

fn wire_type_of(kind: &Kind) -> WireType {
    match kind {
        Kind::Scalar(scalar) => scalar.wire_type(),
        Kind::Enum(_) => WireType::Varint,
        Kind::Message(_) | Kind::WellKnown(_) => WireType::Len,
    }
}

/// A scalar or an enum.
fn value<'py>(
    py: Python<'py>,
    field: &Field,
    reader: &mut Reader<'_>,
    path: &Path<'_>,
) -> PyResult<Bound<'py, PyAny>> {
    match &field.kind {
        Kind::Scalar(scalar) => scalars::to_python(py, *scalar, reader).map_err(|failure| failure.at(path)),
        Kind::Enum(table) => {
            let number = reader.varint().map_err(|error| path.wrong_value(error.text()))?;
            table.get(py)?.member(py, low_i32(number))
        }
        Kind::Message(_) | Kind::WellKnown(_) => Err(path.wrong_value("expected a scalar")),
    }
}

fn nested<'py>(
    py: Python<'py>,
    field: &Field,
    raw: &[u8],
    path: &Path<'_>,
    depth: usize,
) -> PyResult<Bound<'py, PyAny>> {
    match &field.kind {
        Kind::Message(table) => message(py, table.get(py)?, raw, path, depth + 1),
        Kind::WellKnown(special) => well_known::get(py, *special, raw, path, depth + 1),
        Kind::Scalar(_) | Kind::Enum(_) => Err(path.wrong_value("expected a message")),
    }
}

fn packed<'py>(
    py: Python<'py>,
    field: &Field,
    payload: &[u8],
    slot: &mut Slot<'_, 'py>,
    path: &Path<'_>,
) -> PyResult<()> {
    if matches!(field.kind, Kind::Scalar(Scalar::Double)) && matches!(slot, Slot::Empty) {
        let (items, rest) = payload.as_chunks::<8>();
        if !rest.is_empty() {
            return Err(path.wrong_value(Malformed::Truncated.text()));
        }
        let floats = items.iter().map(|item| PyFloat::new(py, f64::from_le_bytes(*item)));
        *slot = Slot::List(PyList::new(py, floats)?);
        return Ok(());
    }
    let list = list_of(py, slot);
    let mut reader = Reader::new(payload);
    while !reader.is_empty() {
        list.append(value(py, field, &mut reader, path)?)?;
    }
    Ok(())
}

fn map_entry<'py>(
    py: Python<'py>,
    field: &Field,
    key_type: Scalar,
    entry: &[u8],
    path: &Path<'_>,
    depth: usize,
) -> PyResult<(Bound<'py, PyAny>, Bound<'py, PyAny>)> {
    if depth > MAX_DEPTH {
        return Err(path.wrong_value(Malformed::Depth.text()));
    }
    let malformed = |error: Malformed| path.wrong_value(error.text());
    let mut reader = Reader::new(entry);
    let mut key = scalars::default(py, key_type);
    let mut slot = Slot::Empty;
    while !reader.is_empty() {
        let (number, wire_type) = reader.tag().map_err(malformed)?;
        if number == 1 && wire_type == key_type.wire_type() {
            key = scalars::to_python(py, key_type, &mut reader).map_err(|failure| failure.at(path))?;
        } else if number == 2 && wire_type == wire_type_of(&field.kind) {
            slot = match &field.kind {
                Kind::Message(_) | Kind::WellKnown(_) => {
                    let raw = reader.len_prefixed().map_err(malformed)?;
                    match slot {
                        Slot::Raw(before) => Slot::Raw(Cow::Owned([&before, raw].concat())),
                        _ => Slot::Raw(Cow::Borrowed(raw)),
                    }
                }
                _ => Slot::Value(value(py, field, &mut reader, path)?),
            };
        } else {
            reader.skip(number, wire_type, depth).map_err(malformed)?;
        }
    }
    let at = Path::Key(path, &key);
    let value = match slot {
        Slot::Value(value) => value,
        Slot::Raw(raw) => nested(py, field, &raw, &at, depth)?,
        _ => match &field.kind {
            Kind::Message(_) | Kind::WellKnown(_) => nested(py, field, &[], &at, depth)?,
            _ => default(py, field)?,
        },
    };
    Ok((key, value))
}

fn list_of<'py>(py: Python<'py>, slot: &mut Slot<'_, 'py>) -> Bound<'py, PyList> {
    if let Slot::List(list) = slot {
        return list.clone();
    }
    let list = PyList::empty(py);
    *slot = Slot::List(list.clone());
    list
}

fn dict_of<'py>(py: Python<'py>, slot: &mut Slot<'_, 'py>) -> Bound<'py, PyDict> {
    if let Slot::Dict(dict) = slot {
        return dict.clone();
    }
    let dict = PyDict::new(py);
    *slot = Slot::Dict(dict.clone());
    dict
}

/// The attribute's value.
fn finish<'py>(
    py: Python<'py>,
    field: &Field,
    slot: Slot<'_, 'py>,
    path: &Path<'_>,
    depth: usize,
) -> PyResult<Bound<'py, PyAny>> {
    Ok(match slot {
        Slot::Value(value) => value,
        Slot::List(list) => list.into_any(),
        Slot::Dict(dict) => dict.into_any(),
        Slot::Raw(raw) => nested(py, field, &raw, path, depth)?,
        Slot::Empty => match field.label {
            Label::Optional => py.None().into_bound(py),
            Label::Repeated | Label::Packed => PyList::empty(py).into_any(),
            Label::Map(_) => PyDict::new(py).into_any(),
            Label::One => default(py, field)?,
        },
    })
}

fn default<'py>(py: Python<'py>, field: &Field) -> PyResult<Bound<'py, PyAny>> {
    match &field.kind {
        Kind::Scalar(scalar) => Ok(scalars::default(py, *scalar)),
        Kind::Enum(table) => table.get(py)?.member(py, 0),
        Kind::Message(_) | Kind::WellKnown(_) => Ok(py.None().into_bound(py)),
    }
}
