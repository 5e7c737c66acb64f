//! The links inside the documentation lead somewhere.

use std::collections::HashMap;
use std::path::{Path, PathBuf};

use super::reference::slug;

/// The text of a page outside its code.
fn prose(text: &str) -> Vec<&str> {
    let mut in_code = false;
    let outside = text.lines().filter(|line| {
        let fence = line.trim_start().starts_with("```");
        in_code ^= fence;
        !in_code && !fence
    });
    outside.collect()
}

/// The anchors of a page; a heading that stands again gets a number.
fn anchors(text: &str) -> Vec<String> {
    let mut seen: HashMap<String, usize> = HashMap::new();
    let headings = prose(text).into_iter().filter(|line| line.starts_with('#'));
    let each = headings.map(|line| {
        let anchor = slug(line.trim_start_matches('#'));
        let count = seen.entry(anchor.clone()).or_default();
        *count += 1;
        if *count == 1 { anchor } else { format!("{anchor}-{}", *count - 1) }
    });
    each.collect()
}

/// The targets of the links of a page.
fn links(text: &str) -> Vec<String> {
    let mut found = Vec::new();
    for line in prose(text) {
        // Code in a line is no link.
        let line: String = line.split('`').step_by(2).collect::<Vec<_>>().join("code");
        let targets = line.split("](").skip(1).filter_map(|rest| rest.split_once(')'));
        found.extend(targets.map(|(target, _)| target.to_owned()));
    }
    found
}

fn pages(folder: &Path, found: &mut Vec<PathBuf>) {
    for entry in std::fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            pages(&path, found);
        } else if path.extension().is_some_and(|extension| extension == "md") {
            found.push(path);
        }
    }
}

#[test]
fn every_link_of_the_documentation_inside_the_repository_leads_somewhere() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("../..");
    let mut files: Vec<_> = ["README.md", "CONTRIBUTING.md", "ARCHITECTURE.md", "CHANGELOG.md"]
        .map(|name| root.join(name))
        .into();
    files.extend(["sdk-python", "sdk-node", "sdk-rust"].map(|name| root.join(name).join("README.md")));
    pages(&root.join("docs"), &mut files);
    let mut checked = 0;
    let mut broken = Vec::new();
    for file in &files {
        let text = std::fs::read_to_string(file).unwrap();
        for link in links(&text).iter().filter(|link| !link.contains("://") && !link.starts_with("mailto:")) {
            let (path, anchor) = link.split_once('#').unwrap_or((link, ""));
            let target = if path.is_empty() { file.clone() } else { file.with_file_name("").join(path) };
            let exists = target.exists();
            let is_there =
                || anchors(&std::fs::read_to_string(&target).unwrap()).iter().any(|known| known == anchor);
            if !exists || (!anchor.is_empty() && !is_there()) {
                broken.push(format!("{}: {link}", file.strip_prefix(&root).unwrap().display()));
            }
            checked += 1;
        }
    }
    assert!(broken.is_empty(), "{}", broken.join("\n"));
    assert!(checked > 100, "only {checked} links were found");
}

#[test]
fn a_broken_link_is_seen() {
    let page = "# A `b` c\n## Request: X, one\n## Request: X, one\n```\n# no\n[x](#no)\n```\nsee [a](#a-b-c), `[y](#z)`";
    assert_eq!(anchors(page), ["a-b-c", "request-x-one", "request-x-one-1"]);
    assert_eq!(links(page), ["#a-b-c"]);
}
