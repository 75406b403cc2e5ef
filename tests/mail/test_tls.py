"""Protected lines to a real mail server: nothing is said before the line is safe."""

import ssl
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from email.message import EmailMessage
from ipaddress import ip_address
from pathlib import Path

import pytest
from aiosmtpd.controller import Controller
from aiosmtpd.smtp import AuthResult, LoginPassword
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

from clinic.domain.post.mail import Fault, MailRoute, MailTransport, Undelivered
from clinic.mail.transports import SmtpTransport
from tests.mail.post_office import PostOffice, free_port

HERE = "127.0.0.1"
USER, PASSWORD = "hearth", "a long one"
Open = Callable[[MailTransport], MailRoute]


@pytest.fixture(scope="module")
def certificate(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A certificate of this machine, which only who is handed it trusts."""
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, HERE)])
    today = datetime.now(UTC)
    made = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(today - timedelta(days=1))
        .not_valid_after(today + timedelta(days=1))
        .add_extension(x509.SubjectAlternativeName([x509.IPAddress(ip_address(HERE))]), False)
        .add_extension(x509.BasicConstraints(ca=True, path_length=None), True)
        .sign(key, hashes.SHA256())
    )
    file = tmp_path_factory.mktemp("certificate") / "both.pem"
    plain = serialization.NoEncryption()
    form = serialization.PrivateFormat.PKCS8
    pem = serialization.Encoding.PEM
    file.write_bytes(key.private_bytes(pem, form, plain) + made.public_bytes(pem))
    return file


class Guarded(PostOffice):
    """A post office that asks who sends, and remembers who said what."""

    said: list[tuple[str, str]]

    def __init__(self) -> None:
        super().__init__(port=free_port())
        self.said = []

    def check(
        self, _server: object, _session: object, _env: object, _way: str, data: object
    ) -> AuthResult:
        assert isinstance(data, LoginPassword)
        self.said.append((data.login.decode(), data.password.decode()))
        return AuthResult(success=self.said[-1] == (USER, PASSWORD))


@pytest.fixture
def office() -> Guarded:
    return Guarded()


@pytest.fixture
def opened(office: Guarded, certificate: Path) -> Iterator[Open]:
    running: list[Controller] = []
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(certificate)

    def open_at(way: MailTransport) -> MailRoute:
        is_starttls = way is MailTransport.STARTTLS
        controller = Controller(
            office,
            hostname=HERE,
            port=office.port,
            authenticator=office.check,
            ssl_context=context if way is MailTransport.TLS else None,
            tls_context=context if is_starttls else None,
            require_starttls=is_starttls,
            auth_required=is_starttls,
            auth_require_tls=is_starttls,
        )
        controller.start()
        running.append(controller)
        return MailRoute(way, host=HERE, port=office.port, user=USER, password=PASSWORD)

    yield open_at
    for controller in running:
        controller.stop()


def mail() -> EmailMessage:
    written = EmailMessage()
    written["From"], written["To"] = "hello@riverside.example", "mia@example.org"
    written["Message-ID"] = "<1@riverside.example>"
    written.set_content("Something is there for you.")
    return written


def send(route: MailRoute, tls: ssl.SSLContext | None) -> None:
    transport = SmtpTransport(route, step_seconds=5, whole_seconds=10, tls=tls)
    transport.deliver(mail(), "hello@riverside.example", "mia@example.org")


@pytest.mark.parametrize("way", [MailTransport.TLS, MailTransport.STARTTLS])
def test_a_mail_goes_over_a_protected_line_after_signing_in(
    opened: Open, office: Guarded, certificate: Path, way: MailTransport
) -> None:
    send(opened(way), ssl.create_default_context(cafile=certificate))
    assert [taken.to for taken in office.taken] == ["mia@example.org"]
    assert office.said == [(USER, PASSWORD)]


@pytest.mark.parametrize("way", [MailTransport.TLS, MailTransport.STARTTLS])
def test_nothing_is_said_to_a_server_that_nobody_vouches_for(
    opened: Open, office: Guarded, way: MailTransport
) -> None:
    with pytest.raises(Undelivered) as told:
        send(opened(way), None)
    assert told.value.fault is Fault.UNPROTECTED
    assert (office.taken, office.said) == ([], [])


@pytest.mark.parametrize("asked", [MailTransport.TLS, MailTransport.STARTTLS])
def test_nothing_is_said_on_a_line_that_stays_open_to_all(
    opened: Open, office: Guarded, certificate: Path, asked: MailTransport
) -> None:
    route = opened(MailTransport.PLAIN)
    bare = MailRoute(asked, host=HERE, port=route.port, user=USER, password=PASSWORD)
    with pytest.raises(Undelivered) as told:
        send(bare, ssl.create_default_context(cafile=certificate))
    assert told.value.fault is Fault.UNPROTECTED
    assert (office.taken, office.said) == ([], [])
