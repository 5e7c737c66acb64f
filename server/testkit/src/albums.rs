//! A little domain whose rows move with their tenant, with every sort of column that could get lost on the way.

use omni_kernel::db::{Migration, Migrations, TenantTx};
use sqlx::Row;
use uuid::Uuid;

/// The key of the vault that tests of moves share between processes.
pub const VAULT_KEY: [u8; 32] = [7; 32];

/// Albums, and photos that refer to them.
pub static ALBUMS: Migrations = Migrations { domain: "albums", moves: true, files: &[FIRST] };

/// Their tables.
pub const FIRST: Migration = Migration {
    version: 1,
    name: "albums",
    // The one that is referred to sorts behind the one that refers.
    up: "CREATE TABLE z_albums (
                 tenant_id uuid NOT NULL,
                 live boolean NOT NULL,
                 album_id uuid NOT NULL,
                 gone text,
                 title text NOT NULL,
                 PRIMARY KEY (tenant_id, live, album_id)
             );
             ALTER TABLE z_albums DROP COLUMN gone;
             SELECT protect('z_albums');
             GRANT SELECT, INSERT, UPDATE, DELETE ON z_albums TO omni_app;
             CREATE TABLE photos (
                 tenant_id uuid NOT NULL,
                 live boolean NOT NULL,
                 photo_id uuid NOT NULL,
                 album_id uuid NOT NULL,
                 exact numeric,
                 about double precision,
                 taken timestamptz,
                 span interval,
                 facts jsonb,
                 pixels bytea,
                 \"Tags \"\"odd\"\"\" text[],
                 title_length integer GENERATED ALWAYS AS (length(facts ->> 'title')) STORED,
                 PRIMARY KEY (tenant_id, live, photo_id),
                 FOREIGN KEY (tenant_id, live, album_id) REFERENCES z_albums (tenant_id, live, album_id)
             );
             SELECT protect('photos');
             GRANT SELECT, INSERT, UPDATE, DELETE ON photos TO omni_app;",
    down: "DROP TABLE photos; DROP TABLE z_albums;",
};

/// Writes an album with one photo full of odd values.
///
/// # Errors
/// What the database says.
pub async fn write(tx: &mut TenantTx, album: Uuid, title: &str) -> Result<(), sqlx::Error> {
    let scope = tx.scope();
    sqlx::query("INSERT INTO z_albums (tenant_id, live, album_id, title) VALUES ($1, $2, $3, $4)")
        .bind(scope.tenant.uuid())
        .bind(scope.environment.is_live())
        .bind(album)
        .bind(title)
        .execute(&mut *tx)
        .await?;
    sqlx::query(
        "INSERT INTO photos (tenant_id, live, photo_id, album_id, exact, about, taken, span, facts, pixels, \"Tags \"\"odd\"\"\") \
         VALUES ($1, $2, $3, $3, 12345678901234567890.12345678901234567890, 0.1 + 0.2::double precision, \
         '2026-03-29 01:30:00.123456+00', '1 mon -2 days 03:04:05.678', jsonb_build_object('title', $4::text), \
         '\\x00ff5c27', ARRAY['a,b', NULL, '', '\"q\" \\ (x)', $4])",
    )
    .bind(scope.tenant.uuid())
    .bind(scope.environment.is_live())
    .bind(album)
    .bind(title)
    .execute(tx)
    .await?;
    Ok(())
}

/// Every photo of the transaction's tenant and environment as text, in order: with its album's title in front.
///
/// # Errors
/// What the database says.
pub async fn read(tx: &mut TenantTx) -> Result<Vec<String>, sqlx::Error> {
    let rows = sqlx::query(
        "SELECT a.title || ' ' || p::text AS line FROM photos p \
         JOIN z_albums a USING (tenant_id, live, album_id) ORDER BY line",
    )
    .fetch_all(tx)
    .await?;
    rows.iter().map(|row| row.try_get("line")).collect()
}
