//! Generates the types of this domain.

fn main() -> Result<(), Box<dyn std::error::Error>> {
    omni_proto_build::compile_domain("tenant")
}
