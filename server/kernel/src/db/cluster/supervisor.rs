//! Keeps Postgres running: a thread that starts it, waits for its end and starts it again, until it is told to stop.
//!
//! The thread is also what Postgres is tied to: when it ends with the server, the system stops Postgres.

use std::fs::{self, File, OpenOptions};
use std::io::{Read, Seek, SeekFrom};
use std::os::unix::fs::OpenOptionsExt;
use std::path::Path;
use std::process::{Child, Stdio};
use std::sync::mpsc::{self, Sender};
use std::sync::{Arc, Condvar, Mutex, MutexGuard, PoisonError};
use std::thread;
use std::time::Duration;

use rustix::process::{Signal, WaitId, WaitIdOptions, waitid};

use crate::clock::Clock;
use crate::db::error::setup;
use crate::error::Error;

use super::binaries::Binaries;
use super::home::Home;
use super::process::{self, PidFile};

/// A running Postgres and the thread that keeps it so.
#[derive(Debug)]
pub(super) struct Supervisor(Arc<Shared>);

#[derive(Debug)]
struct Shared {
    state: Mutex<State>,
    changed: Condvar,
}

#[derive(Debug, Default)]
struct State {
    /// The process, from its start until it is reaped; so the number is never another's.
    pid: Option<u32>,
    stopping: bool,
    ended: bool,
}

/// What the thread works with.
struct Job {
    home: Home,
    binaries: Binaries,
    clock: Clock,
}

/// How often the first start is tried when what an earlier Postgres held is not free yet.
const FIRST_TRIES: u32 = 100;
/// How long recovery after a crash may take.
const START_LIMIT: Duration = Duration::from_mins(10);
const POLL: Duration = Duration::from_millis(5);
/// Pauses between restarts: doubled each time, from the first after a minute of health.
const FIRST_PAUSE: Duration = Duration::from_millis(100);
const LONGEST_PAUSE: Duration = Duration::from_secs(10);
const HEALTHY_AFTER: jiff::SignedDuration = jiff::SignedDuration::from_secs(60);
/// A log beyond this is set aside at the next start.
const LOG_LIMIT: u64 = 16 << 20;

impl Supervisor {
    /// Starts Postgres and returns when it takes connections. Blocks.
    pub(super) fn start(home: &Home, binaries: &Binaries, clock: &Clock) -> Result<Self, Error> {
        let shared = Arc::new(Shared { state: Mutex::default(), changed: Condvar::new() });
        let job = Job { home: home.clone(), binaries: binaries.clone(), clock: clock.clone() };
        let (report, started) = mpsc::channel();
        let mine = Arc::clone(&shared);
        thread::Builder::new()
            .name("postgres".into())
            .spawn(move || {
                job.run(&mine, &report);
                mine.lock().ended = true;
                mine.changed.notify_all();
            })
            .map_err(|error| setup(format!("cannot start a thread: {error}")))?;
        match started.recv() {
            Ok(Ok(())) => Ok(Self(shared)),
            Ok(Err(error)) => Err(error),
            Err(_) => Err(Error::internal("the thread that keeps Postgres running ended")),
        }
    }

    /// The process of Postgres, if it is running just now.
    pub(super) fn pid(&self) -> Option<u32> {
        self.0.lock().pid
    }

    /// Stops Postgres and waits for its end. Blocks; Postgres gets ten seconds for a checkpoint, then five to drop
    /// everything, which the next start repairs.
    pub(super) fn stop(&self) {
        for (signal, patience) in [(Signal::INT, 10), (Signal::QUIT, 5), (Signal::KILL, 5)] {
            let state = self.0.request_stop(signal);
            let wait =
                self.0.changed.wait_timeout_while(state, Duration::from_secs(patience), |state| !state.ended);
            if wait.unwrap_or_else(PoisonError::into_inner).0.ended {
                return;
            }
            tracing::warn!(?signal, "Postgres did not stop in time");
        }
    }
}

impl Drop for Supervisor {
    /// Tells Postgres to stop without waiting for it.
    fn drop(&mut self) {
        drop(self.0.request_stop(Signal::INT));
    }
}

impl Shared {
    fn lock(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn request_stop(&self, signal: Signal) -> MutexGuard<'_, State> {
        let mut state = self.lock();
        state.stopping = true;
        if let Some(pid) = state.pid {
            process::send(pid, signal);
        }
        self.changed.notify_all();
        state
    }

    /// Sleeps unless told to stop; says whether to go on.
    fn pause(&self, time: Duration) -> bool {
        let wait = self.changed.wait_timeout_while(self.lock(), time, |state| !state.stopping);
        !wait.unwrap_or_else(PoisonError::into_inner).0.stopping
    }
}

impl Job {
    fn run(&self, shared: &Shared, report: &Sender<Result<(), Error>>) {
        let mut child = match self.first_start(shared) {
            Ok(child) => child,
            Err(error) => return drop(report.send(Err(error))),
        };
        drop(report.send(Ok(())));
        let mut pause = FIRST_PAUSE;
        loop {
            let since = self.clock.now();
            let status = reap(&mut child, shared);
            if shared.lock().stopping {
                return;
            }
            tracing::error!(status, log = %self.home.log.display(), "Postgres ended; it is started again");
            if self.clock.now().duration_since(since) > HEALTHY_AFTER {
                pause = FIRST_PAUSE;
            }
            child = loop {
                if !shared.pause(pause) {
                    return;
                }
                pause = (pause * 2).min(LONGEST_PAUSE);
                match self.start(shared) {
                    Ok(child) => break child,
                    Err(failed) => tracing::error!(error = ?failed.error, "Postgres does not start"),
                }
            };
            tracing::info!("Postgres runs again");
        }
    }

    /// Starts it with patience for what an earlier Postgres of a killed server still holds.
    fn first_start(&self, shared: &Shared) -> Result<Child, Error> {
        process::clear_predecessor(&self.home.pgdata)?;
        let mut tries = FIRST_TRIES;
        loop {
            match self.start(shared) {
                Ok(child) => return Ok(child),
                Err(failed) if failed.held && tries > 0 && shared.pause(FIRST_PAUSE) => tries -= 1,
                Err(failed) => return Err(failed.error),
            }
        }
    }

    /// Starts it and waits until it takes connections.
    fn start(&self, shared: &Shared) -> Result<Child, Failed> {
        let (log, from) = open_log(&self.home.log).map_err(|error| Failed::other(&self.home.log, &error))?;
        let errors = log.try_clone().map_err(|error| Failed::other(&self.home.log, &error))?;
        let program = self.binaries.program("postgres");
        let mut command = process::command(&program, self.home.account.as_ref());
        command
            .arg("-D")
            .arg(self.home.seen(&self.home.pgdata))
            .stdout(Stdio::from(log))
            .stderr(Stdio::from(errors));
        process::tie_to_this_thread(&mut command, Signal::INT, self.home.handed.clone());
        let mut child = {
            let mut state = shared.lock();
            let child = command.spawn().map_err(|error| Failed::other(&program, &error))?;
            state.pid = Some(child.id());
            child
        };
        let polls = START_LIMIT.as_millis() / POLL.as_millis();
        for _ in 0..polls {
            if let Ok(Some(status)) = child.try_wait() {
                shared.lock().pid = None;
                return Err(Failed::ended(&status.to_string(), &tail(&self.home.log, from), &self.home.log));
            }
            if PidFile::read(&self.home.pgdata).is_some_and(|file| file.pid == child.id() && file.ready) {
                return Ok(child);
            }
            thread::sleep(POLL);
        }
        process::send(child.id(), Signal::QUIT);
        let status = reap(&mut child, shared);
        Err(Failed::ended(&status, &tail(&self.home.log, from), &self.home.log))
    }
}

/// A start that came to nothing.
struct Failed {
    error: Error,
    /// Whether what it needs was still held by an earlier Postgres.
    held: bool,
}

impl Failed {
    fn other(path: &Path, error: &std::io::Error) -> Self {
        Self { error: setup(format!("cannot start Postgres: {}: {error}", path.display())), held: false }
    }

    fn ended(status: &str, log: &str, path: &Path) -> Self {
        let held = log.contains("pre-existing shared memory block")
            || (log.contains("lock file") && log.contains("already exists"));
        let error = setup(format!("Postgres did not start ({status}); {} ends with: {log}", path.display()));
        Self { error, held }
    }
}

/// Waits for the end, then forgets the process before its number can be given to another.
fn reap(child: &mut Child, shared: &Shared) -> String {
    if let Some(pid) = process::as_pid(child.id()) {
        while let Err(rustix::io::Errno::INTR) =
            waitid(WaitId::Pid(pid), WaitIdOptions::EXITED | WaitIdOptions::NOWAIT)
        {}
    }
    let mut state = shared.lock();
    state.pid = None;
    child.wait().map_or_else(|error| error.to_string(), |status| status.to_string())
}

/// Opens the log at its end and says where that is.
fn open_log(path: &Path) -> std::io::Result<(File, u64)> {
    if fs::metadata(path).is_ok_and(|data| data.len() > LOG_LIMIT) {
        fs::rename(path, path.with_extension("log.1"))?;
    }
    let log = OpenOptions::new().append(true).create(true).mode(0o600).open(path)?;
    let end = log.metadata()?.len();
    Ok((log, end))
}

/// What was logged since `from`, at most the last two thousand bytes.
fn tail(path: &Path, from: u64) -> String {
    let mut bytes = Vec::new();
    let read = File::open(path).and_then(|mut file| {
        let length = file.metadata()?.len();
        file.seek(SeekFrom::Start(from.max(length.saturating_sub(2000))))?;
        file.read_to_end(&mut bytes)
    });
    match read {
        Ok(_) => String::from_utf8_lossy(&bytes).trim().replace('\n', " | "),
        Err(error) => error.to_string(),
    }
}
