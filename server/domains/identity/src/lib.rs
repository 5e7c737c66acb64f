#![doc = include_str!("../README.md")]

use omni_kernel::db::Migrations;

/// The tables of this domain.
pub static MIGRATIONS: Migrations = omni_kernel::migrations!("identity": "0001_people");
