"""A call of a mail provider: what was sent, what it must prove, and the mail that it brings."""

import base64
import binascii
import hashlib
import hmac
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.utils.translation import gettext_lazy as _

from helpwell.core.errors import Refused

REPLAY_WINDOW = timedelta(minutes=5)


@dataclass(frozen=True)
class Call:
    """One request, as it came over the wire."""

    headers: Mapping[str, str]
    content_type: str
    body: bytes
    at: datetime


@dataclass(frozen=True)
class Parcel:
    """The raw mail that a call brought, and its envelope where the provider tells it."""

    raw: bytes
    envelope_from: str = ""
    envelope_to: str = ""


class NotProven(Refused):
    """The call does not show that the provider made it."""

    sentence = _("The signature or password of this call is missing or wrong.")


class OutOfTime(NotProven):
    """A signature of another time, as somebody has who repeats a call that was overheard."""

    sentence = _("The signature of this call is too old, or from the future. Check both clocks.")


class NoMail(Refused):
    """The call has no raw mail in it."""

    sentence = _("There is no mail in this call.")


def insist_on_time(stamp: str, *, now: datetime, window: timedelta = REPLAY_WINDOW) -> None:
    """Refuse a call whose signature is further than `window` from now; `stamp` is in seconds."""
    if not (stamp.isascii() and stamp.isdigit()) or len(stamp) > 12:
        raise NotProven
    if abs(now.timestamp() - int(stamp)) > window.total_seconds():
        raise OutOfTime


def hmac_sha256(key: bytes, content: bytes) -> bytes:
    """What proves that whoever has `key` wrote `content` (RFC 2104)."""
    return hmac.new(key, content, hashlib.sha256).digest()


def insist_on_password(call: Call, key: str) -> None:
    """Refuse a call without the password `key`, whatever its user name (RFC 7617)."""
    scheme, _blank, given = call.headers.get("Authorization", "").partition(" ")
    try:
        password = base64.b64decode(given, validate=True).partition(b":")[2]
    except (binascii.Error, ValueError):
        raise NotProven from None
    is_right = hmac.compare_digest(password, key.encode())
    if scheme.lower() != "basic" or not key or not is_right:
        raise NotProven
