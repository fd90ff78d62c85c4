"""What a mail says is told as its sender meant it."""

import base64
import struct
from datetime import UTC, datetime

import pytest

from helpwell.channels.mail import Address, parse


def mail(*lines: str, body: str = "Hello") -> bytes:
    return "\r\n".join([*lines, "", body]).encode("utf-8", "surrogateescape")


def typed(content_type: str, body: bytes, *lines: str) -> bytes:
    head = "\r\n".join(["From: grace@example.com", f"Content-Type: {content_type}", *lines])
    return head.encode() + b"\r\n\r\n" + body


def test_a_plain_mail() -> None:
    read = parse(
        mail(
            'From: "Hopper, Grace" <grace@example.com>',
            "To: Support <support@example.org>, team@example.org",
            "Cc: =?utf-8?q?J=C3=B6rg?= <j@example.net>",
            "Reply-To: <answers@example.com>",
            "Subject: =?utf-8?b?V28gaXN0IG1laW4gUMOkY2tjaGVuPw==?=",
            "Date: Tue, 3 Mar 2026 10:12:00 +0000",
            "Message-ID: <one@example.com>",
            "In-Reply-To: <two@example.org>",
            "References: <zero@example.org>\r\n <two@example.org>",
            "Delivered-To: inbox@example.org",
            "Return-Path: <bounce@example.com>",
        )
    )
    assert (read.from_name, read.from_email) == ("Hopper, Grace", "grace@example.com")
    assert read.to == (Address("Support", "support@example.org"), Address("", "team@example.org"))
    assert read.cc == (Address("Jörg", "j@example.net"),)
    assert read.reply_to == (Address("", "answers@example.com"),)
    assert read.subject == "Wo ist mein Päckchen?"
    assert read.date == datetime(2026, 3, 3, 10, 12, tzinfo=UTC)
    assert (read.message_id, read.in_reply_to) == ("one@example.com", ("two@example.org",))
    assert read.references == ("zero@example.org", "two@example.org")
    assert (read.delivered_to, read.return_path) == (("inbox@example.org",), "bounce@example.com")
    assert (read.text, read.visible_text, read.html) == ("Hello", "Hello", "")


@pytest.mark.parametrize(
    ("charset", "text"),
    [
        ("gb2312", "你好，世界"),
        ("big5", "訂單在哪裡"),
        ("iso-2022-jp", "荷物はどこですか"),
        ("shift_jis", "荷物はどこですか"),
        ("utf-7", "Grüße — 你好"),
        ("windows-1251", "Где посылка?"),
        ("koi8-r", "Где посылка?"),
        ("windows-1252", "“Grüße” – 5 €"),
        ("iso-8859-2", "Zażółć gęślą jaźń"),
        ("euc-kr", "소포가 어디에 있나요"),
        ("utf-16", "Grüße"),
    ],
)
def test_a_charset_is_read_as_declared(charset: str, text: str) -> None:
    body = base64.encodebytes(text.encode(charset))
    raw = typed(f"text/plain; charset={charset}", body, "Content-Transfer-Encoding: base64")
    assert parse(raw).text == text


@pytest.mark.parametrize("declared", ["us-ascii", "iso-8859-1", "windows-1252", "x-unknown", '""'])
def test_a_lie_about_utf8_is_seen_through(declared: str) -> None:
    raw = typed(f"text/plain; charset={declared}", "Grüße, 你好".encode(), "MIME-Version: 1.0")
    assert parse(raw).text == "Grüße, 你好"


def test_western_bytes_declared_as_utf8_are_read() -> None:
    assert parse(typed("text/plain; charset=utf-8", "Grüße".encode("cp1252"))).text == "Grüße"


@pytest.mark.parametrize(
    ("field", "name"),
    [
        ("filename*=utf-8''Rechnung%20M%C3%A4rz.pdf", "Rechnung März.pdf"),
        ("filename*0*=utf-8''R%C3%A4; filename*1=tsel.pdf", "Rätsel.pdf"),
        ('filename="=?utf-8?q?R=C3=A4tsel.pdf?="', "Rätsel.pdf"),
        ('filename="a\\"b;c.pdf"', 'a"b;c.pdf'),
        ("filename=plain.pdf", "plain.pdf"),
        ('filename="Rätsel.pdf"', "Rätsel.pdf"),
        ('filename="in\r\n voice.pdf"', "in voice.pdf"),
        ('filename="exe\u202efdp.pdf"', "exe fdp.pdf"),
    ],
)
def test_an_attachment_has_the_name_its_sender_gave(field: str, name: str) -> None:
    raw = typed("application/pdf", b"JVBERg==", f"Content-Disposition: attachment; {field}",
                "Content-Transfer-Encoding: base64")  # fmt: skip
    (file,) = parse(raw).attachments
    assert (file.filename, file.content, file.size) == (name, b"%PDF", 4)
    assert (file.content_type, file.disposition) == ("application/pdf", "attachment")


def test_an_inline_image_keeps_its_content_id() -> None:
    raw = typed(
        "multipart/related; boundary=b",
        b"--b\r\nContent-Type: text/html\r\n\r\n<img src=cid:shot@x>\r\n--b\r\n"
        b"Content-Type: image/png; name=shot.png\r\nContent-ID: <shot@x>\r\n"
        b"Content-Disposition: inline\r\n\r\nPNG\r\n--b--",
    )
    read = parse(raw)
    assert [(a.content_id, a.disposition, a.content) for a in read.attachments] == [
        ("shot@x", "inline", b"PNG")
    ]
    assert "cid:shot@x" in (read.visible_html or "")


def test_the_footer_of_a_list_does_not_hide_an_html_mail() -> None:
    raw = typed(
        "multipart/mixed; boundary=b",
        b"--b\r\nContent-Type: text/html\r\n\r\n<p>Where is it?</p>\r\n--b\r\n"
        b"Content-Type: text/plain\r\n\r\nList info\r\n--b--",
    )
    assert parse(raw).visible_text == "Where is it?\nList info"


def test_flowed_text_has_its_paragraphs_back() -> None:
    raw = typed("text/plain; format=flowed", b"This is one \r\nparagraph.\r\n\r\n-- \r\nGrace")
    read = parse(raw)
    assert (read.visible_text, read.signature) == ("This is one paragraph.", "-- \nGrace")


def test_a_uuencoded_file_in_the_text_is_an_attachment() -> None:
    raw = mail("From: grace@example.com", body="See:\nbegin 644 hi.txt\n%:&5L;&\\\n`\nend\nbye")
    read = parse(raw)
    assert [(a.filename, a.content) for a in read.attachments] == [("hi.txt", b"hello")]
    assert read.text == "See:\nbye"


def tnef(*records: tuple[int, bytes]) -> bytes:
    packed = [struct.pack("<BII", 2, key, len(v)) + v + b"\0\0" for key, v in records]
    return struct.pack("<IH", 0x223E9F78, 1) + b"".join(packed)


def test_files_in_winmail_dat_come_out() -> None:
    data = tnef((0x00069002, b"\0" * 14), (0x00018010, b"a.txt\0"), (0x0006800F, b"hello"))
    raw = typed("application/ms-tnef; name=winmail.dat", data)
    assert [(a.filename, a.content) for a in parse(raw).attachments] == [("a.txt", b"hello")]
    damaged = typed("application/ms-tnef; name=winmail.dat", data[:9])
    assert [a.filename for a in parse(damaged).attachments] == ["winmail.dat"]


def test_an_attached_mail_is_a_forward_and_a_file() -> None:
    raw = typed(
        "multipart/mixed; boundary=b",
        b"--b\r\n\r\nsee below\r\n--b\r\nContent-Type: message/rfc822\r\n\r\n"
        b"From: Stan <stan@example.net>\r\nSubject: x\r\n\r\nPay me.\r\n--b--",
    )
    read = parse(raw)
    assert read.forward is not None
    assert (read.forward.sender.email, read.forward.text) == ("stan@example.net", "Pay me.")
    assert [a.content_type for a in read.attachments] == ["message/rfc822"]


def test_a_pasted_forward_tells_who_wrote_it() -> None:
    body = (
        "Is this yours?\n\n---------- Forwarded message ---------\n"
        "From: Stan <stan@example.net>\nDate: Tue, 3 Mar 2026\nSubject: x\n"
        "To: <grace@example.com>\n\nPay me."
    )
    read = parse(mail("From: grace@example.com", "Subject: Fwd: x", body=body))
    assert read.visible_text == "Is this yours?"
    assert read.forward is not None
    assert (read.forward.sender, read.forward.text) == (
        Address("Stan", "stan@example.net"),
        "Pay me.",
    )


@pytest.mark.parametrize(
    "line",
    [
        "Auto-Submitted: auto-replied",
        "X-Autoreply: yes",
        "Precedence: auto_reply",
        "Subject: Automatische Antwort: Urlaub",
        "Subject: Out of Office: back on Monday",
        "From: MAILER-DAEMON@example.com",
    ],
)
def test_what_a_program_wrote_is_never_answered(line: str) -> None:
    assert parse(mail("From: grace@example.com" if "From" not in line else line, line)).is_autoreply


def test_a_person_is_no_program() -> None:
    read = parse(mail("From: grace@example.com", "Auto-Submitted: no", "Subject: Automat kaputt"))
    assert not read.is_autoreply
    assert not read.is_bulk


def report(action: str, status: str) -> bytes:
    return typed(
        "multipart/report; report-type=delivery-status; boundary=b",
        b"--b\r\n\r\nSorry.\r\n--b\r\nContent-Type: message/delivery-status\r\n\r\n"
        b"Reporting-MTA: dns; mx.example.com\r\n\r\nFinal-Recipient: rfc822; stan@example.net\r\n"
        + f"Action: {action}\r\nStatus: {status}\r\n\r\n--b--".encode(),
    )


def test_a_failure_report_names_whom_it_is_about() -> None:
    bounce = parse(report("failed", "5.1.1")).bounce
    assert bounce is not None
    assert (bounce.recipients, bounce.status, bounce.hard) == (("stan@example.net",), "5.1.1", True)


def test_a_delay_is_not_for_good() -> None:
    bounce = parse(report("delayed", "4.4.1")).bounce
    assert bounce is not None
    assert not bounce.hard


def test_a_receipt_is_no_bounce() -> None:
    assert not parse(report("delivered", "2.0.0")).is_bounce


def test_a_customer_who_writes_about_a_bounce_is_no_bounce() -> None:
    body = "I got this:\n\n<stan@example.net>: host mx said: 550 5.1.1 User unknown\n\nWhy?"
    assert not parse(mail("From: grace@example.com", "Subject: Question", body=body)).is_bounce


def test_an_abuse_report_is_known() -> None:
    raw = typed(
        "multipart/report; report-type=feedback-report; boundary=b",
        b"--b\r\n\r\nabuse\r\n--b\r\nContent-Type: message/feedback-report\r\n\r\n"
        b"Feedback-Type: abuse\r\n\r\n--b--",
    )
    assert parse(raw).is_feedback_report


def test_base64_is_read_with_nul_bytes_behind_it():
    raw = b"Content-Transfer-Encoding: base64\r\n\r\nSGVsbG8=\r\n" + b"\0" * 1000
    assert parse(raw).text.strip() == "Hello"
