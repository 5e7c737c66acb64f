//! Servers on one database, and people who use them.

use std::net::IpAddr;
use std::sync::Arc;
use std::time::Duration;

use omni_identity::{Identity, Login, Parts, Registration, SignIn, Tokens};
use omni_kernel::config::{Auth, Config, Inputs};
use omni_kernel::ctx::Facts;
use omni_kernel::db::Database;
use omni_kernel::{Clock, Ctx, Effects, Error, RequestId, Rng, Secret, TenantId, UserId, Vault};
use omni_proto_identity::v1 as pb;
use omni_tenant::Tenants;
use omni_testkit::TestDb;
use omni_testkit::doubles::{RecordingAudit, RecordingMail};
use pb::auth_service_server::AuthService;
use tonic::Request;

use crate::MIGRATIONS;

pub(crate) const PASSWORD: &str = "correct horse battery";

/// One server.
pub(crate) struct Node {
    pub(crate) identity: Identity,
    pub(crate) audit: Arc<RecordingAudit>,
    pub(crate) mail: Arc<RecordingMail>,
    clock: Clock,
    rng: Rng,
}

/// A database and a server on it.
pub(crate) struct World {
    pub(crate) db: TestDb,
    pub(crate) node: Node,
    vault: Vault,
}

/// The settings of tests: the defaults.
pub(crate) fn settings() -> Auth {
    Config::load(&Inputs::default()).unwrap().auth
}

pub(crate) async fn world() -> World {
    world_with(settings()).await
}

pub(crate) async fn world_with(settings: Auth) -> World {
    let db = TestDb::new(&MIGRATIONS).await;
    let vault = omni_testkit::doubles::vault(db.rng());
    let node = Node::new(db.database(), db.clock(), db.rng(), &vault, settings);
    World { db, node, vault }
}

impl World {
    /// Another server on the same database, with a generator of its own.
    pub(crate) fn another_node(&self) -> Node {
        self.another_node_with(settings())
    }

    pub(crate) fn another_node_with(&self, settings: Auth) -> Node {
        Node::new(self.db.database(), self.db.clock(), &Rng::seeded(77), &self.vault, settings)
    }

    pub(crate) fn forward(&self, by: Duration) {
        self.db.clock().advance(by);
    }

    /// One number from the database.
    pub(crate) async fn count(&self, sql: &'static str) -> i64 {
        sqlx::query_scalar(sql).fetch_one(&mut self.db.superuser().await).await.unwrap()
    }

    /// Whose address it is.
    pub(crate) async fn person_at(&self, email: &str) -> uuid::Uuid {
        sqlx::query_scalar("SELECT user_id FROM omni.users WHERE email_key = $1")
            .bind(self.vault.keyed_hash("email", email.as_bytes()).as_slice())
            .fetch_one(&mut self.db.superuser().await)
            .await
            .unwrap()
    }

    /// Leaves somebody without a password, as who signs in through their company only.
    pub(crate) async fn lose_password(&self, email: &str) {
        sqlx::query("DELETE FROM omni.passwords WHERE user_id = $1")
            .bind(self.person_at(email).await)
            .execute(&mut self.db.superuser().await)
            .await
            .unwrap();
    }

    /// Changes something past the software.
    pub(crate) async fn execute(&self, sql: &'static str) {
        sqlx::raw_sql(sql).execute(&mut self.db.superuser().await).await.unwrap();
    }
}

impl Node {
    fn new(database: &Database, clock: &Clock, rng: &Rng, vault: &Vault, settings: Auth) -> Self {
        let audit = Arc::new(RecordingAudit::default());
        let mail = Arc::new(RecordingMail::default());
        let effects = Effects::new(database.clone(), audit.clone(), vault.clone(), clock.clone());
        let identity = Identity::new(Parts {
            effects,
            mail: mail.clone(),
            tenants: Arc::new(Tenants::new(database.clone(), clock.clone())),
            rng: rng.clone(),
            settings,
            catalogue: crate::team::catalogue(),
            public_url: "https://omni.example.com".to_owned(),
        })
        .unwrap();
        Self { identity, audit, mail, clock: clock.clone(), rng: rng.clone() }
    }

    /// The context of somebody who is not signed in, at an address.
    pub(crate) fn anonymous(&self, ip: Option<&str>) -> Ctx {
        let mut facts = Facts::anonymous(RequestId::from_uuid(self.rng.uuid(self.clock.now())));
        facts.client.ip = ip.map(|ip| ip.parse::<IpAddr>().unwrap());
        facts.client.user_agent = Some("tests".to_owned());
        facts.into()
    }

    /// The context of somebody with this access token, as the edge makes it.
    pub(crate) async fn signed_in(&self, tokens: &Tokens) -> Ctx {
        let principal = self.identity.verify(&tokens.access).await.unwrap().expect("the token is good");
        let facts = Facts {
            scope: Some(principal.scope),
            caller: principal.caller,
            grants: principal.grants,
            ..self.anonymous(None).facts().clone()
        };
        facts.into()
    }

    /// A request as the edge hands it on.
    pub(crate) fn request<T>(ctx: &Ctx, message: T) -> Request<T> {
        let mut request = Request::new(message);
        request.extensions_mut().insert(ctx.clone());
        request
    }

    /// The service behind the contract.
    pub(crate) fn service(&self) -> impl AuthService {
        omni_identity::service(self.identity.clone())
    }

    pub(crate) async fn register(&self, email: &str) -> Result<(), Error> {
        let registration = Registration {
            email: email.to_owned(),
            password: Secret::new(PASSWORD),
            full_name: "Ana Kos".to_owned(),
            company_name: "Acme".to_owned(),
        };
        self.identity.register(&self.anonymous(None), &registration, ()).await.map(|_| ())
    }

    /// The token of the last mail to an address.
    pub(crate) fn mailed_token(&self, email: &str) -> Secret {
        let mail = self.mail.last_to(email).expect("there is a mail");
        let at = mail.text.find("?token=").expect("the mail has a token") + "?token=".len();
        Secret::new(mail.text[at..].lines().next().unwrap())
    }

    /// A person with an account and a company of their own.
    pub(crate) async fn person(&self, email: &str) -> (UserId, TenantId) {
        self.register(email).await.unwrap();
        self.verify_email(&self.mailed_token(email)).await.unwrap()
    }

    pub(crate) async fn verify_email(&self, token: &Secret) -> Result<(UserId, TenantId), Error> {
        let mut made = None;
        self.identity
            .verify_email(&self.anonymous(None), token, |user, tenant| made = Some((user, tenant)))
            .await?;
        Ok(made.unwrap())
    }

    pub(crate) async fn try_login(
        &self,
        email: &str,
        password: &str,
        ip: Option<&str>,
    ) -> Result<SignIn, Error> {
        let login = Login { email: email.to_owned(), password: Secret::new(password), tenant: None };
        let mut outcome = None;
        self.identity.login(&self.anonymous(ip), &login, |signed_in| outcome = Some(signed_in)).await?;
        Ok(outcome.unwrap())
    }

    /// Signs a person in who has no second factor.
    pub(crate) async fn login(&self, email: &str) -> Tokens {
        self.login_from(email, None).await
    }

    pub(crate) async fn login_from(&self, email: &str, ip: Option<&str>) -> Tokens {
        done(self.try_login(email, PASSWORD, ip).await.unwrap())
    }

    pub(crate) async fn refresh(&self, token: &Secret) -> Result<Tokens, Error> {
        let mut given = None;
        self.identity.refresh(&self.anonymous(None), token, |tokens| given = Some(tokens)).await?;
        Ok(given.unwrap())
    }

    /// Whether an access token is good here.
    pub(crate) async fn admits(&self, tokens: &Tokens) -> bool {
        self.identity.verify(&tokens.access).await.unwrap().is_some()
    }

    /// Whether it is refused within a second of real time, kept warm until then.
    pub(crate) async fn refuses_soon(&self, tokens: &Tokens) -> bool {
        let asked = async {
            while self.admits(tokens).await {
                tokio::time::sleep(Duration::from_millis(5)).await;
            }
        };
        tokio::time::timeout(Duration::from_secs(1), asked).await.is_ok()
    }
}

pub(crate) fn done(outcome: SignIn) -> Tokens {
    match outcome {
        SignIn::Done(tokens) => tokens,
        SignIn::Challenge { .. } => unreachable!("the person has no second factor"),
    }
}

/// The reason of a failure.
pub(crate) fn reason<T: std::fmt::Debug>(outcome: Result<T, Error>) -> &'static str {
    outcome.unwrap_err().reason().name
}

/// The same through the contract.
pub(crate) fn status_reason<T: std::fmt::Debug>(
    outcome: Result<tonic::Response<T>, tonic::Status>,
) -> String {
    use tonic_types::StatusExt;
    outcome.unwrap_err().get_error_details().error_info().unwrap().reason.clone()
}
