"""E-mail addresses: the one rule of what a mail can be sent to."""

import re

from helpwell.core.text import one_line, storable

MAX_LOCAL_PART = 64  # RFC 5321, section 4.5.3.1.1
MAX_DOMAIN = 255  # RFC 5321, section 4.5.3.1.2
_LOCAL_PART = re.compile(r"[^\s<>(),;:\"\\\[\]@]+\Z")
_DOMAIN = re.compile(r"[\w.-]+\Z")


def is_writable(email: str) -> bool:
    """Whether a mail can be addressed to `email`; other scripts are fine, quoted parts are not."""
    local, at, domain = one_line(storable(email)).rpartition("@")
    domain = ascii_domain(domain)
    if not at or len(local.encode()) > MAX_LOCAL_PART or len(domain) > MAX_DOMAIN:
        return False
    return bool(_LOCAL_PART.match(local) and _DOMAIN.match(domain))


def ascii_domain(domain: str) -> str:
    """An international domain in its ASCII form; what has none stays as it is."""
    if domain.isascii():
        return domain
    try:
        return domain.encode("idna").decode()
    except UnicodeError:
        return domain
