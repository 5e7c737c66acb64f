//! What lies in the database, as somebody sees it who has stolen a copy.

use std::fmt::Write as _;

use omni_contract::Method;
use prost_reflect::DynamicMessage;
use prost_reflect::prost::Message as _;
use serde_json::{Value as Json, json};
use sha2::{Digest, Sha256};

use crate::harness::Server;
use crate::people::PASSWORD;
use crate::vault::{told, vault};

impl Server {
    /// Every row of every table as text, bytes as hexadecimal digits, in lower case; with the name of its table.
    pub(crate) async fn dump(&self) -> Vec<(String, String)> {
        let mut connection = self.db.superuser().await;
        let tables: Vec<String> = sqlx::query_scalar(
            "SELECT relname::text FROM pg_class WHERE relnamespace = 'omni'::regnamespace AND relkind = 'r'",
        )
        .fetch_all(&mut connection)
        .await
        .unwrap();
        let mut rows = Vec::new();
        for table in tables {
            let sql = format!("SELECT lower(t::text) FROM omni.{table} t");
            let texts: Vec<String> =
                sqlx::query_scalar(sqlx::AssertSqlSafe(sql)).fetch_all(&mut connection).await.unwrap();
            rows.extend(texts.into_iter().map(|text| (table.clone(), text)));
        }
        rows
    }
}

/// The tables that hold these bytes somewhere.
pub(crate) fn holders<'a>(dump: &'a [(String, String)], bytes: &[u8]) -> Vec<&'a str> {
    let hex = hex(bytes);
    dump.iter().filter(|(_, row)| row.contains(&hex)).map(|(table, _)| table.as_str()).collect()
}

fn hex(bytes: &[u8]) -> String {
    bytes.iter().fold(String::new(), |mut hex, byte| {
        write!(hex, "{byte:02x}").unwrap();
        hex
    })
}

/// Plain hashes by which whoever reads the database could try passwords: of the request, as its method and message and as
/// the message alone, and of each password in it.
pub(crate) fn guesses(method: &Method, request: &Json) -> Vec<[u8; 32]> {
    let message = DynamicMessage::deserialize(method.input(), request).unwrap().encode_to_vec();
    let named = [method.name().as_bytes(), &[0], &message].concat();
    let passwords =
        request.as_object().unwrap().iter().filter(|(name, _)| name.to_lowercase().contains("password"));
    let passwords = passwords.filter_map(|(_, value)| value.as_str()).map(|text| text.as_bytes().to_vec());
    [named, message].into_iter().chain(passwords).map(|text| Sha256::digest(text).into()).collect()
}

/// What must not be found: of the person who registers, of the one who is invited, of one whom nobody knows.
const PERSONAL: [&str; 7] = [
    "Dorotea.Lesjak@Quernmore.example",
    "Dorotea Lesjak",
    "Ignac.Rebernik@Quernmore.example",
    "Ignac Rebernik",
    "unheard.of@quernmore.example",
    "203.0.113.77",
    "Whirligig/7.3",
];

/// Calls from the address and by the program of [`PERSONAL`].
async fn call(server: &Server, who: Option<&str>, name: &str, request: Json) -> (u16, Json) {
    let method = server.contract.method(&format!("/omni.{name}")).unwrap();
    let once = format!("once-{}", hex(&Sha256::digest(format!("{name}{request}"))));
    let bearer = who.map(|token| format!("Bearer {token}"));
    let mut headers =
        vec![("x-forwarded-for", PERSONAL[5]), ("user-agent", PERSONAL[6]), ("idempotency-key", &once)];
    headers.extend(bearer.as_deref().map(|bearer| ("authorization", bearer)));
    let (status, _, answer) = server.rest_with(&headers, method, &request).await;
    (status, answer)
}

/// The same of what must be done.
async fn done(server: &Server, who: Option<&str>, name: &str, request: Json) -> Json {
    let (status, answer) = call(server, who, name, request).await;
    assert_eq!(status, 200, "{name}: {answer}");
    answer
}

async fn log_in(server: &Server) -> String {
    let person = json!({"email": PERSONAL[0].to_uppercase(), "password": PASSWORD});
    let tokens = done(server, None, "identity.v1.AuthService/Login", person).await;
    tokens["tokens"]["accessToken"].as_str().unwrap().to_owned()
}

/// Rows that name somebody, in clear or by a plain hash of what is easy to guess.
async fn told_by_the_database(server: &Server) -> Vec<String> {
    let dump = server.dump().await;
    let mut found = Vec::new();
    for text in PERSONAL {
        let lower = text.to_lowercase();
        let clear = dump.iter().filter(|(_, row)| row.contains(&lower)).map(|(table, _)| table.as_str());
        found.extend(clear.map(|table| format!("{table} tells {text}")));
        for text in [text, &lower] {
            found.extend(holders(&dump, text.as_bytes()).iter().map(|table| format!("{table} holds {text}")));
            let hash = Sha256::digest(text);
            found.extend(holders(&dump, &hash).iter().map(|table| format!("{table} hashes {text}")));
        }
    }
    found
}

/// What the members and sessions of a company, and whom it invited, look like to its owner.
async fn shown(server: &Server, owner: &str) -> Vec<Json> {
    let mut shown = Vec::new();
    for method in [
        "AuthService/WhoAmI",
        "AuthService/ListSessions",
        "TeamService/ListMembers",
        "TeamService/ListInvitations",
    ] {
        shown.push(done(server, Some(owner), &format!("identity.v1.{method}"), json!({})).await);
    }
    shown
}

/// A person, their session, an invitation, refused sign-ins, failed requests and mail on its way; before and after every
/// value was sealed under a new data key.
#[tokio::test(flavor = "multi_thread")]
async fn a_copy_of_the_database_names_nobody_and_a_rotation_loses_nobody() {
    let server = Server::start_with(&[("server.trusted_proxies", "127.0.0.1/32")]).await;
    // Mail that was delivered stays in the queue, as if it were still on its way.
    sqlx::raw_sql(
        "CREATE FUNCTION omni.stay() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN RETURN NULL; END'; \
         CREATE TRIGGER stay BEFORE DELETE ON omni.mail_queue FOR EACH ROW EXECUTE FUNCTION omni.stay()",
    )
    .execute(&mut server.db.superuser().await)
    .await
    .unwrap();
    let registration = json!({
        "email": PERSONAL[0], "password": PASSWORD, "fullName": PERSONAL[1], "companyName": "Acme",
    });
    done(&server, None, "identity.v1.AuthService/Register", registration).await;
    let token = json!({"token": server.mailed_token(PERSONAL[0], "verify").await});
    done(&server, None, "identity.v1.AuthService/VerifyEmail", token).await;
    server.set_every_tier("enterprise").await;
    for email in [PERSONAL[0], PERSONAL[4]] {
        let wrong = json!({"email": email, "password": "not the password"});
        assert_eq!(call(&server, None, "identity.v1.AuthService/Login", wrong).await.0, 401);
    }
    let owner = log_in(&server).await;
    let invited = json!({"email": PERSONAL[2], "role": "viewer"});
    done(&server, Some(&owner), "identity.v1.TeamService/InviteMember", invited).await;
    // Refused, and kept for the caller to look up: invited already, and a name that is none.
    let again = json!({"email": PERSONAL[2], "role": "developer"});
    assert!(call(&server, Some(&owner), "identity.v1.TeamService/InviteMember", again).await.0 >= 400);
    let token = server.mailed_token(PERSONAL[2], "invite").await;
    let spoilt =
        json!({"token": token, "fullName": format!("{} {}", PERSONAL[3], PERSONAL[2]), "password": PASSWORD});
    assert_eq!(call(&server, None, "identity.v1.TeamService/AcceptInvitation", spoilt).await.0, 400);

    let before = shown(&server, &owner).await;
    let text = Json::from(before.clone()).to_string();
    for seen in [0, 1, 2, 5, 6] {
        assert!(text.contains(PERSONAL[seen]), "{} is not shown: {text}", PERSONAL[seen]);
    }
    let dump = server.dump().await;
    for table in
        ["users", "sessions", "invitations", "attempts", "mail_queue", "failed_requests", "audit_personal"]
    {
        assert!(dump.iter().any(|(one, _)| one == table), "nothing is in {table}");
    }
    assert_eq!(told_by_the_database(&server).await, [""; 0]);

    let resealed = told(&vault(&server, &["rotate", "--data-key"]));
    assert_eq!(resealed["unreadable"], 0);
    for (column, old) in told(&vault(&server, &["status"]))["old_values"].as_object().unwrap() {
        assert_eq!(old, 0, "{column}");
    }
    assert_eq!(shown(&server, &owner).await, before);
    assert_eq!(told_by_the_database(&server).await, [""; 0]);
    // Who is looked up by their address is found.
    log_in(&server).await;
    let accepted = json!({"token": token, "fullName": PERSONAL[3], "password": PASSWORD});
    done(&server, None, "identity.v1.TeamService/AcceptInvitation", accepted).await;
    let members = shown(&server, &owner).await[2].to_string();
    assert!(members.contains(PERSONAL[2]) && members.contains(PERSONAL[3]), "{members}");
    assert_eq!(told_by_the_database(&server).await, [""; 0]);
    server.running.unwrap().stop().await;
}
