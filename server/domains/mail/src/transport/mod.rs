//! The ways out: an SMTP server, or files.

mod files;
mod smtp;

use std::path::Path;

use omni_kernel::Error;
use omni_kernel::config::Mail as Config;

use crate::letter::{Letter, sender};
pub(crate) use files::Files;
pub(crate) use smtp::Smtp;

/// Where mail goes.
#[derive(Debug)]
pub struct Transport(Way);

#[derive(Debug)]
enum Way {
    Smtp(Box<Smtp>),
    Files(Files),
}

/// Whom files are from when nobody is named.
const NOBODY: &str = "Omni <omni@localhost>";

impl Transport {
    /// The SMTP server of the settings, or else files in the folder `mail` of the data directory.
    ///
    /// # Errors
    /// What of the settings is wrong, for the person who wrote them.
    pub fn new(config: &Config, data_dir: &Path) -> Result<Self, String> {
        let from = sender(config.from.as_deref().unwrap_or(NOBODY))?;
        Ok(Self(match &config.url {
            Some(url) => Way::Smtp(Box::new(Smtp::new(url, config, from)?)),
            None => Way::Files(Files::new(data_dir.join("mail"), from)),
        }))
    }

    pub(crate) async fn deliver(&self, letter: &Letter) -> Result<(), Failure> {
        match &self.0 {
            Way::Smtp(smtp) => smtp.deliver(letter).await,
            Way::Files(files) => files.deliver(letter).await,
        }
    }
}

/// Looks whether mail can leave, without sending any: of an SMTP server, whether it answers, encrypts and lets us in.
/// Gives where mail goes.
///
/// # Errors
/// What stands in the way, without a secret.
pub async fn check(config: &Config, data_dir: &Path) -> Result<String, String> {
    match Transport::new(config, data_dir)?.0 {
        Way::Files(files) => Ok(format!("not set; messages become files in {}", files.folder().display())),
        Way::Smtp(smtp) => match tokio::time::timeout(config.timeout, smtp.check()).await {
            Ok(Ok(())) => Ok(format!("{} answers", smtp.place())),
            Ok(Err(failure)) => Err(format!("{}: {}", smtp.place(), failure.detail)),
            Err(_) => Err(format!("{}: no answer in {:?}", smtp.place(), config.timeout)),
        },
    }
}

/// Why a message was not delivered.
#[derive(Debug)]
pub(crate) struct Failure {
    /// A stable name.
    pub(crate) kind: &'static str,
    /// Whether it will be the same each time.
    pub(crate) permanent: bool,
    /// Whether no other message would fare better.
    pub(crate) unusable: bool,
    /// For the log: without the address and without a secret.
    pub(crate) detail: String,
}

impl Failure {
    pub(crate) fn permanent(kind: &'static str, detail: impl Into<String>) -> Self {
        Self { kind, permanent: true, unusable: false, detail: detail.into() }
    }

    pub(crate) fn transient(kind: &'static str, detail: impl Into<String>) -> Self {
        Self { kind, permanent: false, unusable: false, detail: detail.into() }
    }

    pub(crate) fn unusable(kind: &'static str, detail: impl Into<String>) -> Self {
        Self { kind, permanent: false, unusable: true, detail: detail.into() }
    }

    /// A fault of this server, which a restart with other settings may mend.
    pub(crate) fn ours(kind: &'static str, error: &Error) -> Self {
        Self::transient(kind, error.internal_chain().join(": "))
    }
}
