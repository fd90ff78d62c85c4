"""Raw mail as the body of a call, signed as Standard Webhooks says (HMAC-SHA256).

`webhook-signature: v1,<base64>` is over `<webhook-id>.<webhook-timestamp>.<body>`; several, with
blanks in between, are allowed. The key is base64 after `whsec_`. The envelope may be told in
`X-Envelope-From` and `X-Envelope-To`.
"""

import base64
import binascii
import hmac

from helpwell.channels.adapters.webhooks.calls import (
    Call,
    NotProven,
    Parcel,
    hmac_sha256,
    insist_on_time,
)

PREFIX = "whsec_"
VERSION = "v1"


def open_parcel(call: Call, key: str) -> Parcel:
    """The mail of a call that is signed with `key`."""
    insist_on_signature(call, key)
    return Parcel(
        call.body,
        envelope_from=call.headers.get("X-Envelope-From", ""),
        envelope_to=call.headers.get("X-Envelope-To", ""),
    )


def insist_on_signature(call: Call, key: str) -> None:
    """Refuse a call that is not signed with `key`, or was not signed just now."""
    identity = call.headers.get("Webhook-Id", "")
    stamp = call.headers.get("Webhook-Timestamp", "")
    if not identity:
        raise NotProven
    insist_on_time(stamp, now=call.at)
    right = signature(call.body, key=key, identity=identity, stamp=stamp).encode()
    given = call.headers.get("Webhook-Signature", "").encode().split(b" ")
    if not any(hmac.compare_digest(one, right) for one in given):
        raise NotProven


def signature(body: bytes, *, key: str, identity: str, stamp: str) -> str:
    """What the sender of `body` writes into `webhook-signature`."""
    try:
        secret = base64.b64decode(key.removeprefix(PREFIX), validate=True)
    except (binascii.Error, ValueError):
        raise NotProven from None
    if not secret:
        raise NotProven
    signed = hmac_sha256(secret, f"{identity}.{stamp}.".encode() + body)
    return f"{VERSION},{base64.b64encode(signed).decode()}"
