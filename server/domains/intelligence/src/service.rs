//! The use cases: forecast one series, forecast many.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

use futures::stream::{self, Stream, StreamExt};
use jiff::Timestamp;
use omni_kernel::Error;
use omni_kernel::error::reason::OVERLOADED;
use omni_ml::forecast::{self, Forecast, Options};
use tokio::sync::Semaphore;

use crate::error::refused;
use crate::model::Job;

/// Runs fits on a bounded number of threads.
#[derive(Clone, Debug)]
pub struct Forecaster {
    threads: Arc<Semaphore>,
    at_once: usize,
}

/// A forecast and when its steps are.
#[derive(Debug)]
pub(crate) struct Continued {
    pub(crate) forecast: Forecast,
    pub(crate) times: Vec<Timestamp>,
}

/// Tells a running fit to stop when its caller is gone.
struct StopOnDrop(Arc<AtomicBool>);

impl Drop for StopOnDrop {
    fn drop(&mut self) {
        self.0.store(true, Ordering::Relaxed);
    }
}

impl Forecaster {
    /// A forecaster that fits at most `threads` series at once, at least one.
    pub fn new(threads: usize) -> Self {
        let at_once = threads.max(1);
        Self { threads: Arc::new(Semaphore::new(at_once)), at_once }
    }

    /// Continues one series. Waits in line for a thread; dropping the future stops the fit.
    pub(crate) async fn forecast(&self, job: Job) -> Result<Continued, Error> {
        if job.is_quick() {
            return fit(&job, &|| false);
        }
        let permit = Arc::clone(&self.threads)
            .acquire_owned()
            .await
            .map_err(|_| Error::new(&OVERLOADED, "the server is stopping"))?;
        let stop = StopOnDrop(Arc::new(AtomicBool::new(false)));
        let stopped = Arc::clone(&stop.0);
        let fit = tokio::task::spawn_blocking(move || {
            let _permit = permit;
            fit(&job, &|| stopped.load(Ordering::Relaxed))
        });
        let outcome = fit.await;
        drop(stop);
        outcome.map_err(|error| Error::internal("a fit panicked").with_source(error))?
    }

    /// Continues many series; results come as they are ready, with their position. Dropping the stream stops all.
    pub(crate) fn forecast_all(
        &self,
        jobs: Vec<Result<Job, Error>>,
    ) -> impl Stream<Item = (usize, Result<Continued, Error>)> + Send + 'static {
        let forecaster = self.clone();
        stream::iter(jobs.into_iter().enumerate())
            .map(move |(index, job)| {
                let forecaster = forecaster.clone();
                async move {
                    let outcome = match job {
                        Ok(job) => forecaster.forecast(job).await,
                        Err(error) => Err(error),
                    };
                    (index, outcome)
                }
            })
            .buffer_unordered(self.at_once)
    }
}

fn fit(job: &Job, cancelled: &dyn Fn() -> bool) -> Result<Continued, Error> {
    let options = Options {
        steps: job.steps,
        season_lengths: job.season_lengths.as_deref(),
        model: job.model,
        levels: &job.levels,
        cancelled,
    };
    let times = match job.calendar {
        Some(calendar) => calendar.times(job.series.len(), job.steps)?,
        None => Vec::new(),
    };
    let forecast = forecast::forecast(&job.series, &options).map_err(|error| refused(&error))?;
    Ok(Continued { forecast, times })
}

#[cfg(test)]
mod tests {
    use std::time::Duration;

    use super::*;
    use crate::model::Draft;

    fn job(values: Vec<f64>) -> Job {
        Job::new(Draft { values, steps: 3, ..Draft::default() }).unwrap()
    }

    #[tokio::test]
    async fn every_series_of_a_batch_gets_its_own_outcome() {
        let short = Job::new(Draft {
            values: vec![1.0],
            steps: 1,
            model: forecast::Model::Arima,
            ..Draft::default()
        });
        let jobs = vec![Ok(job(vec![1.0, 2.0, 3.0])), short, Ok(job(vec![5.0; 8]))];
        let mut seen: Vec<_> = Forecaster::new(2).forecast_all(jobs).collect().await;
        seen.sort_by_key(|(index, _)| *index);
        assert!(seen[0].1.is_ok() && seen[2].1.is_ok());
        assert_eq!(seen[1].1.as_ref().unwrap_err().reason().name, "SERIES_TOO_SHORT");
    }

    #[tokio::test]
    async fn a_caller_who_leaves_frees_the_thread() {
        let forecaster = Forecaster::new(1);
        let long: Vec<f64> = (0..20_000).map(|step| f64::from(step % 168) + f64::from(step % 24)).collect();
        let started = forecaster.forecast(job(long));
        assert!(tokio::time::timeout(Duration::from_millis(20), started).await.is_err());
        // The thread is free again once the fit has seen that nobody waits.
        let next =
            tokio::time::timeout(Duration::from_mins(1), forecaster.forecast(job(vec![1.0, 2.0]))).await;
        assert!(next.unwrap().is_ok());
    }
}
