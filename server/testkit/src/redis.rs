use std::io::{Read, Write};
use std::net::{Ipv4Addr, TcpStream};
use std::process::{Child, Command, Stdio};
use std::thread;
use std::time::Duration;

use omni_kernel::config::{self, Config, Flag, Inputs};
use rustix::process::{Pid, Signal, kill_process};
use tempfile::TempDir;

use crate::free_port;

/// A Redis of this process's own, on the loopback interface, that keeps nothing. Ended when dropped.
///
/// Where there is no `redis-server` the test fails and says how to get one.
#[derive(Debug)]
pub struct RedisServer {
    child: Child,
    port: u16,
    directory: TempDir,
}

impl RedisServer {
    /// Starts one and waits until it answers.
    ///
    /// # Panics
    /// When there is no `redis-server`, or it does not start.
    pub fn start() -> Self {
        let (port, directory) =
            (free_port(), tempfile::tempdir().expect("the temporary directory can be written"));
        let child = spawn(port, &directory);
        let server = Self { child, port, directory };
        server.wait();
        server
    }

    /// The settings of a client, with this budget for each exchange.
    ///
    /// # Panics
    /// When the settings cannot be made.
    pub fn settings(&self, timeout: Duration) -> config::Redis {
        let flag = |key: &str, value: String| Flag { flag: "--set".to_owned(), key: key.to_owned(), value };
        let flags = vec![
            flag("redis.url", self.url()),
            flag("redis.timeout", format!("{}ms", timeout.as_millis())),
            flag("redis.breaker_pause", "100ms".to_owned()),
        ];
        Config::load(&Inputs { flags, ..Inputs::default() }).expect("these settings are good").redis
    }

    /// Its URL.
    pub fn url(&self) -> String {
        format!("redis://127.0.0.1:{}/0", self.port)
    }

    /// Stops its process without ending it: connections stay open and nothing answers.
    pub fn pause(&self) {
        self.signal(Signal::STOP);
    }

    /// Lets a paused one go on.
    pub fn resume(&self) {
        self.signal(Signal::CONT);
    }

    /// Ends it, as a crash would.
    ///
    /// # Panics
    /// When its process cannot be ended.
    pub fn kill(&mut self) {
        self.child.kill().expect("an own process can be ended");
        self.child.wait().expect("an own process ends");
    }

    /// Starts it again at the same port, with nothing in it.
    pub fn start_again(&mut self) {
        self.child = spawn(self.port, &self.directory);
        self.wait();
    }

    /// Sends one command without arguments that hold spaces, such as `FLUSHALL`; the first line of the answer.
    ///
    /// # Panics
    /// When it does not answer.
    pub fn command(&self, line: &str) -> String {
        self.try_command(line).expect("Redis answers")
    }

    fn try_command(&self, line: &str) -> std::io::Result<String> {
        let mut stream = TcpStream::connect((Ipv4Addr::LOCALHOST, self.port))?;
        stream.set_read_timeout(Some(Duration::from_secs(5)))?;
        stream.write_all(format!("{line}\r\n").as_bytes())?;
        let (mut answer, mut byte) = (Vec::new(), [0]);
        while !answer.ends_with(b"\r\n") && stream.read(&mut byte)? == 1 {
            answer.push(byte[0]);
        }
        Ok(String::from_utf8_lossy(&answer).trim_end().to_owned())
    }

    fn wait(&self) {
        for _ in 0..1_000 {
            if self.try_command("PING").is_ok_and(|answer| answer == "+PONG") {
                return;
            }
            thread::sleep(Duration::from_millis(10));
        }
        panic!("redis-server does not answer on port {}", self.port);
    }

    fn signal(&self, signal: Signal) {
        let pid = i32::try_from(self.child.id()).ok().and_then(Pid::from_raw).expect("a process id");
        kill_process(pid, signal).expect("an own process can be signalled");
    }
}

impl Drop for RedisServer {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

fn spawn(port: u16, directory: &TempDir) -> Child {
    Command::new("redis-server")
        .args(["--bind", "127.0.0.1", "--save", "", "--appendonly", "no", "--port", &port.to_string()])
        .current_dir(directory.path())
        .stdout(Stdio::null())
        .spawn()
        .unwrap_or_else(|error| {
            panic!("redis-server: {error}; `bash scripts/apt.sh redis-server` installs it")
        })
}
