"""Strings that broke other programs, typed into every form there is: kept, or refused in words.

Each string is tried somewhere, and each place takes several; `make naughty` tries all of them
everywhere.
"""

import os
import socket
from collections import Counter, defaultdict
from datetime import timedelta
from itertools import cycle, islice

import pytest

from helpwell.accounts.testing import make_administrator
from helpwell.core import clock
from helpwell.customers.known import PARTS as PARTS_OF_A_CUSTOMER
from helpwell.fields.models import Field
from tests.addresses import addresses
from tests.furnished import arrange, ask_for_everything, furnish, numbers
from tests.permissions.hidden import hide
from tests.thirdparty.forms import Walk
from tests.thirdparty.typing_in import MARK, sent_off, typed_in, undone

pytestmark = pytest.mark.django_db
EVERY = "HELPWELL_EVERY_STRING" in os.environ
PARTS = 40 if EVERY else 1
SEVERAL = 3  # strings in each place; the next place has the next ones
FEWEST_FORMS, FEWEST_KEPT = 90, 350
NOT_OURS = ("/logout/", "/api/", "/style-guide/", "/hooks/", "/static/")
# Sent for a look at what would come of it; nothing is kept.
TRIALS = ("/trial/", "/outline/", "/cautions/", "/views/draft/", "-test/", "/servers/", "/removal/")
SECRET = {"password1", "password2", "pem"}  # is not sent back, however wrong it is
SEALED = {"fetch_password", "smtp_password", "client_secret"}  # is not kept as it was typed
ONE_WORD = {"shortcut"}  # is kept without blanks
# No person can type these, but a program can send them in place of what a form has chosen.
UNTYPED = ("", "x", "\x00", "-1", "99999999999999999999", "1e999", "²", "9" * 5000, "\u202e")


@pytest.fixture
def house(client, monkeypatch):
    """The numbers of a house with something of everything, whose administrator is here."""
    hidden = hide()
    by, known = make_administrator("Fay Furnisher"), hidden.numbers
    furnish(hidden.ticket, by=by)
    arrange(by=by)
    ask_for_everything()
    client.force_login(by)
    client.raise_request_exception = False
    monkeypatch.setattr(socket, "getaddrinfo", _no_name_is_known)
    return {name: rows[0] for name, rows in numbers().items() if rows} | known


@pytest.fixture
def forms(client, house):
    """All forms of all pages, as the administrator finds them."""
    walk = Walk(client, never=NOT_OURS)
    found = walk.through(starts(house))
    assert walk.broken == []
    assert len(found) >= FEWEST_FORMS, sorted(found)
    return list(found.values())


@pytest.mark.parametrize("part", range(PARTS))
def test_every_form_takes_every_kind_of_string_or_refuses_it(client, house, forms, naughty, part):
    verdicts, wrong = Counter(), defaultdict(list)
    strings = cycle(naughty)
    for form, place in islice(places(forms), part, None, PARTS):
        for string in naughty if EVERY else islice(strings, SEVERAL):
            text = "".join(string.split()) if place.name in ONE_WORD else string
            tried = typed_in(client, form, place, text, _beside(house, form, place, text))
            verdicts[tried.verdict] += 1
            if not is_right(tried.verdict, form, place):
                case = form.to, place.name, tried.verdict, tried.answer.status_code
                wrong[case].append(ascii(text[:60]))
    assert wrong == {}
    assert verdicts["kept"] >= FEWEST_KEPT // PARTS, verdicts
    assert sum(verdicts.values()) >= len(naughty), "a string was typed nowhere"
    assert made_up_choices_that_break(client, forms[part::PARTS]) == []


def starts(house):
    """Every address; where it names a part of what is known of somebody, with each part."""
    keys = [*PARTS_OF_A_CUSTOMER, *Field.objects.values_list("key", flat=True)]
    yield from (address.path for address in addresses(house))
    for key in keys:
        yield from (each.path for each in addresses(house | {"key": key}) if "key" in each.takes)


def places(forms):
    """Where to type; a form that is sent for a look has one, for all are filled at once."""
    for form in forms:
        few = 1 if form.method == "get" or is_trial(form) else None
        yield from ((form, place) for place in form.places[:few])


def is_trial(form):
    return any(part in form.to for part in TRIALS)


def is_right(verdict, form, place):
    """Kept, or refused in words with all that was typed."""
    if form.method == "get" or is_trial(form):
        return verdict in {"looked at", "refused", "forgotten"}
    if place.name in SECRET:
        return verdict in {"forgotten", "refused"}
    return verdict in {"kept", "refused"} or (verdict == "looked at" and place.name in SEALED)


def _beside(house, form, place, text):
    """What else is filled in: all the same where nothing is kept, or what belongs together."""
    if is_trial(form):
        return {each.name: MARK + text for each in form.places}
    tomorrow = clock.now() + timedelta(days=1)
    usual = {
        "due_at": f"{tomorrow:%Y-%m-%dT%H:%M:%SZ}", "spent": "10m", "words": "We call",
        "kind": "choice", "choice_label": "Small", "field_key": "ticket_text",
        "condition_field": "header", "condition_test": "contains", "condition_header": "X-Spam",
        "condition_value": "yes", "action": "tag", "tag": "bills", "role": str(house["role_id"]),
        "colleague": str(house["person_id"]), "promise_words": "We call",
    }  # fmt: skip
    there = set(form.kept) | {each.name for each in form.places}
    return {name: usual[name] for name in there & set(usual) - {place.name}}


def made_up_choices_that_break(client, forms):
    """What is sent where a person can only choose may be refused, in a word, but breaks nothing."""
    broken, made_up = [], cycle(UNTYPED)
    choices = [(form, name) for form in forms for name in form.kept if EVERY or not is_trial(form)]
    for form, name in choices[:: 1 if EVERY else 2]:
        for text in UNTYPED if EVERY else islice(made_up, 1):
            with undone(client):
                answer = sent_off(client, form, form.with_words({}) | {name: text})
            if answer.status_code >= 500:
                broken.append((form.to, name, text[:30]))
    return broken


def _no_name_is_known(*_args, **_more):
    raise socket.gaierror(socket.EAI_NONAME, "Name or service not known")
