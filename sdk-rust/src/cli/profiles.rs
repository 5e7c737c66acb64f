//! `omni profiles`, and how commands write the profile file.

use std::io::Write;
use std::path::{Path, PathBuf};

use clap::{Arg, ArgMatches, Command};
use omni_client_core::{ApiKey, ProfileFile, ResolvedSettings};
use serde_json::{Value, json};
use toml_edit::{DocumentMut, Item, Table};

use super::exit::Failure;
use super::{Context, login, output};

pub(crate) fn command() -> Command {
    let name = || Arg::new("name").required(true).value_name("NAME").help("The profile");
    Command::new("profiles")
        .about("List the profiles of the profile file, choose the one in use, or remove one")
        .subcommand_required(true)
        .arg_required_else_help(true)
        .subcommand(Command::new("list").about("List the profiles, credentials masked"))
        .subcommand(
            Command::new("use")
                .about("Use this profile from now on, where neither --profile nor OMNI_PROFILE names one")
                .arg(name()),
        )
        .subcommand(
            Command::new("remove")
                .about(
                    "Remove a profile with what it holds; a session goes on at the server, so log out first",
                )
                .arg(name()),
        )
}

pub(crate) fn run(context: &Context<'_>, matches: &ArgMatches) -> Result<(), Failure> {
    let settings = context.settings_for_writing()?;
    let file = location(&settings)?;
    let name = |matches: &ArgMatches| matches.get_one::<String>("name").cloned().unwrap_or_default();
    let runtime = login::runtime()?;
    let sentence = match matches.subcommand() {
        Some(("use", inner)) => {
            let name = name(inner);
            runtime.block_on(edit(&file, |editing| editing.use_profile(&name)))?;
            format!("profile {name} is in use")
        }
        Some(("remove", inner)) => {
            let name = name(inner);
            runtime.block_on(edit(&file, |editing| editing.remove_profile(&name)))?;
            format!("profile {name} is removed")
        }
        _ => return list(context, &file, &settings.profile.value),
    };
    login::said(&mut std::io::stdout().lock(), context, &sentence)
}

fn list(context: &Context<'_>, file: &Path, in_use: &str) -> Result<(), Failure> {
    let editing = Editing::read(file)?;
    let mut out = std::io::stdout().lock();
    let profiles = editing.profiles();
    let text = |table: &Table, key: &str| table.get(key).and_then(Item::as_str).map(str::to_owned);
    let rows = profiles.iter().map(|(name, table)| {
        let credential = match (text(table, "api_key"), text(table, "refresh_token")) {
            (Some(key), _) => ApiKey::new(key).masked(),
            (None, Some(_)) => "signed in".to_owned(),
            (None, None) if table.contains_key("access_token") => "signed in, without renewal".to_owned(),
            (None, None) => String::new(),
        };
        (name.clone(), *name == in_use, credential, text(table, "base_url").unwrap_or_default())
    });
    if context.format.is_json() {
        let all = rows.map(|(name, in_use, credential, base_url)| {
            json!({ "name": name, "inUse": in_use, "credential": credential, "baseUrl": base_url })
        });
        writeln!(out, "{:#}", Value::Array(all.collect()))?;
        return Ok(());
    }
    let head = ["profile", "in use", "credential", "base_url"].map(str::to_owned);
    let rows: Vec<_> = rows
        .map(|(name, in_use, credential, base_url)| {
            vec![name, if in_use { "*" } else { "" }.to_owned(), credential, base_url]
        })
        .collect();
    write!(out, "{}", output::table(&head, &rows, context.format))?;
    writeln!(out, "\nprofile file: {}", file.display())?;
    Ok(())
}

/// Where the profile file is.
pub(crate) fn location(settings: &ResolvedSettings) -> Result<PathBuf, Failure> {
    settings.config_file.clone().ok_or_else(|| {
        Failure::Usage("there is no home directory for the profile file; set OMNI_CONFIG_FILE".to_owned())
    })
}

/// Whether a profile holds an API key.
pub(crate) fn has_key(file: &Path, profile: &str) -> Result<bool, Failure> {
    let editing = Editing::read(file)?;
    Ok(editing.profiles().iter().any(|(name, table)| name == profile && table.contains_key("api_key")))
}

/// Changes the profile file: one process at a time, whole or not at all, comments and order kept.
pub(crate) async fn edit(
    file: &Path,
    change: impl FnOnce(&mut Editing) -> Result<(), Failure>,
) -> Result<(), Failure> {
    if let Some(folder) = file.parent() {
        std::fs::create_dir_all(folder)?;
    }
    // The name does not matter: the lock and the writing are of the whole file.
    let whole = ProfileFile::new(file, "");
    let lock = whole.lock().await?;
    let mut editing = Editing::read(file)?;
    change(&mut editing)?;
    Ok(whole.write(&editing.document.to_string(), &lock)?)
}

/// A profile file that is being changed.
pub(crate) struct Editing {
    document: DocumentMut,
}

impl Editing {
    fn read(file: &Path) -> Result<Self, Failure> {
        let text = match std::fs::read_to_string(file) {
            Ok(text) => text,
            Err(error) if error.kind() == std::io::ErrorKind::NotFound => String::new(),
            Err(error) => return Err(Failure::Usage(format!("{}: {error}", file.display()))),
        };
        // The parser's own message quotes the line, which may hold a secret; settling the settings told it before.
        let wrong = |_| Failure::Usage(format!("{} is no TOML", file.display()));
        Ok(Self { document: text.parse().map_err(wrong)? })
    }

    fn profiles(&self) -> Vec<(String, Table)> {
        let all = self.document.get("profiles").and_then(Item::as_table_like);
        let tables = all.into_iter().flat_map(|all| all.iter()).filter_map(|(name, item)| {
            let table = item.clone().into_table().ok()?;
            Some((name.to_owned(), table))
        });
        tables.collect()
    }

    pub(crate) fn set(&mut self, profile: &str, key: &str, value: &str) -> Result<(), Failure> {
        let all = self.document.entry("profiles").or_insert_with(|| {
            let mut all = Table::new();
            all.set_implicit(true);
            Item::Table(all)
        });
        let wrong = || Failure::Usage("the profile file: expected [profiles.<name>] tables".to_owned());
        let all = all.as_table_like_mut().ok_or_else(wrong)?;
        let table = all.entry(profile).or_insert_with(toml_edit::table);
        let table = table.as_table_like_mut().ok_or_else(wrong)?;
        match table.get_mut(key).and_then(Item::as_value_mut) {
            Some(old) => {
                let around = old.decor().clone();
                *old = value.into();
                *old.decor_mut() = around;
            }
            None => drop(table.insert(key, toml_edit::value(value))),
        }
        Ok(())
    }

    pub(crate) fn unset(&mut self, profile: &str, key: &str) {
        let all = self.document.get_mut("profiles").and_then(Item::as_table_like_mut);
        if let Some(table) = all.and_then(|all| all.get_mut(profile)).and_then(Item::as_table_like_mut) {
            table.remove(key);
        }
    }

    fn use_profile(&mut self, name: &str) -> Result<(), Failure> {
        self.known(name)?;
        self.document["profile"] = toml_edit::value(name);
        Ok(())
    }

    fn remove_profile(&mut self, name: &str) -> Result<(), Failure> {
        self.known(name)?;
        if let Some(all) = self.document.get_mut("profiles").and_then(Item::as_table_like_mut) {
            all.remove(name);
        }
        if self.document.get("profile").and_then(Item::as_str) == Some(name) {
            self.document.remove("profile");
        }
        Ok(())
    }

    fn known(&self, name: &str) -> Result<(), Failure> {
        let names: Vec<_> = self.profiles().into_iter().map(|(name, _)| name).collect();
        if names.iter().any(|known| known == name) {
            return Ok(());
        }
        let known = if names.is_empty() { "none".to_owned() } else { names.join(", ") };
        Err(Failure::Usage(format!("there is no profile {name}; there are: {known}")))
    }
}
