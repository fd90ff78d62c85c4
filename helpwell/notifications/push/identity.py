"""Who pushes: this installation, by a key of its own (VAPID, RFC 8292).

The key comes out of the installation's secret: every host of it has the same one, and there is no
file or row to keep, copy or lose.
"""

import hashlib
import json
from functools import cache
from urllib.parse import urlsplit

from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.asymmetric.utils import decode_dss_signature
from cryptography.hazmat.primitives.hashes import SHA256
from django.conf import settings

from helpwell.core import clock
from helpwell.notifications.push.sealing import raw
from helpwell.notifications.push.subscription import packed

LIFETIME_SECONDS = 12 * 3600  # at most 24 hours (RFC 8292, section 2)
ORDER = 0xFFFFFFFF00000000FFFFFFFFFFFFFFFFBCE6FAADA7179E84F3B9CAC2FC632551  # of P-256 (FIPS 186-5)


def public_key() -> str:
    """What a browser asks its push service to accept, base64url."""
    return packed(raw(_key(settings.SECRET_KEY).public_key()))


def authorization(endpoint: str) -> str:
    """The header that says who pushes to this address."""
    place = urlsplit(endpoint)
    claims = {
        "aud": f"{place.scheme}://{place.netloc}",
        "exp": int(clock.now().timestamp()) + LIFETIME_SECONDS,
        "sub": settings.HELPWELL.url,
    }
    text = f"{_part({'typ': 'JWT', 'alg': 'ES256'})}.{_part(claims)}"
    return f"vapid t={text}.{_signature(text)}, k={public_key()}"


def _signature(text: str) -> str:
    """ES256 (RFC 7518, section 3.4): both numbers of 32 bytes, one after the other."""
    der = _key(settings.SECRET_KEY).sign(text.encode(), ec.ECDSA(SHA256()))
    return packed(b"".join(number.to_bytes(32, "big") for number in decode_dss_signature(der)))


def _part(content: dict[str, object]) -> str:
    return packed(json.dumps(content, separators=(",", ":")).encode())


@cache
def _key(secret: str) -> ec.EllipticCurvePrivateKey:
    digest = hashlib.sha512(b"helpwell.notifications:" + secret.encode()).digest()
    return ec.derive_private_key(int.from_bytes(digest, "big") % (ORDER - 1) + 1, ec.SECP256R1())
