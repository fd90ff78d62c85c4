"""SendGrid's Inbound Parse with “POST the raw, full MIME message”.

Source: Twilio SendGrid, “Inbound Parse webhook” and “Securing your Inbound Parse webhooks”: a
security policy signs the time and the body with ECDSA; without one the password in the address has
to do. It tries again for three days, perhaps under the first signature; a repeat of a signed body
does no harm.
"""

import base64
import binascii
import json
from datetime import timedelta

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import load_der_public_key
from django.utils.translation import gettext_lazy as _

from helpwell.channels.adapters.webhooks.calls import (
    Call,
    NoMail,
    NotProven,
    Parcel,
    insist_on_password,
    insist_on_time,
)
from helpwell.channels.adapters.webhooks.fields import fields_of

RETRIES_LAST = timedelta(hours=74)
SIGNATURE = "X-Twilio-Email-Event-Webhook-Signature"
TIMESTAMP = "X-Twilio-Email-Event-Webhook-Timestamp"
NO_RAW = _("SendGrid sent no raw mail. Tick “POST the raw, full MIME message” there.")


def open_parcel(call: Call, key: str) -> Parcel:
    """The mail of a call that is signed, where `key` is a public key, or has `key` as password."""
    public = public_key(key)
    if public:
        _insist_on_signature(call, public)
    else:
        insist_on_password(call, key)
    fields = fields_of(call)
    if "email" not in fields:
        raise NoMail(NO_RAW)
    envelope_from, envelope_to = _envelope(fields.get("envelope", b""))
    return Parcel(fields["email"], envelope_from=envelope_from, envelope_to=envelope_to)


def public_key(key: str) -> ec.EllipticCurvePublicKey | None:
    """The key of a security policy; nothing where `key` is something else."""
    try:
        found = load_der_public_key(base64.b64decode(key, validate=True))
    except (binascii.Error, ValueError):
        return None
    return found if isinstance(found, ec.EllipticCurvePublicKey) else None


def _insist_on_signature(call: Call, public: ec.EllipticCurvePublicKey) -> None:
    stamp = call.headers.get(TIMESTAMP, "")
    insist_on_time(stamp, now=call.at, window=RETRIES_LAST)
    try:
        given = base64.b64decode(call.headers.get(SIGNATURE, ""), validate=True)
        public.verify(given, stamp.encode() + call.body, ec.ECDSA(hashes.SHA256()))
    except (binascii.Error, ValueError, InvalidSignature):
        raise NotProven from None


def _envelope(said: bytes) -> tuple[str, str]:
    """Sender and first recipient; nothing where it cannot be read."""
    try:
        envelope = json.loads(said)
        return str(envelope.get("from") or ""), str((envelope.get("to") or [""])[0])
    except (ValueError, AttributeError, IndexError, KeyError, TypeError, RecursionError):
        return "", ""
