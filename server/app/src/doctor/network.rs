//! The address of the listener, Redis, the OpenTelemetry collector and the mail server.

use std::io;
use std::time::Duration;

use http::Uri;
use omni_kernel::config::Config;
use omni_kernel::redis::Redis;
use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::{TcpListener, TcpStream};
use tokio::time::timeout;

use super::Finding;

/// How long a neighbour may take to answer.
const PATIENCE: Duration = Duration::from_secs(3);

/// Whether the address is free, or this server's own.
pub(super) async fn listen(config: &Config) -> Vec<Finding> {
    let address = config.listen;
    let Err(error) = TcpListener::bind(address).await else {
        return vec![Finding::ok(format!("listen: {address} is free"))];
    };
    let what = format!("listen: {address}: {error}");
    vec![match error.kind() {
        io::ErrorKind::AddrInUse if is_omni(config).await => {
            Finding::ok(format!("listen: {address} is served by a running Omni"))
        }
        io::ErrorKind::AddrInUse if config.tls.files().is_some() => Finding::warn(
            what,
            "well if it is this server; else stop the program there or set listen to another port",
        ),
        io::ErrorKind::AddrInUse => {
            Finding::fail(what, "stop the program there or set listen to another port")
        }
        io::ErrorKind::PermissionDenied => {
            Finding::fail(what, "take a port from 1024 up, or give the server CAP_NET_BIND_SERVICE")
        }
        _ => Finding::fail(
            what,
            "set listen to an address of this machine, such as 127.0.0.1:8080 or 0.0.0.0:8080",
        ),
    }]
}

/// Whether `/api/health` answers as Omni does: a JSON object with a status and a version.
async fn is_omni(config: &Config) -> bool {
    let ask = async {
        let mut stream = TcpStream::connect(config.listen).await?;
        let request =
            format!("GET /api/health HTTP/1.1\r\nhost: {}\r\nconnection: close\r\n\r\n", config.listen);
        stream.write_all(request.as_bytes()).await?;
        let (mut answer, mut buffer) = (Vec::new(), [0; 1024]);
        // Not until the end: a program that keeps the connection open may answer just as well.
        while !says_omni(&answer) && answer.len() < 16 * 1024 {
            match stream.read(&mut buffer).await? {
                0 => break,
                read => answer.extend_from_slice(&buffer[..read]),
            }
        }
        io::Result::Ok(says_omni(&answer))
    };
    matches!(timeout(PATIENCE, ask).await, Ok(Ok(true)))
}

fn says_omni(answer: &[u8]) -> bool {
    let text = String::from_utf8_lossy(answer);
    text.starts_with("HTTP/1.1 ") && text.contains("\"status\"") && text.contains("\"version\"")
}

/// Whether Redis answers, as the server would ask it.
pub(super) async fn redis(config: &Config) -> Vec<Finding> {
    let redis = match Redis::new(&config.redis) {
        Ok(Some(redis)) => redis,
        Ok(None) => {
            return vec![Finding::ok(
                "redis: not set; rate limits and the response cache are each node's own",
            )];
        }
        Err(error) => return vec![Finding::fail(format!("redis: {error}"), "correct redis.url")],
    };
    let place = redis.place();
    vec![match redis.version(PATIENCE).await {
        Ok(version) => Finding::ok(format!("redis: {place} answers, version {version}")),
        // The server goes on without it.
        Err(why) => Finding::warn(
            format!("redis: {place}: {why}"),
            "start it or correct redis.url; until then each node keeps to its share of the rate limits and caches nothing",
        ),
    }]
}

/// The host without the brackets of an IPv6 address.
fn host(uri: &Uri) -> Option<String> {
    uri.host().map(|host| host.trim_start_matches('[').trim_end_matches(']').to_owned())
}

/// Whether somebody listens at the collector's address.
pub(super) async fn otlp(config: &Config) -> Vec<Finding> {
    let Some(endpoint) = &config.otlp.endpoint else {
        return vec![Finding::ok("otlp: not set; traces and metrics are not sent")];
    };
    let uri: Option<Uri> = endpoint.parse().ok();
    let Some((uri, host)) = uri.and_then(|uri| host(&uri).map(|host| (uri, host))) else {
        return vec![Finding::fail("otlp: otlp.endpoint is no URL", "set it as in http://localhost:4317")];
    };
    let port = uri.port_u16().unwrap_or(if uri.scheme_str() == Some("https") { 443 } else { 80 });
    let connect = timeout(PATIENCE, TcpStream::connect((host.as_str(), port))).await;
    let reached = connect.unwrap_or_else(|_| Err(io::ErrorKind::TimedOut.into()));
    vec![match reached {
        Ok(_) => Finding::ok(format!("otlp: {host}:{port} is reachable")),
        Err(error) => Finding::warn(
            format!("otlp: {host}:{port}: {error}"),
            "start the collector or correct otlp.endpoint; the server works without it",
        ),
    }]
}

/// Whether mail can leave.
pub(super) async fn mail(config: &Config) -> Vec<Finding> {
    // The server starts without a mail server, and mail waits for it.
    let cure = "start the mail server or correct the settings of [mail]; until then mail waits";
    vec![match omni_mail::check(&config.mail, &config.data_dir).await {
        Ok(what) if config.mail.url.is_none() && several(config) => Finding::warn(
            format!("mail: {what}"),
            "set mail.url and mail.from: each of several nodes writes the mails it sends on its own disk",
        ),
        Ok(what) => Finding::ok(format!("mail: {what}")),
        Err(what) => Finding::warn(format!("mail: {what}"), cure),
    }]
}

/// Whether this may be one node of several: they share a database that none of them has made.
fn several(config: &Config) -> bool {
    config.database.url.is_some()
}

/// Whether links in mails lead here.
pub(super) fn public_url(config: &Config) -> Vec<Finding> {
    vec![match &config.auth.public_url {
        Some(url) => Finding::ok(format!("links: mails lead to {url}")),
        None if config.listen.ip().is_loopback() && !several(config) => {
            Finding::ok("links: auth.public_url is not set; mails lead to this machine")
        }
        None => Finding::warn(
            format!(
                "links: auth.public_url is not set; mails lead to {} of the node that sends them",
                config.listen
            ),
            "set it to the address at which people reach the server, the same on every node",
        ),
    }]
}
