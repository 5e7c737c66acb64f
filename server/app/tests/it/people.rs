//! People who sign in.

use std::time::Duration;

use hmac::{Hmac, KeyInit, Mac};
use omni_contract::Method;
use serde_json::json;
use sha1::Sha1;

use crate::harness::Server;

/// Who registers the company.
pub(crate) const OWNER: &str = "ana@example.com";
pub(crate) const PASSWORD: &str = "correct horse battery";

impl Server {
    /// The access token of a person with a company of their own.
    pub(crate) async fn sign_in(&self) -> String {
        self.sign_in_as(OWNER).await
    }

    /// The same of a person with this address.
    pub(crate) async fn sign_in_as(&self, email: &str) -> String {
        self.register_as(email).await;
        // The tier of those who register allows ten calls a minute.
        let raised = sqlx::query("UPDATE omni.tenants SET tier = 'enterprise' WHERE NOT operator")
            .execute(&mut self.db.superuser().await)
            .await;
        raised.unwrap();
        self.log_in(email).await
    }

    /// Registers a company; gives the name of its tier.
    pub(crate) async fn register(&self) -> String {
        self.register_as(OWNER).await;
        sqlx::query_scalar("SELECT tier FROM omni.tenants WHERE NOT operator")
            .fetch_one(&mut self.db.superuser().await)
            .await
            .unwrap()
    }

    async fn register_as(&self, email: &str) {
        let person =
            json!({ "email": email, "password": PASSWORD, "fullName": "Ana", "companyName": "Acme" });
        assert_eq!(self.rest(None, &self.identity("AuthService/Register"), &person).await.0, 200);
        let token = json!({ "token": self.mailed_token(email, "verify").await });
        assert_eq!(self.rest(None, &self.identity("AuthService/VerifyEmail"), &token).await.0, 200);
    }

    /// The access token of a new colleague with this role, whom an owner invites.
    pub(crate) async fn colleague(&self, owner: &str, role: &str) -> String {
        let email = format!("{role}@example.com");
        let invitation = json!({ "email": email, "role": role });
        let (status, answer) =
            self.rest(Some(owner), &self.identity("TeamService/InviteMember"), &invitation).await;
        assert_eq!(status, 200, "{answer}");
        let token = self.mailed_token(&email, "invite").await;
        let accepted = json!({ "token": token, "fullName": role, "password": PASSWORD });
        let (status, answer) =
            self.rest(None, &self.identity("TeamService/AcceptInvitation"), &accepted).await;
        assert_eq!(status, 200, "{answer}");
        self.log_in(&email).await
    }

    pub(crate) async fn log_in(&self, email: &str) -> String {
        let person = json!({ "email": email, "password": PASSWORD });
        let (status, answer) = self.rest(None, &self.identity("AuthService/Login"), &person).await;
        assert_eq!(status, 200, "{answer}");
        answer["tokens"]["accessToken"].as_str().unwrap().to_owned()
    }

    fn identity(&self, method: &str) -> Method {
        (**self.contract.method(&format!("/omni.identity.v1.{method}")).unwrap()).clone()
    }

    /// The token of this kind in a mail to this address. Mail leaves after the answer.
    pub(crate) async fn mailed_token(&self, email: &str, kind: &str) -> String {
        let link = format!("?token=omni_{kind}_");
        for _ in 0..500 {
            let mails = std::fs::read_dir(self.data.path().join("mail")).into_iter().flatten();
            let token = mails
                .map(|mail| mail.unwrap().path())
                // What is being written has another ending.
                .filter(|path| path.extension().is_some_and(|ending| ending == "eml"))
                .map(|path| std::fs::read_to_string(path).unwrap())
                .filter(|mail| mail.contains(email))
                // Quoted-printable (RFC 2045): a long line is folded, and an equals sign is written out.
                .map(|mail| mail.replace("=\r\n", "").replace("=3D", "="))
                .find_map(|mail| Some(mail.split(&link).nth(1)?.lines().next()?.trim().to_owned()));
            if let Some(rest) = token {
                return format!("omni_{kind}_{rest}");
            }
            tokio::time::sleep(Duration::from_millis(20)).await;
        }
        panic!("no mail to {kind} was written to {email}");
    }
}

/// The code of RFC 6238, 30 seconds from now: the server takes the steps beside its own, and each once.
pub(crate) fn next_code(secret: &str) -> String {
    totp(secret, now() + 30)
}

/// The code of RFC 6238 now.
pub(crate) fn code(secret: &str) -> String {
    totp(secret, now())
}

fn now() -> i64 {
    omni_kernel::Clock::system().now().as_second()
}

/// The code of RFC 6238 at a second.
fn totp(secret: &str, at: i64) -> String {
    let bits = secret.bytes().flat_map(|letter| {
        let value = if letter.is_ascii_uppercase() { letter - b'A' } else { letter - b'2' + 26 };
        (0..5).rev().map(move |bit| (value >> bit) & 1)
    });
    let bits: Vec<_> = bits.collect();
    let key: Vec<_> =
        bits.chunks_exact(8).map(|byte| byte.iter().fold(0, |sum, bit| sum << 1 | bit)).collect();
    let mut mac = Hmac::<Sha1>::new_from_slice(&key).unwrap();
    mac.update(&at.div_euclid(30).to_be_bytes());
    let digest: [u8; 20] = mac.finalize().into_bytes().into();
    let at = usize::from(digest[19] & 15);
    let number = u32::from_be_bytes([digest[at] & 0x7f, digest[at + 1], digest[at + 2], digest[at + 3]]);
    format!("{:06}", number % 1_000_000)
}
