//! Python values to wire scalars and back.

use base64::Engine as _;
use base64::alphabet::STANDARD as STANDARD_ALPHABET;
use base64::engine::{DecodePaddingMode, GeneralPurpose, GeneralPurposeConfig};
use pyo3::exceptions::PyOverflowError;
use pyo3::prelude::*;
use pyo3::types::{PyBool, PyByteArray, PyBytes, PyFloat, PyInt, PyMemoryView, PyString};

use super::path::Path;
use super::table::{EnumTable, Scalar};
use super::wire::{Malformed, Reader, WireType, put_len_prefixed, put_varint, unzigzag, zigzag};

/// A scalar as it stands on the wire.
pub(crate) enum Wire<'py> {
    Varint(u64),
    Fixed32([u8; 4]),
    Fixed64([u8; 8]),
    Text(Bound<'py, PyString>),
    Bytes(Vec<u8>),
}

impl Wire<'_> {
    /// Whether this is the value that a field without presence does not write. Minus zero is not.
    pub(crate) fn is_default(&self) -> bool {
        match self {
            Self::Varint(value) => *value == 0,
            Self::Fixed32(bytes) => *bytes == [0; 4],
            Self::Fixed64(bytes) => *bytes == [0; 8],
            Self::Text(text) => text.is_empty().unwrap_or(false),
            Self::Bytes(bytes) => bytes.is_empty(),
        }
    }

    pub(crate) fn put(&self, out: &mut Vec<u8>, path: &Path<'_>) -> PyResult<()> {
        match self {
            Self::Varint(value) => put_varint(out, *value),
            Self::Fixed32(bytes) => out.extend_from_slice(bytes),
            Self::Fixed64(bytes) => out.extend_from_slice(bytes),
            Self::Text(text) => {
                let text = text
                    .to_str()
                    .map_err(|_| path.wrong_value("the text holds a lone surrogate, which UTF-8 cannot"))?;
                put_len_prefixed(out, text.as_bytes());
            }
            Self::Bytes(bytes) => put_len_prefixed(out, bytes),
        }
        Ok(())
    }
}

impl Scalar {
    pub(crate) fn wire_type(self) -> WireType {
        match self {
            Self::Double | Self::Fixed64 | Self::Sfixed64 => WireType::Fixed64,
            Self::Float | Self::Fixed32 | Self::Sfixed32 => WireType::Fixed32,
            Self::String | Self::Bytes => WireType::Len,
            _ => WireType::Varint,
        }
    }

    /// The least and the greatest value of an integer type.
    fn range(self) -> Option<(i128, i128)> {
        Some(match self {
            Self::Int32 | Self::Sint32 | Self::Sfixed32 => (i32::MIN.into(), i32::MAX.into()),
            Self::Int64 | Self::Sint64 | Self::Sfixed64 => (i64::MIN.into(), i64::MAX.into()),
            Self::Uint32 | Self::Fixed32 => (0, u32::MAX.into()),
            Self::Uint64 | Self::Fixed64 => (0, u64::MAX.into()),
            _ => return None,
        })
    }

    /// What an error text says a value should be.
    pub(crate) fn expected(self) -> String {
        match (self, self.range()) {
            (_, Some((least, greatest))) => format!("an int from {least} to {greatest}"),
            (Self::Double | Self::Float, _) => "a float".to_owned(),
            (Self::Bool, _) => "a bool".to_owned(),
            (Self::String, _) => "a str".to_owned(),
            _ => "bytes".to_owned(),
        }
    }
}

/// Puts an integer that is known to be in range.
fn integer(scalar: Scalar, value: i128) -> Wire<'static> {
    let bytes = value.to_le_bytes();
    let low32 = [bytes[0], bytes[1], bytes[2], bytes[3]];
    let low64 = [bytes[0], bytes[1], bytes[2], bytes[3], bytes[4], bytes[5], bytes[6], bytes[7]];
    match scalar {
        Scalar::Fixed32 | Scalar::Sfixed32 => Wire::Fixed32(low32),
        Scalar::Fixed64 | Scalar::Sfixed64 => Wire::Fixed64(low64),
        Scalar::Sint32 | Scalar::Sint64 => Wire::Varint(zigzag(i64::from_le_bytes(low64))),
        _ => Wire::Varint(u64::from_le_bytes(low64)),
    }
}

/// Checks the range of an integer and gives its wire form.
pub(crate) fn checked_integer(scalar: Scalar, value: i128, path: &Path<'_>) -> PyResult<Wire<'static>> {
    match scalar.range() {
        Some((least, greatest)) if (least..=greatest).contains(&value) => Ok(integer(scalar, value)),
        _ => Err(path.wrong_value(&format!("expected {}, got {value}", scalar.expected()))),
    }
}

/// Puts a float in the width of the field.
#[expect(clippy::cast_possible_truncation, reason = "a float field rounds; overflow is refused before")]
pub(crate) fn float(scalar: Scalar, value: f64, path: &Path<'_>) -> PyResult<Wire<'static>> {
    if scalar == Scalar::Double {
        return Ok(Wire::Fixed64(value.to_le_bytes()));
    }
    let narrow = value as f32;
    if narrow.is_infinite() && value.is_finite() {
        return Err(path.wrong_value(&format!("expected a float of 32 bits, got {value:?}")));
    }
    Ok(Wire::Fixed32(narrow.to_le_bytes()))
}

/// The wire form of a Python value. With `json`, the spellings of ProtoJSON are taken as well.
pub(crate) fn from_python<'py>(
    scalar: Scalar,
    value: &Bound<'py, PyAny>,
    json: bool,
    path: &Path<'_>,
) -> PyResult<Wire<'py>> {
    match scalar {
        Scalar::Double | Scalar::Float => float(scalar, float_from(value, json, path)?, path),
        Scalar::Bool => bool_from(value, path).map(|value| Wire::Varint(u64::from(value))),
        Scalar::String => match value.cast::<PyString>() {
            Ok(text) => Ok(Wire::Text(text.clone())),
            Err(_) => Err(path.wrong_type("a str", value)),
        },
        Scalar::Bytes => bytes_from(value, json, path).map(Wire::Bytes),
        _ => checked_integer(scalar, int_from(scalar, value, json, path)?, path),
    }
}

fn bool_from(value: &Bound<'_, PyAny>, path: &Path<'_>) -> PyResult<bool> {
    // numpy's bool is no subclass of bool; extract() knows it.
    value.extract().map_err(|_| path.wrong_type("a bool", value))
}

fn float_from(value: &Bound<'_, PyAny>, json: bool, path: &Path<'_>) -> PyResult<f64> {
    if let Ok(float) = value.cast_exact::<PyFloat>() {
        return Ok(float.value());
    }
    if value.is_instance_of::<PyBool>() {
        return Err(path.wrong_type("a float", value));
    }
    if json && let Ok(text) = value.extract::<String>() {
        return match text.as_str() {
            "NaN" => Ok(f64::NAN),
            "Infinity" => Ok(f64::INFINITY),
            "-Infinity" => Ok(f64::NEG_INFINITY),
            other => match other.parse::<f64>() {
                Ok(value) if value.is_finite() => Ok(value),
                _ => Err(path.wrong_value(&format!("expected a number, got {other:?}"))),
            },
        };
    }
    value.extract().map_err(|error: PyErr| {
        if error.is_instance_of::<PyOverflowError>(value.py()) {
            path.wrong_value("expected a float, got an int that is too large for one")
        } else {
            path.wrong_type("a float", value)
        }
    })
}

fn int_from(scalar: Scalar, value: &Bound<'_, PyAny>, json: bool, path: &Path<'_>) -> PyResult<i128> {
    if value.is_instance_of::<PyBool>() {
        return Err(path.wrong_type("an int", value));
    }
    if json {
        if let Ok(text) = value.extract::<String>() {
            return text.parse().map_err(|_| path.wrong_value(&format!("expected an int, got {text:?}")));
        }
        if let Ok(float) = value.cast::<PyFloat>() {
            return whole(float.value())
                .ok_or_else(|| path.wrong_value(&format!("expected an int, got {}", float.value())));
        }
    }
    let narrow: PyResult<i64> = value.extract();
    match narrow {
        Ok(narrow) => Ok(narrow.into()),
        Err(error) if error.is_instance_of::<PyOverflowError>(value.py()) => {
            value.extract::<u64>().map(i128::from).map_err(|_| {
                path.wrong_value(&format!("expected {}, got one of more digits", scalar.expected()))
            })
        }
        Err(_) => Err(path.wrong_type("an int", value)),
    }
}

/// A float without fraction as an integer.
#[expect(clippy::cast_possible_truncation, reason = "the value is whole and below 2^64")]
fn whole(value: f64) -> Option<i128> {
    (value.fract() == 0.0 && value.abs() <= 18_446_744_073_709_551_616.0).then_some(value as i128)
}

fn bytes_from(value: &Bound<'_, PyAny>, json: bool, path: &Path<'_>) -> PyResult<Vec<u8>> {
    if let Ok(bytes) = value.cast::<PyBytes>() {
        return Ok(bytes.as_bytes().to_vec());
    }
    if json && let Ok(text) = value.extract::<String>() {
        return from_base64(&text).ok_or_else(|| path.wrong_value("expected base64"));
    }
    if value.is_instance_of::<PyByteArray>() || value.is_instance_of::<PyMemoryView>() {
        let copied = PyMemoryView::from(value)?.call_method0("tobytes")?;
        return Ok(copied.cast::<PyBytes>()?.as_bytes().to_vec());
    }
    Err(path.wrong_type("bytes", value))
}

/// Standard or URL-safe alphabet, padded or not, as ProtoJSON demands of readers.
fn from_base64(text: &str) -> Option<Vec<u8>> {
    let config = GeneralPurposeConfig::new().with_decode_padding_mode(DecodePaddingMode::Indifferent);
    let plain: String = text
        .chars()
        .map(|character| match character {
            '-' => '+',
            '_' => '/',
            other => other,
        })
        .collect();
    GeneralPurpose::new(&STANDARD_ALPHABET, config).decode(plain).ok()
}

/// The number of an enum value given as member, number or name.
pub(crate) fn enum_from(table: &EnumTable, value: &Bound<'_, PyAny>, path: &Path<'_>) -> PyResult<i32> {
    let py = value.py();
    let expected = || format!("{} or one of its names", table.name);
    if let Ok(name) = value.cast::<PyString>() {
        let name = name.to_string_lossy();
        return table.number(&name).ok_or_else(|| {
            path.wrong_value(&format!("expected one of {}, got {:?}", table.choices(), &*name))
        });
    }
    let foreign = value.is_instance_of::<PyBool>()
        || !value.is_instance_of::<PyInt>()
        || (value.hasattr("__proto_prefix__")? && !value.is_instance(table.class.bind(py))?);
    if foreign {
        return Err(path.wrong_type(&expected(), value));
    }
    value.extract().map_err(|_| path.wrong_value("expected an enum number that fits 32 bits"))
}

/// Reads one scalar off the wire as a Python value.
pub(crate) fn to_python<'py>(
    py: Python<'py>,
    scalar: Scalar,
    reader: &mut Reader<'_>,
) -> Result<Bound<'py, PyAny>, Failure> {
    Ok(match scalar {
        Scalar::Double => PyFloat::new(py, f64::from_le_bytes(reader.fixed64()?)).into_any(),
        Scalar::Float => PyFloat::new(py, f32::from_le_bytes(reader.fixed32()?).into()).into_any(),
        Scalar::Fixed32 => int(py, u32::from_le_bytes(reader.fixed32()?)),
        Scalar::Sfixed32 => int(py, i32::from_le_bytes(reader.fixed32()?)),
        Scalar::Fixed64 => int(py, u64::from_le_bytes(reader.fixed64()?)),
        Scalar::Sfixed64 => int(py, i64::from_le_bytes(reader.fixed64()?)),
        Scalar::Int32 => int(py, low_i32(reader.varint()?)),
        Scalar::Int64 => int(py, reader.varint()?.cast_signed()),
        Scalar::Uint32 => int(py, low_i32(reader.varint()?).cast_unsigned()),
        Scalar::Uint64 => int(py, reader.varint()?),
        Scalar::Sint32 => {
            int(py, low_i32(unzigzag(u64::from(low_i32(reader.varint()?).cast_unsigned())).cast_unsigned()))
        }
        Scalar::Sint64 => int(py, unzigzag(reader.varint()?)),
        Scalar::Bool => PyBool::new(py, reader.varint()? != 0).to_owned().into_any(),
        Scalar::String => {
            let text = std::str::from_utf8(reader.len_prefixed()?).map_err(|_| Failure::Utf8)?;
            PyString::new(py, text).into_any()
        }
        Scalar::Bytes => PyBytes::new(py, reader.len_prefixed()?).into_any(),
    })
}

/// Why a value could not be read.
pub(crate) enum Failure {
    Malformed(Malformed),
    Utf8,
}

impl From<Malformed> for Failure {
    fn from(malformed: Malformed) -> Self {
        Self::Malformed(malformed)
    }
}

impl Failure {
    pub(crate) fn at(&self, path: &Path<'_>) -> PyErr {
        path.wrong_value(match self {
            Self::Malformed(malformed) => malformed.text(),
            Self::Utf8 => "the text is not UTF-8",
        })
    }
}

/// The low 32 bits of a varint, as every protobuf runtime reads a 32-bit field.
#[expect(clippy::cast_possible_truncation, reason = "protobuf drops the high bits")]
pub(crate) fn low_i32(value: u64) -> i32 {
    value as i32
}

fn int<'py, T>(py: Python<'py>, value: T) -> Bound<'py, PyAny>
where
    T: IntoPyObject<'py, Target = PyInt, Output = Bound<'py, PyInt>, Error = std::convert::Infallible>,
{
    let Ok(value) = value.into_pyobject(py);
    value.into_any()
}

/// The value of a field that the wire does not mention.
pub(crate) fn default(py: Python<'_>, scalar: Scalar) -> Bound<'_, PyAny> {
    match scalar {
        Scalar::Double | Scalar::Float => PyFloat::new(py, 0.0).into_any(),
        Scalar::Bool => PyBool::new(py, false).to_owned().into_any(),
        Scalar::String => PyString::new(py, "").into_any(),
        Scalar::Bytes => PyBytes::new(py, b"").into_any(),
        _ => int(py, 0),
    }
}
