//! Compiles the contracts in `proto/` without protoc: types and stubs of one domain, or the descriptor set of all.

mod debug;

use std::error::Error;
use std::fs;
use std::path::{Path, PathBuf};

type Result<T> = std::result::Result<T, Box<dyn Error>>;

/// Generates the prost types and tonic stubs of one domain, from a build script in `proto/omni/<domain>`. What the
/// contract marks `debug_redact` is masked in `Debug`.
///
/// # Errors
/// Any mistake in the protos, with file and line.
pub fn compile_domain(domain: &str) -> Result<()> {
    let root = proto_root()?;
    let files = protos_below(&root.join("omni").join(domain))?;
    // tonic's build only watches what protoc was given; the imports count as well.
    watch(&root.join("omni").join(domain));
    watch(&root.join("omni/options"));
    let compiler = compile(&root, &files)?;
    let package = format!("omni.{domain}.v1");
    let redacted = debug::redacted(&compiler.descriptor_pool(), &package)?;
    let builder =
        tonic_prost_build::configure().build_transport(false).bytes(".").skip_debug(&redacted.names);
    builder.skip_protoc_run().compile_fds(compiler.file_descriptor_set())?;
    let path = out_dir()?.join(format!("{package}.rs"));
    fs::write(&path, fs::read_to_string(&path)? + &redacted.code)?;
    Ok(())
}

/// Generates the prost types of `omni.options.v1` and `buf.validate`, which the contract reader decodes options into.
///
/// # Errors
/// Any mistake in the protos, with file and line.
pub fn compile_options() -> Result<()> {
    let root = proto_root()?;
    watch(&root.join("omni/options"));
    watch(&root.join("vendor"));
    let mut files = protos_below(&root.join("omni/options"))?;
    files.extend(protos_below(&root.join("vendor"))?);
    let set = compile(&root, &files)?.file_descriptor_set();
    tonic_prost_build::configure().build_client(false).build_server(false).compile_fds(set)?;
    Ok(())
}

/// The descriptor set of every contract with its comments and options, as bytes of a `FileDescriptorSet`.
///
/// # Errors
/// Any mistake in the protos, with file and line.
pub fn descriptor_set() -> Result<Vec<u8>> {
    let root = proto_root()?;
    watch(&root.join("omni"));
    watch(&root.join("vendor"));
    let mut files = protos_below(&root.join("omni"))?;
    files.extend(protos_below(&root.join("vendor"))?);
    let mut compiler = protox::Compiler::new([root.join("vendor"), root.clone()])?;
    compiler.include_imports(true).include_source_info(true).open_files(files)?;
    Ok(compiler.encode_file_descriptor_set())
}

fn compile(root: &Path, files: &[PathBuf]) -> Result<protox::Compiler> {
    let mut compiler = protox::Compiler::new([root.join("vendor"), root.to_path_buf()])?;
    compiler.include_imports(true).include_source_info(true).open_files(files)?;
    Ok(compiler)
}

#[expect(clippy::disallowed_methods, reason = "this is how cargo tells a build script where to write")]
fn out_dir() -> Result<PathBuf> {
    Ok(std::env::var_os("OUT_DIR").ok_or("OUT_DIR is not set; this runs in a build script")?.into())
}

fn proto_root() -> Result<PathBuf> {
    let here = Path::new(env!("CARGO_MANIFEST_DIR"));
    Ok(here.parent().ok_or("proto/build has no parent folder")?.to_path_buf())
}

fn protos_below(folder: &Path) -> Result<Vec<PathBuf>> {
    let mut found = Vec::new();
    let mut folders = vec![folder.to_path_buf()];
    while let Some(folder) = folders.pop() {
        for entry in fs::read_dir(&folder)? {
            let path = entry?.path();
            if path.is_dir() {
                folders.push(path);
            } else if path.extension().is_some_and(|extension| extension == "proto") {
                found.push(path);
            }
        }
    }
    found.sort();
    Ok(found)
}

#[expect(clippy::print_stdout, reason = "this is how a build script speaks to cargo")]
fn watch(path: &Path) {
    println!("cargo:rerun-if-changed={}", path.display());
}
