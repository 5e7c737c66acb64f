//! Where a request comes from: the peer, or what proxies that are trusted say of it.

use std::net::IpAddr;

use http::HeaderMap;
use omni_kernel::net::Cidr;

/// The address of the one who calls.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct ClientAddress {
    /// The peer's, or the one its proxies name.
    pub(crate) ip: IpAddr,
}

/// How a request came here.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Arrival {
    pub(crate) client: ClientAddress,
    /// Whether the client spoke TLS, here or to a trusted proxy.
    pub(crate) https: bool,
    /// The authority a trusted proxy was called by.
    pub(crate) host: Option<String>,
}

/// The proxies whose word counts.
#[derive(Debug, Clone, Default)]
pub(crate) struct Proxies(Vec<Cidr>);

impl Proxies {
    pub(crate) fn new(trusted: Vec<Cidr>) -> Self {
        Self(trusted)
    }

    fn trust(&self, address: IpAddr) -> bool {
        self.0.iter().any(|range| range.contains(address))
    }

    /// What is known of a request from this peer. Without a trusted peer its `x-forwarded-*` headers mean nothing.
    pub(crate) fn arrival(&self, peer: IpAddr, tls: bool, headers: &HeaderMap) -> Arrival {
        let peer = peer.to_canonical();
        if !self.trust(peer) {
            return Arrival { client: ClientAddress { ip: peer }, https: tls, host: None };
        }
        let https = match last(headers, "x-forwarded-proto") {
            Some(scheme) => scheme.eq_ignore_ascii_case("https"),
            None => tls,
        };
        let host = last(headers, "x-forwarded-host").map(str::to_owned);
        Arrival { client: ClientAddress { ip: self.client(peer, headers) }, https, host }
    }

    /// Goes from the nearest proxy outwards; the first address that no trusted proxy has is the client's. What stands
    /// to the left of it, or of something that is no address, anybody may have written.
    fn client(&self, peer: IpAddr, headers: &HeaderMap) -> IpAddr {
        let mut client = peer;
        for text in items(headers, "x-forwarded-for").rev() {
            let Some(address) = address(text) else { break };
            client = address;
            if !self.trust(address) {
                break;
            }
        }
        client
    }
}

/// The items of a list header, over all its lines.
fn items<'a>(headers: &'a HeaderMap, name: &str) -> impl DoubleEndedIterator<Item = &'a str> {
    let lines: Vec<&str> =
        headers.get_all(name).iter().map(|value| value.to_str().unwrap_or_default()).collect();
    lines.into_iter().flat_map(|line| line.split(',')).map(str::trim)
}

/// The word of the nearest proxy.
fn last<'a>(headers: &'a HeaderMap, name: &str) -> Option<&'a str> {
    items(headers, name).next_back().filter(|text| !text.is_empty())
}

/// An address, with or without a port.
fn address(text: &str) -> Option<IpAddr> {
    let bare = text.strip_prefix('[').and_then(|rest| rest.split_once(']')).map_or(text, |(inner, _)| inner);
    let address: Option<IpAddr> = bare.parse().ok();
    address
        .or_else(|| text.parse::<std::net::SocketAddr>().ok().map(|address| address.ip()))
        .map(|address| address.to_canonical())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn arrival(peer: &str, headers: &[(&'static str, &'static str)]) -> Arrival {
        let proxies = Proxies::new(vec!["10.0.0.0/8".parse().unwrap(), "::1".parse().unwrap()]);
        let mut map = HeaderMap::new();
        for (name, value) in headers {
            map.append(*name, value.parse().unwrap());
        }
        proxies.arrival(peer.parse().unwrap(), false, &map)
    }

    fn client(peer: &str, forwarded: &[&'static str]) -> String {
        let headers: Vec<_> = forwarded.iter().map(|&line| ("x-forwarded-for", line)).collect();
        arrival(peer, &headers).client.ip.to_string()
    }

    #[test]
    fn a_peer_that_is_no_trusted_proxy_speaks_for_itself_only() {
        assert_eq!(client("203.0.113.5", &["198.51.100.1"]), "203.0.113.5");
        let headers = [
            ("x-forwarded-proto", "https"),
            ("x-forwarded-host", "evil.test"),
            ("x-forwarded-for", "10.0.0.1"),
        ];
        let seen = arrival("203.0.113.5", &headers);
        assert_eq!((seen.https, seen.host, seen.client.ip.to_string()), (false, None, "203.0.113.5".into()));
    }

    #[test]
    fn the_client_is_the_first_address_outside_the_trusted_ones_from_the_right() {
        assert_eq!(client("10.0.0.1", &["198.51.100.1"]), "198.51.100.1");
        assert_eq!(client("::ffff:10.0.0.1", &["198.51.100.1"]), "198.51.100.1");
        assert_eq!(client("::1", &["1.2.3.4, 198.51.100.1, 10.0.0.9"]), "198.51.100.1");
        assert_eq!(client("10.0.0.1", &["1.2.3.4", "198.51.100.1:4711", "10.0.0.9"]), "198.51.100.1");
        assert_eq!(client("10.0.0.1", &["[2001:db8::7]:443"]), "2001:db8::7");
        assert_eq!(client("10.0.0.1", &["10.0.0.3, 10.0.0.2"]), "10.0.0.3");
        assert_eq!(client("10.0.0.1", &[]), "10.0.0.1");
    }

    #[test]
    fn what_is_no_address_ends_the_search() {
        assert_eq!(client("10.0.0.1", &["198.51.100.1, unknown, 10.0.0.2"]), "10.0.0.2");
        assert_eq!(client("10.0.0.1", &["198.51.100.1, "]), "10.0.0.1");
    }

    #[test]
    fn a_trusted_proxy_says_how_it_was_called() {
        let seen = arrival("10.0.0.1", &[("x-forwarded-proto", "https"), ("x-forwarded-host", "omni.test")]);
        assert_eq!((seen.https, seen.host.as_deref()), (true, Some("omni.test")));
        let nearest = arrival("10.0.0.1", &[("x-forwarded-proto", "https, http")]);
        assert!(!nearest.https);
    }
}
