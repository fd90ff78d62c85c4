"""Handing answers to a mail server, with an outcome for every recipient."""

import re
import smtplib
from collections.abc import Iterable
from dataclasses import replace
from types import TracebackType
from typing import Self

from django.utils.translation import gettext as _

from helpwell.channels.adapters.email import submission
from helpwell.channels.adapters.email.conversation import Parcel, converse, with_line_ends
from helpwell.channels.adapters.email.outcome import Later, Outcome, Outcomes, Refused, Sent
from helpwell.channels.adapters.email.sentences import explain
from helpwell.channels.adapters.email.servers import Outgoing, Server, outgoing_of
from helpwell.channels.adapters.email.submission import TROUBLE

__all__ = ["Later", "Outcome", "Outcomes", "Refused", "Sender", "Sent"]

MOST_A_CONNECTION = 100
UNFIT = re.compile(r"[\x00-\x20\x7f<>]")


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
        self, inbox: Outgoing, raw: bytes, *, sender: str, recipients: Iterable[str], name: str = ""
    ) -> Outcomes:
        """Hand over one mail; every recipient gets an outcome, whatever happens.

        `name` is what reports about it shall bring back, such as its Message-ID.
        """
        server = outgoing_of(inbox)
        if server is None:
            nowhere = _("No outgoing server is set for this inbox. Set one in its settings.")
            return dict.fromkeys(recipients, Later(nowhere, why="server"))
        outcomes: Outcomes = {a: UNFIT_ADDRESS for a in recipients if UNFIT.search(a)}
        left = [address for address in dict.fromkeys(recipients) if address not in outcomes]
        parcel = Parcel(with_line_ends(raw), sender, left, name)
        return outcomes | self._hand_over(server, parcel) if left else outcomes

    def _hand_over(self, server: Server, parcel: Parcel) -> Outcomes:
        outcomes: Outcomes = {}
        try:
            converse(self._connection_to(server), parcel, outcomes)
        except TROUBLE as error:
            self._leave(server)
            trouble = explain(_cause_of(error), server)
            return {a: _after_trouble(outcomes.get(a), trouble) for a in parcel.recipients}
        return outcomes

    def _connection_to(self, server: Server) -> smtplib.SMTP:
        """The open connection if it still works, else a new one."""
        kept = self._connections.get(server)
        if kept and self._carried[server] < MOST_A_CONNECTION and _is_awake(kept):
            self._carried[server] += 1
            return kept
        self._leave(server)
        self._connections[server] = submission.connect(server)
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


def _cause_of(error: Exception) -> BaseException:
    """What really happened: the library calls a silence, too, the end of the connection."""
    cause = error.__context__
    return cause if isinstance(cause, TimeoutError) else error


def _after_trouble(decided: Outcome | None, trouble: str) -> Outcome:
    """What stands for a recipient when the connection broke after `decided`."""
    match decided:
        case Refused():
            return decided
        case Later(why="unknown"):
            return replace(decided, answer=f"{trouble} {_it_may_have_it()}")
        case Later():
            return decided
        case _:
            return Later(trouble, why="server")


def _it_may_have_it() -> str:
    return _(
        "Whether it took the mail is not known, so it is sent again under the same Message-ID; "
        "mail programs show it once."
    )


def _is_awake(connection: smtplib.SMTP) -> bool:
    try:
        return connection.rset()[0] == 250
    except TROUBLE:
        return False


UNFIT_ADDRESS = Refused("This is not an e-mail address.")
