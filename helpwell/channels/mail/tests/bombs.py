"""Mails made to hurt; run as a program, it reads them under limits of memory and of CPU time.

What is printed is the name of each that was read, as a line of JSON with its seconds.
"""

import base64
import json
import os
import resource
import struct
import sys
from collections.abc import Callable

MEMORY_BYTES = 1_200 * 1024 * 1024
SECONDS = 20  # of CPU; what is not linear takes minutes
DEEP = 2_000
HEAD = b"From: grace@example.com\r\nSubject: x\r\n"
MIXED = HEAD + b"Content-Type: multipart/mixed; boundary=b\r\n\r\n"
HTML = HEAD + b"Content-Type: text/html\r\n\r\n"
PLAIN = HEAD + b"Content-Type: text/plain; "
SIGNED = b"\x30\x80" + bytes.fromhex("06092a864886f70d010702") + b"\xa0\x80\x30\x80"
PIECES = bytes.fromhex("02010131003080060101a0802480")
FULL_LINE = b"M" + b"A" * 60 + b"\n"


def typed(kind: bytes, body: bytes, encoding: bytes = b"8bit") -> bytes:
    return (
        HEAD
        + b"Content-Type: %s\r\nContent-Transfer-Encoding: %s\r\n\r\n" % (kind, encoding)
        + body
    )


def nested(kind: bytes) -> bytes:
    opened = (
        b'Content-Type: multipart/%s; boundary="b%d"\r\n\r\n--b%d\r\n' % (kind, n, n)
        for n in range(DEEP)
    )
    return HEAD + b"".join(opened) + b"Content-Type: text/plain\r\n\r\ndeep inside"


def tnef(key: int, value: bytes) -> bytes:
    record = struct.pack("<BII", 2, key, len(value)) + value + b"\0\0"
    return typed(b"application/ms-tnef", struct.pack("<IH", 0x223E9F78, 1) + record)


def rich(packed: bytes, kind: int) -> bytes:
    data = struct.pack("<IIII", 0, 2**31 - 1, kind, 0) + packed
    return tnef(0x69003, struct.pack("<IHHII", 1, 0x102, 0x1009, 1, len(data)) + data)


BOMBS: dict[str, Callable[[], bytes]] = {
    "nested mixed": lambda: nested(b"mixed"),
    "nested alternative": lambda: nested(b"alternative"),
    "nested mails": lambda: HEAD + b"Content-Type: message/rfc822\r\n\r\n" * DEEP,
    "nested mixed and many delimiters": lambda: nested(b"mixed") + b"\n--zz--" * 1_000_000,
    "many parts": lambda: MIXED + b"--b\n\nx\n" * 50_000,
    "mails inside": lambda: MIXED + b"--b\nContent-Type: message/rfc822\n\nA: b\n\n" * 30_000,
    "unsaid boundaries": lambda: HEAD + b"".join(
        b"Content-Type: multipart/mixed\r\n\r\n--b%d\r\n" % n for n in range(DEEP)
    ) + b"x" * 5_000_000 + b"\r\n--b0--",
    "delimiters": lambda: MIXED + b"--x\n" * 2_000_000,
    "dashes after a boundary": lambda: MIXED + b"--b" + b"-" * 60_000 + b"\n" + b"--" * 5_000_000,
    "long header": lambda: HEAD + b"X-A: " + b"a" * 1_000_000 + b"\r\n\r\nhi",
    "100,000 header lines": lambda: HEAD + b"".join(b"X-%d: y\r\n" % n for n in range(100_000)),
    "broken header lines": lambda: b"garbage\r\nX-A: b\r\n" * 300_000 + b"\r\nhi",
    "folds": lambda: b"Subject: " + b"\r\n " * 300_000 + b"\r\n\r\nhi",
    "100,000 recipients": lambda: HEAD + b"To: " + b"u@example.com, " * 100_000 + b"\r\n\r\nhi",
    "recipients without commas": lambda: b"To: " + b"u@example.com " * 100_000 + b"\r\n\r\nhi",
    "recipients in brackets": lambda: HEAD + b"To: " + b"<u@e.com> x " * 100_000 + b"\r\n\r\nhi",
    "comments": lambda: b"From: " + b"(" * 500_000 + b"\r\n\r\nhi",
    "open quotes": lambda: b"From: " + b'"a\\' * 200_000 + b"\r\n\r\nhi",
    "angles": lambda: b"From: " + b"<" * 300_000 + b"\r\n\r\nhi",
    "at signs": lambda: b"From: " + b"@" * 1_000_000 + b"\r\n\r\nhi",
    "dots": lambda: b"From: a@" + b" . " * 300_000 + b"\r\n\r\nhi",
    "colons": lambda: b"To: " + b"a:" * 500_000 + b"\r\n\r\nhi",
    "groups": lambda: b"To: " + b"a:" * 500_000 + b";\r\n\r\nhi",
    "words": lambda: b"Subject: " + b"=?utf-8?q?" * 80_000 + b"\r\n\r\nhi",
    "words that never end": lambda: b"Subject: " + b"=?utf-8?q?x" * 80_000 + b"\r\n\r\nhi",
    "words in addresses": lambda: b"To: " + b"=?utf-8?q?x" * 80_000 + b"\r\n\r\nhi",
    "ids": lambda: HEAD + b"References: " + b"<a@b> <" * 100_000 + b"\r\n\r\nhi",
    "dates": lambda: HEAD + b"Date: " + b"1 10:12 " * 100_000 + b"\r\n\r\nhi",
    "parameters": lambda: PLAIN + b"a*0=b;" * 100_000 + b"\r\n\r\nhi",
    "a parameter without a value": lambda: PLAIN + b"a" * 1_000_000 + b"\r\n\r\nhi",
    "quotes in parameters": lambda: PLAIN + b'name="' + b'" a-a' * 200_000 + b"\r\n\r\nhi",
    "comments in parameters": lambda: HEAD + b"Content-Type: " + b"(" * 1_000_000 + b"\r\n\r\nhi",
    "50 MB of text": lambda: HEAD + b"\r\n" + b"hello, this is text\r\n" * 2_400_000,
    "50 MB of a file": lambda: typed(b"a/b", base64.encodebytes(os.urandom(36_000_000)), b"base64"),
    "50 MB of HTML": lambda: typed(b"text/html", b"<p>hello <b>x</b></p>\r\n" * 2_200_000),
    "padding": lambda: typed(b"a/b", b"=" * 10_000_000, b"base64"),
    "nobody's charset": lambda: typed(b"text/plain", b"\xe4\xf6\xfc " * 3_000_000),
    "escapes": lambda: typed(b"text/plain; charset=iso-2022-jp", b"\x1b$B" * 3_000_000),
    "50 MB of a mail inside": lambda: MIXED + b"--b\nContent-Type: message/rfc822\n\nA: b\n\n"
    + b"hello there\n" * 4_000_000,
    "NUL": lambda: b"\0" * 1_000_000,
    "uuencoded beginnings": lambda: PLAIN + b"\r\n\r\n" + b"begin 644 a\n" * 300_000,
    "a uuencoded file without end": lambda: PLAIN + b"\r\n\r\nbegin 644 a\n" + FULL_LINE * 60_000,
    "rich text that grows": lambda: rich((b"\xff" + b"\x0c\xff" * 8) * 300_000, 0x75465A4C),
    "braces of rich text": lambda: rich(b"{\\rtf1" + b"{" * 2_000_000, 0x414C454D),
    "records of TNEF": lambda: tnef(0x69002, struct.pack("<BII", 2, 0x69002, 0) * 500_000),
    "properties of TNEF": lambda: tnef(
        0x69003, struct.pack("<IHHI", 2**31, 0x1003, 1, 2**31) + b"abcd" * 5_000_000
    ),
    "signed, nested": lambda: typed(b"application/pkcs7-mime", SIGNED + b"\x30\x80" * 5_000_000),
    "signed, in pieces": lambda: typed(
        b"application/pkcs7-mime",
        SIGNED + PIECES + b"\x04\x01a" * 2_000_000,
    ),
    "a calendar": lambda: typed(b"text/calendar", b"BEGIN:VEVENT\n" + b"SUMMARY;a" * 500_000),
    "enriched text": lambda: typed(b"text/enriched", b"<param>" * 500_000),
    "tags": lambda: HTML + b"<div>" * 200_000,
    "open tags": lambda: HTML + b"<a '" * 300_000,
    "quotes in quotes": lambda: HTML + b"<blockquote type=cite>x<br>" * 50_000,
    "a long class": lambda: HTML + b"<div class='" + b"a " * 2_000_000 + b"'>" + b"x<br>" * 20_000,
    "a long style": lambda: HTML + b"<div style='" + b"border-top:" * 100_000 + b"'>x" * 3,
    "deep lines": lambda: HTML + b"<div class='a b c' id=x>" * 190 + b"x<br>" * 50_000,
}  # fmt: skip


def main() -> None:
    from helpwell.channels.mail import parse

    resource.setrlimit(resource.RLIMIT_AS, (MEMORY_BYTES, MEMORY_BYTES))
    for name, make in BOMBS.items():
        raw = make()
        before = resource.getrusage(resource.RUSAGE_SELF).ru_utime
        resource.setrlimit(resource.RLIMIT_CPU, (int(before) + SECONDS, resource.RLIM_INFINITY))
        mail = parse(raw)
        spent = resource.getrusage(resource.RUSAGE_SELF).ru_utime - before
        told = {"name": name, "seconds": round(spent, 2), "defects": mail.defects}
        sys.stdout.write(json.dumps(told) + "\n")
        sys.stdout.flush()


if __name__ == "__main__":
    main()
