"""TLS on the listener, with a certificate made for the test."""

import http.client
import json
import ssl
import subprocess

import trustme
from conftest import ROOT, new_server
from test_http import FORECAST, GOOD


def test_every_protocol_over_tls() -> None:
    server = new_server(OMNI_POSTGRES_FSYNC="false")
    folder = server.data_dir.parent
    authority = trustme.CA()
    certificate = authority.issue_cert("127.0.0.1")
    trusted, chain, key = (str(folder / name) for name in ("ca.pem", "chain.pem", "key.pem"))
    authority.cert_pem.write_to_path(trusted)
    for blob in certificate.cert_chain_pems:
        blob.write_to_path(chain, append=True)
    certificate.private_key_pem.write_to_path(key)
    server.start(OMNI_TLS_CERT_FILE=chain, OMNI_TLS_KEY_FILE=key)
    try:
        context = ssl.create_default_context(cafile=trusted)
        connection = http.client.HTTPSConnection(server.address, context=context, timeout=30)
        headers = {"x-api-key": server.key, "content-type": "application/json"}
        connection.request("POST", FORECAST, json.dumps(GOOD), headers)
        answer = connection.getresponse()
        assert answer.status == 200
        assert answer.headers["strict-transport-security"] == "max-age=31536000"
        grpcurl = [str(ROOT / ".tools/go/bin/grpcurl"), "-cacert", trusted, "-H", f"x-api-key: {server.key}"]
        request = ["-d", json.dumps(GOOD), server.address, "omni.intelligence.v1.IntelligenceService/Forecast"]
        done = subprocess.run([*grpcurl, *request], capture_output=True, text=True, timeout=60)
        assert done.returncode == 0, done.stderr
        plain = http.client.HTTPConnection(server.address, timeout=10)
        try:
            plain.request("GET", "/healthz")
            assert plain.getresponse().status != 200
        except (http.client.HTTPException, OSError):
            pass
    finally:
        server.stop()
