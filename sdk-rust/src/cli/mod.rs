//! The command line `omni`, driven by the embedded contract: it has no code for any one RPC.

mod audit;
mod call;
mod command;
mod commands;
mod exit;
mod flags;
mod json;
mod login;
mod lookup;
mod output;
mod profiles;
mod prompt;
mod sso;
mod steps;

use std::io::{IsTerminal, Write};
use std::process::ExitCode;
use std::time::Duration;

use clap::ArgMatches;
use omni_client_core::{ProcessEnvironment, ResolvedSettings, Settings};
use omni_contract::Contract;

use exit::Failure;
use output::Format;

/// What every command works with.
pub(crate) struct Context<'a> {
    pub(crate) contract: &'static Contract,
    /// The arguments of the whole command line, with the global ones.
    pub(crate) global: &'a ArgMatches,
    pub(crate) format: Format,
}

/// Runs the command line of this process.
pub fn main() -> ExitCode {
    let arguments: Vec<_> = std::env::args_os().collect();
    // The contract takes some milliseconds to read, and a version needs none of it.
    if let [_, only] = arguments.as_slice()
        && (only == "--version" || only == "-V")
    {
        let written = writeln!(std::io::stdout(), "omni {}", env!("CARGO_PKG_VERSION"));
        return exit::code(written.map_err(Failure::Io), false);
    }
    let contract = match omni_client_core::contract() {
        Ok(contract) => contract,
        Err(error) => return exit::code(Err(Failure::Omni(error)), false),
    };
    let arguments = flags::tie_negative_lists(arguments);
    let matches = match command::build(contract).try_get_matches_from(arguments) {
        Ok(matches) => matches,
        Err(error) => {
            let code = if error.use_stderr() { exit::USAGE } else { 0 };
            // A reader that has gone away has seen enough.
            let _ = error.print();
            if let Some(place) = lookup::elsewhere(contract, &error) {
                let _ = writeln!(std::io::stderr(), "\n  tip: {place}");
            }
            return ExitCode::from(code);
        }
    };
    let format = Format::of(&matches, std::io::stdout().is_terminal(), &ProcessEnvironment);
    let context = Context { contract, global: &matches, format };
    // A person who pipes the answer on still reads the error.
    exit::code(dispatch(&context, &matches), format.is_json() && Format::is_asked(&matches))
}

fn dispatch(context: &Context<'_>, matches: &ArgMatches) -> Result<(), Failure> {
    let Some((name, inner)) = matches.subcommand() else {
        return Err(Failure::Usage("no command; see omni --help".to_owned()));
    };
    if let Some(command) = commands::ALL.iter().find(|command| command.name == name) {
        return (command.run)(context, inner);
    }
    if let Some((method, innermost)) = inner.subcommand()
        && let Some((_, command)) =
            commands::IN_GROUPS.iter().find(|(group, command)| (*group, command.name) == (name, method))
    {
        return (command.run)(context, innermost);
    }
    let (group, name, inner) = match inner.subcommand() {
        Some((method, innermost)) => (name, method, innermost),
        None => ("", name, inner),
    };
    let method = lookup::by_sdk_name(context.contract, group, name)
        .ok_or_else(|| Failure::Usage(format!("no command {group} {name}")))?;
    let request = flags::request(context.contract, method, inner)?;
    call::run(context, inner, method, &request)
}

impl Context<'_> {
    /// The settings of the command line, over those of the environment and the profile file.
    pub(crate) fn settings(&self) -> Result<ResolvedSettings, Failure> {
        ResolvedSettings::resolve(&self.given(), &ProcessEnvironment).map_err(Failure::Omni)
    }

    /// The same for a profile that may not be there yet.
    pub(crate) fn settings_for_writing(&self) -> Result<ResolvedSettings, Failure> {
        ResolvedSettings::resolve_for_writing(&self.given(), &ProcessEnvironment).map_err(Failure::Omni)
    }

    fn given(&self) -> Settings {
        let text = |name| self.global.get_one::<String>(name).cloned();
        Settings {
            api_key: text("api-key"),
            base_url: text("base-url"),
            environment: text("environment"),
            profile: text("profile"),
            mock_mode: self.global.get_flag("mock").then_some(true),
            timeout: self.global.get_one::<Duration>("timeout").copied(),
            max_retries: self.global.get_one::<u32>("max-retries").copied(),
            debug: self.global.get_flag("debug"),
            user_agent: Some(concat!("omni-cli/", env!("CARGO_PKG_VERSION")).to_owned()),
            ..Settings::default()
        }
    }
}
