use std::fmt;

use pyo3::exceptions::{PyTypeError, PyValueError};
use pyo3::prelude::*;
use pyo3::types::PyType;

/// Where in a message a value stands; written out only when something is wrong there.
#[derive(Clone, Copy)]
pub(crate) enum Path<'a> {
    /// The message itself, by the name of its class.
    Root(&'a str),
    Field(&'a Path<'a>, &'a str),
    Index(&'a Path<'a>, usize),
    Key(&'a Path<'a>, &'a Bound<'a, PyAny>),
}

impl fmt::Display for Path<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            // The fields of the message itself go without its name.
            Self::Root(name) | Self::Field(Path::Root(_), name) => f.write_str(name),
            Self::Field(parent, name) => write!(f, "{parent}.{name}"),
            Self::Index(parent, index) => write!(f, "{parent}[{index}]"),
            Self::Key(parent, key) => match key.repr() {
                Ok(repr) => write!(f, "{parent}[{repr}]"),
                Err(_) => write!(f, "{parent}[?]"),
            },
        }
    }
}

impl Path<'_> {
    /// A `TypeError`: the value is of a type that does not fit.
    pub(crate) fn wrong_type(&self, expected: &str, got: &Bound<'_, PyAny>) -> PyErr {
        PyTypeError::new_err(format!("{self}: expected {expected}, got {}", type_name(got)))
    }

    /// A `ValueError`: the type fits, the value does not.
    pub(crate) fn wrong_value(&self, what: &str) -> PyErr {
        PyValueError::new_err(format!("{self}: {what}"))
    }
}

/// The name of the type of a value, as error texts show it.
pub(crate) fn type_name(value: &Bound<'_, PyAny>) -> String {
    if value.is_none() {
        return "None".to_owned();
    }
    class_name(&value.get_type())
}

pub(crate) fn class_name(class: &Bound<'_, PyType>) -> String {
    class.name().map_or_else(|_| "?".to_owned(), |name| name.to_string())
}
