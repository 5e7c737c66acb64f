use std::fs;
use std::io::{self, Write};
use std::os::unix::fs::PermissionsExt as _;
use std::sync::{Arc, Mutex};
use std::time::Duration;

use crate::{Office, mail, stop};

/// A log to look at.
#[derive(Clone, Default)]
pub(crate) struct Log(Arc<Mutex<Vec<u8>>>);

impl Write for Log {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.0.lock().unwrap().extend_from_slice(bytes);
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

impl Log {
    pub(crate) fn text(&self) -> String {
        String::from_utf8(self.0.lock().unwrap().clone()).unwrap()
    }

    /// Takes what this thread logs; the runtime of a test has no other.
    pub(crate) fn listen(&self) -> tracing::subscriber::DefaultGuard {
        let log = self.clone();
        let subscriber = tracing_subscriber::fmt().with_ansi(false).with_writer(move || log.clone()).finish();
        tracing::subscriber::set_default(subscriber)
    }
}

#[tokio::test]
async fn without_a_mail_server_each_message_is_a_file_and_one_line_in_the_log() {
    let office = Office::new(vec![]).await;
    let log = Log::default();
    let _listening = log.listen();
    office.enqueue(&mail("ana@example.com")).await;
    office.db.clock().advance(Duration::from_millis(1));
    office.enqueue(&mail("bor@example.com")).await;
    let worker = office.worker();
    office.until_waiting(0).await;
    stop(worker).await;

    let files = office.files();
    assert_eq!(files.len(), 2);
    for (file, to) in files.iter().zip(["ana@example.com", "bor@example.com"]) {
        assert_eq!(fs::metadata(file).unwrap().permissions().mode() & 0o777, 0o600);
        let name = file.file_name().unwrap().to_str().unwrap();
        assert!(name.starts_with("20260101T000000.00"), "{name}");
        assert_eq!(file.extension().unwrap(), "eml");
        assert!(name.contains("-verify_email-mail_"), "{name}");
        let message = fs::read_to_string(file).unwrap();
        for part in [
            &format!("To: {to}\r\n"),
            "From: Omni <omni@localhost>\r\n",
            "MIME-Version: 1.0\r\n",
            "Content-Type: text/plain; charset=utf-8\r\n",
            "Message-ID: <mail_",
            "token=3Ds3cr3t-t0k3n",
        ] {
            assert!(message.contains(part), "no {part} in {message}");
        }
    }
    assert_eq!(fs::metadata(office.data.path().join("mail")).unwrap().permissions().mode() & 0o777, 0o700);
    assert_eq!((office.counts.sent(), office.counts.failed()), (2, 0));

    let text = log.text();
    assert_eq!(text.lines().count(), 2, "{text}");
    for file in &files {
        assert!(text.contains(file.to_str().unwrap()), "{text}");
    }
    for secret in ["s3cr3t", "ana@", "bor@", "Potrdi"] {
        assert!(!text.contains(secret), "{text}");
    }
}

#[tokio::test]
async fn a_message_that_is_delivered_twice_is_there_once() {
    let office = Office::new(vec![]).await;
    office.enqueue(&mail("ana@example.com")).await;
    // As it is after a server that was killed before it could remove the message.
    let mut superuser = office.db.superuser().await;
    sqlx::raw_sql("CREATE TABLE kept AS TABLE omni.mail_queue").execute(&mut superuser).await.unwrap();
    let worker = office.worker();
    office.until_waiting(0).await;
    sqlx::raw_sql("INSERT INTO omni.mail_queue SELECT * FROM kept").execute(&mut superuser).await.unwrap();
    office.until_waiting(0).await;
    stop(worker).await;
    assert_eq!(office.counts.sent(), 2);
    assert_eq!(office.files().len(), 1);
}

#[tokio::test]
async fn a_folder_that_cannot_be_written_delays_mail_and_loses_none() {
    let office = Office::new(vec![]).await;
    let folder = office.data.path().join("mail");
    fs::write(&folder, "in the way").unwrap();
    office.enqueue(&mail("ana@example.com")).await;
    let worker = office.worker();
    while office.counts.failed() == 0 {
        tokio::time::sleep(Duration::from_millis(20)).await;
    }
    assert_eq!(office.waiting().await, 1);
    fs::remove_file(&folder).unwrap();
    office.db.clock().advance(Duration::from_mins(1));
    office.until_waiting(0).await;
    stop(worker).await;
    assert_eq!(office.files().len(), 1);
}
