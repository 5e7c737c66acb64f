//! Keeps the snippets in Markdown files the same as the files that the tests run.
//!
//! `<!-- include: examples/python/forecast.py -->` is followed by a fenced block, which is replaced by the file.

use std::error::Error;
use std::fmt::Write;
use std::path::Path;

use crate::File;

const MARK: &str = "<!-- include: ";

/// Every hand-written Markdown file with its snippets as they should be, in the order the docs are read.
pub(super) fn guides(root: &Path) -> Result<Vec<File>, Box<dyn Error>> {
    let mut names = vec!["README.md".to_owned()];
    let mut docs = Vec::new();
    for entry in std::fs::read_dir(root.join("docs"))? {
        let name = entry?.file_name().to_string_lossy().into_owned();
        if Path::new(&name).extension().is_some_and(|extension| extension == "md") {
            docs.push(format!("docs/{name}"));
        }
    }
    docs.sort();
    names.extend(docs);
    let mut files = Vec::new();
    for name in names {
        let path = root.join(&name);
        if path.is_file() {
            files.push((name.clone().into(), filled(&std::fs::read_to_string(path)?, &name, root)?));
        }
    }
    Ok(files)
}

/// Whether the file has snippets; the others are read for `llms-full.txt` and never written.
pub(super) fn has_snippets(text: &str) -> bool {
    text.lines().any(|line| line.trim().starts_with(MARK))
}

fn filled(text: &str, name: &str, root: &Path) -> Result<String, Box<dyn Error>> {
    let mut filled = String::new();
    let mut lines = text.lines();
    while let Some(line) = lines.next() {
        filled.push_str(line);
        filled.push('\n');
        let Some(path) = line.trim().strip_prefix(MARK).and_then(|rest| rest.strip_suffix(" -->")) else {
            continue;
        };
        let fence = lines.next().filter(|line| line.starts_with("```"));
        let fence = fence.ok_or_else(|| format!("{name}: a fenced block must follow `{line}`"))?;
        if !lines.by_ref().any(|line| line == "```") {
            return Err(format!("{name}: the block after `{line}` has no end").into());
        }
        let snippet =
            std::fs::read_to_string(root.join(path)).map_err(|error| format!("{name}: {path}: {error}"))?;
        let _ = writeln!(filled, "{fence}\n{}\n```", body(&snippet));
    }
    Ok(filled)
}

/// A file without its interpreter line.
fn body(snippet: &str) -> &str {
    let start = if snippet.starts_with("#!") { snippet.find('\n').map_or(0, |end| end + 1) } else { 0 };
    snippet[start..].trim_end()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_block_is_replaced_by_its_file_and_the_rest_stays() {
        let root = std::env::temp_dir().join(format!("omni-gen-includes-{}", std::process::id()));
        std::fs::create_dir_all(&root).unwrap();
        std::fs::write(root.join("a.sh"), "#!/bin/sh\necho new\n").unwrap();
        let text = "# T\n<!-- include: a.sh -->\n```sh\nold\n```\nrest\n";
        let once = filled(text, "t.md", &root).unwrap();
        assert_eq!(once, "# T\n<!-- include: a.sh -->\n```sh\necho new\n```\nrest\n");
        assert_eq!(filled(&once, "t.md", &root).unwrap(), once);
        assert!(filled("<!-- include: none.sh -->\n```\n```\n", "t.md", &root).is_err());
        assert!(filled("<!-- include: a.sh -->\ntext\n", "t.md", &root).is_err());
        std::fs::remove_dir_all(root).unwrap();
    }
}
