"""A push service of the tests' own, over TLS, with a browser behind it that opens what comes."""

import os
import ssl
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

from helpwell.channels.tests.certificates import certificate
from helpwell.notifications.push.sealing import raw
from helpwell.notifications.push.subscription import Subscription, packed


@dataclass
class PushService:
    """What came: headers and what the browser read; it answers `status`."""

    port: int = 0
    status: int = 201
    own: ec.EllipticCurvePrivateKey = field(
        default_factory=lambda: ec.generate_private_key(ec.SECP256R1())
    )
    secret: bytes = field(default_factory=lambda: os.urandom(16))
    came: list[tuple[dict[str, str], bytes]] = field(default_factory=list)

    def subscription(self, path: str = "/push/1") -> Subscription:
        endpoint = f"https://localhost:{self.port}{path}"
        return Subscription(endpoint, packed(raw(self.own.public_key())), packed(self.secret))

    def opened(self, body: bytes) -> bytes:
        """What the body says, as a browser reads it (RFC 8291, section 3.4)."""
        salt, length = body[:16], body[20]
        point, sealed = body[21 : 21 + length], body[21 + length :]
        theirs = ec.EllipticCurvePublicKey.from_encoded_point(ec.SECP256R1(), point)
        meaning = b"WebPush: info\0" + raw(self.own.public_key()) + point
        secret = _derived(self.own.exchange(ec.ECDH(), theirs), self.secret, meaning, 32)
        key = _derived(secret, salt, b"Content-Encoding: aes128gcm\0", 16)
        nonce = _derived(secret, salt, b"Content-Encoding: nonce\0", 12)
        content, end, padding = AESGCM(key).decrypt(nonce, sealed, None).rpartition(b"\x02")
        assert end, "the last record ends with 2 (RFC 8188, section 2)"
        assert not padding.strip(b"\0")
        return content


def _derived(secret: bytes, salt: bytes, info: bytes, length: int) -> bytes:
    return HKDF(algorithm=SHA256(), length=length, salt=salt, info=info).derive(secret)


@contextmanager
def push_service() -> Iterator[PushService]:
    """One that lives as long as the block."""
    service = PushService()

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers["Content-Length"]))
            service.came.append((dict(self.headers), body))
            self.send_response(service.status)
            self.send_header("Location", "https://elsewhere.example/")
            self.send_header("Content-Length", "0")
            self.end_headers()

        def log_message(self, *_: Any) -> None:
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(*certificate())
    server.socket = context.wrap_socket(server.socket, server_side=True)
    service.port = server.server_port
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    try:
        yield service
    finally:
        server.shutdown()
        server.server_close()
        thread.join()
