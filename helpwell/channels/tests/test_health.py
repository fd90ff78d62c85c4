"""What people see of how mail fares, what they can do about it, and what the doctor says."""

from base64 import b64encode
from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse

from helpwell.accounts.testing import make_administrator, make_agent, make_role
from helpwell.channels import health_queries
from helpwell.channels.models import Inbox
from helpwell.channels.testing import arrive, mail, make_inbox
from helpwell.channels.tests.troubled import delayed, delivery, dropped, parked
from helpwell.core import clock
from helpwell.core.health import checks
from helpwell.events.models import Fact, Setback
from helpwell.files.queries import content_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def admin(client: Client) -> Client:
    client.force_login(make_administrator())
    return client


def page(client, name, *args, **asked):
    return client.get(reverse(f"channels:{name}", args=args), asked).text


def decide(client, kind, **chosen):
    return client.post(reverse("channels:decide", args=[kind]), chosen)


def states(*envelopes):
    for envelope in envelopes:
        envelope.refresh_from_db()
    return [envelope.state for envelope in envelopes]


def test_a_parked_mail_is_shown_with_its_error_who_wrote_and_about_what(admin):
    parked("It has no <end>.")
    shown = page(admin, "mails", "parked")
    assert "It has no &lt;end&gt;." in shown
    assert "Where is my parcel?" in shown
    assert "Grace Garden" in shown


def test_chosen_mails_are_read_again_or_set_aside_together(admin):
    one, two, three = parked(), parked(), parked()
    decide(admin, "parked", what="dismiss", mail=[one.pk, two.pk])
    assert states(one, two, three) == ["dismissed", "dismissed", "parked"]
    decide(admin, "parked", what="retry", mail=[three.pk])
    assert states(one, two, three) == ["dismissed", "dismissed", "waiting"]


def test_all_are_decided_at_once_and_none_of_another_kind(admin):
    one, two, other = parked(), parked(), dropped()
    decide(admin, "parked", what="retry", all="1")
    assert states(one, two, other) == ["waiting", "waiting", "dropped"]
    decide(admin, "dropped", what="dismiss", all="1")
    assert states(other) == ["waiting"], "what was set aside can only be restored"


def test_a_mail_that_a_rule_set_aside_is_shown_with_the_rule_and_can_be_restored(admin):
    envelope = dropped()
    assert "The rule “Newsletters” set it aside." in page(admin, "mails", "dropped")
    decide(admin, "dropped", what="restore", mail=envelope.pk)
    assert states(envelope) == ["waiting"]
    assert Fact.objects.filter(name="mail.restored").exists()


def test_the_source_is_read_in_the_page_as_text(admin):
    envelope = parked(text="<script>alert(1)</script> 4111 1111 1111 1111")
    shown = page(admin, "source", envelope.pk)
    assert "&lt;script&gt;alert(1)&lt;/script&gt; •••• 1111" in shown
    assert "Subject: Where is my parcel?" in shown
    answer = admin.get(reverse("channels:unread_original", args=[envelope.pk]))
    assert answer["Content-Type"] == "application/octet-stream"
    assert b"".join(answer.streaming_content) == content_of(envelope.raw)


def test_the_download_of_a_mail_with_card_numbers_takes_a_right(client):
    lead = make_agent(role="lead")
    client.force_login(lead)
    card = "4111 1111 1111 1111"
    encoded = b"Content-Transfer-Encoding: base64\r\n\r\n" + b64encode(card.encode())
    secret, packed, plain = parked(text=card), parked(raw=encoded), parked()
    addresses = [reverse("channels:unread_original", args=[e.pk]) for e in (secret, packed, plain)]
    *refused, given = (client.get(address) for address in addresses)
    assert [answer.status_code for answer in refused] == [403, 403]
    assert b"".join(given.streaming_content) == content_of(plain.raw)


@pytest.mark.parametrize("kind", ["parked", "dropped"])
def test_many_mails_are_paged(admin, kind, monkeypatch):
    monkeypatch.setattr(health_queries, "PAGE", 2)
    made = [{"parked": parked, "dropped": dropped}[kind]() for _ in range(3)]
    first = page(admin, "mails", kind)
    assert f"before={made[1].pk}" in first
    assert f"mail-{made[0].pk}" not in first
    assert f"mail-{made[0].pk}" in page(admin, "mails", kind, before=made[1].pk)


def test_the_outbox_is_filtered_by_what_became_of_answers(admin):
    now = clock.now()
    made = {
        "waiting": delivery("queued", state="queued"),
        "scheduled": delivery("held", state="held", is_scheduled=True),
        "delayed": delivery("deferred", state="queued", attempts=3),
        "failed": delivery("failed", state="failed"),
        "bounced": delivery("bounced", state="sent", sent_at=now - timedelta(days=3)),
        "today": delivery("sent", state="sent", sent_at=now),
    }

    def seen(**asked):
        shown = page(admin, "outbox", **asked)
        return {name for name, row in made.items() if f'id="delivery-{row.pk}"' in shown}

    assert {name: seen(show=name) for name in made} == {name: {name} for name in made}
    assert seen() == {"delayed", "failed"}


def test_an_answer_whose_server_did_not_answer_is_delayed_though_it_has_every_try_left(admin):
    stuck = delivery("queued", state="queued", error="Nobody answers at 127.0.0.1.")
    assert f'id="delivery-{stuck.pk}"' in page(admin, "outbox")
    assert f'id="delivery-{stuck.pk}"' not in page(admin, "outbox", show="waiting")
    assert "1 delayed" in page(admin, "mail_health")


def test_the_outbox_is_filtered_by_inbox_and_paged(admin, monkeypatch):
    monkeypatch.setattr(health_queries, "PAGE", 1)
    inbox = make_inbox()
    old, new = (delivery("failed", inbox=inbox, state="failed") for _ in range(2))
    delivery("failed", state="failed")
    first = page(admin, "outbox", show="failed", inbox=inbox.pk)
    assert f"delivery-{new.pk}" in first
    assert f"before={new.pk}" in first
    later = page(admin, "outbox", show="failed", inbox=inbox.pk, before=new.pk)
    assert f"delivery-{old.pk}" in later
    assert 'rel="next"' not in later


def test_a_delayed_answer_shows_each_recipient_and_can_be_tried_again_or_given_up(admin):
    row = delayed()
    shown = page(admin, "outbox")
    assert all(f"{s}{row.pk}@home.example" in shown for s in ("sent", "failed", "deferred"))
    admin.post(reverse("channels:retry_answer", args=[row.pk]))
    found = row.recipients.order_by("pk").values_list("state", flat=True)
    assert list(found) == ["sent", "queued", "queued"]
    admin.post(reverse("channels:cancel_answer", args=[row.pk]))
    assert list(found.all()) == ["sent", "cancelled", "cancelled"]


def test_who_may_not_see_a_ticket_sees_none_of_its_answers_here(client):
    row = delayed()
    specialist = make_agent(role="specialist")
    specialist.role.capabilities = [*specialist.role.capabilities, "channels.see_health"]
    specialist.role.save()
    client.force_login(specialist)
    assert "@home.example" not in page(client, "outbox")
    assert client.post(reverse("channels:retry_answer", args=[row.pk])).status_code == 404


@pytest.mark.parametrize("deed", ["retry_answer", "cancel_answer"])
def test_whoever_sees_how_answers_fare_but_may_not_answer_sends_and_stops_none(client, deed):
    row = delayed()
    seer = make_agent("Sue", make_role("tickets.read_all", "channels.see_health", name="Seer"))
    client.force_login(seer)
    address = reverse(f"channels:{deed}", args=[row.pk])
    shown = page(client, "outbox")
    assert f"deferred{row.pk}@home.example" in shown
    assert address not in shown
    before = list(row.recipients.order_by("pk").values_list("state", flat=True))
    assert client.post(address).status_code == 403
    assert list(row.recipients.order_by("pk").values_list("state", flat=True)) == before


def test_a_fact_that_failed_for_good_is_shown_and_told_again(admin):
    ticket = arrive(mail()).message.ticket
    fact = Fact.objects.filter(about=f"ticket:{ticket.pk}").first()
    setback = Setback.objects.create(fact=fact, subscriber="channels.queue_reply", error="It broke")
    assert "channels.queue_reply" in page(admin, "mail_health")
    admin.post(reverse("channels:retry_fact", args=[setback.pk]))
    setback.refresh_from_db()
    assert setback.next_try_at is not None


def test_an_agent_has_no_business_here(client):
    client.force_login(make_agent())
    kinds = {"mail_health": (), "mail_alert": (), "outbox": (), "mails": ("parked",)}
    for name, args in kinds.items():
        assert client.get(reverse(f"channels:{name}", args=args)).status_code == 403


def test_an_original_on_a_ticket_is_not_given_out_by_this_way(admin):
    envelope = arrive(mail())
    for name in ("unread_original", "source"):
        assert admin.get(reverse(f"channels:{name}", args=[envelope.pk])).status_code == 404


def test_the_page_the_rail_and_the_doctor_say_the_same(admin):
    inbox = make_inbox(fetch_host="imap.arbor.example")
    Inbox.objects.filter(pk=inbox.pk).update(fetch_error="It is shut.", send_error="Shut, too.")
    parked()
    delivery("failed", state="failed")
    said = [finding.message for look in checks() for finding in look()]
    for sentence in (
        f"Mail for {inbox.address} is not fetched: It is shut.",
        f"Answers from {inbox.address} do not leave: Shut, too.",
        "1 mail could not be read.",
        "1 answer of the last seven days reached nobody.",
    ):
        assert sentence in said
        assert sentence in page(admin, "mail_health")
        assert sentence in page(admin, "mail_alert")


def test_the_next_try_is_told(admin):
    inbox = make_inbox(fetch_host="imap.arbor.example")
    at = clock.now() + timedelta(minutes=7)
    Inbox.objects.filter(pk=inbox.pk).update(fetch_error="It is shut.", next_fetch_at=at)
    assert at.isoformat() in page(admin, "mail_health")


def test_the_rail_says_nothing_while_all_is_well(admin):
    make_inbox()
    assert page(admin, "mail_alert").strip() == ""
    assert "mail-alert" in admin.get("/inbox/open/").text


def test_a_colleague_who_may_not_see_it_is_not_told(client):
    client.force_login(make_agent())
    assert "mail-alert" not in client.get("/inbox/open/").text


QUERIES = {"mail_health": 14, "mails": 6, "outbox": 7}


@pytest.mark.parametrize("number", [1, 12])
@pytest.mark.parametrize("name", QUERIES)
def test_a_page_costs_the_same_however_much_is_wrong(
    admin, django_assert_num_queries, number, name
):
    for _ in range(number):
        parked()
        delayed()
        fact = Fact.objects.last()
        Setback.objects.create(fact=fact, subscriber=f"x.{Setback.objects.count()}", error="x")
    with django_assert_num_queries(QUERIES[name]):
        page(admin, name, *(["parked"] if name == "mails" else []))
