//! `omni login`, `omni logout` and `omni whoami`: a person at a terminal.

use std::io::Write;
use std::time::Duration;

use clap::{Arg, ArgAction, ArgMatches, Command};
use omni_client_core::{Client, Environment, ErrorKind, ProcessEnvironment, ResolvedSettings, Source};
use omni_proto_identity::v1::{
    CompleteMfaRequest, LoginRequest, LogoutRequest, MfaChallenge, Tokens as Issued, WhoAmIRequest,
    WhoAmIResponse,
};
use serde_json::json;

use super::exit::Failure;
use super::profiles::{self, Editing};
use super::sso::{self, Who};
use super::{Context, prompt};
use crate::OmniClient;

/// What goes over the tokens of a profile.
const STRONGER: [&str; 3] = ["OMNI_API_KEY", "OMNI_ACCESS_TOKEN", "OMNI_REFRESH_TOKEN"];

pub(crate) fn command() -> Command {
    let text = |name: &'static str, value: &'static str, help: &'static str| {
        Arg::new(name).long(name).value_name(value).help(help)
    };
    Command::new("login")
        .about("Sign in as a person and keep the sign-in in a profile; later commands use it")
        .after_help(
            "What is not given is asked for on the terminal. Without a terminal:\n  \
             omni login --email ana@example.com --password-stdin --code 123456 < password.txt\n\n\
             At a company, by a browser on this machine:\n  omni login --sso ana@example.com\n\n\
             The tokens go to the profile file, which only its owner may read, and are renewed by themselves.",
        )
        .arg(text("email", "ADDRESS", "The e-mail address of the account"))
        .arg(
            Arg::new("password-stdin")
                .long("password-stdin")
                .action(ArgAction::SetTrue)
                .requires("email")
                .help("Read the password from the first line of standard input"),
        )
        .arg(text("code", "CODE", "The code of the authenticator, or a recovery code"))
        .arg(text("tenant", "ID", "The tenant to sign in to; without it, the one joined first"))
        .arg(
            text("sso", "ADDRESS", "Sign in at the company that this e-mail address belongs to, in a browser")
                .conflicts_with_all(["email", "password-stdin", "tenant"]),
        )
        .arg(
            text("sso-connection", "ID", "The same by this connection of the company, sso_…")
                .conflicts_with_all(["sso", "email", "password-stdin", "tenant"]),
        )
        .arg(
            text("wait", "SECONDS", "How long to wait for the browser")
                .value_parser(super::command::seconds)
                .default_value("600"),
        )
}

pub(crate) fn logout_command() -> Command {
    Command::new("logout").about("End the session on the server and remove its tokens from the profile").arg(
        Arg::new("local")
            .long("local")
            .action(ArgAction::SetTrue)
            .help("Only remove the tokens, where the server cannot be reached; the session goes on there"),
    )
}

pub(crate) fn whoami_command() -> Command {
    Command::new("whoami").about("Show who is signed in, in which tenant, with what they may do there")
}

pub(crate) fn run(context: &Context<'_>, matches: &ArgMatches) -> Result<(), Failure> {
    let mut settings = context.settings_for_writing()?;
    if settings.mock_mode.value {
        return Err(Failure::Usage("a sign-in needs a server; leave out --mock".to_owned()));
    }
    let file = profiles::location(&settings)?;
    let profile = settings.profile.value.clone();
    if profiles::has_key(&file, &profile)? {
        return Err(Failure::Usage(format!(
            "profile {profile} has an API key; sign in to another with --profile NAME, or remove it with \
             `omni profiles remove {profile}`"
        )));
    }
    let base_url = settings.base_url.clone();
    // Signing in needs no credential, and a broken one must not be in the way.
    (settings.api_key, settings.tokens) = (None, None);
    let client = OmniClient::from_core(Client::from_resolved(settings)?);
    let runtime = runtime()?;
    let tokens = runtime.block_on(sign_in(&client, matches))?;
    runtime.block_on(profiles::edit(&file, |editing| {
        let address = matches!(base_url.source, Source::Argument | Source::Environment(_));
        editing.sign_in(&profile, address.then_some(base_url.value.as_str()), &tokens)
    }))?;
    let me = who_am_i(&client.with_tokens(&tokens)?, &runtime)?;
    report(context, &me, &profile, &file.display().to_string())?;
    for name in STRONGER.iter().filter(|name| ProcessEnvironment.variable(name).is_some()) {
        writeln!(std::io::stderr(), "note: {name} is set and goes over the profile")?;
    }
    Ok(())
}

/// The tokens of a sign-in, with the second factor where the person has one.
async fn sign_in(client: &OmniClient, matches: &ArgMatches) -> Result<Issued, Failure> {
    let text = |name| matches.get_one::<String>(name).cloned();
    let company = text("sso").map(Who::Email).or_else(|| text("sso-connection").map(Who::Connection));
    let (tokens, challenge) = match company {
        Some(who) => {
            let wait = matches.get_one::<Duration>("wait").copied().unwrap_or_default();
            let answer = sso::sign_in(client, who, wait).await?;
            (answer.tokens, answer.mfa_challenge)
        }
        None => by_password(client, matches).await?,
    };
    match (tokens, challenge) {
        (Some(tokens), _) => Ok(tokens),
        (None, Some(challenge)) => second_factor(client, challenge, text("code")).await,
        (None, None) => Err(unforeseen("the server gave neither tokens nor a challenge")),
    }
}

async fn by_password(
    client: &OmniClient,
    matches: &ArgMatches,
) -> Result<(Option<Issued>, Option<MfaChallenge>), Failure> {
    let text = |name| matches.get_one::<String>(name).cloned();
    let email = match text("email") {
        Some(email) => email,
        None if prompt::is_possible() => prompt::line("E-mail")?,
        None => return Err(Failure::Usage("there is no terminal to ask on; give --email".to_owned())),
    };
    let password = if matches.get_flag("password-stdin") {
        prompt::first_line()?
    } else if prompt::is_possible() {
        prompt::secret("Password")?
    } else {
        return Err(Failure::Usage("there is no terminal to ask on; give --password-stdin".to_owned()));
    };
    let request = LoginRequest { email, password, tenant_id: text("tenant").unwrap_or_default() };
    let answer = client.auth().login(request).await?.into_inner();
    Ok((answer.tokens, answer.mfa_challenge))
}

async fn second_factor(
    client: &OmniClient,
    challenge: MfaChallenge,
    code: Option<String>,
) -> Result<Issued, Failure> {
    let given = match code {
        Some(code) => code,
        None if prompt::is_possible() => prompt::line("Code of the authenticator, or a recovery code")?,
        None => {
            let why = "the account has a second factor and there is no terminal to ask on; give --code";
            return Err(Failure::Usage(why.to_owned()));
        }
    };
    let given: String = given.split_whitespace().collect();
    let is_code = given.len() == 6 && given.bytes().all(|byte| byte.is_ascii_digit());
    let (code, recovery_code) = if is_code { (given, String::new()) } else { (String::new(), given) };
    let request = CompleteMfaRequest { challenge: challenge.challenge, code, recovery_code };
    let answer = client.auth().complete_mfa(request).await?.into_inner();
    answer.tokens.ok_or_else(|| unforeseen("the server gave no tokens"))
}

fn report(context: &Context<'_>, me: &WhoAmIResponse, profile: &str, file: &str) -> Result<(), Failure> {
    let person = me.person.clone().unwrap_or_default();
    let mut out = std::io::stdout().lock();
    if context.format.is_json() {
        let all = json!({
            "userId": person.user_id, "email": person.email, "tenantId": me.tenant_id, "sessionId": me.session_id,
            "profile": profile, "configFile": file,
        });
        writeln!(out, "{all:#}")?;
    } else {
        writeln!(out, "signed in as {} in {}; profile {profile} of {file}", person.email, me.tenant_id)?;
    }
    Ok(())
}

pub(crate) fn logout(context: &Context<'_>, matches: &ArgMatches) -> Result<(), Failure> {
    let settings = context.settings()?;
    signed_in(&settings)?;
    let profile = match settings.tokens.as_ref().map(|tokens| &tokens.source) {
        Some(Source::Profile(name)) => Some((profiles::location(&settings)?, name.clone())),
        _ => None,
    };
    let runtime = runtime()?;
    if !matches.get_flag("local") {
        let client = OmniClient::from_core(Client::from_resolved(settings)?);
        match runtime.block_on(async { client.auth().logout(LogoutRequest {}).await }) {
            Ok(_) => {}
            // It has ended already.
            Err(error) if error.kind() == ErrorKind::Authentication => {}
            Err(error) => return Err(error.into()),
        }
    }
    let mut out = std::io::stdout().lock();
    match profile {
        Some((file, name)) => {
            let change = profiles::edit(&file, |editing| {
                editing.sign_out(&name);
                Ok(())
            });
            runtime.block_on(change)?;
            said(&mut out, context, &format!("signed out; the tokens are removed from profile {name}"))
        }
        None => said(&mut out, context, "signed out; the tokens of the environment are of no use any more"),
    }
}

pub(crate) fn whoami(context: &Context<'_>, _matches: &ArgMatches) -> Result<(), Failure> {
    let settings = context.settings()?;
    if !settings.mock_mode.value {
        signed_in(&settings)?;
    }
    let client = OmniClient::from_core(Client::from_resolved(settings)?);
    let me = who_am_i(&client, &runtime()?)?;
    let mut out = std::io::stdout().lock();
    out.write_all(super::output::typed(context, "omni.identity.v1.WhoAmIResponse", &me)?.as_bytes())?;
    Ok(())
}

fn who_am_i(client: &OmniClient, runtime: &tokio::runtime::Runtime) -> Result<WhoAmIResponse, Failure> {
    Ok(runtime.block_on(async { client.auth().who_am_i(WhoAmIRequest {}).await })?.into_inner())
}

/// Whether the settings are those of a person.
fn signed_in(settings: &ResolvedSettings) -> Result<(), Failure> {
    if settings.tokens.is_some() {
        return Ok(());
    }
    let why = match &settings.api_key {
        Some(key) => format!("the API key {} (from {}) is no person", key.value.masked(), key.source),
        None => format!("nobody is signed in to profile {}", settings.profile.value),
    };
    Err(Failure::Omni(omni_client_core::Error::config("access_token", format!("{why}; run `omni login`"))))
}

/// A sentence for people; for programs that it was done.
pub(crate) fn said(out: &mut impl Write, context: &Context<'_>, sentence: &str) -> Result<(), Failure> {
    if context.format.is_json() {
        writeln!(out, "{}", json!({ "done": sentence }))?;
    } else {
        writeln!(out, "{sentence}")?;
    }
    Ok(())
}

impl Editing {
    fn sign_in(&mut self, profile: &str, base_url: Option<&str>, tokens: &Issued) -> Result<(), Failure> {
        if let Some(base_url) = base_url {
            self.set(profile, "base_url", base_url)?;
        }
        self.set(profile, "access_token", &tokens.access_token)?;
        self.set(profile, "refresh_token", &tokens.refresh_token)
    }

    fn sign_out(&mut self, profile: &str) {
        self.unset(profile, "access_token");
        self.unset(profile, "refresh_token");
    }
}

pub(crate) fn runtime() -> Result<tokio::runtime::Runtime, Failure> {
    Ok(tokio::runtime::Builder::new_current_thread().enable_all().build()?)
}

fn unforeseen(what: &str) -> Failure {
    Failure::Io(std::io::Error::other(what.to_owned()))
}
