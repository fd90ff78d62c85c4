"""What providers and mail systems report besides bounces: complaints, arrivals, receipts."""

import time

import pytest

from helpwell.channels.mail import parse

OUR_MAIL = (
    "--b\r\nContent-Type: message/rfc822\r\n\r\n"
    "Message-ID: <ours@example.org>\r\nTo: grace@example.com\r\nSubject: Hi\r\n\r\nHi\r\n--b--\r\n"
)
STATUS = "Content-Type: message/delivery-status\r\n\r\nReporting-MTA: dns; mx.example\r\n\r\n"


def report(
    kind: str, fields: str, *, rest: str = OUR_MAIL, sender: str = "fbl@isp.example"
) -> bytes:
    return (
        f"From: {sender}\r\nTo: support@example.org\r\nSubject: Report\r\n"
        f"Content-Type: multipart/report; report-type={kind}; boundary=b\r\n\r\n"
        f"--b\r\n\r\nThis is a report.\r\n--b\r\n{fields}\r\n{rest}"
    ).encode()


def complaint(fields: str, rest: str = OUR_MAIL) -> bytes:
    return report(
        "feedback-report", f"Content-Type: message/feedback-report\r\n\r\n{fields}", rest=rest
    )


def test_a_complaint_tells_who_about_which_mail() -> None:
    fields = (
        "Feedback-Type: abuse\r\nSource-IP: 192.0.2.1\r\nOriginal-Rcpt-To: <Ada@isp.example>\r\n"
    )
    feedback = parse(complaint(fields)).feedback
    assert feedback is not None
    assert (feedback.kind, feedback.complainant) == ("abuse", "Ada@isp.example")
    assert (feedback.message_ids, feedback.source_ip) == (("ours@example.org",), "192.0.2.1")
    assert feedback.is_complaint


def test_a_complaint_that_hides_its_sender_is_about_whom_we_wrote_to() -> None:
    feedback = parse(complaint("Feedback-Type: abuse\r\nUser-Agent: x\r\n")).feedback
    assert feedback is not None
    assert feedback.complainant == "grace@example.com"


def test_a_report_about_forged_mail_is_no_complaint() -> None:
    read = parse(complaint("Feedback-Type: auth-failure\r\n"))
    assert read.is_feedback_report
    assert read.feedback is not None
    assert not read.feedback.is_complaint


def test_a_report_without_readable_fields_is_a_complaint() -> None:
    feedback = parse(complaint("")).feedback
    assert feedback is not None
    assert feedback.kind == "abuse"


def test_a_complaint_from_microsoft_is_our_mail_with_a_field() -> None:
    raw = (
        b"From: staff@hotmail.com\r\nSubject: complaint about message from 192.0.2.1\r\n"
        b"Content-Type: multipart/mixed; boundary=b\r\n\r\n"
        + OUR_MAIL.replace("To:", "X-HmXmrOriginalRecipient: ada@hotmail.example\r\nTo:").encode()
    )
    feedback = parse(raw).feedback
    assert feedback is not None
    assert feedback.complainant == "ada@hotmail.example"
    assert feedback.message_ids == ("ours@example.org",)


def test_a_person_who_asks_about_a_complaint_is_no_report() -> None:
    body = (
        b"From: grace@example.com\r\nSubject: Email Feedback Report\r\n\r\nFeedback-Type: abuse\r\n"
    )
    assert not parse(body).is_feedback_report


@pytest.mark.parametrize("action", ["delivered", "relayed", "expanded"])
def test_an_arrival_is_a_receipt(action: str) -> None:
    fields = (
        f"{STATUS}Final-Recipient: rfc822; grace@example.com\r\nAction: {action}\r\nStatus: 2.0.0"
    )
    read = parse(report("delivery-status", fields))
    assert read.bounce is None
    assert read.receipt is not None
    assert (read.receipt.kind, read.receipt.recipients) == (action, ("grace@example.com",))
    assert read.receipt.message_id == "ours@example.org"


@pytest.mark.parametrize("done", ["displayed", "deleted", "processed"])
def test_a_read_receipt_is_a_receipt(done: str) -> None:
    fields = (
        "Content-Type: message/disposition-notification\r\n\r\n"
        "Final-Recipient: rfc822; grace@example.com\r\nOriginal-Message-ID: <seen@example.org>\r\n"
        f"Disposition: manual-action/MDN-sent-manually; {done}\r\n"
    )
    read = parse(report("disposition-notification", fields, sender="grace@example.com"))
    assert read.bounce is None
    assert read.receipt is not None
    assert (read.receipt.kind, read.receipt.message_id) == (done, "seen@example.org")
    assert read.is_autoreply


def test_a_failure_beside_an_arrival_names_only_what_failed() -> None:
    fields = (
        f"{STATUS}Final-Recipient: rfc822; a@x.example\r\nAction: delivered\r\n\r\n"
        "Final-Recipient: rfc822; b@x.example\r\nAction: failed\r\nStatus: 5.1.1\r\n"
    )
    read = parse(report("delivery-status", fields))
    assert read.bounce is not None
    assert read.bounce.recipients == ("b@x.example",)
    assert read.receipt is not None
    assert read.receipt.recipients == ("a@x.example",)


def test_each_failed_address_has_its_own_weight() -> None:
    fields = (
        f"{STATUS}Final-Recipient: rfc822; a@x.example\r\nAction: failed\r\nStatus: 5.2.2\r\n\r\n"
        "Final-Recipient: rfc822; b@x.example\r\nAction: failed\r\nStatus: 5.1.1\r\n"
    )
    bounce = parse(report("delivery-status", fields)).bounce
    assert bounce is not None
    assert [(f.recipient, f.hard) for f in bounce.failures] == [
        ("a@x.example", False),
        ("b@x.example", True),
    ]
    assert (bounce.hard, bounce.reason) == (True, "user unknown")
    assert bounce.message_id == "ours@example.org"


def test_the_address_that_we_wrote_to_is_named_and_where_it_led() -> None:
    fields = (
        f"{STATUS}Original-Recipient: rfc822; team@x.example\r\n"
        "Final-Recipient: rfc822; gone@x.example\r\nAction: failed\r\nStatus: 5.1.1\r\n"
    )
    bounce = parse(report("delivery-status", fields)).bounce
    assert bounce is not None
    assert bounce.recipients == ("team@x.example",)
    assert bounce.failures[0].final == "gone@x.example"


HEAD = b"From: MAILER-DAEMON@x.example\nSubject: failure notice\n"
GROUP = b"Final-Recipient: rfc822; u%d@x.example\nAction: failed\nStatus: 5.1.1\n\n"
MULTI = HEAD + b"Content-Type: multipart/report; report-type=delivery-status; boundary=b\n\n"
ONE = b"--b\nContent-Type: message/delivery-status\n\n"


@pytest.mark.parametrize(
    "raw",
    [
        HEAD + b"\nHi. This is qmail.\n" + b"could not be delivered 550 x\n" * 1_000_000,
        HEAD + b"\nYour message could not be delivered " + b"address user " * 3_000_000,
        HEAD + b"\n" + b"a@" * 5_000_000,
        MULTI + ONE + b"".join(GROUP % number for number in range(100_000)),
        MULTI + (ONE + GROUP % 1) * 10_000,
        MULTI + b"--b\n\nYour message could not be delivered to u@x.example\n" * 10_000,
        MULTI + ONE + b"Diagnostic-Code: smtp; " + b"address user domain not " * 1_000_000,
        HEAD + b"\n" + b"Content-Type: message/rfc822\n\n" * 20_000,
    ],
    ids=["lines", "line", "signs", "groups", "parts", "texts", "answer", "nested"],
)
def test_reports_of_any_size_are_read_in_bounded_time(raw: bytes) -> None:
    start = time.monotonic()
    bounce = parse(raw).bounce
    assert time.monotonic() - start < 10
    assert bounce is None or len(bounce.recipients) <= 1_000


def test_a_report_pasted_below_a_line_of_blanks_is_read() -> None:
    raw = b"   \r\n\r\n" + report(
        "delivery-status", f"{STATUS}Final-Recipient: rfc822; a@x.example"
    )
    assert parse(raw).is_bounce
