"""A push that only the browser can read: RFC 8291 over aes128gcm (RFC 8188)."""

import os

from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

from helpwell.notifications.push.subscription import Subscription, unpacked

RECORD_BYTES = 4096
MOST_BYTES = 3000  # every push service takes 4096 bytes of body (RFC 8030, section 7.2)
END = b"\x02"  # of the last record


def sealed(
    content: bytes,
    subscription: Subscription,
    *,
    own: ec.EllipticCurvePrivateKey | None = None,
    salt: bytes = b"",
) -> bytes:
    """The body of a push; `own` and `salt` are made up anew for each one."""
    own = own or ec.generate_private_key(ec.SECP256R1())
    salt = salt or os.urandom(16)
    theirs = subscription.public_key
    point = raw(own.public_key())
    meaning = b"WebPush: info\0" + raw(theirs) + point
    shared = own.exchange(ec.ECDH(), theirs)
    secret = _derived(shared, unpacked(subscription.secret), meaning, 32)
    key = _derived(secret, salt, b"Content-Encoding: aes128gcm\0", 16)
    nonce = _derived(secret, salt, b"Content-Encoding: nonce\0", 12)
    head = salt + RECORD_BYTES.to_bytes(4, "big") + bytes([len(point)]) + point
    return head + AESGCM(key).encrypt(nonce, content[:MOST_BYTES] + END, None)


def raw(key: ec.EllipticCurvePublicKey) -> bytes:
    """A public key as 65 bytes (SEC 1, uncompressed)."""
    return key.public_bytes(Encoding.X962, PublicFormat.UncompressedPoint)


def _derived(secret: bytes, salt: bytes, info: bytes, length: int) -> bytes:
    return HKDF(algorithm=SHA256(), length=length, salt=salt, info=info).derive(secret)
