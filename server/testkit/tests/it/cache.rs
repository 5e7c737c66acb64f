//! Both caches keep the same promises: one suite, run over each.

use std::sync::Arc;
use std::time::Duration;

use bytes::Bytes;
use omni_kernel::cache::{Key, LocalCache, Place, RedisCache, ResponseCache};
use omni_kernel::redis::Redis;
use omni_kernel::{Clock, Rng, Scope};
use omni_testkit::{RedisServer, other_environment, scope};

const LONG: Duration = Duration::from_hours(1);

fn key(scope: Option<Scope>, method: &str, digest: u8) -> Key {
    Key { place: Place { scope, method: Arc::from(method) }, digest: [digest; 32] }
}

async fn keep(cache: &dyn ResponseCache, key: &Key, answer: &'static str, ttl: Duration) {
    let generation = cache.get(key).await.unwrap().generation;
    cache.put(key, generation, Bytes::from_static(answer.as_bytes()), ttl).await.unwrap();
}

async fn found(cache: &dyn ResponseCache, key: &Key) -> Option<Bytes> {
    cache.get(key).await.unwrap().answer
}

/// `pass` lets a time pass for the cache.
async fn keeps_its_promises(cache: &dyn ResponseCache, pass: impl AsyncFn(Duration)) {
    let rng = Rng::seeded(1);
    let (one, two) = (scope(&rng), scope(&rng));
    let mine = key(Some(one), "a.B/C", 1);
    assert_eq!(found(cache, &mine).await, None);
    keep(cache, &mine, "answer", LONG).await;
    assert_eq!(found(cache, &mine).await.unwrap(), "answer");
    for other in [
        key(Some(two), "a.B/C", 1),
        key(Some(other_environment(one)), "a.B/C", 1),
        key(None, "a.B/C", 1),
        key(Some(one), "a.B/D", 1),
        key(Some(one), "a.B/C", 2),
    ] {
        assert_eq!(found(cache, &other).await, None, "{other:?}");
    }
    keep(cache, &key(None, "a.B/C", 1), "public", LONG).await;
    keep(cache, &mine, "", LONG).await;
    assert_eq!(found(cache, &mine).await.unwrap(), "", "an empty answer is an answer");

    let (short, none) = (key(Some(one), "a.B/C", 3), key(Some(one), "a.B/C", 4));
    keep(cache, &short, "soon gone", Duration::from_millis(50)).await;
    keep(cache, &none, "never kept", Duration::ZERO).await;
    assert_eq!(found(cache, &none).await, None);
    pass(Duration::from_millis(60)).await;
    assert_eq!(found(cache, &short).await, None);
    assert!(found(cache, &mine).await.is_some());

    let (neighbour, method) = (key(Some(two), "a.B/C", 1), key(Some(one), "a.B/D", 1));
    keep(cache, &neighbour, "neighbour", LONG).await;
    keep(cache, &method, "method", LONG).await;
    let begun = cache.get(&key(Some(one), "a.B/C", 9)).await.unwrap().generation;
    cache.purge(std::slice::from_ref(&mine.place)).await.unwrap();
    assert_eq!(found(cache, &mine).await, None);
    assert_eq!(found(cache, &neighbour).await.unwrap(), "neighbour");
    assert_eq!(found(cache, &method).await.unwrap(), "method");
    assert_eq!(found(cache, &key(None, "a.B/C", 1)).await.unwrap(), "public");
    let late = key(Some(one), "a.B/C", 9);
    cache.put(&late, begun, Bytes::from_static(b"begun before the purge"), LONG).await.unwrap();
    assert_eq!(found(cache, &late).await, None);
    keep(cache, &mine, "new", LONG).await;
    assert_eq!(found(cache, &mine).await.unwrap(), "new");
}

#[tokio::test]
async fn the_cache_in_the_process_keeps_its_promises() {
    let clock = omni_testkit::clock();
    let cache = LocalCache::new(clock.clone(), 1 << 20);
    keeps_its_promises(&cache, async |time| clock.advance(time)).await;
}

#[tokio::test]
async fn the_cache_in_redis_keeps_its_promises_and_forgets_everything_with_redis() {
    let server = RedisServer::start();
    let cache = RedisCache::new(Redis::new(&server.settings(Duration::from_secs(30))).unwrap().unwrap());
    keeps_its_promises(&cache, async |time| tokio::time::sleep(time).await).await;
    let mine = key(None, "a.B/C", 1);
    keep(&cache, &mine, "answer", LONG).await;
    assert_eq!(server.command("FLUSHALL"), "+OK");
    assert_eq!(found(&cache, &mine).await, None);
    keep(&cache, &mine, "again", LONG).await;
    assert_eq!(found(&cache, &mine).await.unwrap(), "again");
}

#[tokio::test]
async fn a_generation_that_redis_lost_does_not_bring_old_answers_back() {
    let server = RedisServer::start();
    let cache = RedisCache::new(Redis::new(&server.settings(Duration::from_secs(30))).unwrap().unwrap());
    let mine = key(None, "a.B/C", 1);
    keep(&cache, &mine, "old", LONG).await;
    assert_eq!(server.command("DEL omni:cache:{public}:a.B/C"), ":1");
    assert_eq!(found(&cache, &mine).await, None);
}

#[tokio::test]
async fn the_cache_in_the_process_stays_within_its_bytes() {
    let cache = LocalCache::new(Clock::system(), 100_000);
    for number in 0..2_000_u32 {
        let mut digest = [0; 32];
        digest[..4].copy_from_slice(&number.to_be_bytes());
        let key = Key { digest, ..key(None, "a.B/C", 0) };
        cache.put(&key, 0, Bytes::from(vec![7; 1_000]), LONG).await.unwrap();
    }
    cache.settle();
    assert!(cache.bytes() <= 100_000, "{}", cache.bytes());
    assert!(cache.entries() > 20);
}
