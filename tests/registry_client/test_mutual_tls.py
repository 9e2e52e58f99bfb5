"""Certificates on both sides of a connection, with authorities made for the test."""

import ssl
from collections.abc import AsyncIterator
from datetime import UTC, datetime, timedelta
from ipaddress import IPv4Address
from pathlib import Path

import aiohttp
import pytest
from aiohttp import web
from aiohttp.test_utils import TestServer
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

from dialogs.refusals import Unavailable
from registry_client.http import Upstream
from registry_client.transport import Direct, mutual_tls
from store.clock import FakeClock


class Authority:
    """A certificate authority of a test, and what it signs, as files."""

    def __init__(self, folder: Path, name: str) -> None:
        self._folder = folder
        self._name = name
        self._key = ec.generate_private_key(ec.SECP256R1())
        self._subject = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, name)])
        self._cert = self._builder(self._subject, self._key.public_key()).add_extension(
            x509.BasicConstraints(ca=True, path_length=0), critical=True
        )
        self.file = folder / f"{name}.pem"
        self.file.write_bytes(self._signed(self._cert))

    def issue(self, name: str) -> tuple[Path, Path]:
        """Certificate and key of a party at 127.0.0.1."""
        key = ec.generate_private_key(ec.SECP256R1())
        subject = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, name)])
        address = x509.SubjectAlternativeName([x509.IPAddress(IPv4Address("127.0.0.1"))])
        files = self._folder / f"{self._name}-{name}.crt", self._folder / f"{self._name}-{name}.key"
        files[0].write_bytes(self._signed(self._builder(subject, key.public_key()).add_extension(address, critical=False)))
        pem, pkcs8 = serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8
        files[1].write_bytes(key.private_bytes(pem, pkcs8, serialization.NoEncryption()))
        return files

    def _builder(self, subject: x509.Name, key: ec.EllipticCurvePublicKey) -> x509.CertificateBuilder:
        now = datetime.now(UTC)
        builder = x509.CertificateBuilder().subject_name(subject).issuer_name(self._subject).public_key(key)
        builder = builder.serial_number(x509.random_serial_number())
        return builder.not_valid_before(now - timedelta(days=1)).not_valid_after(now + timedelta(days=1))

    def _signed(self, builder: x509.CertificateBuilder) -> bytes:
        return builder.sign(self._key, hashes.SHA256()).public_bytes(serialization.Encoding.PEM)


@pytest.fixture
def ours(tmp_path: Path) -> Authority:
    return Authority(tmp_path, "ours")


@pytest.fixture
def strangers(tmp_path: Path) -> Authority:
    return Authority(tmp_path, "strangers")


@pytest.fixture
async def secured(ours: Authority) -> AsyncIterator[TestServer]:
    """A registry that lets in who shows a certificate of our authority."""
    context = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH, cafile=ours.file)
    context.verify_mode = ssl.CERT_REQUIRED
    context.load_cert_chain(*ours.issue("registry"))

    async def who(request: web.Request) -> web.Response:
        assert request.transport is not None
        shown = request.transport.get_extra_info("peercert")
        return web.Response(text=dict(pair for (pair,) in shown["subject"])["commonName"])

    app = web.Application()
    app.router.add_get("/who", who)
    server = TestServer(app, scheme="https", host="127.0.0.1")
    await server.start_server(ssl=context)
    yield server
    await server.close()


def calling(server: TestServer, session: aiohttp.ClientSession, clock: FakeClock, tls: ssl.SSLContext | None) -> Upstream:
    return Upstream("registry", str(server.make_url("/")), session, clock, transport=Direct(tls or True))


async def test_both_sides_show_their_certificates(
    secured: TestServer, ours: Authority, session: aiohttp.ClientSession, clock: FakeClock
) -> None:
    upstream = calling(secured, session, clock, mutual_tls(ours.file, *ours.issue("guichet")))
    assert (await upstream.call("GET", "/who", deadline=5, safe=False)).body == b"guichet"


async def test_who_shows_none_or_one_of_strangers_is_not_let_in(
    secured: TestServer, ours: Authority, strangers: Authority, session: aiohttp.ClientSession, clock: FakeClock
) -> None:
    bare = ssl.create_default_context(cafile=ours.file)
    for tls in (bare, mutual_tls(ours.file, *strangers.issue("guichet"))):
        with pytest.raises(Unavailable):
            await calling(secured, session, clock, tls).call("GET", "/who", deadline=5, safe=False)


async def test_a_registry_of_strangers_is_not_believed(
    secured: TestServer, ours: Authority, strangers: Authority, session: aiohttp.ClientSession, clock: FakeClock
) -> None:
    for tls in (mutual_tls(strangers.file, *ours.issue("guichet")), None):
        with pytest.raises(Unavailable) as failed:
            await calling(secured, session, clock, tls).call("GET", "/who", deadline=5, safe=False)
        assert failed.value.code == "ClientConnectorCertificateError"


def test_a_certificate_file_that_cannot_be_read_is_told(ours: Authority, tmp_path: Path) -> None:
    certificate, key = ours.issue("guichet")
    with pytest.raises(OSError):
        mutual_tls(tmp_path / "none.pem", certificate, key)
    with pytest.raises(OSError):
        mutual_tls(ours.file, certificate, certificate)
    assert mutual_tls(ours.file, certificate, key).minimum_version is ssl.TLSVersion.TLSv1_2
