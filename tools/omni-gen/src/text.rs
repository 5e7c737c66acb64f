//! Shared helpers for text: cases, wrapping, comments.
