"""Signing a mail for its domain: DKIM (RFC 6376) with RSA or Ed25519 (RFC 8463). Pure.

Head and body are canonicalised “relaxed”. The time of the signature is that of the mail, so the
same mail is the same bytes at every try.
"""

import base64
import hashlib
import re
from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache

from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ed25519, padding, rsa

SIGNED = (
    "From", "Reply-To", "To", "Cc", "Subject", "Date", "Message-ID", "In-Reply-To", "References",
    "MIME-Version", "Content-Type", "Content-Transfer-Encoding", "Auto-Submitted", "Feedback-ID",
)  # fmt: skip
# Signed once more than they are there: none can be added on the way (RFC 6376, section 8.15).
SEALED = ("From", "Reply-To", "To", "Cc", "Subject", "Date", "Message-ID")
RSA_BITS = 2048
_FOLD = re.compile(rb"\r\n(?=[ \t])")
_SPACE = re.compile(rb"[ \t]+")
_LINE_END_SPACE = re.compile(rb"[ \t]+(?=\r\n)")
_EMPTY_END = re.compile(rb"(?:\r\n)+\Z")

type PrivateKey = rsa.RSAPrivateKey | ed25519.Ed25519PrivateKey


class NotAKey(ValueError):  # noqa: N818 - named by the state, as refusals are
    """Something that is no private key to sign mail with."""


@dataclass(frozen=True)
class Signer:
    """A domain's key and the selector under which it is published."""

    domain: str
    selector: str
    key: PrivateKey

    @property
    def place(self) -> str:
        """The name in DNS at which the key is published."""
        return f"{self.selector}._domainkey.{self.domain}"


def sign(raw: bytes, signer: Signer, *, at: datetime) -> bytes:
    """The mail, whose lines end with CRLF, with a DKIM-Signature before it."""
    head, _, body = raw.partition(b"\r\n\r\n")
    fields = _fields(head)
    names = _names_to_sign(fields)
    field = _signature_field(signer, names, _hash_of(body), at)
    signed = b"".join(_signed_fields(fields, names)) + _relaxed(*field.split(b":", 1)).rstrip()
    return field + _folded(base64.b64encode(_signed_by(signer.key, signed))) + b"\r\n" + raw


@lru_cache(maxsize=64)
def key_from(pem: str) -> PrivateKey:
    """The private key in a PEM text; raises NotAKey for another, or one that is too weak."""
    try:
        key = serialization.load_pem_private_key(pem.strip().encode(), password=None)
    except (ValueError, TypeError) as error:
        raise NotAKey from error
    if isinstance(key, rsa.RSAPrivateKey) and key.key_size >= 1024:
        return key
    if isinstance(key, ed25519.Ed25519PrivateKey):
        return key
    raise NotAKey


def new_key(kind: str) -> str:
    """A new private key as PEM: `rsa`, which everybody can check, or `ed25519`."""
    key: PrivateKey = (
        ed25519.Ed25519PrivateKey.generate()
        if kind == "ed25519"
        else rsa.generate_private_key(public_exponent=65537, key_size=RSA_BITS)
    )
    encoding, form = serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8
    return key.private_bytes(encoding, form, serialization.NoEncryption()).decode()


def record_of(key: PrivateKey) -> str:
    """What is to be published about the key in DNS (RFC 6376, section 3.6.1)."""
    public = key.public_key()
    if isinstance(public, rsa.RSAPublicKey):
        form = serialization.PublicFormat.SubjectPublicKeyInfo
        return f"v=DKIM1; k=rsa; p={_base64(public.public_bytes(serialization.Encoding.DER, form))}"
    raw = public.public_bytes(serialization.Encoding.Raw, serialization.PublicFormat.Raw)
    return f"v=DKIM1; k=ed25519; p={_base64(raw)}"


def publishes(record: str, key: PrivateKey) -> bool:
    """Whether a record found in DNS publishes this key, in whatever order and spelling."""
    return _tags(record).get("p") == _tags(record_of(key))["p"]


def _tags(record: str) -> dict[str, str]:
    pairs = (part.partition("=") for part in record.split(";"))
    return {name.strip(): re.sub(r"\s+", "", value) for name, _, value in pairs}


def _fields(head: bytes) -> list[tuple[str, bytes]]:
    """The head's fields in their order: names in small letters, and the text after the colon."""
    lines = _FOLD.sub(b"\0", head).split(b"\r\n")
    pairs = (line.replace(b"\0", b"\r\n").split(b":", 1) for line in lines if b":" in line)
    return [(name.strip().lower().decode("latin-1"), value) for name, value in pairs]


def _names_to_sign(fields: list[tuple[str, bytes]]) -> list[str]:
    there = [name for name, _ in fields]
    names = [name for name in SIGNED for _ in range(there.count(name.lower()))]
    return names + list(SEALED)


def _signed_fields(fields: list[tuple[str, bytes]], names: list[str]) -> list[bytes]:
    """Each name takes the lowest field of its kind that is left; with none left it adds nothing
    (RFC 6376, section 5.4.2)."""
    left = list(fields)
    found = []
    for name in names:
        place = max((i for i, (each, _) in enumerate(left) if each == name.lower()), default=None)
        if place is not None:
            found.append(_relaxed(name.encode(), left.pop(place)[1]))
    return found


def _relaxed(name: bytes, value: bytes) -> bytes:
    """A field in the relaxed form (RFC 6376, section 3.4.2)."""
    unfolded = _SPACE.sub(b" ", value.replace(b"\r\n", b""))
    return name.strip().lower() + b":" + unfolded.strip(b" \t") + b"\r\n"


def _hash_of(body: bytes) -> str:
    """SHA-256 of the body in the relaxed form (RFC 6376, section 3.4.4)."""
    if body and not body.endswith(b"\r\n"):
        body += b"\r\n"
    body = _SPACE.sub(b" ", _LINE_END_SPACE.sub(b"", body))
    body = _EMPTY_END.sub(b"\r\n", body)
    return _base64(hashlib.sha256(b"" if body == b"\r\n" else body).digest())


def _signature_field(signer: Signer, names: list[str], body_hash: str, at: datetime) -> bytes:
    kind = "rsa" if isinstance(signer.key, rsa.RSAPrivateKey) else "ed25519"
    lines = (
        f"DKIM-Signature: v=1; a={kind}-sha256; c=relaxed/relaxed; t={int(at.timestamp())};",
        f" d={signer.domain}; s={signer.selector};",
        f" bh={body_hash};",
        *_listed(names),
        " b=",
    )
    return "\r\n".join(lines).encode()


def _listed(names: list[str]) -> list[str]:
    rows = [names[i : i + 5] for i in range(0, len(names), 5)]
    lines = [f" {':'.join(row)}" for row in rows]
    return [" h=" + ":\r\n".join(lines).strip() + ";"]


def _folded(signature: bytes) -> bytes:
    return b"\r\n ".join(signature[i : i + 72] for i in range(0, len(signature), 72))


def _signed_by(key: PrivateKey, data: bytes) -> bytes:
    if isinstance(key, rsa.RSAPrivateKey):
        return key.sign(data, padding.PKCS1v15(), hashes.SHA256())
    return key.sign(hashlib.sha256(data).digest())


def _base64(data: bytes) -> str:
    return base64.b64encode(data).decode()
