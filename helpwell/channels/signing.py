"""Our own signed Message-IDs and reply addresses, with the installation's key."""

import re

from django.conf import settings

from helpwell.channels.mail import identity
from helpwell.channels.mail.identity import TALK, TICKET, Name

OURS = re.compile(rb"<[\w.+-]{10,120}@[\w.-]{1,253}>")


def key() -> bytes:
    """The key that Message-IDs and reply addresses are signed with."""
    return b"helpwell.mail:" + settings.SECRET_KEY.encode()


def new_message_id(*, ticket_id: int, message_id: int, domain: str) -> str:
    """A Message-ID that proves, when it comes back, which ticket it belongs to."""
    return identity.new_message_id(ticket_id, message_id, domain, key())


def new_talk_message_id(*, talk_id: int, message_id: int, domain: str) -> str:
    """A Message-ID that proves which side talk it belongs to; it leads to no ticket."""
    return identity.new_message_id(talk_id, message_id, domain, key(), kind=TALK)


def reply_address(address: str, *, ticket_id: int) -> str:
    """An inbox's address extended so that answers to it prove their ticket."""
    return identity.reply_address(address, ticket_id, key())


def talk_address(address: str, *, talk_id: int) -> str:
    """An inbox's address extended so that answers to it prove their side talk."""
    return identity.reply_address(address, talk_id, key(), kind=TALK)


def names_in(header: str) -> list[Name]:
    """The tickets, talks and messages that genuine Message-IDs of ours in a header stand for."""
    return identity.names_in_header(header, key())


def name_of_address(address: str) -> Name | None:
    """The ticket or talk that a signed reply address stands for; nothing for any other."""
    return identity.name_in_address(address, key())


def ticket_of_address(address: str) -> int | None:
    """The ticket a signed reply address belongs to; nothing for any other."""
    name = name_of_address(address)
    return name.id if name and name.kind == TICKET else None


def message_ids_in(raw: bytes) -> list[str]:
    """Message-IDs of ours anywhere in a raw mail, such as a bounce that quotes one."""
    found = dict.fromkeys(match.decode() for match in OURS.findall(raw[:500_000]))
    return [header for header in found if names_in(header)]
