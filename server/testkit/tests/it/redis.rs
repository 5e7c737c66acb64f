use std::time::Duration;

use omni_kernel::redis::{Redis, State};
use omni_testkit::RedisServer;

#[tokio::test]
async fn the_version_of_a_redis_is_told_and_one_that_is_away_is_named_without_its_password() {
    let mut server = RedisServer::start();
    let redis = Redis::new(&server.settings(Duration::from_secs(5))).unwrap().unwrap();
    let version = redis.version(Duration::from_secs(5)).await.unwrap();
    assert!(version.starts_with(|first: char| first.is_ascii_digit()), "{version}");
    assert_eq!(redis.state(), State::Closed);
    server.kill();
    let why = redis.version(Duration::from_secs(5)).await.unwrap_err();
    assert_eq!(why, "the connection is refused");
    assert!(!format!("{redis:?}").contains("redis://"));
}

#[tokio::test]
async fn a_password_that_is_wrong_is_said_to_be() {
    let server = RedisServer::start();
    assert_eq!(server.command("CONFIG SET requirepass right"), "+OK");
    let mut settings = server.settings(Duration::from_secs(5));
    settings.url = Some(omni_kernel::Secret::new(server.url().replace("redis://", "redis://:wrong@")));
    let redis = Redis::new(&settings).unwrap().unwrap();
    let why = redis.version(Duration::from_secs(5)).await.unwrap_err();
    assert_eq!(why, "the password is missing or refused");
}

#[tokio::test]
async fn a_url_that_is_none_is_refused_without_being_shown() {
    let server = RedisServer::start();
    let mut settings = server.settings(Duration::from_secs(5));
    settings.url = Some(omni_kernel::Secret::new("redis://:s3cret@[broken"));
    let refused = Redis::new(&settings).unwrap_err();
    assert_eq!(refused.reason().name, "REDIS_URL_INVALID");
    assert!(!format!("{refused:?}").contains("s3cret"));
}
