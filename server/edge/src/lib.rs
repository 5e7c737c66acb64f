//! One listener for every protocol, and the one way of a request behind it.
//!
//! The doors (`doors/`) turn gRPC, gRPC-web, Connect and REST into one kind of call; the layers (`layers/`) ask who
//! calls and whether they may; the domain's tonic service does the work. The edge knows no domain.

mod body;
mod call;
mod callbacks;
mod canonical;
mod client;
mod compress;
mod connection;
mod documents;
mod doors;
mod guards;
mod layers;
mod listen;
pub mod pages;
mod reason;
mod server;
mod together;

pub use body::EdgeBody;
pub use callbacks::{BrowserAnswer, BrowserHandler, BrowserRequest, LARGEST_FORM};
pub use documents::{Document, DocumentSource};
pub use guards::{Guards, TiersOf};
pub use layers::{RuleError, Rules};
pub use listen::{ListenError, Listener};
pub use reason::{ACCESS_TOKEN_INVALID, REASONS};
pub use server::{Edge, EdgeBuilder, EdgeParts, Readiness, SetupError};
