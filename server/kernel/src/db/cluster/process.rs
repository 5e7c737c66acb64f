//! Processes of Postgres: how they are started, found again and stopped.

use std::fs::{self, File};
use std::os::unix::process::CommandExt;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::sync::Arc;
use std::thread;
use std::time::Duration;

use rustix::process::{Pid, Signal, kill_process, test_kill_process};

use crate::db::error::setup;
use crate::error::Error;

use super::account::Account;
use super::home::Home;

/// A program of Postgres with an empty environment, in its own process group (so that Ctrl-C in a terminal reaches the
/// server alone), as the account if there is one.
pub(super) fn command(program: &Path, account: Option<&Account>) -> Command {
    let mut command = Command::new(program);
    command.env_clear().env("LC_ALL", "C").env("PATH", "/usr/bin:/bin").env("TZ", "UTC");
    command.current_dir("/").stdin(Stdio::null()).process_group(0);
    if let Some(account) = account {
        // As root this also drops every supplementary group.
        command.uid(account.uid).gid(account.gid);
    }
    command
}

/// Has the system send `signal` to the process when the thread that starts it ends, which it does with the server,
/// however that ends. The thread must therefore live as long as the process should. Hands it the open directory, if there
/// is one, under the number that it has here.
///
/// The signal is there on Linux and FreeBSD only. Elsewhere a Postgres whose server was killed runs on until the next
/// server finds it (see [`clear_predecessor`]).
pub(super) fn tie_to_this_thread(command: &mut Command, signal: Signal, handed: Option<Arc<File>>) {
    let parent = rustix::process::getpid();
    let prepare = move || {
        if let Some(directory) = &handed {
            rustix::io::fcntl_setfd(directory, rustix::io::FdFlags::empty())?;
        }
        set_death_signal(signal)?;
        // The server may have ended before the line above.
        if rustix::process::getppid() == Some(parent) { Ok(()) } else { Err(rustix::io::Errno::SRCH.into()) }
    };
    // SAFETY: between fork and exec only async-signal-safe functions may run; these are three system calls, without
    // allocation or locks. The change of user, which would clear the setting, has been made before this hook runs.
    #[expect(unsafe_code, reason = "std has no safe way to set the parent-death signal of a child")]
    unsafe {
        command.pre_exec(prepare);
    }
}

#[cfg(any(target_os = "linux", target_os = "freebsd"))]
fn set_death_signal(signal: Signal) -> rustix::io::Result<()> {
    rustix::process::set_parent_process_death_signal(Some(signal))
}

#[cfg(not(any(target_os = "linux", target_os = "freebsd")))]
fn set_death_signal(_: Signal) -> rustix::io::Result<()> {
    Ok(())
}

/// What `postmaster.pid` says.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct PidFile {
    pub(super) pid: u32,
    /// The socket's directory.
    pub(super) socket: PathBuf,
    /// Whether it takes connections.
    pub(super) ready: bool,
}

impl PidFile {
    pub(super) fn read(pgdata: &Path) -> Option<Self> {
        Self::parse(&fs::read_to_string(path(pgdata)).ok()?)
    }

    /// Lines: pid, data directory, start time, port, socket directory, listen address, shared memory, status.
    fn parse(text: &str) -> Option<Self> {
        let mut lines = text.lines();
        let pid = lines.next()?.trim().trim_start_matches('-').parse().ok()?;
        let socket = lines.nth(3).unwrap_or_default().into();
        let ready = lines.nth(2).is_some_and(|status| status.trim() == "ready");
        Some(Self { pid, socket, ready })
    }
}

fn path(pgdata: &Path) -> PathBuf {
    pgdata.join("postmaster.pid")
}

/// How long an earlier Postgres gets to end: first by itself, then told to drop everything.
const PATIENCE: Duration = Duration::from_secs(10);
const STEP: Duration = Duration::from_millis(10);

/// Waits for the end of a Postgres that an earlier server left behind, and removes its traces. The caller holds the
/// lock of the data directory, so nobody else runs one there.
///
/// # Errors
/// When it does not end.
pub(super) fn clear_predecessor(pgdata: &Path) -> Result<(), Error> {
    let Some(PidFile { pid, socket, .. }) = PidFile::read(pgdata) else { return Ok(()) };
    for signal in [Signal::INT, Signal::QUIT] {
        if !is_postmaster_of(pid, pgdata) {
            break;
        }
        tracing::warn!(pid, "a database of an earlier server is still running; it is stopped");
        send(pid, signal);
        let steps = PATIENCE.as_millis() / STEP.as_millis();
        if (0..steps).any(|_| {
            thread::sleep(STEP);
            !is_postmaster_of(pid, pgdata)
        }) {
            break;
        }
    }
    if is_postmaster_of(pid, pgdata) {
        return Err(setup(format!(
            "a database of an earlier server (process {pid}) does not stop; stop it by hand"
        )));
    }
    // The number may by now be that of any process, in a container even ours; Postgres would then refuse to start.
    if is_alive(pid) {
        drop(fs::remove_file(path(pgdata)));
        drop(fs::remove_file(Home::meant(pgdata, &socket).join(".s.PGSQL.5432.lock")));
    }
    Ok(())
}

fn is_alive(pid: u32) -> bool {
    as_pid(pid).is_some_and(|pid| test_kill_process(pid) != Err(rustix::io::Errno::SRCH))
}

/// Whether a process is the Postgres of this data directory, where it has its working directory.
#[cfg(target_os = "linux")]
fn is_postmaster_of(pid: u32, pgdata: &Path) -> bool {
    fs::read_link(format!("/proc/{pid}/cwd")).is_ok_and(|directory| directory == pgdata)
}

/// Whether a process is the Postgres of this data directory, which it names in its arguments.
#[cfg(not(target_os = "linux"))]
fn is_postmaster_of(pid: u32, pgdata: &Path) -> bool {
    let output =
        Command::new("ps").args(["-o", "command=", "-p", &pid.to_string()]).stdin(Stdio::null()).output();
    output.is_ok_and(|output| String::from_utf8_lossy(&output.stdout).contains(&*pgdata.to_string_lossy()))
}

/// Sends a signal to a process that may be gone.
pub(super) fn send(pid: u32, signal: Signal) {
    if let Some(Err(error)) = as_pid(pid).map(|pid| kill_process(pid, signal)) {
        tracing::debug!(pid, ?signal, %error, "no signal was sent");
    }
}

pub(super) fn as_pid(pid: u32) -> Option<Pid> {
    Pid::from_raw(i32::try_from(pid).ok()?)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_pid_file_is_read_while_it_grows() {
        let full = "4711\n/d/cluster\n1700000000\n5432\n/d/run\n\n  123  0\nready   \n";
        let expected = PidFile { pid: 4711, socket: "/d/run".into(), ready: true };
        assert_eq!(PidFile::parse(full), Some(expected));
        assert_eq!(
            PidFile::parse("4711\n/d/cluster\n").map(|file| (file.pid, file.ready)),
            Some((4711, false))
        );
        assert_eq!(PidFile::parse(&full.replace("ready", "starting")).map(|file| file.ready), Some(false));
        assert_eq!(PidFile::parse(""), None);
    }

    #[test]
    fn the_traces_of_a_dead_or_foreign_process_are_no_hindrance() {
        let pgdata = tempfile::tempdir().unwrap();
        // This test's own process is alive and no Postgres of that directory.
        let text = format!("{}\n/x\n1\n5432\n{}\n\n\nready\n", std::process::id(), pgdata.path().display());
        fs::write(path(pgdata.path()), text).unwrap();
        clear_predecessor(pgdata.path()).unwrap();
        assert!(!path(pgdata.path()).exists());
    }
}
