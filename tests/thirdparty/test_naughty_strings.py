"""Strings that broke other programs: unchanged or refused in a sentence, and never an error."""

import html
from base64 import b64encode

import pytest

from helpwell.accounts.testing import ada
from helpwell.channels.testing import arrive, mail, make_inbox
from helpwell.core.text import one_line, storable
from helpwell.tickets import actions
from helpwell.tickets.errors import NothingWritten, TagTooLong
from helpwell.tickets.models import Message, Ticket
from helpwell.tickets.testing import make_ticket

pytestmark = pytest.mark.django_db


def in_one_mail_line(text):
    """A header cannot hold line ends and other control characters."""
    return text.isprintable() and text.strip() == text and text


def test_every_string_is_kept_in_text_and_subject(naughty):
    lost = []
    for text in naughty:
        ticket = make_ticket(subject=text, text=text)
        kept = Message.objects.get(ticket=ticket)
        if kept.text != storable(text) or ticket.subject != _subject(text):
            lost.append(text)
    assert lost == []


def test_every_string_comes_through_a_mail(naughty):
    inbox, lost = make_inbox(), []
    for text in filter(in_one_mail_line, naughty):
        raw = mail(text, subject="SUBJECT").replace(b"SUBJECT", _encoded(text))
        message = arrive(raw, inbox).message
        said = message.text + message.quoted
        if one_line(text) not in one_line(said) or _subject(text) != message.ticket.subject:
            lost.append((text, message.text, message.ticket.subject))
    assert lost == []


def test_every_string_may_be_written_by_an_agent(client, naughty):
    client.force_login(ada())
    ticket, broken = make_ticket(), []
    for number, text in enumerate(naughty):
        typed = {"note": html.escape(text), "mode": "note", "html": html.escape(text)}
        places = ("draft", "notes") if number % 8 == 0 else ("draft",)
        codes = [
            client.post(f"/tickets/{ticket.pk}/{place}/", typed).status_code for place in places
        ]
        if not set(codes) <= {200, 204, 422}:
            broken.append((text, codes))
    assert broken == []


def test_every_string_is_kept_in_a_note(naughty):
    ticket, lost = make_ticket(), []
    for text in naughty:
        try:
            note = actions.note(ticket, html=html.escape(text), by=ada())
        except NothingWritten:
            continue
        if one_line(storable(text)) not in one_line(note.text):
            lost.append((text, note.text))
    assert lost == []


def test_every_string_as_raw_html_does_no_harm(client, naughty):
    client.force_login(ada())
    ticket = make_ticket()
    for text in naughty:
        try:
            note = actions.note(ticket, html=text, by=ada())
        except NothingWritten:
            continue
        assert "<script" not in note.html.lower()
        assert "onerror=" not in note.html.lower().replace("&quot;", "") or "<" not in note.html
    assert client.get(f"/tickets/{ticket.pk}/?all").status_code == 200


def test_every_string_may_be_searched_for(client, naughty):
    client.force_login(ada())
    ticket = make_ticket()
    places = ("/search/", "/tags/")
    broken = [
        (place, text)
        for text in naughty
        for place in places
        if client.get(place, {"q": text}).status_code >= 500
    ]
    assert broken == []
    assert Ticket.objects.get() == ticket


def test_every_string_may_be_a_tag_or_is_refused(naughty):
    ticket = make_ticket()
    for text in naughty:
        kept = " ".join(storable(text).lower().split())
        try:
            actions.tag(ticket, add=[text], by=ada())
        except TagTooLong:
            assert len(kept) > 60
        else:
            assert not kept or ticket.tags.filter(name=kept).exists()


def _encoded(text):
    """A subject as one encoded word (RFC 2047), so that nothing is lost before it comes to us."""
    return b"=?utf-8?b?" + b64encode(text.encode()) + b"?="


def _subject(text):
    line = one_line(storable(text))
    return line if len(line) <= 250 else Ticket.objects.order_by("-pk").first().subject
