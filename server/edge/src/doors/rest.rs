//! REST by the contract's `google.api.http` rules.

use std::sync::Arc;
use std::time::Duration;

use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use bytes::Bytes;
use futures::StreamExt;
use futures::stream::BoxStream;
use http::header::{
    CACHE_CONTROL, CONTENT_ENCODING, ETAG, IF_NONE_MATCH, RETRY_AFTER, VARY, WWW_AUTHENTICATE,
};
use http::{HeaderMap, HeaderValue, Response, StatusCode};
use http_body::Frame;
use omni_contract::{Contract, HttpVerb, Method};
use omni_kernel::Error;
use prost_reflect::MessageDescriptor;
use serde_json::{Map, Value as Json, json};
use sha2::{Digest, Sha256};
use tonic::{Code, Status};
use tonic_types::StatusExt;

use super::problem::{PROBLEM_JSON, problem};
use super::routes::{Match, Route, place, query};
use super::{Message, Visit, json, response};
use crate::body::{EdgeBody, Upload};
use crate::call::{Framed, ReplyBody};
use crate::compress::{Encoding, compress, decompress};
use crate::reason;

/// The query parameter that selects fields of the answer.
const FIELDS: &str = "fields";
/// How often a quiet event stream shows that it is alive.
const HEARTBEAT: Duration = Duration::from_secs(15);

/// Serves one route.
pub(crate) async fn serve(
    visit: &Visit<'_>,
    found: Match<'_>,
    query_text: &str,
    body: Upload,
) -> Response<EdgeBody> {
    let Match { route, values } = found;
    let mut parameters = query(query_text);
    let mask = take_mask(&mut parameters, &route.method.input());
    let message = async {
        mask.iter().try_for_each(|path| check_path(&route.method.output(), path))?;
        read_request(visit, route, values, parameters, body).await
    };
    let reply = visit.run(&route.method, message).await;
    let contract = visit.pipeline.contract();
    match reply.body {
        ReplyBody::Failure(status) => refuse(contract, reply.headers, &status),
        ReplyBody::Message { message: Framed { message, .. }, trailers } => {
            let mut headers = reply.headers;
            headers.extend(trailers);
            match write_answer(&route.method.output(), message, &mask) {
                Ok(text) => one(visit, route, headers, text),
                Err(error) => refuse(contract, headers, &error.into()),
            }
        }
        ReplyBody::Stream(messages) => many(visit, route, reply.headers, messages, mask).await,
    }
}

/// A failure as problem JSON.
pub(crate) fn refuse(contract: &Contract, headers: HeaderMap, status: &Status) -> Response<EdgeBody> {
    let (http, body) = problem(contract, status);
    let mut response = response(PROBLEM_JSON, headers, EdgeBody::full(body.to_string()));
    *response.status_mut() = http;
    let headers = response.headers_mut();
    headers.insert(CACHE_CONTROL, HeaderValue::from_static("no-store"));
    if status.code() == Code::Unauthenticated {
        headers.insert(WWW_AUTHENTICATE, HeaderValue::from_static("Bearer"));
    }
    if let Some(after) = status.get_error_details().retry_info().and_then(|info| info.retry_delay) {
        // Whole seconds, and never too early.
        headers.insert(RETRY_AFTER, HeaderValue::from(after.as_secs() + u64::from(after.subsec_nanos() > 0)));
    }
    response
}

/// The request from body, path and query, as one JSON value.
async fn read_request(
    visit: &Visit<'_>,
    route: &Route,
    values: Vec<(String, String)>,
    parameters: Vec<(String, String)>,
    body: Upload,
) -> Result<Message, Error> {
    let input = route.method.input();
    let mut object = match &route.binding.body {
        None => Map::new(),
        Some(target) => {
            let field = Some(target.as_str()).filter(|target| *target != "*");
            let value = read_json(visit, &input, field, body).await?;
            match (target.as_str(), value) {
                ("*", Json::Object(object)) => object,
                ("*", other) => return visit.read_json(&input, other),
                (field, value) => Map::from_iter([(field.to_owned(), value)]),
            }
        }
    };
    if route.binding.body.as_deref() == Some("*")
        && let Some((name, _)) = parameters.first()
    {
        return Err(Error::invalid_field(name, "unknown query parameter; the body holds the whole request"));
    }
    for (path, text) in parameters.into_iter().chain(values) {
        if let Err(error) = place(&mut object, &input, &path, text) {
            visit.keep(&input, &Json::Object(object));
            return Err(error);
        }
    }
    visit.read_json(&input, Json::Object(object))
}

async fn read_json(
    visit: &Visit<'_>,
    input: &MessageDescriptor,
    field: Option<&str>,
    body: Upload,
) -> Result<Json, Error> {
    let encoding = visit.encoding("content-encoding");
    let bytes = body.read(visit.max_message).await?;
    let content_type = visit.content_type();
    let is_json = content_type == "application/json" || content_type.ends_with("+json");
    if !(is_json || content_type.is_empty() || bytes.is_empty()) {
        return Err(Error::new(
            &reason::CONTENT_TYPE_UNSUPPORTED,
            format!("content-type: expected application/json, not {content_type}"),
        ));
    }
    json::parse(input, field, &decompress(bytes, encoding?, visit.max_message)?)
}

/// Takes `?fields=a,b.c` out of the query, unless the request has a field of that name.
fn take_mask(parameters: &mut Vec<(String, String)>, input: &MessageDescriptor) -> Vec<String> {
    if input.get_field_by_name(FIELDS).is_some() {
        return Vec::new();
    }
    let mut mask = Vec::new();
    parameters.retain(|(name, value)| {
        let is_mask = name == FIELDS;
        if is_mask {
            mask.extend(value.split(',').map(str::trim).filter(|path| !path.is_empty()).map(str::to_owned));
        }
        !is_mask
    });
    mask
}

fn write_answer(output: &MessageDescriptor, message: Bytes, mask: &[String]) -> Result<Bytes, Error> {
    if mask.is_empty() {
        return json::write(output, message, json::Defaults::Written);
    }
    let mut value = json::write_value(output, message, json::Defaults::Written)?;
    select(output, &mut value, mask);
    Ok(value.to_string().into())
}

fn check_path(message: &MessageDescriptor, path: &str) -> Result<(), Error> {
    let (name, rest) = path.split_once('.').map_or((path, None), |(name, rest)| (name, Some(rest)));
    let Some(field) = json::field_of(message, name) else {
        let hint = json::nearest(message, name);
        return Err(Error::invalid_field(FIELDS, format!("{name} is not a field of the answer{hint}")));
    };
    match (rest, field.kind()) {
        (Some(rest), prost_reflect::Kind::Message(inner)) if !inner.is_map_entry() => {
            check_path(&inner, rest)
        }
        _ => Ok(()),
    }
}

/// Keeps the fields that the mask names; a path into a list goes into each item.
fn select(message: &MessageDescriptor, value: &mut Json, mask: &[String]) {
    match value {
        Json::Array(items) => items.iter_mut().for_each(|item| select(message, item, mask)),
        Json::Object(object) => {
            object.retain(|key, value| {
                let Some(field) = json::field_of(message, key) else { return false };
                let named = |path: &&String| {
                    let name = path.split('.').next().unwrap_or_default();
                    name == field.name() || name == field.json_name()
                };
                let paths: Vec<_> = mask.iter().filter(named).collect();
                let inner: Vec<String> = paths
                    .iter()
                    .filter_map(|path| path.split_once('.').map(|(_, rest)| rest.to_owned()))
                    .collect();
                if let prost_reflect::Kind::Message(kind) = field.kind()
                    && inner.len() == paths.len()
                    && !kind.is_map_entry()
                {
                    select(&kind, value, &inner);
                }
                !paths.is_empty()
            });
        }
        _ => {}
    }
}

fn one(visit: &Visit<'_>, route: &Route, mut headers: HeaderMap, text: Bytes) -> Response<EdgeBody> {
    headers.insert(VARY, HeaderValue::from_static("accept-encoding"));
    if route.binding.verb == HttpVerb::Get {
        // Answers depend on who asks, and a key in a header of its own does not tell caches so.
        headers.entry(CACHE_CONTROL).or_insert(HeaderValue::from_static("private, no-cache"));
        let tag = format!("\"{}\"", URL_SAFE_NO_PAD.encode(Sha256::digest(&text)));
        let same = visit.headers.get(IF_NONE_MATCH).and_then(|value| value.to_str().ok());
        let same =
            same.is_some_and(|list| list.split(',').any(|item| item.trim().trim_start_matches("W/") == tag));
        if let Ok(value) = HeaderValue::from_str(&tag) {
            headers.insert(ETAG, value);
        }
        if same {
            let mut response = response("application/json", headers, EdgeBody::empty());
            *response.status_mut() = StatusCode::NOT_MODIFIED;
            return response;
        }
    }
    let encoding = visit.accepted("accept-encoding").worth(text.len());
    let text = if encoding == Encoding::Identity { Ok(text) } else { compress(&text, encoding) };
    match text {
        Ok(text) => {
            if encoding != Encoding::Identity {
                headers.insert(CONTENT_ENCODING, HeaderValue::from_static(encoding.name()));
            }
            response("application/json", headers, EdgeBody::full(text))
        }
        Err(error) => refuse(visit.pipeline.contract(), headers, &error.into()),
    }
}

/// A streamed answer: one JSON value a line, or server-sent events where the caller accepts those.
async fn many(
    visit: &Visit<'_>,
    route: &Route,
    mut headers: HeaderMap,
    mut messages: BoxStream<'static, Result<Bytes, Status>>,
    mask: Vec<String>,
) -> Response<EdgeBody> {
    // A stream that fails at once is an ordinary failure, with its own status code.
    let first = match messages.next().await {
        Some(Err(status)) => return refuse(visit.pipeline.contract(), headers, &status),
        first => first,
    };
    let accept =
        visit.headers.get(http::header::ACCEPT).and_then(|value| value.to_str().ok()).unwrap_or_default();
    let events = accept.contains("text/event-stream");
    headers.insert(CACHE_CONTROL, HeaderValue::from_static("no-store"));
    let contract = Arc::clone(visit.pipeline.contract());
    let output = written(Arc::clone(&route.method), mask);
    let texts = futures::stream::iter(first).chain(messages).enumerate().map(move |(index, message)| {
        match message.and_then(|message| Ok(output(message)?)) {
            Ok(text) if events => format!("event: message\nid: {index}\ndata: {text}\n\n"),
            Ok(text) => format!("{text}\n"),
            Err(status) => {
                let (_, problem) = problem(&contract, &status);
                if events {
                    format!("event: error\ndata: {problem}\n\n")
                } else {
                    format!("{}\n", json!({"error": problem}))
                }
            }
        }
    });
    if !events {
        let frames = texts.map(|text| Frame::data(Bytes::from(text)));
        return response("application/x-ndjson", headers, EdgeBody::Stream(frames.boxed()));
    }
    let end = futures::stream::once(std::future::ready("event: end\ndata: {}\n\n".to_owned()));
    let frames = with_heartbeat(texts.chain(end).boxed()).map(|text| Frame::data(Bytes::from(text)));
    response("text/event-stream", headers, EdgeBody::Stream(frames.boxed()))
}

fn written(method: Arc<Method>, mask: Vec<String>) -> impl Fn(Bytes) -> Result<String, Error> + Send {
    move |message| {
        let text = write_answer(&method.output(), message, &mask)?;
        String::from_utf8(text.to_vec())
            .map_err(|error| Error::internal("JSON is not UTF-8").with_source(error))
    }
}

fn with_heartbeat(texts: BoxStream<'static, String>) -> impl futures::Stream<Item = String> + Send {
    futures::stream::unfold(texts, |mut texts| async move {
        match tokio::time::timeout(HEARTBEAT, texts.next()).await {
            Ok(Some(text)) => Some((text, texts)),
            Ok(None) => None,
            Err(_) => Some((": still working\n\n".to_owned(), texts)),
        }
    })
}
