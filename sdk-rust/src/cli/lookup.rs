//! Finds methods by the names that people type.

use std::sync::Arc;

use clap::error::{ContextKind, ContextValue};
use omni_contract::{Contract, Method};

/// The method at `omni <group> <name>`, in kebab case.
pub(crate) fn by_sdk_name<'a>(contract: &'a Contract, group: &str, name: &str) -> Option<&'a Arc<Method>> {
    contract.methods().find(|method| {
        method.sdk().names.iter().any(|sdk| kebab(&sdk.group) == group && kebab(&sdk.name) == name)
    })
}

/// Where the method is that somebody looked for under another command, or under none.
pub(crate) fn elsewhere(contract: &Contract, error: &clap::Error) -> Option<String> {
    let Some(ContextValue::String(typed)) = error.get(ContextKind::InvalidSubcommand) else { return None };
    let suggested = match error.get(ContextKind::SuggestedSubcommand) {
        Some(ContextValue::Strings(names)) => names.as_slice(),
        _ => &[],
    };
    let names = contract.methods().flat_map(|method| &method.sdk().names);
    let other = names.filter(|sdk| !sdk.group.is_empty() && !suggested.contains(&kebab(&sdk.name)));
    let places = other.map(|sdk| {
        let place = format!("omni {} {}", kebab(&sdk.group), kebab(&sdk.name));
        (strsim::jaro_winkler(typed, &kebab(&sdk.name)), place)
    });
    let (score, place) = places.max_by(|left, right| left.0.total_cmp(&right.0))?;
    (score > 0.85).then(|| format!("there is `{place}`"))
}

/// The method of a full or shortened gRPC name, in any case.
pub(crate) fn by_rpc_name<'a>(contract: &'a Contract, name: &str) -> Result<&'a Arc<Method>, String> {
    let wanted = name.trim_start_matches('/').to_ascii_lowercase();
    let forms = |method: &Method| {
        let full = method.name().to_ascii_lowercase();
        let short = full.rsplit('/').next().unwrap_or_default().to_owned();
        let service =
            full.split('/').next().unwrap_or_default().rsplit('.').next().unwrap_or_default().to_owned();
        let dotted = full.replace('/', ".");
        [full, dotted, format!("{service}/{short}"), format!("{service}.{short}"), short]
    };
    let found: Vec<_> = contract.methods().filter(|method| forms(method).contains(&wanted)).collect();
    match found.as_slice() {
        [method] => Ok(method),
        [] => {
            let candidates = contract.methods().flat_map(|method| {
                let full = method.name().to_owned();
                let service = full.rsplit('.').next().unwrap_or_default().to_owned();
                let short = service.rsplit('/').next().unwrap_or_default().to_owned();
                [full, service, short]
            });
            Err(format!("no method {name:?}{}", did_you_mean(name, candidates)))
        }
        several => {
            let names: Vec<_> = several.iter().map(|method| method.name()).collect();
            Err(format!("{name:?} is ambiguous: {}", names.join(", ")))
        }
    }
}

/// `; did you mean "…"?`, where a candidate is near enough.
pub(crate) fn did_you_mean(typed: &str, candidates: impl Iterator<Item = String>) -> String {
    let lower = typed.to_ascii_lowercase();
    let scored = candidates.map(|name| (strsim::jaro_winkler(&lower, &name.to_ascii_lowercase()), name));
    match scored.max_by(|left, right| left.0.total_cmp(&right.0)) {
        Some((score, name)) if score > 0.75 => format!("; did you mean {name:?}?"),
        _ => String::new(),
    }
}

/// Snake case in kebab case.
pub(crate) fn kebab(name: &str) -> String {
    name.replace('_', "-")
}
