"""Handing answers to a mail server, with an outcome for every recipient."""

import re
import smtplib
from collections.abc import Iterable
from dataclasses import dataclass
from types import TracebackType
from typing import Self

from django.utils.translation import gettext as _

from helpwell.channels.adapters.email.sentences import NoStartTls, explain, quoted
from helpwell.channels.adapters.email.servers import Outgoing, Server, outgoing_of
from helpwell.channels.adapters.email.submission import connect

TROUBLE = (OSError, smtplib.SMTPException, NoStartTls)
ACCEPTED = (250, 251, 252)
TOO_MANY_RECIPIENTS = 552  # where 452 is meant: RFC 5321, section 4.5.3.1.10
OUR_OWN_FAULT = (530, 534, 535, 538)  # sign-in is missing or wrong: nothing about the mail
MOST_A_CONNECTION = 100
LINE_END = re.compile(rb"\r\n|\r|\n")
UNFIT = re.compile(r"[\x00-\x20\x7f<>]")


@dataclass(frozen=True)
class Sent:
    """The server took it and said so."""

    answer: str


@dataclass(frozen=True)
class Refused:
    """The server will never take it for this recipient (5xx)."""

    answer: str


@dataclass(frozen=True)
class Later:
    """Not now (4xx, or trouble with the connection); `is_ours` when the inbox's settings or server
    are at fault rather than this mail."""

    answer: str
    is_ours: bool = False


type Outcome = Sent | Refused | Later
type Outcomes = dict[str, Outcome]


class Sender:
    """Sends mail after mail, keeping the connection to each server open in between."""

    def __init__(self) -> None:
        self._connections: dict[Server, smtplib.SMTP] = {}
        self._carried: dict[Server, int] = {}

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        for server in list(self._connections):
            self._leave(server)

    def send(
        self, inbox: Outgoing, raw: bytes, *, sender: str, recipients: Iterable[str]
    ) -> Outcomes:
        """Hand over one mail; every recipient gets an outcome, whatever happens."""
        server = outgoing_of(inbox)
        if server is None:
            nowhere = _("No outgoing server is set for this inbox. Set one in its settings.")
            return dict.fromkeys(recipients, Later(nowhere, is_ours=True))
        outcomes: Outcomes = {a: UNFIT_ADDRESS for a in recipients if UNFIT.search(a)}
        left = [address for address in dict.fromkeys(recipients) if address not in outcomes]
        return outcomes | self._hand_over(server, raw, sender, left) if left else outcomes

    def _hand_over(
        self, server: Server, raw: bytes, sender: str, recipients: list[str]
    ) -> Outcomes:
        outcomes: Outcomes = {}
        try:
            connection = self._connection_to(server)
            _converse(connection, with_line_ends(raw), sender, recipients, outcomes)
        except TROUBLE as error:
            self._leave(server)
            trouble = Later(explain(error, server), is_ours=True)
            return {a: _unless_refused(outcomes.get(a), trouble) for a in recipients}
        return outcomes

    def _connection_to(self, server: Server) -> smtplib.SMTP:
        """The open connection if it still works, else a new one."""
        kept = self._connections.get(server)
        if kept and self._carried[server] < MOST_A_CONNECTION and _is_awake(kept):
            self._carried[server] += 1
            return kept
        self._leave(server)
        self._connections[server] = connect(server)
        self._carried[server] = 1
        return self._connections[server]

    def _leave(self, server: Server) -> None:
        connection = self._connections.pop(server, None)
        if connection is None:
            return
        try:
            if connection.sock:
                connection.sock.settimeout(2)
                connection.quit()
        except TROUBLE:
            pass
        finally:
            connection.close()


def _unless_refused(decided: Outcome | None, trouble: Later) -> Outcome:
    return decided if isinstance(decided, Refused) else trouble


def _is_awake(connection: smtplib.SMTP) -> bool:
    try:
        return connection.rset()[0] == 250
    except TROUBLE:
        return False


def _converse(
    connection: smtplib.SMTP,
    raw: bytes,
    sender: str,
    recipients: list[str],
    outcomes: Outcomes,
) -> None:
    """Name sender and recipients and hand over; what is decided stands in `outcomes` at once."""
    options = _options(connection, raw, sender, recipients)
    code, answer = connection.mail(_on_the_wire(connection, sender), options)
    if code not in ACCEPTED:
        outcomes.update(dict.fromkeys(recipients, _outcome(code, answer)))
        return
    for address in recipients:
        outcomes[address] = _addressed(connection, address)
    accepted = [address for address in recipients if isinstance(outcomes[address], Sent)]
    if accepted:
        outcomes.update(dict.fromkeys(accepted, _content(connection, raw)))


def _addressed(connection: smtplib.SMTP, address: str) -> Outcome:
    """Whether the server takes mail for this recipient."""
    try:
        code, answer = connection.rcpt(_on_the_wire(connection, address))
    except UnicodeError:
        return Refused(_("This mail server cannot write to addresses with such letters."))
    return _outcome(452 if code == TOO_MANY_RECIPIENTS else code, answer)


def _content(connection: smtplib.SMTP, raw: bytes) -> Outcome:
    try:
        return _outcome(*connection.data(raw))
    except smtplib.SMTPDataError as refusal:
        return _outcome(refusal.smtp_code, refusal.smtp_error)


def _outcome(code: int, said: bytes | str) -> Outcome:
    answer = f"{code} {quoted(said)}".strip()
    if 200 <= code < 300:
        return Sent(answer)
    if code in OUR_OWN_FAULT:
        return Later(answer, is_ours=True)
    return Refused(answer) if 500 <= code < 600 else Later(answer)


def _options(connection: smtplib.SMTP, raw: bytes, sender: str, recipients: list[str]) -> list[str]:
    options = []
    if connection.has_extn("size"):
        options.append(f"SIZE={len(raw)}")
    if connection.has_extn("8bitmime") and not raw.isascii():
        options.append("BODY=8BITMIME")
    if connection.has_extn("smtputf8") and not all(a.isascii() for a in (sender, *recipients)):
        options.append("SMTPUTF8")
    return options


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


UNFIT_ADDRESS = Refused("This is not an e-mail address.")
