//! Why something is not taken.

use thiserror::Error;

/// Why metadata, a request or an answer is refused. The messages carry nothing of what was sent, so that they can be
/// shown and kept; [`Refusal::code`] is the stable name.
#[derive(Clone, Copy, Debug, Error, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Refusal {
    /// More bytes than are read.
    #[error("it is longer than may be read")]
    TooLarge,
    /// Not base64.
    #[error("it is not base64")]
    NotBase64,
    /// Not UTF-8, or an XML declaration that names another encoding.
    #[error("it is not XML in UTF-8")]
    Encoding,
    /// A document type or an entity declaration.
    #[error("it contains a document type or an entity, which are never read")]
    Doctype,
    /// A comment, which would split the text around it.
    #[error("it contains a comment")]
    Comment,
    /// A CDATA section.
    #[error("it contains a CDATA section")]
    CharacterData,
    /// A processing instruction.
    #[error("it contains a processing instruction")]
    ProcessingInstruction,
    /// Not well-formed, or not namespace-well-formed.
    #[error("it is not well-formed XML")]
    Malformed,
    /// A namespace that is no URN and no plain http address.
    #[error("it declares a namespace that is not an absolute address")]
    Namespace,
    /// Nested deeper than any genuine message.
    #[error("its elements are nested too deep")]
    TooDeep,
    /// More elements than any genuine message.
    #[error("it has too many elements")]
    TooManyElements,
    /// An attribute that decides something, under another namespace.
    #[error("an attribute such as ID stands in a foreign namespace, so that readers could disagree on it")]
    AmbiguousAttribute,
    /// Two elements with one ID.
    #[error("two of its elements have the same ID")]
    DuplicateId,
    /// Not a SAML 2.0 Response.
    #[error("it is not a SAML 2.0 Response")]
    NotAResponse,
    /// A Response within the Response.
    #[error("it contains another Response")]
    SeveralResponses,
    /// The identity provider said no.
    #[error("the identity provider did not sign the person in: its status is not Success")]
    Status,
    /// Encrypted; encryption is not offered.
    #[error("its assertion is encrypted; turn assertion encryption off at the identity provider")]
    Encrypted,
    /// No assertion.
    #[error("it contains no assertion")]
    NoAssertion,
    /// More than one assertion.
    #[error("it contains more than one assertion")]
    SeveralAssertions,
    /// An assertion elsewhere than directly in the Response.
    #[error("its assertion is not directly within the Response")]
    MisplacedAssertion,
    /// Neither the Response nor the assertion is signed.
    #[error("neither the Response nor its assertion is signed")]
    Unsigned,
    /// A signature elsewhere than directly in the Response or the assertion, or two at one place.
    #[error("a signature is not where SAML has it: one, directly within what it signs")]
    MisplacedSignature,
    /// A signature built otherwise than SAML has it.
    #[error("a signature has parts that SAML does not know")]
    SignatureShape,
    /// Signed by an algorithm outside the list.
    #[error(
        "it is signed by an algorithm that is not accepted; use RSA or ECDSA with SHA-256, SHA-384 or SHA-512"
    )]
    SignatureAlgorithm,
    /// A digest outside the list.
    #[error("a digest is made by an algorithm that is not accepted; use SHA-256, SHA-384 or SHA-512")]
    DigestAlgorithm,
    /// Another canonicalisation than the exclusive one.
    #[error("it is canonicalised otherwise than by exclusive canonicalisation")]
    Canonicalization,
    /// Another transform than those of SAML.
    #[error(
        "a signature transforms what it signs by more than enveloped-signature and exclusive canonicalisation"
    )]
    Transform,
    /// A signature that points elsewhere than to the element it stands in.
    #[error("a signature does not sign the one element it stands in")]
    Reference,
    /// No pinned key made the signature, or something signed was changed.
    #[error("a signature is not one of the identity provider's pinned certificates over this content")]
    Signature,
    /// The identity provider's metadata holds no key.
    #[error("the connection has no certificate to check a signature with")]
    NoCertificate,
    /// Issued by somebody else.
    #[error("it is not issued by the connection's identity provider")]
    Issuer,
    /// Sent to another address.
    #[error("its Destination is not the address it was sent to")]
    Destination,
    /// The answer to another request, or to none.
    #[error("it does not answer the request that was sent")]
    InResponseTo,
    /// The subject is not named, or in a form that is not read.
    #[error("its subject has no NameID that can be read")]
    Subject,
    /// The name changes at every sign-in.
    #[error(
        "its NameID is transient: another one at each sign-in; have the identity provider send a persistent one"
    )]
    TransientSubject,
    /// No bearer confirmation.
    #[error("its subject is not confirmed by the bearer method")]
    Confirmation,
    /// Confirmed for another address.
    #[error("its Recipient is not the address it was sent to")]
    Recipient,
    /// For somebody else.
    #[error("its Audience is not this connection")]
    Audience,
    /// A condition that is not understood, which SAML does not let one pass over.
    #[error("it stands under a condition that is not understood")]
    Condition,
    /// From the future.
    #[error("it is not valid yet: compare the clocks of both sides")]
    NotYetValid,
    /// Too late.
    #[error("it has expired")]
    Expired,
    /// A time is missing or is no UTC time.
    #[error("one of its times is missing or is not a time in UTC")]
    Time,
    /// Not said how the person signed in.
    #[error("it has no statement that the person signed in")]
    NoAuthnStatement,
    /// An attribute or a version that the schema demands is not there.
    #[error("it lacks what the SAML 2.0 schema demands")]
    Schema,
    /// Not an EntityDescriptor with one SAML 2.0 identity provider.
    #[error("it is not the metadata of one SAML 2.0 identity provider")]
    NotMetadata,
    /// No sign-in address of the HTTP-Redirect binding, or not https.
    #[error("it names no https address of the HTTP-Redirect binding to sign in at")]
    SsoUrl,
    /// A certificate that cannot be read.
    #[error("a signing certificate cannot be read")]
    Certificate,
    /// A key too weak to trust.
    #[error("a signing certificate's key is not RSA of at least 2048 bits or ECDSA of at least 256")]
    WeakKey,
    /// The identity provider demands signed requests.
    #[error("the identity provider demands signed requests, which are not offered; turn that off there")]
    SignedRequestsWanted,
    /// A request id that is not an XML NCName.
    #[error("the request id must be an XML name without a colon")]
    RequestId,
    /// A relay state that is too long.
    #[error("the relay state must be at most 80 bytes")]
    RelayState,
}

impl Refusal {
    /// The stable name of the refusal, for logs and audit rows.
    pub fn code(self) -> &'static str {
        match self {
            Self::TooLarge => "TOO_LARGE",
            Self::NotBase64 => "NOT_BASE64",
            Self::Encoding => "ENCODING",
            Self::Doctype => "DOCTYPE",
            Self::Comment => "COMMENT",
            Self::CharacterData => "CHARACTER_DATA",
            Self::ProcessingInstruction => "PROCESSING_INSTRUCTION",
            Self::Malformed => "MALFORMED",
            Self::Namespace => "NAMESPACE",
            Self::TooDeep => "TOO_DEEP",
            Self::TooManyElements => "TOO_MANY_ELEMENTS",
            Self::AmbiguousAttribute => "AMBIGUOUS_ATTRIBUTE",
            Self::DuplicateId => "DUPLICATE_ID",
            Self::NotAResponse => "NOT_A_RESPONSE",
            Self::SeveralResponses => "SEVERAL_RESPONSES",
            Self::Status => "STATUS",
            Self::Encrypted => "ENCRYPTED",
            Self::NoAssertion => "NO_ASSERTION",
            Self::SeveralAssertions => "SEVERAL_ASSERTIONS",
            Self::MisplacedAssertion => "MISPLACED_ASSERTION",
            Self::Unsigned => "UNSIGNED",
            Self::MisplacedSignature => "MISPLACED_SIGNATURE",
            Self::SignatureShape => "SIGNATURE_SHAPE",
            Self::SignatureAlgorithm => "SIGNATURE_ALGORITHM",
            Self::DigestAlgorithm => "DIGEST_ALGORITHM",
            Self::Canonicalization => "CANONICALIZATION",
            Self::Transform => "TRANSFORM",
            Self::Reference => "REFERENCE",
            Self::Signature => "SIGNATURE",
            Self::NoCertificate => "NO_CERTIFICATE",
            Self::Issuer => "ISSUER",
            Self::Destination => "DESTINATION",
            Self::InResponseTo => "IN_RESPONSE_TO",
            Self::Subject => "SUBJECT",
            Self::TransientSubject => "TRANSIENT_SUBJECT",
            Self::Confirmation => "CONFIRMATION",
            Self::Recipient => "RECIPIENT",
            Self::Audience => "AUDIENCE",
            Self::Condition => "CONDITION",
            Self::NotYetValid => "NOT_YET_VALID",
            Self::Expired => "EXPIRED",
            Self::Time => "TIME",
            Self::NoAuthnStatement => "NO_AUTHN_STATEMENT",
            Self::Schema => "SCHEMA",
            Self::NotMetadata => "NOT_METADATA",
            Self::SsoUrl => "SSO_URL",
            Self::Certificate => "CERTIFICATE",
            Self::WeakKey => "WEAK_KEY",
            Self::SignedRequestsWanted => "SIGNED_REQUESTS_WANTED",
            Self::RequestId => "REQUEST_ID",
            Self::RelayState => "RELAY_STATE",
        }
    }
}
