"""Bounces as mail systems of many kinds write them, and mails that are none."""

from pathlib import Path

import pytest

from helpwell.channels.mail import parse

HERE = Path(__file__).parent


def cases(name: str) -> list[list[str]]:
    """The cells of the head line of each case, and its mail."""
    text = (HERE / name).read_text(encoding="utf-8")
    blocks = (block.partition("\n") for block in text.split("===== ")[1:])
    return [[*head.split(" | "), mail] for head, _, mail in blocks]


def raw(mail: str) -> bytes:
    return f"To: support@example.org\n{mail}".encode()


@pytest.mark.parametrize(
    ("name", "recipients", "reason", "weight", "mail"),
    cases("bounces.txt"),
    ids=lambda cell: cell[:40],
)
def test_a_bounce_is_read(name: str, recipients: str, reason: str, weight: str, mail: str) -> None:
    bounce = parse(raw(mail)).bounce
    assert bounce is not None, name
    assert (sorted(bounce.recipients) or ["-"]) == recipients.split()
    assert reason in ("*", bounce.reason)
    assert bounce.hard == (weight == "hard")


@pytest.mark.parametrize(("name", "mail"), cases("not_bounces.txt"), ids=lambda cell: cell[:40])
def test_what_is_no_bounce_is_left_alone(name: str, mail: str) -> None:
    assert parse(raw(mail)).bounce is None, name
