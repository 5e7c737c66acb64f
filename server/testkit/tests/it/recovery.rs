//! Everything here is killed at least once.

use std::fs;

use omni_kernel::db::Database;
use omni_kernel::{Clock, Rng};
use omni_testkit::{data_dir, scope};
use rustix::process::{Pid, Signal, kill_process};

use crate::support::{Holder, NOTES, eventually, is_alive, private, texts, write};

#[tokio::test]
async fn a_killed_server_leaves_no_database_behind_and_the_next_start_works_at_once() {
    let data_dir = data_dir();
    for _ in 0..3 {
        let holder = Holder::start(data_dir.path());
        assert!(is_alive(holder.postgres));
        let first = holder.postgres;
        // The next one starts while the old database is still stopping.
        holder.kill();
        let next = Holder::start(data_dir.path());
        assert!(!is_alive(first));
        assert_ne!(next.postgres, first);
        let second = next.postgres;
        next.kill();
        eventually("the killed server's database ends", async || !is_alive(second)).await;
    }
}

#[tokio::test]
async fn what_was_committed_survives_the_kill_of_the_server_and_of_its_database() {
    let data_dir = data_dir();
    let rng = Rng::seeded(3);
    let mine = scope(&rng);
    let options = private(data_dir.path());
    let db = Database::open(&options, Clock::system()).await.unwrap();
    db.migrate(&[&NOTES]).await.unwrap();
    db.close().await;

    let holder = Holder::start(data_dir.path());
    let attached = {
        let mut options = options.clone();
        options.mode = omni_kernel::db::Mode::Attach;
        Database::open(&options, Clock::system()).await.unwrap()
    };
    for number in 0..20 {
        write(&attached, mine, &rng, &format!("{number:02}")).await.unwrap();
    }
    // Without a checkpoint: what is there afterwards comes from the log.
    kill_process(Pid::from_raw(i32::try_from(holder.postgres).unwrap()).unwrap(), Signal::KILL).unwrap();
    holder.kill();
    drop(attached);

    let db = Database::open(&options, Clock::system()).await.unwrap();
    assert_eq!(texts(&db, mine).await.unwrap().len(), 20);
    db.close().await;
}

#[tokio::test]
async fn a_database_that_dies_is_started_again_under_the_living_pool() {
    let data_dir = data_dir();
    let rng = Rng::seeded(4);
    let mine = scope(&rng);
    let db = Database::open(&private(data_dir.path()), Clock::system()).await.unwrap();
    db.migrate(&[&NOTES]).await.unwrap();
    write(&db, mine, &rng, "before").await.unwrap();
    // Several idle connections, all of which will be dead.
    let open = futures::future::join_all((0..4).map(|_| db.begin(&mine))).await;
    assert!(open.iter().all(Result::is_ok));
    drop(open);

    let first = db.cluster().unwrap().pid().unwrap();
    kill_process(Pid::from_raw(i32::try_from(first).unwrap()).unwrap(), Signal::KILL).unwrap();
    let mut refused = 0;
    eventually("the database answers again", async || match texts(&db, mine).await {
        Ok(texts) => db.cluster().unwrap().pid().is_some_and(|pid| pid != first) && texts == ["before"],
        Err(error) => {
            assert_eq!(error.reason().name, "DATABASE_UNAVAILABLE", "{error:?}");
            assert!(error.retry_after().is_some());
            refused += 1;
            false
        }
    })
    .await;
    write(&db, mine, &rng, "after").await.unwrap();
    assert_eq!(texts(&db, mine).await.unwrap(), ["after", "before"]);
    let second = db.cluster().unwrap().pid().unwrap();
    db.close().await;
    assert!(!is_alive(second));
}

#[tokio::test]
async fn a_server_that_ends_in_order_stops_its_database_in_order() {
    let data_dir = data_dir();
    let holder = Holder::start(data_dir.path());
    let postgres = holder.postgres;
    holder.close();
    assert!(!is_alive(postgres));
    assert!(!data_dir.path().join("postgres/cluster/postmaster.pid").exists());
    let log = fs::read_to_string(data_dir.path().join("postgres.log")).unwrap();
    assert!(log.contains("database system is shut down"), "{log}");
}

#[tokio::test]
async fn a_pid_file_that_names_some_living_process_is_no_hindrance() {
    let data_dir = data_dir();
    Holder::start(data_dir.path()).close();
    // As after a power cut in a container, where the number is soon another's: here this test's own.
    let pgdata = data_dir.path().join("postgres/cluster").canonicalize().unwrap();
    let text = format!("{}\n{}\n1\n5432\n/nowhere\n\n  1 1\nready\n", std::process::id(), pgdata.display());
    fs::write(pgdata.join("postmaster.pid"), text).unwrap();
    Holder::start(data_dir.path()).close();
}

#[tokio::test]
async fn a_making_that_was_interrupted_is_made_anew() {
    let data_dir = data_dir();
    Holder::start(data_dir.path()).close();
    let home = data_dir.path().join("postgres");
    // What is left when the server is killed during initdb: the directory under its unfinished name.
    fs::rename(home.join("cluster"), home.join("unfinished-1")).unwrap();
    fs::remove_file(home.join("unfinished-1/PG_VERSION")).unwrap();
    Holder::start(data_dir.path()).close();
    assert!(!home.join("unfinished-1").exists());
}
