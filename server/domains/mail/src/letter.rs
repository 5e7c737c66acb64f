//! A message, its rules and its form on the wire.

use std::time::SystemTime;

use jiff::Timestamp;
use lettre::message::header::{HeaderName, HeaderValue};
use lettre::message::{Mailbox, SinglePart};
use lettre::{Address, Message};
use omni_kernel::ports::Mail;
use omni_kernel::{Error, entity_id};
use serde::{Deserialize, Serialize};

entity_id!(
    /// A message on its way.
    MailId,
    MailEntity,
    "mail"
);

/// What of a message is sealed.
#[derive(Clone, Serialize, Deserialize)]
pub(crate) struct Content {
    pub(crate) to: String,
    pub(crate) subject: String,
    pub(crate) text: String,
}

/// A message on its way.
#[derive(Clone)]
pub(crate) struct Letter {
    pub(crate) id: MailId,
    pub(crate) purpose: String,
    pub(crate) content: Content,
    pub(crate) enqueue_time: Timestamp,
}

impl Content {
    /// What is to be sent, if it can be.
    ///
    /// # Errors
    /// `INVALID_FIELD` when the address is none, or the address or the subject holds a line break or another control
    /// character: a line break there would begin a header of the writer's choice.
    pub(crate) fn of(mail: &Mail) -> Result<Self, Error> {
        if mail.to.chars().any(char::is_control) || mail.to.parse::<Address>().is_err() {
            return Err(Error::invalid_field("to", "expected an e-mail address such as ana@example.com"));
        }
        if mail.subject.chars().any(char::is_control) {
            return Err(Error::invalid_field("subject", "expected one line without control characters"));
        }
        Ok(Self { to: mail.to.clone(), subject: mail.subject.clone(), text: mail.text.clone() })
    }
}

/// The address that the messages of a server are from.
///
/// # Errors
/// What was expected.
pub(crate) fn sender(from: &str) -> Result<Mailbox, String> {
    from.parse().map_err(|_| "mail.from: expected an address such as \"Omni <omni@example.com>\"".to_owned())
}

impl Letter {
    /// To whom.
    ///
    /// # Errors
    /// INTERNAL when the queue holds an address that it would not have taken.
    pub(crate) fn recipient(&self) -> Result<Address, Error> {
        let wrong = |_| Error::internal(format!("the queue holds {} with an address that is none", self.id));
        self.content.to.parse().map_err(wrong)
    }

    /// The message as RFC 5322 and MIME have it, in ASCII but for addresses that are not. The same letter gives the same
    /// bytes, so that a message that comes twice has one `Message-ID`.
    ///
    /// # Errors
    /// INTERNAL when it cannot be written.
    pub(crate) fn message(&self, from: &Mailbox) -> Result<Vec<u8>, Error> {
        // RFC 3834: no holiday notice shall answer it.
        let automatic =
            HeaderValue::new(HeaderName::new_from_ascii_str("Auto-Submitted"), "auto-generated".to_owned());
        let message = Message::builder()
            .from(from.clone())
            .to(Mailbox::new(None, self.recipient()?))
            .subject(&self.content.subject)
            .date(SystemTime::from(self.enqueue_time))
            .message_id(Some(format!("<{}@{}>", self.id, from.email.domain())))
            .raw_header(automatic)
            .singlepart(SinglePart::plain(self.content.text.trim_end().to_owned()))
            .map_err(|error| Error::internal("a message cannot be written").with_source(error))?;
        Ok(message.formatted())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn mail(to: &str, subject: &str) -> Mail {
        Mail { to: to.to_owned(), subject: subject.to_owned(), text: "Hello".to_owned(), purpose: "test" }
    }

    #[test]
    fn no_header_is_smuggled_in_by_address_or_subject() {
        Content::of(&mail("ana@example.com", "Grüße: ready")).unwrap();
        for to in [
            "",
            "bor",
            "bor@example.com\r\nBcc: eve@example.com",
            "bor@example.com\n",
            "bor@example.com,eve@example.com",
            "bor@example.com> SIZE=1",
            "\"a\r\nb\"@example.com",
            "bor\0@example.com",
        ] {
            let error = Content::of(&mail(to, "Hi")).err().unwrap_or_else(|| panic!("{to:?} is taken"));
            assert_eq!(error.violations()[0].field, "to");
            assert!(to.is_empty() || !error.message().contains(to));
        }
        for subject in ["Hi\r\nBcc: eve@example.com", "Hi\nX: y", "Hi\rX: y", "Hi\0"] {
            let error = Content::of(&mail("ana@example.com", subject)).err().expect("it is refused");
            assert_eq!(error.violations()[0].field, "subject");
        }
    }

    #[test]
    fn a_message_is_complete_mime_and_the_same_each_time() {
        let letter = Letter {
            id: MailId::from_uuid(omni_kernel::Rng::seeded(1).uuid(Timestamp::UNIX_EPOCH)),
            purpose: "test".to_owned(),
            content: Content {
                to: "ana@example.com".to_owned(),
                subject: "Geschäft: confirm".to_owned(),
                text: "Živjo Ana,\n\n.\nhttps://omni.example/auth/verify?token=abc\n".to_owned(),
            },
            enqueue_time: Timestamp::from_second(1_767_225_600).unwrap(),
        };
        let from = sender("Omni <omni@example.com>").unwrap();
        let bytes = letter.message(&from).unwrap();
        assert_eq!(bytes, letter.message(&from).unwrap());
        let text = String::from_utf8(bytes).unwrap();
        assert!(text.is_ascii(), "{text}");
        for header in [
            "From: Omni <omni@example.com>\r\n".to_owned(),
            "To: ana@example.com\r\n".to_owned(),
            "Date: Thu, 01 Jan 2026 00:00:00 +0000\r\n".to_owned(),
            format!("Message-ID: <{}@example.com>\r\n", letter.id),
            "MIME-Version: 1.0\r\n".to_owned(),
            "Content-Type: text/plain; charset=utf-8\r\n".to_owned(),
            "Auto-Submitted: auto-generated\r\n".to_owned(),
        ] {
            assert!(text.contains(&header), "no {header} in {text}");
        }
    }
}
