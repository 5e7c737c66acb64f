use std::fs;
use std::os::unix::fs::PermissionsExt as _;
use std::path::Path;

use jiff::Timestamp;
use omni_kernel::config::{Flag, Inputs};
use omni_testkit::{RedisServer, TestDb};
use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::TcpListener;

use super::*;

fn config(settings: &[(&str, &str)]) -> Config {
    let flag = |&(key, value): &(&str, &str)| Flag { flag: key.into(), key: key.into(), value: value.into() };
    Config::load(&Inputs { flags: settings.iter().map(flag).collect(), ..Inputs::default() }).unwrap()
}

fn only(findings: &[Finding]) -> (Verdict, String) {
    assert_eq!(findings.len(), 1, "{findings:?}");
    (findings[0].verdict, findings[0].to_string())
}

fn at(second: &str) -> Clock {
    Clock::manual(second.parse::<Timestamp>().unwrap())
}

/// Answers each connection with what `answer` makes of all it was sent so far, until that gives nothing.
async fn listener(answer: impl Fn(&str) -> Option<&'static str> + Send + Sync + 'static) -> u16 {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let port = listener.local_addr().unwrap().port();
    tokio::spawn(async move {
        while let Ok((mut stream, _)) = listener.accept().await {
            let (mut all, mut buffer) = (String::new(), [0; 1024]);
            while let Ok(read @ 1..) = stream.read(&mut buffer).await {
                all.push_str(std::str::from_utf8(&buffer[..read]).unwrap());
                let Some(text) = answer(&all) else { break };
                stream.write_all(text.as_bytes()).await.unwrap();
            }
        }
    });
    port
}

async fn free_port() -> u16 {
    TcpListener::bind("127.0.0.1:0").await.unwrap().local_addr().unwrap().port()
}

#[test]
fn a_finding_is_one_line_with_its_cure() {
    assert_eq!(Finding::ok("x").to_string(), "ok    x");
    assert_eq!(Finding::fail("x", "do y").to_string(), "fail  x — do y");
}

#[test]
fn a_clock_of_the_past_fails() {
    let folder = tempfile::tempdir().unwrap();
    assert_eq!(only(&files::clock(&Clock::system(), folder.path())).0, Verdict::Ok);
    assert_eq!(only(&files::clock(&at("1970-01-02T00:00:00Z"), folder.path())).0, Verdict::Fail);
    // The folder was written now, which that clock has not reached.
    let (verdict, line) = only(&files::clock(&at("2026-01-02T00:00:00Z"), folder.path()));
    assert!(verdict == Verdict::Fail && line.contains("was written later"), "{line}");
}

#[test]
fn the_data_folder_is_looked_at_without_making_it() {
    let folder = tempfile::tempdir().unwrap();
    assert_eq!(only(&files::data_dir(folder.path())).0, Verdict::Ok);
    let new = folder.path().join("a/b");
    assert!(only(&files::data_dir(&new)).1.contains("will be made at the first start"));
    assert!(!folder.path().join("a").exists());
    assert_eq!(only(&files::data_dir(Path::new("omni-doctor-test-folder"))).0, Verdict::Ok);

    let file = folder.path().join("file");
    fs::write(&file, "").unwrap();
    assert_eq!(only(&files::data_dir(&file)).0, Verdict::Fail);
    fs::set_permissions(folder.path(), fs::Permissions::from_mode(0o777)).unwrap();
    let (verdict, line) = only(&files::data_dir(folder.path()));
    assert!(verdict == Verdict::Warn && line.contains("chmod go-w"), "{line}");
    assert_eq!(fs::read_dir(folder.path()).unwrap().count(), 1, "nothing is left behind");
}

#[test]
fn the_file_of_checkpoints_must_be_writable_and_is_left_as_it_is() {
    let folder = tempfile::tempdir().unwrap();
    let found = |file: &Path| {
        only(&files::checkpoint_file(&config(&[("audit.checkpoint_file", file.to_str().unwrap())])))
    };
    let file = folder.path().join("checkpoints.ndjson");
    assert_eq!(found(&file).0, Verdict::Ok);
    assert!(!file.exists());
    fs::write(&file, "{}\n").unwrap();
    assert_eq!(found(&file).0, Verdict::Ok);
    assert_eq!(fs::read_to_string(&file).unwrap(), "{}\n");
    let (verdict, line) = found(&folder.path().join("no/such/folder.ndjson"));
    assert!(verdict == Verdict::Fail && line.contains("audit.checkpoint_file"), "{line}");
    assert_eq!(found(folder.path()).0, Verdict::Fail, "a folder is no file");
    let new = folder.path().join("data");
    let (verdict, line) = only(&files::checkpoint_file(&config(&[("data_dir", new.to_str().unwrap())])));
    assert!(verdict == Verdict::Ok && line.contains("first start"), "{line}");
}

/// A self-signed certificate for 2026-01-01 to 2027-01-01 and its key, in PEM form.
fn certificate() -> (String, String) {
    let mut parameters = rcgen::CertificateParams::new(vec!["localhost".to_owned()]).unwrap();
    parameters.not_before = rcgen::date_time_ymd(2026, 1, 1);
    parameters.not_after = rcgen::date_time_ymd(2027, 1, 1);
    let key = rcgen::KeyPair::generate().unwrap();
    (parameters.self_signed(&key).unwrap().pem(), key.serialize_pem())
}

#[test]
fn certificate_and_key_must_fit_and_be_in_date() {
    let folder = tempfile::tempdir().unwrap();
    let (cert, key) = certificate();
    let path = |name: &str, text: &str| {
        let path = folder.path().join(name);
        fs::write(&path, text).unwrap();
        fs::set_permissions(&path, fs::Permissions::from_mode(0o600)).unwrap();
        path.to_str().unwrap().to_owned()
    };
    let (cert, key, other) =
        (path("cert.pem", &cert), path("key.pem", &key), path("other.pem", &certificate().1));
    let verdict = |cert: &str, key: &str, time: &str| {
        only(&files::tls(&config(&[("tls.cert_file", cert), ("tls.key_file", key)]), &at(time)))
    };
    assert_eq!(verdict(&cert, &key, "2026-06-01T00:00:00Z").0, Verdict::Ok);
    assert_eq!(verdict(&cert, &key, "2025-12-31T00:00:00Z").0, Verdict::Fail);
    assert_eq!(verdict(&cert, &key, "2026-12-25T00:00:00Z").0, Verdict::Warn);
    let (end, line) = verdict(&cert, &key, "2027-01-03T00:00:00Z");
    assert!(end == Verdict::Fail && line.contains("ended 2 days ago"), "{line}");
    let (misfit, line) = verdict(&cert, &other, "2026-06-01T00:00:00Z");
    assert!(misfit == Verdict::Fail && line.contains("do not fit"), "{line}");
    for (cert, key) in [(&key, &key), (&cert, &cert), (&"/nowhere".to_owned(), &key)] {
        let (wrong, line) = verdict(cert, key, "2026-06-01T00:00:00Z");
        assert!(wrong == Verdict::Fail && line.contains("PEM"), "{line}");
    }
    fs::set_permissions(&key, fs::Permissions::from_mode(0o644)).unwrap();
    let settings = config(&[("tls.cert_file", &cert), ("tls.key_file", &key)]);
    assert_eq!(files::tls(&settings, &at("2026-06-01T00:00:00Z"))[1].verdict, Verdict::Warn);
}

#[test]
fn plain_text_is_well_only_on_this_machine() {
    let verdict = |listen: &str| only(&files::tls(&config(&[("listen", listen)]), &Clock::system())).0;
    assert_eq!(verdict("127.0.0.1:1"), Verdict::Ok);
    assert_eq!(verdict("0.0.0.0:1"), Verdict::Warn);
}

#[tokio::test]
async fn a_configured_onnx_runtime_must_be_a_library() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("libonnxruntime.so");
    assert_eq!(only(&files::onnxruntime(Some(&path)).await).0, Verdict::Fail);
    fs::write(&path, "a text").unwrap();
    assert_eq!(only(&files::onnxruntime(Some(&path)).await).0, Verdict::Fail);
    fs::write(&path, b"\x7fELF\x02\x01").unwrap();
    assert_eq!(only(&files::onnxruntime(Some(&path)).await).0, Verdict::Ok);
    // Whether this machine has one or not, it is no failure.
    assert_ne!(only(&files::onnxruntime(None).await).0, Verdict::Fail);
}

#[tokio::test]
async fn the_address_is_free_or_ours_or_taken() {
    let listen =
        async |port: u16| only(&network::listen(&config(&[("listen", &format!("127.0.0.1:{port}"))])).await);
    assert_eq!(listen(free_port().await).await.0, Verdict::Ok);
    let health = "HTTP/1.1 200 OK\r\ncontent-length: 33\r\n\r\n{\"status\":\"ok\",\"version\":\"0.1.0\"}";
    let ours = listener(move |sent| sent.starts_with("GET /api/health ").then_some(health)).await;
    let (verdict, line) = listen(ours).await;
    assert!(verdict == Verdict::Ok && line.contains("a running Omni"), "{line}");
    let other = listener(|_| None).await;
    assert_eq!(listen(other).await.0, Verdict::Fail);
    let (verdict, line) = only(&network::listen(&config(&[("listen", "192.0.2.1:80")])).await);
    assert!(verdict == Verdict::Fail && line.contains("an address of this machine"), "{line}");
}

#[tokio::test]
async fn redis_is_asked_with_its_password() {
    let server = RedisServer::start();
    assert_eq!(server.command("CONFIG SET requirepass hun/er2"), "+OK");
    let at = server.url().replace("redis://", "");
    let ask = async |url: String| only(&network::redis(&config(&[("redis.url", &url)])).await);
    let (verdict, line) = ask(format!("redis://:hun%2Fer2@{at}")).await;
    assert!(verdict == Verdict::Ok && line.contains("answers, version"), "{line}");
    let (verdict, line) = ask(format!("redis://:wrong@{at}")).await;
    assert!(verdict == Verdict::Warn && line.contains("the password is missing or refused"), "{line}");
    assert!(!line.contains(":wrong"), "{line}");
    let (_, line) = ask(server.url()).await;
    assert!(line.contains("the password is missing"), "{line}");
    assert_eq!(ask(format!("redis://127.0.0.1:{}", free_port().await)).await.0, Verdict::Warn);
    // Settings with such a URL are refused when they are read.
    let mut broken = config(&[]);
    broken.redis.url = Some(omni_kernel::Secret::new("redis://:s3cret@[broken"));
    assert_eq!(only(&network::redis(&broken).await).0, Verdict::Fail);
    assert_eq!(only(&network::redis(&config(&[])).await).0, Verdict::Ok);
}

#[tokio::test]
async fn the_collector_is_reachable_or_not() {
    let ask = async |port: u16| {
        only(&network::otlp(&config(&[("otlp.endpoint", &format!("http://127.0.0.1:{port}"))])).await).0
    };
    assert_eq!(ask(listener(|_| None).await).await, Verdict::Ok);
    assert_eq!(ask(free_port().await).await, Verdict::Warn);
}

fn config_of(test: &TestDb) -> Config {
    let mut config = config(&[]);
    config.database.url.clone_from(&test.options().url);
    config.database.app_url.clone_from(&test.options().app_url);
    config
}

#[tokio::test(flavor = "multi_thread")]
async fn a_database_that_serves_is_told_apart_from_one_that_does_not_yet_and_from_none() {
    let made = TestDb::new(&[]).await;
    let mut config_of_it = config_of(&made);
    let (verdict, line) = only(&database::check(&config_of_it, made.clock()).await[..1]);
    assert!(verdict == Verdict::Ok && line.contains("answers as the role omni_app"), "{line}");

    // Roles are the cluster's, which is kept from run to run.
    let stranger = "DROP ROLE IF EXISTS doctor_stranger; CREATE ROLE doctor_stranger LOGIN";
    sqlx::raw_sql(stranger).execute(&mut made.superuser().await).await.unwrap();
    let cluster = omni_testkit::SharedCluster::get().await.cluster();
    config_of_it.database.app_url = Some(cluster.url("doctor_stranger", made.name()));
    let (verdict, line) = only(&database::check(&config_of_it, made.clock()).await[..1]);
    assert!(verdict == Verdict::Warn && line.contains("not as the role omni_app"), "{line}");

    let url = format!("postgres://omni:hunter2@127.0.0.1:{}/omni", free_port().await);
    let (verdict, line) = only(&database::check(&config(&[("database.url", &url)]), made.clock()).await);
    assert!(verdict == Verdict::Fail && !line.contains("hunter2"), "{line}");
    assert!(line.contains("start the Postgres at database.url (OMNI_DATABASE_URL)"), "{line}");
    assert_eq!(line.matches("os error").count(), 1, "{line}");
}

#[tokio::test(flavor = "multi_thread")]
async fn migrations_that_wait_are_named_and_a_changed_one_fails() {
    let behind = TestDb::new(&[]).await;
    let settings = config_of(&behind);
    let (verdict, line) = only(&database::check(&settings, behind.clock()).await[1..]);
    assert!(verdict == Verdict::Warn && line.contains("not yet applied: tenant/0001_"), "{line}");
    assert!(!line.contains("kernel/"), "{line}");
    let (verdict, _) = only(&database::check(&settings, behind.clock()).await[1..]);
    assert_eq!(verdict, Verdict::Warn, "the look applied them");

    behind.migrate(crate::MIGRATIONS).await.unwrap();
    let (verdict, line) = only(&database::check(&settings, behind.clock()).await[1..]);
    assert!(verdict == Verdict::Ok && line.contains("every migration is applied"), "{line}");

    let change = "UPDATE omni.migrations SET sha256 = '\\x00' WHERE domain = 'tenant'";
    sqlx::query(change).execute(&mut behind.owner().await).await.unwrap();
    let (verdict, line) = only(&database::check(&settings, behind.clock()).await[1..]);
    assert!(verdict == Verdict::Fail && line.contains("was changed after"), "{line}");
}

#[tokio::test]
async fn without_a_cluster_only_the_programs_are_looked_for() {
    let folder = tempfile::tempdir().unwrap();
    let empty = folder.path().join("empty");
    fs::create_dir(&empty).unwrap();
    let data_dir = folder.path().join("data");
    let settings = [("data_dir", data_dir.to_str().unwrap()), ("postgres.bin", empty.to_str().unwrap())];
    let (verdict, line) = only(&database::check(&config(&settings), &Clock::system()).await);
    assert!(verdict == Verdict::Fail && line.contains("no working postgres"), "{line}");
    assert!(line.contains("leave it out to have them looked for"), "{line}");
    let found = omni_testkit::postgres_bin().expect("a Postgres to test with");
    let settings = [settings[0], ("postgres.bin", found.to_str().unwrap())];
    let (verdict, line) = only(&database::check(&config(&settings), &Clock::system()).await);
    assert!(verdict == Verdict::Ok && line.contains("the first start makes a private one"), "{line}");
    assert!(!data_dir.exists());
}

#[tokio::test(flavor = "multi_thread")]
async fn the_worst_finding_decides() {
    let test = TestDb::new(&[]).await;
    let folder = tempfile::tempdir().unwrap();
    let mut settings = config_of(&test);
    settings.data_dir = folder.path().to_path_buf();
    settings.listen.set_port(free_port().await);
    let mut lines = Vec::new();
    let verdict = look(&settings, &Clock::system(), |finding| lines.push(finding.to_string())).await;
    assert!(verdict < Verdict::Fail, "{lines:#?}");
    assert_eq!(lines.len(), 12, "{lines:#?}");
    settings.tls.cert_file = Some("/nowhere".into());
    settings.tls.key_file = Some("/nowhere".into());
    assert_eq!(look(&settings, &Clock::system(), |_| ()).await, Verdict::Fail);
}

#[tokio::test]
async fn a_mail_server_is_asked_and_without_one_the_folder_is_named() {
    let (verdict, line) = only(&network::mail(&config(&[("data_dir", "/somewhere")])).await);
    assert_eq!(
        (verdict, line.as_str()),
        (Verdict::Ok, "ok    mail: not set; messages become files in /somewhere/mail")
    );
    let shared = [("data_dir", "/somewhere"), ("database.url", "postgres://db.test/omni")];
    let (verdict, line) = only(&network::mail(&config(&shared)).await);
    assert!(verdict == Verdict::Warn && line.contains("its own disk"), "{line}");
    let served = listener(|asked| match asked.lines().last() {
        Some("QUIT") => Some("221 bye\r\n"),
        _ => Some("250 mail.test\r\n"),
    });
    for (port, expected) in [(served.await, Verdict::Warn), (free_port().await, Verdict::Warn)] {
        let url = format!("smtp://omni:hunter2@127.0.0.1:{port}");
        let settings = [("mail.url", url.as_str()), ("mail.from", "a@b.example"), ("mail.timeout", "500ms")];
        let (verdict, line) = only(&network::mail(&config(&settings)).await);
        assert_eq!(verdict, expected, "{line}");
        assert!(line.contains(&format!("127.0.0.1:{port}")) && !line.contains("hunter2"), "{line}");
    }
}

#[test]
fn links_in_mails_that_lead_nowhere_are_told() {
    let links = |settings: &[(&str, &str)]| only(&network::public_url(&config(settings)));
    assert_eq!(links(&[]).0, Verdict::Ok);
    let named = [("auth.public_url", "https://omni.example.com"), ("listen", "0.0.0.0:8080")];
    assert_eq!(
        links(&named),
        (Verdict::Ok, "ok    links: mails lead to https://omni.example.com".to_owned())
    );
    for wrong in [("listen", "0.0.0.0:8080"), ("database.url", "postgres://db.test/omni")] {
        let (verdict, line) = links(&[wrong]);
        assert!(verdict == Verdict::Warn && line.contains("auth.public_url"), "{line}");
    }
}
