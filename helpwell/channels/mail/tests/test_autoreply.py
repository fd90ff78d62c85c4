"""Who wrote: a program by itself, or a person."""

from pathlib import Path

import pytest

from helpwell.channels.mail import parse

HERE = Path(__file__).parent


def cases() -> list[list[str]]:
    """Whether a program wrote it, and the fields that tell, a line of the table each."""
    lines = (HERE / "autoreplies.txt").read_text(encoding="utf-8").splitlines()
    return [line.split(" | ") for line in lines if not line.startswith("#")]


@pytest.mark.parametrize(("verdict", "fields"), cases())
def test_automatic_answers_are_told_from_people(verdict: str, fields: str) -> None:
    head = fields.replace(" / ", "\n")
    sender = "" if head.startswith("From:") else "From: Grace Hopper <grace@example.com>\n"
    mail = f"{sender}{head}\n\nHello".encode()
    assert parse(mail).is_autoreply == (verdict == "yes")
