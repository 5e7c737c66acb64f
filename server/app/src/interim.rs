//! What stands in for the audit log and the mail of an installation until their domains are there: acts go to the log of
//! the server, mails into files.

use std::fs;
use std::io::Write;
use std::os::unix::fs::{DirBuilderExt, OpenOptionsExt};
use std::path::PathBuf;

use async_trait::async_trait;
use omni_kernel::db::{RawTx, TenantTx};
use omni_kernel::error::reason::INTERNAL;
use omni_kernel::ports::{AuditEntry, AuditLog, Mail, MailQueue};
use omni_kernel::{Clock, Ctx, Error, Rng, Scope};

/// Acts as lines of the server's log, without personal data.
pub(crate) struct LoggedAudit;

fn log(scope: Scope, ctx: &Ctx, entry: &AuditEntry) {
    tracing::info!(
        tenant = %scope.tenant,
        request_id = %ctx.request_id(),
        action = entry.action,
        outcome = ?entry.outcome,
        target_id = entry.target,
        reason = entry.reason,
        "audit"
    );
}

#[async_trait]
impl AuditLog for LoggedAudit {
    async fn append(&self, tx: &mut TenantTx, ctx: &Ctx, entries: &[AuditEntry]) -> Result<(), Error> {
        for entry in entries {
            log(tx.scope(), ctx, entry);
        }
        Ok(())
    }

    fn record(&self, scope: Scope, ctx: &Ctx, entry: AuditEntry) {
        log(scope, ctx, &entry);
    }
}

/// Mails as files that only the server's account can read.
pub(crate) struct MailFiles {
    pub(crate) folder: PathBuf,
    pub(crate) clock: Clock,
    pub(crate) rng: Rng,
}

#[async_trait]
impl MailQueue for MailFiles {
    async fn enqueue(&self, _: &mut RawTx, mail: &Mail) -> Result<(), Error> {
        let name = format!("{}-{}.eml", self.rng.uuid(self.clock.now()), mail.purpose);
        let text = format!("To: {}\r\nSubject: {}\r\n\r\n{}", mail.to, mail.subject, mail.text);
        let written = fs::DirBuilder::new()
            .recursive(true)
            .mode(0o700)
            .create(&self.folder)
            .and_then(|()| {
                fs::File::options().write(true).create_new(true).mode(0o600).open(self.folder.join(&name))
            })
            .and_then(|mut file| file.write_all(text.as_bytes()));
        tracing::info!(file = name, "a mail was written");
        written.map_err(|error| Error::new(&INTERNAL, "the server cannot write mail").with_source(error))
    }
}
