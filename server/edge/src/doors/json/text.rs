//! JSON text to a JSON value, more strictly than most readers: a member that stands twice is refused, and what is no
//! JSON is named by its path.

use std::cell::{Cell, RefCell};
use std::fmt;

use serde::de::{DeserializeSeed, Deserializer, Error as _, MapAccess, SeqAccess, Visitor};
use serde_json::{Map, Number, Value as Json};

/// Deeper nesting is refused; serde_json stops there to keep its stack.
const DEEPEST: usize = 127;
/// Longest piece of the text that a refusal shows.
const SHOWN: usize = 24;

/// One step of a path through JSON.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Step {
    Member(String),
    Item(usize),
}

/// Why a text is no JSON value, and where.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Fault {
    /// A member stands twice in its object.
    Twice(Vec<Step>),
    /// A number too large for a double.
    TooLarge(Vec<Step>),
    /// Anything else, with what was expected.
    Syntax(Vec<Step>, String),
}

/// Reads a whole text.
pub(super) fn parse(text: &[u8]) -> Result<Json, Fault> {
    let reader = Reader { path: RefCell::default(), twice: Cell::new(false) };
    let mut deserializer = serde_json::Deserializer::from_slice(text);
    let read = Item(&reader).deserialize(&mut deserializer);
    let outcome = read.and_then(|value| deserializer.end().map(|()| value));
    outcome.map_err(|error| {
        let path = reader.path.take();
        if reader.twice.get() {
            return Fault::Twice(path);
        }
        if std::str::from_utf8(text).is_err() {
            return Fault::Syntax(Vec::new(), "expected UTF-8".to_owned());
        }
        if path.len() >= DEEPEST {
            return Fault::Syntax(Vec::new(), format!("expected at most {DEEPEST} levels of nesting"));
        }
        let at = offset(text, error.line(), error.column());
        let rest = String::from_utf8_lossy(text.get(at..).unwrap_or_default());
        let word: String = rest.chars().take_while(|letter| is_word(*letter)).take(SHOWN).collect();
        // The one fault that serde_json reports at the end of a number that is well formed.
        if is_number_before(text, at) && !error.is_eof() && is_large(text, at) {
            return Fault::TooLarge(path);
        }
        let place = format!("at line {}, column {}", error.line(), error.column());
        let found = match word.as_str() {
            _ if error.is_eof() => "the end of the text".to_owned(),
            "" => rest.chars().next().map_or_else(|| "the end of the text".to_owned(), |c| format!("{c:?}")),
            word => word.to_owned(),
        };
        Fault::Syntax(path, format!("expected JSON {place}, found {found}"))
    })
}

fn is_word(letter: char) -> bool {
    letter.is_ascii_alphanumeric() || "+-._".contains(letter)
}

/// Where in the text a line and a column, both from 1, are; the column counts bytes.
fn offset(text: &[u8], line: usize, column: usize) -> usize {
    let mut start = 0;
    for _ in 1..line {
        start += text
            .get(start..)
            .and_then(|rest| rest.iter().position(|&byte| byte == b'\n'))
            .map_or(0, |at| at + 1);
    }
    let word_start = |mut at: usize| {
        while at > start && text.get(at - 1).is_some_and(|&byte| is_word(char::from(byte))) {
            at -= 1;
        }
        at
    };
    word_start((start + column).saturating_sub(1).min(text.len()))
}

fn number_at(text: &[u8], at: usize) -> &[u8] {
    let rest = text.get(at..).unwrap_or_default();
    let end = rest.iter().position(|&byte| !is_word(char::from(byte))).unwrap_or(rest.len());
    rest.get(..end).unwrap_or_default()
}

fn is_number_before(text: &[u8], at: usize) -> bool {
    let digits = number_at(text, at);
    let unsigned = digits.strip_prefix(b"-").unwrap_or(digits);
    unsigned.first().is_some_and(u8::is_ascii_digit)
        && unsigned.iter().all(|byte| byte.is_ascii_digit() || b".eE+-".contains(byte))
}

fn is_large(text: &[u8], at: usize) -> bool {
    let number = std::str::from_utf8(number_at(text, at)).ok().and_then(|text| text.parse::<f64>().ok());
    number.is_some_and(f64::is_infinite)
}

/// What one reading knows: the path it is at, which stays where it was when reading fails.
struct Reader {
    path: RefCell<Vec<Step>>,
    twice: Cell<bool>,
}

struct Item<'a>(&'a Reader);

impl<'de> DeserializeSeed<'de> for Item<'_> {
    type Value = Json;

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<Json, D::Error> {
        deserializer.deserialize_any(self)
    }
}

impl<'de> Visitor<'de> for Item<'_> {
    type Value = Json;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a JSON value")
    }

    fn visit_unit<E>(self) -> Result<Json, E> {
        Ok(Json::Null)
    }

    fn visit_bool<E>(self, value: bool) -> Result<Json, E> {
        Ok(Json::Bool(value))
    }

    fn visit_i64<E>(self, value: i64) -> Result<Json, E> {
        Ok(value.into())
    }

    fn visit_u64<E>(self, value: u64) -> Result<Json, E> {
        Ok(value.into())
    }

    fn visit_f64<E>(self, value: f64) -> Result<Json, E> {
        Ok(Number::from_f64(value).map_or(Json::Null, Json::Number))
    }

    fn visit_str<E>(self, value: &str) -> Result<Json, E> {
        Ok(value.into())
    }

    fn visit_string<E>(self, value: String) -> Result<Json, E> {
        Ok(value.into())
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut items: A) -> Result<Json, A::Error> {
        let mut list = Vec::new();
        loop {
            self.0.path.borrow_mut().push(Step::Item(list.len()));
            let item = items.next_element_seed(Item(self.0))?;
            self.0.path.borrow_mut().pop();
            match item {
                Some(item) => list.push(item),
                None => return Ok(Json::Array(list)),
            }
        }
    }

    fn visit_map<A: MapAccess<'de>>(self, mut members: A) -> Result<Json, A::Error> {
        let mut object = Map::new();
        while let Some(name) = members.next_key::<String>()? {
            self.0.path.borrow_mut().push(Step::Member(name.clone()));
            if object.contains_key(&name) {
                self.0.twice.set(true);
                return Err(A::Error::custom("a member stands twice"));
            }
            let value = members.next_value_seed(Item(self.0))?;
            self.0.path.borrow_mut().pop();
            object.insert(name, value);
        }
        Ok(Json::Object(object))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn member(name: &str) -> Step {
        Step::Member(name.to_owned())
    }

    #[test]
    fn what_serde_json_reads_is_read_the_same() {
        for text in
            ["null", "[1, -2, 3.5, 1e300, 18446744073709551615]", r#"{"a": {"b": [true, "\u0000ž"]}}"#]
        {
            assert_eq!(parse(text.as_bytes()), Ok(serde_json::from_str(text).unwrap()), "{text}");
        }
    }

    #[test]
    fn a_member_that_stands_twice_is_named() {
        let path = |text: &str| match parse(text.as_bytes()) {
            Err(Fault::Twice(path)) => path,
            other => panic!("{text}: {other:?}"),
        };
        assert_eq!(path(r#"{"a": 1, "a": 1}"#), [member("a")]);
        assert_eq!(
            path(r#"{"r": [{}, {"s": {"x": 1, "\u0078": 2}}]}"#),
            [member("r"), Step::Item(1), member("s"), member("x")]
        );
    }

    #[test]
    fn a_number_too_large_for_a_double_is_named_with_its_index() {
        for number in ["1e999", "-1e999", "1E+400", &"9".repeat(400)] {
            let text = format!(r#"{{"timeSeries": [1, 2, 3, {number}, 5]}}"#);
            let expected = Fault::TooLarge(vec![member("timeSeries"), Step::Item(3)]);
            assert_eq!(parse(text.as_bytes()), Err(expected), "{number}");
        }
    }

    #[test]
    fn what_is_no_json_is_shown_with_its_place() {
        for (text, path, found) in [
            (r#"{"x": [1, NaN]}"#, vec![member("x"), Step::Item(1)], "NaN"),
            (r#"{"x": [1, -Infinity]}"#, vec![member("x"), Step::Item(1)], "-Infinity"),
            (r#"{"x": None}"#, vec![member("x")], "None"),
            (r#"{"x": 'a'}"#, vec![member("x")], "'"),
            (r#"{"x": [1, 2"#, vec![member("x")], "the end"),
            (r#"{"x": 1} 2"#, vec![], "2"),
            ("{a: 1}", vec![], "a"),
        ] {
            match parse(text.as_bytes()) {
                Err(Fault::Syntax(at, expected)) => {
                    assert!(at.starts_with(&path), "{text}: {at:?}");
                    assert!(expected.contains(found), "{text}: {expected}");
                }
                other => panic!("{text}: {other:?}"),
            }
        }
        assert!(matches!(parse(b"\"\xff\""), Err(Fault::Syntax(_, expected)) if expected.contains("UTF-8")));
        let deep = "[".repeat(100_000);
        assert!(matches!(parse(deep.as_bytes()), Err(Fault::Syntax(_, text)) if text.contains("nesting")));
    }
}
