"""Mail made to hurt is read within bounds of time and memory, and never raises."""

import json
import subprocess
import sys
import time
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from helpwell.channels.mail import parse
from helpwell.channels.mail.tests.bombs import BOMBS, HEAD, nested
from helpwell.channels.mail.visible import of_html, of_text

SECONDS = 20  # generous: the machine may be busy; quadratic time would be minutes


@pytest.fixture(scope="module")
def read_under_limits() -> dict[str, Any]:
    """All of them, read by one process that dies of what is not bounded."""
    command = [sys.executable, "-m", "helpwell.channels.mail.tests.bombs"]
    done = subprocess.run(command, capture_output=True, check=False)
    told = [json.loads(line) for line in done.stdout.splitlines()]
    return {bomb["name"]: bomb for bomb in told}


@pytest.mark.parametrize("name", BOMBS)
def test_a_bomb_is_read_with_little_time_and_memory(
    name: str, read_under_limits: dict[str, Any]
) -> None:
    assert name in read_under_limits, "the process died of this one, or of one before it"
    assert not [d for d in read_under_limits[name]["defects"] if d.startswith("unreadable")]


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
    kept = sorted("\n".join((parts.visible, parts.quoted, parts.signature)).split())
    assert kept == sorted(text.replace("\r", "\n").split())
