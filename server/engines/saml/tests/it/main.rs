//! The engine against genuine answers of pysaml2, and against what attackers have made of such answers.

mod answers;
mod forgeries;
mod metadata;
mod parallel;
mod peer;
mod properties;
mod requests;
mod rules;
mod wrapping;
