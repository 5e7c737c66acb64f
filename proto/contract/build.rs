//! Generates the types of the options.

fn main() -> Result<(), Box<dyn std::error::Error>> {
    omni_proto_build::compile_options()
}
