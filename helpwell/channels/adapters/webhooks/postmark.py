"""Postmark's inbound webhook with “Include raw email content in JSON payload”.

Source: Postmark, “Inbound webhook” and “Parse an email”. It signs nothing: a password in the
address is what it offers. It tries again ten times, over about ten hours.
"""

import json

from django.utils.translation import gettext_lazy as _

from helpwell.channels.adapters.webhooks.calls import Call, NoMail, Parcel, insist_on_password

NO_RAW = _("Postmark sent no raw mail. Tick “Include raw email content in JSON payload” there.")


def open_parcel(call: Call, key: str) -> Parcel:
    """The mail of a call that has `key` as its password."""
    insist_on_password(call, key)
    try:
        said = json.loads(call.body)
        raw = said["RawEmail"]
        recipient = said.get("OriginalRecipient") or ""
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError):
        raise NoMail(NO_RAW) from None
    if not isinstance(raw, str):
        raise NoMail(NO_RAW)
    return Parcel(raw.encode("utf-8", "surrogatepass"), envelope_to=str(recipient))
