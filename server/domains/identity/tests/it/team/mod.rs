//! Teams through the contract, as the members of a tenant have them.

mod invitations;
mod members;
mod operator;
mod property;
mod roles;
mod sessions;

use std::collections::BTreeSet;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};

use async_trait::async_trait;
use omni_identity::{Accounts, Team, TeamParts};
use omni_kernel::db::TenantTx;
use omni_kernel::permissions::Catalogue;
use omni_kernel::ports::{Entitlements, TenantRegistry, TenantStanding};
use omni_kernel::{Caller, Environment, Error, Grants, Scope, Secret, SessionId, TenantId, UserId, Vault};
use omni_proto_identity::v1 as pb;
use omni_tenant::Tenants;
use omni_testkit::TestDb;
use omni_testkit::doubles::{RecordingAudit, RecordingMail, effects, request};
use pb::team_service_server::TeamService;
use tokio::sync::Semaphore;
use tonic::{Request, Status};
use tonic_types::StatusExt;

use crate::MIGRATIONS;

/// The permissions of these tests.
pub(crate) fn catalogue() -> Catalogue {
    [
        "audit.entries.read",
        "identity.invitations.create",
        "identity.members.read",
        "identity.members.remove",
        "identity.members.update",
        "identity.roles.manage",
        "identity.self.manage",
        "intelligence.batches.create",
        "intelligence.forecasts.create",
        "keys.keys.create",
        "keys.keys.read",
        "platform.errors.read",
        "tenant.tenants.read",
        "tenant.tenants.upgrade",
    ]
    .into_iter()
    .map(|name| (name, "What it is for."))
    .collect()
}

/// Tenants with a tier of this test's own.
struct Tier {
    tenants: Tenants,
    users: Option<u64>,
}

#[async_trait]
impl TenantRegistry for Tier {
    async fn create(&self, tx: &mut TenantTx, name: &str, tier: &str, operator: bool) -> Result<(), Error> {
        self.tenants.create(tx, name, tier, operator).await
    }

    async fn name(&self, tx: &mut TenantTx) -> Result<Option<String>, Error> {
        self.tenants.name(tx).await
    }

    async fn standing(&self, tx: &mut TenantTx) -> Result<Option<Arc<TenantStanding>>, Error> {
        let standing = self.tenants.standing(tx).await?;
        Ok(standing.map(|standing| {
            let limits = self.users.map(|users| (Arc::from("users"), users)).into_iter().collect();
            let entitlements = Arc::new(Entitlements { limits, ..Entitlements::default() });
            Arc::new(TenantStanding { entitlements, ..(*standing).clone() })
        }))
    }
}

/// Accounts without the work of Argon2, but as slow as a long queue for it when a test holds them up.
pub(super) struct QuickAccounts {
    /// How many passwords were given to be hashed.
    pub(super) hashes: AtomicUsize,
    /// Whoever hashes waits for a permit of it.
    pub(super) queue: Semaphore,
}

#[async_trait]
impl Accounts for QuickAccounts {
    async fn hash_password(&self, field: &str, password: &Secret, _: &[&str]) -> Result<String, Error> {
        self.hashes.fetch_add(1, Ordering::SeqCst);
        let _permit = self.queue.acquire().await.unwrap();
        if password.expose().len() < 8 {
            return Err(Error::invalid_field(field, "expected at least 8 characters"));
        }
        Ok(format!("$test${}", password.expose().len()))
    }

    async fn forget(&self, _: &[SessionId]) {}
}

/// A tenant, its owner and the server.
pub(super) struct House {
    pub(super) db: TestDb,
    pub(super) team: Team,
    pub(super) audit: Arc<RecordingAudit>,
    pub(super) mail: Arc<RecordingMail>,
    pub(super) mine: Scope,
    pub(super) owner: UserId,
    pub(super) accounts: Arc<QuickAccounts>,
    tier: Arc<Tier>,
    vault: Vault,
}

pub(super) async fn house() -> House {
    house_for(None).await
}

/// One whose tier includes so many users.
pub(super) async fn house_for(users: Option<u64>) -> House {
    let db = TestDb::new(&MIGRATIONS).await;
    let (effects, audit) = effects(&db, db.clock(), db.rng());
    let vault = effects.vault().clone();
    let mail = Arc::new(RecordingMail::default());
    let tier = Arc::new(Tier { tenants: Tenants::new(db.database().clone(), db.clock().clone()), users });
    let accounts = Arc::new(QuickAccounts {
        hashes: AtomicUsize::new(0),
        queue: Semaphore::new(Semaphore::MAX_PERMITS),
    });
    let team = Team::new(TeamParts {
        effects,
        mail: mail.clone(),
        tenants: tier.clone(),
        accounts: accounts.clone(),
        rng: db.rng().clone(),
        catalogue: catalogue(),
        public_url: "https://omni.example.com".to_owned(),
    });
    let mine = omni_testkit::scope(db.rng());
    let owner = UserId::from_uuid(db.rng().uuid(db.clock().now()));
    let house = House { db, team, audit, mail, mine, owner, accounts, tier, vault };
    house.found(mine.tenant, owner).await;
    house
}

impl House {
    /// Makes a tenant and its owner.
    pub(super) async fn found(&self, tenant: TenantId, owner: UserId) {
        let scope = Scope { tenant, environment: Environment::Live };
        let mut tx = self.db.begin(&scope).await.unwrap();
        self.tier.create(&mut tx, "Acme", "pro", false).await.unwrap();
        tx.commit().await.unwrap();
        self.account(owner, &format!("{owner}@example.com")).await;
        self.join(tenant, owner, "owner").await;
    }

    /// Another tenant with its owner.
    pub(super) async fn another(&self) -> (Scope, UserId) {
        let scope = omni_testkit::scope(self.db.rng());
        let owner = UserId::from_uuid(self.db.rng().uuid(self.db.clock().now()));
        self.found(scope.tenant, owner).await;
        (scope, owner)
    }

    async fn account(&self, user: UserId, email: &str) {
        sqlx::query(
            "INSERT INTO omni.users (user_id, email, email_key, full_name, verify_time, create_time, update_time) \
             VALUES ($1, $2, $3, $4, now(), now(), now())",
        )
        .bind(user.uuid())
        .bind(self.vault.seal(&format!("user.email:{user}"), email.as_bytes()).unwrap())
        .bind(self.vault.keyed_hash("email", email.to_lowercase().as_bytes()).as_slice())
        .bind(self.vault.seal(&format!("user.full_name:{user}"), b"Ana Kos").unwrap())
        .execute(&mut self.db.superuser().await)
        .await
        .unwrap();
    }

    async fn join(&self, tenant: TenantId, user: UserId, role: &str) {
        sqlx::query(
            "INSERT INTO omni.members (tenant_id, user_id, role, create_time, update_time) \
             VALUES ($1, $2, $3, now(), now())",
        )
        .bind(tenant.uuid())
        .bind(user.uuid())
        .bind(role)
        .execute(&mut self.db.superuser().await)
        .await
        .unwrap();
    }

    /// Somebody with an account who belongs nowhere.
    pub(super) async fn person(&self, email: &str) -> UserId {
        let user = UserId::from_uuid(self.db.rng().uuid(self.db.clock().now()));
        self.account(user, email).await;
        user
    }

    /// A member with this role.
    pub(super) async fn member(&self, role: &str) -> UserId {
        let user = UserId::from_uuid(self.db.rng().uuid(self.db.clock().now()));
        self.account(user, &format!("{user}@example.com")).await;
        self.join(self.mine.tenant, user, role).await;
        user
    }

    /// What a person may do in a tenant now; none when they are no member.
    pub(super) async fn grants(&self, scope: Scope, user: UserId) -> Option<Grants> {
        let mut tx = self.db.begin(&scope).await.unwrap();
        self.team.builtins().grants_of_member(&mut tx, user).await.unwrap()
    }

    /// A request of a member, as the edge hands it on.
    pub(super) async fn ask<T>(&self, user: UserId, message: T) -> Request<T> {
        self.ask_in(self.mine, user, message).await
    }

    pub(super) async fn ask_in<T>(&self, scope: Scope, user: UserId, message: T) -> Request<T> {
        let session = SessionId::from_uuid(self.db.rng().uuid(self.db.clock().now()));
        let grants = self.grants(scope, user).await.unwrap_or_default();
        request(message, self.db.rng(), scope, Caller::User { user, session }, grants)
    }

    /// A request of nobody in particular.
    pub(super) fn ask_anonymously<T>(&self, message: T) -> Request<T> {
        let id = omni_kernel::RequestId::from_uuid(self.db.rng().uuid(self.db.clock().now()));
        let mut request = Request::new(message);
        request.extensions_mut().insert(omni_kernel::Ctx::anonymous(id));
        request
    }

    pub(super) async fn role_of(&self, user: UserId) -> Option<String> {
        sqlx::query_scalar("SELECT role FROM omni.members WHERE tenant_id = $1 AND user_id = $2")
            .bind(self.mine.tenant.uuid())
            .bind(user.uuid())
            .fetch_optional(&mut self.db.superuser().await)
            .await
            .unwrap()
    }

    pub(super) async fn set_role(&self, actor: UserId, user: UserId, role: &str) -> Result<(), Status> {
        let message = pb::UpdateMemberRoleRequest { user_id: user.to_string(), role: role.to_owned() };
        self.team.update_member_role(self.ask(actor, message).await).await.map(|_| ())
    }

    pub(super) async fn remove(&self, actor: UserId, user: UserId) -> Result<(), Status> {
        let message = pb::RemoveMemberRequest { user_id: user.to_string() };
        self.team.remove_member(self.ask(actor, message).await).await.map(|_| ())
    }

    pub(super) async fn leave(&self, user: UserId) -> Result<(), Status> {
        self.team.leave(self.ask(user, pb::LeaveRequest {}).await).await.map(|_| ())
    }

    pub(super) async fn invite(
        &self,
        actor: UserId,
        email: &str,
        role: &str,
    ) -> Result<pb::Invitation, Status> {
        let message = pb::InviteMemberRequest { email: email.to_owned(), role: role.to_owned() };
        let answer = self.team.invite_member(self.ask(actor, message).await).await?;
        Ok(answer.into_inner().invitation.unwrap())
    }

    /// The token of the last mail to an address.
    pub(super) fn token(&self, email: &str) -> String {
        let mail = self.mail.last_to(email).expect("there is a mail");
        let at = mail.text.find("?token=").expect("the mail has a token") + "?token=".len();
        mail.text[at..].lines().next().unwrap().to_owned()
    }

    /// Accepts as somebody without an account.
    pub(super) async fn accept(&self, token: &str) -> Result<pb::AcceptInvitationResponse, Status> {
        let message = pb::AcceptInvitationRequest {
            token: token.to_owned(),
            full_name: "Bor Zupan".to_owned(),
            password: "correct horse battery".to_owned(),
        };
        Ok(self.team.accept_invitation(self.ask_anonymously(message)).await?.into_inner())
    }

    pub(super) async fn create_role(
        &self,
        actor: UserId,
        name: &str,
        permissions: &[&str],
    ) -> Result<pb::Role, Status> {
        let message = pb::CreateRoleRequest {
            name: name.to_owned(),
            description: String::new(),
            permissions: permissions.iter().map(ToString::to_string).collect(),
        };
        Ok(self.team.create_role(self.ask(actor, message).await).await?.into_inner().role.unwrap())
    }

    pub(super) async fn update_role(
        &self,
        actor: UserId,
        name: &str,
        permissions: &[&str],
    ) -> Result<pb::Role, Status> {
        let message = pb::UpdateRoleRequest {
            name: name.to_owned(),
            permissions: permissions.iter().map(ToString::to_string).collect(),
            update_mask: Some(prost_types::FieldMask { paths: vec!["permissions".to_owned()] }),
            ..Default::default()
        };
        Ok(self.team.update_role(self.ask(actor, message).await).await?.into_inner().role.unwrap())
    }

    pub(super) async fn delete_role(&self, actor: UserId, name: &str) -> Result<(), Status> {
        let message = pb::DeleteRoleRequest { name: name.to_owned() };
        self.team.delete_role(self.ask(actor, message).await).await.map(|_| ())
    }
}

/// The permissions that grants come to.
pub(super) fn permissions(grants: &Grants) -> BTreeSet<String> {
    catalogue().iter().map(|(name, _)| name.to_owned()).filter(|name| grants.allow(name)).collect()
}

/// The reason of a refusal.
pub(super) fn why<T: std::fmt::Debug>(outcome: Result<T, Status>) -> String {
    outcome.unwrap_err().get_error_details().error_info().unwrap().reason.clone()
}

/// The field that a refusal names, and what was expected there.
pub(super) fn field<T: std::fmt::Debug>(outcome: Result<T, Status>) -> (String, String) {
    let details = outcome.unwrap_err().get_error_details();
    let violation = details.bad_request().unwrap().field_violations[0].clone();
    (violation.field, violation.description)
}
