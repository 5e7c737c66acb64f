use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use ed25519_dalek::{Signer, SigningKey};
use hmac::{Hmac, KeyInit, Mac};
use omni_kernel::Secret;
use omni_kernel::config::Auth;
use serde_json::{Value as Json, json};

use crate::harness::{Node, settings, world};

fn decode(part: &str) -> Json {
    serde_json::from_slice(&URL_SAFE_NO_PAD.decode(part).unwrap()).unwrap()
}

fn encode(json: &Json) -> String {
    URL_SAFE_NO_PAD.encode(json.to_string())
}

fn parts(token: &Secret) -> (Json, Json) {
    let mut parts = token.expose().split('.');
    (decode(parts.next().unwrap()), decode(parts.next().unwrap()))
}

async fn admits(node: &Node, token: &str) -> bool {
    node.identity.verify(&Secret::new(token)).await.unwrap().is_some()
}

#[tokio::test]
async fn a_token_says_what_rfc_9068_asks_for_and_who_it_is() {
    let world = world().await;
    let node = &world.node;
    let (user, tenant) = node.person("ana@example.com").await;
    let tokens = node.login("ana@example.com").await;
    let (header, claims) = parts(&tokens.access);
    assert_eq!((header["alg"].as_str(), header["typ"].as_str()), (Some("EdDSA"), Some("at+jwt")));
    let keys: Json = serde_json::from_str(&node.identity.jwks().await.unwrap()).unwrap();
    assert_eq!(keys["keys"][0]["kid"], header["kid"]);
    assert!(keys["keys"][0].get("d").is_none());
    let now = world.db.clock().now().as_second();
    for (claim, expected) in [
        ("iss", json!("omni")),
        ("aud", json!("omni-api")),
        ("sub", json!(user.to_string())),
        ("tid", json!(tenant.to_string())),
        ("sid", json!(tokens.session.to_string())),
        ("env", json!("live")),
        ("iat", json!(now)),
        ("exp", json!(now + 600)),
    ] {
        assert_eq!(claims[claim], expected, "{claim}");
    }
    assert!(claims["jti"].is_string() && claims["client_id"].is_string());
}

/// Signs whatever with whichever key, as somebody would who has it.
fn signed(header: &Json, claims: &Json, key: &SigningKey) -> String {
    let text = format!("{}.{}", encode(header), encode(claims));
    let signature = key.sign(text.as_bytes()).to_bytes();
    format!("{text}.{}", URL_SAFE_NO_PAD.encode(signature))
}

#[tokio::test]
async fn a_forged_token_is_refused() {
    let world = world().await;
    let node = &world.node;
    node.person("ana@example.com").await;
    let tokens = node.login("ana@example.com").await;
    let (header, claims) = parts(&tokens.access);
    let keys: Json = serde_json::from_str(&node.identity.jwks().await.unwrap()).unwrap();
    let public = URL_SAFE_NO_PAD.decode(keys["keys"][0]["x"].as_str().unwrap()).unwrap();

    let none = json!({ "alg": "none", "typ": "at+jwt", "kid": header["kid"] });
    let unsigned = format!("{}.{}.", encode(&none), encode(&claims));
    let hmac_header = json!({ "alg": "HS256", "typ": "at+jwt", "kid": header["kid"] });
    let text = format!("{}.{}", encode(&hmac_header), encode(&claims));
    let mut mac = Hmac::<sha2::Sha256>::new_from_slice(&public).unwrap();
    mac.update(text.as_bytes());
    let with_public_key = format!("{text}.{}", URL_SAFE_NO_PAD.encode(mac.finalize().into_bytes()));
    let own = SigningKey::from_bytes(&[9; 32]);
    let with_own_key = signed(&header, &claims, &own);
    let unknown_kid = json!({ "alg": "EdDSA", "typ": "at+jwt", "kid": "unknown" });
    let own_jwk = json!({ "alg": "EdDSA", "typ": "at+jwt", "kid": header["kid"],
        "jwk": { "kty": "OKP", "crv": "Ed25519", "x": URL_SAFE_NO_PAD.encode(own.verifying_key().as_bytes()) } });
    let good = tokens.access.expose();
    let (body, signature) = good.rsplit_once('.').unwrap();
    for (what, forged) in [
        ("alg none", unsigned),
        ("HS256 with the public key", with_public_key),
        ("another key", with_own_key),
        ("unknown kid", signed(&unknown_kid, &claims, &own)),
        ("a key brought along", signed(&own_jwk, &claims, &own)),
        ("no signature", format!("{body}.")),
        ("half a signature", format!("{body}.{}", &signature[..43])),
        ("padding", format!("{good}=")),
        ("space", format!(" {good}")),
    ] {
        assert!(!admits(node, &forged).await, "{what}");
    }
    assert!(admits(node, good).await);
}

/// Tokens of the right key that are for somewhere or somebody else.
#[tokio::test]
async fn a_token_of_another_issuer_audience_time_or_type_is_refused() {
    let world = world().await;
    let node = &world.node;
    let (user, _) = node.person("ana@example.com").await;
    node.person("eva@example.com").await;
    let tokens = node.login("ana@example.com").await;
    let eva = node.login("eva@example.com").await;
    let (header, claims) = parts(&tokens.access);
    let (_, of_eva) = parts(&eva.access);
    // The software opens its own key; a test does the same.
    let kid = header["kid"].as_str().unwrap().to_owned();
    let sealed: Vec<u8> = sqlx::query_scalar("SELECT private_key FROM omni.signing_keys")
        .fetch_one(&mut world.db.superuser().await)
        .await
        .unwrap();
    let vault = node.identity.effects().vault();
    let key: [u8; 32] = vault.open(&format!("signing_key:{kid}"), &sealed).unwrap().try_into().unwrap();
    let key = SigningKey::from_bytes(&key);
    assert!(admits(node, &signed(&header, &claims, &key)).await);
    let now = world.db.clock().now().as_second();
    let with = |changes: &[(&str, Json)]| {
        let mut changed = claims.clone();
        for (name, value) in changes {
            changed[*name] = value.clone();
        }
        signed(&header, &changed, &key)
    };
    let without = |name: &str| {
        let mut changed = claims.clone();
        changed.as_object_mut().unwrap().remove(name);
        signed(&header, &changed, &key)
    };
    for (what, token) in [
        ("iss", with(&[("iss", json!("evil"))])),
        ("aud", with(&[("aud", json!("other"))])),
        ("aud list", with(&[("aud", json!(["omni-api"]))])),
        ("expired", with(&[("exp", json!(now))])),
        ("from the future", with(&[("iat", json!(now + 3600))])),
        ("no exp", without("exp")),
        ("no sid", without("sid")),
        ("another's session", with(&[("sid", of_eva["sid"].clone())])),
        ("another's tenant", with(&[("tid", of_eva["tid"].clone())])),
        ("another person", with(&[("sub", of_eva["sub"].clone())])),
        ("more than we say", with(&[("admin", json!(true))])),
        ("an id token", signed(&json!({ "alg": "EdDSA", "typ": "JWT", "kid": kid }), &claims, &key)),
        (
            "a session that is not there",
            with(&[("sid", json!(omni_kernel::SessionId::from_uuid(user.uuid()).to_string()))]),
        ),
    ] {
        assert!(!admits(node, &token).await, "{what}");
    }
    let elsewhere = world.another_node_with(Auth { issuer: "another installation".to_owned(), ..settings() });
    assert!(!admits(&elsewhere, tokens.access.expose()).await);
}

#[tokio::test]
async fn a_token_ends_with_its_time_to_the_second() {
    let world = world().await;
    let node = &world.node;
    node.person("ana@example.com").await;
    let tokens = node.login("ana@example.com").await;
    world.forward(std::time::Duration::from_secs(599));
    assert!(node.admits(&tokens).await);
    world.forward(std::time::Duration::from_secs(1));
    assert!(!node.admits(&tokens).await);
}
