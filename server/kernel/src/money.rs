//! Money: an integer of minor units and its currency. No float comes near it.

#![deny(clippy::float_arithmetic)]

use std::fmt;
use std::str::FromStr;

/// An ISO 4217 currency.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Currency {
    code: [u8; 3],
    exponent: u8,
}

/// Currencies whose minor unit is not a hundredth (ISO 4217, table A.1).
const EXPONENTS: &[(&str, u8)] = &[
    ("BHD", 3),
    ("BIF", 0),
    ("CLF", 4),
    ("CLP", 0),
    ("DJF", 0),
    ("GNF", 0),
    ("IQD", 3),
    ("ISK", 0),
    ("JOD", 3),
    ("JPY", 0),
    ("KMF", 0),
    ("KRW", 0),
    ("KWD", 3),
    ("LYD", 3),
    ("OMR", 3),
    ("PYG", 0),
    ("RWF", 0),
    ("TND", 3),
    ("UGX", 0),
    ("UYI", 0),
    ("UYW", 4),
    ("VND", 0),
    ("VUV", 0),
    ("XAF", 0),
    ("XOF", 0),
    ("XPF", 0),
];

impl Currency {
    /// Digits behind the decimal separator.
    pub fn exponent(self) -> u8 {
        self.exponent
    }
}

impl FromStr for Currency {
    type Err = MoneyError;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let code: [u8; 3] = text.as_bytes().try_into().map_err(|_| MoneyError::Currency)?;
        if !code.iter().all(u8::is_ascii_uppercase) {
            return Err(MoneyError::Currency);
        }
        let exponent =
            EXPONENTS.iter().find(|(known, _)| *known == text).map_or(2, |(_, exponent)| *exponent);
        Ok(Self { code, exponent })
    }
}

impl fmt::Display for Currency {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.code.iter().try_for_each(|&byte| write!(f, "{}", char::from(byte)))
    }
}

/// An amount in minor units of a currency; negative for credits.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Money {
    minor: i64,
    currency: Currency,
}

/// Why an amount cannot be had.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum MoneyError {
    /// Not three upper-case letters.
    #[error("expected a currency of three upper-case letters, as in ISO 4217")]
    Currency,
    /// Two currencies in one sum.
    #[error("amounts of different currencies cannot be added")]
    Mismatch,
    /// More than 64 bits of minor units.
    #[error("the amount is out of range")]
    Range,
    /// A split into parts that weigh nothing.
    #[error("expected at least one part with a weight above zero")]
    Weights,
}

impl Money {
    /// An amount of minor units, such as cents.
    pub fn new(minor: i64, currency: Currency) -> Self {
        Self { minor, currency }
    }

    /// Minor units.
    pub fn minor(self) -> i64 {
        self.minor
    }

    /// The currency.
    pub fn currency(self) -> Currency {
        self.currency
    }

    /// The sum.
    ///
    /// # Errors
    /// [`MoneyError::Mismatch`] or [`MoneyError::Range`].
    pub fn checked_add(self, other: Self) -> Result<Self, MoneyError> {
        if self.currency != other.currency {
            return Err(MoneyError::Mismatch);
        }
        self.minor.checked_add(other.minor).map(|minor| Self { minor, ..self }).ok_or(MoneyError::Range)
    }

    /// The amount times `numerator / denominator`, rounded half away from zero.
    ///
    /// # Errors
    /// [`MoneyError::Range`] when the result does not fit or the denominator is zero.
    pub fn scale(self, numerator: i64, denominator: i64) -> Result<Self, MoneyError> {
        let (numerator, denominator) = (i128::from(numerator), i128::from(denominator));
        if denominator == 0 {
            return Err(MoneyError::Range);
        }
        let product = i128::from(self.minor) * numerator;
        let (quotient, remainder) = (product / denominator, product % denominator);
        let away = if (product < 0) == (denominator < 0) { 1 } else { -1 };
        let rounded = if remainder.abs() * 2 >= denominator.abs() { quotient + away } else { quotient };
        i64::try_from(rounded).map(|minor| Self { minor, ..self }).map_err(|_| MoneyError::Range)
    }

    /// Parts in proportion to `weights` that add up to the whole, by the method of the largest remainder.
    ///
    /// # Errors
    /// [`MoneyError::Weights`] when no weight is above zero.
    pub fn split(self, weights: &[u32]) -> Result<Vec<Self>, MoneyError> {
        let total: i128 = weights.iter().map(|&weight| i128::from(weight)).sum();
        if total == 0 {
            return Err(MoneyError::Weights);
        }
        let (whole, sign) = (i128::from(self.minor).abs(), i128::from(self.minor.signum()));
        let mut parts: Vec<i128> = weights.iter().map(|&weight| whole * i128::from(weight) / total).collect();
        let mut order: Vec<usize> = (0..weights.len()).collect();
        order.sort_by_key(|&index| std::cmp::Reverse(whole * i128::from(weights[index]) % total));
        let left = usize::try_from(whole - parts.iter().sum::<i128>()).map_err(|_| MoneyError::Range)?;
        for &index in order.iter().take(left) {
            parts[index] += 1;
        }
        parts
            .into_iter()
            .map(|part| {
                i64::try_from(part * sign).map(|minor| Self { minor, ..self }).map_err(|_| MoneyError::Range)
            })
            .collect()
    }
}

impl fmt::Display for Money {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let unit = 10_u64.pow(u32::from(self.currency.exponent));
        let (whole, part) = (self.minor.unsigned_abs() / unit, self.minor.unsigned_abs() % unit);
        let sign = if self.minor < 0 { "-" } else { "" };
        match usize::from(self.currency.exponent) {
            0 => write!(f, "{sign}{whole} {}", self.currency),
            digits => write!(f, "{sign}{whole}.{part:0digits$} {}", self.currency),
        }
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn eur(minor: i64) -> Money {
        Money::new(minor, "EUR".parse().unwrap())
    }

    proptest! {
        #[test]
        fn parts_add_up_to_the_whole(minor in any::<i64>(), weights in proptest::collection::vec(0_u32.., 1..8)) {
            prop_assume!(weights.iter().any(|&weight| weight > 0));
            let parts = eur(minor).split(&weights).unwrap();
            let sum: i128 = parts.iter().map(|part| i128::from(part.minor())).sum();
            prop_assert_eq!(sum, i128::from(minor));
        }

        #[test]
        fn negative_amounts_mirror_positive_ones(minor in 0..i64::MAX, n in 0..1_000_i64, d in 1..1_000_i64) {
            let (up, down) = (eur(minor).scale(n, d), eur(-minor).scale(n, d));
            prop_assert_eq!(up.map(Money::minor), down.map(|money| -money.minor()));
        }

        #[test]
        fn scaling_is_within_half_a_unit(minor in -1_000_000..1_000_000_i64, n in 0..1_000_i64, d in 1..1_000_i64) {
            let scaled = i128::from(eur(minor).scale(n, d).unwrap().minor());
            let exact = i128::from(minor) * i128::from(n);
            prop_assert!((scaled * i128::from(d) - exact).abs() * 2 <= i128::from(d));
        }
    }

    #[test]
    fn halves_round_away_from_zero() {
        assert_eq!(eur(5).scale(1, 2).unwrap().minor(), 3);
        assert_eq!(eur(-5).scale(1, 2).unwrap().minor(), -3);
        assert_eq!(eur(5).scale(-1, 2).unwrap().minor(), -3);
        assert_eq!(eur(5).scale(1, -2).unwrap().minor(), -3);
    }

    #[test]
    fn currencies_keep_apart_and_know_their_digits() {
        let yen = Money::new(1234, "JPY".parse().unwrap());
        assert_eq!(eur(1).checked_add(yen), Err(MoneyError::Mismatch));
        assert_eq!(yen.to_string(), "1234 JPY");
        assert_eq!(eur(-1205).to_string(), "-12.05 EUR");
        assert_eq!(Money::new(5, "KWD".parse().unwrap()).to_string(), "0.005 KWD");
        assert!("eur".parse::<Currency>().is_err());
        assert_eq!(eur(i64::MAX).checked_add(eur(1)), Err(MoneyError::Range));
    }
}
