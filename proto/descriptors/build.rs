//! Writes the descriptor set.

use std::path::Path;

#[expect(clippy::disallowed_methods, reason = "cargo gives a build script its folder in the environment")]
fn main() -> Result<(), Box<dyn std::error::Error>> {
    let out = std::env::var("OUT_DIR")?;
    std::fs::write(Path::new(&out).join("omni.binpb"), omni_proto_build::descriptor_set()?)?;
    Ok(())
}
