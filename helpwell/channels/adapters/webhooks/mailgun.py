"""Mailgun's routes: `forward()` to an address that ends in `mime` posts the raw mail.

Source: Mailgun, “Receive messages via HTTP” and “Securing webhooks”. The signature is over time and
token only, so the secrecy of the address and TLS guard the mail itself. It tries again for eight
hours, perhaps under the first signature.
"""

import hmac
from datetime import timedelta

from django.utils.translation import gettext_lazy as _

from helpwell.channels.adapters.webhooks.calls import (
    Call,
    NoMail,
    NotProven,
    Parcel,
    hmac_sha256,
    insist_on_time,
)
from helpwell.channels.adapters.webhooks.fields import fields_of

RETRIES_LAST = timedelta(hours=9)
NO_MIME = _("Mailgun sent no raw mail. Use the address that ends in “mime” in the route.")


def open_parcel(call: Call, key: str) -> Parcel:
    """The mail of a call that is signed with the account's webhook signing key."""
    fields = fields_of(call)
    _insist_on_signature(fields, key, call)
    if "body-mime" not in fields:
        raise NoMail(NO_MIME)
    return Parcel(
        fields["body-mime"],
        envelope_from=fields.get("sender", b"").decode("utf-8", "replace"),
        envelope_to=fields.get("recipient", b"").decode("utf-8", "replace"),
    )


def _insist_on_signature(fields: dict[str, bytes], key: str, call: Call) -> None:
    stamp, token = fields.get("timestamp", b""), fields.get("token", b"")
    right = hmac_sha256(key.encode(), stamp + token).hex().encode()
    if not key or not token or not hmac.compare_digest(fields.get("signature", b""), right):
        raise NotProven
    insist_on_time(stamp.decode("latin-1"), now=call.at, window=RETRIES_LAST)
