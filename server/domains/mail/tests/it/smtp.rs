use std::time::Duration;

use omni_kernel::db::Database;
use serde_json::json;

use crate::files::Log;
use crate::peer::{Peer, header};
use crate::{Office, mail, stop};

/// An office whose mail goes to the peer, with `smtp://` or `smtps://` and perhaps a user and a password.
async fn office(peer: &Peer, scheme: &str, user: &str, starttls: &str) -> Office {
    Office::new(vec![
        ("mail.url", format!("{scheme}://{user}localhost:{}", peer.port)),
        ("mail.from", "Omni <omni@example.com>".to_owned()),
        ("mail.starttls", starttls.to_owned()),
        ("mail.ca_file", peer.ca_file().to_str().unwrap().to_owned()),
    ])
    .await
}

async fn plain(peer: &Peer) -> Office {
    office(peer, "smtp", "", "off").await
}

async fn until(mut reached: impl FnMut() -> bool) {
    let waited = async {
        while !reached() {
            tokio::time::sleep(Duration::from_millis(20)).await;
        }
    };
    tokio::time::timeout(Duration::from_secs(30), waited).await.expect("it comes about");
}

#[tokio::test]
async fn a_message_arrives_whole_over_starttls_and_tls_with_a_password_and_over_a_plain_relay() {
    for (tls, scheme, user, starttls) in [
        ("starttls", "smtp", "omni:p%40ss%2F%3A@", "required"),
        ("implicit", "smtps", "omni:p%40ss%2F%3A@", "required"),
        ("none", "smtp", "", "off"),
    ] {
        let login = if user.is_empty() { json!({}) } else { json!({"user": "omni", "password": "p@ss/:"}) };
        let mut settings = login.clone();
        settings["tls"] = json!(tls);
        let mut peer = Peer::start(settings).await;
        let office = office(&peer, scheme, user, starttls).await;
        let worker = office.worker();
        office.enqueue(&mail("ana@example.com")).await;
        let received = peer.next().await;
        assert_eq!(received["sender"], "omni@example.com");
        assert_eq!(received["to"], json!(["ana@example.com"]));
        assert_eq!(header(&received, "Subject"), "Potrdi naslov – confirm");
        assert_eq!(header(&received, "From"), "Omni <omni@example.com>");
        assert_eq!(header(&received, "To"), "ana@example.com");
        assert_eq!(header(&received, "Date"), "Thu, 01 Jan 2026 00:00:00 +0000");
        assert!(header(&received, "Message-ID").ends_with("@example.com>"));
        assert_eq!(header(&received, "Content-Type"), "text/plain; charset=\"utf-8\"");
        let text = received["text"].as_str().unwrap().replace("\r\n", "\n");
        assert_eq!(text, mail("").text);
        assert_eq!(received["defects"], json!([]));
        assert_eq!(received["encrypted"], json!(tls == "starttls" || tls == "implicit"), "{tls}");
        assert_eq!(received["user"], login["user"]);
        office.until_waiting(0).await;
        stop(worker).await;
        assert_eq!((office.counts.sent(), office.counts.failed(), office.counts.given_up()), (1, 0, 0));
    }
}

#[tokio::test]
async fn an_address_in_another_script_is_reached() {
    let mut peer = Peer::start(json!({})).await;
    let office = plain(&peer).await;
    let worker = office.worker();
    office.enqueue(&mail("žiga@example.com")).await;
    assert_eq!(peer.next().await["to"], json!(["žiga@example.com"]));
    office.until_waiting(0).await;
    stop(worker).await;
}

#[tokio::test]
async fn nothing_is_said_to_a_server_that_does_not_encrypt_or_is_not_the_one() {
    // No STARTTLS where it is required; a certificate that nobody vouches for.
    let mut bare = Peer::start(json!({})).await;
    let mut stranger = Peer::start(json!({"tls": "implicit"})).await;
    let mut unencrypted = office(&bare, "smtp", "", "required").await;
    unencrypted.settings.retain(|(key, _)| *key != "mail.ca_file");
    let mut unknown = office(&stranger, "smtps", "", "required").await;
    unknown.settings.retain(|(key, _)| *key != "mail.ca_file");
    for (office, peer) in [(&unencrypted, &mut bare), (&unknown, &mut stranger)] {
        office.enqueue(&mail("ana@example.com")).await;
        let worker = office.worker();
        until(|| office.counts.failed() == 1).await;
        stop(worker).await;
        assert!(peer.is_quiet().await);
        assert_eq!(office.waiting().await, 1);
        let config = office.config();
        let told = omni_mail::check(&config, office.data.path()).await.unwrap_err();
        assert!(told.starts_with("localhost:"), "{told}");
    }
}

#[tokio::test]
async fn a_message_that_is_deferred_is_sent_later_and_arrives_once() {
    let mut peer =
        Peer::start(json!({"data": ["451 4.7.1 try again later"], "rcpt": ["450 4.2.0 greylisted"]})).await;
    let office = plain(&peer).await;
    let worker = office.worker();
    office.enqueue(&mail("ana@example.com")).await;
    for (attempt, answer) in [(1, "450 4.2.0 greylisted"), (2, "451 4.7.1 try again later")] {
        assert_eq!(peer.next().await, json!({"refused": answer}));
        until(|| office.counts.failed() == attempt).await;
        // It is not due yet.
        assert!(peer.is_quiet().await);
        assert_eq!(office.waiting().await, 1);
        office.db.clock().advance(Duration::from_secs(10 * attempt));
    }
    assert_eq!(peer.next().await["to"], json!(["ana@example.com"]));
    office.until_waiting(0).await;
    assert!(peer.is_quiet().await);
    stop(worker).await;
    assert_eq!((office.counts.sent(), office.counts.failed(), office.counts.given_up()), (1, 2, 0));
}

#[tokio::test]
async fn a_message_that_is_refused_for_good_is_given_up_and_logged_without_its_address() {
    let mut peer = Peer::start(
        json!({"rcpt": ["550 5.1.1 <ana@example.com> no such user", "250 OK"], "data": ["554 5.7.1 spam"]}),
    )
    .await;
    let office = plain(&peer).await;
    let log = Log::default();
    let _listening = log.listen();
    let worker = office.worker();
    for number in 1..=2 {
        office.enqueue(&mail("ana@example.com")).await;
        peer.next().await;
        office.until_waiting(0).await;
        assert_eq!(office.counts.given_up(), number);
    }
    stop(worker).await;
    let text = log.text();
    assert!(text.contains("a mail was given up") && text.contains("recipient_refused"), "{text}");
    assert!(text.contains("message_refused") && text.contains("no such user"), "{text}");
    assert!(!text.contains("ana@") && !text.contains("s3cr3t"), "{text}");
    assert_eq!(office.counts.sent(), 0);
}

#[tokio::test]
async fn a_message_that_is_deferred_for_too_long_is_given_up() {
    let answers: Vec<&str> = vec!["451 later"; 100];
    let mut peer = Peer::start(json!({"data": answers})).await;
    let mut office = plain(&peer).await;
    office.settings.push(("mail.give_up_after", "1h".to_owned()));
    office.enqueue(&mail("ana@example.com")).await;
    let worker = office.worker();
    let mut attempts = 0;
    while office.waiting().await == 1 {
        peer.next().await;
        attempts += 1;
        until(|| office.counts.failed() == attempts).await;
        office.db.clock().advance(Duration::from_mins(20));
    }
    stop(worker).await;
    assert_eq!((attempts, office.counts.given_up()), (4, 1));
}

#[tokio::test]
async fn a_wrong_password_delays_mail_and_loses_none() {
    let mut peer = Peer::start(json!({"tls": "starttls", "user": "omni", "password": "right"})).await;
    let mut office = office(&peer, "smtp", "omni:wrong@", "required").await;
    office.enqueue(&mail("ana@example.com")).await;
    let worker = office.worker();
    assert_eq!(peer.next().await, json!({"refused": "535"}));
    until(|| office.counts.failed() == 1).await;
    stop(worker).await;
    assert_eq!((office.waiting().await, office.counts.given_up()), (1, 0));
    assert!(omni_mail::check(&office.config(), office.data.path()).await.is_err());
    peer.next().await;

    office.settings[0].1 = format!("smtp://omni:right@localhost:{}", peer.port);
    assert!(omni_mail::check(&office.config(), office.data.path()).await.unwrap().ends_with("answers"));
    office.db.clock().advance(Duration::from_mins(1));
    let worker = office.worker();
    assert_eq!(peer.next().await["user"], "omni");
    office.until_waiting(0).await;
    stop(worker).await;
}

#[tokio::test]
async fn a_server_that_ends_between_sending_and_committing_sends_again_and_loses_nothing() {
    // The mail server takes the message and does not say so.
    let mut peer = Peer::start(json!({"data": ["hang"]})).await;
    let office = plain(&peer).await;
    office.enqueue(&mail("ana@example.com")).await;
    let worker = office.worker();
    let first = peer.next().await;
    worker.stop(Duration::ZERO).await;
    assert_eq!(office.waiting().await, 1);
    // Another server leaves it alone while the claim holds.
    let worker = office.worker();
    assert!(peer.is_quiet().await);
    office.db.clock().advance(Duration::from_mins(1));
    let again = peer.next().await;
    assert_eq!(header(&first, "Message-ID"), header(&again, "Message-ID"));
    office.until_waiting(0).await;
    assert!(peer.is_quiet().await);
    stop(worker).await;
}

#[tokio::test]
async fn a_message_under_way_ends_before_the_server_does() {
    let mut peer = Peer::start(json!({})).await;
    let office = plain(&peer).await;
    for number in 0..8 {
        office.enqueue(&mail(&format!("p{number}@example.com"))).await;
    }
    let worker = office.worker();
    peer.next().await;
    stop(worker).await;
    let sent = i64::try_from(office.counts.sent()).unwrap();
    assert_eq!(office.waiting().await, 8 - sent, "what was sent is out of the queue");
    assert_eq!(office.counts.failed(), 0);
}

#[tokio::test]
async fn several_servers_share_one_queue_and_send_each_message_once() {
    let mut peer = Peer::start(json!({})).await;
    let office = plain(&peer).await;
    for number in 0..60 {
        office.enqueue(&mail(&format!("p{number}@example.com"))).await;
    }
    let mut workers = Vec::new();
    for _ in 0..3 {
        let database = Database::open(office.db.options(), office.db.clock().clone()).await.unwrap();
        workers.push(office.worker_on(database));
    }
    let mut seen = std::collections::BTreeSet::new();
    for _ in 0..60 {
        let to = peer.next().await["to"][0].as_str().unwrap().to_owned();
        assert!(seen.insert(to.clone()), "{to} got it twice");
    }
    office.until_waiting(0).await;
    assert!(peer.is_quiet().await);
    for worker in workers {
        stop(worker).await;
    }
    assert_eq!(office.counts.sent(), 60);
}
