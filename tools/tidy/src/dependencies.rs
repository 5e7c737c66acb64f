//! Who may know whom; the rules are those of ARCHITECTURE.md.

use std::collections::BTreeSet;

use cargo_metadata::{DependencyKind, Metadata, MetadataCommand, Package};

use crate::root;

fn metadata() -> Metadata {
    MetadataCommand::new()
        .manifest_path(root().join("Cargo.toml"))
        .other_options(["--locked".to_owned()])
        .exec()
        .unwrap()
}

fn ours(metadata: &Metadata) -> Vec<&Package> {
    metadata.workspace_packages()
}

/// Where a package of ours lies, from the root, with slashes.
fn place(package: &Package) -> String {
    let folder = package.manifest_path.parent().unwrap().as_std_path().canonicalize().unwrap();
    folder.strip_prefix(root()).unwrap().to_str().unwrap().replace('\\', "/")
}

fn used(package: &Package) -> BTreeSet<String> {
    let normal = package.dependencies.iter().filter(|dependency| dependency.kind == DependencyKind::Normal);
    normal.map(|dependency| dependency.name.clone()).collect()
}

#[test]
fn layers_do_not_know_what_lies_above_them() {
    let metadata = metadata();
    let packages = ours(&metadata);
    let names_in = |folder: &str| -> BTreeSet<String> {
        packages
            .iter()
            .filter(|package| place(package).starts_with(folder))
            .map(|package| package.name.to_string())
            .collect()
    };
    let (domains, engines) = (names_in("server/domains/"), names_in("server/engines/"));
    assert!(domains.len() >= 4 && !engines.is_empty());
    let edge: BTreeSet<_> = ["omni-edge".to_owned()].into();
    for package in &packages {
        let (at, used) = (place(package), used(package));
        let mut forbidden: BTreeSet<&str> = BTreeSet::new();
        if at.starts_with("server/domains/") {
            forbidden.extend(domains.iter().chain(&edge).map(String::as_str));
        }
        if at == "server/kernel" {
            forbidden.extend(domains.iter().chain(&edge).chain(&engines).map(String::as_str));
        }
        if at == "server/edge" {
            forbidden.extend(domains.iter().chain(&engines).map(String::as_str));
        }
        if at.starts_with("server/engines/") {
            forbidden.extend(domains.iter().chain(&edge).map(String::as_str));
            forbidden.extend(["omni-kernel", "tonic", "tokio", "sqlx", "reqwest", "prost"]);
        }
        if at.starts_with("sdk-") {
            forbidden.extend(domains.iter().chain(&edge).chain(&engines).map(String::as_str));
            forbidden.extend(["omni-kernel", "sqlx"]);
        }
        let broken: Vec<_> = used.iter().filter(|name| forbidden.contains(name.as_str())).collect();
        assert!(broken.is_empty(), "{at} may not use {broken:?}");
    }
}

#[test]
fn every_crate_keeps_the_workspace_lints() {
    let metadata = metadata();
    for package in ours(&metadata) {
        let at = place(package);
        if at.starts_with("proto/omni/") {
            continue; // Generated code.
        }
        let manifest = std::fs::read_to_string(&package.manifest_path).unwrap();
        assert!(
            manifest.contains("[lints]\nworkspace = true"),
            "{at}/Cargo.toml lacks [lints] workspace = true"
        );
    }
}

#[test]
fn the_architecture_names_every_crate_and_no_other() {
    let metadata = metadata();
    let text = std::fs::read_to_string(root().join("ARCHITECTURE.md")).unwrap();
    let named: BTreeSet<String> = text
        .lines()
        .filter_map(|line| line.strip_prefix("| `"))
        .filter_map(|line| line.split_once('`'))
        .map(|(name, _)| name.to_owned())
        .filter(|name| name.contains('/') || !name.contains('.'))
        .collect();
    let present: BTreeSet<String> = ours(&metadata).iter().map(|package| place(package)).collect();
    let missing: Vec<_> = present.difference(&named).collect();
    let gone: Vec<_> =
        named.difference(&present).filter(|name| name.contains('/') || present.contains(*name)).collect();
    assert!(missing.is_empty(), "ARCHITECTURE.md does not list {missing:?}");
    assert!(gone.is_empty(), "ARCHITECTURE.md lists crates that are not there: {gone:?}");
}

/// Licences that may be linked into what we ship.
const LICENCES: &[&str] = &[
    "MIT",
    "MIT-0",
    "Apache-2.0",
    "Apache-2.0 WITH LLVM-exception",
    "BSD-2-Clause",
    "BSD-3-Clause",
    "ISC",
    "Zlib",
    "0BSD",
    "Unicode-3.0",
    "CC0-1.0",
    "BSL-1.0",
    "CDLA-Permissive-2.0",
    "MPL-2.0",
    "Unlicense",
];

#[test]
fn every_dependency_has_a_licence_we_can_ship() {
    let metadata = metadata();
    for package in metadata.packages.iter().filter(|package| package.source.is_some()) {
        let licence = package.license.clone().unwrap_or_default().replace('/', " OR ");
        let any = licence.split(" OR ").any(|choice| {
            let choice = choice.trim().trim_matches(['(', ')']);
            choice.split(" AND ").all(|part| LICENCES.contains(&part.trim().trim_matches(['(', ')'])))
        });
        assert!(any, "{} {} has the licence {licence:?}", package.name, package.version);
    }
}
