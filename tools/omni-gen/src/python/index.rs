//! What finds messages and methods by name: `omni_ai.types`, and the table of the mock.

use std::collections::BTreeMap;
use std::error::Error;
use std::fmt::Write as _;

use omni_contract::Contract;

use super::{HEADER, Packages, Target, names};

/// `omni_ai.types`: every message and enum by name, imported when used.
pub(super) fn types(packages: &Packages, base: &str) -> Result<String, Box<dyn Error>> {
    let mut modules: BTreeMap<String, String> = BTreeMap::new();
    let mut imports = String::new();
    for (module, package) in packages {
        let mut classes: Vec<String> = package.messages.iter().map(names::message).collect();
        let typed_only: Vec<String> = classes.iter().map(|name| format!("{name}Dict")).collect();
        let enums: Vec<String> = package.enums.iter().map(names::enumeration).collect();
        let aliases: Vec<String> = enums.iter().map(|name| format!("{name}Name")).collect();
        classes.extend(enums);
        for class in &classes {
            if let Some(other) = modules.insert(class.clone(), module.clone()) {
                return Err(format!(
                    "{class} is in {other} and in {module}; omni_ai.types needs one name for one class"
                )
                .into());
            }
        }
        let mut all: Vec<String> = classes.into_iter().chain(typed_only).chain(aliases).collect();
        all.sort();
        writeln!(imports, "    from {base}.{module} import (")?;
        for name in all {
            writeln!(imports, "        {name} as {name},")?;
        }
        imports.push_str("    )\n");
    }
    let mut out = String::from(HEADER);
    out.push_str(concat!(
        "\"\"\"Every message and enum of the API, imported when used.\n\n",
        "For type checkers there are also `<Message>Dict`, the fields of a message as a `TypedDict`, and `<Enum>Name`, the\n",
        "names of an enum as a `Literal`; import these under `typing.TYPE_CHECKING`.\n\"\"\"\n\n",
        "import importlib as _importlib\nimport typing as _t\n\nfrom omni_ai._lazy import importing as _importing\n\nif _t.TYPE_CHECKING:\n",
    ));
    out.push_str(&imports);
    out.push_str("\n__all__ = (\n");
    for class in modules.keys() {
        writeln!(out, "    \"{class}\",")?;
    }
    out.push_str(")\n\n_MODULES = {\n");
    for (class, module) in &modules {
        writeln!(out, "    \"{class}\": \"{module}\",")?;
    }
    write!(
        out,
        "}}\n\n\ndef __getattr__(name: str) -> _t.Any:\n    module = _MODULES.get(name)\n    if module is None:\n        \
         raise AttributeError(f\"module {{__name__!r}} has no attribute {{name!r}}\")\n    \
         with _importing:\n        return getattr(_importlib.import_module(f\"{base}.{{module}}\"), name)\n\n\n\
         def __dir__() -> list[str]:\n    return list(__all__)\n"
    )?;
    Ok(out)
}

/// The methods by path and by name, with the classes of their messages.
pub(super) fn methods(contract: &Contract, target: &Target) -> Result<String, Box<dyn Error>> {
    let mut out = String::from(HEADER);
    out.push_str("\"\"\"The methods by gRPC path and by their names in the SDK.\"\"\"\n\n");
    out.push_str("METHODS: dict[str, tuple[str, str]] = {\n");
    let mut by_name: BTreeMap<String, &str> = BTreeMap::new();
    for method in contract.methods() {
        let class = |message: &prost_reflect::MessageDescriptor| {
            format!(
                "\"{}.{}:{}\"",
                target.module,
                names::module(message.package_name()),
                names::message(message)
            )
        };
        writeln!(
            out,
            "    \"{}\": (\n        {},\n        {},\n    ),",
            method.path(),
            class(&method.input()),
            class(&method.output())
        )?;
        for sdk in &method.sdk().names {
            let name =
                if sdk.group.is_empty() { sdk.name.clone() } else { format!("{}.{}", sdk.group, sdk.name) };
            by_name.insert(name, method.path());
        }
    }
    out.push_str("}\n\"\"\"Request and response class by path, as `module:Class`.\"\"\"\n\nNAMES: dict[str, str] = {\n");
    for (name, path) in by_name {
        writeln!(out, "    \"{name}\": \"{path}\",")?;
    }
    out.push_str("}\n\"\"\"Path by name.\"\"\"\n");
    Ok(out)
}
