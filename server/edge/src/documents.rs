//! What other parts of the server publish at paths of their own, such as the keys that tokens are signed with.

use std::collections::BTreeMap;
use std::sync::Arc;

use async_trait::async_trait;
use http::header::{CACHE_CONTROL, CONTENT_TYPE};
use http::{HeaderMap, HeaderValue, Response};
use omni_kernel::Error;

use crate::body::EdgeBody;

/// Something to publish; anybody may read it with GET.
#[derive(Debug, Clone)]
pub struct Document {
    /// Its media type.
    pub content_type: &'static str,
    /// How long others may keep it: a `cache-control` header.
    pub cache_control: &'static str,
    /// What it is.
    pub body: String,
}

/// Gives a document when it is asked for.
#[async_trait]
pub trait DocumentSource: Send + Sync {
    /// The document as it is now.
    ///
    /// # Errors
    /// Any failure; the caller is told as over REST.
    async fn document(&self) -> Result<Document, Error>;
}

/// The documents of a server by their paths.
pub(crate) type Documents = BTreeMap<&'static str, Arc<dyn DocumentSource>>;

pub(crate) fn answer(document: Document) -> Response<EdgeBody> {
    let mut response = Response::new(EdgeBody::full(document.body));
    let headers: &mut HeaderMap = response.headers_mut();
    headers.insert(CONTENT_TYPE, HeaderValue::from_static(document.content_type));
    headers.insert(CACHE_CONTROL, HeaderValue::from_static(document.cache_control));
    response
}
