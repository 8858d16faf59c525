"""A real S3 server on loopback: SeaweedFS, over HTTP and, with a certificate that it signs itself, over HTTPS."""

import json
import os
import shutil
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from datetime import UTC, datetime, timedelta
from ipaddress import ip_address
from pathlib import Path

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

WEED = Path(sys.executable).with_name("weed")
KEY, SECRET = "kliping-test-key", "kliping-test-secret-7f3a91"
READER_KEY, READER_SECRET = "kliping-reader-key", "kliping-reader-secret-52c0de"
_PORTS = {"s3.port": 0, "s3.port.https": 0, "volume.port": 10000, "filer.port": 10000, "master.port": 10000}


class Seaweed:
    """The server in a folder of its own; `http` and `https` are its endpoints, `certificate` is what clients trust."""

    def __init__(self, folder: Path) -> None:
        self._ports = {name: _free_port(above) for name, above in (*_PORTS.items(), ("s3.port.grpc", 0))}
        self.http = f"http://127.0.0.1:{self._ports['s3.port']}"
        self.https = f"https://127.0.0.1:{self._ports['s3.port.https']}"
        self.certificate = folder / "certificate.pem"
        self._folder = folder
        self._key = folder / "key.pem"
        self._process: subprocess.Popen[bytes] | None = None
        _sign(self.certificate, self._key)
        (folder / "s3.json").write_text(json.dumps({"identities": _identities()}))

    def start(self) -> None:
        data = self._folder / "data"
        data.mkdir(exist_ok=True)
        options = {
            "ip": "127.0.0.1",
            "ip.bind": "127.0.0.1",
            "dir": data,
            "master.volumeSizeLimitMB": 64,
            "volume.max": 50,
            "master.peers": "none",
            "master.telemetry": "false",
            "filer": "true",
            "webdav": "false",
            "s3": "true",
            "s3.config": self._folder / "s3.json",
            "s3.autoCreateBucket": "false",
            "s3.allowDeleteBucketNotEmpty": "false",
            "s3.cert.file": self.certificate,
            "s3.key.file": self._key,
            "s3.port.iceberg": 0,
            "s3.port.lance": 0,
            **self._ports,
        }
        command = [WEED, "-logtostderr=true", "server", *(f"-{name}={value}" for name, value in options.items())]
        with (self._folder / "weed.log").open("ab") as log:
            keys = {"WEED_S3_SSE_KEY": "only for tests"}
            self._process = subprocess.Popen(command, stdout=log, stderr=log, cwd=self._folder, env=os.environ | keys)
        self._wait_until_ready()

    def stop(self) -> None:
        """At once: an orderly end takes ten seconds, and nobody needs the data."""
        if self._process:
            self._process.kill()
            self._process.wait()
        shutil.rmtree(self._folder / "data", ignore_errors=True)

    def _wait_until_ready(self) -> None:
        deadline = time.monotonic() + 60
        while time.monotonic() < deadline and self._process and self._process.poll() is None:
            try:
                with urllib.request.urlopen(f"{self.http}/healthz", timeout=2) as answer:
                    if answer.status == 200:
                        return
            except (urllib.error.URLError, OSError):
                time.sleep(0.1)
        tail = (self._folder / "weed.log").read_text(errors="replace")[-2000:]
        pytest.fail(f"SeaweedFS did not start: {tail}")


def _free_port(above: int) -> int:
    """A free port; with `above`, the port that much higher is free too: SeaweedFS listens there for its own."""
    while True:
        with socket.socket() as first, socket.socket() as second:
            first.bind(("127.0.0.1", 0))
            port = int(first.getsockname()[1])
            if not above:
                return port
            try:
                second.bind(("127.0.0.1", port + above))
            except (OSError, OverflowError):
                continue
            return port


def _identities() -> list[dict[str, object]]:
    return [
        {
            "name": "writer",
            "credentials": [{"accessKey": KEY, "secretKey": SECRET}],
            "actions": ["Admin", "Read", "Write", "List", "Tagging"],
        },
        {
            "name": "reader",
            "credentials": [{"accessKey": READER_KEY, "secretKey": READER_SECRET}],
            "actions": ["Read", "List"],
        },
    ]


def _sign(certificate: Path, key_file: Path) -> None:
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "SeaweedFS on loopback")])
    now = datetime.now(UTC)
    signed = (
        x509.CertificateBuilder(subject_name=name, issuer_name=name)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - timedelta(days=1))
        .not_valid_after(now + timedelta(days=30))
        .add_extension(x509.SubjectAlternativeName([x509.IPAddress(ip_address("127.0.0.1"))]), critical=False)
        .add_extension(x509.BasicConstraints(ca=True, path_length=None), critical=True)
        .sign(key, hashes.SHA256())
    )
    certificate.write_bytes(signed.public_bytes(serialization.Encoding.PEM))
    key_file.write_bytes(
        key.private_bytes(serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption())
    )
