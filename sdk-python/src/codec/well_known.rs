//! Messages of `google.protobuf` as plain Python values: `datetime`, `timedelta`, dicts, lists, `None`.

use pyo3::exceptions::PyOverflowError;
use pyo3::intern;
use pyo3::prelude::*;
use pyo3::sync::PyOnceLock;
use pyo3::types::{PyBool, PyDict, PyFloat, PyInt, PyList, PyString, PyTuple};

use super::buffers;
use super::calendar::{DURATION_SECONDS, TIMESTAMP_SECONDS, parse_duration, parse_rfc3339};
use super::encode::{as_mapping, mapping_items};
use super::path::Path;
use super::scalars;
use super::table::WellKnown;
use super::wire::{
    MAX_DEPTH, Malformed, Reader, WireType, put_len_prefixed, put_nested, put_tag, put_varint,
};

/// The classes of `datetime`, imported at the first time value.
struct Times {
    datetime: Py<PyAny>,
    timedelta: Py<PyAny>,
    epoch: Py<PyAny>,
}

fn times(py: Python<'_>) -> PyResult<&Times> {
    static TIMES: PyOnceLock<Times> = PyOnceLock::new();
    TIMES.get_or_try_init(py, || {
        let module = py.import("datetime")?;
        let utc = module.getattr("timezone")?.getattr("utc")?;
        let datetime = module.getattr("datetime")?;
        let epoch = datetime.call1((1970, 1, 1, 0, 0, 0, 0, utc))?;
        Ok(Times {
            datetime: datetime.unbind(),
            timedelta: module.getattr("timedelta")?.unbind(),
            epoch: epoch.unbind(),
        })
    })
}

/// Writes the fields of the message that `value` stands for.
pub(crate) fn put(
    special: WellKnown,
    value: &Bound<'_, PyAny>,
    json: bool,
    path: &Path<'_>,
    depth: usize,
    out: &mut Vec<u8>,
) -> PyResult<()> {
    if depth > MAX_DEPTH {
        return Err(path.wrong_value("messages nest deeper than 100 levels"));
    }
    match special {
        WellKnown::Timestamp => put_time(timestamp_from(value, json, path)?, out),
        WellKnown::Duration => put_time(duration_from(value, json, path)?, out),
        WellKnown::Struct => return put_struct(value, path, depth, out),
        WellKnown::Value => return put_value(value, path, depth, out),
        WellKnown::ListValue => return put_list(value, path, depth, out),
        WellKnown::FieldMask => return put_mask(value, path, out),
        WellKnown::Wrapper(scalar) => {
            let wire = scalars::from_python(scalar, value, json, path)?;
            if !wire.is_default() {
                put_tag(out, 1, scalar.wire_type());
                return wire.put(out, path);
            }
        }
    }
    Ok(())
}

fn put_time((seconds, nanos): (i64, i32), out: &mut Vec<u8>) {
    if seconds != 0 {
        put_tag(out, 1, WireType::Varint);
        put_varint(out, seconds.cast_unsigned());
    }
    if nanos != 0 {
        put_tag(out, 2, WireType::Varint);
        put_varint(out, i64::from(nanos).cast_unsigned());
    }
}

fn timestamp_from(value: &Bound<'_, PyAny>, json: bool, path: &Path<'_>) -> PyResult<(i64, i32)> {
    let py = value.py();
    let times = times(py)?;
    if json && let Ok(text) = value.extract::<String>() {
        return parse_rfc3339(&text).ok_or_else(|| {
            path.wrong_value(&format!("expected an RFC 3339 time such as 2026-01-31T12:00:00Z, got {text:?}"))
        });
    }
    if !value.is_instance(times.datetime.bind(py))? {
        return Err(path.wrong_type("a datetime with a time zone", value));
    }
    if value.call_method0("utcoffset")?.is_none() {
        return Err(path.wrong_value(
            "expected a datetime with a time zone, got one without; add tzinfo, for example timezone.utc",
        ));
    }
    let delta = value.sub(times.epoch.bind(py))?;
    let days: i64 = delta.getattr(intern!(py, "days"))?.extract()?;
    let seconds: i64 = delta.getattr(intern!(py, "seconds"))?.extract()?;
    let micros: i32 = delta.getattr(intern!(py, "microseconds"))?.extract()?;
    Ok((days * 86_400 + seconds, micros * 1000))
}

fn duration_from(value: &Bound<'_, PyAny>, json: bool, path: &Path<'_>) -> PyResult<(i64, i32)> {
    let py = value.py();
    if json && let Ok(text) = value.extract::<String>() {
        return parse_duration(&text)
            .ok_or_else(|| path.wrong_value(&format!("expected seconds such as 1.5s, got {text:?}")));
    }
    if !value.is_instance(times(py)?.timedelta.bind(py))? {
        return Err(path.wrong_type("a timedelta", value));
    }
    let days: i64 = value.getattr(intern!(py, "days"))?.extract()?;
    let seconds: i64 = value.getattr(intern!(py, "seconds"))?.extract()?;
    let micros: i64 = value.getattr(intern!(py, "microseconds"))?.extract()?;
    // timedelta keeps the smaller units positive; Duration wants one sign for both.
    let total = (i128::from(days) * 86_400 + i128::from(seconds)) * 1_000_000 + i128::from(micros);
    let whole = i64::try_from(total / 1_000_000).unwrap_or(i64::MAX);
    let rest = i32::try_from(total % 1_000_000).unwrap_or(0);
    if !DURATION_SECONDS.contains(&whole) {
        return Err(path.wrong_value("expected a timedelta of at most 10000 years"));
    }
    Ok((whole, rest * 1000))
}

fn put_struct(value: &Bound<'_, PyAny>, path: &Path<'_>, depth: usize, out: &mut Vec<u8>) -> PyResult<()> {
    let mapping = as_mapping(value, path)?;
    for item in mapping_items(&mapping)? {
        let (key, item) = item?;
        let at = Path::Key(path, &key);
        let Ok(name) = key.cast::<PyString>() else { return Err(at.wrong_type("a str as key", &key)) };
        let name = name.to_str().map_err(|_| at.wrong_value("the key holds a lone surrogate"))?;
        put_tag(out, 1, WireType::Len);
        put_nested(out, |out| {
            put_tag(out, 1, WireType::Len);
            put_len_prefixed(out, name.as_bytes());
            put_tag(out, 2, WireType::Len);
            put_nested(out, |out| put_value(&item, &at, depth + 2, out))
        })?;
    }
    Ok(())
}

fn put_list(value: &Bound<'_, PyAny>, path: &Path<'_>, depth: usize, out: &mut Vec<u8>) -> PyResult<()> {
    for (index, item) in buffers::iterate(value, path)?.enumerate() {
        put_tag(out, 1, WireType::Len);
        put_nested(out, |out| put_value(&item?, &Path::Index(path, index), depth + 1, out))?;
    }
    Ok(())
}

fn put_value(value: &Bound<'_, PyAny>, path: &Path<'_>, depth: usize, out: &mut Vec<u8>) -> PyResult<()> {
    if depth > MAX_DEPTH {
        return Err(path.wrong_value("values nest deeper than 100 levels"));
    }
    if value.is_none() {
        put_tag(out, 1, WireType::Varint);
        put_varint(out, 0);
    } else if let Ok(flag) = value.cast::<PyBool>() {
        put_tag(out, 4, WireType::Varint);
        put_varint(out, u64::from(flag.is_true()));
    } else if let Ok(text) = value.cast::<PyString>() {
        put_tag(out, 3, WireType::Len);
        scalars::Wire::Text(text.clone()).put(out, path)?;
    } else if let Some(number) = number_from(value, path)? {
        put_tag(out, 2, WireType::Fixed64);
        out.extend_from_slice(&number.to_le_bytes());
    } else if value.is_instance_of::<PyList>()
        || value.is_instance_of::<PyTuple>()
        || value.hasattr("__array__")?
    {
        put_tag(out, 6, WireType::Len);
        put_nested(out, |out| put_list(value, path, depth + 1, out))?;
    } else {
        put_tag(out, 5, WireType::Len);
        let mapping = as_mapping(value, path).map_err(|_| {
            path.wrong_type("None, a bool, a number, a str, a list, a dict, a dataclass or a model", value)
        })?;
        put_nested(out, |out| put_struct(&mapping, path, depth + 1, out))?;
    }
    Ok(())
}

fn number_from(value: &Bound<'_, PyAny>, path: &Path<'_>) -> PyResult<Option<f64>> {
    let is_whole = value.is_instance_of::<PyInt>();
    let is_number = is_whole
        || value.is_instance_of::<PyFloat>()
        || (value.hasattr("__float__")? && !value.hasattr("__len__")?);
    if !is_number {
        return Ok(None);
    }
    let number: f64 = value.extract().map_err(|error: PyErr| {
        if error.is_instance_of::<PyOverflowError>(value.py()) {
            path.wrong_value("the int is too large for a double; give it as a str")
        } else {
            path.wrong_type("a number", value)
        }
    })?;
    // Python compares an int with a float exactly.
    if is_whole && !value.eq(number)? {
        return Err(path.wrong_value("ints beyond 2^53 lose digits in a Struct; give it as a str"));
    }
    Ok(Some(number))
}

fn put_mask(value: &Bound<'_, PyAny>, path: &Path<'_>, out: &mut Vec<u8>) -> PyResult<()> {
    let put_one = |text: &str, out: &mut Vec<u8>| {
        put_tag(out, 1, WireType::Len);
        put_len_prefixed(out, text.as_bytes());
    };
    if let Ok(text) = value.extract::<String>() {
        text.split(',').filter(|part| !part.is_empty()).for_each(|part| put_one(&snake(part.trim()), out));
        return Ok(());
    }
    for (index, item) in buffers::iterate(value, path)?.enumerate() {
        let item = item?;
        let text: String = item.extract().map_err(|_| Path::Index(path, index).wrong_type("a str", &item))?;
        put_one(&text, out);
    }
    Ok(())
}

/// `lowerCamel`, as ProtoJSON spells the paths of a mask, to the field's own name.
fn snake(path: &str) -> String {
    let mut name = String::with_capacity(path.len() + 4);
    for character in path.chars() {
        if character.is_ascii_uppercase() {
            name.push('_');
        }
        name.push(character.to_ascii_lowercase());
    }
    name
}

/// The Python value of a message of `google.protobuf`.
pub(crate) fn get<'py>(
    py: Python<'py>,
    special: WellKnown,
    bytes: &[u8],
    path: &Path<'_>,
    depth: usize,
) -> PyResult<Bound<'py, PyAny>> {
    if depth > MAX_DEPTH {
        return Err(path.wrong_value(Malformed::Depth.text()));
    }
    match special {
        WellKnown::Timestamp => get_timestamp(py, bytes, path),
        WellKnown::Duration => get_duration(py, bytes, path),
        WellKnown::Struct => get_struct(py, bytes, path, depth),
        WellKnown::Value => get_value(py, bytes, path, depth),
        WellKnown::ListValue => {
            let list = PyList::empty(py);
            for part in parts(bytes, path)? {
                if let Part { number: 1, payload: Payload::Len(item), .. } = part {
                    list.append(get_value(py, item, path, depth + 1)?)?;
                }
            }
            Ok(list.into_any())
        }
        WellKnown::FieldMask => {
            let list = PyList::empty(py);
            for part in parts(bytes, path)? {
                if let Part { number: 1, payload: Payload::Len(item), .. } = part {
                    list.append(utf8(item, path)?)?;
                }
            }
            Ok(list.into_any())
        }
        WellKnown::Wrapper(scalar) => {
            let mut value = scalars::default(py, scalar);
            for part in parts(bytes, path)? {
                if part.number == 1 && part.wire_type == scalar.wire_type() {
                    value =
                        scalars::to_python(py, scalar, &mut Reader::new(part.raw)).map_err(|f| f.at(path))?;
                }
            }
            Ok(value)
        }
    }
}

/// One field of a small message: its number, the bytes behind its tag, and their meaning.
struct Part<'a> {
    number: u32,
    wire_type: WireType,
    raw: &'a [u8],
    payload: Payload<'a>,
}

enum Payload<'a> {
    Varint(u64),
    Fixed64([u8; 8]),
    Len(&'a [u8]),
    Other,
}

fn parts<'a>(bytes: &'a [u8], path: &Path<'_>) -> PyResult<Vec<Part<'a>>> {
    let mut reader = Reader::new(bytes);
    let mut all = Vec::new();
    let mut read = || -> Result<(), Malformed> {
        while !reader.is_empty() {
            let (number, wire_type) = reader.tag()?;
            let before = reader.remaining();
            let payload = match wire_type {
                WireType::Varint => Payload::Varint(reader.varint()?),
                WireType::Fixed64 => Payload::Fixed64(reader.fixed64()?),
                WireType::Len => Payload::Len(reader.len_prefixed()?),
                other => {
                    reader.skip(number, other, 0)?;
                    Payload::Other
                }
            };
            all.push(Part { number, wire_type, raw: before, payload });
        }
        Ok(())
    };
    read().map_err(|malformed| path.wrong_value(malformed.text()))?;
    Ok(all)
}

fn utf8<'a>(bytes: &'a [u8], path: &Path<'_>) -> PyResult<&'a str> {
    std::str::from_utf8(bytes).map_err(|_| scalars::Failure::Utf8.at(path))
}

fn seconds_and_nanos(bytes: &[u8], path: &Path<'_>) -> PyResult<(i64, i32)> {
    let (mut seconds, mut nanos) = (0, 0);
    for part in parts(bytes, path)? {
        match part {
            Part { number: 1, payload: Payload::Varint(value), .. } => seconds = value.cast_signed(),
            Part { number: 2, payload: Payload::Varint(value), .. } => nanos = scalars::low_i32(value),
            _ => {}
        }
    }
    Ok((seconds, nanos))
}

fn get_timestamp<'py>(py: Python<'py>, bytes: &[u8], path: &Path<'_>) -> PyResult<Bound<'py, PyAny>> {
    let (seconds, nanos) = seconds_and_nanos(bytes, path)?;
    if !TIMESTAMP_SECONDS.contains(&seconds) || !(0..1_000_000_000).contains(&nanos) {
        return Err(path.wrong_value("the timestamp is not in the years 1 to 9999"));
    }
    let times = times(py)?;
    let delta = times.timedelta.bind(py).call1((0, seconds, nanos / 1000))?;
    times.epoch.bind(py).add(delta)
}

fn get_duration<'py>(py: Python<'py>, bytes: &[u8], path: &Path<'_>) -> PyResult<Bound<'py, PyAny>> {
    let (seconds, nanos) = seconds_and_nanos(bytes, path)?;
    let one_sign = seconds == 0 || nanos == 0 || (seconds < 0) == (nanos < 0);
    if !DURATION_SECONDS.contains(&seconds) || nanos.unsigned_abs() >= 1_000_000_000 || !one_sign {
        return Err(path.wrong_value("the duration is longer than 10000 years or of two signs"));
    }
    times(py)?.timedelta.bind(py).call1((0, seconds, nanos / 1000))
}

fn get_struct<'py>(
    py: Python<'py>,
    bytes: &[u8],
    path: &Path<'_>,
    depth: usize,
) -> PyResult<Bound<'py, PyAny>> {
    let dict = PyDict::new(py);
    for part in parts(bytes, path)? {
        let Part { number: 1, payload: Payload::Len(entry), .. } = part else { continue };
        let (mut key, mut value) = ("", Vec::new());
        for part in parts(entry, path)? {
            match part {
                Part { number: 1, payload: Payload::Len(text), .. } => key = utf8(text, path)?,
                Part { number: 2, payload: Payload::Len(raw), .. } => value.extend_from_slice(raw),
                _ => {}
            }
        }
        dict.set_item(key, get_value(py, &value, path, depth + 2)?)?;
    }
    Ok(dict.into_any())
}

fn get_value<'py>(
    py: Python<'py>,
    bytes: &[u8],
    path: &Path<'_>,
    depth: usize,
) -> PyResult<Bound<'py, PyAny>> {
    if depth > MAX_DEPTH {
        return Err(path.wrong_value(Malformed::Depth.text()));
    }
    // One oneof: the last member wins, and a message that comes in pieces is the pieces joined.
    let mut current: Option<(u32, Part<'_>)> = None;
    let mut joined: Vec<u8> = Vec::new();
    for part in parts(bytes, path)? {
        if !(1..=6).contains(&part.number) {
            continue;
        }
        let number = part.number;
        if current.as_ref().is_none_or(|(previous, _)| *previous != number) {
            joined.clear();
        }
        if let (5 | 6, Payload::Len(raw)) = (number, &part.payload) {
            joined.extend_from_slice(raw);
        }
        current = Some((number, part));
    }
    let Some((number, part)) = current else { return Ok(py.None().into_bound(py)) };
    Ok(match (number, part.payload) {
        (2, Payload::Fixed64(raw)) => PyFloat::new(py, f64::from_le_bytes(raw)).into_any(),
        (3, Payload::Len(text)) => PyString::new(py, utf8(text, path)?).into_any(),
        (4, Payload::Varint(flag)) => PyBool::new(py, flag != 0).to_owned().into_any(),
        (5, Payload::Len(_)) => get_struct(py, &joined, path, depth + 1)?,
        (6, Payload::Len(_)) => get(py, WellKnown::ListValue, &joined, path, depth + 1)?,
        _ => py.None().into_bound(py),
    })
}
