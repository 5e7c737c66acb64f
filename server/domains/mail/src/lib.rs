//! Mail to people: a durable queue and the ways out of it.

mod backoff;
mod counts;
mod letter;
mod queue;
mod store;
mod transport;
mod worker;

use omni_kernel::db::Migrations;
use omni_kernel::vault::{Rows, SealedColumn, SealedTable};

pub use counts::Counts;
pub use queue::Queue;
pub use transport::{Transport, check};
pub use worker::{Settings, Worker};

/// The columns that the vault seals.
pub fn sealed_columns() -> Vec<Box<dyn SealedColumn>> {
    vec![Box::new(SealedTable {
        table: "mail_queue",
        column: "sealed",
        rows: Rows::Installation,
        place: store::place,
    })]
}

/// The tables of this domain.
pub static MIGRATIONS: Migrations = omni_kernel::migrations!("mail": "0001_mail_queue");
