"""Going to an outgoing server step by step, up to where a mail would be handed over."""

import smtplib
from dataclasses import dataclass

from django.utils.translation import gettext as _

from helpwell.channels.adapters.email import submission
from helpwell.channels.adapters.email.probing import (
    Step,
    Trial,
    secured,
    signed_in,
    steps_of,
    way_to,
)
from helpwell.channels.adapters.email.sentences import quoted
from helpwell.channels.adapters.email.servers import Outgoing, Server, outgoing_of


def probe_outgoing(inbox: Outgoing, *, sender: str) -> list[Step]:
    """Go all the way to where a mail from `sender` would be handed over, and hand over none."""
    server = outgoing_of(inbox)
    if server is None:
        return [Step(_("Server"), is_ok=False, sentence=_("Type the name of an SMTP server."))]
    probe = SubmissionProbe(server, sender)
    try:
        return steps_of(server, probe.trials())
    finally:
        if probe.connection:
            probe.connection.close()


@dataclass
class SubmissionProbe:
    """The way to handing over a mail."""

    server: Server
    sender: str
    connection: smtplib.SMTP | None = None

    def trials(self) -> list[Trial]:
        signing_in = [(_("Sign-in"), self._sign_in)] if self.server.user else []
        return [
            *way_to(self.server),
            (_("Encryption"), self._secure),
            *signing_in,
            (_("Sender"), self._name_sender),
        ]

    def _secure(self) -> str:
        self.connection = submission.reach(self.server)
        submission.secure(self.connection, self.server)
        return secured(self.server)

    def _sign_in(self) -> str:
        assert self.connection
        submission.sign_in(self.connection, self.server)
        return signed_in(self.server)

    def _name_sender(self) -> str:
        assert self.connection
        code, answer = self.connection.mail(self.sender)
        if code != 250:
            raise smtplib.SMTPResponseException(code, quoted(answer))
        self.connection.rset()
        return _("It takes mail from %(address)s.") % {"address": self.sender}
