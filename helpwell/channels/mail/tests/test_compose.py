"""What we send is read by others as it was meant."""

import email
import email.policy
from dataclasses import replace
from datetime import UTC, datetime
from email.message import EmailMessage

import mailparser
import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from helpwell.channels.mail import Address, parse
from helpwell.channels.mail.compose import NotAnAddress, build, references_of, subject_of
from helpwell.channels.mail.fields import safe
from helpwell.channels.mail.outgoing import File, History, Outgoing
from helpwell.core.text import one_line, storable

REPLY = Outgoing(
    sender=Address("Ada Lovelace", "help@example.org"),
    to=(Address("Grace Hopper", "grace@example.com"),),
    subject="Where is my parcel?",
    message_id="<m1@example.org>",
    date=datetime(2026, 3, 3, 10, 12, tzinfo=UTC),
    html="<p>It left this morning.</p>",
)
WORDS = st.text(st.characters(exclude_categories=["Cs"]), max_size=80)
FAST = (Phase.explicit, Phase.reuse, Phase.generate)
LOCAL_PARTS = st.from_regex(r"[a-z0-9][a-z0-9._+-]{0,20}[a-z0-9]", fullmatch=True)


def by_the_book(raw: bytes) -> EmailMessage:
    return email.message_from_bytes(raw, policy=email.policy.default)


def test_a_reply_has_what_threads_need() -> None:
    mail = replace(REPLY, in_reply_to="q@x", references=("first@x", "q@x"))
    read = by_the_book(build(mail))
    assert read["Subject"] == "Re: Where is my parcel?"
    assert (read["Message-ID"], read["In-Reply-To"]) == ("<m1@example.org>", "<q@x>")
    assert read["References"] == "<first@x> <q@x>"
    assert read["Date"].datetime == REPLY.date
    assert read.get_content_type() == "multipart/alternative"
    assert read["Auto-Submitted"] is None


def test_the_same_mail_is_the_same_bytes() -> None:
    mail = replace(REPLY, files=(File("a.pdf", "application/pdf", b"%PDF"),))
    assert build(mail) == build(mail)


@pytest.mark.parametrize("subject", ["x", "Re: x", "RE: re: x", "AW: SV: x", "Re[2]: x", "回复：x"])
def test_a_reply_says_so_once(subject: str) -> None:
    assert subject_of(subject, is_reply=True) == "Re: x"


def test_a_long_thread_keeps_its_first_and_newest() -> None:
    mail = replace(REPLY, references=tuple(f"r{n}@x" for n in range(100)), in_reply_to="r99@x")
    found = references_of(mail)
    assert (len(found), found[0], found[-1]) == (21, "<r0@x>", "<r99@x>")


def test_images_stand_inside_and_files_beside() -> None:
    mail = replace(
        REPLY,
        html='<p><img src="cid:shot"></p>',
        files=(File("shot.png", "image/png", b"PNG", "shot"), File("größe; a.pdf", "x", b"%PDF")),
    )
    raw = build(mail)
    read = by_the_book(raw)
    assert read.get_content_type() == "multipart/mixed"
    body = read.get_body(("related",))
    assert body is not None
    assert [part.get_filename() for part in read.iter_attachments()][-1] == "größe; a.pdf"
    assert {(a.filename, a.content_id) for a in parse(raw).attachments} == {
        ("shot.png", "shot"),
        ("größe; a.pdf", ""),
    }


def test_history_and_signature_are_cut_again_by_the_reader() -> None:
    mail = replace(
        REPLY,
        signature_html="<p>Ada, Plovermill</p>",
        history=History("On 1 Mar 2026 at 10:00, Grace <g@example.com> wrote:", "Where?\n> old"),
    )
    read = parse(build(mail))
    assert read.visible_text == "It left this morning."
    assert "Ada, Plovermill" in read.signature
    assert "> Where?" in read.quoted_text
    assert "Where?" not in (read.visible_html or "")


def test_automatic_mail_says_so() -> None:
    alone = replace(REPLY, is_automatic=True)
    answering = replace(alone, in_reply_to="q@x")
    assert by_the_book(build(alone))["Auto-Submitted"] == "auto-generated"
    assert by_the_book(build(answering))["Auto-Submitted"] == "auto-replied"
    assert by_the_book(build(REPLY))["Auto-Submitted"] is None


@pytest.mark.parametrize(
    "address", ["", "nobody", "a b@example.com", "a@b\r\nBcc: x@y", "a@", "@b"]
)
def test_what_is_no_address_is_refused(address: str) -> None:
    with pytest.raises(NotAnAddress):
        build(replace(REPLY, to=(Address("", address),)))


def test_an_international_domain_is_sent_in_ascii() -> None:
    read = by_the_book(build(replace(REPLY, to=(Address("", "grace@müller.example"),))))
    assert read["To"].addresses[0].addr_spec == "grace@xn--mller-kva.example"


def test_an_international_local_part_is_kept() -> None:
    raw = build(replace(REPLY, to=(Address("Jörg", "jörg@example.com"),)))
    assert parse(raw).to == (Address("Jörg", "jörg@example.com"),)


@settings(max_examples=60, deadline=None, suppress_health_check=list(HealthCheck), phases=FAST)
@given(
    WORDS,
    WORDS,
    st.lists(LOCAL_PARTS, min_size=1, max_size=30, unique=True),
    WORDS,
    st.binary(max_size=300),
)
def test_readers_agree_on_what_was_sent(
    subject: str, name: str, locals_: list[str], text: str, content: bytes
) -> None:
    people = tuple(Address(name, f"{local.replace('..', '.')}@example.com") for local in locals_)
    mail = replace(
        REPLY, subject=subject, to=people, text=text, is_reply=False,
        files=(File("a.bin", "application/octet-stream", content),),
    )  # fmt: skip
    raw = build(mail)
    assert max(len(line) for line in raw.split(b"\r\n")) <= 998
    assert raw.isascii()
    ours, theirs, third = parse(raw), by_the_book(raw), mailparser.parse_from_bytes(raw)
    assert ours.subject == safe(subject) == one_line(theirs["Subject"])
    emails = [person.email for person in people]
    assert [a.email for a in ours.to] == emails
    assert [a.addr_spec for a in theirs["To"].addresses] == emails
    assert [address for _, address in third.to] == emails
    assert {a.name for a in ours.to} == {safe(name)}
    assert ours.attachments[0].content == content
    assert [part.get_content() for part in theirs.iter_attachments()] == [content]
    plain = theirs.get_body(("plain",))
    assert plain is not None
    if storable(text).strip():
        expected = storable(text).rstrip().splitlines()
        assert plain.get_content().splitlines() == expected
        assert ours.text.splitlines() == expected


@settings(max_examples=60, deadline=None, phases=FAST)
@given(WORDS, WORDS, WORDS)
def test_no_value_begins_a_header(subject: str, name: str, filename: str) -> None:
    evil = "\r\nBcc: evil@example.net\r\n\r\n"
    mail = replace(
        REPLY, subject=subject + evil, sender=Address(name + evil, "help@example.org"),
        files=(File(filename + evil, "text/plain\r\nX: y", b"x"),), in_reply_to=subject + evil,
        headers=(("List-Id", name + evil),),
    )  # fmt: skip
    read = by_the_book(build(mail))
    assert "Bcc" not in {name.title() for name in read.keys()}  # noqa: SIM118


def test_a_header_name_that_holds_another_header_is_refused() -> None:
    with pytest.raises(ValueError, match="no header name"):
        build(replace(REPLY, headers=(("List-Id\r\nBcc", "x"),)))
