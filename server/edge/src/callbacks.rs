//! Paths that others send browsers to, such as the answer of an identity provider: no part of the contract, so their
//! requests and answers are those of HTTP.

use std::sync::Arc;
use std::time::Duration;

use async_trait::async_trait;
use http::header::{CACHE_CONTROL, CONTENT_TYPE, LOCATION, REFERRER_POLICY};
use http::{HeaderMap, HeaderValue, Method, Response, StatusCode};
use omni_kernel::ctx::Client;
use omni_kernel::{Error, RequestId};

use crate::body::{EdgeBody, Upload};
use crate::doors::problem::http_status;
use crate::doors::routes::query;
use crate::doors::{Visit, content_type};
use crate::layers::user_agent;
use crate::pages::escape;
use crate::reason;

/// The longest form that is read.
pub const LARGEST_FORM: usize = 256 * 1024;
/// How long a form may take to arrive.
const FORM_TIMEOUT: Duration = Duration::from_secs(10);

/// A browser that was sent here.
#[derive(Debug, Clone)]
pub struct BrowserRequest {
    /// The id of the request.
    pub request_id: RequestId,
    /// Where it came from.
    pub client: Client,
    /// What stands in the path where its pattern has `*`.
    pub parameters: Vec<String>,
    /// The fields of the query, or of the form that was posted, in their order.
    pub fields: Vec<(String, String)>,
}

/// What a browser is told.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum BrowserAnswer {
    /// To go somewhere else, with GET (303). The address stays in no cache, and is told to nobody as a referrer.
    SeeOther(String),
    /// This text.
    Document {
        /// Its media type.
        content_type: &'static str,
        /// What it is.
        body: String,
    },
}

/// Answers browsers.
#[async_trait]
pub trait BrowserHandler: Send + Sync {
    /// The answer.
    ///
    /// # Errors
    /// Any failure; the person sees a page with its message, its reason and the id of the request.
    async fn answer(&self, request: BrowserRequest) -> Result<BrowserAnswer, Error>;
}

/// One path.
pub(crate) struct Callback {
    pub(crate) verb: Method,
    /// `/a/*/b`, where a star stands for one segment.
    pub(crate) pattern: &'static str,
    pub(crate) handler: Arc<dyn BrowserHandler>,
}

impl Callback {
    /// What stands where the stars are; none for another path.
    pub(crate) fn matches(&self, path: &str) -> Option<Vec<String>> {
        let (mut parameters, mut segments) = (Vec::new(), path.split('/'));
        for expected in self.pattern.split('/') {
            match (expected, segments.next()?) {
                ("*", segment) if !segment.is_empty() => parameters.push(segment.to_owned()),
                (expected, segment) if expected == segment => {}
                _ => return None,
            }
        }
        segments.next().is_none().then_some(parameters)
    }

    /// The answer to a browser, which passes the limit of its address like every call without a credential.
    pub(crate) async fn serve(
        &self,
        visit: &Visit<'_>,
        parameters: Vec<String>,
        query_text: &str,
        body: Upload,
    ) -> Response<EdgeBody> {
        let mut limits = HeaderMap::new();
        let outcome = match visit.pipeline.limits().pass_browser(visit.client.ip, &mut limits).await {
            Ok(()) => self.answer(visit, parameters, query_text, body).await,
            Err(error) => Err(error),
        };
        let mut response = outcome.and_then(shown).unwrap_or_else(|error| page(&error, &visit.request_id));
        response.headers_mut().extend(limits);
        response
    }

    async fn answer(
        &self,
        visit: &Visit<'_>,
        parameters: Vec<String>,
        query_text: &str,
        body: Upload,
    ) -> Result<BrowserAnswer, Error> {
        let fields = self.fields(visit, query_text, body).await?;
        let client = Client { ip: Some(visit.client.ip), user_agent: user_agent(&visit.headers) };
        let request_id = visit.request_id.clone();
        self.handler.answer(BrowserRequest { request_id, client, parameters, fields }).await
    }

    async fn fields(
        &self,
        visit: &Visit<'_>,
        query_text: &str,
        body: Upload,
    ) -> Result<Vec<(String, String)>, Error> {
        if self.verb != Method::POST {
            return Ok(query(query_text));
        }
        if content_type(&visit.headers) != "application/x-www-form-urlencoded" {
            let message = "content-type: expected application/x-www-form-urlencoded";
            return Err(Error::new(&reason::CONTENT_TYPE_UNSUPPORTED, message));
        }
        let late = |_| Error::new(&reason::REQUEST_TIMEOUT, "the form did not arrive in time");
        let form = tokio::time::timeout(FORM_TIMEOUT, body.read(LARGEST_FORM)).await.map_err(late)??;
        let form = str::from_utf8(&form).map_err(|_| reason::malformed("the form is no text"))?;
        Ok(query(form))
    }
}

fn shown(answer: BrowserAnswer) -> Result<Response<EdgeBody>, Error> {
    match answer {
        BrowserAnswer::SeeOther(location) => {
            let location = HeaderValue::from_str(&location);
            let location =
                location.map_err(|error| Error::internal("an address is no header").with_source(error))?;
            let mut response = private(StatusCode::SEE_OTHER, "text/plain; charset=utf-8", String::new());
            response.headers_mut().insert(LOCATION, location);
            Ok(response)
        }
        BrowserAnswer::Document { content_type, body } => Ok(private(StatusCode::OK, content_type, body)),
    }
}

/// A failure as a person reads it.
fn page(error: &Error, request_id: &RequestId) -> Response<EdgeBody> {
    let reason = error.reason();
    let body = format!(
        "<!doctype html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n<title>{name}</title>\n</head>\n<body>\n\
         <h1>This did not work</h1>\n<p>{message}</p>\n<p>{cure}</p>\n\
         <p><code>{name}</code>, request <code>{request_id}</code></p>\n</body>\n</html>\n",
        name = escape(reason.name),
        message = escape(error.message()),
        cure = escape(reason.cure),
        request_id = escape(request_id.as_str()),
    );
    let status = http_status(&tonic::Status::new(reason.kind.code(), ""), reason.name);
    private(status, "text/html; charset=utf-8", body)
}

fn private(status: StatusCode, content_type: &'static str, body: String) -> Response<EdgeBody> {
    let mut response = Response::new(EdgeBody::full(body));
    *response.status_mut() = status;
    let headers = response.headers_mut();
    headers.insert(CONTENT_TYPE, HeaderValue::from_static(content_type));
    headers.insert(CACHE_CONTROL, HeaderValue::from_static("no-store"));
    headers.insert(REFERRER_POLICY, HeaderValue::from_static("no-referrer"));
    response
}

#[cfg(test)]
mod tests {
    use super::*;

    struct Nothing;

    #[async_trait]
    impl BrowserHandler for Nothing {
        async fn answer(&self, _: BrowserRequest) -> Result<BrowserAnswer, Error> {
            Ok(BrowserAnswer::SeeOther("/".to_owned()))
        }
    }

    #[test]
    fn a_star_stands_for_one_segment() {
        let callback = Callback { verb: Method::GET, pattern: "/a/*/b", handler: Arc::new(Nothing) };
        assert_eq!(callback.matches("/a/x/b"), Some(vec!["x".to_owned()]));
        for other in ["/a//b", "/a/x", "/a/x/b/", "/a/x/y/b", "/a/x/c", "a/x/b"] {
            assert_eq!(callback.matches(other), None, "{other}");
        }
    }

    #[test]
    fn a_page_about_a_failure_shows_no_markup_of_others() {
        let error = Error::invalid_field("<script>", "<b>");
        let page = page(&error, &RequestId::from_caller("r1").unwrap());
        assert_eq!(page.status(), StatusCode::BAD_REQUEST);
        let EdgeBody::Once { data: Some(text), .. } = page.into_body() else { panic!("a page has a text") };
        let text = String::from_utf8(text.to_vec()).unwrap();
        assert!(!text.contains("<script>") && !text.contains("<b>"), "{text}");
        assert!(text.contains("INVALID_FIELD") && text.contains("r1"), "{text}");
    }
}
