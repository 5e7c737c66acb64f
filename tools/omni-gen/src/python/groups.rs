//! `client.<group>` classes, for sync and async, with one method per name of the `sdk` option.

use std::collections::{BTreeMap, BTreeSet};
use std::error::Error;
use std::fmt::Write as _;
use std::sync::Arc;

use omni_contract::{Contract, Method};
use prost_reflect::{FieldDescriptor, Kind, MessageDescriptor};

use super::docs::{comment, docstring, imperative, one_line, wrap};
use super::fields::{Field, Position, optional};
use super::{HEADER, Target, literal, names};

/// What the hand-written clients have.
const CLIENT_ATTRIBUTES: [&str; 7] =
    ["mock", "close", "enable_debug", "with_options", "with_tokens", "with_raw_response", "aclose"];

/// A method under one of its names.
pub(super) struct Named {
    name: String,
    method: Arc<Method>,
}

/// The methods by group, and those on the client itself.
#[derive(Default)]
pub(super) struct Groups {
    pub(super) named: BTreeMap<String, Vec<Named>>,
    pub(super) root: Vec<Named>,
}

pub(super) fn collect(contract: &Contract) -> Result<Groups, Box<dyn Error>> {
    let mut groups = Groups::default();
    for method in contract.methods() {
        for sdk in &method.sdk().names {
            let named = Named { name: names::identifier(&sdk.name), method: Arc::clone(method) };
            let methods = if sdk.group.is_empty() {
                &mut groups.root
            } else {
                groups.named.entry(sdk.group.clone()).or_default()
            };
            if methods.iter().any(|known| known.name == named.name) {
                return Err(format!("{}.{} is the name of two methods", sdk.group, sdk.name).into());
            }
            methods.push(named);
        }
    }
    let taken = |name: &&String| CLIENT_ATTRIBUTES.contains(&name.as_str());
    let roots = groups.root.iter().map(|named| &named.name);
    if let Some(clash) = groups.named.keys().chain(roots).find(taken) {
        return Err(format!("client.{clash} is taken by the client itself").into());
    }
    if let Some(clash) = groups.root.iter().find(|named| groups.named.contains_key(&named.name)) {
        return Err(format!("{} is a group and a method of the client", clash.name).into());
    }
    Ok(groups)
}

/// How a method answers.
enum Answer {
    Unary,
    Stream,
    /// Pages of items, by the field names of AIP-158.
    Pages(FieldDescriptor),
}

/// Whether a call gives the items of all pages.
pub(crate) fn is_paged(method: &Method) -> bool {
    matches!(answer(method), Answer::Pages(_))
}

fn answer(method: &Method) -> Answer {
    if method.is_streaming() {
        return Answer::Stream;
    }
    let has = |message: &MessageDescriptor, name: &str, kind: &Kind| {
        message.get_field_by_name(name).is_some_and(|field| field.kind() == *kind && !field.is_list())
    };
    let paged = has(&method.input(), "page_size", &Kind::Int32)
        && has(&method.input(), "page_token", &Kind::String)
        && has(&method.output(), "next_page_token", &Kind::String);
    let items = method.output().fields().find(FieldDescriptor::is_list);
    match items {
        Some(items) if paged => Answer::Pages(items),
        _ => Answer::Unary,
    }
}

/// What one module of groups is written with.
struct Writer<'a> {
    contract: &'a Contract,
    target: &'a Target,
    /// `client.ml`, for examples.
    access: String,
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Mode {
    Sync,
    Async,
}

pub(super) fn module(
    contract: &Contract,
    target: &Target,
    name: &str,
    methods: &[Named],
) -> Result<String, Box<dyn Error>> {
    let writer = Writer { contract, target, access: format!("client.{name}") };
    let class = names::camel(name);
    let mut out = String::from(HEADER);
    writeln!(out, "\"\"\"`client.{name}`.\"\"\"\n")?;
    out.push_str(&writer.imports(methods, false));
    for named in methods {
        writeln!(out, "{}", Writer::constant(named))?;
    }
    for (mode, prefix) in [(Mode::Sync, ""), (Mode::Async, "Async")] {
        let base = format!("_caller.{prefix}Caller");
        writeln!(
            out,
            "\n\nclass {prefix}{class}({base}):\n    \"\"\"`client.{name}`.\"\"\"\n\n    __slots__ = ()\n"
        )?;
        writeln!(out, "    @property\n    def with_raw_response(self) -> {prefix}{class}Raw:")?;
        out.push_str(&docstring("The same methods, giving the whole response.", "        "));
        writeln!(out, "        return {prefix}{class}Raw(self._as_raw())")?;
        for named in methods {
            out.push_str(&writer.method(named, mode)?);
        }
    }
    for (mode, prefix) in [(Mode::Sync, ""), (Mode::Async, "Async")] {
        writeln!(out, "\n\nclass {prefix}{class}Raw:")?;
        out.push_str(&docstring(
            &format!("`client.{name}`, giving `.parsed`, `.request_id`, `.headers` and `.latency_ms`."),
            "    ",
        ));
        writeln!(out, "\n    def __init__(self, group: {prefix}{class}) -> None:")?;
        out.push_str(&Writer::raw_body(methods, mode, "group")?);
    }
    Ok(super::with_used_imports(&out))
}

/// The groups as properties and the methods on the client itself, as the bases of the clients.
pub(super) fn root(contract: &Contract, target: &Target, groups: &Groups) -> Result<String, Box<dyn Error>> {
    let writer = Writer { contract, target, access: "client".to_owned() };
    let mut out = String::from(HEADER);
    out.push_str("\"\"\"What every client has: the groups and the methods without one. Groups are imported when used.\"\"\"\n\n");
    out.push_str(&writer.imports(&groups.root, true));
    if !groups.named.is_empty() {
        for name in groups.named.keys() {
            let class = names::camel(name);
            let all = format!("{class}, {class}Raw, Async{class}, Async{class}Raw");
            writeln!(out, "    from {}.group_{name} import {all}", target.module)?;
        }
    }
    for (mode, prefix) in [(Mode::Sync, ""), (Mode::Async, "Async")] {
        writeln!(out, "\n\nclass {prefix}Root(_caller.{prefix}Caller):")?;
        out.push_str(&docstring("The groups, and the methods without one.", "    "));
        out.push_str("\n    __slots__ = ()\n");
        for name in groups.named.keys() {
            let class = format!("{prefix}{}", names::camel(name));
            writeln!(out, "\n    @property\n    def {name}(self) -> {class}:")?;
            out.push_str(&docstring(&format!("The methods of `client.{name}`."), "        "));
            writeln!(
                out,
                "        with _importing:\n            from {}.group_{name} import {class}\n",
                target.module
            )?;
            writeln!(out, "        return self._group({class})")?;
        }
        for named in &groups.root {
            out.push_str(&writer.root_method(named, mode)?);
        }
    }
    for (mode, prefix) in [(Mode::Sync, ""), (Mode::Async, "Async")] {
        writeln!(out, "\n\nclass {prefix}RootRaw:")?;
        out.push_str(&docstring(
            "The client, giving `.parsed`, `.request_id`, `.headers` and `.latency_ms`.",
            "    ",
        ));
        writeln!(out, "\n    def __init__(self, client: {prefix}Root, raw: {prefix}Root) -> None:")?;
        out.push_str("        self._client = client\n        self._raw = raw\n");
        out.push_str(&Writer::raw_body(&groups.root, mode, "client")?);
        for name in groups.named.keys() {
            let class = format!("{prefix}{}Raw", names::camel(name));
            writeln!(out, "\n    @property\n    def {name}(self) -> {class}:")?;
            out.push_str(&docstring(&format!("The methods of `client.{name}`."), "        "));
            writeln!(out, "        return self._client.{name}.with_raw_response")?;
        }
    }
    Ok(super::with_used_imports(&out))
}

impl Writer<'_> {
    /// With `lazy`, the messages are imported by type checkers only, and each method imports them when called.
    fn imports(&self, methods: &[Named], lazy: bool) -> String {
        let mut out = String::from("from __future__ import annotations\n\n");
        out.push_str("import collections.abc as _abc\nimport datetime as _datetime\nimport typing as _t\n\n");
        out.push_str("from omni_ai import _caller\n");
        out.push_str(if lazy {
            "from omni_ai._lazy import importing as _importing"
        } else {
            "from omni_ai import _message as _m"
        });
        out.push('\n');
        let mut modules = BTreeSet::new();
        for named in methods {
            modules.insert(names::module(named.method.input().package_name()));
            modules.insert(names::module(named.method.output().package_name()));
            for field in self.fields(&named.method) {
                modules.extend(field.referred_package().map(|package| names::module(&package)));
            }
            if let Answer::Pages(items) = answer(&named.method) {
                let field = Field::new(self.contract, self.target, "", items);
                modules.extend(field.referred_package().map(|package| names::module(&package)));
            }
        }
        if lazy {
            out.push_str("\nif _t.TYPE_CHECKING:\n    from omni_ai import _message as _m\n");
        }
        let indent = if lazy { "    " } else { "" };
        let base = self.target.module;
        out.extend(
            modules.iter().map(|module| format!("{indent}from {base} import {module} as _{module}\n")),
        );
        if lazy {
            return out;
        }
        out.push('\n');
        out
    }

    fn fields(&self, method: &Method) -> Vec<Field<'_>> {
        Field::of(self.contract, self.target, "", &method.input())
    }

    fn message(message: &MessageDescriptor) -> String {
        format!("_{}.{}", names::module(message.package_name()), names::message(message))
    }

    fn handle(named: &Named) -> String {
        format!("_{}", named.name.to_ascii_uppercase())
    }

    fn method_object(named: &Named) -> String {
        let method = &named.method;
        format!(
            "_caller.Method(\"{}\", {}, {})",
            method.path(),
            Self::message(&method.input()),
            Self::message(&method.output())
        )
    }

    fn constant(named: &Named) -> String {
        format!("{} = {}", Self::handle(named), Self::method_object(named))
    }

    fn method(&self, named: &Named, mode: Mode) -> Result<String, Box<dyn Error>> {
        let mut out = self.signature(named, mode)?;
        out.push_str(&self.documentation(named, mode)?);
        out.push_str(&self.call(named, mode, &Self::handle(named))?);
        Ok(out)
    }

    fn root_method(&self, named: &Named, mode: Mode) -> Result<String, Box<dyn Error>> {
        let mut out = self.signature(named, mode)?;
        out.push_str(&self.documentation(named, mode)?);
        let mut modules = BTreeSet::new();
        modules.insert(names::module(named.method.input().package_name()));
        modules.insert(names::module(named.method.output().package_name()));
        out.push_str("        with _importing:\n");
        for module in modules {
            writeln!(out, "            from {} import {module} as _{module}", self.target.module)?;
        }
        out.push('\n');
        out.push_str(&self.call(named, mode, &Self::method_object(named))?);
        Ok(out)
    }

    fn returns(&self, named: &Named, mode: Mode) -> String {
        let output = Self::message(&named.method.output());
        let prefix = if mode == Mode::Async { "Async" } else { "" };
        match answer(&named.method) {
            Answer::Unary => output,
            Answer::Stream => format!("_caller.Stream[{output}]"),
            Answer::Pages(items) => {
                let item = Field::new(self.contract, self.target, "", items).item_type();
                format!("_caller.{prefix}Pager[{item}, {output}]")
            }
        }
    }

    fn signature(&self, named: &Named, mode: Mode) -> Result<String, Box<dyn Error>> {
        let asynchronous = mode == Mode::Async && matches!(answer(&named.method), Answer::Unary);
        let mut out =
            format!("\n    {}def {}(\n        self,\n", if asynchronous { "async " } else { "" }, named.name);
        let fields = self.fields(&named.method);
        let positional = &named.method.sdk().positional;
        for name in positional {
            let field = fields.iter().find(|field| field.descriptor.name() == name.as_str());
            let field =
                field.ok_or_else(|| format!("{}: positional {name:?} is no field", named.method.name()))?;
            writeln!(out, "        {},", parameter(field))?;
        }
        out.push_str("        *,\n");
        for field in
            fields.iter().filter(|field| !positional.iter().any(|name| name == field.descriptor.name()))
        {
            writeln!(out, "        {},", parameter(field))?;
        }
        out.push_str(concat!(
            "        timeout: float | _datetime.timedelta | None = None,\n",
            "        max_retries: int | None = None,\n",
            "        idempotency_key: str | None = None,\n",
            "        extra_metadata: _abc.Mapping[str, str] | None = None,\n",
        ));
        writeln!(out, "    ) -> {}:", self.returns(named, mode))?;
        Ok(out)
    }

    fn call(&self, named: &Named, mode: Mode, handle: &str) -> Result<String, Box<dyn Error>> {
        let verb = match (answer(&named.method), mode) {
            (Answer::Unary, Mode::Sync) => "self._unary",
            (Answer::Unary, Mode::Async) => "await self._unary",
            (Answer::Stream, _) => "self._stream",
            (Answer::Pages(_), _) => "self._pages",
        };
        let mut out = format!("        return {verb}(\n            {handle},\n            {{");
        let fields = self.fields(&named.method);
        if !fields.is_empty() {
            out.push('\n');
            for field in &fields {
                writeln!(
                    out,
                    "                \"{}\": {},",
                    field.attribute(),
                    names::parameter(&field.descriptor)
                )?;
            }
            out.push_str("            ");
        }
        out.push_str("},\n");
        if let Answer::Pages(items) = answer(&named.method) {
            let item = Field::new(self.contract, self.target, "", items.clone()).item_type();
            writeln!(out, "            _caller.items_of(\"{}\", {item}),", names::attribute(&items))?;
        }
        for option in names::OPTIONS {
            writeln!(out, "            {option},")?;
        }
        out.push_str("        )\n");
        Ok(out)
    }

    fn documentation(&self, named: &Named, mode: Mode) -> Result<String, Box<dyn Error>> {
        let method = &named.method;
        let mut text = imperative(method.descriptor().name(), method.comment());
        let fields = self.fields(method);
        if !fields.is_empty() {
            text.push_str("\n\nArgs:\n");
            for field in &fields {
                let about = one_line(&comment(&method.input().parent_file(), field.descriptor.path()));
                let line = format!("{}: {about}", names::parameter(&field.descriptor));
                writeln!(text, "    {}", wrap(&line, 100, "        "))?;
            }
        }
        if text.ends_with('\n') {
            text.pop();
        }
        if !method.sdk().example.is_empty() {
            let arguments = literal::arguments(&method.input(), &method.sdk().example)?;
            let arguments: Vec<_> = arguments.iter().map(|(name, value)| format!("{name}={value}")).collect();
            let call = format!("{}.{}({})", self.access, named.name, arguments.join(", "));
            let line = match (answer(method), mode) {
                (Answer::Unary, Mode::Sync) => call,
                (Answer::Unary, Mode::Async) => format!("await {call}"),
                (_, Mode::Sync) => format!("for item in {call}: ..."),
                (_, Mode::Async) => format!("async for item in {call}: ..."),
            };
            write!(text, "\n\nExample:\n    {line}")?;
        }
        let text: Vec<String> = text
            .lines()
            .enumerate()
            .map(
                |(index, line)| {
                    if index == 0 || line.is_empty() { line.to_owned() } else { format!("        {line}") }
                },
            )
            .collect();
        Ok(docstring(&text.join("\n"), "        ").replace("\n                ", "\n        "))
    }

    fn raw_body(methods: &[Named], mode: Mode, of: &str) -> Result<String, Box<dyn Error>> {
        let unary: Vec<_> =
            methods.iter().filter(|named| matches!(answer(&named.method), Answer::Unary)).collect();
        if unary.is_empty() {
            return Ok(if of == "group" { format!("        self._group = {of}\n") } else { String::new() });
        }
        let function = if mode == Mode::Async { "raw_async" } else { "raw" };
        let mut out = String::new();
        let source = if of == "client" { "raw" } else { of };
        for named in unary {
            writeln!(out, "        self.{} = _caller.{function}({source}.{})", named.name, named.name)?;
        }
        Ok(out)
    }
}

fn parameter(field: &Field<'_>) -> String {
    let accepted = field.accepted(Position::Request);
    let name = names::parameter(&field.descriptor);
    if field.is_required() {
        format!("{name}: {accepted}")
    } else {
        format!("{name}: {} = None", optional(&accepted))
    }
}
