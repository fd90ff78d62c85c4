"""Why a mail did not arrive, and whether the address is no good, in what mail systems answer."""

from pathlib import Path

import pytest

from helpwell.channels.mail import parse

HERE = Path(__file__).parent


def rows(name: str) -> list[list[str]]:
    """The cells of each line of a table."""
    lines = (HERE / name).read_text(encoding="utf-8").splitlines()
    return [line.split(" | ") for line in lines if not line.startswith("#")]


def report(
    status: str, answer: str, *, action: str = "failed", words: str = "It did not arrive."
) -> bytes:
    return (
        "From: MAILER-DAEMON@mx.example\r\nTo: support@example.org\r\nSubject: Returned mail\r\n"
        "MIME-Version: 1.0\r\n"
        "Content-Type: multipart/report; report-type=delivery-status; boundary=b\r\n\r\n"
        "--b\r\nContent-Type: text/plain; charset=utf-8\r\n\r\n"
        f"{words}\r\n\r\n"
        "--b\r\nContent-Type: message/delivery-status\r\nContent-Transfer-Encoding: 8bit\r\n\r\n"
        "Reporting-MTA: dns; mx.example\r\n\r\nFinal-Recipient: rfc822; u@x.example\r\n"
        f"Action: {action}\r\nStatus: {status}\r\nDiagnostic-Code: smtp; {answer}\r\n\r\n--b--\r\n"
    ).encode()


@pytest.mark.parametrize(("status", "answer", "reason", "weight"), rows("diagnostics.txt"))
def test_an_answer_tells_its_reason(status: str, answer: str, reason: str, weight: str) -> None:
    bounce = parse(report(status, answer)).bounce
    assert bounce is not None
    assert (bounce.reason, bounce.hard) == ("" if reason == "-" else reason, weight == "hard")


@pytest.mark.parametrize(("weight", "words"), rows("told.txt"))
def test_without_an_answer_the_words_for_people_tell(weight: str, words: str) -> None:
    bounce = parse(report("5.0.0", "", words=words.replace(" / ", "\r\n"))).bounce
    assert bounce is not None
    assert bounce.hard == (weight == "hard")


def test_nothing_is_hard_while_the_mail_system_still_tries() -> None:
    bounce = parse(report("4.1.1", "450 4.1.1 User unknown", action="delayed")).bounce
    assert bounce is not None
    assert (bounce.action, bounce.hard) == ("delayed", False)
