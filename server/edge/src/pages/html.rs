//! The pages as HTML. Whatever did not come from this file is escaped.

use std::collections::BTreeMap;
use std::fmt::Write;

use omni_kernel::{Kind, Reason};
use serde_json::Value;

use super::origin::Origin;

/// The first call in each language, generated from the contract.
const SAMPLES: &str = include_str!("../../assets/samples.json");

/// What every page is put into.
pub(super) struct Shell<'a> {
    pub(super) version: &'a str,
    pub(super) style: String,
    pub(super) script: String,
    pub(super) reference: String,
    pub(super) scalar: String,
}

impl Shell<'_> {
    fn page(&self, title: &str, body: &str) -> String {
        format!(
            "<!doctype html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n\
             <meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n\
             <meta name=\"color-scheme\" content=\"light dark\">\n<title>{}</title>\n\
             <link rel=\"icon\" type=\"image/svg+xml\" href=\"/favicon.svg\">\n\
             <link rel=\"stylesheet\" href=\"{}\">\n<script defer src=\"{}\"></script>\n</head>\n<body>\n{body}\
             <footer>Omni {}, Apache-2.0. This page asks no other host for anything.</footer>\n</body>\n</html>\n",
            escape(title),
            self.style,
            self.script,
            escape(self.version)
        )
    }
}

/// Text as it may stand in an element or a quoted attribute.
pub(crate) fn escape(text: &str) -> String {
    let mut escaped = String::with_capacity(text.len());
    for letter in text.chars() {
        match letter {
            '&' => escaped.push_str("&amp;"),
            '<' => escaped.push_str("&lt;"),
            '>' => escaped.push_str("&gt;"),
            '"' => escaped.push_str("&quot;"),
            '\'' => escaped.push_str("&#39;"),
            other => escaped.push(other),
        }
    }
    escaped
}

/// Takes the key for tests out of the file that the first start wrote.
const EXPORT_KEY: &str =
    "export OMNI_API_KEY=$(grep -o &#39;omni_test_[A-Za-z0-9_]*&#39; omni-data/bootstrap.json)";

/// The start page: the first call in each language, at the address the request came to.
pub(super) fn start(origin: &Origin, shell: &Shell<'_>) -> String {
    let call: Value = serde_json::from_str(SAMPLES).unwrap_or_default();
    let text = |value: &Value| value.as_str().unwrap_or_default().to_owned();
    let mut samples = String::new();
    for sample in call["samples"].as_array().into_iter().flatten() {
        let label = text(&sample["label"]);
        let _ = writeln!(
            samples,
            "<section class=\"sample\" id=\"{}\"><h3>{}</h3><div class=\"box\"><pre tabindex=\"0\"><code>{}</code></pre></div>\
             </section>",
            escape(&label.to_ascii_lowercase()),
            escape(&label),
            escape(origin.fill(&text(&sample["code"])).trim_end())
        );
    }
    let body = format!(
        "<header><h1><img src=\"/favicon.svg\" alt=\"\"> Omni</h1>\n\
         <p>A self-hosted AI back end: one server, one contract, every protocol on one port. \
         This one is at <code>{origin}</code>: <span id=\"status\" class=\"status\">version {version}</span></p></header>\n\
         <main>\n<h2>An API key</h2>\n\
         <p>The first start wrote a key for tests and one for live data to <code>bootstrap.json</code> in the data \
         directory of the server, <code>omni-data</code> where nothing else was set. The samples take the key from \
         the environment:</p>\n\
         <div class=\"sample\"><div class=\"box\"><pre tabindex=\"0\"><code>{EXPORT_KEY}</code></pre></div></div>\n\
         <h2>The first call</h2>\n<p>{intro}</p>\n\
         <div class=\"tabs\" role=\"tablist\" aria-label=\"Language\" hidden></div>\n\
         <div id=\"samples\">\n{samples}</div>\n{form}\
         <h2>Further</h2>\n{links}</main>\n",
        origin = escape(&origin.url()),
        version = escape(shell.version),
        intro = escape(&text(&call["intro"])),
        form = form(&call),
        links = LINKS,
    );
    shell.page("Omni", &body)
}

/// A form for the first call; the script shows it.
fn form(call: &Value) -> String {
    format!(
        "<form id=\"try\" data-path=\"{}\" data-verb=\"{}\" hidden>\n<h2>Try it here</h2>\n\
         <label for=\"key\">API key (used for this call only, kept nowhere)</label>\n\
         <input id=\"key\" name=\"key\" type=\"password\" autocomplete=\"off\" required>\n\
         <label for=\"request\">Request</label>\n\
         <textarea id=\"request\" name=\"request\" spellcheck=\"false\" rows=\"5\">{}</textarea>\n\
         <div class=\"row\"><button class=\"main\" type=\"submit\">Send</button></div>\n\
         <output aria-live=\"polite\"><pre tabindex=\"0\" hidden></pre></output>\n</form>\n",
        escape(call["path"].as_str().unwrap_or_default()),
        escape(call["verb"].as_str().unwrap_or_default()),
        escape(call["request"].as_str().unwrap_or_default())
    )
}

const LINKS: &str = "<ul class=\"links\">\n\
    <li><a href=\"/api/docs\"><strong>API reference</strong><span>Every method, with samples and a form to call it</span></a></li>\n\
    <li><a href=\"/api/docs/errors\"><strong>Errors</strong><span>Every reason, its cause and its cure</span></a></li>\n\
    <li><a href=\"/openapi.json\"><strong>OpenAPI 3.1</strong><span>The REST door for tools</span></a></li>\n\
    <li><a href=\"/llms.txt\"><strong>llms.txt</strong><span>The documentation for language models</span></a></li>\n\
    <li><a href=\"/api/health\"><strong>Health</strong><span>State, version and time of the server</span></a></li>\n\
    <li><a href=\"/metrics\"><strong>Metrics</strong><span>Counters and timings for Prometheus</span></a></li>\n\
    </ul>\n";

/// The API reference; its script builds the page from `/openapi.json`.
pub(super) fn reference(shell: &Shell<'_>) -> String {
    format!(
        "<!doctype html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n\
         <meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n<title>Omni API reference</title>\n\
         <link rel=\"icon\" type=\"image/svg+xml\" href=\"/favicon.svg\">\n</head>\n<body>\n\
         <div id=\"reference\"></div>\n\
         <noscript>This page needs JavaScript. The same is in <a href=\"/openapi.json\">/openapi.json</a> and \
         <a href=\"/llms-full.txt\">/llms-full.txt</a>.</noscript>\n\
         <script src=\"{}\"></script>\n<script src=\"{}\"></script>\n</body>\n</html>\n",
        shell.scalar, shell.reference
    )
}

/// The list of reasons by the part of Omni that gives them; each can be linked to by its name.
pub(super) fn errors(reasons: Vec<&'static Reason>, shell: &Shell<'_>) -> String {
    let mut domains: BTreeMap<&str, Vec<&Reason>> = BTreeMap::new();
    for reason in reasons {
        domains.entry(reason.domain).or_default().push(reason);
    }
    let mut list = String::new();
    for (domain, mut reasons) in domains {
        reasons.sort_by_key(|reason| reason.name);
        let _ = writeln!(list, "<h2>{}</h2>", escape(domain));
        for reason in reasons {
            let _ = write!(
                list,
                "<section class=\"reason\" id=\"{name}\"><h3><a href=\"#{name}\">{name}</a></h3>\n\
                 <p class=\"quiet\">{}</p>\n<p>{}</p>\n<p><strong>What to do:</strong> {}</p></section>\n",
                code_name(reason.kind),
                code_spans(reason.cause),
                code_spans(reason.cure),
                name = escape(reason.name),
            );
        }
    }
    let body = format!(
        "<header><h1><img src=\"/favicon.svg\" alt=\"\"> Errors</h1>\n\
         <p>Every failure carries a reason that programs can rely on: in gRPC as <code>google.rpc.ErrorInfo</code>, \
         in REST as <code>reason</code> of the problem object, in the SDKs as <code>reason</code> of the exception. \
         Reasons are never renamed. <a href=\"/\">Start page</a> · <a href=\"/api/docs\">API reference</a></p></header>\n\
         <main>\n{list}</main>\n"
    );
    shell.page("Omni errors", &body)
}

/// The google.rpc.Code of a kind, `ResourceExhausted` as `RESOURCE_EXHAUSTED`.
fn code_name(kind: Kind) -> String {
    let mut name = String::new();
    for letter in format!("{:?}", kind.code()).chars() {
        if letter.is_uppercase() && !name.is_empty() {
            name.push('_');
        }
        name.push(letter.to_ascii_uppercase());
    }
    name
}

/// A sentence in which text between backticks becomes code.
fn code_spans(sentence: &str) -> String {
    let mut html = String::new();
    for (at, part) in sentence.split('`').enumerate() {
        let part = escape(part);
        let _ = if at % 2 == 1 { write!(html, "<code>{part}</code>") } else { write!(html, "{part}") };
    }
    html
}
