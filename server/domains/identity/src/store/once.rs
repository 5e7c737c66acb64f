//! Tokens that work once, in transactions of any kind. The database hands a row out only to those who know its hash.

use jiff::Timestamp;
use omni_kernel::Error;
use omni_kernel::db::{RawTx, Time};

use crate::crypto::token::{Hash, Kind};

pub(crate) async fn put(
    tx: &mut RawTx,
    kind: Kind,
    hash: &Hash,
    sealed: &[u8],
    now: Timestamp,
    expire: Timestamp,
) -> Result<(), Error> {
    sqlx::query("SELECT one_time_token_put($1, $2, $3, $4, $5)")
        .bind(hash.as_slice())
        .bind(kind.as_str())
        .bind(sealed)
        .bind(Time(now))
        .bind(Time(expire))
        .execute(tx)
        .await?;
    Ok(())
}

/// What a token stands for, sealed.
pub(crate) async fn peek(
    tx: &mut RawTx,
    kind: Kind,
    hash: &Hash,
    now: Timestamp,
) -> Result<Option<Vec<u8>>, Error> {
    Ok(sqlx::query_scalar("SELECT one_time_token_peek($1, $2, $3)")
        .bind(hash.as_slice())
        .bind(kind.as_str())
        .bind(Time(now))
        .fetch_one(tx)
        .await?)
}

/// The same, and uses it up: of many at once one gets it.
pub(crate) async fn take(
    tx: &mut RawTx,
    kind: Kind,
    hash: &Hash,
    now: Timestamp,
) -> Result<Option<Vec<u8>>, Error> {
    Ok(sqlx::query_scalar("SELECT one_time_token_take($1, $2, $3)")
        .bind(hash.as_slice())
        .bind(kind.as_str())
        .bind(Time(now))
        .fetch_one(tx)
        .await?)
}
