//! An OpenID Connect provider in this process, with a key of its own, that misbehaves as a test asks it to.

use std::collections::HashMap;
use std::net::SocketAddr;
use std::sync::{Arc, Mutex};

use base64::Engine as _;
use base64::engine::general_purpose::{STANDARD, URL_SAFE_NO_PAD};
use ed25519_dalek::{Signer, SigningKey};
use omni_kernel::Clock;
use serde_json::{Value as Json, json};
use sha2::{Digest, Sha256};
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::{TcpListener, TcpStream};
use url::Url;

pub(super) const CLIENT_ID: &str = "omni";
pub(super) const CLIENT_SECRET: &str = "correct-horse";

type Change = Box<dyn Fn(&mut Json) + Send>;

struct Asked {
    nonce: String,
    challenge: String,
    redirect_uri: String,
}

pub(crate) struct State {
    pub(super) key: SigningKey,
    pub(super) kid: String,
    pub(super) published_kid: String,
    codes: HashMap<String, Asked>,
    given: u32,
    /// Of the ID token.
    pub(super) header: Change,
    pub(super) claims: Change,
    /// What stands in the place of a signature.
    pub(super) signature: Option<Vec<u8>>,
    pub(super) metadata: Change,
    pub(super) user_info: Json,
    /// What is answered to every request in the place of an answer.
    pub(super) instead: Option<Vec<u8>>,
    pub(super) paths: Vec<String>,
}

#[derive(Clone)]
pub(crate) struct Idp {
    pub(super) address: SocketAddr,
    pub(super) state: Arc<Mutex<State>>,
    clock: Clock,
}

impl Idp {
    pub(super) async fn start(clock: &Clock) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let state = State {
            key: SigningKey::from_bytes(&[9; 32]),
            kid: "k1".to_owned(),
            published_kid: "k1".to_owned(),
            codes: HashMap::new(),
            given: 0,
            header: Box::new(|_| {}),
            claims: Box::new(|_| {}),
            signature: None,
            metadata: Box::new(|_| {}),
            user_info: Json::Null,
            instead: None,
            paths: Vec::new(),
        };
        let address = listener.local_addr().unwrap();
        let idp = Self { address, state: Arc::new(Mutex::new(state)), clock: clock.clone() };
        let serving = idp.clone();
        tokio::spawn(async move {
            while let Ok((stream, _)) = listener.accept().await {
                let idp = serving.clone();
                tokio::spawn(async move { idp.serve(stream).await });
            }
        });
        idp
    }

    pub(super) fn issuer(&self) -> String {
        format!("http://{}", self.address)
    }

    /// How often a path was asked for.
    pub(super) fn asked(&self, path: &str) -> usize {
        self.state.lock().unwrap().paths.iter().filter(|asked| *asked == path).count()
    }

    pub(super) fn change(&self, change: impl FnOnce(&mut State)) {
        change(&mut self.state.lock().unwrap());
    }

    /// Signs somebody in who was sent here, as a browser would: gives the fields that it brings back.
    pub(super) fn consent(&self, authorization_url: &str) -> Vec<(String, String)> {
        let asked: HashMap<String, String> =
            Url::parse(authorization_url).unwrap().query_pairs().into_owned().collect();
        assert_eq!(asked["response_type"], "code");
        assert_eq!(asked["client_id"], CLIENT_ID);
        assert_eq!(asked["code_challenge_method"], "S256");
        assert!(asked["scope"].split(' ').any(|scope| scope == "openid"));
        let mut state = self.state.lock().unwrap();
        state.given += 1;
        let code = format!("code-{}", state.given);
        let [nonce, challenge, redirect_uri] =
            ["nonce", "code_challenge", "redirect_uri"].map(|name| asked[name].clone());
        state.codes.insert(code.clone(), Asked { nonce, challenge, redirect_uri });
        let pairs = [("code", code), ("state", asked["state"].clone()), ("iss", self.issuer())];
        pairs.map(|(name, value)| (name.to_owned(), value)).to_vec()
    }

    async fn serve(&self, mut stream: TcpStream) {
        let mut request = Vec::new();
        let mut piece = [0; 4096];
        let (head, body) = loop {
            let count = stream.read(&mut piece).await.unwrap_or(0);
            if count == 0 {
                return;
            }
            request.extend_from_slice(&piece[..count]);
            let text = String::from_utf8_lossy(&request).into_owned();
            let Some((head, body)) = text.split_once("\r\n\r\n") else { continue };
            let length = header(head, "content-length").and_then(|text| text.parse().ok()).unwrap_or(0_usize);
            if body.len() >= length {
                break (head.to_owned(), body.to_owned());
            }
        };
        let path = head.split(' ').nth(1).unwrap_or_default().to_owned();
        self.state.lock().unwrap().paths.push(path.clone());
        let instead = self.state.lock().unwrap().instead.clone();
        if let Some(bytes) = instead {
            let _ = stream.write_all(&bytes).await;
            return;
        }
        let (status, answer) = match path.as_str() {
            "/.well-known/openid-configuration" => (200, self.metadata()),
            "/jwks" => (200, self.jwks()),
            "/token" => self.token(&head, &body),
            "/userinfo" => (200, self.state.lock().unwrap().user_info.clone()),
            _ => (404, json!({})),
        };
        let body = answer.to_string();
        let answer = format!(
            "HTTP/1.1 {status} X\r\ncontent-type: application/json\r\ncontent-length: {}\r\nconnection: close\r\n\r\n{body}",
            body.len()
        );
        let _ = stream.write_all(answer.as_bytes()).await;
    }

    fn metadata(&self) -> Json {
        let issuer = self.issuer();
        let mut metadata = json!({
            "issuer": issuer,
            "authorization_endpoint": format!("{issuer}/authorize"),
            "token_endpoint": format!("{issuer}/token"),
            "jwks_uri": format!("{issuer}/jwks"),
            "response_types_supported": ["code"],
            "subject_types_supported": ["public"],
            "id_token_signing_alg_values_supported": ["EdDSA", "HS256", "none", "ES512K"],
            "authorization_response_iss_parameter_supported": true,
        });
        (self.state.lock().unwrap().metadata)(&mut metadata);
        metadata
    }

    fn jwks(&self) -> Json {
        let state = self.state.lock().unwrap();
        let x = URL_SAFE_NO_PAD.encode(state.key.verifying_key().to_bytes());
        json!({ "keys": [
            { "kty": "OKP", "crv": "Ed25519", "use": "sig", "alg": "EdDSA", "kid": state.published_kid, "x": x },
            { "kty": "unheard-of", "kid": "k0" },
        ] })
    }

    fn token(&self, head: &str, body: &str) -> (u16, Json) {
        let fields: HashMap<String, String> =
            url::form_urlencoded::parse(body.as_bytes()).into_owned().collect();
        let basic = format!("Basic {}", STANDARD.encode(format!("{CLIENT_ID}:{CLIENT_SECRET}")));
        if header(head, "authorization") != Some(basic.as_str()) {
            return (401, json!({ "error": "invalid_client" }));
        }
        let asked = self.state.lock().unwrap().codes.remove(&fields["code"]);
        let refused = (400, json!({ "error": "invalid_grant" }));
        let Some(asked) = asked else { return refused };
        let hash = URL_SAFE_NO_PAD.encode(Sha256::digest(fields["code_verifier"].as_bytes()));
        if hash != asked.challenge || fields["redirect_uri"] != asked.redirect_uri {
            return refused;
        }
        let token = self.id_token(&asked.nonce);
        (200, json!({ "access_token": "at", "token_type": "Bearer", "expires_in": 60, "id_token": token }))
    }

    fn id_token(&self, nonce: &str) -> String {
        let (now, state) = (self.clock.now().as_second(), self.state.lock().unwrap());
        let mut header = json!({ "alg": "EdDSA", "typ": "JWT", "kid": state.kid });
        let mut claims = json!({
            "iss": self.issuer(), "sub": "248289761001", "aud": CLIENT_ID, "exp": now + 300, "iat": now,
            "nonce": nonce, "email": "Eva@Acme.example", "email_verified": true, "name": "Eva Novak",
        });
        (state.header)(&mut header);
        (state.claims)(&mut claims);
        let part = |json: &Json| URL_SAFE_NO_PAD.encode(json.to_string());
        let signed = format!("{}.{}", part(&header), part(&claims));
        let signature = state.key.sign(signed.as_bytes()).to_bytes().to_vec();
        format!("{signed}.{}", URL_SAFE_NO_PAD.encode(state.signature.clone().unwrap_or(signature)))
    }
}

fn header<'a>(head: &'a str, name: &str) -> Option<&'a str> {
    head.lines().find_map(|line| {
        let (found, value) = line.split_once(':')?;
        found.eq_ignore_ascii_case(name).then(|| value.trim())
    })
}
