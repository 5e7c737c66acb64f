//! Machine-learning engines: pure functions of their input. Nothing in here reads a clock, a file, the
//! network or a random source, and nothing starts a thread; the caller decides what runs in parallel.

pub mod forecast;
