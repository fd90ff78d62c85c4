"""What the delivery-status part of a report states, address by address (RFC 3464)."""

from helpwell.channels.mail.bounce_texts import Words, status_in
from helpwell.channels.mail.failures import failure_of
from helpwell.channels.mail.incoming import Failure
from helpwell.channels.mail.reports import (
    MAX_RECIPIENTS,
    STATUS_TYPES,
    Fields,
    address_in,
    groups_of,
    parts_of,
)
from helpwell.channels.mail.structure import Part


def status_groups(root: Part) -> list[Fields]:
    """What status parts say of each address."""
    groups = (fields for part in parts_of(root, *STATUS_TYPES) for fields in groups_of(part))
    return [fields for fields in groups if _receivers(fields)][:MAX_RECIPIENTS]


def _receivers(fields: Fields) -> list[str]:
    """The address that we wrote to and the one that was tried, as far as both are told."""
    names = ("original-recipient", "final-recipient", "x-actual-recipient")
    return [fields[name] for name in names if name in fields]


def stated_failures(failed: list[Fields], words: Words) -> list[Failure]:
    """The failures that a delivery-status part states."""
    found = [[a for value in _receivers(fields) if (a := address_in(value))] for fields in failed]
    first = [addresses[0] for addresses in found if addresses]
    return [
        _stated_failure(fields, addresses, _said_of(addresses[-1], first, words))
        for fields, addresses in zip(failed, found, strict=True)
        if addresses
    ]


def action_of(fields: Fields) -> str:
    """`failed` or `delayed`; empty for what arrived. Without the field the status tells."""
    action = fields.get("action", "").strip().lower()
    if action.startswith(("deliver", "relay", "expand", "success")):
        return ""
    if action.startswith("delay") or (not action and fields.get("status", "").startswith("4")):
        return "delayed"
    return "" if fields.get("status", "").startswith("2") else "failed"


def _said_of(address: str, others: list[str], words: Words) -> list[str]:
    """What the words say of an address; all of them where no other is named."""
    near = words.about(address, others)
    return [near] if len(others) > 1 else [near, words.report]


def _stated_failure(fields: Fields, addresses: list[str], words: list[str]) -> Failure:
    diagnostic = fields.get("diagnostic-code", "")
    diagnostic = diagnostic.partition(";")[2] or diagnostic
    stated, told = status_in(fields.get("status", "")), status_in(diagnostic)
    is_vague = not stated or stated.endswith(".0.0")
    status = (told if is_vague else stated) or stated or (status_in(words[-1]) if is_vague else "")
    return failure_of(
        addresses[0],
        final=addresses[-1],
        action=action_of(fields),
        status=status,
        texts=[diagnostic, *words] if diagnostic else words,
    )
