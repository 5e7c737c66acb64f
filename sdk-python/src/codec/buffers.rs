//! Lists of numbers that come as a buffer (numpy, `array`, `memoryview`): no Python object per item.

use pyo3::prelude::*;
use pyo3::types::{PyByteArray, PyBytes, PyList, PyMemoryView, PyString, PyTuple};

use super::path::Path;
use super::scalars::{self, Wire};
use super::table::{Scalar, is_mapping};

/// Writes the items of a buffer, packed without tag or length. `false`: the value is no buffer this reads.
pub(crate) fn put_packed(
    scalar: Scalar,
    value: &Bound<'_, PyAny>,
    path: &Path<'_>,
    out: &mut Vec<u8>,
) -> PyResult<bool> {
    if value.is_instance_of::<PyList>() || value.is_instance_of::<PyTuple>() || value.hasattr("mask")? {
        return Ok(false);
    }
    let Ok(view) = PyMemoryView::from(value) else { return Ok(false) };
    let dimensions: usize = view.getattr("ndim")?.extract()?;
    if dimensions != 1 {
        return Err(path.wrong_value(&format!("expected one dimension, got {dimensions}")));
    }
    let format: String = view.getattr("format")?.extract()?;
    let Some(format) = native_format(&format) else { return Ok(false) };
    let size: usize = view.getattr("itemsize")?.extract()?;
    let copied = view.call_method0("tobytes")?;
    let bytes = copied.cast::<PyBytes>()?.as_bytes();
    match (format, size) {
        ('d', 8) => put_floats(scalar, items(bytes).map(f64::from_ne_bytes), value, path, out)?,
        ('f', 4) => {
            put_floats(scalar, items(bytes).map(f32::from_ne_bytes).map(f64::from), value, path, out)?;
        }
        ('b', 1) => put_ints(scalar, items(bytes).map(i8::from_ne_bytes), value, path, out)?,
        ('B', 1) => put_ints(scalar, items(bytes).map(u8::from_ne_bytes), value, path, out)?,
        ('h', 2) => put_ints(scalar, items(bytes).map(i16::from_ne_bytes), value, path, out)?,
        ('H', 2) => put_ints(scalar, items(bytes).map(u16::from_ne_bytes), value, path, out)?,
        ('i' | 'l' | 'q' | 'n', 4) => {
            put_ints(scalar, items(bytes).map(i32::from_ne_bytes), value, path, out)?;
        }
        ('I' | 'L' | 'Q' | 'N', 4) => {
            put_ints(scalar, items(bytes).map(u32::from_ne_bytes), value, path, out)?;
        }
        ('i' | 'l' | 'q' | 'n', 8) => {
            put_ints(scalar, items(bytes).map(i64::from_ne_bytes), value, path, out)?;
        }
        ('I' | 'L' | 'Q' | 'N', 8) => {
            put_ints(scalar, items(bytes).map(u64::from_ne_bytes), value, path, out)?;
        }
        ('?', 1) if scalar == Scalar::Bool => out.extend(bytes.iter().map(|byte| u8::from(*byte != 0))),
        _ => return Ok(false),
    }
    Ok(true)
}

/// The type code of a buffer of numbers in the byte order of this machine.
fn native_format(format: &str) -> Option<char> {
    let code = match format.strip_prefix(['@', '=']) {
        Some(code) => code,
        None if cfg!(target_endian = "little") => format.strip_prefix('<').unwrap_or(format),
        None => format.strip_prefix('>').unwrap_or(format),
    };
    let mut characters = code.chars();
    let first = characters.next()?;
    characters.next().is_none().then_some(first)
}

fn items<const N: usize>(bytes: &[u8]) -> impl Iterator<Item = [u8; N]> + '_ {
    let (items, _) = bytes.as_chunks::<N>();
    items.iter().copied()
}

fn put_floats(
    scalar: Scalar,
    items: impl Iterator<Item = f64>,
    value: &Bound<'_, PyAny>,
    path: &Path<'_>,
    out: &mut Vec<u8>,
) -> PyResult<()> {
    match scalar {
        Scalar::Double => items.for_each(|item| out.extend_from_slice(&item.to_le_bytes())),
        Scalar::Float => {
            for (index, item) in items.enumerate() {
                let path = Path::Index(path, index);
                scalars::float(scalar, item, &path)?.put(out, &path)?;
            }
        }
        _ => return Err(mismatch(scalar, "float", value, path)),
    }
    Ok(())
}

fn put_ints<T: Into<i128> + Copy>(
    scalar: Scalar,
    items: impl Iterator<Item = T>,
    value: &Bound<'_, PyAny>,
    path: &Path<'_>,
    out: &mut Vec<u8>,
) -> PyResult<()> {
    if scalar == Scalar::Bool {
        return Err(mismatch(scalar, "int", value, path));
    }
    for (index, item) in items.enumerate() {
        let path = Path::Index(path, index);
        let wire: Wire<'_> = match scalar {
            Scalar::Double | Scalar::Float => scalars::float(scalar, item.into() as f64, &path)?,
            _ => scalars::checked_integer(scalar, item.into(), &path)?,
        };
        wire.put(out, &path)?;
    }
    Ok(())
}

fn mismatch(scalar: Scalar, got: &str, value: &Bound<'_, PyAny>, path: &Path<'_>) -> PyErr {
    let name = super::path::type_name(value);
    pyo3::exceptions::PyTypeError::new_err(format!(
        "{path}: expected {} each, got {name} of {got}",
        scalar.expected()
    ))
}

/// The items of a list field; texts, bytes and mappings iterate as well but are never meant.
pub(crate) fn iterate<'py>(
    value: &Bound<'py, PyAny>,
    path: &Path<'_>,
) -> PyResult<Box<dyn Iterator<Item = PyResult<Bound<'py, PyAny>>> + 'py>> {
    if let Ok(list) = value.cast::<PyList>() {
        return Ok(Box::new(list.clone().into_iter().map(Ok)));
    }
    let never = value.is_instance_of::<PyString>()
        || value.is_instance_of::<PyBytes>()
        || value.is_instance_of::<PyByteArray>()
        || is_mapping(value);
    if never {
        return Err(path.wrong_type("a list", value));
    }
    // The buffer of a masked array holds numbers where it is masked; its list holds None there.
    if value.hasattr("mask")? && value.hasattr("tolist")? {
        return Ok(Box::new(value.call_method0("tolist")?.try_iter()?));
    }
    let items = value.try_iter().map_err(|_| path.wrong_type("a list", value))?;
    Ok(Box::new(items))
}
