//! Messages to an SMTP server (RFC 5321), a connection each.

use std::borrow::Cow;
use std::fmt;
use std::fs;
use std::str::Utf8Error;
use std::time::Duration;

use http::Uri;
use lettre::Address;
use lettre::message::Mailbox;
use lettre::transport::smtp::Error as SmtpError;
use lettre::transport::smtp::authentication::{Credentials, Mechanism};
use lettre::transport::smtp::client::{AsyncSmtpConnection, Certificate, TlsParameters};
use lettre::transport::smtp::commands::{Data, Mail, Rcpt};
use lettre::transport::smtp::extension::{ClientId, Extension, MailParameter};
use omni_kernel::Secret;
use omni_kernel::config::{Mail as Config, StartTls};
use percent_encoding::percent_decode_str;

use super::Failure;
use crate::letter::Letter;

/// How long a server may take to say goodbye; the message is its own by then.
const GOODBYE: Duration = Duration::from_secs(1);
/// Longest text of a server in the log.
const LONGEST_DETAIL: usize = 200;

/// An SMTP server and how to speak to it.
pub(crate) struct Smtp {
    host: String,
    port: u16,
    encryption: Encryption,
    credentials: Option<Credentials>,
    hello: ClientId,
    from: Mailbox,
    timeout: Duration,
}

/// When a connection is encrypted.
enum Encryption {
    FromTheStart(TlsParameters),
    ByStartTls(TlsParameters),
    Never,
}

impl Smtp {
    /// # Errors
    /// What of the settings is wrong.
    pub(crate) fn new(url: &Secret, config: &Config, from: Mailbox) -> Result<Self, String> {
        let expected = "mail.url: expected a URL such as smtps://user:password@smtp.example.com, special characters as %XX";
        let uri: Uri = url.expose().parse().map_err(|_| expected)?;
        let host = uri.host().map(|host| host.trim_matches(['[', ']']).to_owned()).ok_or(expected)?;
        let tls = || tls(&host, config);
        let (encryption, port) = match (uri.scheme_str(), config.starttls) {
            (Some("smtps"), _) => (Encryption::FromTheStart(tls()?), 465),
            (Some("smtp"), StartTls::Required) => (Encryption::ByStartTls(tls()?), 587),
            (Some("smtp"), StartTls::Off) => (Encryption::Never, 25),
            _ => return Err(expected.to_owned()),
        };
        let credentials = credentials(&uri).map_err(|_| expected)?;
        Ok(Self {
            port: uri.port_u16().unwrap_or(port),
            encryption,
            credentials,
            hello: ClientId::Domain(from.email.domain().to_owned()),
            from,
            timeout: config.timeout,
            host,
        })
    }

    /// Host and port.
    pub(crate) fn place(&self) -> String {
        format!("{}:{}", self.host, self.port)
    }

    /// Connects, encrypts and signs in, and goes away.
    pub(crate) async fn check(&self) -> Result<(), Failure> {
        let mut connection = self.connect().await?;
        goodbye(&mut connection).await;
        Ok(())
    }

    pub(crate) async fn deliver(&self, letter: &Letter) -> Result<(), Failure> {
        let to = letter.recipient().map_err(|error| Failure::ours("message", &error))?;
        let message = letter.message(&self.from).map_err(|error| Failure::ours("message", &error))?;
        let mut connection = self.connect().await?;
        let sent = self.send(&mut connection, &to, &message).await;
        goodbye(&mut connection).await;
        sent?;
        tracing::info!(mail = %letter.id, purpose = letter.purpose, "a mail was handed to the mail server");
        Ok(())
    }

    /// A connection that takes messages. What goes wrong here would go wrong for every message.
    async fn connect(&self) -> Result<AsyncSmtpConnection, Failure> {
        let told = |kind, error: &SmtpError| Failure::unusable(kind, detail(error, None));
        let tls = match &self.encryption {
            Encryption::FromTheStart(tls) => Some(tls.clone()),
            Encryption::ByStartTls(_) | Encryption::Never => None,
        };
        let server = (self.host.as_str(), self.port);
        let mut connection =
            AsyncSmtpConnection::connect_tokio1(server, Some(self.timeout), &self.hello, tls, None)
                .await
                .map_err(|error| told("connect", &error))?;
        if let Encryption::ByStartTls(tls) = &self.encryption {
            if !connection.can_starttls() {
                goodbye(&mut connection).await;
                return Err(Failure::unusable("starttls", "the mail server does not offer STARTTLS"));
            }
            connection.starttls(tls.clone(), &self.hello).await.map_err(|error| told("starttls", &error))?;
        }
        if let Some(credentials) = &self.credentials {
            let mechanisms = [Mechanism::Plain, Mechanism::Login];
            connection.auth(&mechanisms, credentials).await.map_err(|error| told("auth", &error))?;
        }
        Ok(connection)
    }

    /// One message, step by step: who was refused decides whether it is worth another try.
    async fn send(
        &self,
        connection: &mut AsyncSmtpConnection,
        to: &Address,
        message: &[u8],
    ) -> Result<(), Failure> {
        let mut parameters = Vec::new();
        if !(text(to).is_ascii() && text(&self.from.email).is_ascii()) {
            if !connection.server_info().supports_feature(Extension::SmtpUtfEight) {
                let what = "the address is not ASCII and the mail server does not offer SMTPUTF8";
                return Err(Failure::permanent("address_not_supported", what));
            }
            parameters.push(MailParameter::SmtpUtfEight);
        }
        // A sender that is refused is a matter of the settings, not of the message.
        let from = Mail::new(Some(self.from.email.clone()), parameters);
        connection
            .command(from)
            .await
            .map_err(|error| Failure::unusable("sender_refused", detail(&error, Some(to))))?;
        let refused = |kind, error: &SmtpError| {
            let detail = detail(error, Some(to));
            if error.is_permanent() {
                Failure::permanent(kind, detail)
            } else {
                Failure::transient(if error.is_transient() { "deferred" } else { "connection" }, detail)
            }
        };
        connection
            .command(Rcpt::new(to.clone(), Vec::new()))
            .await
            .map_err(|error| refused("recipient_refused", &error))?;
        connection.command(Data).await.map_err(|error| refused("message_refused", &error))?;
        // The end of data brings a line break of its own.
        let message = message.strip_suffix(b"\r\n").unwrap_or(message);
        connection.message(message).await.map_err(|error| refused("message_refused", &error))?;
        Ok(())
    }
}

async fn goodbye(connection: &mut AsyncSmtpConnection) {
    let _ = tokio::time::timeout(GOODBYE, connection.abort()).await;
}

fn tls(host: &str, config: &Config) -> Result<TlsParameters, String> {
    let mut builder = TlsParameters::builder(host.to_owned());
    if let Some(path) = &config.ca_file {
        let expected = || format!("mail.ca_file: {}: expected certificates in PEM form", path.display());
        let pem = fs::read(path).map_err(|error| format!("mail.ca_file: {}: {error}", path.display()))?;
        builder = builder.add_root_certificate(Certificate::from_pem(&pem).map_err(|_| expected())?);
    }
    builder.build().map_err(|error| format!("mail.url: TLS cannot be set up for {host}: {error}"))
}

/// User and password of the URL, if there are any.
fn credentials(uri: &Uri) -> Result<Option<Credentials>, Utf8Error> {
    let authority = uri.authority().map(http::uri::Authority::as_str).unwrap_or_default();
    let Some((info, _)) = authority.rsplit_once('@') else { return Ok(None) };
    let (user, password) = info.split_once(':').unwrap_or((info, ""));
    let decode = |text| percent_decode_str(text).decode_utf8().map(Cow::into_owned);
    Ok(Some(Credentials::new(decode(user)?, decode(password)?)))
}

fn text(address: &Address) -> &str {
    address.as_ref()
}

/// What went wrong, on one short line, without the address it was about.
fn detail(error: &SmtpError, to: Option<&Address>) -> String {
    let told = error.to_string();
    let told = match to {
        Some(to) => told.replace(text(to), "<recipient>"),
        None => told,
    };
    told.chars().filter(|letter| !letter.is_control()).take(LONGEST_DETAIL).collect()
}

impl fmt::Debug for Smtp {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Smtp").field("place", &self.place()).finish_non_exhaustive()
    }
}
