//! The command line's grammar, from the contract.

use std::collections::BTreeMap;
use std::fmt::Write;
use std::time::Duration;

use clap::builder::{PossibleValue, PossibleValuesParser};
use clap::{Arg, ArgAction, Command};
use omni_contract::{Access, Contract, Method, comment_at};
use prost_reflect::{FieldDescriptor, Kind};

use super::lookup::kebab;
use super::{commands, exit, flags};

/// Flags of every command; a request field with the same name is given as `--request-<name>`.
const TAKEN: [&str; 15] = [
    "api-key",
    "base-url",
    "environment",
    "profile",
    "timeout",
    "max-retries",
    "mock",
    "debug",
    "json",
    "output",
    "help",
    "version",
    "data",
    "metadata",
    "idempotency-key",
];

pub(crate) fn build(contract: &Contract) -> Command {
    let mut root = Command::new("omni")
        .version(env!("CARGO_PKG_VERSION"))
        .about("Call an Omni server from the command line")
        .subcommand_required(true)
        .arg_required_else_help(true)
        .after_help(after_help())
        .args(global_arguments());
    for command in commands::ALL {
        root = root.subcommand((command.command)());
    }
    let mut groups: BTreeMap<String, Vec<(String, &Method)>> = BTreeMap::new();
    for method in contract.methods() {
        for name in &method.sdk().names {
            groups.entry(kebab(&name.group)).or_default().push((kebab(&name.name), method));
        }
    }
    for (group, methods) in groups {
        if commands::ALL.iter().any(|command| command.name == group) {
            continue;
        }
        let built = methods.iter().map(|(name, method)| method_command(contract, &group, name, method));
        if group.is_empty() {
            root = root.subcommands(built);
        } else {
            let names: Vec<_> = methods.iter().map(|(name, _)| name.as_str()).collect();
            let command = Command::new(group.clone())
                .about(format!("Calls: {}", names.join(", ")))
                .subcommand_required(true)
                .arg_required_else_help(true);
            let by_hand = commands::IN_GROUPS.iter().filter(|(of, _)| *of == group);
            let by_hand = by_hand.map(|(_, command)| (command.command)());
            root = root.subcommand(command.subcommands(built).subcommands(by_hand));
        }
    }
    root
}

fn after_help() -> String {
    let mut text = format!("{}\n\nEnvironment:\n", exit::HELP);
    for (name, what) in omni_client_core::environment_variables() {
        let _ = writeln!(text, "  {name:<17} {what}");
    }
    text + "  NO_COLOR          no colours"
}

fn global_arguments() -> Vec<Arg> {
    let text = |name: &'static str, value: &'static str, help: &'static str| {
        Arg::new(name).long(name).value_name(value).help(help).global(true).help_heading("Client")
    };
    let switch = |name: &'static str, help: &'static str| {
        Arg::new(name).long(name).action(ArgAction::SetTrue).help(help).global(true).help_heading("Client")
    };
    vec![
        text("profile", "NAME", "The profile of the profile file"),
        text(
            "api-key",
            "KEY",
            "The API key; better in OMNI_API_KEY, where other users of the machine do not see it",
        ),
        text("base-url", "URL", "Where the server is"),
        text("environment", "NAME", "production, or sandbox for test data alone: a live key is refused then"),
        text("timeout", "SECONDS", "How long a call may take with all its retries").value_parser(seconds),
        text("max-retries", "N", "How many times a failed call is tried again, 0 to 10")
            .value_parser(clap::value_parser!(u32).range(0..=10)),
        switch("mock", "Answer from the contract, without a server"),
        switch("debug", "Write one line per attempt to standard error"),
        switch("json", "The answer as JSON; the default when the output is not a terminal"),
        text("output", "FORMAT", "auto, text or json")
            .value_parser(["auto", "text", "json"])
            .conflicts_with("json"),
    ]
}

pub(crate) fn seconds(text: &str) -> Result<Duration, String> {
    let number: f64 = text.parse().map_err(|_| "expected seconds above 0, such as 2.5".to_owned())?;
    let duration = Duration::try_from_secs_f64(number).ok().filter(|duration| !duration.is_zero());
    duration.ok_or_else(|| "expected seconds above 0, such as 2.5".to_owned())
}

/// The arguments of every command that makes a call.
pub(crate) fn call_arguments() -> Vec<Arg> {
    vec![
        Arg::new("data")
            .short('d')
            .long("data")
            .value_name("JSON")
            .help("The request as JSON; @file reads a file, - standard input. Other flags go over it"),
        Arg::new("idempotency-key")
            .long("idempotency-key")
            .value_name("KEY")
            .help("Run the call once, however often it is sent with this key")
            .help_heading("Client"),
        Arg::new("metadata")
            .short('m')
            .long("metadata")
            .value_name("NAME=VALUE")
            .action(ArgAction::Append)
            .help("Metadata to send")
            .help_heading("Client"),
    ]
}

fn method_command(contract: &Contract, group: &str, name: &str, method: &Method) -> Command {
    let paragraph = method.comment().split("\n\n").next().unwrap_or_default().replace('\n', " ");
    let mut details = format!("gRPC: {}", method.name());
    if let Some(binding) = method.bindings().first() {
        let _ = write!(details, "\nREST: {} {}", binding.verb.as_str(), binding.template);
    }
    let _ = write!(details, "\nWho may call: {}", who(method));
    let example = flags::example(method).into_iter().map(|argument| quote(&argument));
    let words = ["omni", group, name].into_iter().filter(|word| !word.is_empty()).map(str::to_owned);
    let _ = write!(details, "\n\nExample:\n  {}", words.chain(example).collect::<Vec<_>>().join(" "));
    let mut command = Command::new(name.to_owned())
        .about(paragraph)
        .long_about(method.comment().to_owned())
        .after_help(details)
        .args(call_arguments());
    for field in method.input().fields() {
        command = command.arg(flag(contract, &field));
    }
    for (position, field) in method.sdk().positional.iter().enumerate() {
        let argument = Arg::new(format!("position:{field}"))
            .value_name(field.to_ascii_uppercase())
            .index(position + 1)
            .allow_negative_numbers(true)
            .conflicts_with(flag_id(field))
            .help(format!("The same as --{}", flag_name(field)));
        command = command.arg(argument);
    }
    command
}

/// Whose credential a method takes.
fn who(method: &Method) -> &'static str {
    match method.access() {
        Access::Public => "anybody",
        Access::User => "a person who is signed in: omni login, or OMNI_ACCESS_TOKEN",
        Access::Staff => "the operator of the installation, with an API key or signed in",
        Access::Key | Access::Unspecified => "an API key, or a person who is signed in",
    }
}

/// A word as a shell takes it.
fn quote(word: &str) -> String {
    let plain = |letter: char| letter.is_ascii_alphanumeric() || "-_.,:/=@+".contains(letter);
    if !word.is_empty() && word.chars().all(plain) {
        word.to_owned()
    } else {
        format!("'{}'", word.replace('\'', "'\\''"))
    }
}

/// The flag of a request field.
pub(crate) fn flag_name(field: &str) -> String {
    let name = kebab(field);
    if TAKEN.contains(&name.as_str()) { format!("request-{name}") } else { name }
}

/// The argument of a request field; no argument of the client and no position has this name.
pub(crate) fn flag_id(field: &str) -> String {
    format!("field:{field}")
}

fn flag(contract: &Contract, field: &FieldDescriptor) -> Arg {
    let comment = comment_at(field.parent_file().file_descriptor_proto(), field.path());
    let mut help = comment.split("\n\n").next().unwrap_or_default().replace('\n', " ");
    help.push_str(kind_hint(contract, field).unwrap_or_default());
    let argument = Arg::new(flag_id(field.name()))
        .long(flag_name(field.name()))
        .value_name(value_name(field))
        .help(help.trim().to_owned())
        .allow_negative_numbers(true);
    let several = field.is_list() || field.is_map();
    let argument = if several { argument.action(ArgAction::Append) } else { argument };
    match field.kind() {
        Kind::Bool if !several => argument.num_args(0..=1).require_equals(true).default_missing_value("true"),
        Kind::Enum(kind) => {
            let values = kind.values().filter(|value| value.number() != 0).map(|value| {
                let short = super::json::short_enum_name(&kind, value.name());
                PossibleValue::new(short).alias(value.name().to_owned())
            });
            let argument = argument.value_parser(PossibleValuesParser::new(values)).ignore_case(true);
            if several { argument.value_delimiter(',') } else { argument }
        }
        _ => argument,
    }
}

fn value_name(field: &FieldDescriptor) -> String {
    if field.is_map() {
        return "KEY=VALUE".to_owned();
    }
    let one = match field.kind() {
        Kind::Double | Kind::Float => "NUMBER",
        Kind::Bool => "BOOL",
        Kind::String => "TEXT",
        Kind::Bytes => "BASE64",
        Kind::Enum(_) => "NAME",
        Kind::Message(message) => match message.full_name() {
            "google.protobuf.Timestamp" => "TIME",
            "google.protobuf.Duration" => "DURATION",
            _ => "JSON",
        },
        _ => "INTEGER",
    };
    if field.is_list() && !matches!(field.kind(), Kind::Message(_)) {
        format!("{one},…")
    } else {
        one.to_owned()
    }
}

fn kind_hint(contract: &Contract, field: &FieldDescriptor) -> Option<&'static str> {
    if field.is_map() {
        return Some(" May be repeated; a JSON object is taken as well.");
    }
    match field.kind() {
        Kind::Message(message) if message.full_name() == "google.protobuf.Timestamp" => {
            Some(" As RFC 3339, such as 2026-01-31T00:00:00Z.")
        }
        Kind::Message(message) if message.full_name() == "google.protobuf.Duration" => Some(" Such as 1.5s."),
        Kind::Message(_) if field.is_list() => Some(" JSON, may be repeated; @file reads a file."),
        Kind::Message(_) => Some(" JSON; @file reads a file."),
        Kind::Enum(_) => None,
        _ if contract.missing_positions(field).is_some() => {
            Some(" With commas or repeated; null for a missing value; @file reads a file.")
        }
        _ if field.is_list() => Some(" With commas or repeated; @file reads a file."),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_grammar_is_sound_and_every_method_has_its_command() {
        let contract = omni_client_core::contract().unwrap();
        let root = build(contract);
        root.clone().debug_assert();
        for method in contract.methods() {
            for name in &method.sdk().names {
                let mut command = Some(&root);
                for word in [kebab(&name.group), kebab(&name.name)].iter().filter(|word| !word.is_empty()) {
                    command = command.and_then(|command| command.find_subcommand(word));
                }
                let command = command.unwrap();
                for field in method.input().fields() {
                    assert!(
                        command.get_arguments().any(|argument| argument.get_id() == &flag_id(field.name()))
                    );
                }
            }
        }
    }

    #[test]
    fn a_field_named_as_a_client_flag_gives_way() {
        assert_eq!(flag_name("forecast_steps"), "forecast-steps");
        assert_eq!(flag_name("timeout"), "request-timeout");
        let globals = global_arguments();
        assert!(
            globals
                .iter()
                .chain(&call_arguments())
                .all(|argument| { argument.get_long().is_some_and(|long| TAKEN.contains(&long)) })
        );
    }

    #[test]
    fn metadata_of_a_tenant_and_metadata_of_a_call_are_told_apart() {
        let contract = omni_client_core::contract().unwrap();
        let words =
            ["omni", "tenants", "create", "--request-metadata", "plan=gold", "--metadata", "trace=on"];
        let matches = build(contract).try_get_matches_from(words).unwrap();
        let (_, matches) = matches.subcommand().unwrap();
        let (_, matches) = matches.subcommand().unwrap();
        let method = contract.method("/omni.tenant.v1.TenantService/CreateTenant").unwrap();
        let request = flags::request(contract, method, matches).unwrap();
        let request = serde_json::to_value(&request).unwrap();
        assert_eq!(request["metadata"], serde_json::json!({"plan": "gold"}));
        let of_call: Vec<_> = matches.get_many::<String>("metadata").unwrap().collect();
        assert_eq!(of_call, ["trace=on"]);
    }

    #[test]
    fn words_are_quoted_for_a_shell() {
        assert_eq!(quote("100,120"), "100,120");
        assert_eq!(quote("it's"), "'it'\\''s'");
        assert_eq!(quote(""), "''");
    }
}
