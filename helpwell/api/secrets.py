"""The secrets of tokens: long enough that a plain hash keeps them."""

import secrets
from hashlib import sha256

PREFIX = "hwt_"  # so that scanners of source code know one when they see it
SECRET_BYTES = 32


def new_secret() -> str:
    """A secret nobody has had before: 256 bits of chance."""
    return PREFIX + secrets.token_urlsafe(SECRET_BYTES)


def hash_of(secret: str) -> str:
    """What is kept of a secret."""
    return sha256(secret.encode()).hexdigest()
