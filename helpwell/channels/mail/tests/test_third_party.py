"""Cases that others made: nothing raises, nothing is dropped, and the rates hold."""

import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from helpwell.channels.mail import parse
from helpwell.channels.mail.judge import JUDGES, data_folder
from helpwell.channels.mail.visible import of_text

# Of judges whose rates are not stated on the page of how mail is read: least share that must pass.
LEAST = {"flufl.bounce": 1.0, "flufl.bounce as hard": 0.72}
FOLDERS = ("mikel-mail", "cpython-email", "stalwart-mail-parser", "talon", "flufl.bounce")


def mails() -> Iterator[Path]:
    for folder in FOLDERS:
        for path in sorted((data_folder() / folder).rglob("*")):
            if path.is_file() and path.suffix != ".json":
                yield path


@pytest.mark.parametrize("name", sorted(LEAST))
def test_the_judge_is_satisfied(name: str) -> None:
    folder, judge = JUDGES[name]
    if not (data_folder() / folder).is_dir():
        pytest.skip(f"the third-party cases of {folder} are not on this machine")
    verdicts = list(judge(data_folder() / folder))
    failed = [case for case, is_right in verdicts if not is_right]
    assert 1 - len(failed) / len(verdicts) >= LEAST[name], failed


def test_every_mail_of_others_is_read_and_says_something() -> None:
    paths = list(mails())
    if not paths:
        pytest.skip("the third-party mails are not on this machine")
    for path in paths:
        raw = path.read_bytes()
        mail = parse(raw)
        assert not [d for d in mail.defects if d.startswith("unreadable")], path
        assert "\0" not in mail.text + mail.html + mail.subject, path
        said = mail.text.strip() or mail.html or mail.attachments or mail.headers
        assert said or not raw.strip(), path


def test_the_pathological_reply_is_split_within_a_second() -> None:
    path = data_folder() / "email_reply_parser"
    bodies = [
        file for file in path.rglob("*") if file.suffix == ".txt" and file.stat().st_size > 100_000
    ]
    if not bodies:
        pytest.skip("the third-party cases of email_reply_parser are not on this machine")
    for body in bodies:
        text = body.read_text(errors="replace")
        started = time.process_time()
        of_text(text)
        assert time.process_time() - started < 1
