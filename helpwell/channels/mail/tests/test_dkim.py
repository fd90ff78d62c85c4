"""Signed mail, checked by another implementation."""

from datetime import UTC, datetime

import dkim as checker
import pytest

from helpwell.channels.mail.compose import build
from helpwell.channels.mail.dkim import (
    NotAKey,
    Signer,
    key_from,
    new_key,
    publishes,
    record_of,
    sign,
)
from helpwell.channels.mail.incoming import Address
from helpwell.channels.mail.outgoing import Outgoing

AT = datetime(2026, 11, 22, 9, tzinfo=UTC)
KEYS = {kind: key_from(new_key(kind)) for kind in ("rsa", "ed25519")}
RAW = build(
    Outgoing(
        sender=Address("Ada (Arbor)", "support@arbor.example"),
        to=tuple(Address(f"Person {n}", f"person{n}@home.example") for n in range(9)),
        reply_to=Address("Arbor", "support+t1-x@arbor.example"),
        subject="Où est-il ? " + "x" * 90,
        message_id="<t1.m2.x@arbor.example>",
        date=AT,
        references=tuple(f"<{n}@home.example>" for n in range(9)),
        html="<p>It left today.</p>\n\n<p>.</p>",
    )
)
BODIES = [
    b"",
    b"\r\n",
    b"\r\n\r\n\r\n",
    b"no end",
    b"two  \t spaces \t\r\n \r\n\r\n",
    b"\t\r\n.\r\n",
]


def signed(raw: bytes = RAW, kind: str = "rsa") -> bytes:
    return sign(raw, Signer("arbor.example", "one", KEYS[kind]), at=AT)


def holds(raw: bytes, kind: str = "rsa") -> bool:
    record = record_of(KEYS[kind]).encode()
    return checker.verify(raw, dnsfunc=lambda _name, timeout=5: record)


@pytest.mark.parametrize("kind", KEYS)
def test_a_signed_mail_is_believed(kind):
    assert holds(signed(kind=kind), kind)


@pytest.mark.parametrize("body", BODIES)
@pytest.mark.parametrize("kind", KEYS)
def test_bodies_of_every_shape_are_signed_right(kind, body):
    raw = b"From: a@arbor.example\r\nSubject:  two \t spaces \r\n folded\r\n\r\n" + body
    assert holds(signed(raw, kind), kind)


def test_what_servers_may_do_to_spaces_does_no_harm():
    raw = signed().replace(b"\r\nSubject: ", b"\r\nSUBJECT:   ").rstrip() + b"\r\n\r\n\r\n"
    assert holds(raw)


@pytest.mark.parametrize(
    ("what", "by"),
    [
        (b"left today", b"stays here"),
        (b"\r\nTo: ", b"\r\nTo: Eve <eve@home.example>, "),
        (b"\r\nDate: Sun", b"\r\nDate: Mon"),
        (b"t=1795338000", b"t=1795338001"),
    ],
)
def test_a_changed_mail_is_not(what, by):
    raw = signed()
    assert what in raw
    assert not holds(raw.replace(what, by, 1))


@pytest.mark.parametrize("name", ["From", "Reply-To", "Subject", "To", "Cc", "Date"])
def test_a_field_added_on_the_way_breaks_it(name):
    assert not holds(f"{name}: eve@home.example\r\n".encode() + signed())


def test_the_same_mail_is_the_same_bytes_at_every_try():
    assert signed() == signed()
    assert signed(kind="ed25519") == signed(kind="ed25519")


@pytest.mark.parametrize("kind", KEYS)
def test_a_record_is_recognised_however_it_is_written(kind):
    record = record_of(KEYS[kind])
    version, key_type, public = record.split("; ")
    assert publishes(f"{public[:40]} {public[40:]};{key_type} ;  {version}", KEYS[kind])
    assert not publishes(record_of(key_from(new_key(kind))), KEYS[kind])
    assert not publishes("v=spf1 -all", KEYS[kind])


@pytest.mark.parametrize("pem", ["", "nonsense", record_of(KEYS["rsa"]), new_key("rsa")[:200]])
def test_what_is_no_key_is_refused(pem):
    with pytest.raises(NotAKey):
        key_from(pem)
