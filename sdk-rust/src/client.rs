//! The typed client and its builder.

use std::fmt;
use std::sync::Arc;
use std::time::Duration;

use omni_client_core::{CallOptions, Client, Error, Mock, ResolvedSettings, Settings, TokenSink, Tokens};

use crate::answer::{ItemStream, Response};
use crate::request::IntoTokens;

/// The client: one for a whole program, cheap to clone. Its groups hold the calls.
#[derive(Debug, Clone)]
pub struct OmniClient {
    caller: Caller,
}

/// Collects settings; what is not set comes from the environment, then the profile file, then the default.
#[derive(Debug, Default, Clone)]
#[must_use]
pub struct Builder {
    settings: Settings,
    on_tokens: Option<OnTokens>,
}

#[derive(Clone)]
struct OnTokens(TokenSink);

impl fmt::Debug for OnTokens {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("OnTokens")
    }
}

impl Builder {
    /// The API key; in mock mode any text.
    pub fn api_key(mut self, key: impl Into<String>) -> Self {
        self.settings.api_key = Some(key.into());
        self
    }

    /// In place of a key, the access token of a person who is signed in.
    pub fn access_token(mut self, token: impl Into<String>) -> Self {
        self.settings.access_token = Some(token.into());
        self
    }

    /// What the access token is renewed with, by itself, before it ends. It works once: clients that do not share a
    /// profile file need a sign-in each.
    pub fn refresh_token(mut self, token: impl Into<String>) -> Self {
        self.settings.refresh_token = Some(token.into());
        self
    }

    /// Gives every new pair of tokens to `keep`, to be kept in place of the last. It is called on the task of the call and
    /// must not block.
    pub fn on_tokens(mut self, keep: impl Fn(&Tokens) + Send + Sync + 'static) -> Self {
        self.on_tokens = Some(OnTokens(Arc::new(keep)));
        self
    }

    /// Where the server is: `https://omni.example.com` or `http://127.0.0.1:8080`.
    pub fn base_url(mut self, url: impl Into<String>) -> Self {
        self.settings.base_url = Some(url.into());
        self
    }

    /// `production` or `sandbox`; the sandbox refuses live keys, and people act on test data there.
    pub fn environment(mut self, environment: impl Into<String>) -> Self {
        self.settings.environment = Some(environment.into());
        self
    }

    /// Answers every call in process, from the contract, without a server.
    pub fn mock_mode(mut self, mock: bool) -> Self {
        self.settings.mock_mode = Some(mock);
        self
    }

    /// How long a call may take with all its retries; above zero.
    pub fn timeout(mut self, timeout: Duration) -> Self {
        self.settings.timeout = Some(timeout);
        self
    }

    /// How many times a failed call is tried again, 0 to 10.
    pub fn max_retries(mut self, retries: u32) -> Self {
        self.settings.max_retries = Some(retries);
        self
    }

    /// The profile of the profile file.
    pub fn profile(mut self, profile: impl Into<String>) -> Self {
        self.settings.profile = Some(profile.into());
        self
    }

    /// The tenant to act in, for credentials that reach several.
    pub fn tenant(mut self, tenant: impl Into<String>) -> Self {
        self.settings.tenant = Some(tenant.into());
        self
    }

    /// Writes one line per attempt to standard error.
    pub fn debug(mut self, debug: bool) -> Self {
        self.settings.debug = debug;
        self
    }

    /// The client. Nothing is sent yet.
    ///
    /// # Errors
    /// [`Error::Config`] with the setting, the variable it came from, and what was expected.
    pub fn build(mut self) -> Result<OmniClient, Error> {
        self.settings
            .user_agent
            .get_or_insert_with(|| concat!("omni-rust/", env!("CARGO_PKG_VERSION")).to_owned());
        let client = Client::new(self.settings)?;
        if let Some(OnTokens(keep)) = self.on_tokens {
            client.set_token_sink(keep);
        }
        Ok(OmniClient::from_core(client))
    }
}

impl OmniClient {
    /// A builder.
    pub fn builder() -> Builder {
        Builder::default()
    }

    /// The client with the settings of the environment and the profile file.
    ///
    /// # Errors
    /// As for [`Builder::build`].
    pub fn from_env() -> Result<Self, Error> {
        Self::builder().build()
    }

    /// The client over a core that exists already.
    pub fn from_core(core: Client) -> Self {
        Self { caller: Caller { core, options: CallOptions::default() } }
    }

    /// The same client with these options for all its calls.
    #[must_use]
    pub fn with_options(mut self, options: CallOptions) -> Self {
        self.caller.set_options(options);
        self
    }

    /// A client that acts for the person who signed in, by the tokens of `auth().login(…)` or kept ones. It shares the
    /// connection; closing one closes both.
    ///
    /// # Errors
    /// [`Error::Config`] where there is no token, or one is malformed.
    pub fn with_tokens(&self, tokens: impl IntoTokens) -> Result<Self, Error> {
        let core = self.caller.core.with_tokens(tokens.into_tokens())?;
        Ok(Self { caller: Caller { core, options: self.caller.options.clone() } })
    }

    /// As [`OmniClient::with_tokens`]; every new pair of tokens goes to `keep`.
    ///
    /// # Errors
    /// As [`OmniClient::with_tokens`].
    pub fn with_tokens_kept(
        &self,
        tokens: impl IntoTokens,
        keep: impl Fn(&Tokens) + Send + Sync + 'static,
    ) -> Result<Self, Error> {
        let client = self.with_tokens(tokens)?;
        client.caller.core.set_token_sink(Arc::new(keep));
        Ok(client)
    }

    /// The mock, in mock mode.
    pub fn mock(&self) -> Option<&Mock> {
        self.caller.core.mock()
    }

    /// Writes one line per attempt from now on.
    pub fn enable_debug(&self) {
        self.caller.core.enable_debug();
    }

    /// The settings that hold; credentials are masked.
    pub fn settings(&self) -> &ResolvedSettings {
        self.caller.core.settings()
    }

    /// Lets go of the connection. Calls that run go on; later ones are refused.
    pub fn close(&self) {
        self.caller.core.close();
    }

    /// The core, for calls by path and bytes.
    pub fn core(&self) -> &Client {
        &self.caller.core
    }

    pub(crate) fn caller(&self) -> &Caller {
        &self.caller
    }
}

/// The core and the options of a group's calls.
#[derive(Debug, Clone)]
pub(crate) struct Caller {
    core: Client,
    options: CallOptions,
}

impl Caller {
    pub(crate) fn set_options(&mut self, options: CallOptions) {
        self.options = options;
    }

    pub(crate) async fn unary<T: prost::Message + Default>(
        &self,
        path: &'static str,
        request: impl prost::Message,
    ) -> Result<Response<T>, Error> {
        Response::decode(self.core.unary(path, request.encode_to_vec().into(), &self.options).await?)
    }

    pub(crate) async fn stream<T: prost::Message + Default>(
        &self,
        path: &'static str,
        request: impl prost::Message,
    ) -> Result<ItemStream<T>, Error> {
        Ok(ItemStream::new(self.core.stream(path, request.encode_to_vec().into(), &self.options).await?))
    }
}
