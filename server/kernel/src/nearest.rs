//! What somebody may have meant.

/// `; did you mean "…"?`, when a known name is near enough for a slip of the keyboard or of the section.
pub fn nearest<'a>(name: &str, known: impl Iterator<Item = &'a str>) -> String {
    let last = |path: &'a str| path.rsplit('.').next().unwrap_or(path);
    let own = name.rsplit('.').next().unwrap_or(name);
    // Of several with the same last word, the one that is spelled most alike.
    let distance = |path: &'a str| {
        let spelled = strsim::damerau_levenshtein(name, path);
        let near = match strsim::damerau_levenshtein(own, last(path)) {
            // A star at the end is of many.
            0 if own != "*" => 1,
            1 if own.len() >= 4 => 2,
            _ if last(path).len() >= 3 && own.starts_with(last(path)) => 2,
            _ => spelled,
        };
        (spelled.min(near), spelled)
    };
    let best = known.map(|path| (distance(path), path)).min();
    match best {
        Some(((distance, _), path)) if distance <= 2.max(name.len() / 4) => {
            format!("; did you mean \"{path}\"?")
        }
        _ => String::new(),
    }
}
