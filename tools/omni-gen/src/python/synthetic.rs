//! The contract of the Python SDK's own tests: every kind of field, and calls of every shape.

use std::error::Error;
use std::path::{Path, PathBuf};

use omni_contract::Contract;

use super::Target;
use crate::File;

const FOLDER: &str = "sdk-python/tests/synthetic";

pub(super) fn generate() -> Result<Vec<File>, Box<dyn Error>> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("../..");
    let includes = [root.join(FOLDER), root.join("proto/vendor"), root.join("proto")];
    let mut compiler = protox::Compiler::new(includes)?;
    compiler.include_imports(true).include_source_info(true);
    compiler.open_files(["synthetic.proto", "google/api/annotations.proto"])?;
    let contract = Contract::read(&compiler.encode_file_descriptor_set())?;
    let target = Target { folder: PathBuf::from(FOLDER), module: "synthetic" };
    super::package(&contract, &target)
}
