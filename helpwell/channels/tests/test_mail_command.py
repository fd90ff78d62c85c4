"""`helpwell mail` tells strangers how this program reads mail."""

import json
import subprocess
import sys
from pathlib import Path

import pytest

NAMES = [
    "from_name", "from_email", "to", "cc", "reply_to", "subject", "date", "message_id",
    "in_reply_to", "references", "text", "html", "visible_text", "quoted_text", "signature",
    "attachments", "is_autoreply", "is_bounce", "bounce", "is_feedback_report", "forward",
]  # fmt: skip
MAIL = (
    b'From: "Hopper, Grace" <grace@example.com>\r\nTo: a@example.org\r\nSubject: =?utf-8?q?=C3=84?='
    b"\r\nMessage-ID: <one@example.com>\r\nReferences: <two@example.org>\r\n"
    b"Date: Tue, 3 Mar 2026 10:12:00 +0100\r\n\r\nYes.\r\n> Is it?\r\n-- \r\nGrace\r\n"
)


def run(*words: str, given: bytes = b"") -> subprocess.CompletedProcess[bytes]:
    program = "from helpwell.service.cli import main; main()"
    return subprocess.run(
        [sys.executable, "-c", program, "mail", *words],
        check=False,
        input=given,
        capture_output=True,
        timeout=60,
    )


def records(done: subprocess.CompletedProcess[bytes]) -> list[dict[str, object]]:
    return [json.loads(line) for line in done.stdout.decode().splitlines()]


def test_a_mail_is_printed_under_the_promised_names() -> None:
    (record,) = records(run("parse", "-", given=MAIL))
    assert list(record) == NAMES
    told = {name: record[name] for name in ("from_name", "to", "subject", "date", "message_id")}
    assert told == {
        "from_name": "Hopper, Grace",
        "to": [{"name": "", "email": "a@example.org"}],
        "subject": "Ä",
        "date": "2026-03-03T10:12:00+01:00",
        "message_id": "one@example.com",
    }
    assert (record["references"], record["visible_text"]) == (["two@example.org"], "Yes.")
    assert (record["quoted_text"], record["signature"]) == ("> Is it?", "-- \nGrace")


def test_a_file_that_cannot_be_read_is_told_and_the_others_are_printed(tmp_path: Path) -> None:
    names = [str(tmp_path / name) for name in ("one", "gone", "two")]
    for name in (names[0], names[2]):
        Path(name).write_bytes(b"\xff\0 any bytes\r\n\x85\xe2\x80\xa8")
    done = run("parse", *names)
    assert done.returncode == 1
    assert len(records(done)) == 2
    assert done.stderr.decode().strip() == f"{names[1]} cannot be read: No such file or directory."


@pytest.mark.parametrize(
    ("option", "body"),
    [
        ([], "Yes, it is.\n\nOn 3 Mar 2026, at 10:12, Ada wrote:\n> Is it?\n"),
        (["--html"], "<p>Yes, it is.</p><blockquote type=cite>Is it?</blockquote>"),
    ],
)
def test_the_visible_reply_of_a_bare_body(option: list[str], body: str) -> None:
    done = run("visible", *option, "-", given=body.encode())
    (record,) = records(done)
    assert (record["visible_text"], record["signature"]) == ("Yes, it is.", "")
    assert "Is it?" in str(record["quoted_text"])
    assert (done.returncode, done.stderr) == (0, b"")
