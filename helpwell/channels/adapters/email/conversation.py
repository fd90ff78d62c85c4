"""One mail told to a mail server, command by command (RFC 5321), with an outcome for everybody."""

import re
import smtplib
from collections.abc import Sequence
from dataclasses import dataclass

from django.template.defaultfilters import filesizeformat
from django.utils.translation import gettext as _

from helpwell.channels.adapters.email.outcome import (
    Later,
    Outcome,
    Outcomes,
    Refused,
    Sent,
    outcome_of,
)

TOO_MANY_RECIPIENTS = 552  # where 452 is meant: RFC 5321, section 4.5.3.1.10
GO_ON = 354
LINE_END = re.compile(rb"\r\n|\r|\n")
LINE_BEGINS_WITH_A_DOT = re.compile(rb"^\.", re.MULTILINE)
NOT_XTEXT = re.compile(r"[^!-*,-<>-~]")  # RFC 3461, section 4
NOTICES = "NOTIFY=FAILURE,DELAY"


@dataclass(frozen=True)
class Parcel:
    """A mail with its envelope; `name` comes back in reports about it."""

    raw: bytes
    sender: str
    recipients: Sequence[str]
    name: str = ""


def converse(connection: smtplib.SMTP, parcel: Parcel, outcomes: Outcomes) -> None:
    """Name sender and recipients and hand over; what is decided stands in `outcomes` at once."""
    if too_large := _too_large(connection, parcel):
        outcomes.update(dict.fromkeys(parcel.recipients, too_large))
        return
    options = _mail_options(connection, parcel)
    answered = outcome_of(*connection.mail(_on_the_wire(connection, parcel.sender), options))
    if not isinstance(answered, Sent):
        outcomes.update(dict.fromkeys(parcel.recipients, answered))
        return
    for address in parcel.recipients:
        outcomes[address] = _addressed(connection, address)
    accepted = [a for a in parcel.recipients if isinstance(outcomes[a], Sent)]
    if accepted:
        _hand_over(connection, parcel.raw, accepted, outcomes)


def _hand_over(
    connection: smtplib.SMTP, raw: bytes, accepted: list[str], outcomes: Outcomes
) -> None:
    """The content. Once it is on its way, silence means that the server may have it."""
    code, said = connection.docmd("DATA")
    if code != GO_ON:
        outcomes.update(dict.fromkeys(accepted, outcome_of(code, said)))
        return
    outcomes.update(dict.fromkeys(accepted, Later("", why="unknown")))
    ended = raw if raw.endswith(b"\r\n") else raw + b"\r\n"
    connection.send(LINE_BEGINS_WITH_A_DOT.sub(b"..", ended) + b".\r\n")
    outcomes.update(dict.fromkeys(accepted, outcome_of(*connection.getreply())))


def _too_large(connection: smtplib.SMTP, parcel: Parcel) -> Refused | None:
    """A mail above the size the server has named need not be sent to be refused (RFC 1870)."""
    named = connection.esmtp_features.get("size", "").strip()
    most = int(named) if named.isdecimal() else 0
    if not most or len(parcel.raw) <= most:
        return None
    words = _(
        "This mail has %(size)s, and the mail server takes %(most)s at most. Send large files as "
        "links, or in several answers."
    )
    sizes = {"size": filesizeformat(len(parcel.raw)), "most": filesizeformat(most)}
    return Refused(words % sizes)


def _addressed(connection: smtplib.SMTP, address: str) -> Outcome:
    """Whether the server takes mail for this recipient."""
    try:
        options = _recipient_options(connection, address)
        code, answer = connection.rcpt(_on_the_wire(connection, address), options)
    except UnicodeError:
        return Refused(_("This mail server cannot write to addresses with such letters."))
    return outcome_of(452 if code == TOO_MANY_RECIPIENTS else code, answer)


def _mail_options(connection: smtplib.SMTP, parcel: Parcel) -> list[str]:
    options = []
    if connection.has_extn("size"):
        options.append(f"SIZE={len(parcel.raw)}")
    if connection.has_extn("8bitmime") and not parcel.raw.isascii():
        options.append("BODY=8BITMIME")
    addresses = (parcel.sender, *parcel.recipients)
    if connection.has_extn("smtputf8") and not all(a.isascii() for a in addresses):
        options.append("SMTPUTF8")
    if connection.has_extn("dsn") and parcel.name:
        options += ["RET=HDRS", f"ENVID={_xtext(parcel.name.strip('<>'))}"]
    return options


def _recipient_options(connection: smtplib.SMTP, address: str) -> list[str]:
    """Ask to be told of failure and delay, under the address as we know it.

    Never of success: that is one mail more for each answer, into the inbox, and mostly says no
    more than the 250 we have.
    """
    if not connection.has_extn("dsn"):
        return []
    return [NOTICES, *([f"ORCPT=rfc822;{_xtext(address)}"] if address.isascii() else [])]


def _xtext(text: str) -> str:
    """`text` as a parameter of an SMTP command can hold it (RFC 3461, section 4)."""
    return NOT_XTEXT.sub(lambda match: f"+{ord(match[0]):02X}", text)


def _on_the_wire(connection: smtplib.SMTP, address: str) -> str:
    """The address as this server can be told it: a foreign domain in its ASCII form if need be."""
    if address.isascii() or connection.has_extn("smtputf8"):
        return address
    local, _at, domain = address.rpartition("@")
    return f"{local}@{domain.encode('idna').decode()}"


def with_line_ends(raw: bytes) -> bytes:
    """The mail with CRLF at every line's end, as SMTP asks (RFC 5321, section 2.3.8)."""
    if raw.count(b"\r\n") == raw.count(b"\n") == raw.count(b"\r"):
        return raw
    return LINE_END.sub(b"\r\n", raw)
