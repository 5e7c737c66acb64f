//! The commands that are written by hand; all others follow from the contract.

use std::io::Write;

use clap::{Arg, ArgMatches, Command};
use serde_json::{Map, Value, json};

use super::exit::Failure;
use super::{Context, audit, call, command, flags, login, lookup, output, profiles};

/// A command written by hand.
pub(crate) struct HandWritten {
    pub(crate) name: &'static str,
    pub(crate) command: fn() -> Command,
    pub(crate) run: fn(&Context<'_>, &ArgMatches) -> Result<(), Failure>,
}

/// Every one of them. A group of the contract with the same name is reached by `omni call`.
pub(crate) const ALL: &[HandWritten] = &[
    HandWritten { name: "call", command: call_command, run: run_call },
    HandWritten { name: "login", command: login::command, run: login::run },
    HandWritten { name: "logout", command: login::logout_command, run: login::logout },
    HandWritten { name: "whoami", command: login::whoami_command, run: login::whoami },
    HandWritten { name: "profiles", command: profiles::command, run: profiles::run },
    HandWritten { name: "config", command: config_command, run: run_config },
    HandWritten { name: "completions", command: completions_command, run: run_completions },
];

/// Commands written by hand that stand in a group of the contract, with the group.
pub(crate) const IN_GROUPS: &[(&str, HandWritten)] =
    &[("audit", HandWritten { name: "verify", command: audit::command, run: audit::run })];

fn call_command() -> Command {
    Command::new("call")
        .about("Call any method by its gRPC name, with the request as JSON")
        .after_help(
            "The method may be shortened as long as it is unambiguous:\n  \
             omni call omni.intelligence.v1.IntelligenceService/Forecast -d '{\"timeSeries\": [1, 2, 3], \"forecastSteps\": 2}'\n  \
             omni call IntelligenceService/Forecast -d @request.json\n  \
             echo '{\"time_series\": [1, 2, 3], \"forecast_steps\": 2}' | omni call Forecast -d -\n\n\
             For people who are signed in (omni login, or OMNI_ACCESS_TOKEN):\n  omni call AuthService/WhoAmI\n\n\
             For anybody, without a credential:\n  omni call PlatformService/GetHealth",
        )
        .arg(Arg::new("method").required(true).help("<package>.<Service>/<Method>, <Service>/<Method> or <Method>"))
        .args(command::call_arguments())
}

fn run_call(context: &Context<'_>, matches: &ArgMatches) -> Result<(), Failure> {
    let name = matches.get_one::<String>("method").map(String::as_str).unwrap_or_default();
    let method = lookup::by_rpc_name(context.contract, name).map_err(Failure::Usage)?;
    let request = flags::from_data(context.contract, method, matches)?;
    call::run(context, matches, method, &request)
}

fn config_command() -> Command {
    Command::new("config")
        .about("Show the settings that hold and where each comes from; credentials are masked")
}

fn run_config(context: &Context<'_>, _matches: &ArgMatches) -> Result<(), Failure> {
    let settings = context.settings()?;
    let lines = settings.describe();
    let file = settings.config_file.as_ref().map(|path| path.display().to_string()).unwrap_or_default();
    let mut out = std::io::stdout().lock();
    if context.format.is_json() {
        let mut all: Map<String, Value> = lines
            .iter()
            .map(|line| {
                (line.name.to_owned(), json!({"value": line.value, "source": line.source.to_string()}))
            })
            .collect();
        all.insert("config_file".to_owned(), json!({"value": file, "source": "default"}));
        writeln!(out, "{:#}", Value::Object(all))?;
        return Ok(());
    }
    let rows = lines.into_iter().map(|line| vec![line.name.to_owned(), line.value, line.source.to_string()]);
    let rows: Vec<_> = rows.collect();
    let head = ["setting", "value", "from"].map(str::to_owned);
    write!(out, "{}", output::table(&head, &rows, context.format))?;
    writeln!(out, "\nprofile file: {file}")?;
    Ok(())
}

fn completions_command() -> Command {
    Command::new("completions")
        .about("Write the completion script of a shell")
        .after_help("bash: source <(omni completions bash)\nzsh:  omni completions zsh > \"${fpath[1]}/_omni\"\nfish: omni completions fish | source")
        .arg(Arg::new("shell").required(true).value_parser(["bash", "zsh", "fish"]))
}

fn run_completions(context: &Context<'_>, matches: &ArgMatches) -> Result<(), Failure> {
    use clap_complete::shells::{Bash, Fish, Zsh};

    let mut command = command::build(context.contract);
    let mut script = Vec::new();
    match matches.get_one::<String>("shell").map(String::as_str) {
        Some("zsh") => clap_complete::generate(Zsh, &mut command, "omni", &mut script),
        Some("fish") => clap_complete::generate(Fish, &mut command, "omni", &mut script),
        _ => clap_complete::generate(Bash, &mut command, "omni", &mut script),
    }
    std::io::stdout().write_all(&script)?;
    Ok(())
}
