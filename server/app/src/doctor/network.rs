//! The address of the listener, Redis, the OpenTelemetry collector and the mail server.

use std::io;
use std::time::Duration;

use http::Uri;
use omni_kernel::Secret;
use omni_kernel::config::Config;
use percent_encoding::percent_decode_str;
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

/// Whether `/health` answers as Omni does: a JSON object with a status and a version.
async fn is_omni(config: &Config) -> bool {
    let ask = async {
        let mut stream = TcpStream::connect(config.listen).await?;
        let request = format!("GET /health HTTP/1.1\r\nhost: {}\r\nconnection: close\r\n\r\n", config.listen);
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

/// Whether Redis answers.
pub(super) async fn redis(config: &Config) -> Vec<Finding> {
    let Some(url) = &config.redis.url else {
        return vec![Finding::ok("redis: not set; nothing in this version needs it")];
    };
    // The server goes on without Redis, so that none of this is a failure.
    let cure = "start it or correct redis.url; nothing in this version needs it yet";
    let uri = url.expose().parse::<Uri>().ok();
    let place = uri.as_ref().and_then(|uri| Some(format!("{}:{}", host(uri)?, redis_port(uri))));
    let place = place.unwrap_or_else(|| "redis.url".to_owned());
    let seen = if url.expose().starts_with("rediss:") {
        "is reachable; it is encrypted and not asked further"
    } else {
        "answers"
    };
    vec![match ping_redis(url).await {
        Ok(()) => Finding::ok(format!("redis: {place} {seen}")),
        Err(what) => Finding::warn(format!("redis: {place}: {what}"), cure),
    }]
}

/// Logs in and sends a PING; of an encrypted Redis, only whether it is reachable.
///
/// # Errors
/// What stands in the way, in words that hold no secret.
pub(crate) async fn ping_redis(url: &Secret) -> Result<(), String> {
    let uri = url.expose().parse::<Uri>().ok();
    let (uri, host) = uri
        .and_then(|uri| host(&uri).map(|host| (uri, host)))
        .ok_or("expected a URL such as redis://:password@host:6379/0, special characters as %XX")?;
    timeout(PATIENCE, ping(&uri, &host)).await.unwrap_or_else(|_| Err("no answer in 3 s".to_owned()))
}

fn redis_port(uri: &Uri) -> u16 {
    uri.port_u16().unwrap_or(6379)
}

/// The host without the brackets of an IPv6 address.
fn host(uri: &Uri) -> Option<String> {
    uri.host().map(|host| host.trim_start_matches('[').trim_end_matches(']').to_owned())
}

async fn ping(uri: &Uri, host: &str) -> Result<(), String> {
    let mut stream = TcpStream::connect((host, redis_port(uri))).await.map_err(|error| error.to_string())?;
    if uri.scheme_str() == Some("rediss") {
        return Ok(());
    }
    let info =
        uri.authority().and_then(|authority| authority.as_str().rsplit_once('@')).map(|(info, _)| info);
    if let Some((user, password)) = info.and_then(|info| info.split_once(':')) {
        let decode = |text: &str| percent_decode_str(text).decode_utf8_lossy().into_owned();
        let (user, password) = (decode(user), decode(password));
        let answer = if user.is_empty() {
            command(&mut stream, &["AUTH", &password]).await?
        } else {
            command(&mut stream, &["AUTH", &user, &password]).await?
        };
        if answer != "+OK" {
            return Err(format!("the password is refused: {answer}"));
        }
    }
    match command(&mut stream, &["PING"]).await?.as_str() {
        "+PONG" => Ok(()),
        other => Err(format!("unexpected answer to PING: {other}")),
    }
}

/// Sends one command of the Redis protocol (RESP2) and reads the first line of the answer.
async fn command(stream: &mut TcpStream, words: &[&str]) -> Result<String, String> {
    let mut bytes = format!("*{}\r\n", words.len()).into_bytes();
    for word in words {
        bytes.extend(format!("${}\r\n{word}\r\n", word.len()).into_bytes());
    }
    let exchange = async {
        stream.write_all(&bytes).await?;
        let mut line = Vec::new();
        while !line.ends_with(b"\r\n") && line.len() < 512 {
            line.push(stream.read_u8().await?);
        }
        io::Result::Ok(String::from_utf8_lossy(&line).trim_end().to_owned())
    };
    exchange.await.map_err(|error| error.to_string())
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
        Ok(what) => Finding::ok(format!("mail: {what}")),
        Err(what) => Finding::warn(format!("mail: {what}"), cure),
    }]
}
