"""Where a browser wants its pushes, as it gave it to us."""

import base64
import binascii
from dataclasses import dataclass
from urllib.parse import urlsplit

from cryptography.hazmat.primitives.asymmetric import ec

from helpwell.notifications.errors import NotAPushService

LONGEST_ENDPOINT = 2000
SECRET_BYTES = 16


@dataclass(frozen=True)
class Subscription:
    """A push service's address for one browser, its public key and its secret (RFC 8291)."""

    endpoint: str
    key: str
    secret: str

    @property
    def public_key(self) -> ec.EllipticCurvePublicKey:
        return ec.EllipticCurvePublicKey.from_encoded_point(ec.SECP256R1(), unpacked(self.key))


def refuse_unless_usable(subscription: Subscription) -> None:
    """Refuse what is no address of the web over TLS, and keys that are none."""
    try:
        place = urlsplit(subscription.endpoint)
        is_right = place.scheme == "https" and bool(place.hostname) and "@" not in place.netloc
        _ = place.port, subscription.public_key
        is_right = is_right and len(unpacked(subscription.secret)) == SECRET_BYTES
    except (ValueError, binascii.Error) as error:
        raise NotAPushService from error
    if not is_right or len(subscription.endpoint) > LONGEST_ENDPOINT:
        raise NotAPushService


def packed(raw: bytes) -> str:
    """Bytes in base64url without padding (RFC 4648, section 5)."""
    return base64.urlsafe_b64encode(raw).decode().rstrip("=")


def unpacked(text: str) -> bytes:
    """The bytes that `packed` wrote."""
    return base64.urlsafe_b64decode(text + "=" * (-len(text) % 4))
