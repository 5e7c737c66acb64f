//! Pages of a list (AIP-158). A page token is opaque, cannot be made up, and holds only for the list and the filter it
//! was given for: it is the sealed place where the next page begins.

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;

use crate::error::Error;
use crate::vault::Vault;

/// Items of a page when the caller does not say.
pub const DEFAULT_SIZE: u16 = 50;
/// Most items of a page; a caller who asks for more gets as many.
pub const LARGEST_SIZE: u16 = 1000;

/// One list as one caller sees it.
#[derive(Debug)]
pub struct Pages<'a> {
    vault: &'a Vault,
    place: String,
}

impl<'a> Pages<'a> {
    /// The pages of `list`, such as `keys`, under everything that decides what it holds: the tenant, the environment and
    /// the filter.
    pub fn new(vault: &'a Vault, list: &str, filter: &impl std::fmt::Debug) -> Self {
        Self { vault, place: format!("page:{list}:{filter:?}") }
    }

    /// How many items the caller wants.
    ///
    /// # Errors
    /// `INVALID_FIELD` when it is negative.
    pub fn size(asked: i32) -> Result<u16, Error> {
        match asked {
            0 => Ok(DEFAULT_SIZE),
            1.. => Ok(u16::try_from(asked).unwrap_or(LARGEST_SIZE).min(LARGEST_SIZE)),
            _ => Err(Error::invalid_field("page_size", "expected a number of items, or 0 for the default")),
        }
    }

    /// Where the page begins; `None` for the first.
    ///
    /// # Errors
    /// `INVALID_FIELD` when the token is of another list, another filter, or none at all.
    pub fn start(&self, token: &str) -> Result<Option<String>, Error> {
        if token.is_empty() {
            return Ok(None);
        }
        let wrong = || {
            Error::invalid_field(
                "page_token",
                "expected the next_page_token of the same list with the same filter",
            )
        };
        let sealed = URL_SAFE_NO_PAD.decode(token).map_err(|_| wrong())?;
        let start = self.vault.open(&self.place, &sealed).map_err(|_| wrong())?;
        String::from_utf8(start).map(Some).map_err(|_| wrong())
    }

    /// The token of the page that begins at `start`; empty when there is no next page.
    ///
    /// # Errors
    /// As [`Vault::seal`].
    pub fn token(&self, start: Option<&str>) -> Result<String, Error> {
        let Some(start) = start else { return Ok(String::new()) };
        Ok(URL_SAFE_NO_PAD.encode(self.vault.seal(&self.place, start.as_bytes())?))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::rng::Rng;

    #[test]
    fn a_token_holds_for_its_list_and_filter_only() {
        let vault = Vault::new(&[1; 32], Rng::seeded(1));
        let pages = Pages::new(&vault, "keys", &("ten_1", "live"));
        let token = pages.token(Some("key_7")).unwrap();
        assert_eq!(pages.start(&token).unwrap().as_deref(), Some("key_7"));
        assert_eq!(pages.start("").unwrap(), None);
        assert_eq!(pages.token(None).unwrap(), "");
        for (list, filter) in [("keys", ("ten_2", "live")), ("members", ("ten_1", "live"))] {
            let error = Pages::new(&vault, list, &filter).start(&token).unwrap_err();
            assert_eq!(error.violations()[0].field, "page_token");
        }
        for made_up in ["x", "key_7", &format!("{token}A"), &token[1..]] {
            assert!(pages.start(made_up).is_err(), "{made_up}");
        }
    }

    #[test]
    fn a_page_has_a_size_within_bounds() {
        assert_eq!(Pages::size(0).unwrap(), DEFAULT_SIZE);
        assert_eq!(Pages::size(7).unwrap(), 7);
        assert_eq!(Pages::size(i32::MAX).unwrap(), LARGEST_SIZE);
        assert_eq!(Pages::size(-1).unwrap_err().violations()[0].field, "page_size");
    }
}
