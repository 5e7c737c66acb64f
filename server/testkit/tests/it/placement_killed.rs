//! Moves that are killed at every step while others write.

use std::collections::BTreeSet;
use std::io::{BufRead, BufReader};
use std::process::{Command, Stdio};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Duration;

use omni_kernel::db::{Database, Destination};
use omni_kernel::{Rng, Scope};
use omni_testkit::albums::{self, ALBUMS};
use omni_testkit::{START, TestDb, scope};
use tokio::task::JoinHandle;

use crate::placement::{own, placed, read};

/// What a writer knows of its rows.
#[derive(Default)]
struct Written {
    /// Committed, as the database said.
    acknowledged: Vec<String>,
    /// Begun to be committed; nobody said how it ended.
    unknown: BTreeSet<String>,
    refused: usize,
}

/// Writes until it is told to stop.
fn writer(
    node: Database,
    whose: Scope,
    rng: Rng,
    name: String,
    stop: Arc<AtomicBool>,
) -> JoinHandle<Written> {
    tokio::spawn(async move {
        let mut written = Written::default();
        for at in 0.. {
            if stop.load(Ordering::Relaxed) {
                break;
            }
            let title = format!("{name}-{at}");
            let Ok(mut tx) = node.begin(&whose).await else {
                written.refused += 1;
                continue;
            };
            if albums::write(&mut tx, rng.uuid(START), &title).await.is_err() {
                written.refused += 1;
                continue;
            }
            match tx.commit().await {
                Ok(()) => written.acknowledged.push(title),
                Err(_) => drop(written.unknown.insert(title)),
            }
            tokio::time::sleep(Duration::from_millis(2)).await;
        }
        written
    })
}

/// Runs a move in a process of its own and kills it at a step; `false` when the move has no such step.
fn kill_at(db: &TestDb, whose: Scope, to: &Destination, step: &str) -> bool {
    let url = db.options().url.clone().unwrap();
    let to = match to {
        Destination::Shared => "shared".to_owned(),
        Destination::Schema => "schema".to_owned(),
        Destination::Database(url) => url.expose().to_owned(),
    };
    let mut mover = Command::new(env!("CARGO_BIN_EXE_omni-testkit-mover"))
        .args([url.expose(), &whose.tenant.to_string(), &to, step])
        .stdout(Stdio::piped())
        .spawn()
        .unwrap();
    let lines = BufReader::new(mover.stdout.take().unwrap()).lines();
    let reached = lines.map_while(Result::ok).any(|line| line == step);
    // SIGKILL.
    mover.kill().unwrap();
    mover.wait().unwrap();
    reached
}

/// One way, killed at one step, finished by a second call, under two writers on two servers and one of another tenant.
async fn survives(db: &TestDb, whose: Scope, to: &Destination, step: &'static str) {
    let other = scope(db.rng());
    let nodes = [placed(db), placed(db)];
    let before: Vec<String> = titles(&nodes[0], whose).await;
    let stop = Arc::new(AtomicBool::new(false));
    let mark = db.rng().uuid(START);
    let writers: Vec<_> = nodes
        .iter()
        .enumerate()
        .map(|(at, node)| writer(node.clone(), whose, Rng::system(), format!("{mark}-{at}"), stop.clone()))
        .collect();
    let bystander = writer(nodes[0].clone(), other, Rng::system(), format!("{mark}-other"), stop.clone());
    tokio::time::sleep(Duration::from_millis(50)).await;
    let reached = tokio::task::block_in_place(|| kill_at(db, whose, to, step));
    assert!(reached, "no step {step}");
    tokio::time::sleep(Duration::from_millis(50)).await;
    let mover = placed(db);
    mover.move_tenant(whose.tenant, to.clone(), &[&ALBUMS], &()).await.unwrap();
    tokio::time::sleep(Duration::from_millis(50)).await;
    stop.store(true, Ordering::Relaxed);
    let mut expected: Vec<String> = before;
    let mut unknown = BTreeSet::new();
    for writer in writers {
        let written = writer.await.unwrap();
        assert!(!written.acknowledged.is_empty(), "{step}: a writer never got through");
        expected.extend(written.acknowledged);
        unknown.extend(written.unknown);
    }
    let mut found = titles(&nodes[1], whose).await;
    found.retain(|title| !unknown.contains(title));
    expected.sort();
    found.sort();
    assert_eq!(found, expected, "{step}: rows were lost or doubled");
    let bystander = bystander.await.unwrap();
    assert_eq!((bystander.refused, bystander.unknown.len()), (0, 0), "another tenant was held up");
    assert_eq!(titles(&nodes[0], other).await.len(), bystander.acknowledged.len());
}

async fn titles(node: &Database, whose: Scope) -> Vec<String> {
    let lines = read(node, whose).await;
    lines.iter().map(|line| line.split(' ').next().unwrap().to_owned()).collect()
}

const STEPS: [&str; 5] = ["Prepared", "Closed", "Copied", "Switched", "Cleaned"];

async fn over(from: Destination, to: Destination) {
    let db = TestDb::with(&[&ALBUMS], |options| options.pool_size = 12).await;
    for step in STEPS {
        let whose = scope(db.rng());
        placed(&db).move_tenant(whose.tenant, from.clone(), &[&ALBUMS], &()).await.unwrap();
        survives(&db, whose, &to, step).await;
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn killed_on_the_way_to_a_schema_nothing_is_lost() {
    over(Destination::Shared, Destination::Schema).await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn killed_on_the_way_back_from_a_schema_nothing_is_lost() {
    over(Destination::Schema, Destination::Shared).await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn killed_on_the_way_to_a_database_nothing_is_lost() {
    let (_own, to) = own().await;
    over(Destination::Shared, to).await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn killed_on_the_way_from_a_schema_to_a_database_nothing_is_lost() {
    let (_own, to) = own().await;
    over(Destination::Schema, to).await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn killed_on_the_way_back_from_a_database_nothing_is_lost() {
    for to in [Destination::Shared, Destination::Schema] {
        let (_own, from) = own().await;
        over(from, to).await;
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn killed_on_the_way_from_one_database_to_another_nothing_is_lost() {
    let (_first, from) = own().await;
    let (_second, to) = own().await;
    over(from, to).await;
}
