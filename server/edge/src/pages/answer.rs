//! Answers with content types, policies, caching and conditional requests.

use std::hash::{DefaultHasher, Hasher};
use std::io::{Read, Write};

use bytes::Bytes;
use http::{HeaderMap, HeaderValue, Response, StatusCode, header};

use super::NOTHING;

/// How long an answer may be kept.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Cache {
    /// Asked for again each time; 304 when it has not changed.
    Revalidate,
    /// A day.
    Day,
    /// For ever: the content is part of the name.
    Forever,
}

impl Cache {
    fn header(self) -> &'static str {
        match self {
            Self::Revalidate => "no-cache",
            Self::Day => "public, max-age=86400",
            Self::Forever => "public, max-age=31536000, immutable",
        }
    }
}

/// A script or a style sheet, named by its content.
#[derive(Debug)]
pub(super) struct Asset {
    pub(super) name: String,
    content_type: &'static str,
    data: &'static [u8],
    gzipped: bool,
}

impl Asset {
    pub(super) fn text(stem: &str, kind: &str, content_type: &'static str, text: &'static str) -> Self {
        let name = format!("{stem}-{}.{kind}", hash(text.as_bytes()));
        Self { name, content_type, data: text.as_bytes(), gzipped: false }
    }

    pub(super) fn gzipped(stem: &str, kind: &str, content_type: &'static str, data: &'static [u8]) -> Self {
        Self { name: format!("{stem}-{}.{kind}", hash(data)), content_type, data, gzipped: true }
    }

    /// Whether this is the asset of that name before its hash, of that kind.
    pub(super) fn is(&self, stem: &str, kind: &str) -> bool {
        self.name.starts_with(&format!("{stem}-")) && self.name.ends_with(&format!(".{kind}"))
    }

    pub(super) fn answer(&self, headers: &HeaderMap) -> Response<Bytes> {
        let tag = format!("\"{}\"", self.name);
        let compressed = self.gzipped && takes_gzip(headers.get(header::ACCEPT_ENCODING));
        let data = if self.gzipped && !compressed { plain(self.data) } else { Bytes::from_static(self.data) };
        let mut answer = build(headers, self.content_type, NOTHING, Cache::Forever, &tag, data);
        if self.gzipped {
            answer.headers_mut().insert(header::VARY, HeaderValue::from_static("accept-encoding"));
        }
        if compressed {
            answer.headers_mut().insert(header::CONTENT_ENCODING, HeaderValue::from_static("gzip"));
        }
        answer
    }
}

/// The embedded data of a client that takes no gzip.
fn plain(data: &[u8]) -> Bytes {
    let mut text = Vec::new();
    // What is embedded was compressed by our own build; if it were broken, the test of the bundle would fail.
    let read = flate2::read::GzDecoder::new(data).read_to_end(&mut text);
    debug_assert!(read.is_ok());
    text.into()
}

/// Shorter texts go out in a packet or two anyway.
const LEAST_COMPRESSED: usize = 2048;

/// An answer with a text.
pub(super) fn text(
    headers: &HeaderMap,
    content_type: &'static str,
    policy: &'static str,
    cache: Cache,
    body: String,
) -> Response<Bytes> {
    let tag = format!("\"{}\"", hash(body.as_bytes()));
    let accepted = headers.get(header::ACCEPT_ENCODING);
    let shorter = if accepted.is_some() && takes_gzip(accepted) { gzip(&body) } else { None };
    let compressed = shorter.is_some();
    let mut answer = build(headers, content_type, policy, cache, &tag, shorter.unwrap_or(body.into()));
    answer.headers_mut().insert(header::VARY, HeaderValue::from_static("accept-encoding"));
    if compressed {
        answer.headers_mut().insert(header::CONTENT_ENCODING, HeaderValue::from_static("gzip"));
    }
    answer
}

/// The text compressed, where that is worth the work.
fn gzip(text: &str) -> Option<Bytes> {
    if text.len() < LEAST_COMPRESSED {
        return None;
    }
    let mut written = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::fast());
    written.write_all(text.as_bytes()).ok()?;
    written.finish().ok().map(Bytes::from)
}

fn build(
    headers: &HeaderMap,
    content_type: &'static str,
    policy: &'static str,
    cache: Cache,
    tag: &str,
    body: Bytes,
) -> Response<Bytes> {
    let known = headers
        .get(header::IF_NONE_MATCH)
        .and_then(|value| value.to_str().ok())
        .is_some_and(|list| matches(list, tag));
    let mut answer = Response::new(if known { Bytes::new() } else { body });
    if known {
        *answer.status_mut() = StatusCode::NOT_MODIFIED;
    }
    let written = answer.headers_mut();
    for (name, value) in [
        (header::CONTENT_TYPE, content_type),
        (header::CONTENT_SECURITY_POLICY, policy),
        (header::X_CONTENT_TYPE_OPTIONS, "nosniff"),
        (header::REFERRER_POLICY, "no-referrer"),
        (header::X_FRAME_OPTIONS, "DENY"),
        (header::CACHE_CONTROL, cache.header()),
    ] {
        written.insert(name, HeaderValue::from_static(value));
    }
    if let Ok(value) = HeaderValue::from_str(tag) {
        written.insert(header::ETAG, value);
    }
    answer
}

/// Whether a list such as `W/"a", "b"` holds the tag; weak comparison, as RFC 9110 asks for here.
fn matches(list: &str, tag: &str) -> bool {
    list.split(',').map(str::trim).any(|item| item == "*" || item.strip_prefix("W/").unwrap_or(item) == tag)
}

/// Whether gzip may be sent. Without the header every encoding may.
fn takes_gzip(accept_encoding: Option<&HeaderValue>) -> bool {
    let Some(list) = accept_encoding.and_then(|value| value.to_str().ok()) else { return true };
    let weight = |wanted: &str| {
        list.split(',').find_map(|item| {
            let (name, parameters) = item.split_once(';').unwrap_or((item, ""));
            let weight =
                parameters.trim().strip_prefix("q=").and_then(|text| text.trim().parse::<f32>().ok());
            name.trim().eq_ignore_ascii_case(wanted).then(|| weight.unwrap_or(1.0))
        })
    };
    weight("gzip").or_else(|| weight("*")).is_some_and(|weight| weight > 0.0)
}

/// A name for the content: the same in every run of one build.
fn hash(data: &[u8]) -> String {
    let mut hasher = DefaultHasher::new();
    hasher.write(data);
    format!("{:016x}", hasher.finish())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn gzip_is_sent_where_it_may_be() {
        let takes = |text: &'static str| takes_gzip(Some(&HeaderValue::from_static(text)));
        assert!(takes_gzip(None));
        assert!(takes("br, gzip"));
        assert!(takes("GZIP;q=0.5"));
        assert!(takes("*"));
        assert!(!takes("gzip;q=0, *"));
        assert!(!takes("identity"));
        assert!(!takes(""));
    }

    #[test]
    fn a_tag_is_found_in_a_list_of_tags() {
        assert!(matches("\"a\", W/\"b\"", "\"b\""));
        assert!(matches("*", "\"b\""));
        assert!(!matches("\"a\"", "\"b\""));
    }
}
