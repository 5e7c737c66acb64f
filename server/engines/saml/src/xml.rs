//! XML from outside as a tree of plain values. libxml2 is the one parser, the same that samael and libxmlsec1 verify
//! with, so that two readers cannot disagree about a document.

use libxml::parser::{Parser, ParserOptions};
use libxml::readonly::RoNode;
use libxml::tree::{Document, NodeType};
use libxml::xpath::Context;

use crate::{Refusal, native};

const DEEPEST: usize = 32;
const MOST_ELEMENTS: usize = 5_000;

/// Attributes that decide something. libxml2 and samael find them by their local name; so that nothing else answers
/// to it, none may stand in a namespace (`xml:id` neither).
const FOREIGN: &str = "boolean(//@*[namespace-uri() != '' and (\
    translate(local-name(), 'ID', 'id') = 'id' or local-name() = 'Version' or local-name() = 'Destination' or \
    local-name() = 'InResponseTo' or local-name() = 'IssueInstant' or local-name() = 'NotBefore' or \
    local-name() = 'NotOnOrAfter' or local-name() = 'Recipient' or local-name() = 'Method' or \
    local-name() = 'Format' or local-name() = 'Name' or local-name() = 'Value' or local-name() = 'Algorithm' or \
    local-name() = 'URI' or local-name() = 'AuthnInstant' or local-name() = 'SessionNotOnOrAfter' or \
    local-name() = 'entityID' or local-name() = 'use' or local-name() = 'Binding' or local-name() = 'Location' or \
    local-name() = 'protocolSupportEnumeration' or local-name() = 'WantAuthnRequestsSigned')])";

/// Whether comments may stand between and within elements: metadata is full of them, an answer never is.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Comments {
    Allowed,
    Refused,
}

/// An element: its name, what it says of itself, what is in it.
#[derive(Debug)]
pub(crate) struct Element {
    namespace: String,
    name: String,
    /// The attributes by local name.
    attributes: Vec<(String, String)>,
    pub(crate) children: Vec<Element>,
    text: String,
}

impl Element {
    pub(crate) fn is(&self, namespace: &str, name: &str) -> bool {
        self.name == name && self.namespace == namespace
    }

    pub(crate) fn is_same_kind(&self, other: &Self) -> bool {
        self.is(&other.namespace, &other.name)
    }

    pub(crate) fn attribute(&self, name: &str) -> Option<&str> {
        self.attributes.iter().find(|(key, _)| key == name).map(|(_, value)| value.as_str())
    }

    pub(crate) fn has_attributes(&self) -> bool {
        !self.attributes.is_empty()
    }

    /// The children of this name.
    pub(crate) fn all<'a>(&'a self, namespace: &'a str, name: &'a str) -> impl Iterator<Item = &'a Self> {
        self.children.iter().filter(move |child| child.is(namespace, name))
    }

    /// The child of this name; none when there are several, so that nobody has to choose.
    pub(crate) fn only<'a>(&'a self, namespace: &'a str, name: &'a str) -> Option<&'a Self> {
        let mut all = self.all(namespace, name);
        all.next().filter(|_| all.next().is_none())
    }

    /// The text of an element that has nothing but text, without the white space around it.
    pub(crate) fn text(&self) -> Option<&str> {
        self.children.is_empty().then(|| self.text.trim())
    }

    /// This element and all below it, in the order of the document.
    pub(crate) fn walk(&self) -> Vec<&Self> {
        let mut found = vec![self];
        for child in &self.children {
            found.extend(child.walk());
        }
        found
    }
}

/// Reads a document, after what XML can do beyond elements and text has been refused.
pub(crate) fn parse(xml: &str, comments: Comments) -> Result<Element, Refusal> {
    scan(xml, comments)?;
    native::start();
    let options = ParserOptions { recover: false, no_net: true, ..ParserOptions::default() };
    let document =
        Parser::default().parse_string_with_options(xml, options).map_err(|_| Refusal::Malformed)?;
    let root = document.get_root_readonly().ok_or(Refusal::Malformed)?;
    let mut elements = 0;
    let tree = element(root, 1, &mut elements)?;
    refuse_foreign(&document)?;
    refuse_duplicates(&tree)?;
    Ok(tree)
}

/// What is refused before a parser sees it. In XML, `<!` begins a document type, a declaration, a comment or a CDATA
/// section and nothing else, and `<?` a processing instruction or the XML declaration; neither can stand within a
/// text or a value, so that no parser is needed to find them, and none can be led to see them otherwise.
fn scan(xml: &str, comments: Comments) -> Result<(), Refusal> {
    // libxml2 guesses UTF-16 and UCS-4 from the first four bytes, and would see a text that the lines below do not.
    if xml.contains('\0') {
        return Err(Refusal::Encoding);
    }
    if !xml.starts_with('<') {
        return Err(Refusal::Malformed);
    }
    let body = match xml.strip_prefix("<?xml") {
        Some(rest) if rest.starts_with([' ', '\t', '\r', '\n']) => {
            let (declaration, body) = rest.split_once("?>").ok_or(Refusal::Malformed)?;
            utf8_declared(declaration)?;
            body
        }
        _ => xml,
    };
    for (at, _) in body.match_indices("<!") {
        let rest = &body[at + 2..];
        if rest.starts_with("--") {
            if comments == Comments::Refused {
                return Err(Refusal::Comment);
            }
        } else if rest.starts_with("[CDATA[") {
            return Err(Refusal::CharacterData);
        } else {
            return Err(Refusal::Doctype);
        }
    }
    if body.contains("<?") { Err(Refusal::ProcessingInstruction) } else { Ok(()) }
}

/// The text is UTF-8 already; a declaration that says otherwise would make libxml2 decode it again.
fn utf8_declared(declaration: &str) -> Result<(), Refusal> {
    let Some((_, named)) = declaration.split_once("encoding") else { return Ok(()) };
    let named = named.trim_start().strip_prefix('=').ok_or(Refusal::Encoding)?.trim_start();
    let quote = named.chars().next().filter(|quote| matches!(quote, '"' | '\'')).ok_or(Refusal::Encoding)?;
    let (name, rest) = named[1..].split_once(quote).ok_or(Refusal::Encoding)?;
    let once = !rest.contains("encoding");
    if once && name.eq_ignore_ascii_case("utf-8") { Ok(()) } else { Err(Refusal::Encoding) }
}

fn element(node: RoNode, depth: usize, elements: &mut usize) -> Result<Element, Refusal> {
    *elements += 1;
    if depth > DEEPEST {
        return Err(Refusal::TooDeep);
    }
    if *elements > MOST_ELEMENTS {
        return Err(Refusal::TooManyElements);
    }
    let name = node.get_name();
    // libxml2 leaves a prefix that nobody declared within the name.
    if name.contains(':') {
        return Err(Refusal::Malformed);
    }
    if !node.get_namespace_declarations().iter().all(|declared| is_absolute(&declared.get_href())) {
        return Err(Refusal::Namespace);
    }
    let namespace = node.get_namespace().map(|namespace| namespace.get_href()).unwrap_or_default();
    let attributes: Vec<_> = node.get_attributes().into_iter().collect();
    if attributes.iter().any(|(name, _)| name.contains(':')) {
        return Err(Refusal::Malformed);
    }
    let (mut children, mut text) = (Vec::new(), String::new());
    let mut next = node.get_first_child();
    while let Some(child) = next {
        match child.get_type() {
            Some(NodeType::ElementNode) => children.push(element(child, depth + 1, elements)?),
            Some(NodeType::TextNode) => text.push_str(&child.get_content()),
            // Only metadata gets here with one.
            Some(NodeType::CommentNode) => {}
            _ => return Err(Refusal::Malformed),
        }
        next = child.get_next_sibling();
    }
    Ok(Element { namespace, name, attributes, children, text })
}

/// Whether a namespace is a URN or an http address of plain letters, or none. libxml2 cannot canonicalise relative ones,
/// and says so on the standard error; its failure must never pass for an empty text.
fn is_absolute(namespace: &str) -> bool {
    let plain = |text: &str, others: &[u8]| {
        !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_alphanumeric() || others.contains(&byte))
    };
    if namespace.is_empty() {
        return true; // No namespace: takes the one around away.
    }
    if let Some(urn) = namespace.strip_prefix("urn:") {
        return plain(urn, b":._-");
    }
    let Some(rest) = namespace.strip_prefix("http://").or_else(|| namespace.strip_prefix("https://")) else {
        return false;
    };
    let (rest, fragment) = rest.split_once('#').unwrap_or((rest, ""));
    let (host, path) = rest.split_once('/').unwrap_or((rest, ""));
    plain(host, b".-")
        && (path.is_empty() || plain(path, b"/._~-"))
        && (fragment.is_empty() || plain(fragment, b"/._~-"))
}

fn refuse_foreign(document: &Document) -> Result<(), Refusal> {
    let context = Context::new(document).map_err(|()| Refusal::Malformed)?;
    let foreign = context.evaluate(FOREIGN).map_err(|()| Refusal::Malformed)?;
    match foreign.to_string().as_str() {
        "false" => Ok(()),
        _ => Err(Refusal::AmbiguousAttribute),
    }
}

fn refuse_duplicates(tree: &Element) -> Result<(), Refusal> {
    let mut ids: Vec<&str> = tree.walk().into_iter().filter_map(|element| element.attribute("ID")).collect();
    ids.sort_unstable();
    if ids.windows(2).any(|pair| pair[0] == pair[1]) { Err(Refusal::DuplicateId) } else { Ok(()) }
}
