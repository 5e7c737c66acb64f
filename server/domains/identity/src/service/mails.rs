//! What is mailed to people.

use std::time::Duration;

use jiff::Timestamp;
use omni_kernel::db::RawTx;
use omni_kernel::ports::Mail;
use omni_kernel::{Error, Secret, Vault};

use super::Inner;
use super::register::Pending;
use crate::lockout::{self, MailFor};
use crate::model::Email;
use crate::store::attempts;

/// What became of a person's second factor.
#[derive(Debug, Clone, Copy)]
pub(super) enum FactorChange {
    On,
    Off,
    Reset,
}

impl Inner {
    /// Mails the token that proves an address.
    pub(super) async fn mail_verification(
        &self,
        tx: &mut RawTx,
        email: &Email,
        pending: &Pending,
        token: &Secret,
    ) -> Result<(), Error> {
        let (url, token) = (&self.public_url, token.expose());
        let (person, company) = (&pending.full_name, &pending.company_name);
        let when = self.now().strftime("%Y-%m-%d at %H:%M UTC");
        let text = format!(
            "Somebody, hopefully you, registered the company \"{company}\" as \"{person}\" with this address, on {when}.\n\n\
             If it was not you, do nothing; no account is made. Whoever registered chose the password, so open only the \
             link of a registration of your own.\n\n\
             To finish, open this link:\n\n  {url}/auth/verify?token={token}\n\n\
             or give this token to the program you registered with:\n\n  {token}\n"
        );
        self.mail(tx, email, "Confirm your address", text, "verify_email").await
    }

    /// Tells a person who registers that they have an account.
    pub(super) async fn mail_account_exists(&self, tx: &mut RawTx, email: &Email) -> Result<(), Error> {
        let url = &self.public_url;
        let text = format!(
            "Somebody, hopefully you, registered with this address, which has an account already.\n\n\
             Sign in at {url}, or ask for a new password if you do not remember yours.\n\n\
             If it was not you, do nothing; your account is as it was.\n"
        );
        self.mail(tx, email, "You have an account already", text, "account_exists").await
    }

    /// Mails the token that sets a new password.
    pub(super) async fn mail_reset(
        &self,
        tx: &mut RawTx,
        email: &Email,
        token: &Secret,
    ) -> Result<(), Error> {
        let (url, token) = (&self.public_url, token.expose());
        let text = format!(
            "Somebody, hopefully you, asked for a new password for the account of this address.\n\n\
             To set one, open this link:\n\n  {url}/auth/password/reset?token={token}\n\n\
             or give this token to the program you asked with:\n\n  {token}\n\n\
             If it was not you, do nothing; your password is as it was.\n"
        );
        self.mail(tx, email, "Set a new password", text, "reset_password").await
    }

    /// Tells a person that their password was changed.
    pub(super) async fn mail_password_changed(&self, tx: &mut RawTx, email: &Email) -> Result<(), Error> {
        let text = "The password of your account was changed.\n\n\
                    If it was not you, ask for a new password at once and tell the people who run the service.\n";
        self.mail(tx, email, "Your password was changed", text.to_owned(), "password_changed").await
    }

    /// Tells a person what became of their second factor.
    pub(super) async fn mail_factor(
        &self,
        tx: &mut RawTx,
        email: &Email,
        change: FactorChange,
    ) -> Result<(), Error> {
        let (subject, what) = match change {
            FactorChange::On => (
                "Your second factor is on",
                "A second factor was turned on for your account, and recovery codes were made.",
            ),
            FactorChange::Off => (
                "Your second factor is off",
                "The second factor of your account was turned off. Its recovery codes do not work any more.",
            ),
            FactorChange::Reset => (
                "Your second factor was taken away",
                "The people who run the service took the second factor of your account away and ended its sessions.",
            ),
        };
        let text = format!(
            "{what}\n\n\
             If it was not you and you did not ask for it, set a new password at once and tell the people who run the service.\n"
        );
        self.mail(tx, email, subject, text, "second_factor_changed").await
    }

    async fn mail(
        &self,
        tx: &mut RawTx,
        email: &Email,
        subject: &str,
        text: String,
        purpose: &'static str,
    ) -> Result<(), Error> {
        let mail = Mail { to: email.shown.clone(), subject: subject.to_owned(), text, purpose };
        self.mail.enqueue(tx, &mail).await
    }

    /// Counts a mail that anybody can have sent to an address, and says whether it may go.
    pub(super) async fn may_mail(
        &self,
        tx: &mut RawTx,
        purpose: MailFor,
        email: &Email,
    ) -> Result<bool, Error> {
        Ok(count_mail(tx, self.effects.vault(), purpose, email, self.now()).await?.is_none())
    }
}

/// Counts a mail that anybody can have sent to an address; gives how long to wait when it may not go.
pub(crate) async fn count_mail(
    tx: &mut RawTx,
    vault: &Vault,
    purpose: MailFor,
    email: &Email,
    now: Timestamp,
) -> Result<Option<Duration>, Error> {
    let counter = lockout::mail_counter(vault, purpose, email, now);
    let counts = attempts::add(tx, std::slice::from_ref(&counter), 1, now).await?;
    Ok(lockout::mail_refusal(counts.get(counter.kind), now))
}
