//! The identity provider of the tests: pysaml2, asked once for genuine answers, and `xmlsec1`, which signs again what a
//! test has changed.

use std::io::Write as _;
use std::path::Path;
use std::process::{Command, Stdio};
use std::sync::OnceLock;

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use jiff::Timestamp;
use omni_saml::{Assertion, IdentityProvider, Refusal, ServiceProvider, authn_request, verify};
use serde_json::{Value as Json, json};

pub(crate) const REQUEST: &str = "_3f9c1a7e52d84b06";

/// What pysaml2 knows of us and answered.
pub(crate) struct Peer {
    folder: tempfile::TempDir,
    pub(crate) sp: ServiceProvider,
    pub(crate) idp: IdentityProvider,
    pub(crate) metadata: String,
    /// When the answers were made.
    pub(crate) now: Timestamp,
    answers: Vec<String>,
}

/// Which element of a genuine answer is signed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Signed {
    Assertion,
    Response,
    Both,
    Nothing,
    /// The assertion, by RSA and SHA-384.
    Sha384,
    /// Both, by RSA and SHA-512.
    Sha512,
    /// The assertion, with an address as the name.
    ByEmail,
    /// The assertion, with a name for this sign-in alone.
    Transient,
}

const SHA: &str = "http://www.w3.org/2001/04/xmldsig-more#";

fn wanted() -> Json {
    json!([
        { "sign_response": false, "sign_assertion": true },
        { "sign_response": true, "sign_assertion": false },
        { "sign_response": true, "sign_assertion": true },
        { "sign_response": false, "sign_assertion": false },
        { "sign_response": false, "sign_assertion": true,
          "sign_alg": format!("{SHA}rsa-sha384"), "digest_alg": format!("{SHA}sha384") },
        { "sign_response": true, "sign_assertion": true,
          "sign_alg": format!("{SHA}rsa-sha512"), "digest_alg": "http://www.w3.org/2001/04/xmlenc#sha512" },
        { "sign_response": false, "sign_assertion": true, "name": "ana@example.com", "identity": {},
          "format": "urn:oasis:names:tc:SAML:1.1:nameid-format:emailAddress" },
        { "sign_response": false, "sign_assertion": true,
          "format": "urn:oasis:names:tc:SAML:2.0:nameid-format:transient" },
    ])
}

/// The peer, started when first asked for.
pub(crate) fn peer() -> &'static Peer {
    static PEER: OnceLock<Peer> = OnceLock::new();
    PEER.get_or_init(Peer::start)
}

impl Peer {
    fn start() -> Self {
        let sp = ServiceProvider {
            entity_id: "https://omni.example/auth/sso/sso_1".to_owned(),
            acs_url: "https://omni.example/auth/sso/sso_1/acs".to_owned(),
        };
        let before = IdentityProvider {
            entity_id: String::new(),
            sso_url: "https://idp.example.org/sso".to_owned(),
            certificates: Vec::new(),
        };
        #[expect(clippy::disallowed_methods, reason = "pysaml2 has no other clock than the machine's")]
        let now = Timestamp::try_from(std::time::SystemTime::now()).unwrap();
        let url = authn_request(&sp, &before, REQUEST, now, "state").unwrap();
        let request = url.split(['?', '&']).find_map(|part| part.strip_prefix("SAMLRequest=")).unwrap();
        let request = percent_encoding::percent_decode_str(request).decode_utf8().unwrap();

        let folder = tempfile::tempdir().unwrap();
        let job = json!({
            "folder": folder.path(), "sp_metadata": sp.metadata(), "request": request, "answers": wanted(),
        });
        let answer = python(&job);
        let metadata = answer["metadata"].as_str().unwrap().to_owned();
        let idp = IdentityProvider::from_metadata(&metadata).unwrap();
        let answers = answer["answers"].as_array().unwrap();
        Self {
            folder,
            sp,
            idp,
            metadata,
            now: answer["now"].as_str().unwrap().parse().unwrap(),
            answers: answers.iter().map(|answer| answer.as_str().unwrap().to_owned()).collect(),
        }
    }

    /// A genuine answer, as XML.
    pub(crate) fn answer(&self, signed: Signed) -> String {
        self.answers[signed as usize].clone()
    }

    /// What the engine says of this XML.
    pub(crate) fn verify(&self, xml: &str) -> Result<Assertion, Refusal> {
        self.verify_at(xml, self.now)
    }

    pub(crate) fn verify_at(&self, xml: &str, now: Timestamp) -> Result<Assertion, Refusal> {
        verify(&self.sp, &self.idp, &STANDARD.encode(xml), REQUEST, now)
    }

    /// The file of a key: `idp`, `other`, `weak` or `curve` with `.key`, `.crt` or `.pub`.
    pub(crate) fn read(&self, name: &str) -> String {
        std::fs::read_to_string(self.folder.path().join(name)).unwrap()
    }

    /// The certificate of a key, as the base64 that stands in XML.
    pub(crate) fn certificate(&self, name: &str) -> String {
        self.read(&format!("{name}.crt")).lines().filter(|line| !line.starts_with('-')).collect()
    }

    /// Signs the document again where its first signature stands, by `xmlsec1`.
    pub(crate) fn sign(&self, xml: &str, key: &str) -> String {
        self.xmlsec(xml, "--privkey-pem", &format!("{key}.key"))
    }

    /// Signs the document again by HMAC with the bytes of a file.
    pub(crate) fn sign_by_secret(&self, xml: &str, file: &str) -> String {
        self.xmlsec(xml, "--hmackey", file)
    }

    fn xmlsec(&self, xml: &str, option: &str, file: &str) -> String {
        let folder = tempfile::tempdir().unwrap();
        let (template, signed) = (folder.path().join("template.xml"), folder.path().join("signed.xml"));
        std::fs::write(&template, xml).unwrap();
        let ran = Command::new("xmlsec1")
            .args(["--sign", option])
            .arg(self.folder.path().join(file))
            .args(["--id-attr:ID", "urn:oasis:names:tc:SAML:2.0:assertion:Assertion"])
            .args(["--id-attr:ID", "urn:oasis:names:tc:SAML:2.0:protocol:Response"])
            .arg("--output")
            .arg(&signed)
            .arg(&template)
            .output()
            .expect("the SAML tests need xmlsec1: run scripts/apt.sh xmlsec1");
        assert!(ran.status.success(), "{}", String::from_utf8_lossy(&ran.stderr));
        std::fs::read_to_string(signed).unwrap()
    }
}

fn python(job: &Json) -> Json {
    let here = Path::new(env!("CARGO_MANIFEST_DIR"));
    let python = here.join("../../../.tools/python/bin/python");
    assert!(python.exists(), "the SAML tests need pysaml2: run scripts/python.sh");
    let mut process = Command::new(python)
        .args(["-W", "ignore"])
        .arg(here.join("tests/it/idp.py"))
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .spawn()
        .unwrap();
    process.stdin.take().unwrap().write_all(job.to_string().as_bytes()).unwrap();
    let done = process.wait_with_output().unwrap();
    assert!(done.status.success(), "pysaml2 failed; its lines stand above");
    serde_json::from_slice(&done.stdout).unwrap()
}

/// The one piece of `xml` from `begin` to the first `end` after it, both included.
pub(crate) fn piece<'a>(xml: &'a str, begin: &str, end: &str) -> &'a str {
    let at = xml.find(begin).unwrap_or_else(|| panic!("no {begin} in {xml}"));
    let length = xml[at..].find(end).unwrap_or_else(|| panic!("no {end} in {xml}")) + end.len();
    &xml[at..at + length]
}

/// `xml` with one occurrence of `from` changed, which must be there.
pub(crate) fn changed(xml: &str, from: &str, to: &str) -> String {
    assert!(xml.contains(from), "no {from} in {xml}");
    xml.replacen(from, to, 1)
}
