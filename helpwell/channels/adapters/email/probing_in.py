"""Going into a mailbox step by step, and looking at its folders on the way."""

from dataclasses import dataclass, field

from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from imapclient import IMAPClient

from helpwell.channels.adapters.email import mailbox, popbox
from helpwell.channels.adapters.email.popbox import Popbox
from helpwell.channels.adapters.email.probing import (
    Step,
    Trial,
    secured,
    signed_in,
    steps_of,
    way_to,
)
from helpwell.channels.adapters.email.sentences import NoFolder
from helpwell.channels.adapters.email.servers import Incoming, Server, incoming_of
from helpwell.channels.models import Inbox


@dataclass
class Probed:
    """How far it went, and which folders the mailbox has, as far as it could be seen."""

    steps: list[Step]
    folders: list[str] = field(default_factory=list)


def probe_incoming(inbox: Incoming) -> Probed:
    """Go all the way into the mailbox; nothing is changed there."""
    server = incoming_of(inbox)
    is_pop = server.protocol == Inbox.Protocol.POP3
    probe = PopProbe(server) if is_pop else MailboxProbe(server)
    try:
        return Probed(steps_of(server, probe.trials()), probe.folders)
    finally:
        probe.end()


@dataclass
class MailboxProbe:
    """The way into a mailbox by IMAP."""

    server: Server
    client: IMAPClient | None = None
    folders: list[str] = field(default_factory=list)

    def trials(self) -> list[Trial]:
        moving = [(_("Folder to move to"), self._look_for_target)]
        return [
            *way_to(self.server),
            (_("Encryption"), self._secure),
            (_("Sign-in"), self._sign_in),
            (_("Folder"), self._open_folder),
            *(moving if self.server.after == Inbox.AfterFetch.MOVE else []),
        ]

    def end(self) -> None:
        if self.client:
            mailbox.hang_up(self.client)

    def _secure(self) -> str:
        self.client = mailbox.reach(self.server)
        mailbox.secure(self.client, self.server)
        return secured(self.server)

    def _sign_in(self) -> str:
        assert self.client
        mailbox.sign_in(self.client, self.server)
        self.folders = mailbox.folders(self.client)
        return signed_in(self.server)

    def _open_folder(self) -> str:
        assert self.client
        mails = mailbox.open_folder(self.client, self.server).get(b"EXISTS", 0)
        return ngettext("It holds %(n)s mail.", "It holds %(n)s mails.", mails) % {"n": mails}

    def _look_for_target(self) -> str:
        if self.server.moves_to not in self.folders:
            raise NoFolder(self.server.moves_to, self.folders)
        return _("“%(folder)s” is there.") % {"folder": self.server.moves_to}


@dataclass
class PopProbe:
    """The way into a mailbox by POP3."""

    server: Server
    box: Popbox | None = None
    folders: list[str] = field(default_factory=list)

    def trials(self) -> list[Trial]:
        return [
            *way_to(self.server),
            (_("Encryption"), self._secure),
            (_("Sign-in"), self._sign_in),
            (_("Mailbox"), self._look_in),
        ]

    def end(self) -> None:
        if self.box:
            popbox.drop(self.box)

    def _secure(self) -> str:
        self.box = popbox.reach(self.server)
        popbox.secure(self.box, self.server)
        return secured(self.server)

    def _sign_in(self) -> str:
        assert self.box
        popbox.sign_in(self.box, self.server)
        return signed_in(self.server)

    def _look_in(self) -> str:
        assert self.box
        mails = len(popbox.numbers(self.box))
        return ngettext("It holds %(n)s mail.", "It holds %(n)s mails.", mails) % {"n": mails}
