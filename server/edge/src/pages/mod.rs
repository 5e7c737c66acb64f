//! What a browser finds: the start page, the API reference, the list of reasons, and the same for programs.
//!
//! Everything is embedded; no page asks another host for anything. Each page has its own Content-Security-Policy.

mod answer;
mod html;
mod origin;
#[cfg(test)]
mod tests;

use bytes::Bytes;
use http::{HeaderMap, Response};
use omni_kernel::Reason;

use answer::{Asset, Cache};
pub(crate) use html::escape;
use origin::Origin;

const OPENAPI: &str = include_str!("../../assets/openapi.json");
const LLMS: &str = include_str!("../../assets/llms.txt");
const LLMS_FULL: &str = include_str!("../../assets/llms-full.txt");
const CSS: &str = include_str!("../../assets/pages.css");
const SCRIPT: &str = include_str!("../../assets/pages.js");
const REFERENCE_SCRIPT: &str = include_str!("../../assets/reference.js");
const SCALAR: &[u8] = include_bytes!("../../assets/scalar.js.gz");
const FAVICON: &str = include_str!("../../assets/favicon.svg");

/// The page that lists the reasons; each has its name as its anchor.
pub(crate) const ERRORS_PAGE: &str = "/api/docs/errors";

/// Where the scripts and styles of the pages lie.
const ASSETS: &str = "/api/docs/assets/";

/// The policy of pages that bring only a style sheet and a script of their own.
const STRICT: &str = "default-src 'none'; style-src 'self'; script-src 'self'; img-src 'self'; connect-src 'self'; \
    base-uri 'none'; form-action 'none'; frame-ancestors 'none'";

/// The policy of the API reference: its script writes style elements and attributes, and shows inline images.
const REFERENCE: &str = "default-src 'none'; style-src 'self' 'unsafe-inline'; script-src 'self'; \
    img-src 'self' data: blob:; font-src 'self' data:; connect-src 'self'; base-uri 'none'; form-action 'none'; \
    frame-ancestors 'none'";

/// The policy of what is not a page.
const NOTHING: &str = "default-src 'none'; frame-ancestors 'none'";

/// The pages of one server.
#[derive(Debug)]
pub struct Pages {
    version: String,
    errors: String,
    assets: Vec<Asset>,
    /// Where people reach the server, if it was told.
    public: Option<Origin>,
}

impl Pages {
    /// The pages of a server of this version that gives these reasons. They show `public_url`; without one, the address
    /// that a request came to.
    pub fn new(reasons: Vec<&'static Reason>, version: &str, public_url: Option<&str>) -> Self {
        let assets = vec![
            Asset::text("pages", "css", "text/css; charset=utf-8", CSS),
            Asset::text("pages", "js", "text/javascript; charset=utf-8", SCRIPT),
            Asset::text("reference", "js", "text/javascript; charset=utf-8", REFERENCE_SCRIPT),
            Asset::gzipped("scalar", "js", "text/javascript; charset=utf-8", SCALAR),
        ];
        let mut pages = Self {
            version: version.to_owned(),
            errors: String::new(),
            assets,
            public: public_url.and_then(Origin::public),
        };
        pages.errors = html::errors(reasons, &pages.shell());
        pages
    }

    /// The answer to a GET or HEAD of the path; none where it is not a page.
    ///
    /// `host` is the authority the request came to. Pages show it unless the server was told its public address, and one
    /// that is not a plain host and port (RFC 9110, section 7.2) is replaced by the default address. `scheme` is `http` or
    /// `https`. Of the headers, `accept-encoding` and `if-none-match` are looked at.
    pub fn serve(
        &self,
        path: &str,
        host: &str,
        scheme: &str,
        headers: &HeaderMap,
    ) -> Option<Response<Bytes>> {
        if let Some(name) = path.strip_prefix(ASSETS) {
            let asset = self.assets.iter().find(|asset| asset.name == name)?;
            return Some(asset.answer(headers));
        }
        let origin = self.public.clone().unwrap_or_else(|| Origin::new(scheme, host));
        let html = "text/html; charset=utf-8";
        let plain = "text/plain; charset=utf-8";
        let (content_type, policy, cache, text) = match path {
            "/" => (html, STRICT, Cache::Revalidate, html::start(&origin, &self.shell())),
            "/api/docs" | "/api/docs/" => {
                (html, REFERENCE, Cache::Revalidate, html::reference(&self.shell()))
            }
            ERRORS_PAGE => (html, STRICT, Cache::Revalidate, self.errors.clone()),
            "/openapi.json" => ("application/json", NOTHING, Cache::Revalidate, origin.fill(OPENAPI)),
            "/llms.txt" => (plain, NOTHING, Cache::Revalidate, origin.fill(LLMS)),
            "/llms-full.txt" => (plain, NOTHING, Cache::Revalidate, origin.fill(LLMS_FULL)),
            "/favicon.svg" | "/favicon.ico" => ("image/svg+xml", NOTHING, Cache::Day, FAVICON.to_owned()),
            _ => return None,
        };
        Some(answer::text(headers, content_type, policy, cache, text))
    }

    /// The paths that [`Self::serve`] answers, those of scripts and styles left out.
    pub fn paths() -> &'static [&'static str] {
        &[
            "/",
            "/api/docs",
            "/api/docs/",
            "/api/docs/errors",
            "/openapi.json",
            "/llms.txt",
            "/llms-full.txt",
            "/favicon.svg",
            "/favicon.ico",
        ]
    }

    fn shell(&self) -> html::Shell<'_> {
        let at = |stem: &str, kind: &str| {
            let asset = self.assets.iter().find(|asset| asset.is(stem, kind));
            asset.map_or_else(String::new, |asset| format!("{ASSETS}{}", asset.name))
        };
        html::Shell {
            version: &self.version,
            style: at("pages", "css"),
            script: at("pages", "js"),
            reference: at("reference", "js"),
            scalar: at("scalar", "js"),
        }
    }
}
