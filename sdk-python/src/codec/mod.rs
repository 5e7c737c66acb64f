//! The wire codec: between slotted Python classes and protobuf bytes, driven by the tables on the classes.

mod buffers;
mod calendar;
mod decode;
mod encode;
mod path;
mod scalars;
mod table;
mod well_known;
mod wire;

use pyo3::prelude::*;
use pyo3::types::{PyBytes, PyType};

pub(crate) use decode::decode;
pub(crate) use encode::Encoder;
pub(crate) use table::{MessageTable, Table};

/// The wire bytes of a message given as an object of `class` or as a mapping of its fields.
#[pyfunction(name = "encode")]
#[pyo3(signature = (class, value, json = false))]
pub(crate) fn py_encode<'py>(
    class: &Bound<'py, PyType>,
    value: &Bound<'py, PyAny>,
    json: bool,
) -> PyResult<Bound<'py, PyBytes>> {
    let table = MessageTable::of(class)?;
    Ok(PyBytes::new(value.py(), &Encoder { json }.encode(&table, value)?))
}

/// The object of `class` that the wire bytes stand for.
#[pyfunction(name = "decode")]
pub(crate) fn py_decode<'py>(
    class: &Bound<'py, PyType>,
    data: &Bound<'py, PyBytes>,
) -> PyResult<Bound<'py, PyAny>> {
    let table = MessageTable::of(class)?;
    decode(class.py(), &table, data.as_bytes())
}
