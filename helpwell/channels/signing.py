"""Our own signed Message-IDs and reply addresses, with the installation's key."""

import re

from django.conf import settings

from helpwell.channels.mail import identity

OURS = re.compile(rb"<[\w.+-]{10,120}@[\w.-]{1,253}>")


def key() -> bytes:
    """The key that Message-IDs and reply addresses are signed with."""
    return b"helpwell.mail:" + settings.SECRET_KEY.encode()


def new_message_id(*, ticket_id: int, message_id: int, domain: str) -> str:
    """A Message-ID that proves, when it comes back, which ticket it belongs to."""
    return identity.new_message_id(ticket_id, message_id, domain, key())


def reply_address(address: str, *, ticket_id: int) -> str:
    """An inbox's address extended so that answers to it prove their ticket."""
    return identity.reply_address(address, ticket_id, key())


def ticket_of_message_id(header: str) -> int | None:
    """The ticket a Message-ID of ours belongs to; nothing for any other."""
    return identity.ticket_of_message_id(header, key())


def ticket_of_address(address: str) -> int | None:
    """The ticket a signed reply address belongs to; nothing for any other."""
    return identity.ticket_of_address(address, key())


def message_ids_in(raw: bytes) -> list[str]:
    """Message-IDs of ours anywhere in a raw mail, such as a bounce that quotes one."""
    found = dict.fromkeys(match.decode() for match in OURS.findall(raw[:500_000]))
    return [header for header in found if ticket_of_message_id(header)]
