"""Servers that are no mail servers, or not the right ones: they say something, or nothing."""

import datetime
import socket
import ssl
import threading
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager, suppress
from pathlib import Path

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID


@contextmanager
def saying(
    greeting: bytes, *, host: str = "127.0.0.1", tls: tuple[Path, Path] | None = None
) -> Iterator[int]:
    """The port of a server that says `greeting` to everybody and then waits."""
    listener = socket.create_server((host, 0))
    with ExitStack() as at_the_end:
        thread = threading.Thread(target=_greet, args=[listener, greeting, tls, at_the_end])
        thread.start()
        try:
            yield listener.getsockname()[1]
        finally:
            listener.shutdown(socket.SHUT_RDWR)
            listener.close()
            thread.join()


@contextmanager
def dropping() -> Iterator[int]:
    """The port of a server behind a firewall that drops what comes: nobody is let in."""
    with ExitStack() as at_the_end:
        listener = at_the_end.enter_context(socket.socket())
        listener.bind(("127.0.0.1", 0))
        listener.listen(0)
        for _ in range(3):  # fill the queue, so that the next one hears nothing
            queued = at_the_end.enter_context(socket.socket())
            queued.setblocking(False)
            with suppress(BlockingIOError):
                queued.connect(listener.getsockname())
        yield listener.getsockname()[1]


def expired(folder: Path) -> tuple[Path, Path]:
    """A certificate for localhost that ended yesterday, and its key."""
    key, now = ec.generate_private_key(ec.SECP256R1()), datetime.datetime.now(datetime.UTC)
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "localhost")])
    made = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - datetime.timedelta(days=9))
        .not_valid_after(now - datetime.timedelta(days=1))
        .add_extension(x509.SubjectAlternativeName([x509.DNSName("localhost")]), critical=False)
        .add_extension(x509.BasicConstraints(ca=True, path_length=None), critical=True)
        .sign(key, hashes.SHA256())
    )
    cert, private = folder / "expired.pem", folder / "expired.key"
    cert.write_bytes(made.public_bytes(serialization.Encoding.PEM))
    pem, plain = serialization.Encoding.PEM, serialization.NoEncryption()
    private.write_bytes(key.private_bytes(pem, serialization.PrivateFormat.PKCS8, plain))
    return cert, private


def _greet(
    listener: socket.socket,
    greeting: bytes,
    tls: tuple[Path, Path] | None,
    at_the_end: ExitStack,
) -> None:
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    if tls:
        context.load_cert_chain(*tls)
    while True:
        try:
            client = listener.accept()[0]
        except OSError:
            return
        at_the_end.callback(client.close)
        with suppress(OSError):
            if tls:
                client = context.wrap_socket(client, server_side=True)
                at_the_end.callback(client.close)
            client.sendall(greeting)
