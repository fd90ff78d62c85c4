"""Lists and pages: found, narrowed, in order, taken along; organisations and segments."""

import csv
import io
import json

import pytest

from helpwell.accounts.testing import ada, ben, make_administrator, make_agent, make_role
from helpwell.core.tables import BYTE_ORDER_MARK
from helpwell.customers import actions
from helpwell.customers.models import Customer, Organisation, Segment
from helpwell.customers.testing import grace, make_customer
from helpwell.tickets import actions as tickets
from helpwell.tickets.testing import answer, hear, make_ticket

PAGE = 50  # customers on a page of their list

pytestmark = pytest.mark.django_db


def seen(client, address):
    text = client.get(address).text
    return [c.name for c in Customer.objects.order_by("pk") if f">{c.name}<" in text]


def test_the_list_narrows_by_segment_organisation_and_language(client):
    mill = actions.found_organisation(name="Mill", domains=["mill.example"])
    anna, bert = make_customer("Anna", email="a@mill.example"), make_customer("Bert")
    actions.describe(bert, language="de", by=ada())
    actions.put_into_segments(anna, ["vip"], by=ada())
    client.force_login(ada())
    assert seen(client, f"/customers/?segment={Segment.objects.get().pk}") == ["Anna"]
    assert seen(client, f"/customers/?organisation={mill.pk}") == ["Anna"]
    assert seen(client, "/customers/?language=de") == ["Bert"]
    assert seen(client, "/customers/?segment=x&after=%25&order=upwards") == ["Anna", "Bert"]


@pytest.mark.parametrize("order", ["name", "newest", "oldest"])
def test_pages_go_on_after_a_row_and_leave_nobody_out(client, order):
    for number in range(PAGE * 2 + 3):
        make_customer(f"P{number % 7}")
    client.force_login(ada())
    found, address = [], f"/customers/?order={order}"
    while address:
        page = client.get(address).context["page"]
        found += [customer.pk for customer in page.customers]
        address = f"/customers/?order={order}&after={page.after}" if page.after else ""
    assert len(found) == len(set(found)) == PAGE * 2 + 3


def test_an_export_is_what_the_list_shows_and_no_formula(client):
    make_customer("Bert")
    actions.describe(grace(), notes="=1+1", language="de", by=ada())
    client.force_login(make_administrator())
    text = b"".join(client.get("/customers/export/csv/?language=de")).decode()
    (row,) = csv.DictReader(io.StringIO(text.removeprefix(BYTE_ORDER_MARK)))
    assert (row["Name"], row["Notes"]) == ("Grace Garden", "'=1+1")
    everybody = json.loads(b"".join(client.get("/customers/export/json/")))
    assert [each["name"] for each in everybody] == ["Bert", "Grace Garden"]
    assert client.get("/customers/export/xlsx/").status_code == 404


def test_organisations_are_saved_as_the_list_shows_them(client):
    actions.found_organisation(name="Mills", domains=["mills.example"])
    actions.found_organisation(name="Baker & Sons", domains=[])
    client.force_login(make_administrator())
    assert "/organisations/export/csv/?q=mil" in client.get("/organisations/?q=mil").text
    text = b"".join(client.get("/organisations/export/csv/?q=mil")).decode()
    (row,) = csv.DictReader(io.StringIO(text.removeprefix(BYTE_ORDER_MARK)))
    assert (row["Name"], row["Domains"], row["People"]) == ("Mills", "mills.example", "0")
    everything = json.loads(b"".join(client.get("/organisations/export/json/")))
    assert [each["name"] for each in everything] == ["Baker & Sons", "Mills"]
    assert client.get("/organisations/export/xlsx/").status_code == 404


@pytest.mark.parametrize("noun", ["customers", "organisations"])
def test_only_who_may_export_gets_a_file(client, noun):
    client.force_login(ada())
    assert client.get(f"/{noun}/export/csv/").status_code == 403


def test_the_thread_of_a_person_holds_all_their_visible_tickets_and_pages_on(client):
    scoped = make_agent("Stan", make_role("tickets.read_assigned", "customers.read"))
    mine = make_ticket(requester=grace(), assignee=scoped, text="quillmine")
    make_ticket(requester=grace(), text="quillhidden")
    tickets.note(mine, html="quillnote", by=ben())
    spam = make_ticket(requester=grace(), text="quillspam")
    tickets.mark_spam(spam, by=ada())
    for number in range(30):
        hear(mine, f"Message {number:02}")
    answer(mine, by=ben(), html="quillreply")
    client.force_login(scoped)
    address, pages = f"/customers/{grace().pk}/", []
    while address:
        page = client.get(address)
        pages.append(page.text)
        before = page.context["timeline"].before
        address = f"/customers/{grace().pk}/?before={before.replace('+', '%2B')}" if before else ""
    text = "".join(pages)
    assert len(pages) == 2
    assert [n for n in range(30) if f"Message {n:02}" not in text] == []
    for word in ("quillmine", "quillnote", "quillreply"):
        assert word in text
    assert "quillhidden" not in text
    assert "quillspam" not in text
    notes = client.get(f"/customers/{grace().pk}/?kind=note").context["timeline"].moments
    assert [moment.kind for moment in notes] == ["note"]


def test_an_organisation_is_described_and_a_newer_word_is_not_lost(client):
    mill = actions.found_organisation(name="Mill", domains=["mill.example"])
    anna = make_customer("Anna", email="a@mill.example")
    client.force_login(ada())
    page = client.get(f"/organisations/{mill.pk}/")
    assert anna.name in page.text
    before = page.context["form"].initial["seen_before"]
    typed = {"name": "Mill", "domains": "Mill.example, mills.example", "notes": "Pays late"}
    actions.describe_organisation(mill, notes="Pays early", by=ben())
    refused = client.post(f"/organisations/{mill.pk}/", typed | {"seen_before": before})
    assert refused.status_code == 422
    assert "Pays early" in refused.text
    assert "Pays late" in refused.text
    assert Organisation.objects.get().notes == "Pays early"
    anew = refused.context["form"].data["seen_before"]
    client.post(f"/organisations/{mill.pk}/", typed | {"seen_before": anew})
    now = Organisation.objects.get()
    assert (now.notes, now.domains) == ("Pays late", ["mill.example", "mills.example"])


def test_a_segment_is_renamed_for_everybody_and_not_into_another(client):
    actions.put_into_segments(grace(), ["vip", "press"], by=ada())
    vip = Segment.objects.get(name="vip")
    client.force_login(ada())
    assert client.post(f"/customers/segments/{vip.pk}/", {"name": "press"}).status_code == 422
    assert 'name="name"' not in client.get("/customers/segments/").text
    assert f'value="{vip.name}"' in client.get(f"/customers/segments/?rename={vip.pk}").text
    client.post(f"/customers/segments/{vip.pk}/", {"name": "gold"})
    assert actions.said(grace(), "segments") == "gold, press"
    client.post(f"/customers/segments/{vip.pk}/away/")
    assert actions.said(grace(), "segments") == "press"
