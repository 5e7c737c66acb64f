//! The command line.

use std::io::Write;
use std::path::PathBuf;
use std::process::ExitCode;

use clap::{Args, Parser, Subcommand};
use omni_kernel::config::{Config, Flag, Inputs};

use crate::{
    VERSION, auth_command, config_command, doctor, keys_command, people_command, reference, serve,
    tenants_command, vault_command,
};

/// The AI back end that a company runs itself.
#[derive(Debug, Parser)]
#[command(name = "omni-server", version = VERSION, arg_required_else_help = false)]
struct Cli {
    #[command(flatten)]
    settings: Settings,
    #[command(subcommand)]
    command: Option<Command>,
}

#[derive(Debug, Args)]
struct Settings {
    /// Settings file; without it `OMNI_CONFIG`, then omni.toml in this folder.
    #[arg(long, global = true, value_name = "FILE")]
    config: Option<PathBuf>,
    /// Address and port to listen on.
    #[arg(long, global = true, value_name = "ADDRESS")]
    listen: Option<String>,
    /// Folder of the private Postgres, models and uploads.
    #[arg(long, global = true, value_name = "FOLDER")]
    data_dir: Option<String>,
    /// Any other setting.
    #[arg(long, global = true, value_name = "KEY=VALUE")]
    set: Vec<String>,
}

#[derive(Debug, Subcommand)]
enum Command {
    /// Runs the server; the same as no command.
    Serve,
    /// Prints the effective settings with their sources, secrets masked.
    Config(config_command::Options),
    /// Checks every dependency and says how to mend what is wrong.
    Doctor,
    /// Creates, lists and revokes API keys, whether or not the server runs.
    Keys(keys_command::Options),
    /// Changes the keys of encryption at rest, whether or not the server runs.
    Vault(vault_command::Options),
    /// Changes the keys of access tokens, whether or not the server runs.
    Auth(auth_command::Options),
    /// Invites people and takes a lost second factor away, whether or not the server runs.
    People(people_command::Options),
    /// Makes, lists, suspends, resumes and moves tenants, whether or not the server runs.
    Tenants(tenants_command::Options),
    /// Prints reference pages of the documentation.
    #[command(hide = true)]
    Reference(reference::Options),
}

impl Settings {
    fn inputs(self) -> Result<Inputs, String> {
        let mut flags = Vec::new();
        let mut add = |flag: &str, key: &str, value: String| {
            flags.push(Flag { flag: flag.to_owned(), key: key.to_owned(), value });
        };
        for pair in self.set {
            let (key, value) =
                pair.split_once('=').ok_or_else(|| format!("--set {pair}: expected KEY=VALUE"))?;
            add("--set", key.trim(), value.to_owned());
        }
        if let Some(listen) = self.listen {
            add("--listen", "listen", listen);
        }
        if let Some(folder) = self.data_dir {
            add("--data-dir", "data_dir", folder);
        }
        Ok(Inputs::from_process(self.config, flags))
    }
}

/// Runs the command that the process was started with.
pub fn command() -> ExitCode {
    let cli = Cli::parse();
    if let Some(Command::Reference(options)) = cli.command {
        return reference::run(&options);
    }
    let inputs = match cli.settings.inputs() {
        Ok(inputs) => inputs,
        Err(problem) => return usage(&problem),
    };
    let config = match Config::load(&inputs) {
        Ok(config) => config,
        Err(problems) => return usage(&problems.to_string()),
    };
    match cli.command.unwrap_or(Command::Serve) {
        Command::Serve => serve::run(&config),
        Command::Config(options) => config_command::run(&config, &options),
        Command::Doctor => doctor::run(&config),
        Command::Keys(options) => keys_command::run(&config, options),
        Command::People(options) => people_command::run(&config, options),
        Command::Tenants(options) => tenants_command::run(&config, options),
        Command::Vault(options) => vault_command::run(&config, &options),
        Command::Auth(options) => auth_command::run(&config, &options),
        Command::Reference(options) => reference::run(&options),
    }
}

fn usage(problem: &str) -> ExitCode {
    complain(problem);
    ExitCode::from(2)
}

/// Tells the person at the terminal what is wrong.
#[expect(clippy::print_stderr, reason = "a command line tool")]
pub(crate) fn complain(problem: &str) {
    eprintln!("omni-server: {problem}");
}

/// Prints what was asked for. A reader who has seen enough and closed the pipe is no reason to stop.
pub(crate) fn print(text: &str) {
    let _ = writeln!(std::io::stdout().lock(), "{text}");
}

/// An error with its cause: the person at the machine may see both.
pub(crate) fn explain(error: &omni_kernel::Error) -> String {
    let mut chain = error.internal_chain();
    // Some libraries repeat their cause at their own end.
    chain.dedup_by(|cause, error| error.ends_with(cause.as_str()));
    if chain.is_empty() { error.to_string() } else { format!("{error}: {}", chain.join(": ")) }
}

/// Runs a command, prints what it gives, and says how it ended.
pub(crate) fn finish(work: impl Future<Output = Result<String, omni_kernel::Error>>) -> ExitCode {
    match block_on(work).and_then(|outcome| outcome.map_err(|error| explain(&error))) {
        Ok(text) => {
            print(&text);
            ExitCode::SUCCESS
        }
        Err(problem) => {
            complain(&problem);
            ExitCode::FAILURE
        }
    }
}

/// Runs a command that waits for things.
pub(crate) fn block_on<T>(work: impl Future<Output = T>) -> Result<T, String> {
    let runtime = tokio::runtime::Builder::new_multi_thread()
        .enable_all()
        .build()
        .map_err(|error| format!("the runtime cannot start: {error}"))?;
    Ok(runtime.block_on(work))
}
