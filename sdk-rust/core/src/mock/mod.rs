//! A server in this process, without a socket: it answers every RPC of the contract.
//!
//! The request of the contract's example gets the example's answer. Every other request gets that answer too, fitted to
//! it, the same for the same request: as many items, as long a series, the names asked for. A test may seed answers, inject
//! errors and delays, and read what was called. Retries, deadlines and errors work as against a server, and a request
//! that breaks a rule of the contract is refused in the server's words.

mod answer;
mod generate;
mod likeness;
mod refusal;
mod rules;
mod series;
mod spec;
#[cfg(test)]
mod tests;

use std::collections::{HashMap, VecDeque};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use bytes::Bytes;
use omni_contract::Method;
use prost_reflect::prost::Message as _;
use tonic::{Request, Status};

pub use spec::ErrorSpec;

use crate::error::Error;
use crate::metadata;

/// How many calls are kept; older ones are forgotten.
const KEPT: usize = 10_000;

/// The mock of a client in mock mode.
#[derive(Debug, Default)]
pub struct Mock {
    state: Mutex<State>,
}

#[derive(Debug, Default)]
struct State {
    seeds: HashMap<String, Vec<Bytes>>,
    failures: HashMap<String, VecDeque<(ErrorSpec, u32)>>,
    delays: HashMap<String, Duration>,
    calls: VecDeque<RecordedCall>,
}

/// One attempt that reached the mock.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RecordedCall {
    /// The path, `/<package>.<Service>/<Method>`.
    pub path: String,
    /// The request message, encoded.
    pub request: Bytes,
    /// The metadata, without the API key.
    pub metadata: Vec<(String, String)>,
    /// 1 for the first attempt of a call.
    pub attempt: u32,
}

impl Mock {
    pub(crate) fn new() -> Self {
        Self::default()
    }

    /// Answers every call of a method with this message, encoded; a stream with this one item.
    ///
    /// # Errors
    /// [`Error::Config`] for a method that the contract does not have, or bytes that are not its response.
    pub fn seed(&self, path: &str, message: Bytes) -> Result<(), Error> {
        self.seed_stream(path, vec![message])
    }

    /// Answers every call of a streaming method with these items, encoded.
    ///
    /// # Errors
    /// As for [`Mock::seed`].
    pub fn seed_stream(&self, path: &str, items: Vec<Bytes>) -> Result<(), Error> {
        let method = method(path)?;
        if !method.is_streaming() && items.len() != 1 {
            return Err(Error::config(
                "seed",
                format!("{} gives one answer, not {}", method.name(), items.len()),
            ));
        }
        for item in &items {
            prost_reflect::DynamicMessage::decode(method.output(), item.clone()).map_err(|error| {
                Error::config("seed", format!("not a {}: {error}", method.output().full_name()))
            })?;
        }
        self.state().seeds.insert(method.name().to_owned(), items);
        Ok(())
    }

    /// As [`Mock::seed`], with the answer as JSON.
    ///
    /// # Errors
    /// As for [`Mock::seed`].
    pub fn seed_json(&self, path: &str, json: &str) -> Result<(), Error> {
        let output = method(path)?.output();
        let message = answer::from_json(&output, json)
            .map_err(|why| Error::config("seed", format!("{}: {why}", output.full_name())))?;
        self.seed(path, message.encode_to_vec().into())
    }

    /// Fails the next `times` attempts of a method. Failures queue up in the order they are given.
    ///
    /// # Errors
    /// [`Error::Config`] for a method that the contract does not have.
    pub fn fail(&self, path: &str, error: ErrorSpec, times: u32) -> Result<(), Error> {
        let name = method(path)?.name().to_owned();
        self.state().failures.entry(name).or_default().push_back((error, times));
        Ok(())
    }

    /// Answers a method only after this time.
    ///
    /// # Errors
    /// [`Error::Config`] for a method that the contract does not have.
    pub fn delay(&self, path: &str, delay: Duration) -> Result<(), Error> {
        let name = method(path)?.name().to_owned();
        self.state().delays.insert(name, delay);
        Ok(())
    }

    /// The attempts so far, oldest first; the last 10,000.
    pub fn calls(&self) -> Vec<RecordedCall> {
        self.state().calls.iter().cloned().collect()
    }

    /// Forgets seeds, failures, delays and calls.
    pub fn reset(&self) {
        *self.state() = State::default();
    }

    /// The messages of the answer: one, or the items of a stream.
    pub(crate) async fn answer(
        &self,
        name: &str,
        request: Request<Bytes>,
    ) -> Result<VecDeque<Bytes>, Status> {
        let (delay, failure, seed) = self.arrive(name, &request);
        if let Some(delay) = delay {
            tokio::time::sleep(delay).await;
        }
        if let Some(failure) = failure {
            return Err(failure.status());
        }
        let contract = crate::contract().map_err(|error| Status::internal(error.to_string()))?;
        let Some(method) = contract.method(&format!("/{name}")) else {
            return Err(ErrorSpec::new(
                crate::Code::Unimplemented,
                format!("the contract has no method {name}"),
            )
            .status());
        };
        let request = refusal::checked(contract, method, request.get_ref())?;
        match seed {
            Some(items) => Ok(items.into()),
            None => answer::of(contract, method, &request),
        }
    }

    fn arrive(
        &self,
        name: &str,
        request: &Request<Bytes>,
    ) -> (Option<Duration>, Option<ErrorSpec>, Option<Vec<Bytes>>) {
        let mut metadata = metadata::pairs(request.metadata());
        metadata.retain(|(name, _)| name != metadata::API_KEY && name != metadata::AUTHORIZATION);
        let attempt = metadata::text(request.metadata(), metadata::ATTEMPT);
        let mut state = self.state();
        if state.calls.len() == KEPT {
            state.calls.pop_front();
        }
        state.calls.push_back(RecordedCall {
            path: format!("/{name}"),
            request: request.get_ref().clone(),
            metadata,
            attempt: attempt.and_then(|text| text.parse().ok()).unwrap_or(1),
        });
        let failure = state.failures.get_mut(name).and_then(take_failure);
        (state.delays.get(name).copied(), failure, state.seeds.get(name).cloned())
    }

    fn state(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

fn take_failure(queue: &mut VecDeque<(ErrorSpec, u32)>) -> Option<ErrorSpec> {
    while queue.front().is_some_and(|(_, times)| *times == 0) {
        queue.pop_front();
    }
    let (error, times) = queue.front_mut()?;
    *times -= 1;
    Some(error.clone())
}

fn method(path: &str) -> Result<&'static Arc<Method>, Error> {
    let name = path.trim_start_matches('/');
    crate::contract()?.method(&format!("/{name}")).ok_or_else(|| {
        Error::config(
            "path",
            format!("the contract has no method {name:?}; expected <package>.<Service>/<Method>"),
        )
    })
}
