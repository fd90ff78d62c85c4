"""Trying a mailbox or an outgoing server step by step, for whoever sets up an inbox."""

import smtplib
import socket
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from imapclient import IMAPClient

from helpwell.channels.adapters.email import mailbox, submission
from helpwell.channels.adapters.email.sentences import explain, quoted
from helpwell.channels.adapters.email.servers import (
    NONE,
    Incoming,
    Outgoing,
    Server,
    incoming_of,
    outgoing_of,
)

TOUCHING_SECONDS = 10


@dataclass(frozen=True)
class Step:
    """One thing that was tried: its name, whether it worked, and a sentence about it."""

    name: str
    is_ok: bool
    sentence: str


Trial = tuple[str, Callable[[], str]]


def probe_incoming(inbox: Incoming) -> list[Step]:
    """Go all the way into the mailbox; the last step is the one that failed, if any did."""
    probe = MailboxProbe(incoming_of(inbox))
    try:
        return _steps(probe.server, probe.trials())
    finally:
        if probe.client:
            mailbox.hang_up(probe.client)


def probe_outgoing(inbox: Outgoing, *, sender: str) -> list[Step]:
    """Go all the way to where a mail from `sender` would be handed over, and hand over none."""
    server = outgoing_of(inbox)
    if server is None:
        return [Step(_("Server"), is_ok=False, sentence=_("Type the name of an SMTP server."))]
    probe = SubmissionProbe(server, sender)
    try:
        return _steps(server, probe.trials())
    finally:
        if probe.connection:
            probe.connection.close()


def _steps(server: Server, trials: Sequence[Trial]) -> list[Step]:
    steps: list[Step] = []
    for name, trial in trials:
        try:
            steps.append(Step(name, is_ok=True, sentence=trial()))
        except Exception as error:  # whatever it is, the person reads it
            steps.append(Step(name, is_ok=False, sentence=explain(error, server)))
            break
    return steps


@dataclass
class MailboxProbe:
    """The way into a mailbox."""

    server: Server
    client: IMAPClient | None = None

    def trials(self) -> list[Trial]:
        return [
            *_way_to(self.server),
            (_("Encryption"), self._secure),
            (_("Sign-in"), self._sign_in),
            (_("Folder"), self._open_folder),
        ]

    def _secure(self) -> str:
        self.client = mailbox.reach(self.server)
        mailbox.secure(self.client, self.server)
        return _secured(self.server)

    def _sign_in(self) -> str:
        assert self.client
        mailbox.sign_in(self.client, self.server)
        return _("User name and password are right.")

    def _open_folder(self) -> str:
        assert self.client
        said = mailbox.open_folder(self.client, self.server)
        mails = said.get(b"EXISTS", 0)
        return ngettext("It holds %(n)s mail.", "It holds %(n)s mails.", mails) % {"n": mails}


@dataclass
class SubmissionProbe:
    """The way to handing over a mail."""

    server: Server
    sender: str
    connection: smtplib.SMTP | None = None

    def trials(self) -> list[Trial]:
        signing_in = [(_("Sign-in"), self._sign_in)] if self.server.user else []
        return [
            *_way_to(self.server),
            (_("Encryption"), self._secure),
            *signing_in,
            (_("Sender"), self._name_sender),
        ]

    def _secure(self) -> str:
        self.connection = submission.reach(self.server)
        submission.secure(self.connection, self.server)
        return _secured(self.server)

    def _sign_in(self) -> str:
        assert self.connection
        submission.sign_in(self.connection, self.server)
        return _("User name and password are right.")

    def _name_sender(self) -> str:
        assert self.connection
        code, answer = self.connection.mail(self.sender)
        if code != 250:
            raise smtplib.SMTPResponseException(code, quoted(answer))
        self.connection.rset()
        return _("It takes mail from %(address)s.") % {"address": self.sender}


def _way_to(server: Server) -> list[Trial]:
    return [(_("Name"), lambda: _find(server)), (_("Connection"), lambda: _touch(server))]


def _find(server: Server) -> str:
    found = socket.getaddrinfo(server.host, server.port, type=socket.SOCK_STREAM)
    return _("%(host)s is at %(address)s.") % {"host": server.host, "address": found[0][4][0]}


def _touch(server: Server) -> str:
    socket.create_connection((server.host, server.port), timeout=TOUCHING_SECONDS).close()
    return _("Somebody answers at port %(port)s.") % {"port": server.port}


def _secured(server: Server) -> str:
    if server.security == NONE:
        return _("None was chosen: fit only inside your own network.")
    return _("Encrypted, and the certificate is right.")
