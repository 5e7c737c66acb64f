//! The answer of a streaming method.

use std::fmt;
use std::future::{Future, poll_fn};
use std::pin::Pin;
use std::task::{Context, Poll, ready};

use bytes::Bytes;
use futures_core::Stream;
use tokio::time::Sleep;
use tokio_util::sync::{CancellationToken, WaitForCancellationFutureOwned};

use crate::call::{Call, Failure, Opened};
use crate::error::Error;
use crate::metadata;

type Reopening = Pin<Box<dyn Future<Output = Result<(Box<Call>, Opened), Error>> + Send>>;

/// The messages of a stream. Until the first one, a failed call is tried again as a unary call is. Dropping the stream
/// cancels the call. An error is the last item.
///
/// Waiting for an item may be given up and taken up again: nothing is lost when a future of [`ResponseStream::next`]
/// is dropped.
pub struct ResponseStream {
    state: State,
    request_id: String,
    headers: Vec<(String, String)>,
    deadline: Pin<Box<Sleep>>,
    timed_out: Error,
    cancel: CancellationToken,
    cancelled: Pin<Box<WaitForCancellationFutureOwned>>,
    /// An error that came behind messages of the same batch.
    held: Option<Error>,
}

enum State {
    /// Messages come. Until the first one has, the call may be tried again.
    Open { call: Box<Call>, opened: Box<Opened>, begun: bool },
    /// Another attempt.
    Reopening(Reopening),
    /// Nothing more comes.
    Done,
}

/// Cancels a stream from elsewhere, also while somebody waits for its next item.
#[derive(Debug, Clone)]
pub struct CancelHandle(CancellationToken);

impl CancelHandle {
    /// Cancels the call; the stream ends with [`Error::Cancelled`].
    pub fn cancel(&self) {
        self.0.cancel();
    }
}

impl ResponseStream {
    pub(crate) fn new(call: Call, opened: Opened) -> Self {
        let cancel = CancellationToken::new();
        Self {
            request_id: call.request_id().to_owned(),
            headers: metadata::pairs(&opened.headers),
            deadline: Box::pin(tokio::time::sleep_until(call.deadline())),
            timed_out: call.timed_out(),
            cancelled: Box::pin(cancel.clone().cancelled_owned()),
            cancel,
            state: State::Open { call: Box::new(call), opened: Box::new(opened), begun: false },
            held: None,
        }
    }

    /// The next message; `None` after the last.
    pub async fn next(&mut self) -> Option<Result<Bytes, Error>> {
        poll_fn(|context| self.poll_item(context)).await
    }

    /// The messages that are here, at least one and at most `max`; waits for the first. `None` after the last.
    pub async fn next_batch(&mut self, max: usize) -> Option<Result<Vec<Bytes>, Error>> {
        let first = match self.next().await? {
            Ok(first) => first,
            Err(error) => return Some(Err(error)),
        };
        let mut batch = vec![first];
        poll_fn(|context| {
            while batch.len() < max {
                match self.poll_item(context) {
                    Poll::Ready(Some(Ok(message))) => batch.push(message),
                    Poll::Ready(Some(Err(error))) => {
                        self.held = Some(error);
                        break;
                    }
                    Poll::Ready(None) | Poll::Pending => break,
                }
            }
            Poll::Ready(())
        })
        .await;
        Some(Ok(batch))
    }

    /// The id of the request.
    pub fn request_id(&self) -> &str {
        &self.request_id
    }

    /// The headers of the response.
    pub fn headers(&self) -> &[(String, String)] {
        &self.headers
    }

    /// Cancels the call; the stream ends with [`Error::Cancelled`] unless it has ended already.
    pub fn cancel(&mut self) {
        self.cancel.cancel();
    }

    /// A handle that cancels the stream from elsewhere.
    pub fn cancel_handle(&self) -> CancelHandle {
        CancelHandle(self.cancel.clone())
    }

    fn poll_item(&mut self, context: &mut Context<'_>) -> Poll<Option<Result<Bytes, Error>>> {
        if let Some(error) = self.held.take() {
            return Poll::Ready(Some(Err(error)));
        }
        if matches!(self.state, State::Done) {
            return Poll::Ready(None);
        }
        if self.cancelled.as_mut().poll(context).is_ready() {
            return self.end(Error::Cancelled);
        }
        match self.poll_state(context) {
            Poll::Pending if self.deadline.as_mut().poll(context).is_ready() => {
                let error = self.timed_out.clone();
                self.end(error)
            }
            polled => polled,
        }
    }

    fn poll_state(&mut self, context: &mut Context<'_>) -> Poll<Option<Result<Bytes, Error>>> {
        loop {
            match &mut self.state {
                State::Done => return Poll::Ready(None),
                State::Reopening(reopening) => match ready!(reopening.as_mut().poll(context)) {
                    Err(error) => return self.end(error),
                    Ok((call, opened)) => {
                        call.request_id().clone_into(&mut self.request_id);
                        self.headers = metadata::pairs(&opened.headers);
                        self.timed_out = call.timed_out();
                        self.state = State::Open { call, opened: Box::new(opened), begun: false };
                    }
                },
                State::Open { call, opened, begun } => match ready!(opened.poll_message(context)) {
                    Some(Ok(message)) => {
                        if !std::mem::replace(begun, true) {
                            call.note_success();
                        }
                        return Poll::Ready(Some(Ok(message)));
                    }
                    None => {
                        self.state = State::Done;
                        return Poll::Ready(None);
                    }
                    Some(Err(failure)) if *begun => {
                        let error = call.give_up(&failure);
                        return self.end(error);
                    }
                    Some(Err(failure)) => self.reopen(failure),
                },
            }
        }
    }

    fn reopen(&mut self, failure: Failure) {
        if let State::Open { mut call, .. } = std::mem::replace(&mut self.state, State::Done) {
            self.state = State::Reopening(Box::pin(async move {
                call.recover(failure).await?;
                let opened = call.open().await?;
                Ok((call, opened))
            }));
        }
    }

    fn end(&mut self, error: Error) -> Poll<Option<Result<Bytes, Error>>> {
        self.state = State::Done;
        Poll::Ready(Some(Err(error)))
    }
}

impl Stream for ResponseStream {
    type Item = Result<Bytes, Error>;

    fn poll_next(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        self.poll_item(context)
    }
}

impl fmt::Debug for ResponseStream {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("ResponseStream").field("request_id", &self.request_id).finish_non_exhaustive()
    }
}
