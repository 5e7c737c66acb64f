//! The schema, the app role and the ledger: what must be there before the first migration.

use sqlx::PgConnection;

use crate::error::Error;

use super::cluster::binaries::MINIMUM;
use super::error::setup;
use super::{APP_ROLE, SCHEMA};

/// Makes what is missing. Runs inside the caller's transaction, as the owner, under the migration lock.
///
/// # Errors
/// `DATABASE_SETUP` with the statements an administrator has to run when the owner may not.
pub(super) async fn prepare(connection: &mut PgConnection, app_login: Option<&str>) -> Result<(), Error> {
    check_version(connection).await?;
    create_app_role(connection).await?;
    check_app_role(connection).await?;
    let owner: String = scalar(connection, "SELECT current_user::text").await?;
    grant_app_role(connection, &owner).await?;
    if let Some(login) = app_login.filter(|login| *login != APP_ROLE && *login != owner) {
        grant_app_role(connection, login).await?;
    }
    if !scalar(connection, "SELECT to_regnamespace('omni') IS NOT NULL").await? {
        sqlx::raw_sql("CREATE SCHEMA omni").execute(&mut *connection).await.map_err(|error| {
            setup(format!("{owner} may not create the schema {SCHEMA}; grant it CREATE on the database"))
                .with_source(error)
        })?;
    }
    sqlx::raw_sql(
        "GRANT USAGE ON SCHEMA omni TO omni_app;
         CREATE TABLE IF NOT EXISTS omni.migrations (
             domain text NOT NULL,
             version integer NOT NULL,
             name text NOT NULL,
             sha256 bytea NOT NULL,
             applied_at timestamptz NOT NULL,
             PRIMARY KEY (domain, version)
         )",
    )
    .execute(connection)
    .await?;
    Ok(())
}

async fn check_version(connection: &mut PgConnection) -> Result<(), Error> {
    let number: i32 = scalar(connection, "SELECT current_setting('server_version_num')::int4").await?;
    if u32::try_from(number).unwrap_or_default() / 10_000 < MINIMUM {
        return Err(setup(format!(
            "the database is PostgreSQL {number}; expected version {MINIMUM} or later"
        )));
    }
    Ok(())
}

async fn create_app_role(connection: &mut PgConnection) -> Result<(), Error> {
    // Roles belong to the cluster, the lock to the database: another database may be faster.
    let create = "DO $$ BEGIN
             IF NOT EXISTS (SELECT FROM pg_roles WHERE rolname = 'omni_app') THEN
                 CREATE ROLE omni_app NOLOGIN;
             END IF;
         EXCEPTION WHEN duplicate_object OR unique_violation THEN NULL;
         END $$";
    sqlx::raw_sql(create).execute(connection).await.map_err(|error| {
        setup(format!(
            "the database's user may not create the role {APP_ROLE}; have an administrator run: \
             CREATE ROLE {APP_ROLE} NOLOGIN; GRANT {APP_ROLE} TO <the user of the URL>"
        ))
        .with_source(error)
    })?;
    Ok(())
}

async fn check_app_role(connection: &mut PgConnection) -> Result<(), Error> {
    let above_the_law =
        "SELECT rolsuper OR rolbypassrls OR rolcreaterole FROM pg_roles WHERE rolname = 'omni_app'";
    if scalar(connection, above_the_law).await? {
        return Err(setup(format!(
            "the role {APP_ROLE} is a superuser, bypasses row-level security or may create roles; \
             run: ALTER ROLE {APP_ROLE} NOSUPERUSER NOBYPASSRLS NOCREATEROLE"
        )));
    }
    Ok(())
}

/// Lets `login` change to the app role.
async fn grant_app_role(connection: &mut PgConnection, login: &str) -> Result<(), Error> {
    // Since Postgres 16 a member may be one that cannot change to the role.
    let may = "SELECT pg_has_role($1::name, 'omni_app',
                  CASE WHEN current_setting('server_version_num')::int >= 160000 THEN 'SET' ELSE 'MEMBER' END)";
    let is_member: bool = sqlx::query_scalar(may)
        .persistent(false)
        .bind(login)
        .fetch_one(&mut *connection)
        .await
        .map_err(|error| setup(format!("the database knows no role {login}")).with_source(error))?;
    if is_member {
        return Ok(());
    }
    let quoted = login.replace('"', "\"\"");
    sqlx::raw_sql(sqlx::AssertSqlSafe(format!("GRANT omni_app TO \"{quoted}\"")))
        .execute(connection)
        .await
        .map_err(|error| {
        setup(format!("have an administrator run: GRANT {APP_ROLE} TO \"{quoted}\"")).with_source(error)
    })?;
    Ok(())
}

async fn scalar<T>(connection: &mut PgConnection, sql: &'static str) -> Result<T, Error>
where
    T: for<'r> sqlx::Decode<'r, sqlx::Postgres> + sqlx::Type<sqlx::Postgres> + Send + Unpin,
{
    Ok(sqlx::query_scalar(sql).persistent(false).fetch_one(connection).await?)
}
