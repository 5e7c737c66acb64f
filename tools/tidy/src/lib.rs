//! Checks of the whole tree, as tests: `cargo tidy`.

#[cfg(test)]
mod dependencies;
#[cfg(test)]
mod files;

#[cfg(test)]
fn root() -> std::path::PathBuf {
    std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("../..").canonicalize().unwrap()
}

/// The files git tracks, from the root.
#[cfg(test)]
fn tracked() -> Vec<String> {
    let listed = std::process::Command::new("git").arg("ls-files").current_dir(root()).output().unwrap();
    assert!(listed.status.success(), "git lists the files");
    String::from_utf8(listed.stdout).unwrap().lines().map(str::to_owned).collect()
}
