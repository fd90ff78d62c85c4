"""Macros that begin a ticket: seen before, put beside what is typed, counted when it is sent."""

import pytest

from helpwell.accounts.testing import ada, make_administrator, make_agent, make_role
from helpwell.core.actors import SYSTEM
from helpwell.customers.models import Customer
from helpwell.customers.testing import make_customer
from helpwell.fields.testing import make_field
from helpwell.jobs.actions import run_until_quiet
from helpwell.macros import actions, queries
from helpwell.macros.errors import BeginsTickets, NothingKept
from helpwell.macros.models import Macro, Use
from helpwell.tickets import actions as tickets
from helpwell.tickets.deeds import read_all
from helpwell.tickets.models import Message, Step, Ticket
from helpwell.tickets.testing import make_ticket

pytestmark = pytest.mark.django_db
GRACE = "Grace Hopper <grace@home.example>"


@pytest.fixture(autouse=True)
def _signed_in(client):
    client.force_login(make_administrator())


def grace(**more):
    found = make_customer("Grace Hopper", email="grace@home.example")
    Customer.objects.filter(pk=found.pk).update(**more)


def call(**more):
    return actions.make_macro(by=SYSTEM, **{
        "name": "Call about a delivery",
        "moment": "start",
        "subject": "Delivery for {{customer.name}}",
        "html": "<div>Dear {{customer.greeting|customer}}, your parcel waits.</div>",
        "deeds": [{"do": "tag", "add": ["delivery"]}, {"do": "type", "to": "task"},
                  {"do": "priority", "to": 3}, {"do": "steps", "texts": ["Ring them"]}],
    } | more)  # fmt: skip


def typed(**more):
    return {"to": GRACE, "subject": "", "body": "", "priority": "2", "assignee": ""} | more


def filled(client, macro, **more):
    return client.post("/tickets/new/outline/", typed(macro=macro.pk, **more)).text


def seen(client, macro, **more):
    return client.post(f"/tickets/new/macros/{macro.pk}/", typed(**more)).text


def test_it_is_offered_for_a_new_ticket_and_nowhere_else(client):
    start, reply = call(), actions.make_macro(name="Thanks", html="<p>Thanks</p>", by=SYSTEM)
    page = client.get("/tickets/new/macros/").text
    assert (start.name in page, reply.name in page) == (True, False)
    ticket = make_ticket()
    page = client.get(f"/tickets/{ticket.pk}/macros/").text
    assert (start.name in page, reply.name in page) == (False, True)
    assert client.get(f"/tickets/{ticket.pk}/macros/{start.pk}/").status_code == 404
    with pytest.raises(BeginsTickets):
        actions.choose(start, ticket, by=ada())
    (said,) = read_all([{"do": "say", "macro": start.pk}])
    with pytest.raises(BeginsTickets):
        said.check(ada())


def test_it_fills_in_what_is_empty_for_the_customer(client):
    grace(greeting="Ms Hopper")
    macro, size = call(), make_field("Size")
    form = tickets.arrange_form(None, name="Return", field_keys=[size.key], by=SYSTEM)
    deeds = [{"do": "form", "to": form.pk}, {"do": "field", "key": size.key, "to": "L"}]
    actions.change_macro(macro, deeds=[*macro.deeds, *deeds], by=SYSTEM)
    page = filled(client, macro)
    for word in ("Delivery for Grace Hopper", "Dear Ms Hopper", "delivery", ">L</textarea>"):
        assert word in page
    for chosen in ('value="task" selected', 'value="3" selected', f'value="{form.pk}" selected'):
        assert chosen in page


def test_what_is_typed_stays_unless_its_writer_says_otherwise(client):
    macro = call()
    mine = {"subject": "My own", "body": "<div>Hello.</div>", "priority": "4"}
    preview = seen(client, macro, **mine)
    assert "stays as you have it, not: the subject “Delivery for Grace Hopper”" in preview
    assert "these words come below yours" in preview
    page = filled(client, macro, **mine)
    for kept in ('value="My own"', "Hello.", "your parcel waits", 'value="4" selected'):
        assert kept in page
    page = filled(client, macro, anew="1", **mine)
    assert "Delivery for Grace Hopper" in page
    assert "Hello." not in page


def test_a_preview_tells_what_is_not_known_and_not_allowed_and_makes_nothing(client):
    macro = call(html="<div>Dear {{customer.greeting}},</div>")
    client.force_login(make_agent("Rita", role=make_role("tickets.reply", "tickets.read_all")))
    page = seen(client, macro, to="")
    assert "cannot fill in: how to greet them" in page
    assert "will not: adds the tag delivery" in page
    assert not Customer.objects.exists()
    assert 'name="tag"' not in filled(client, macro, to="")


def test_whom_one_may_not_look_up_is_not_told_by_a_macro(client):
    grace(greeting="Ms Hopper")
    client.force_login(make_agent("Rita", role=make_role("tickets.reply", "tickets.read_all")))
    page = seen(client, call(), to="grace@home.example")
    assert "Hopper" not in page


def test_it_is_in_the_customers_language(client):
    grace(language="de-AT")
    macro = call(
        subjects={"de": "Lieferung für {{customer.name}}"}, variants={"de": "<p>Hallo</p>"}
    )
    page = filled(client, macro)
    assert "Lieferung für Grace Hopper" in page
    assert "Hallo" in page


def sent(client, macro, **more):
    given = {"subject": "Delivery", "body": "<div>Dear Grace Hopper, your parcel waits.</div>"}
    given |= {"begun_with": macro.pk, "as": "mail", "deed": '{"do":"steps","texts":["Ring them"]}'}
    answer = client.post("/tickets/new/", typed(**given | more))
    assert answer.status_code == 302, answer.text
    run_until_quiet("events.tell_facts")
    return Ticket.objects.get()


@pytest.mark.parametrize("way", ["mail", "record"])
def test_its_use_is_counted_with_the_words_that_were_sent(client, way):
    macro = call()
    ticket = sent(client, macro, **{"as": way})
    use = Use.objects.get()
    assert (use.ticket, use.message, use.macro) == (ticket, Message.objects.get(), macro)
    assert use.changed == 0
    effect = queries.effects([macro])[macro.pk]
    assert (effect.used, effect.answers, effect.edited) == (1, 1, 0)
    assert list(Step.objects.filter(ticket=ticket).values_list("text", flat=True)) == ["Ring them"]


def test_it_counts_though_all_of_its_words_were_changed(client):
    sent(client, call(), body="<div>Something else.</div>")
    assert Use.objects.get().changed > 0.9


def test_one_without_words_counts_too(client):
    macro = call(html="")
    sent(client, macro, **{"as": "record"})
    assert Use.objects.done().get().message is None
    assert queries.effects([macro])[macro.pk].used == 1


def test_nothing_is_counted_of_a_macro_of_somebody_else(client):
    theirs = call(owner=make_agent("Bo"))
    sent(client, theirs)
    assert not Use.objects.exists()


def test_a_place_left_blank_stops_a_mail_once(client):
    given = typed(subject="x", body="<div>Dear ___how to greet them___</div>", **{"as": "mail"})
    stopped = client.post("/tickets/new/", given)
    assert stopped.status_code == 422
    assert "“how to greet them” is not filled in yet" in stopped.text
    assert 'name="with_blanks"' in stopped.text
    assert client.post("/tickets/new/", given | {"with_blanks": "1"}).status_code == 302


def test_a_subject_waits_while_the_macro_begins_nothing():
    macro = call()
    actions.change_macro(macro, moment="reply", by=SYSTEM)
    assert Macro.objects.get().subject == "Delivery for {{customer.name}}"
    with pytest.raises(NothingKept):
        actions.make_macro(name="Empty", moment="reply", subject="A call", by=SYSTEM)


def test_the_settings_say_when_it_is_used(client):
    page = client.get("/settings/macros/new/?moment=start").text
    assert '<option value="start" selected>Making a new ticket</option>' in page
    assert 'name="variant_subject"' in client.get("/settings/macros/variant/").text
    assert 'name="variant_subject"' not in client.get("/settings/snippets/variant/").text
    given = {"name": "Call", "moment": "start", "subject": "Hello", "scope": "mine", "html": ""}
    given |= {"variant_language": "de", "variant_subject": "Hallo", "variant_html": ""}
    assert client.post("/settings/macros/new/", given).status_code == 302
    assert (Macro.objects.get().subject, Macro.objects.get().subjects) == ("Hello", {"de": "Hallo"})
