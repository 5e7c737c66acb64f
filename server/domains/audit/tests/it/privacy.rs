//! Persons in the log.

use omni_kernel::ports::{AuditEntry, PersonalDataShredder};
use omni_proto_audit::v1::{AuditEntry as Shown, GetAuditEntryRequest};
use omni_testkit::{other_environment, scope};
use sqlx::AssertSqlSafe;
use tonic::Request;

use crate::Setting;

async fn shown(setting: &Setting, sequence: u32) -> Shown {
    let mut request = Request::new(GetAuditEntryRequest { sequence });
    request.extensions_mut().insert(setting.ctx());
    let service = omni_audit::service(setting.audit.clone());
    service.get_audit_entry(request).await.unwrap().into_inner().entry.unwrap()
}

fn values(entry: &Shown) -> Vec<(&str, &str, bool)> {
    entry.personal.iter().map(|one| (one.field.as_str(), one.value.as_str(), one.erased)).collect()
}

async fn shred(setting: &Setting, subject: &str) -> bool {
    let mut tx = setting.db.begin(&setting.mine).await.unwrap();
    let known = setting.trail.shred(&mut tx, subject).await.unwrap();
    tx.commit().await.unwrap();
    known
}

#[tokio::test]
async fn an_erased_person_is_unreadable_and_the_chain_still_holds() {
    let setting = Setting::new().await;
    let invite = |person: &str, email: &str| {
        AuditEntry::success("people.invite").with_personal(&person, "email", email)
    };
    setting.write(invite("usr_ann", "ann@example.com")).await;
    setting.write(invite("usr_bob", "bob@example.com")).await;
    let from = [("ip", "192.0.2.77", false), ("user_agent", "curl/8.5", false)];
    assert_eq!(values(&shown(&setting, 1).await), [("email", "ann@example.com", false), from[0], from[1]]);

    assert!(shred(&setting, "usr_ann").await);
    assert!(!shred(&setting, "usr_ann").await, "there is nothing left to erase");
    assert!(!shred(&setting, "usr_unknown").await);
    assert_eq!(values(&shown(&setting, 1).await), [("email", "", true), from[0], from[1]]);
    assert_eq!(values(&shown(&setting, 2).await)[0], ("email", "bob@example.com", false));
    assert_eq!(setting.verify().await.first_break, None);

    // Known again under another name, so that nobody can tell the old entries were theirs.
    setting.write(invite("usr_ann", "new@example.com")).await;
    let last = u32::try_from(setting.verify().await.report.entries).unwrap() - 1;
    let again = shown(&setting, last).await;
    assert_eq!(values(&again)[0], ("email", "new@example.com", false));
    assert_ne!(again.personal[0].subject, shown(&setting, 1).await.personal[0].subject);
}

#[tokio::test]
async fn who_called_is_erased_like_who_it_was_about() {
    let setting = Setting::new().await;
    setting.write(AuditEntry::success("things.change")).await;
    assert!(shred(&setting, &setting.key.to_string()).await);
    assert_eq!(values(&shown(&setting, 1).await), [("ip", "", true), ("user_agent", "", true)]);
    assert_eq!(setting.verify().await.first_break, None);
}

#[tokio::test]
async fn a_person_is_erased_in_one_tenant_and_environment_at_a_time() {
    let setting = Setting::new().await;
    let scopes = [setting.mine, other_environment(setting.mine), scope(setting.db.rng())];
    for scope in scopes {
        let context = crate::ctx(scope, setting.key);
        let entry = AuditEntry::success("a.b").with_personal(&"usr_ann", "email", "ann@example.com");
        crate::append(setting.db.database(), &setting.trail, &context, &[entry]).await.unwrap();
    }
    assert!(shred(&setting, "usr_ann").await);
    for scope in &scopes[1..] {
        let mut tx = setting.db.begin(scope).await.unwrap();
        assert!(setting.trail.shred(&mut tx, "usr_ann").await.unwrap(), "still there");
    }
}

/// What a dump of the database shows.
#[tokio::test]
async fn no_clear_text_of_a_person_is_in_any_table() {
    let setting = Setting::new().await;
    let person = "ann@example.com";
    setting.write(AuditEntry::success("people.invite").with_personal(&person, "email", person)).await;
    let mut superuser = setting.db.superuser().await;
    let list = "SELECT tablename::text FROM pg_tables WHERE schemaname = 'omni'";
    let tables: Vec<String> = sqlx::query_scalar(list).fetch_all(&mut superuser).await.unwrap();
    let mut dump = String::new();
    for table in tables {
        let sql = AssertSqlSafe(format!("SELECT t::text FROM omni.{table} t"));
        let rows: Vec<String> = sqlx::query_scalar(sql).fetch_all(&mut superuser).await.unwrap();
        dump.push_str(&rows.join("\n"));
    }
    assert!(dump.contains("people.invite"), "the dump is one");
    for clear in [person, "192.0.2.77", "curl/8.5"] {
        let hex = omni_audit_chain::hex(clear.as_bytes());
        assert!(!dump.contains(clear) && !dump.contains(&hex), "{clear} is in the database");
    }
}
