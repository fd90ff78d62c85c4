"""Strings that broke other programs, sent by programs: unchanged or refused, and never an error."""

from datetime import timedelta

import pytest

from helpwell.accounts.testing import make_administrator
from helpwell.api.testing import V1, program
from helpwell.core import clock
from helpwell.core.text import one_line, storable
from helpwell.tickets.testing import make_ticket

pytestmark = pytest.mark.django_db
JSON = "application/json"


@pytest.fixture
def api(settings):
    settings.API_REQUESTS_A_MINUTE = 1_000_000
    return program(make_administrator())


def places(ticket, customer, text, number):
    """Every member that takes words: method, address, body, and where the answer says them."""
    soon = (clock.now() + timedelta(days=1)).isoformat()
    on = f"/tickets/{ticket}"
    who = f"/customers/{customer}"
    to = [{"email": f"supplier{number}@mill.example", "name": text}]
    return [
        ("POST", f"{on}/notes", {"text": text}, "text"),
        ("POST", "/tickets", {"as": "received", "subject": text, "text": f"x{text}",
                              "requester_id": customer}, "subject"),
        ("PATCH", on, {"tags": [text]}, "tags"),
        ("POST", f"{on}/promises", {"words": text, "due_at": soon}, "words"),
        ("POST", f"{on}/steps", {"text": text}, None),
        ("POST", f"{on}/side-talks", {"subject": text, "text": text, "to": to}, None),
        ("PATCH", who, {"name": text}, "name"),
        ("PATCH", who, {"notes": text}, "notes"),
        ("PATCH", who, {"segments": [text]}, None),
        ("PATCH", who, {"external_id": text}, "external_id"),
        ("POST", f"{who}/identities", {"kind": "handle", "value": text}, None),
        ("POST", "/customers", {"email": f"kim{number}@home.example", "name": text}, None),
        ("POST", "/views", {"name": text, "rule": {"all": []}}, "title"),
    ]  # fmt: skip


def same(kept, sent):
    """As it was sent, but for white space in a line and the small letters of tags."""
    kept = kept[0] if isinstance(kept, list) and kept else kept or ""
    return one_line(str(kept)).lower() == one_line(storable(sent)).lower()


def test_every_string_through_every_member(api, naughty):
    ticket = make_ticket()
    lost = []
    for number, text in enumerate(naughty):
        every = places(ticket.pk, ticket.requester_id, text, number)
        for method, path, body, said in [every[0], every[1 + number % (len(every) - 1)]]:
            headers = {"Accept": JSON}
            answer = api.generic(method, V1 + path, _json(body), content_type=JSON, headers=headers)
            refused = answer.status_code in (409, 422)
            if not refused and (
                answer.status_code >= 300 or (said and not same(answer.json()[said], text))
            ):
                lost.append((method, path, text, answer.status_code, answer.text[:200]))
    assert lost == []


def test_every_string_in_an_address(api, naughty):
    from urllib.parse import quote

    bad = []
    for text in naughty:
        word = quote(text)
        paths = (f"/tickets?q={word}", f"/customers?q={word}", f"/tickets?tag={word}",
                 f"/tickets?rule={word}", f"/people?cursor={word}", f"/views/{word}")  # fmt: skip
        bad += [
            (path, answer.status_code)
            for path in paths[len(text) % 2 :: 2]
            if (answer := api.get(V1 + path)).status_code not in (200, 400, 404, 422)
        ]
    assert bad == []


def _json(body):
    import json

    return json.dumps(body)
