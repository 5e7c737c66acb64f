//! The optional Redis: a pool of connections, a budget for each exchange, and a breaker.
//!
//! Nothing here waits longer than the budget, whatever Redis does: slow, paused, gone or full. What is kept in Redis may
//! vanish at any time; whoever keeps something there has another way.

mod breaker;

use std::fmt;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::Duration;

use deadpool_redis::redis::{
    AsyncConnectionConfig, Client, Cmd, ErrorKind, FromRedisValue, IntoConnectionInfo, Pipeline, RedisError,
    RedisResult, ServerErrorKind, ToRedisArgs,
};
use deadpool_redis::{Connection, Manager, Pool, PoolError, Runtime};
use sha1::{Digest, Sha1};
use tokio::time::{Instant, timeout_at};

use self::breaker::Breaker;
pub use self::breaker::State;
use crate::config;
use crate::error::Error;

crate::reasons! {
    "redis":
    REDIS_UNAVAILABLE = Unavailable,
        "Redis does not answer within its budget.",
        "Nothing for callers: the server works on without it. Operators: run `omni-server doctor`.";
    REDIS_URL_INVALID = InvalidArgument,
        "The setting `redis.url` is not the URL of a Redis.",
        "Set it as in `redis://:password@cache.example.com:6379/0`, special characters as %XX.";
}

/// A Redis. Cheap to clone; clones share the connections and the breaker.
#[derive(Clone)]
pub struct Redis(Arc<Inner>);

struct Inner {
    pool: Pool,
    client: Client,
    place: String,
    timeout: Duration,
    breaker: Breaker,
    exchanges: AtomicU64,
    failures: AtomicU64,
}

/// A Lua script and the hash Redis knows it by.
#[derive(Debug, Clone)]
pub struct Script {
    source: &'static str,
    hash: String,
}

impl Script {
    /// A script. It is sent to Redis when it is not known there: at first, after a restart, after a flush.
    pub fn new(source: &'static str) -> Self {
        let hash = Sha1::digest(source.as_bytes())
            .iter()
            .fold(String::new(), |hex, byte| format!("{hex}{byte:02x}"));
        Self { source, hash }
    }
}

/// What a URL of Redis looks like.
pub(crate) const URL_FORM: &str =
    "expected a URL such as redis://:password@host:6379/0, special characters as %XX";

/// Whether a text is one.
pub(crate) fn is_url(url: &crate::Secret) -> bool {
    url.expose().into_connection_info().is_ok()
}

impl Redis {
    /// The Redis of the settings; `None` where they name none. Connects when it is first used.
    ///
    /// # Errors
    /// `REDIS_URL_INVALID`.
    pub fn new(settings: &config::Redis) -> Result<Option<Self>, Error> {
        let Some(url) = &settings.url else { return Ok(None) };
        let wrong = || Error::new(&REDIS_URL_INVALID, format!("redis.url: {URL_FORM}"));
        let info = url.expose().into_connection_info().map_err(|_| wrong())?;
        let place = info.addr().to_string();
        let client = Client::open(info.clone()).map_err(|_| wrong())?;
        // A connection that does not answer in time is thrown away: it may hang for as long as TCP likes.
        let connections = AsyncConnectionConfig::new()
            .set_connection_timeout(Some(settings.timeout))
            .set_response_timeout(Some(settings.timeout));
        let manager = Manager::new_with_config(info, connections).map_err(|_| wrong())?;
        let pool = Pool::builder(manager)
            .max_size(settings.pool_size)
            .runtime(Runtime::Tokio1)
            .build()
            .map_err(|error| Error::internal("the pool of Redis connections").with_source(error))?;
        Ok(Some(Self(Arc::new(Inner {
            pool,
            client,
            breaker: Breaker::new(&place, settings.breaker_failures, settings.breaker_pause),
            place,
            timeout: settings.timeout,
            exchanges: AtomicU64::new(0),
            failures: AtomicU64::new(0),
        }))))
    }

    /// Host and port, without credentials.
    pub fn place(&self) -> &str {
        &self.0.place
    }

    /// One command.
    ///
    /// # Errors
    /// `REDIS_UNAVAILABLE` when there is no answer within the budget, or one that is a failure.
    pub async fn command<T: FromRedisValue>(&self, command: &Cmd) -> Result<T, Error> {
        self.exchange(async |connection: &mut Connection| command.query_async(connection).await).await
    }

    /// Several commands at once.
    ///
    /// # Errors
    /// As [`Redis::command`].
    pub async fn pipeline<T: FromRedisValue>(&self, commands: &Pipeline) -> Result<T, Error> {
        self.exchange(async |connection: &mut Connection| commands.query_async(connection).await).await
    }

    /// A script by its hash, or by its text where Redis does not know it.
    ///
    /// # Errors
    /// As [`Redis::command`].
    pub async fn script<T: FromRedisValue>(
        &self,
        script: &Script,
        keys: &[String],
        arguments: &[u64],
    ) -> Result<T, Error> {
        self.exchange(async |connection: &mut Connection| {
            let known = run("EVALSHA", &script.hash, keys, arguments).query_async(connection).await;
            match known {
                Err(error) if error.kind() == ErrorKind::Server(ServerErrorKind::NoScript) => {
                    run("EVAL", script.source, keys, arguments).query_async(connection).await
                }
                outcome => outcome,
            }
        })
        .await
    }

    /// The version it reports. Asks even while the breaker is open, on a connection of its own, and waits up to `patience`.
    ///
    /// # Errors
    /// What stands in the way, in words that hold no secret.
    pub async fn version(&self, patience: Duration) -> Result<String, String> {
        let connections = AsyncConnectionConfig::new()
            .set_connection_timeout(Some(patience))
            .set_response_timeout(Some(patience));
        let client = &self.0.client;
        let ask = async {
            let mut connection = client.get_multiplexed_async_connection_with_config(&connections).await?;
            let mut info = Cmd::new();
            info.arg("INFO").arg("server").query_async::<String>(&mut connection).await
        };
        let answer = tokio::time::timeout(patience, ask).await;
        let text = match answer {
            Ok(answer) => answer.map_err(|error| why(&error))?,
            Err(_) => return Err(format!("no answer in {patience:?}")),
        };
        let version = text.lines().find_map(|line| line.strip_prefix("redis_version:"));
        Ok(version.unwrap_or_default().trim().to_owned())
    }

    /// Whether requests are sent to it.
    pub fn state(&self) -> State {
        self.0.breaker.state()
    }

    /// Exchanges so far.
    pub fn exchanges(&self) -> u64 {
        self.0.exchanges.load(Ordering::Relaxed)
    }

    /// Exchanges that failed so far.
    pub fn failures(&self) -> u64 {
        self.0.failures.load(Ordering::Relaxed)
    }

    async fn exchange<T, W>(&self, work: W) -> Result<T, Error>
    where
        W: AsyncFnOnce(&mut Connection) -> RedisResult<T>,
    {
        let inner = &*self.0;
        let pass = inner.breaker.enter().ok_or_else(|| away("it failed a moment ago and is left alone"))?;
        inner.exchanges.fetch_add(1, Ordering::Relaxed);
        let deadline = Instant::now() + inner.timeout;
        let outcome = match timeout_at(deadline, inner.pool.get()).await {
            Ok(Ok(mut connection)) => match timeout_at(deadline, work(&mut connection)).await {
                Ok(Ok(value)) => Ok(value),
                Ok(Err(error)) => {
                    // An answer that is an error leaves the connection as good as it was.
                    if error.code().is_none() {
                        drop(Connection::take(connection));
                    }
                    Err(why(&error))
                }
                Err(_) => {
                    // The answer may still come, and must not be taken for that to the next question.
                    drop(Connection::take(connection));
                    Err(format!("no answer in {:?}", inner.timeout))
                }
            },
            Ok(Err(PoolError::Backend(error))) => Err(why(&error)),
            Ok(Err(error)) => Err(error.to_string()),
            Err(_) => Err(format!("no connection in {:?}", inner.timeout)),
        };
        match outcome {
            Ok(value) => {
                pass.succeed();
                Ok(value)
            }
            Err(why) => {
                inner.failures.fetch_add(1, Ordering::Relaxed);
                pass.fail(&why);
                Err(away(&why))
            }
        }
    }
}

fn run(command: &str, script: &str, keys: &[String], arguments: &[u64]) -> Cmd {
    let mut cmd = Cmd::new();
    cmd.arg(command).arg(script).arg(keys.len());
    keys.write_redis_args(&mut cmd);
    arguments.write_redis_args(&mut cmd);
    cmd
}

fn away(why: &str) -> Error {
    Error::new(&REDIS_UNAVAILABLE, "Redis does not answer").with_context(format!("redis: {why}"))
}

/// What went wrong, in words that hold no secret: the library's may quote commands and URLs.
fn why(error: &RedisError) -> String {
    const PASSWORD: &str = "the password is missing or refused";
    match (error.kind(), error.code()) {
        (ErrorKind::AuthenticationFailed, _) | (_, Some("NOAUTH" | "WRONGPASS")) => PASSWORD.to_owned(),
        (_, Some(code)) => format!("it answers {code}"),
        (ErrorKind::Io, None) if error.is_timeout() => "no answer in time".to_owned(),
        (ErrorKind::Io, None) if error.is_connection_refusal() => "the connection is refused".to_owned(),
        (_, None) => error.category().to_owned(),
    }
}

impl fmt::Debug for Redis {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Redis")
            .field("place", &self.0.place)
            .field("state", &self.state())
            .finish_non_exhaustive()
    }
}
