//! Answers with content types, policies, caching and conditional requests.

use std::hash::{DefaultHasher, Hasher};
use std::io::Read;

use bytes::Bytes;
use http::{HeaderMap, HeaderValue, Response, StatusCode, header};

use super::NOTHING;
use crate::compress;

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
        if self.gzipped && takes_gzip(headers.get(header::ACCEPT_ENCODING)) {
            let mut body = Response::new(Bytes::from_static(self.data));
            body.headers_mut().insert(header::VARY, HeaderValue::from_static("accept-encoding"));
            body.headers_mut().insert(header::CONTENT_ENCODING, HeaderValue::from_static("gzip"));
            return build(headers, self.content_type, NOTHING, Cache::Forever, &tag, body);
        }
        let data = if self.gzipped { plain(self.data) } else { Bytes::from_static(self.data) };
        build(headers, self.content_type, NOTHING, Cache::Forever, &tag, compress::answer(headers, data))
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

/// An answer with a text.
pub(super) fn text(
    headers: &HeaderMap,
    content_type: &'static str,
    policy: &'static str,
    cache: Cache,
    body: String,
) -> Response<Bytes> {
    let tag = format!("\"{}\"", hash(body.as_bytes()));
    build(headers, content_type, policy, cache, &tag, compress::answer(headers, body.into()))
}

fn build(
    headers: &HeaderMap,
    content_type: &'static str,
    policy: &'static str,
    cache: Cache,
    tag: &str,
    mut answer: Response<Bytes>,
) -> Response<Bytes> {
    let known = headers
        .get(header::IF_NONE_MATCH)
        .and_then(|value| value.to_str().ok())
        .is_some_and(|list| matches(list, tag));
    if known {
        *answer.body_mut() = Bytes::new();
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
    accept_encoding.and_then(|value| value.to_str().ok()).is_none_or(compress::takes_gzip)
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
