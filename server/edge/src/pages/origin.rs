//! The address the request came to, as the pages show it.

/// The address that samples carry in the embedded files.
const EMBEDDED: &str = "http://127.0.0.1:8080";
/// The same as grpcurl takes it.
const EMBEDDED_TARGET: &str = " 127.0.0.1:8080 ";

/// Scheme, host and port, and a path before all paths if there is one. It holds only characters that mean nothing in HTML,
/// JSON and a shell.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Origin {
    https: bool,
    host: String,
    path: String,
}

impl Origin {
    /// The origin of a configured URL; none for one that does not look like one.
    pub(super) fn public(url: &str) -> Option<Self> {
        let (scheme, rest) = url.split_once("://")?;
        let (host, path) = rest.find('/').map_or((rest, ""), |at| rest.split_at(at));
        let path = path.trim_end_matches('/');
        let is_plain_path = path.bytes().all(|byte| byte.is_ascii_alphanumeric() || b"/-._~".contains(&byte));
        (is_plain(host) && is_plain_path)
            .then(|| Self { path: path.to_owned(), ..Self::new(&scheme.to_ascii_lowercase(), host) })
    }

    /// The origin of a request. The host comes from the caller, so one that is not a plain host and port is dropped.
    pub(super) fn new(scheme: &str, host: &str) -> Self {
        let host = if is_plain(host) { host.to_ascii_lowercase() } else { "127.0.0.1:8080".to_owned() };
        Self { https: scheme == "https", host, path: String::new() }
    }

    /// `https://host:port`, and the path.
    pub(super) fn url(&self) -> String {
        format!("{}://{}{}", if self.https { "https" } else { "http" }, self.host, self.path)
    }

    /// The host with a port, which gRPC tools want.
    fn target(&self) -> String {
        let has_port = self.host.rsplit_once(':').is_some_and(|(_, port)| !port.contains(']'));
        let port = if self.https { 443 } else { 80 };
        if has_port { self.host.clone() } else { format!("{}:{port}", self.host) }
    }

    /// A text with this address in the place of the embedded one.
    pub(super) fn fill(&self, text: &str) -> String {
        let text =
            text.replace(EMBEDDED, &self.url()).replace(EMBEDDED_TARGET, &format!(" {} ", self.target()));
        if self.https { text.replace("grpcurl -plaintext", "grpcurl") } else { text }
    }
}

/// A name or an address, and a port where there is one.
fn is_plain(host: &str) -> bool {
    let (name, port) = match host.rsplit_once(':') {
        Some((name, port)) if !port.contains(']') => (name, Some(port)),
        _ => (host, None),
    };
    let port_is_plain = port
        .is_none_or(|port| (1..=5).contains(&port.len()) && port.bytes().all(|byte| byte.is_ascii_digit()));
    let name_is_plain = match name.strip_prefix('[').and_then(|rest| rest.strip_suffix(']')) {
        Some(address) => {
            !address.is_empty()
                && address.bytes().all(|byte| byte.is_ascii_hexdigit() || b":.".contains(&byte))
        }
        None => {
            !name.is_empty()
                && name.bytes().all(|byte| byte.is_ascii_alphanumeric() || b"-._".contains(&byte))
        }
    };
    host.len() <= 253 && port_is_plain && name_is_plain
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_host_and_port_are_shown_as_they_came() {
        for host in ["localhost", "omni.example.com:8443", "127.0.0.1:8080", "[::1]:8080", "[2001:db8::1]"] {
            assert_eq!(Origin::new("http", host).url(), format!("http://{host}"));
        }
    }

    #[test]
    fn a_host_with_anything_else_in_it_is_not_shown() {
        let long = "a".repeat(300);
        for host in [
            "",
            "<script>",
            "a b",
            "host:port",
            "host:",
            "a\"b",
            "$(id)",
            "a/b",
            "[::1",
            "u@h",
            "h:123456",
            &long,
        ] {
            assert_eq!(Origin::new("http", host).url(), "http://127.0.0.1:8080", "{host}");
        }
    }

    #[test]
    fn a_configured_url_is_shown_as_it_is() {
        for url in ["https://omni.example.com", "http://10.0.0.1:8080", "https://example.com/omni"] {
            assert_eq!(Origin::public(url).unwrap().url(), url);
        }
        assert_eq!(Origin::public("HTTPS://Omni.Example.com/").unwrap().url(), "https://omni.example.com");
        for wrong in ["omni.example.com", "https://u@h", "https://h/a\"b", "https://h/?a=<b>"] {
            assert_eq!(Origin::public(wrong), None, "{wrong}");
        }
    }

    #[test]
    fn samples_get_the_address_and_the_flags_that_go_with_it() {
        let sample = "curl http://127.0.0.1:8080/x; grpcurl -plaintext \\\n  127.0.0.1:8080 omni.v1.S/M";
        assert_eq!(
            Origin::new("http", "omni.test:9000").fill(sample),
            "curl http://omni.test:9000/x; grpcurl -plaintext \\\n  omni.test:9000 omni.v1.S/M"
        );
        assert_eq!(
            Origin::new("https", "omni.test").fill(sample),
            "curl https://omni.test/x; grpcurl \\\n  omni.test:443 omni.v1.S/M"
        );
        assert_eq!(Origin::new("http", "[::1]").target(), "[::1]:80");
    }
}
