//! A person who is signed in: the tokens, and how they are renewed by themselves.

mod claims;
mod exchange;
mod gate;
mod store;
#[cfg(test)]
mod tests;

use std::fmt;
use std::pin::Pin;
use std::sync::Arc;
use std::time::{Duration, Instant};

use arc_swap::{ArcSwap, ArcSwapOption};

use crate::ambient;
use crate::client::Inner;
use crate::error::{Error, ErrorKind};

pub use store::{ProfileFile, ProfileLock};

/// An access token is renewed this long before it ends, or a fifth of its life where that is less.
const EARLY: Duration = Duration::from_secs(30);

/// The tokens of a person who is signed in, as Login gives them. `Debug` shows neither.
#[derive(Clone, Default, PartialEq, Eq)]
pub struct Tokens {
    /// The access token, for `authorization: Bearer`. Without it the refresh token gets one.
    pub access_token: Option<String>,
    /// What the access token is renewed with. Without it the client works until the access token ends.
    pub refresh_token: Option<String>,
}

impl Tokens {
    /// Whether there is neither.
    pub fn is_empty(&self) -> bool {
        self.access_token.is_none() && self.refresh_token.is_none()
    }

    /// Checks the form, so that one thing given in place of another is told before anything is sent.
    ///
    /// # Errors
    /// [`Error::Config`], without the text of the tokens.
    pub(crate) fn check(&self, source: &str) -> Result<(), Error> {
        if let Some(access) = &self.access_token
            && (!visible(access) || access.split('.').count() != 3)
        {
            let why = if access.starts_with("omni_live_") || access.starts_with("omni_test_") {
                "this is an API key; give it as api_key"
            } else {
                "expected an access token as login gives it, three parts with dots between"
            };
            return Err(Error::config("access_token", format!("{source}{why}")));
        }
        if let Some(refresh) = &self.refresh_token
            && (!visible(refresh) || !refresh.starts_with("omni_refresh_"))
        {
            let why = "expected a refresh token as login gives it, of the form omni_refresh_…";
            return Err(Error::config("refresh_token", format!("{source}{why}")));
        }
        Ok(())
    }

    /// The session that the access token says it is of; `session` where it does not say.
    pub(crate) fn label(&self) -> String {
        self.access_token
            .as_deref()
            .and_then(claims::read)
            .and_then(|claims| claims.sid)
            .filter(|sid| sid.starts_with("ses_") && visible(sid))
            .unwrap_or_else(|| "session".to_owned())
    }
}

impl fmt::Debug for Tokens {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Tokens")
            .field("access_token", &self.access_token.as_ref().map(|_| "…"))
            .field("refresh_token", &self.refresh_token.as_ref().map(|_| "…"))
            .finish()
    }
}

fn visible(text: &str) -> bool {
    !text.is_empty() && text.bytes().all(|byte| (0x21..0x7f).contains(&byte) && byte != b'"' && byte != b'\\')
}

/// Takes the tokens that a client got by renewing. It is called on the thread that runs the call and must not block.
pub type TokenSink = Arc<dyn Fn(&Tokens) + Send + Sync>;

/// The person that a client acts for. Clones of the client share it.
pub(crate) struct Person {
    state: ArcSwap<State>,
    gate: gate::Gate,
    sink: ArcSwapOption<TokenSink>,
    store: Option<store::Store>,
}

/// What is known now. Replaced as a whole.
struct State {
    tokens: Tokens,
    /// Counts attempts to renew, so that who waited for one knows that it was made.
    number: u64,
    /// When the access token is to be renewed; `None` where it does not say when it ends.
    renew_at: Option<Instant>,
    /// Why the last attempt failed.
    failed: Option<Error>,
}

/// An access token to send, and the state it is of.
pub(crate) struct Shown {
    pub(crate) token: String,
    pub(crate) number: u64,
}

impl Person {
    /// `profile` is where the tokens came from and their successors go.
    pub(crate) fn new(tokens: Tokens, profile: Option<ProfileFile>) -> Self {
        let renew_at = claims::renewal_by_clock(&tokens);
        Self {
            state: ArcSwap::from_pointee(State { tokens, number: 0, renew_at, failed: None }),
            gate: gate::Gate::default(),
            sink: ArcSwapOption::empty(),
            store: profile.map(store::Store::new),
        }
    }

    pub(crate) fn set_sink(&self, sink: TokenSink) {
        self.sink.store(Some(Arc::new(sink)));
    }

    pub(crate) fn tokens(&self) -> Tokens {
        self.state.load().tokens.clone()
    }

    pub(crate) fn can_renew(&self) -> bool {
        self.state.load().tokens.refresh_token.is_some()
    }

    /// The access token to send, renewed before where it is about to end.
    pub(crate) async fn shown(self: &Arc<Self>, inner: &Arc<Inner>) -> Result<Shown, Error> {
        let state = self.state.load_full();
        if state.tokens.refresh_token.is_some() && state.is_due() {
            match self.renew(inner, state.number).await {
                Ok(()) => {}
                // The server may take the old one for a while yet, or say itself why not.
                Err(error) if state.tokens.access_token.is_some() && may_pass(&error) => {}
                Err(error) => return Err(error),
            }
        }
        let state = self.state.load();
        let token = state.tokens.access_token.clone();
        token.map(|token| Shown { token, number: state.number }).ok_or_else(|| {
            let why = "there is no access token, and no refresh token to get one; sign in";
            state.failed.clone().unwrap_or_else(|| Error::config("access_token", why))
        })
    }

    /// Gets new tokens, unless somebody did since the state `seen`. Of several callers one asks the server; all get
    /// its outcome. A caller that goes away does not stop it: the old refresh token may be used up already.
    pub(crate) fn renew(
        self: &Arc<Self>,
        inner: &Arc<Inner>,
        seen: u64,
    ) -> Pin<Box<dyn Future<Output = Result<(), Error>> + Send>> {
        let (person, inner) = (Arc::clone(self), Arc::clone(inner));
        let task = tokio::spawn(async move {
            let gate = person.gate.of_this_process();
            let _alone = gate.lock().await;
            let before = person.state.load_full();
            if before.number != seen {
                return before.failed.clone().map_or(Ok(()), Err);
            }
            person.renew_alone(&inner, &before).await
        });
        Box::pin(async move { task.await.unwrap_or(Err(Error::Cancelled)) })
    }

    async fn renew_alone(&self, inner: &Arc<Inner>, before: &State) -> Result<(), Error> {
        let number = before.number + 1;
        match self.successor(inner, before).await {
            Ok((tokens, renew_at, saved)) => {
                self.state.store(Arc::new(State { tokens: tokens.clone(), number, renew_at, failed: None }));
                if let Some(sink) = &*self.sink.load() {
                    sink(&tokens);
                }
                saved
            }
            Err(error) => {
                let state = State {
                    tokens: before.tokens.clone(),
                    number,
                    renew_at: before.renew_at,
                    failed: Some(error.clone()),
                };
                self.state.store(Arc::new(state));
                Err(error)
            }
        }
    }

    /// The tokens that follow, when to renew them, and whether they could be saved. Those that another process has put
    /// into the profile in the meantime are taken as they are.
    async fn successor(
        &self,
        inner: &Arc<Inner>,
        before: &State,
    ) -> Result<(Tokens, Option<Instant>, Result<(), Error>), Error> {
        let mut refresh = before.tokens.refresh_token.clone();
        let locked = match &self.store {
            None => None,
            Some(store) => Some((store, store.lock().await?)),
        };
        if let Some((store, _)) = &locked {
            let saved = store.read()?;
            if saved.refresh_token.is_some() && saved.refresh_token != refresh {
                let renew_at = claims::renewal_by_clock(&saved);
                if saved.access_token.is_some() && !is_past(renew_at) {
                    return Ok((saved, renew_at, Ok(())));
                }
                refresh = saved.refresh_token;
            }
        }
        // What the server refused once it refuses again.
        if refresh == before.tokens.refresh_token
            && let Some(error) = before.failed.as_ref().filter(|error| !may_pass(error))
        {
            return Err(error.clone());
        }
        let refresh = refresh.ok_or_else(|| Error::config("refresh_token", "there is none; sign in"))?;
        let tokens = exchange::refresh(inner, &refresh).await?;
        let saved = locked.map_or(Ok(()), |(store, lock)| store.replace(&refresh, &tokens, &lock));
        let renew_at = claims::renewal_of_new(&tokens);
        Ok((tokens, renew_at, saved))
    }
}

impl State {
    fn is_due(&self) -> bool {
        self.tokens.access_token.is_none() || is_past(self.renew_at)
    }
}

fn is_past(at: Option<Instant>) -> bool {
    at.is_some_and(|at| ambient::now() >= at)
}

/// Whether another attempt to renew may go better. A server that refuses a token does so for good.
fn may_pass(error: &Error) -> bool {
    !matches!(error.kind(), ErrorKind::Authentication | ErrorKind::PermissionDenied | ErrorKind::Config)
}
