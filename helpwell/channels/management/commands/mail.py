"""`helpwell mail`: how this program reads mails and bodies, for people and for scripts."""

import json
import os
import sys
from argparse import RawDescriptionHelpFormatter
from collections.abc import Callable
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandParser

from helpwell.channels.mail import parse, records
from helpwell.channels.mail.charsets import decode
from helpwell.channels.mail.records import Record
from helpwell.channels.mail.visible import of_html, of_text

MAIL = """\
Each FILE is one mail as it came (RFC 5322), "-" is standard input. One JSON object a line, one line
a file, in their order; any bytes are read. Names: from_name, from_email, to, cc, reply_to, subject,
date, message_id, in_reply_to, references, text, html, visible_text, quoted_text, signature,
attachments [filename, content_type, content_id, disposition, sha256, size], is_autoreply,
is_bounce, bounce [recipients, status, hard] or null, is_feedback_report, forward [from, text] or
null. Addresses are name and email; ids and content ids stand without angle brackets; in_reply_to
and references are lists; the date is ISO 8601 or null; text and html have \\n as line end; the sum
and size of an attachment are those of its bytes after transfer decoding.
"""
BODY = """\
Each FILE is the bare body of a mail, in UTF-8 or what it looks like; "-" is standard input. One
JSON object a line, one line a file: visible_text, quoted_text, signature.
"""
EPILOG = "A FILE that cannot be read is told on standard error; the exit code is then 1."


class Command(BaseCommand):
    help = "Read mails, or bare bodies, and print what they say as JSON lines. No database is used."
    requires_system_checks = []

    def add_arguments(self, parser: CommandParser) -> None:
        verbs = parser.add_subparsers(dest="verb", required=True, metavar="parse|visible")
        for verb, words in (("parse", MAIL), ("visible", BODY)):
            asked = verbs.add_parser(
                verb,
                description=words,
                epilog=EPILOG,
                formatter_class=RawDescriptionHelpFormatter,
            )
            asked.add_argument("files", nargs="+", metavar="FILE")
            if verb == "visible":
                asked.add_argument("--html", action="store_true", help="the bodies are HTML")

    def handle(self, *args: Any, **options: Any) -> None:
        read = _of_mail
        if options["verb"] == "visible":
            read = _of_html_body if options["html"] else _of_text_body
        try:
            failed = [name for name in options["files"] if not self._print(name, read)]
            self.stdout.flush()
        except BrokenPipeError:  # whoever listened has heard enough
            os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
            return
        if failed:
            sys.exit(1)

    def _print(self, name: str, read: Callable[[bytes], Record]) -> bool:
        """Print what one file says; whether it could be opened."""
        try:
            raw = sys.stdin.buffer.read() if name == "-" else Path(name).read_bytes()
        except (OSError, ValueError) as trouble:
            reason = getattr(trouble, "strerror", None) or trouble
            self.stderr.write(f"{name} cannot be read: {reason}.")
            return False
        self.stdout.write(json.dumps(read(raw)))
        return True


def _of_mail(raw: bytes) -> Record:
    return records.of_mail(parse(raw))


def _of_text_body(raw: bytes) -> Record:
    return records.of_split(of_text(decode(raw)))


def _of_html_body(raw: bytes) -> Record:
    return records.of_split(of_html(decode(raw)).text)
