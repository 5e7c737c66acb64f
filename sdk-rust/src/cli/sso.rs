//! `omni login --sso`: a sign-in at the person's company, in a browser on this machine (RFC 8252, RFC 7636).

use std::io::Write;
use std::net::SocketAddr;
use std::time::Duration;

use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use omni_proto_identity::v1::{CompleteSsoRequest, CompleteSsoResponse, StartSsoRequest};
use percent_encoding::percent_decode_str;
use sha2::{Digest, Sha256};
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::mpsc;

use super::exit::Failure;
use super::output::printable;
use crate::OmniClient;

/// How long one request of a browser may take.
const REQUEST: Duration = Duration::from_secs(5);
/// The longest head of a request that is read.
const HEAD: usize = 16 * 1024;

/// Who signs in.
pub(crate) enum Who {
    Email(String),
    Connection(String),
}

/// What the browser brought back.
#[derive(Debug, PartialEq, Eq)]
enum Landed {
    Code(String),
    Error(String),
}

/// Signs in at the company: prints where to go, and waits for the browser to come back.
pub(crate) async fn sign_in(
    client: &OmniClient,
    who: Who,
    wait: Duration,
) -> Result<CompleteSsoResponse, Failure> {
    let listener = TcpListener::bind(("127.0.0.1", 0)).await?;
    let address = listener.local_addr()?;
    let (verifier, state) = (random()?, random()?);
    let (email, connection_id) = match who {
        Who::Email(email) => (email, String::new()),
        Who::Connection(connection) => (String::new(), connection),
    };
    let request = StartSsoRequest {
        email,
        connection_id,
        // The path is the state: whoever does not know it cannot hand us a code of theirs.
        return_url: format!("http://{address}/{state}"),
        code_challenge: URL_SAFE_NO_PAD.encode(Sha256::digest(verifier.as_bytes())),
    };
    let started = client.sso().start_sso(request).await?.into_inner();
    let url = printable(&started.authorization_url);
    writeln!(
        std::io::stderr(),
        "Open this address in a browser on this machine, and sign in at your company:\n\n  {url}\n"
    )?;
    let code = match come_back(listener, address, &state, wait).await? {
        Landed::Code(code) => code,
        Landed::Error(why) => return Err(Failure::Refused(format!("the sign-in was refused: {why}"))),
    };
    let request = CompleteSsoRequest { code, code_verifier: verifier };
    Ok(client.sso().complete_sso(request).await?.into_inner())
}

/// 256 random bits, in 43 letters.
fn random() -> Result<String, Failure> {
    let mut bytes = [0; 32];
    getrandom::fill(&mut bytes).map_err(|error| Failure::Io(std::io::Error::other(error.to_string())))?;
    Ok(URL_SAFE_NO_PAD.encode(bytes))
}

async fn come_back(
    listener: TcpListener,
    address: SocketAddr,
    state: &str,
    wait: Duration,
) -> Result<Landed, Failure> {
    let (sender, mut receiver) = mpsc::channel(1);
    let state = state.to_owned();
    // Each on its own: browsers open connections ahead and leave them silent.
    let serving = tokio::spawn(async move {
        while let Ok((stream, _)) = listener.accept().await {
            let (state, sender) = (state.clone(), sender.clone());
            tokio::spawn(async move {
                if let Ok(Ok(Some(landed))) =
                    tokio::time::timeout(REQUEST, serve(stream, address, &state)).await
                {
                    // The first one counts.
                    let _ = sender.try_send(landed);
                }
            });
        }
    });
    let landed = tokio::time::timeout(wait, receiver.recv()).await;
    serving.abort();
    match landed {
        Ok(Some(landed)) => Ok(landed),
        Ok(None) => Err(Failure::Io(std::io::Error::other("nothing listens for the browser any more"))),
        Err(_) => Err(Failure::Late(format!(
            "the browser did not come back within {} seconds; run the command again",
            wait.as_secs_f64()
        ))),
    }
}

/// Answers one request; what it brought, if it is the one that is waited for.
async fn serve(mut stream: TcpStream, address: SocketAddr, state: &str) -> std::io::Result<Option<Landed>> {
    let mut head = Vec::new();
    while !head.windows(4).any(|end| end == b"\r\n\r\n") {
        let mut chunk = [0; 1024];
        let count = stream.read(&mut chunk).await?;
        if count == 0 || head.len() + count > HEAD {
            return Ok(None);
        }
        head.extend_from_slice(&chunk[..count]);
    }
    let landed = landed(&String::from_utf8_lossy(&head), address, state);
    let (status, text) = match &landed {
        Some(Landed::Code(_)) => ("200 OK", "You are back. Close this page; omni goes on in the terminal."),
        Some(Landed::Error(_)) => {
            ("200 OK", "The sign-in was refused. The terminal says why; close this page.")
        }
        None => ("404 Not Found", "There is nothing here."),
    };
    let answer = format!(
        "HTTP/1.1 {status}\r\ncontent-type: text/plain; charset=utf-8\r\ncontent-length: {}\r\n\
         cache-control: no-store\r\nreferrer-policy: no-referrer\r\nx-content-type-options: nosniff\r\n\
         connection: close\r\n\r\n{text}",
        text.len()
    );
    stream.write_all(answer.as_bytes()).await?;
    stream.shutdown().await?;
    Ok(landed)
}

/// What a request brought: none for any other path, host or method.
fn landed(head: &str, address: SocketAddr, state: &str) -> Option<Landed> {
    let mut lines = head.split("\r\n");
    let mut words = lines.next()?.split(' ');
    let (method, target) = (words.next()?, words.next()?);
    let host = lines.find_map(|line| {
        let (name, value) = line.split_once(':')?;
        name.eq_ignore_ascii_case("host").then(|| value.trim())
    })?;
    let (path, query) = target.split_once('?')?;
    if method != "GET" || host != address.to_string() || path.strip_prefix('/') != Some(state) {
        return None;
    }
    let field = |wanted: &str| {
        let mut pairs = query.split('&').filter_map(|pair| pair.split_once('='));
        let (_, value) = pairs.find(|(name, _)| *name == wanted)?;
        let value = value.replace('+', " ");
        Some(percent_decode_str(&value).decode_utf8_lossy().into_owned()).filter(|value| !value.is_empty())
    };
    if let Some(error) = field("error") {
        return Some(Landed::Error(field("error_description").unwrap_or(error)));
    }
    field("code").map(Landed::Code)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_the_redirect_of_this_sign_in_is_listened_to() {
        let address: SocketAddr = "127.0.0.1:8400".parse().unwrap();
        let of = |line: &str, host: &str| {
            landed(&format!("{line} HTTP/1.1\r\nAccept: */*\r\nHost: {host}\r\n\r\n"), address, "s3cret")
        };
        let ours = "127.0.0.1:8400";
        assert_eq!(of("GET /s3cret?code=a%2Bb", ours), Some(Landed::Code("a+b".to_owned())));
        assert_eq!(
            of("GET /s3cret?error=access_denied&error_description=Not+you%21", ours),
            Some(Landed::Error("Not you!".to_owned()))
        );
        assert_eq!(of("GET /s3cret?error=x&code=y", ours), Some(Landed::Error("x".to_owned())));
        for (line, host) in [
            ("GET /other?code=a", ours),
            ("GET /favicon.ico", ours),
            ("GET /s3cret?code=", ours),
            ("GET /s3cret", ours),
            ("POST /s3cret?code=a", ours),
            ("GET /s3cret?code=a", "evil.example:8400"),
        ] {
            assert_eq!(of(line, host), None, "{line} {host}");
        }
    }
}
