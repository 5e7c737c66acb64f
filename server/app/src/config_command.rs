//! `omni-server config`: what holds, what could be set, and the schema of the file.

use std::process::ExitCode;

use omni_kernel::config::{Config, DEFAULTS};

use crate::cli::print;

/// What to show.
#[derive(Debug, clap::Args)]
pub(crate) struct Options {
    #[command(subcommand)]
    show: Option<Show>,
}

#[derive(Debug, Clone, Copy, clap::Subcommand)]
enum Show {
    /// The settings that hold, each with its source; the same as no word.
    Effective,
    /// Every setting with its default and what it does: a file to start from.
    Defaults,
    /// The JSON Schema of the settings file.
    Schema,
}

pub(crate) fn run(config: &Config, options: &Options) -> ExitCode {
    print(shown(config, options.show.unwrap_or(Show::Effective)).trim_end());
    ExitCode::SUCCESS
}

fn shown(config: &Config, show: Show) -> String {
    match show {
        Show::Effective => config.to_toml(),
        Show::Defaults => DEFAULTS.to_owned(),
        Show::Schema => format!("{:#}", Config::schema()),
    }
}

#[cfg(test)]
mod tests {
    use omni_kernel::config::{Flag, Inputs};

    use super::*;

    #[test]
    fn each_word_shows_its_own() {
        let flag = Flag { flag: "--listen".into(), key: "listen".into(), value: "127.0.0.1:9".into() };
        let config = Config::load(&Inputs { flags: vec![flag], ..Inputs::default() }).unwrap();
        assert!(shown(&config, Show::Effective).contains("listen = \"127.0.0.1:9\"  # --listen\n"));
        assert_eq!(shown(&config, Show::Defaults), DEFAULTS);
        let schema: serde_json::Value = serde_json::from_str(&shown(&config, Show::Schema)).unwrap();
        assert_eq!(schema["properties"]["listen"]["default"], "127.0.0.1:8080");
    }
}
