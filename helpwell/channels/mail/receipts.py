"""Notices that a mail arrived (RFC 3464) or was seen (RFC 8098): neither failure nor answer."""

import re

from helpwell.channels.mail.bounce_texts import original_of, words_of
from helpwell.channels.mail.incoming import Receipt
from helpwell.channels.mail.reports import (
    MAX_RECIPIENTS,
    STATUS_TYPES,
    Fields,
    address_in,
    groups_of,
    ids_in,
    parts_of,
)
from helpwell.channels.mail.structure import Part

MDN_TYPES = ("message/disposition-notification", "message/global-disposition-notification")
_ARRIVED = re.compile(r"delivered|relayed|expanded")
_DONE = re.compile(r";\s*([a-z]+)")


def receipt_of(root: Part) -> Receipt | None:
    """What the notice says became of our mail, or None."""
    groups = [
        group for part in parts_of(root, *MDN_TYPES, *STATUS_TYPES) for group in groups_of(part)
    ]
    told = [(kind, group) for group in groups[:MAX_RECIPIENTS] if (kind := _kind(group))]
    if not told:
        return None
    recipients = (address_in(_recipient(group)) for _, group in told)
    ids = [each for group in groups for each in ids_in(group.get("original-message-id", ""))]
    return Receipt(
        kind=told[0][0],
        recipients=tuple(dict.fromkeys(address for address in recipients if address)),
        message_id=ids[0] if ids else original_of(root, words_of(root)).message_id,
    )


def _kind(fields: Fields) -> str:
    """What became of the mail at one receiver; empty when the group does not say."""
    seen = _DONE.search(fields.get("disposition", "").lower())
    arrived = _ARRIVED.match(fields.get("action", "").strip().lower())
    return seen[1] if seen else arrived[0] if arrived else ""


def _recipient(fields: Fields) -> str:
    return fields.get("original-recipient") or fields.get("final-recipient", "")
