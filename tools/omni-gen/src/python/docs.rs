//! Comments of protos as docstrings.

use prost_reflect::FileDescriptor;

/// The comment of the element at `path` of a file.
pub(super) fn comment(file: &FileDescriptor, path: &[i32]) -> String {
    omni_contract::comment_at(file.file_descriptor_proto(), path)
}

/// The comment of a method as Go writes it, "Forecast continues one series", as Python does: "Continues one series".
pub(super) fn imperative(name: &str, comment: &str) -> String {
    match comment.strip_prefix(name).and_then(|rest| rest.strip_prefix(' ')) {
        Some(rest) => {
            let mut characters = rest.chars();
            let first = characters.next().map(|first| first.to_ascii_uppercase());
            first.into_iter().chain(characters).collect()
        }
        None => comment.to_owned(),
    }
}

/// A docstring at an indentation.
pub(super) fn docstring(text: &str, indent: &str) -> String {
    let text = text.replace('\\', "\\\\").replace("\"\"\"", "\\\"\\\"\\\"");
    let text = text.trim();
    // A quote at the end would join the closing ones.
    let text = if text.ends_with('"') { format!("{text} ") } else { text.to_owned() };
    if !text.contains('\n') {
        return format!("{indent}\"\"\"{text}\"\"\"\n");
    }
    let mut out = String::new();
    for (index, line) in text.lines().enumerate() {
        let mark = if index == 0 { "\"\"\"" } else { "" };
        if line.is_empty() {
            out.push('\n');
        } else {
            for part in [indent, mark, line, "\n"] {
                out.push_str(part);
            }
        }
    }
    out.push_str(indent);
    out.push_str("\"\"\"\n");
    out
}

/// A comment as one paragraph.
pub(super) fn one_line(comment: &str) -> String {
    comment.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// Text broken at words to lines of at most `width`, the lines after the first indented.
pub(super) fn wrap(text: &str, width: usize, indent: &str) -> String {
    let mut lines: Vec<String> = Vec::new();
    let mut line = String::new();
    for word in text.split_whitespace() {
        if !line.is_empty() && line.chars().count() + 1 + word.chars().count() > width {
            lines.push(std::mem::take(&mut line));
            line.push_str(indent);
            line.push_str(word);
            continue;
        }
        if !line.is_empty() && line != indent {
            line.push(' ');
        }
        line.push_str(word);
    }
    lines.push(line);
    lines.join("\n")
}
