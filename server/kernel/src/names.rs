//! Names of people and companies. They are shown to others, also in mails that the one who wrote the name can have sent
//! to anybody: so that nobody sends advertisements in a name, one holds nothing that programs for mail make a link of.

use crate::error::Error;

/// Endings that make a word a web address however it is written.
const ENDINGS: [&str; 12] =
    ["com", "net", "org", "info", "biz", "io", "app", "dev", "xyz", "shop", "online", "site"];

/// A name of a person or a company, without space around it.
///
/// # Errors
/// As [`label`]; and `INVALID_FIELD` when there is an address of the web or of mail in it.
pub fn checked(field: &str, text: &str) -> Result<String, Error> {
    let name = label(field, text)?;
    if has_address(&name) {
        let expected =
            "expected a name without an address of the web or of mail; put a space after a dot between words";
        return Err(Error::invalid_field(field, expected));
    }
    Ok(name)
}

/// A name of a thing, without space around it.
///
/// # Errors
/// `INVALID_FIELD` unless it has 1 to 100 characters, none of them control characters.
pub fn label(field: &str, text: &str) -> Result<String, Error> {
    let text = text.trim();
    if !(1..=100).contains(&text.chars().count()) || text.chars().any(is_unseen) {
        let expected = "expected 1 to 100 characters, none of them control characters";
        return Err(Error::invalid_field(field, expected));
    }
    Ok(text.to_owned())
}

/// Control characters, ends of lines, and what turns the direction of the text after it.
fn is_unseen(letter: char) -> bool {
    letter.is_control()
        || matches!(letter, '\u{200b}' | '\u{2028}' | '\u{2029}' | '\u{feff}')
        || ('\u{202a}'..='\u{202e}').contains(&letter)
        || ('\u{2066}'..='\u{2069}').contains(&letter)
}

fn has_address(text: &str) -> bool {
    let lower = text.to_lowercase();
    if lower.contains("://") || lower.contains("www.") || lower.contains("mailto:") {
        return true;
    }
    let words = text.split(|letter: char| !(letter.is_alphanumeric() || letter == '.' || letter == '-'));
    words.map(|word| word.trim_matches(['.', '-'])).any(is_host)
}

/// `acme.example`, but neither `d.o.o.` nor `St.John`.
fn is_host(word: &str) -> bool {
    let Some((before, ending)) = word.rsplit_once('.') else { return false };
    let letters = ending.chars().count() > 1 && ending.chars().all(char::is_alphabetic);
    let is_lower = ending.chars().all(|letter| !letter.is_uppercase());
    before.ends_with(char::is_alphanumeric)
        && letters
        && (is_lower || ENDINGS.contains(&ending.to_lowercase().as_str()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_that_people_and_companies_have_are_taken() {
        for name in [
            "Ana Kos",
            " Ana ",
            "J. R. R. Tolkien",
            "J.R. Tolkien",
            "St.John Smith",
            "Dr.Eva Novak",
            "Acme d.o.o.",
            "Acme, Inc.",
            "Telecom S.p.A.",
            "Foo Co., Ltd.",
            "AT&T / Bell",
            "O'Neil-Žižek <3",
            "株式会社アクメ",
            "Version 2.0",
            "No.1 Traders",
            "@home",
        ] {
            assert_eq!(checked("name", name).unwrap(), name.trim());
        }
    }

    #[test]
    fn a_name_with_an_address_or_with_unseen_characters_is_refused_by_its_field() {
        for name in [
            "",
            " ",
            "https://evil.example",
            "Win now: HTTP://x",
            "www.evil",
            "Evil.COM",
            "Booking.com",
            "evil.example/win",
            "go to evil.shop!",
            "(evil.co.uk)",
            "ana@evil.example",
            "пример.рф",
            "a\nb",
            "a\u{202e}b",
            "a\u{2028}b",
            &"x".repeat(101),
        ] {
            let error = checked("company_name", name).unwrap_err();
            assert_eq!(error.violations()[0].field, "company_name", "{name}");
        }
    }
}
