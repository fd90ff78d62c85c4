"""Strings that broke other programs leave in mails as they were written, whoever reads them."""

import html
from datetime import UTC, datetime
from email import message_from_bytes, policy

from mailparser import parse_from_bytes

from helpwell.channels.mail import Address, parse
from helpwell.channels.mail.compose import build
from helpwell.channels.mail.fields import MAX_NAME, safe
from helpwell.channels.mail.outgoing import File, Outgoing
from helpwell.core.text import one_line, storable

GRACE = "grace@example.com"


def mail_of(text: str) -> bytes:
    """A mail with the string wherever somebody may write: subject, names, words, a file's name."""
    return build(
        Outgoing(
            sender=Address(text, "help@example.org"),
            to=(Address(text, GRACE),),
            subject=text,
            message_id="<m1@example.org>",
            date=datetime(2026, 3, 3, 10, 12, tzinfo=UTC),
            html=f"<p>Hello {html.escape(text)} there</p>",
            is_reply=False,
            files=(File(text, "text/plain", b"x"),),
        )
    )


def test_we_read_every_string_as_it_was_written(naughty):
    lost = []
    for text in naughty:
        read = parse(mail_of(text))
        names = [read.subject, read.from_name, read.to[0].name]
        if names != _expected(text) or one_line(storable(text)) not in one_line(read.text):
            lost.append((text, names, read.text))
    assert lost == []


def test_others_read_every_string_as_it_was_written(naughty):
    lost = []
    for text in naughty:
        raw = mail_of(text)
        book, third = message_from_bytes(raw, policy=policy.default), parse_from_bytes(raw)
        names = [_seen(book["Subject"]), _seen(third.from_[0][0]), _seen(third.to[0][0])]
        said = one_line(book.get_body(("plain",)).get_content())
        if names != _expected(text) or one_line(storable(text)) not in said:
            lost.append((text, names, said))
        assert [address for _, address in third.to] == [GRACE]
        assert len(list(book.iter_attachments())) == 1
    assert lost == []


def _expected(text: str) -> list[str]:
    """The subject, and both names, which are 200 characters at most."""
    subject = _seen(safe(text))
    return [subject, one_line(subject[:MAX_NAME]), one_line(subject[:MAX_NAME])]


def _seen(text: str) -> str:
    """On one line; a byte order mark is nothing that anybody sees."""
    return one_line(text.strip("\ufeff"))
