"""Mail made to hurt is read within bounds of time, and never raises."""

import time
from collections.abc import Callable

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from helpwell.channels.mail import parse
from helpwell.channels.mail.visible import of_html, of_text

SECONDS = 20  # generous: the machine may be busy; quadratic time would be minutes
HEAD = b"From: grace@example.com\r\nSubject: x\r\n"
MIXED = HEAD + b"Content-Type: multipart/mixed; boundary=b\r\n\r\n"
HTML = HEAD + b"Content-Type: text/html\r\n\r\n"
PLAIN = HEAD + b"Content-Type: text/plain; "
DEEP = 2_000


def nested(kind: bytes) -> bytes:
    opened = (
        b'Content-Type: multipart/%s; boundary="b%d"\r\n\r\n--b%d\r\n' % (kind, n, n)
        for n in range(DEEP)
    )
    return HEAD + b"".join(opened) + b"Content-Type: text/plain\r\n\r\ndeep inside"


BOMBS: dict[str, Callable[[], bytes]] = {
    "nested mixed": lambda: nested(b"mixed"),
    "nested alternative": lambda: nested(b"alternative"),
    "nested mails": lambda: HEAD + b"Content-Type: message/rfc822\r\n\r\n" * DEEP,
    "many parts": lambda: MIXED + b"--b\n\nx\n" * 50_000,
    "long header": lambda: HEAD + b"X-A: " + b"a" * 1_000_000 + b"\r\n\r\nhi",
    "many headers": lambda: HEAD + b"X: y\r\n" * 200_000 + b"\r\nhi",
    "recipients": lambda: HEAD + b"To: " + b"u@example.com, " * 100_000 + b"\r\n\r\nhi",
    "comments": lambda: b"From: " + b"(" * 500_000 + b"\r\n\r\nhi",
    "open quotes": lambda: b"From: " + b'"a\\' * 200_000 + b"\r\n\r\nhi",
    "angles": lambda: b"From: " + b"<" * 300_000 + b"\r\n\r\nhi",
    "words": lambda: b"Subject: " + b"=?utf-8?q?" * 80_000 + b"\r\n\r\nhi",
    "ids": lambda: HEAD + b"References: " + b"<a@b> <" * 100_000 + b"\r\n\r\nhi",
    "parameters": lambda: PLAIN + b"a*0=b;" * 100_000 + b"\r\n\r\nhi",
    "50 MB of text": lambda: HEAD + b"\r\n" + b"hello, this is text\r\n" * 2_400_000,
    "delimiters": lambda: MIXED + b"--x\n" * 2_000_000,
    "tags": lambda: HTML + b"<div>" * 200_000,
    "open tags": lambda: HTML + b"<a '" * 300_000,
    "NUL": lambda: b"\0" * 1_000_000,
}  # fmt: skip


@pytest.mark.parametrize("name", BOMBS)
def test_a_bomb_is_read_in_time(name: str) -> None:
    raw = BOMBS[name]()
    started = time.monotonic()
    mail = parse(raw)
    assert time.monotonic() - started < SECONDS
    assert not [defect for defect in mail.defects if defect.startswith("unreadable")]


def test_text_at_the_bottom_of_two_thousand_parts_is_found() -> None:
    assert parse(nested(b"mixed")).text == "deep inside"


def test_ten_thousand_recipients_are_kept() -> None:
    to = b", ".join(b"u%d@example.com" % n for n in range(10_000))
    assert len(parse(HEAD + b"To: " + to + b"\r\n\r\nhi").to) == 10_000


LINES = {
    "dashes": "--\n", "writes": "x wrote\n", "dates": "On 1 Jan\n", "labels": "From: a\n",
    "footers": "Sent from my x\n", "open": "On 1 a <\n", "quotes": ">(http://a\n(b\n",
}  # fmt: skip


@pytest.mark.parametrize("name", LINES)
def test_lines_made_to_confuse_are_sorted_in_time(name: str) -> None:
    text = LINES[name] * (60_000 // len(LINES[name]))
    started = time.monotonic()
    of_text(text)
    of_html(text.replace("\n", "<br>"))
    assert time.monotonic() - started < SECONDS


MIME_PIECES = st.sampled_from(
    [
        b"From: ", b"To: ", b"Subject: ", b"Date: ", b"Content-Type: ",
        b"multipart/mixed; boundary=b", b"multipart/alternative; boundary=\"c\"", b"text/html",
        b"message/rfc822", b"\r\n", b"\n", b"\n\n", b"--b", b"--b--", b"--c",
        b"Content-Transfer-Encoding: base64", b"quoted-printable", b"charset=", b"utf-7",
        b"iso-2022-jp", b"idna", b"=?utf-8?q?", b"?=", b"<a@b>", b"\"", b"(", b"\xff\xfe", b"\0",
        b"filename*0*=", b"''", b"%ff", b"On 1 Jan 2026 at 10:00, x@y wrote:", b"> ", b"-- ",
        b"<div>", b"<blockquote>", b"begin 644 x\n", b"end\n", b"Status: 5.1.1",
        b"mailer-daemon@", b"Re: failure",
    ]
)  # fmt: skip


@settings(max_examples=300, deadline=None, suppress_health_check=list(HealthCheck))
@given(st.lists(st.one_of(MIME_PIECES, st.binary(max_size=20)), max_size=60).map(b"".join))
def test_any_bytes_are_read(raw: bytes) -> None:
    mail = parse(raw)
    assert not [defect for defect in mail.defects if defect.startswith("unreadable")]
    shown = mail.text + mail.visible_text + mail.subject + mail.from_email + mail.from_name
    assert "\0" not in shown
    shown.encode()  # no lone surrogate


@settings(max_examples=200, deadline=None)
@given(st.text())
def test_no_word_of_a_text_is_lost(text: str) -> None:
    parts = of_text(text)
    kept = sorted("".join((parts.visible, parts.quoted, parts.signature)).split())
    assert kept == sorted(text.replace("\r", "\n").split())
