//! The two attributes that are read, under the names that identity providers give them.

use crate::ns;
use crate::xml::Element;

/// Longer values are left unread.
const LONGEST: usize = 320;

const EMAIL: &[&str] = &[
    "urn:oid:0.9.2342.19200300.100.1.3",
    "http://schemas.xmlsoap.org/ws/2005/05/identity/claims/emailaddress",
    "mail",
    "email",
    "emailAddress",
    "emailaddress",
];

const DISPLAY_NAME: &[&str] = &[
    "urn:oid:2.16.840.1.113730.3.1.241",
    "http://schemas.microsoft.com/identity/claims/displayname",
    "displayName",
    "display_name",
    "urn:oid:2.5.4.3",
    "cn",
    "name",
];

const GIVEN_NAME: &[&str] = &[
    "urn:oid:2.5.4.42",
    "http://schemas.xmlsoap.org/ws/2005/05/identity/claims/givenname",
    "givenName",
    "firstName",
    "first_name",
];

const SURNAME: &[&str] = &[
    "urn:oid:2.5.4.4",
    "http://schemas.xmlsoap.org/ws/2005/05/identity/claims/surname",
    "sn",
    "surname",
    "lastName",
    "last_name",
];

pub(crate) struct Attributes {
    pub(crate) email: Option<String>,
    pub(crate) display_name: Option<String>,
}

pub(crate) fn read(assertion: &Element) -> Attributes {
    let full = || match (value(assertion, GIVEN_NAME), value(assertion, SURNAME)) {
        (Some(given), Some(surname)) => Some(format!("{given} {surname}")),
        (one, other) => one.or(other),
    };
    Attributes {
        email: value(assertion, EMAIL).filter(|email| email.contains('@')),
        display_name: value(assertion, DISPLAY_NAME).or_else(full),
    }
}

/// The first value of the first of these names that has one.
fn value(assertion: &Element, names: &[&str]) -> Option<String> {
    let statements: Vec<&Element> = assertion.all(ns::ASSERTION, "AttributeStatement").collect();
    names.iter().find_map(|name| {
        statements
            .iter()
            .flat_map(|statement| statement.all(ns::ASSERTION, "Attribute"))
            .filter(|attribute| attribute.attribute("Name") == Some(*name))
            .flat_map(|attribute| attribute.all(ns::ASSERTION, "AttributeValue"))
            .filter_map(Element::text)
            .find(|text| !text.is_empty() && text.len() <= LONGEST && !text.contains(char::is_control))
            .map(str::to_owned)
    })
}
