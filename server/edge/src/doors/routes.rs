//! The table of REST paths, and how path and query values become JSON.

use std::collections::HashMap;
use std::sync::Arc;

use omni_contract::{Contract, HttpBinding, Method, Segment};
use omni_kernel::Error;
use percent_encoding::percent_decode_str;
use prost_reflect::{FieldDescriptor, Kind, MessageDescriptor};
use serde_json::{Map, Value as Json};

use super::json::field_of;

/// A REST binding and the method behind it.
#[derive(Debug, Clone)]
pub(crate) struct Route {
    pub(crate) method: Arc<Method>,
    pub(crate) binding: HttpBinding,
}

/// A route that matched, with the values from the path in the order of the template.
pub(crate) struct Match<'a> {
    pub(crate) route: &'a Route,
    pub(crate) values: Vec<(String, String)>,
}

/// What a path leads to.
pub(crate) enum Found<'a> {
    Route(Match<'a>),
    /// The path is served with these verbs only.
    OtherVerbs(Vec<&'static str>),
    Nothing,
}

/// All REST paths of the contract, as a tree of segments.
#[derive(Debug, Default)]
pub(crate) struct Routes {
    root: Node,
    /// As they stand in the contract.
    paths: Vec<String>,
}

/// Longer paths are not compared with others: it is no slip, and would take time.
const LONGEST_SLIP: usize = 100;
/// Letters that a slip changes at most.
const MOST_CHANGES: usize = 3;

#[derive(Debug, Default)]
struct Node {
    literals: HashMap<String, Node>,
    field: Option<Box<Node>>,
    /// By verb and custom verb.
    routes: Vec<Route>,
}

impl Routes {
    pub(crate) fn of(contract: &Contract) -> Self {
        let mut routes = Self::default();
        for method in contract.methods() {
            for binding in method.bindings() {
                let mut node = &mut routes.root;
                for segment in &binding.segments {
                    node = match segment {
                        Segment::Literal(text) => node.literals.entry(text.clone()).or_default(),
                        Segment::Field(_) => node.field.get_or_insert_default(),
                    };
                }
                routes.paths.push(binding.template.clone());
                node.routes.push(Route { method: Arc::clone(method), binding: binding.clone() });
            }
        }
        routes
    }

    /// `; did you mean …?`, where a path is a slip of the keyboard away or has the same last word.
    pub(crate) fn hint(&self, path: &str) -> String {
        if path.len() > LONGEST_SLIP {
            return String::new();
        }
        let last = |path: &str| path.rsplit('/').next().unwrap_or_default().to_owned();
        let own = last(path);
        let near = self.paths.iter().filter_map(|known| {
            let changes = strsim::damerau_levenshtein(path, known);
            (changes <= MOST_CHANGES || (own.len() > MOST_CHANGES && own == last(known)))
                .then_some((changes, known))
        });
        near.min().map(|(_, known)| format!("; did you mean {known}?")).unwrap_or_default()
    }

    /// The route of a verb and a path as it stands in the request line, without its query.
    pub(crate) fn find(&self, verb: &str, path: &str) -> Found<'_> {
        let Some(path) = path.strip_prefix('/') else { return Found::Nothing };
        let (path, custom) = match path.rsplit_once(':') {
            Some((path, custom)) if !custom.contains('/') => (path, Some(custom)),
            _ => (path, None),
        };
        let segments: Vec<&str> = path.split('/').collect();
        let mut values = Vec::new();
        let Some(node) = descend(&self.root, &segments, &mut values) else { return Found::Nothing };
        let here: Vec<_> =
            node.routes.iter().filter(|route| route.binding.custom_verb.as_deref() == custom).collect();
        if here.is_empty() {
            return Found::Nothing;
        }
        let Some(route) = here.iter().find(|route| route.binding.verb.as_str() == verb) else {
            return Found::OtherVerbs(here.iter().map(|route| route.binding.verb.as_str()).collect());
        };
        let fields = route.binding.segments.iter().filter_map(|segment| match segment {
            Segment::Field(name) => Some(name.clone()),
            Segment::Literal(_) => None,
        });
        Found::Route(Match { route, values: fields.zip(values).collect() })
    }
}

fn descend<'a>(node: &'a Node, segments: &[&str], values: &mut Vec<String>) -> Option<&'a Node> {
    let Some((first, rest)) = segments.split_first() else {
        return (!node.routes.is_empty()).then_some(node);
    };
    let depth = values.len();
    if let Some(found) = node.literals.get(*first).and_then(|next| descend(next, rest, values)) {
        return Some(found);
    }
    values.truncate(depth);
    let next = node.field.as_deref().filter(|_| !first.is_empty())?;
    values.push(percent_decode_str(first).decode_utf8_lossy().into_owned());
    descend(next, rest, values)
}

/// The parameters of a query in their order, decoded as forms encode them.
pub(crate) fn query(query: &str) -> Vec<(String, String)> {
    let decode = |text: &str| percent_decode_str(&text.replace('+', " ")).decode_utf8_lossy().into_owned();
    let pairs = query.split('&').filter(|pair| !pair.is_empty());
    pairs
        .map(|pair| pair.split_once('=').unwrap_or((pair, "")))
        .map(|(key, value)| (decode(key), decode(value)))
        .collect()
}

/// Puts a value from the path or the query where its field path says, as JSON of the field's kind. Lists grow; a name
/// that is no field stays as it is, to be refused with the others.
///
/// # Errors
/// INVALID_FIELD for a field that has a value already.
pub(crate) fn place(
    object: &mut Map<String, Json>,
    message: &MessageDescriptor,
    path: &str,
    text: String,
) -> Result<(), Error> {
    let (name, rest) = path.split_once('.').map_or((path, None), |(name, rest)| (name, Some(rest)));
    let Some(field) = field_of(message, name) else {
        object.insert(path.to_owned(), Json::String(text));
        return Ok(());
    };
    let key = if object.contains_key(field.name()) { field.name() } else { field.json_name() }.to_owned();
    match (rest, field.kind()) {
        (Some(rest), Kind::Message(inner)) if !field.is_list() && !field.is_map() => {
            let slot = object.entry(key).or_insert_with(|| Json::Object(Map::new()));
            if let Some(object) = slot.as_object_mut() {
                place(object, &inner, rest, text)?;
            }
        }
        (Some(_), _) => {
            object.insert(path.to_owned(), Json::String(text));
        }
        (None, _) if field.is_list() => {
            let slot = object.entry(key).or_insert_with(|| Json::Array(Vec::new()));
            if let Some(items) = slot.as_array_mut() {
                items.push(scalar(&field, text));
            }
        }
        (None, _) => {
            if object.insert(key, scalar(&field, text)).is_some() {
                return Err(Error::invalid_field(field.name(), "must be given once only"));
            }
        }
    }
    Ok(())
}

/// The JSON of one value; what does not parse stays text, so that reading the message names the field.
fn scalar(field: &FieldDescriptor, text: String) -> Json {
    match field.kind() {
        Kind::Bool if text == "true" || text.is_empty() => Json::Bool(true),
        Kind::Bool if text == "false" => Json::Bool(false),
        Kind::Enum(_) | Kind::Int32 | Kind::Sint32 | Kind::Uint32 | Kind::Fixed32 | Kind::Sfixed32 => {
            text.parse::<i64>().map_or(Json::String(text), Json::from)
        }
        Kind::Double | Kind::Float => {
            let number = text.parse::<f64>().ok().and_then(serde_json::Number::from_f64);
            number.map_or(Json::String(text), Json::Number)
        }
        _ => Json::String(text),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_wrong_path_gets_the_one_that_was_meant_and_no_other() {
        let known =
            ["/api/v1/ai-intelligence/forecast", "/api/v1/ai-intelligence/forecast-batch", "/api/v1/tenants"];
        let routes = Routes { paths: known.map(str::to_owned).into(), ..Routes::default() };
        for (path, meant) in [
            ("/api/v1/ai-intelligence/forcast", "; did you mean /api/v1/ai-intelligence/forecast?"),
            ("/api/v1/forecast", "; did you mean /api/v1/ai-intelligence/forecast?"),
            ("/forecast", "; did you mean /api/v1/ai-intelligence/forecast?"),
            ("/api/v1/tenant", "; did you mean /api/v1/tenants?"),
            ("/api/v1/nothing", ""),
            ("/wp-admin/setup.php", ""),
            ("/", ""),
        ] {
            assert_eq!(routes.hint(path), meant, "{path}");
        }
        assert_eq!(routes.hint(&format!("/{}/forecast", "x".repeat(LONGEST_SLIP))), "");
    }
}
