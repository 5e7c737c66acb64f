use omni_kernel::UserId;
use omni_kernel::ports::{Mail, MailQueue as _};
use omni_mail::MIGRATIONS;
use omni_testkit::{assert_migrations_go_back, catalogue, scope};

use crate::{Office, mail, stop};

#[tokio::test]
async fn the_schema_is_reviewed_and_has_a_way_back() {
    let office = Office::new(vec![]).await;
    catalogue::assert_isolated(&mut office.db.owner().await).await;
    assert_migrations_go_back(&[&MIGRATIONS]).await;
}

#[tokio::test]
async fn what_is_queued_cannot_be_read_in_the_database() {
    let office = Office::new(vec![]).await;
    office.enqueue(&mail("ana@example.com")).await;
    let (row, sealed): (String, Vec<u8>) = sqlx::query_as("SELECT q::text, sealed FROM omni.mail_queue q")
        .fetch_one(&mut office.db.superuser().await)
        .await
        .unwrap();
    for secret in ["ana@example.com", "s3cr3t-t0k3n", "Potrdi"] {
        assert!(!row.contains(secret));
        assert!(!sealed.windows(secret.len()).any(|part| part == secret.as_bytes()));
    }
}

#[tokio::test]
async fn a_tenants_or_a_persons_transaction_queues_mail_and_sees_none() {
    let office = Office::new(vec![]).await;
    let (db, queue) = (&office.db, &office.queue);
    let user = UserId::from_uuid(db.rng().uuid(db.clock().now()));
    let count = "SELECT count(*) FROM mail_queue";

    let mut tenant = db.begin(&scope(db.rng())).await.unwrap();
    queue.enqueue(tenant.raw(), &mail("ana@example.com")).await.unwrap();
    assert_eq!(sqlx::query_scalar::<_, i64>(count).fetch_one(&mut tenant).await.unwrap(), 0);
    let deleted = sqlx::query("DELETE FROM mail_queue").execute(&mut tenant).await.unwrap();
    assert_eq!(deleted.rows_affected(), 0);
    tenant.commit().await.unwrap();

    let mut person = db.begin_user(user).await.unwrap();
    queue.enqueue(person.raw(), &mail("bor@example.com")).await.unwrap();
    assert_eq!(sqlx::query_scalar::<_, i64>(count).fetch_one(&mut person).await.unwrap(), 0);
    person.commit().await.unwrap();
    assert_eq!(office.waiting().await, 2);
}

#[tokio::test]
async fn what_was_rolled_back_is_never_sent() {
    let office = Office::new(vec![]).await;
    let mut tx = office.db.begin_unscoped().await.unwrap();
    office.queue.enqueue(tx.raw(), &mail("ana@example.com")).await.unwrap();
    drop(tx);
    office.enqueue(&mail("bor@example.com")).await;
    let worker = office.worker();
    office.until_waiting(0).await;
    stop(worker).await;
    let files = office.files();
    assert_eq!(files.len(), 1);
    assert!(std::fs::read_to_string(&files[0]).unwrap().contains("To: bor@example.com"));
}

#[tokio::test]
async fn a_line_break_in_address_or_subject_is_refused_before_it_is_queued() {
    let office = Office::new(vec![]).await;
    let good = mail("ana@example.com");
    for (wrong, field) in [
        (Mail { to: "ana@example.com\r\nBcc: eve@example.com".to_owned(), ..good.clone() }, "to"),
        (Mail { subject: "Hi\r\nBcc: eve@example.com".to_owned(), ..good.clone() }, "subject"),
    ] {
        let mut tx = office.db.begin_unscoped().await.unwrap();
        let error = office.queue.enqueue(tx.raw(), &wrong).await.unwrap_err();
        assert_eq!(error.violations()[0].field, field);
        tx.commit().await.unwrap();
    }
    assert_eq!(office.waiting().await, 0);
}
