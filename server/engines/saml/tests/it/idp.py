"""A company's identity provider, played by pysaml2: reads one job as JSON, writes what it made as JSON.

The job: folder, entity_id, acs_url, sp_metadata, request (an AuthnRequest's XML), and the answers wanted, each with
sign_response, sign_assertion and, where they differ from the usual, sign_alg, digest_alg, format.
"""

import datetime
import json
import sys
from pathlib import Path
from typing import Any

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec, rsa
from saml2 import BINDING_HTTP_POST, BINDING_HTTP_REDIRECT
from saml2.config import IdPConfig
from saml2.metadata import entity_descriptor
from saml2.saml import NAME_FORMAT_URI, NAMEID_FORMAT_PERSISTENT, NameID
from saml2.server import Server
from saml2.xmldsig import DIGEST_SHA256, SIG_RSA_SHA256

IDP = "https://idp.example.org/metadata"


def certificate(folder: Path, name: str, key) -> None:
    """A key, a certificate of itself and its bare public key, as <name>.key, .crt and .pub."""
    subject = x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, name)])
    now = datetime.datetime.now(datetime.timezone.utc)
    made = x509.CertificateBuilder(subject, subject, key.public_key(), x509.random_serial_number())
    made = made.not_valid_before(now - datetime.timedelta(days=1)).not_valid_after(now + datetime.timedelta(days=30))
    made = made.sign(key, hashes.SHA256())
    pem = serialization.Encoding.PEM
    plain = serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    (folder / f"{name}.key").write_bytes(key.private_bytes(pem, *plain))
    (folder / f"{name}.crt").write_bytes(made.public_bytes(pem))
    public = key.public_key().public_bytes(pem, serialization.PublicFormat.SubjectPublicKeyInfo)
    (folder / f"{name}.pub").write_bytes(public)


def provider(folder: Path, sp_metadata: str) -> Server:
    """pysaml2 as an identity provider with the key `idp`, who knows this service provider."""
    (folder / "sp.xml").write_text(sp_metadata)
    config = IdPConfig().load(
        {
            "entityid": IDP,
            "key_file": str(folder / "idp.key"),
            "cert_file": str(folder / "idp.crt"),
            "service": {
                "idp": {
                    "endpoints": {
                        "single_sign_on_service": [
                            ("https://idp.example.org/sso", BINDING_HTTP_REDIRECT),
                            ("https://idp.example.org/post", BINDING_HTTP_POST),
                        ]
                    },
                    "policy": {"default": {"lifetime": {"minutes": 15}, "name_form": NAME_FORMAT_URI}},
                }
            },
            "metadata": {"local": [str(folder / "sp.xml")]},
        }
    )
    return Server(config=config)


def answer(idp: Server, request: Any, wanted: dict[str, Any]) -> str:
    """The Response to a parsed AuthnRequest, as XML."""
    made = idp.create_authn_response(
        identity=wanted.get("identity", {"mail": ["ana@example.com"], "displayName": ["Ana Novak"]}),
        userid="ana",
        name_id=NameID(format=wanted.get("format", NAMEID_FORMAT_PERSISTENT), text=wanted.get("name", "ana-7f3a")),
        in_response_to=request.id,
        destination=request.assertion_consumer_service_url,
        sp_entity_id=request.issuer.text,
        authn={"class_ref": "urn:oasis:names:tc:SAML:2.0:ac:classes:PasswordProtectedTransport"},
        sign_response=wanted["sign_response"],
        sign_assertion=wanted["sign_assertion"],
        # Its own default signs by SHA-1.
        sign_alg=wanted.get("sign_alg", SIG_RSA_SHA256),
        digest_alg=wanted.get("digest_alg", DIGEST_SHA256),
    )
    return str(made)


def main() -> None:
    job = json.load(sys.stdin)
    folder = Path(job["folder"])
    for name in ("idp", "other"):
        certificate(folder, name, rsa.generate_private_key(65537, 2048))
    certificate(folder, "weak", rsa.generate_private_key(65537, 1024))
    certificate(folder, "curve", ec.generate_private_key(ec.SECP256R1()))
    idp = provider(folder, job["sp_metadata"])
    request = idp.parse_authn_request(job["request"], BINDING_HTTP_REDIRECT).message
    answers = [answer(idp, request, wanted) for wanted in job["answers"]]
    now = datetime.datetime.now(datetime.timezone.utc).strftime("%Y-%m-%dT%H:%M:%SZ")
    metadata = str(entity_descriptor(idp.config))
    json.dump({"now": now, "metadata": metadata, "answers": answers}, sys.stdout)


if __name__ == "__main__":
    main()
