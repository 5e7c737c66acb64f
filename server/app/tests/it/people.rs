//! People who sign in.

use std::time::Duration;

use omni_contract::Method;
use serde_json::json;

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
        let token = json!({ "token": self.mailed_token(email).await });
        assert_eq!(self.rest(None, &self.identity("AuthService/VerifyEmail"), &token).await.0, 200);
    }

    /// The access token of a new colleague with this role, whom an owner invites.
    pub(crate) async fn colleague(&self, owner: &str, role: &str) -> String {
        let email = format!("{role}@example.com");
        let invitation = json!({ "email": email, "role": role });
        let (status, answer) =
            self.rest(Some(owner), &self.identity("TeamService/InviteMember"), &invitation).await;
        assert_eq!(status, 200, "{answer}");
        let token = self.mailed_token(&email).await;
        let accepted = json!({ "token": token, "fullName": role, "password": PASSWORD });
        let (status, answer) =
            self.rest(None, &self.identity("TeamService/AcceptInvitation"), &accepted).await;
        assert_eq!(status, 200, "{answer}");
        self.log_in(&email).await
    }

    async fn log_in(&self, email: &str) -> String {
        let person = json!({ "email": email, "password": PASSWORD });
        let (status, answer) = self.rest(None, &self.identity("AuthService/Login"), &person).await;
        assert_eq!(status, 200, "{answer}");
        answer["tokens"]["accessToken"].as_str().unwrap().to_owned()
    }

    fn identity(&self, method: &str) -> Method {
        (**self.contract.method(&format!("/omni.identity.v1.{method}")).unwrap()).clone()
    }

    /// The token of the first mail with a link to this address. Mail leaves after the answer.
    async fn mailed_token(&self, email: &str) -> String {
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
                .find_map(|mail| Some(mail.split("?token=").nth(1)?.lines().next()?.trim().to_owned()));
            if let Some(token) = token {
                return token;
            }
            tokio::time::sleep(Duration::from_millis(20)).await;
        }
        panic!("no mail with a link was written to {email}");
    }
}
