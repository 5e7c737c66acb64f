//! The client class and unary calls.

use std::future::Future;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use bytes::Bytes;
use napi::bindgen_prelude::{Buffer, ClassInstance, Env, PromiseRaw, Result};
use napi_derive::napi;
use omni_client_core::{CallOptions, Client, Error, Settings, Tokens};
use tokio_util::sync::CancellationToken;

use crate::error::ErrorParts;
use crate::stream::{Begun, NativeStream, OpenedStream};

/// What a client is made from; what is not given the core takes from the environment, the profile or the default.
#[napi(object, object_to_js = false)]
pub struct ClientSettings {
    /// The API key.
    pub api_key: Option<String>,
    /// The access token of a person, in place of a key.
    pub access_token: Option<String>,
    /// What the access token is renewed with.
    pub refresh_token: Option<String>,
    /// Where the server is.
    pub base_url: Option<String>,
    /// `production` or `sandbox`.
    pub environment: Option<String>,
    /// Answer in this process.
    pub mock_mode: Option<bool>,
    /// The timeout of a call in milliseconds.
    pub timeout_ms: Option<f64>,
    /// How often a failed call is tried again.
    pub max_retries: Option<u32>,
    /// The profile of the configuration file.
    pub profile: Option<String>,
    /// The tenant to act in.
    pub tenant: Option<String>,
    /// Whether every attempt is written to standard error.
    pub debug: Option<bool>,
    /// Language, version and runtime.
    pub user_agent: Option<String>,
}

/// What one call sets.
#[napi(object, object_to_js = false)]
pub struct CallSettings {
    /// The timeout in milliseconds.
    pub timeout_ms: Option<f64>,
    /// How often the call is tried again.
    pub max_retries: Option<u32>,
    /// The key under which the server does the call at most once.
    pub idempotency_key: Option<String>,
    /// Name, value, name, value.
    pub metadata: Vec<String>,
}

/// A client, or why there is none.
#[napi(object, object_from_js = false)]
pub struct OpenedClient {
    /// The client.
    pub client: Option<NativeClient>,
    /// Why there is none.
    pub error: Option<ErrorParts>,
}

/// An answer, or why there is none.
#[napi(object, object_from_js = false)]
pub struct Answer {
    /// The answer.
    pub response: Option<AnswerParts>,
    /// Why there is none.
    pub error: Option<ErrorParts>,
}

/// An answer with what came with it.
#[napi(object, object_from_js = false)]
pub struct AnswerParts {
    /// The message, encoded.
    pub message: Buffer,
    /// Name, value, name, value.
    pub headers: Vec<String>,
    /// The id of the request.
    pub request_id: String,
    /// From the call to the answer, in milliseconds.
    pub latency_ms: f64,
    /// How many attempts it took.
    pub attempts: u32,
}

/// Cancels the call that was given it.
#[napi]
#[derive(Default)]
pub struct NativeCancel {
    token: CancellationToken,
}

#[napi]
impl NativeCancel {
    /// A handle for one call.
    #[napi(constructor)]
    pub fn new() -> Self {
        Self::default()
    }

    /// Cancels the call. May be called more than once.
    #[napi]
    pub fn cancel(&self) {
        self.token.cancel();
    }
}

/// A client of the core.
#[napi]
pub struct NativeClient {
    pub(crate) client: Client,
    /// Tokens that were renewed and that nobody has taken: the newest.
    renewed: Arc<Mutex<Option<Tokens>>>,
}

/// The tokens of a person.
#[napi(object)]
pub struct TokenParts {
    /// The access token.
    pub access_token: Option<String>,
    /// The refresh token.
    pub refresh_token: Option<String>,
}

/// Makes a client from settings.
#[napi]
pub fn open_client(settings: ClientSettings) -> OpenedClient {
    let settings = Settings {
        api_key: settings.api_key,
        access_token: settings.access_token,
        refresh_token: settings.refresh_token,
        base_url: settings.base_url,
        environment: settings.environment,
        mock_mode: settings.mock_mode,
        timeout: settings.timeout_ms.map(milliseconds),
        max_retries: settings.max_retries,
        profile: settings.profile,
        debug: settings.debug.unwrap_or_default(),
        user_agent: settings.user_agent,
        tenant: settings.tenant,
    };
    opened(Client::new(settings))
}

fn opened(client: std::result::Result<Client, Error>) -> OpenedClient {
    match client {
        Ok(client) => {
            let renewed: Arc<Mutex<Option<Tokens>>> = Arc::default();
            let newest = Arc::clone(&renewed);
            client.set_token_sink(Arc::new(move |tokens: &Tokens| {
                *newest.lock().unwrap_or_else(PoisonError::into_inner) = Some(tokens.clone());
            }));
            OpenedClient { client: Some(NativeClient { client, renewed }), error: None }
        }
        Err(error) => OpenedClient { client: None, error: Some(error.into()) },
    }
}

#[napi]
impl NativeClient {
    /// Whether calls are answered in this process.
    #[napi(getter)]
    pub fn mock_mode(&self) -> bool {
        self.client.mock().is_some()
    }

    /// A client for the person of these tokens, over the same connection.
    #[napi]
    pub fn with_tokens(&self, tokens: TokenParts) -> OpenedClient {
        let TokenParts { access_token, refresh_token } = tokens;
        opened(self.client.with_tokens(Tokens { access_token, refresh_token }))
    }

    /// The newest tokens that were renewed since this was last asked.
    #[napi]
    pub fn take_tokens(&self) -> Option<TokenParts> {
        let taken = self.renewed.lock().unwrap_or_else(PoisonError::into_inner).take();
        taken.map(|Tokens { access_token, refresh_token }| TokenParts { access_token, refresh_token })
    }

    /// Calls a method that gives one answer.
    #[napi(ts_return_type = "Promise<Answer>")]
    pub fn unary<'env>(
        &self,
        env: &'env Env,
        path: String,
        request: &[u8],
        call: CallSettings,
        cancel: Option<ClassInstance<'env, NativeCancel>>,
    ) -> Result<PromiseRaw<'env, Answer>> {
        let client = self.client.clone();
        // A copy: the caller may write to its array while the call runs.
        let request = Bytes::copy_from_slice(request);
        let token = cancel.map(|cancel| cancel.token.clone());
        env.spawn_future(async move {
            let options = call_options(call);
            let answer = or_cancelled(client.unary(&path, request, &options), token).await;
            Ok(match answer {
                Ok(response) => Answer {
                    response: Some(AnswerParts {
                        message: response.message.to_vec().into(),
                        headers: flat(response.headers),
                        request_id: response.request_id,
                        latency_ms: response.latency.as_secs_f64() * 1000.0,
                        attempts: response.attempts,
                    }),
                    error: None,
                },
                Err(error) => Answer { response: None, error: Some(error.into()) },
            })
        })
    }

    /// Calls a method that streams its answer.
    #[napi(ts_return_type = "Promise<OpenedStream>")]
    pub fn stream<'env>(
        &self,
        env: &'env Env,
        path: String,
        request: &[u8],
        call: CallSettings,
        cancel: Option<ClassInstance<'env, NativeCancel>>,
    ) -> Result<PromiseRaw<'env, OpenedStream>> {
        let client = self.client.clone();
        let request = Bytes::copy_from_slice(request);
        let token = cancel.map(|cancel| cancel.token.clone());
        env.spawn_future(async move {
            let options = call_options(call);
            let beginning = Begun::new(client.stream(&path, request, &options));
            Ok(NativeStream::open(Box::pin(or_cancelled(beginning, token))).await)
        })
    }

    /// Writes a line to standard error for every attempt.
    #[napi]
    pub fn enable_debug(&self) {
        self.client.enable_debug();
    }

    /// Lets go of the connection.
    #[napi]
    pub fn close(&self) {
        self.client.close();
    }
}

/// Runs a call; dropping its future when the token fires is what cancels it.
async fn or_cancelled<T>(
    call: impl Future<Output = std::result::Result<T, Error>>,
    token: Option<CancellationToken>,
) -> std::result::Result<T, Error> {
    match token {
        None => call.await,
        Some(token) => token.run_until_cancelled(call).await.unwrap_or(Err(Error::Cancelled)),
    }
}

fn call_options(call: CallSettings) -> CallOptions {
    let mut texts = call.metadata.into_iter();
    let mut metadata = Vec::new();
    while let (Some(name), Some(value)) = (texts.next(), texts.next()) {
        metadata.push((name, value));
    }
    CallOptions {
        timeout: call.timeout_ms.map(milliseconds),
        max_retries: call.max_retries,
        idempotency_key: call.idempotency_key,
        metadata,
    }
}

/// A number of JavaScript as a duration; what is no duration becomes zero, which the core refuses.
pub(crate) fn milliseconds(number: f64) -> Duration {
    Duration::try_from_secs_f64(number / 1000.0).unwrap_or_default()
}

pub(crate) fn flat(pairs: Vec<(String, String)>) -> Vec<String> {
    pairs.into_iter().flat_map(|(name, value)| [name, value]).collect()
}
