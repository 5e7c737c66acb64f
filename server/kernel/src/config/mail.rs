use std::path::PathBuf;
use std::time::Duration;

use schemars::JsonSchema;
use serde::Deserialize;

use super::Problems;
use super::duration;
use super::sections::check_scheme;
use crate::secret::Secret;

/// Mail to people.
#[derive(Debug, Clone, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Mail {
    /// URL of the SMTP server, `smtps://user:password@host` or `smtp://...`. Without it, mail is written to files.
    #[schemars(with = "Option<String>", extend("writeOnly" = true))]
    pub url: Option<Secret>,
    /// Whom mail is from, such as `Omni <omni@example.com>`.
    pub from: Option<String>,
    /// Whether a connection of `smtp://` has to be encrypted by STARTTLS.
    pub starttls: StartTls,
    /// PEM file of further certificate authorities of the mail server.
    pub ca_file: Option<PathBuf>,
    /// How long the delivery of one message may take.
    #[serde(deserialize_with = "duration::deserialize")]
    #[schemars(schema_with = "duration::schema")]
    pub timeout: Duration,
    /// How long a message is tried again after temporary failures.
    #[serde(deserialize_with = "duration::deserialize")]
    #[schemars(schema_with = "duration::schema")]
    pub give_up_after: Duration,
}

/// Whether a connection of `smtp://` has to be encrypted (RFC 3207).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize, JsonSchema)]
#[serde(rename_all = "lowercase")]
pub enum StartTls {
    /// Nothing is sent before it is.
    Required,
    /// It never is.
    Off,
}

impl Mail {
    pub(super) fn validate(&self, problems: &mut Problems) {
        check_scheme(problems, "mail.url", self.url.as_ref(), &["smtp", "smtps"]);
        let nameless = self.url.is_some() && self.from.is_none();
        problems.require("mail.url", !nameless, "expected mail.from beside it");
        if let Some(from) = &self.from {
            let fits = from.split_once('@').is_some() && !from.chars().any(char::is_control);
            let expectation = "expected an address such as \"Omni <omni@example.com>\"";
            problems.require("mail.from", fits, expectation);
        }
        problems.require(
            "mail.starttls",
            !self.shows_password(),
            "expected \"required\": mail.url holds a password, which would cross the network without encryption",
        );
        let long = self.timeout >= Duration::from_millis(100);
        problems.require("mail.timeout", long, "expected a duration of at least 100ms");
    }

    /// Whether a password would leave the machine unencrypted.
    fn shows_password(&self) -> bool {
        let url = self.url.as_ref().and_then(|url| url.expose().parse::<http::Uri>().ok());
        let Some(url) = url.filter(|_| self.starttls == StartTls::Off) else { return false };
        let password = url.authority().is_some_and(|authority| authority.as_str().contains('@'));
        let near = matches!(url.host(), Some("localhost" | "127.0.0.1" | "[::1]"));
        url.scheme_str() == Some("smtp") && password && !near
    }
}
