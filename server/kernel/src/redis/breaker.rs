use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use tokio::time::Instant;

/// Whether requests are sent to Redis.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum State {
    /// They are.
    Closed,
    /// They are not: it failed too often.
    Open,
    /// One is, to see whether it is back.
    HalfOpen,
}

/// Stops asking who does not answer, and asks once in a while whether it is back.
#[derive(Debug)]
pub(super) struct Breaker {
    place: Arc<str>,
    most: u32,
    pause: Duration,
    course: Mutex<Course>,
}

#[derive(Debug, Clone, Copy)]
enum Course {
    Closed { failures: u32 },
    Open { until: Instant },
    HalfOpen,
}

/// Leave to ask once. Dropped without a verdict, the caller went away and nothing was learned.
pub(super) struct Pass<'a> {
    breaker: &'a Breaker,
    probe: bool,
    told: bool,
}

impl Breaker {
    pub(super) fn new(place: &str, most: u32, pause: Duration) -> Self {
        Self { place: place.into(), most, pause, course: Mutex::new(Course::Closed { failures: 0 }) }
    }

    /// Leave to ask, unless it is to be left alone.
    pub(super) fn enter(&self) -> Option<Pass<'_>> {
        let mut course = self.course.lock().unwrap_or_else(PoisonError::into_inner);
        let probe = match *course {
            Course::Closed { .. } => false,
            Course::Open { until } if Instant::now() >= until => {
                *course = Course::HalfOpen;
                true
            }
            Course::Open { .. } | Course::HalfOpen => return None,
        };
        Some(Pass { breaker: self, probe, told: false })
    }

    pub(super) fn state(&self) -> State {
        match *self.course.lock().unwrap_or_else(PoisonError::into_inner) {
            Course::Closed { .. } => State::Closed,
            Course::Open { .. } => State::Open,
            Course::HalfOpen => State::HalfOpen,
        }
    }

    fn learn(&self, probe: bool, failure: Option<&str>) {
        let mut course = self.course.lock().unwrap_or_else(PoisonError::into_inner);
        let open = Course::Open { until: Instant::now() + self.pause };
        *course = match (*course, failure) {
            (Course::Closed { .. }, None) => Course::Closed { failures: 0 },
            (Course::HalfOpen, None) if probe => {
                tracing::info!(redis = &*self.place, "Redis is back");
                Course::Closed { failures: 0 }
            }
            (Course::Closed { failures }, Some(why)) if failures + 1 >= self.most => {
                tracing::warn!(redis = &*self.place, why, "Redis is away; working on without it");
                open
            }
            (Course::Closed { failures }, Some(_)) => Course::Closed { failures: failures + 1 },
            (Course::HalfOpen, Some(_)) if probe => open,
            // An answer to a question from before.
            (before @ (Course::Open { .. } | Course::HalfOpen), _) => before,
        };
    }
}

impl Pass<'_> {
    pub(super) fn succeed(mut self) {
        self.told = true;
        self.breaker.learn(self.probe, None);
    }

    pub(super) fn fail(mut self, why: &str) {
        self.told = true;
        self.breaker.learn(self.probe, Some(why));
    }
}

impl Drop for Pass<'_> {
    fn drop(&mut self) {
        if self.probe && !self.told {
            let mut course = self.breaker.course.lock().unwrap_or_else(PoisonError::into_inner);
            *course = Course::Open { until: Instant::now() };
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const PAUSE: Duration = Duration::from_secs(1);

    #[tokio::test(start_paused = true)]
    async fn it_opens_after_failures_in_a_row_and_closes_when_one_probe_succeeds() {
        let breaker = Breaker::new("test", 3, PAUSE);
        for _ in 0..2 {
            breaker.enter().unwrap().fail("down");
        }
        breaker.enter().unwrap().succeed();
        for _ in 0..3 {
            breaker.enter().unwrap().fail("down");
        }
        assert_eq!(breaker.state(), State::Open);
        assert!(breaker.enter().is_none());
        tokio::time::advance(PAUSE).await;
        let probe = breaker.enter().unwrap();
        assert!(breaker.enter().is_none(), "one probe at a time");
        probe.fail("still down");
        assert!(breaker.enter().is_none());
        tokio::time::advance(PAUSE).await;
        breaker.enter().unwrap().succeed();
        assert_eq!(breaker.state(), State::Closed);
    }

    #[tokio::test(start_paused = true)]
    async fn a_probe_whose_caller_went_away_leaves_room_for_the_next() {
        let breaker = Breaker::new("test", 1, PAUSE);
        breaker.enter().unwrap().fail("down");
        tokio::time::advance(PAUSE).await;
        drop(breaker.enter().unwrap());
        breaker.enter().expect("the next one may probe").succeed();
        assert_eq!(breaker.state(), State::Closed);
    }
}
