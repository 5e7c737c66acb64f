//! Every method of the contract that changes something, done for real: each acts once however often it comes with its
//! idempotency key, each that the contract calls audited leaves one entry on the log, and none leaves a hash in the database
//! by which its passwords could be tried.

use std::collections::{BTreeMap, BTreeSet};

use serde_json::{Value as Json, json};

use crate::at_rest::{guesses, holders};
use crate::harness::Server;
use crate::people::{PASSWORD, code, next_code};

/// What needs a company's identity provider or name server, and is tried with one in the tests of identity.
const WITH_A_COMPANYS_OWN: [&str; 3] =
    ["SsoService/StartSso", "SsoService/CompleteSso", "SsoService/VerifyDomain"];

/// What ends the session that asks for it: the repetition has nobody to answer.
const ENDS_THE_SESSION: [&str; 2] = ["AuthService/Logout", "TeamService/Leave"];

/// Rows that a repetition may write or that appear by themselves, and columns that say when something was used.
const TRACES: [&str; 11] = [
    "anonymous_idempotency_keys",
    "attempts",
    "audit_chains",
    "audit_checkpoints",
    "audit_publications",
    "failed_requests",
    "idempotency_keys",
    "mail_queue",
    // The one of a lost password is made after the answer.
    "one_time_tokens",
    "usage_counters",
    "usage_notices",
];
const USES: [&str; 2] = ["last_use_time", "last_used_time"];

/// A server on which acts are done and noted.
struct Stage {
    server: Server,
    done: BTreeSet<String>,
}

impl Stage {
    /// Does an act, named without its package's `omni.`, twice with one idempotency key; the answer.
    async fn act(&mut self, who: Option<&str>, name: &str, request: Json) -> Json {
        let path = format!("/omni.{name}");
        let method = (**self.server.contract.method(&path).unwrap_or_else(|| panic!("{path}"))).clone();
        let once = format!("once-{}-{}", self.done.len(), name.len());
        let logged = self.server.logged(method.name()).await;
        let first = self.server.rest_as(who, &method, &request, &once).await;
        assert_eq!(first.status, 200, "{name}: {}", first.body);
        assert!(!first.replayed, "{name}");
        let entries = self.server.logged(method.name()).await - logged;
        if method.policy().audit {
            // One of the key that ends and one of the key that is made.
            let expected = if name.ends_with("/RotateKey") { 2 } else { 1 };
            assert_eq!(entries, expected, "{name} is not on the log, or too often");
        }
        let dump = self.server.dump().await;
        for guess in guesses(&method, &request) {
            assert_eq!(holders(&dump, &guess), [""; 0], "{name} can be guessed from its hash");
        }
        let before = self.state().await;
        let again = self.server.rest_as(who, &method, &request, &once).await;
        if ENDS_THE_SESSION.iter().any(|end| name.ends_with(end)) {
            assert_eq!(again.status, 401, "{name}: {}", again.body);
        } else {
            // A purge writes nothing: it is done again, and has the same outcome.
            let replayed = !name.ends_with("/PurgeCache");
            assert_eq!((again.status, again.replayed), (200, replayed), "{name}: {}", again.body);
            assert_eq!(again.body, first.body, "{name}");
        }
        let after = self.state().await;
        for (table, rows) in &before {
            assert_eq!(&after[table], rows, "{name}, repeated with its key, changed {table}");
        }
        assert_eq!(
            self.server.logged(method.name()).await - logged,
            entries,
            "{name}, repeated, is logged twice"
        );
        self.done.insert(path);
        first.body
    }

    /// A digest of every table but for [`TRACES`] and [`USES`].
    async fn state(&self) -> BTreeMap<String, String> {
        let mut connection = self.server.db.superuser().await;
        let tables: Vec<String> = sqlx::query_scalar(
            "SELECT relname::text FROM pg_class WHERE relnamespace = 'omni'::regnamespace AND relkind = 'r' \
             AND relname <> ALL($1)",
        )
        .bind(TRACES.map(str::to_owned).as_slice())
        .fetch_all(&mut connection)
        .await
        .unwrap();
        let mut state = BTreeMap::new();
        for table in tables {
            let sql = format!(
                "SELECT coalesce(md5(string_agg(rows, '|' ORDER BY rows)), '') \
                 FROM (SELECT (to_jsonb(t) - $1::text[])::text AS rows FROM omni.{table} t) all_rows"
            );
            let digest: String = sqlx::query_scalar(sqlx::AssertSqlSafe(sql))
                .bind(USES.map(str::to_owned).as_slice())
                .fetch_one(&mut connection)
                .await
                .unwrap();
            state.insert(table, digest);
        }
        state
    }

    /// Changes rows behind the server's back.
    async fn execute(&self, sql: &'static str) {
        sqlx::query(sql).execute(&mut self.server.db.superuser().await).await.unwrap();
    }

    /// Registers somebody with a company of their own on the highest tier.
    async fn registers(&mut self, email: &str) {
        let person =
            json!({"email": email, "password": PASSWORD, "fullName": "A Person", "companyName": "Acme"});
        self.act(None, "identity.v1.AuthService/Register", person).await;
        let token = json!({"token": self.server.mailed_token(email, "verify").await});
        self.act(None, "identity.v1.AuthService/VerifyEmail", token).await;
        self.execute("UPDATE omni.tenants SET tier = 'enterprise' WHERE NOT operator").await;
    }

    async fn signs_in(&mut self, email: &str, password: &str) -> Json {
        let person = json!({"email": email, "password": password});
        self.act(None, "identity.v1.AuthService/Login", person).await
    }

    /// Has somebody invited who becomes a colleague; who they are.
    async fn joins(&mut self, owner: &str, email: &str) -> String {
        let invited = json!({"email": email, "role": "developer"});
        self.act(Some(owner), "identity.v1.TeamService/InviteMember", invited).await;
        let token = self.server.mailed_token(email, "invite").await;
        let accepted = json!({"token": token, "fullName": "A Colleague", "password": PASSWORD});
        self.act(None, "identity.v1.TeamService/AcceptInvitation", accepted).await;
        let list = self.server.contract.method("/omni.identity.v1.TeamService/ListMembers").unwrap();
        let (_, answer) = self.server.rest(Some(owner), list, &json!({})).await;
        let members = answer["members"].as_array().unwrap();
        let member = members.iter().find(|member| member["email"] == email);
        text(&member.unwrap_or_else(|| panic!("{email} is no member: {answer}"))["userId"])
    }
}

fn text(value: &Json) -> String {
    value.as_str().unwrap_or_else(|| panic!("{value} is not a text")).to_owned()
}

#[tokio::test]
async fn every_act_takes_effect_once_and_is_on_the_log() {
    let mut stage = Stage { server: Server::start().await, done: BTreeSet::new() };
    sign_in(&mut stage).await;
    let ana =
        text(&stage.signs_in("ana@example.com", "a staple that is correct").await["tokens"]["accessToken"]);
    team(&mut stage, &ana).await;
    single_sign_on(&mut stage, &ana).await;
    keys_and_cache(&mut stage, &ana).await;
    tenants(&mut stage, &ana).await;
    ends(&mut stage, &ana).await;

    let methods = stage.server.contract.methods();
    let changing = methods.filter(|method| method.has_side_effects()).map(|method| method.path().to_owned());
    let missing: Vec<_> = changing
        .filter(|path| !stage.done.contains(path))
        .filter(|path| !WITH_A_COMPANYS_OWN.iter().any(|own| path.ends_with(own)))
        .collect();
    assert!(missing.is_empty(), "nobody did: {missing:?}");
    stage.server.running.unwrap().stop().await;
}

/// A person's own sign-in: registration, a lost password, a second factor.
async fn sign_in(stage: &mut Stage) {
    const ANA: &str = "ana@example.com";
    stage.registers(ANA).await;
    stage.act(None, "identity.v1.AuthService/RequestPasswordReset", json!({"email": ANA})).await;
    let token = stage.server.mailed_token(ANA, "reset").await;
    let reset = json!({"token": token, "newPassword": "a staple that is correct"});
    stage.act(None, "identity.v1.AuthService/ResetPassword", reset).await;
    let tokens = stage.signs_in(ANA, "a staple that is correct").await["tokens"].clone();
    let refresh = json!({"refreshToken": tokens["refreshToken"]});
    let tokens = stage.act(None, "identity.v1.AuthService/Refresh", refresh).await;
    let ana = text(&tokens["tokens"]["accessToken"]);
    let enrol = json!({"currentPassword": "a staple that is correct"});
    let secret = text(&stage.act(Some(&ana), "identity.v1.AuthService/EnrolTotp", enrol).await["secret"]);
    let confirm = json!({"code": code(&secret)});
    let codes = stage.act(Some(&ana), "identity.v1.AuthService/ConfirmTotp", confirm).await;
    let waiting = stage.signs_in(ANA, "a staple that is correct").await["mfaChallenge"]["challenge"].clone();
    let complete = json!({"challenge": waiting, "code": next_code(&secret)});
    stage.act(None, "identity.v1.AuthService/CompleteMfa", complete).await;
    let disable = json!({"recoveryCode": codes["recoveryCodes"][0]});
    stage.act(Some(&ana), "identity.v1.AuthService/DisableTotp", disable).await;
    let change =
        json!({"currentPassword": "a staple that is correct", "newPassword": "a correct staple it is"});
    stage.act(Some(&ana), "identity.v1.AuthService/ChangePassword", change).await;
    let back =
        json!({"currentPassword": "a correct staple it is", "newPassword": "a staple that is correct"});
    stage.act(Some(&ana), "identity.v1.AuthService/ChangePassword", back).await;
}

async fn team(stage: &mut Stage, ana: &str) {
    let role =
        json!({"name": "analyst", "description": "Makes forecasts.", "permissions": ["intelligence.*"]});
    stage.act(Some(ana), "identity.v1.TeamService/CreateRole", role).await;
    let changed = json!({"name": "analyst", "description": "Reads.", "updateMask": "description"});
    stage.act(Some(ana), "identity.v1.TeamService/UpdateRole", changed).await;

    let invited = json!({"email": "cene@example.com", "role": "analyst"});
    let answer = stage.act(Some(ana), "identity.v1.TeamService/InviteMember", invited).await;
    let invitation = json!({"invitationId": answer["invitation"]["invitationId"]});
    stage.execute("UPDATE omni.invitations SET send_time = send_time - interval '2 minutes'").await;
    stage.act(Some(ana), "identity.v1.TeamService/ResendInvitation", invitation.clone()).await;
    stage.act(Some(ana), "identity.v1.TeamService/RevokeInvitation", invitation).await;

    let bor = stage.joins(ana, "bor@example.com").await;
    let promoted = json!({"userId": bor, "role": "analyst"});
    stage.act(Some(ana), "identity.v1.TeamService/UpdateMemberRole", promoted).await;
    stage.act(Some(ana), "identity.v1.TeamService/RemoveMember", json!({"userId": bor})).await;
    stage.act(Some(ana), "identity.v1.TeamService/DeleteRole", json!({"name": "analyst"})).await;

    stage.registers("eva@example.com").await;
    let eva = text(&stage.signs_in("eva@example.com", PASSWORD).await["tokens"]["accessToken"]);
    let invited = json!({"email": "eva@example.com", "role": "viewer"});
    let answer = stage.act(Some(ana), "identity.v1.TeamService/InviteMember", invited).await;
    let company = answer["invitation"]["tenantId"].clone();
    let token = json!({"token": stage.server.mailed_token("eva@example.com", "invite").await});
    let joined = stage.act(Some(&eva), "identity.v1.TeamService/JoinTeam", token).await;
    let company = if company.is_null() { joined["tenantId"].clone() } else { company };
    let switched = json!({"tenantId": company});
    let there = stage.act(Some(&eva), "identity.v1.AuthService/SwitchTenant", switched).await;
    let there = text(&there["tokens"]["accessToken"]);
    stage.act(Some(&there), "identity.v1.TeamService/Leave", json!({})).await;
}

async fn single_sign_on(stage: &mut Stage, ana: &str) {
    let connection = json!({
        "displayName": "Acme", "defaultRole": "developer", "returnUrls": ["https://app.example.com/signed-in"],
        "oidc": {"issuer": "https://login.example.com", "clientId": "omni", "clientSecret": "correct-horse-battery"},
    });
    let made = stage.act(Some(ana), "identity.v1.SsoService/CreateConnection", connection).await;
    let id = made["connection"]["connectionId"].clone();
    let renamed = json!({"connectionId": id, "displayName": "Acme GmbH", "updateMask": "displayName"});
    stage.act(Some(ana), "identity.v1.SsoService/UpdateConnection", renamed).await;
    let domain = json!({"domain": "acme.example"});
    stage.act(Some(ana), "identity.v1.SsoService/ClaimDomain", domain.clone()).await;
    stage.act(Some(ana), "identity.v1.SsoService/ReleaseDomain", domain).await;
    stage.act(Some(ana), "identity.v1.SsoService/DeleteConnection", json!({"connectionId": id})).await;
}

async fn keys_and_cache(stage: &mut Stage, ana: &str) {
    let new = json!({"name": "shop", "scopes": ["intelligence.*"]});
    let made = stage.act(Some(ana), "keys.v1.KeyService/CreateKey", new).await;
    let rotated = json!({"keyId": made["key"]["keyId"], "overlap": "3600s"});
    let next = stage.act(Some(ana), "keys.v1.KeyService/RotateKey", rotated).await;
    let revoked = json!({"keyId": next["key"]["keyId"]});
    stage.act(Some(ana), "keys.v1.KeyService/RevokeKey", revoked).await;
    let ttl = json!({"method": "omni.intelligence.v1.IntelligenceService/Forecast", "ttl": "600s"});
    stage.act(Some(ana), "platform.v1.CacheService/SetCacheTtl", ttl).await;
    let purged = json!({"method": "omni.intelligence.*"});
    stage.act(Some(ana), "platform.v1.CacheService/PurgeCache", purged).await;
}

async fn tenants(stage: &mut Stage, ana: &str) {
    let who_am_i = stage.server.contract.method("/omni.identity.v1.AuthService/WhoAmI").unwrap();
    let own = stage.server.rest(Some(ana), who_am_i, &json!({})).await.1["tenantId"].clone();
    let renamed = json!({"tenantId": own, "name": "Acme GmbH", "updateMask": ["name"]});
    stage.act(Some(ana), "tenant.v1.TenantService/UpdateTenant", renamed).await;

    let staff = stage.server.live_key.clone();
    let new = json!({"name": "Bravo", "subscriptionTier": "free"});
    let made = stage.act(Some(&staff), "tenant.v1.TenantService/CreateTenant", new).await;
    let tenant = made["tenant"]["tenantId"].clone();
    let calls = json!({"tenantId": tenant, "name": "calls", "limit": 50_000, "period": "QUOTA_PERIOD_DAY"});
    stage.act(Some(&staff), "tenant.v1.TenantService/SetEntitlement", calls).await;
    let usual = json!({"tenantId": tenant, "name": "calls"});
    stage.act(Some(&staff), "tenant.v1.TenantService/RemoveEntitlement", usual).await;
    let higher = json!({"tenantId": tenant, "subscriptionTier": "pro"});
    stage.act(Some(&staff), "tenant.v1.TenantService/UpgradeTenant", higher).await;
    let suspended = json!({"tenantId": tenant, "reason": "unpaid since March"});
    stage.act(Some(&staff), "tenant.v1.TenantService/SuspendTenant", suspended).await;
    stage.act(Some(&staff), "tenant.v1.TenantService/ResumeTenant", json!({"tenantId": tenant})).await;
    stage.act(Some(&staff), "tenant.v1.TenantService/CancelTenant", json!({"tenantId": tenant})).await;
}

async fn ends(stage: &mut Stage, ana: &str) {
    stage.signs_in("ana@example.com", "a staple that is correct").await;
    let list = stage.server.contract.method("/omni.identity.v1.AuthService/ListSessions").unwrap();
    let answer = stage.server.rest(Some(ana), list, &json!({})).await.1;
    let sessions = answer["sessions"].as_array().unwrap();
    let other = sessions.iter().find(|session| session["current"] != json!(true)).expect("another session");
    let revoked = json!({"sessionId": other["sessionId"]});
    stage.act(Some(ana), "identity.v1.AuthService/RevokeSession", revoked).await;
    stage.act(Some(ana), "identity.v1.AuthService/Logout", json!({})).await;
}
