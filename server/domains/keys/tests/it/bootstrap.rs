use std::fs;
use std::os::unix::fs::PermissionsExt;
use std::path::Path;
use std::sync::Arc;

use async_trait::async_trait;
use futures::future::join_all;
use omni_kernel::db::TenantTx;
use omni_kernel::ports::{TenantDirectory, TenantRegistry, TenantStanding};
use omni_kernel::{Environment, Error, Secret};
use omni_keys::Keys;
use omni_tenant::Tenants;
use omni_testkit::TestDb;

use crate::{keys_of, setup};

fn names(directory: &Path) -> Vec<String> {
    let mut names: Vec<String> = fs::read_dir(directory)
        .unwrap()
        .map(|entry| entry.unwrap().file_name().into_string().unwrap())
        .collect();
    names.sort();
    names
}

async fn tenants(db: &TestDb) -> usize {
    Tenants::new(db.database().clone(), db.clock().clone()).tenants().await.unwrap().len()
}

#[tokio::test]
async fn the_first_start_makes_a_tenant_and_two_keys_and_the_second_makes_nothing() {
    let (db, keys) = setup().await;
    let directory = tempfile::tempdir().unwrap();
    let made = keys.bootstrap(directory.path()).await.unwrap().unwrap();
    assert_eq!(names(directory.path()), ["bootstrap.json"]);
    assert_eq!(fs::metadata(&made.path).unwrap().permissions().mode() & 0o777, 0o600);
    let file: serde_json::Value = serde_json::from_slice(&fs::read(&made.path).unwrap()).unwrap();
    let mut members: Vec<&String> = file.as_object().unwrap().keys().collect();
    members.sort();
    assert_eq!(members, ["live_key", "tenant_id", "test_key"]);
    assert_eq!(file["tenant_id"], made.tenant_id.to_string());
    for (name, key, environment) in
        [("live_key", &made.live_key, Environment::Live), ("test_key", &made.test_key, Environment::Test)]
    {
        assert_eq!(file[name], key.expose());
        let principal = keys.verify(key, None).await.unwrap();
        assert_eq!((principal.scope.tenant, principal.scope.environment), (made.tenant_id, environment));
        assert!(principal.grants.allow("anything.at.all"));
        assert_eq!(&*principal.tenant.tier, "enterprise");
    }
    assert!(keys.bootstrap(directory.path()).await.unwrap().is_none());
    assert_eq!(keys.default_tenant().await.unwrap(), Some(made.tenant_id));
    assert_eq!(tenants(&db).await, 1);
}

#[tokio::test]
async fn of_several_servers_that_start_at_once_one_makes_it() {
    let db = TestDb::new(&crate::MIGRATIONS).await;
    let servers: Vec<(Keys, tempfile::TempDir)> = (0..6)
        .map(|seed| {
            let rng = omni_kernel::Rng::seeded(seed);
            (keys_of(&db, db.clock(), &rng), tempfile::tempdir().unwrap())
        })
        .collect();
    let outcomes = join_all(servers.iter().map(|(keys, directory)| keys.bootstrap(directory.path()))).await;
    let made = outcomes.into_iter().filter(|outcome| outcome.as_ref().unwrap().is_some()).count();
    assert_eq!(made, 1);
    assert_eq!(tenants(&db).await, 1);
    let mut files = 0;
    for (keys, directory) in &servers {
        assert!(keys.bootstrap(directory.path()).await.unwrap().is_none());
        files += names(directory.path()).len();
    }
    assert_eq!(files, 1);
}

/// A registry that stops the first start where it is.
struct Interrupted;

#[async_trait]
impl TenantRegistry for Interrupted {
    async fn create(&self, _: &mut TenantTx, _: &str, _: &str, _: bool) -> Result<(), Error> {
        Err(Error::internal("interrupted"))
    }

    async fn name(&self, _: &mut TenantTx) -> Result<Option<String>, Error> {
        Ok(None)
    }

    async fn standing(&self, _: &mut TenantTx) -> Result<Option<Arc<TenantStanding>>, Error> {
        Ok(None)
    }
}

#[tokio::test]
async fn one_interrupted_before_the_commit_never_was() {
    let (db, keys) = setup().await;
    let directory = tempfile::tempdir().unwrap();
    let broken =
        Keys::new(db.database().clone(), Arc::new(Interrupted), db.clock().clone(), db.rng().clone());
    assert!(broken.bootstrap(directory.path()).await.is_err());
    assert_eq!(names(directory.path()).len(), 1);
    let made = keys.bootstrap(directory.path()).await.unwrap().unwrap();
    assert!(keys.verify(&made.live_key, None).await.is_ok());
    assert_eq!(names(directory.path()), ["bootstrap.json"]);
    assert_eq!(tenants(&db).await, 1);
}

#[tokio::test]
async fn one_interrupted_after_the_commit_is_finished_by_the_next() {
    let (db, keys) = setup().await;
    let directory = tempfile::tempdir().unwrap();
    let made = keys.bootstrap(directory.path()).await.unwrap().unwrap();
    // As it is when the server is killed before the test key is written and the file has its name.
    let under_way = directory.path().join(format!(".bootstrap-{}.json", &made.live_key.expose()[10..18]));
    fs::rename(&made.path, &under_way).unwrap();
    fs::write(directory.path().join(".bootstrap-AAAAAAAA.json"), "{\"half\": ").unwrap();
    sqlx::raw_sql("DELETE FROM omni.api_keys WHERE NOT live")
        .execute(&mut db.superuser().await)
        .await
        .unwrap();
    let restarted = keys_of(&db, db.clock(), db.rng());
    assert!(restarted.verify(&made.test_key, None).await.is_err());

    let restarted = keys_of(&db, db.clock(), db.rng());
    let again = restarted.bootstrap(directory.path()).await.unwrap().unwrap();
    assert_eq!(
        (again.tenant_id, &again.live_key, &again.test_key),
        (made.tenant_id, &made.live_key, &made.test_key)
    );
    assert_eq!(names(directory.path()), ["bootstrap.json"]);
    assert!(restarted.verify(&Secret::new(made.test_key.expose()), None).await.is_ok());
    assert!(restarted.bootstrap(directory.path()).await.unwrap().is_none());
}
