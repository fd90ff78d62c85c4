import mimetypes
import time
from argparse import ArgumentParser
from email.errors import HeaderParseError
from email.headerregistry import Address
from email.utils import parseaddr
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from helpwell.core.errors import Refused
from helpwell.demo import actions, cast, hiring, mailboxes, queries

SENDER = "Robin Ferreira <robin@ferreira.example>"


class Command(BaseCommand):
    """`helpwell demo seed|remove|logins|mail`: the demo company from the shell."""

    help = "The demo company: make it, remove it, list its logins, write to it as a customer."

    def add_arguments(self, parser: ArgumentParser) -> None:
        verbs = parser.add_subparsers(dest="verb", required=True)
        verbs.add_parser("seed", help="make the demo company, unless it is here")
        verbs.add_parser("remove", help="remove it, and nothing else")
        verbs.add_parser("logins", help="addresses and the password to sign in with")
        mail = verbs.add_parser("mail", help="send a mail to it from a customer, by real SMTP")
        mail.add_argument("text")
        mail.add_argument("--from", dest="sender", default=SENDER, help="Name <address@….example>")
        mail.add_argument("--subject", default="")
        mail.add_argument("--to", default="", help="one of our inboxes; the first by default")
        mail.add_argument("--attach", action="append", default=[], type=Path, metavar="FILE")

    def handle(self, *args: Any, verb: str, **options: Any) -> None:
        """Do the one thing asked for; a refusal is a sentence."""
        try:
            {"seed": self.seed, "remove": self.remove, "logins": self.logins, "mail": self.mail}[
                verb
            ](**options)
        except Refused as refusal:
            raise CommandError(str(refusal)) from refusal

    def seed(self, **options: Any) -> None:
        if queries.is_present():
            self.stdout.write("The demo company is here already.")
            return
        started = time.monotonic()
        actions.seed()
        seconds = time.monotonic() - started
        self.stdout.write(f"{cast.company()['name']} opened its doors ({seconds:.0f} s).")

    def remove(self, **options: Any) -> None:
        actions.remove()
        self.stdout.write("The demo company is gone.")

    def logins(self, **options: Any) -> None:
        """Whom one can be, and where."""
        if not queries.is_present():
            self.stdout.write("There is no demo company here. Make it by “helpwell demo seed”.")
            return
        url = settings.HELPWELL.url
        self.stdout.write(f"\n{cast.company()['name']}: {cast.company()['what']}\n\n")
        for one in cast.colleagues().values():
            self.stdout.write(f"  {one.email:<30} {one.name}, {one.title.lower()}\n")
        self.stdout.write(f"\n  password for all: {hiring.password()}\n")
        self.stdout.write(f"\n  inbox:       {url}\n  demo mail:   {url}/demo/mail/\n")

    def mail(
        self, *, text: str, sender: str, subject: str, to: str, attach: list[Path], **_: Any
    ) -> None:
        """Write to us as a customer."""
        mailboxes.write(
            sender=_address(sender),
            to=to or mailboxes.first_inbox_address(),
            subject=subject or " ".join(text.split()[:8]),
            text=text,
            enclosed=[_enclosed(path) for path in attach],
        )
        self.stdout.write("Sent.")


def _address(text: str) -> Address:
    """`Name <address>` or an address alone."""
    name, address = parseaddr(text)
    try:
        return Address(name, addr_spec=address)
    except (HeaderParseError, ValueError, IndexError) as error:
        raise CommandError(
            f"“{text}” is not an address. Write: Name <name@place.example>"
        ) from error


def _enclosed(path: Path) -> mailboxes.Enclosed:
    kind, _ = mimetypes.guess_type(path.name)
    try:
        content = path.read_bytes()
    except OSError as error:
        raise CommandError(f"{path} cannot be read: {error.strerror}.") from error
    return mailboxes.Enclosed(
        name=path.name, content_type=kind or "application/octet-stream", content=content
    )
