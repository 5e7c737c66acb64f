//! What secrets are made of.

pub(crate) mod base32;
pub(crate) mod hasher;
pub(crate) mod jwt;
pub(crate) mod password;
pub(crate) mod token;
pub(crate) mod totp;
