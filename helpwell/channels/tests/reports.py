"""Reports as mail systems and readers write them: bounces, complaints, receipts."""

from itertools import count

_numbers = count(1)
UNKNOWN = {"Action": "failed", "Status": "5.1.1", "Diagnostic-Code": "smtp; 550 User unknown"}
FULL = {"Action": "failed", "Status": "5.2.2", "Diagnostic-Code": "smtp; 552 Mailbox full"}
DELAYED = {"Action": "delayed", "Status": "4.4.1", "Diagnostic-Code": "smtp; no answer"}
DELIVERED = {"Action": "delivered", "Status": "2.0.0"}


def dsn(*told: tuple[str, dict[str, str]], returned: bytes = b"") -> bytes:
    """A delivery status notification (RFC 3464): what became of whom, and our mail's headers."""
    groups = [{"Final-Recipient": f"rfc822; {email}"} | group for email, group in told]
    blocks = [{"Reporting-MTA": "dns; mx.example"}, *groups]
    return _report("delivery-status", blocks, returned)


def arf(returned: bytes, **told: str) -> bytes:
    """A complaint as mailbox providers pass it on (RFC 5965)."""
    block = {"Feedback-Type": "abuse", "User-Agent": "Loop/1", "Version": "1"}
    more = {name.replace("_", "-"): value for name, value in told.items()}
    return _report("feedback-report", [block | more], returned)


def mdn(message_id: str, *, reader: str) -> bytes:
    """A reader's notice that a mail was displayed (RFC 8098)."""
    block = {
        "Final-Recipient": f"rfc822; {reader}",
        "Original-Message-ID": message_id,
        "Disposition": "manual-action/MDN-sent-manually; displayed",
    }
    return _report("disposition-notification", [block], b"", sender=reader)


def _report(
    kind: str,
    blocks: list[dict[str, str]],
    returned: bytes,
    *,
    sender: str = "MAILER-DAEMON@mx.example",
) -> bytes:
    groups = ("".join(f"{name}: {value}\n" for name, value in b.items()) for b in blocks)
    parts = {
        "text/plain": "This is what became of your mail.\n",
        f"message/{kind}": "\n".join(groups),
        "text/rfc822-headers": returned.partition(b"\r\n\r\n")[0].decode().replace("\r\n", "\n"),
    }
    said = "".join(f"--b\nContent-Type: {t}\n\n{text}\n" for t, text in parts.items() if text)
    head = (
        f"Return-Path: <>\nFrom: {sender}\nTo: desk@arbor.example\nSubject: Undelivered Mail\n"
        f"Message-ID: <report{next(_numbers)}@mx.example>\nAuto-Submitted: auto-replied\n"
        f"MIME-Version: 1.0\nContent-Type: multipart/report; report-type={kind}; boundary=b\n\n"
    )
    return f"{head}{said}--b--\n".replace("\n", "\r\n").encode()
