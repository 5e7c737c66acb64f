//! What lies in the database, as somebody sees it who has stolen a copy.

use std::fmt::Write as _;

use omni_contract::Method;
use prost_reflect::DynamicMessage;
use prost_reflect::prost::Message as _;
use serde_json::Value as Json;
use sha2::{Digest, Sha256};

use crate::harness::Server;

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
