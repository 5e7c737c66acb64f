//! Which bytes the identity provider signed.
//!
//! The form of every signature is checked before libxmlsec1 sees it, against the little that SAML core, section 5.4,
//! lets a signature be: one reference, to the element it stands in, by ID. What XML Signature can do beyond (several
//! references, XPointer, XSLT, manifests, objects, keys in the document) is refused rather than followed.

use openssl::pkey::Id;
use openssl::x509::X509;
use samael::crypto::{
    AllowedSignatureAlgorithm as Allowed, CertificateDer, Crypto, CryptoError, CryptoProvider as _,
    ReduceMode,
};

use crate::xml::{self, Comments, Element};
use crate::{IdentityProvider, Refusal, ns};

const EXCLUSIVE: &str = "http://www.w3.org/2001/10/xml-exc-c14n#";
const ENVELOPED: &str = "http://www.w3.org/2000/09/xmldsig#enveloped-signature";

const ALGORITHMS: &[Allowed] = &[
    Allowed::RsaSha256,
    Allowed::RsaSha384,
    Allowed::RsaSha512,
    Allowed::EcdsaSha256,
    Allowed::EcdsaSha384,
    Allowed::EcdsaSha512,
];

/// Checks every signature of the document and gives back the signed element alone: the Response when it is signed,
/// else the assertion. The text is the canonical one that libxmlsec1 made the digest of, to the byte.
pub(crate) fn reduce_to_signed(
    xml: &str,
    response: &Element,
    assertion: &Element,
    idp: &IdentityProvider,
) -> Result<Element, Refusal> {
    check_places(response, assertion)?;
    for signed in [response, assertion] {
        if let Some(signature) = signed.only(ns::SIGNATURE, "Signature") {
            check_form(signature, signed)?;
        }
    }
    let keys = keys(idp, response)?;
    let digested = Crypto::reduce_xml_to_signed_with_allowed_algorithms(
        xml,
        &keys,
        ReduceMode::PreDigest,
        Some(ALGORITHMS),
    );
    let digested = digested.map_err(|_: CryptoError| Refusal::Signature)?;
    let tree = xml::parse(&digested, Comments::Refused)?;
    let outermost = if response.only(ns::SIGNATURE, "Signature").is_some() { response } else { assertion };
    if tree.is_same_kind(outermost) && tree.attribute("ID") == outermost.attribute("ID") {
        Ok(tree)
    } else {
        Err(Refusal::Signature)
    }
}

/// The pinned keys of the kind that signed. samael tries one key after the other, but gives up at one that is of
/// another kind than the algorithm, so that a connection could never change from RSA to ECDSA.
fn keys(idp: &IdentityProvider, response: &Element) -> Result<Vec<CertificateDer>, Refusal> {
    if idp.certificates.is_empty() {
        return Err(Refusal::NoCertificate);
    }
    let mut kinds = Vec::new();
    for element in response.walk() {
        if element.is(ns::SIGNATURE, "SignatureMethod") {
            let algorithm = element.attribute("Algorithm").unwrap_or_default();
            kinds.push(if algorithm.contains("#ecdsa-") { Id::EC } else { Id::RSA });
        }
    }
    let kind = kinds.first().copied().filter(|kind| kinds.iter().all(|other| other == kind));
    let kind = kind.ok_or(Refusal::SignatureAlgorithm)?;
    let made = |der: &&Vec<u8>| {
        let key = X509::from_der(der).and_then(|certificate| certificate.public_key());
        key.is_ok_and(|key| key.id() == kind)
    };
    let keys: Vec<_> =
        idp.certificates.iter().filter(made).map(|der| CertificateDer::from(der.clone())).collect();
    if keys.is_empty() { Err(Refusal::Signature) } else { Ok(keys) }
}

/// Signatures stand directly within the Response and the assertion, at most one in each, at least one in all.
fn check_places(response: &Element, assertion: &Element) -> Result<(), Refusal> {
    let directly = |element: &Element| element.all(ns::SIGNATURE, "Signature").count();
    let (outer, inner) = (directly(response), directly(assertion));
    let anywhere =
        response.walk().into_iter().filter(|element| element.is(ns::SIGNATURE, "Signature")).count();
    match (outer, inner) {
        (0, 0) if anywhere == 0 => Err(Refusal::Unsigned),
        (0 | 1, 0 | 1) if outer + inner == anywhere => Ok(()),
        _ => Err(Refusal::MisplacedSignature),
    }
}

fn check_form(signature: &Element, signed: &Element) -> Result<(), Refusal> {
    let info = sole(signature, "SignedInfo")?;
    sole(signature, "SignatureValue")?;
    let known = |element: &&Element| {
        ["SignedInfo", "SignatureValue", "KeyInfo"].iter().any(|name| element.is(ns::SIGNATURE, name))
    };
    let keys = signature.all(ns::SIGNATURE, "KeyInfo").count();
    if !signature.children.iter().all(|child| known(&child)) || keys > 1 {
        return Err(Refusal::SignatureShape);
    }

    if info.children.len() != 3 {
        return Err(if info.all(ns::SIGNATURE, "Reference").count() == 1 {
            Refusal::SignatureShape
        } else {
            Refusal::Reference
        });
    }
    if sole(info, "CanonicalizationMethod")?.attribute("Algorithm") != Some(EXCLUSIVE) {
        return Err(Refusal::Canonicalization);
    }
    let method = sole(info, "SignatureMethod")?;
    let algorithm = method.attribute("Algorithm").ok_or(Refusal::SignatureShape)?;
    if !ALGORITHMS.iter().any(|allowed| allowed.signature_uri() == algorithm) {
        return Err(Refusal::SignatureAlgorithm);
    }
    if !method.children.is_empty() {
        return Err(Refusal::SignatureShape);
    }
    check_reference(sole(info, "Reference")?, signed)
}

fn check_reference(reference: &Element, signed: &Element) -> Result<(), Refusal> {
    let id = signed.attribute("ID").filter(|id| !id.is_empty()).ok_or(Refusal::Reference)?;
    if reference.attribute("URI").and_then(|uri| uri.strip_prefix('#')) != Some(id) {
        return Err(Refusal::Reference);
    }
    if reference.children.len() != 3 {
        return Err(Refusal::SignatureShape);
    }
    let transforms = sole(reference, "Transforms")?;
    let named: Vec<_> = transforms
        .children
        .iter()
        .map(|child| child.attribute("Algorithm").filter(|_| child.is(ns::SIGNATURE, "Transform")))
        .collect();
    if named != [Some(ENVELOPED), Some(EXCLUSIVE)] {
        return Err(Refusal::Transform);
    }
    // Of what a transform may hold, only the prefixes of exclusive canonicalisation are read by anybody.
    let inner =
        |element: &Element| element.is(EXCLUSIVE, "InclusiveNamespaces") && element.children.is_empty();
    if !transforms.children.iter().flat_map(|transform| &transform.children).all(inner) {
        return Err(Refusal::Transform);
    }
    let digest = sole(reference, "DigestMethod")?;
    let algorithm = digest.attribute("Algorithm").ok_or(Refusal::SignatureShape)?;
    if !ALGORITHMS.iter().any(|allowed| allowed.digest_uri() == algorithm) {
        return Err(Refusal::DigestAlgorithm);
    }
    let value = sole(reference, "DigestValue")?;
    if value.text().is_none_or(str::is_empty) || value.has_attributes() || !digest.children.is_empty() {
        return Err(Refusal::SignatureShape);
    }
    Ok(())
}

fn sole<'a>(parent: &'a Element, name: &'a str) -> Result<&'a Element, Refusal> {
    parent.only(ns::SIGNATURE, name).ok_or(Refusal::SignatureShape)
}
