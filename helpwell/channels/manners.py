"""When we keep silent: whom no automatic mail of ours may go to (RFC 3834, section 2). Pure."""

import re
from collections.abc import Set

from helpwell.channels.mail.incoming import Incoming
from helpwell.channels.recipients import bare, is_deaf
from helpwell.core.addresses import is_writable

_LISTS = re.compile(
    r"(?:owner|list|bounces?|sentto)[-=+].*|.*[-+](?:request|owner|relay|bounces?)\Z"
)


def why_silent(incoming: Incoming, *, ours: Set[str], came_by: str, came_from: str | None) -> str:
    """Why a mail gets no automatic acknowledgement; empty for one that may have it.

    `ours` are our addresses as `bare` gives them, `came_by` the address it was handed in for,
    `came_from` its envelope sender: empty for mail that wants no answer, None where unknown.
    """
    sender = bare(incoming.from_email)
    return_path = incoming.return_path if came_from is None else came_from
    reasons = {
        "a machine wrote it": incoming.is_autoreply or incoming.is_bounce,
        "it is a report": incoming.is_feedback_report,
        "it went to many": incoming.is_bulk,
        "it wants no answer": return_path == "",
        "its sender cannot be written to": not is_writable(incoming.from_email),
        "its sender reads no mail": is_deaf(sender) or bool(_LISTS.match(sender.partition("@")[0])),
        "it is our own": sender in ours or bare(return_path or "") in ours,
        "it does not name us": not _names_us(incoming, ours=ours, came_by=came_by),
    }
    return next((reason for reason, holds in reasons.items() if holds), "")


def _names_us(incoming: Incoming, *, ours: Set[str], came_by: str) -> bool:
    """Whether one of our addresses, or one by which the mail has come to us, stands in To or Cc."""
    known = ours | {bare(email) for email in (came_by, *incoming.delivered_to) if email}
    return any(bare(address.email) in known for address in (*incoming.to, *incoming.cc))
