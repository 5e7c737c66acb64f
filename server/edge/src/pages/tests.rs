use super::*;
use http::{HeaderName, HeaderValue, StatusCode, header};
use omni_kernel::error::reason;

fn pages() -> Pages {
    Pages::new(reason::REASONS.to_vec(), "1.2.3", None)
}

fn get(path: &str, host: &str) -> Option<Response<Bytes>> {
    pages().serve(path, host, "http", &HeaderMap::new())
}

fn with(name: HeaderName, value: &HeaderValue) -> HeaderMap {
    HeaderMap::from_iter([(name, value.clone())])
}

fn body(answer: &Response<Bytes>) -> String {
    String::from_utf8(answer.body().to_vec()).unwrap()
}

#[test]
fn every_listed_path_is_answered_with_a_policy_and_a_type() {
    for path in Pages::paths() {
        let answer = get(path, "localhost:8080").unwrap();
        assert_eq!(answer.status(), StatusCode::OK, "{path}");
        for name in ["content-type", "content-security-policy", "etag", "x-content-type-options"] {
            assert!(answer.headers().contains_key(name), "{path} has no {name}");
        }
        assert!(!answer.body().is_empty(), "{path}");
    }
    assert!(get("/elsewhere", "localhost").is_none());
    assert!(get("/api/docs/assets/none.js", "localhost").is_none());
}

#[test]
fn the_start_page_shows_the_address_the_request_came_to() {
    let page = body(&get("/", "omni.test:9000").unwrap());
    assert!(page.contains("curl http://omni.test:9000/api/v1/"));
    assert!(page.contains("omni.test:9000 omni."));
    assert!(!page.contains("127.0.0.1:8080"));
}

#[test]
fn a_configured_address_is_on_every_page_whatever_host_the_request_names() {
    let pages = Pages::new(reason::REASONS.to_vec(), "1.2.3", Some("https://omni.example.com/"));
    for path in Pages::paths() {
        let page = body(&pages.serve(path, "evil.test", "http", &HeaderMap::new()).unwrap());
        assert!(!page.contains("evil.test") && !page.contains("http://127.0.0.1:8080"), "{path}");
        if ["/", "/openapi.json", "/llms.txt", "/llms-full.txt"].contains(path) {
            assert!(page.contains("https://omni.example.com"), "{path}");
        }
    }
}

#[test]
fn a_host_that_is_markup_does_not_reach_the_page() {
    for host in ["\"><script>alert(1)</script>", "<b>alert(1)", "u:alert(1)@h", "h/alert(1)", "h#alert(1)"] {
        for path in Pages::paths() {
            assert!(!body(&get(path, host).unwrap()).contains("alert(1)"), "{path} {host}");
        }
    }
    let description = body(&get("/openapi.json", "a\",\"x\":\"").unwrap());
    assert_eq!(
        serde_json::from_str::<serde_json::Value>(&description).unwrap()["servers"][0]["url"],
        "http://127.0.0.1:8080"
    );
}

#[test]
fn the_description_names_the_server_that_gave_it() {
    let answer = pages().serve("/openapi.json", "omni.test", "https", &HeaderMap::new()).unwrap();
    let text = body(&answer);
    let description: serde_json::Value = serde_json::from_str(&text).unwrap();
    assert_eq!(description["servers"][0]["url"], "https://omni.test");
    assert!(!text.contains("127.0.0.1:8080"));
    assert!(!text.contains("-plaintext"));
}

#[test]
fn every_reason_is_on_the_page_with_its_cause_and_its_cure() {
    let page = body(&get("/api/docs/errors", "localhost").unwrap());
    for reason in reason::REASONS {
        assert!(page.contains(&format!("id=\"{}\"", reason.name)), "{}", reason.name);
        assert!(page.contains(reason.cause), "{}", reason.name);
    }
    assert!(page.contains("<code>omni-server doctor</code>"));
    assert!(page.contains("RESOURCE_EXHAUSTED"));
}

#[test]
fn scripts_and_styles_that_pages_name_are_served_and_kept_for_ever() {
    let mut seen = 0;
    for path in ["/", "/api/docs", "/api/docs/errors"] {
        let page = body(&get(path, "localhost").unwrap());
        for part in page.split('"').filter(|part| part.starts_with(ASSETS)) {
            let answer = get(part, "localhost").unwrap();
            assert!(answer.headers()["cache-control"].to_str().unwrap().contains("immutable"));
            seen += 1;
        }
        assert!(!page.contains("https://"), "{path} names another host");
        assert!(
            !page.contains("<script>") && !page.contains("<style") && !page.contains(" style="),
            "{path}"
        );
    }
    assert_eq!(seen, 6);
}

#[test]
fn what_the_client_has_is_not_sent_again() {
    let pages = pages();
    let first = pages.serve("/llms.txt", "localhost", "http", &HeaderMap::new()).unwrap();
    let known = with(header::IF_NONE_MATCH, &first.headers()["etag"]);
    let second = pages.serve("/llms.txt", "localhost", "http", &known).unwrap();
    assert_eq!(second.status(), StatusCode::NOT_MODIFIED);
    assert!(second.body().is_empty());
    assert_eq!(pages.serve("/llms.txt", "other.test", "http", &known).unwrap().status(), StatusCode::OK);
}

#[test]
fn a_long_document_is_compressed_for_who_takes_it() {
    let pages = pages();
    let plain = pages.serve("/llms-full.txt", "localhost", "http", &HeaderMap::new()).unwrap();
    let asked = with(header::ACCEPT_ENCODING, &HeaderValue::from_static("gzip, br"));
    let small = pages.serve("/llms-full.txt", "localhost", "http", &asked).unwrap();
    assert_eq!(small.headers()["content-encoding"], "gzip");
    assert!(small.body().len() * 2 < plain.body().len());
    let mut text = String::new();
    std::io::Read::read_to_string(&mut flate2::read::GzDecoder::new(&small.body()[..]), &mut text).unwrap();
    assert_eq!(text.as_bytes(), &plain.body()[..]);
    let asked = with(header::ACCEPT_ENCODING, &HeaderValue::from_static("zstd"));
    for path in ["/llms-full.txt", "/openapi.json", "/api/docs/errors"] {
        let plain = pages.serve(path, "localhost", "http", &HeaderMap::new()).unwrap();
        let small = pages.serve(path, "localhost", "http", &asked).unwrap();
        assert_eq!(small.headers()["content-encoding"], "zstd", "{path}");
        assert_eq!(zstd::stream::decode_all(&small.body()[..]).unwrap(), &plain.body()[..]);
    }
}

#[test]
fn the_bundle_is_sent_compressed_or_plain() {
    let pages = pages();
    let name = &pages.assets.iter().find(|asset| asset.is("scalar", "js")).unwrap().name;
    let path = format!("{ASSETS}{name}");
    let small = get(&path, "localhost").unwrap();
    assert_eq!(small.headers()["content-encoding"], "gzip");
    let identity = with(header::ACCEPT_ENCODING, &HeaderValue::from_static("identity"));
    let large = pages.serve(&path, "localhost", "http", &identity).unwrap();
    assert!(!large.headers().contains_key("content-encoding"));
    assert!(large.body().len() > 3 * small.body().len());
    assert!(body(&large).contains("createApiReference"));
    let zstd = with(header::ACCEPT_ENCODING, &HeaderValue::from_static("zstd"));
    let small = pages.serve(&path, "localhost", "http", &zstd).unwrap();
    assert_eq!(small.headers()["content-encoding"], "zstd");
    assert_eq!(zstd::stream::decode_all(&small.body()[..]).unwrap(), &large.body()[..]);
}
