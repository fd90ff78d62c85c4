"""Far more of everything than anybody should have: pages stay pages that a browser can show."""

import re

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from helpwell.accounts.testing import make_administrator
from helpwell.core import clock
from helpwell.core.actors import SYSTEM
from helpwell.fields.models import Field
from helpwell.fields.testing import make_field
from helpwell.tickets import actions, rules
from helpwell.tickets.models import Message, SavedView, Tag
from helpwell.tickets.testing import make_ticket
from helpwell.tickets.thread import PAGE

pytestmark = pytest.mark.django_db
LARGEST_BYTES = 300_000
MOST_QUERIES = 35
LONG = "Wörter \u202eمرحبا\u202c 😀 " * 24  # some 500 characters, to the left too


@pytest.fixture
def at_work(client):
    client.force_login(make_administrator())
    return client


def usable(client, path, *, most_bytes=LARGEST_BYTES):
    """What a page says, which is small enough and asks the database seldom enough."""
    with CaptureQueriesContext(connection) as asked:
        answer = client.get(path)
    assert answer.status_code == 200, path
    assert len(asked) <= MOST_QUERIES, (path, len(asked))
    assert len(answer.content) < most_bytes, (path, len(answer.content))
    return answer.text


def test_five_thousand_tags_are_looked_for_on_the_server(at_work):
    Tag.objects.bulk_create(Tag(name=f"tag {n:04}") for n in range(5000))
    ticket = make_ticket()
    ticket.tags.add(*Tag.objects.filter(name__lt="tag 0300"))
    assert usable(at_work, "/tags/?q=tag").count("<li") == 12
    assert "tag 4999" in usable(at_work, "/tags/?q=tag%204999")
    beside = (f"/tickets/{ticket.pk}/tags/", "/tickets/new/", "/settings/macros/new/")
    for path in (f"/tickets/{ticket.pk}/", "/views/new/", "/inbox/open/", *beside):
        assert "tag 4999" not in usable(at_work, path)
    assert "/tags/" in usable(at_work, f"/tickets/{ticket.pk}/tags/")


def test_three_hundred_fields_are_folded_where_they_say_nothing(at_work):
    for number in range(300):
        make_field(f"Field {number} {LONG}"[:120], ("text", "number", "date")[number % 3])
    ticket = make_ticket()
    for number in range(0, 60, 3):
        actions.set_values(ticket, {f"{key(number)}": f"{number} {LONG}"}, by=SYSTEM)
    shown = usable(at_work, f"/tickets/{ticket.pk}/fields/")
    assert len(set(re.findall(r"/fields/of/(field_\w+)/", shown))) == 20, "the filled ones"
    assert "Add a detail" in shown, "the way to the others"
    for path in (f"/tickets/{ticket.pk}/", "/tickets/new/", "/views/new/"):
        usable(at_work, path)
    usable(at_work, "/settings/fields/", most_bytes=400_000)  # all of them, to be put in order


def key(number):
    return Field.objects.get(name__startswith=f"Field {number} ").key


def test_two_thousand_messages_are_read_forty_at_a_time(at_work):
    ticket = make_ticket(subject=LONG, text=LONG)
    Message.objects.bulk_create(
        Message(
            ticket=ticket, kind="received", customer=ticket.requester, text=f"Said {number} {LONG}",
            created_at=clock.now(),
        )
        for number in range(2000)
    )  # fmt: skip
    type(ticket).objects.update(message_count=2001)
    page = usable(at_work, f"/tickets/{ticket.pk}/")
    seen = said_in(page)
    assert len(seen) == PAGE
    while more := re.search(r'hx-get="(/tickets/\d+/thread/\?before=\d+)"', page):
        page = usable(at_work, more[1])
        assert len(said_in(page)) <= PAGE
        seen = said_in(page) + seen
    assert seen == list(range(2000)), "each once and in order"


def said_in(page):
    return [int(number) for number in re.findall(r"Said (\d+) ", thread_in(page))]


def thread_in(page):
    """What stands between the ticket's head and its composer; the whole of a fragment."""
    return page.split('id="thread"')[-1].split('id="composer"')[0]


def test_rules_deeper_than_anybody_can_read_are_refused_and_kept_on_the_page(at_work):
    place, typed = "r", {"name": "Deep", "for": "me", "r.mode": "all"}
    for _level in range(60):
        place += ".0"
        typed[f"{place}.mode"] = "any"
    typed |= {f"r.{number}.field": "status" for number in range(1, 400)}
    answer = at_work.post("/views/new/", typed)
    assert (answer.status_code, len(answer.content) < LARGEST_BYTES) == (422, True)
    assert 'role="alert"' in answer.text or "banner" in answer.text


def test_a_view_that_contradicts_itself_is_empty_and_costs_nothing(at_work):
    make_ticket()
    new = {"r.0.field": "status", "r.0.is": "one_of", "r.0.value": ["new"]}
    never = {"r.1.field": "status", "r.1.is": "none_of", "r.1.value": ["new"]}
    answer = at_work.post("/views/new/", {"name": LONG[:80], "r.mode": "all"} | new | never)
    assert answer.status_code == 302
    actions.count_views()
    page = usable(at_work, answer["Location"])
    assert "Where is my parcel?" not in page
    assert rules.in_words(SavedView.objects.get().rule)
