"""The screens of mail rules and blocked senders, and trying a rule out."""

import pytest

from helpwell.accounts.testing import ada, make_administrator, make_agent, make_role
from helpwell.channels import actions, dry_run
from helpwell.channels.models import BlockedSender, Envelope, MailRule
from helpwell.channels.testing import arrive, mail, make_inbox
from helpwell.events.models import Fact
from helpwell.tickets import actions as tickets
from helpwell.tickets.models import Ticket

pytestmark = pytest.mark.django_db
HTMX = {"HX-Request": "true"}
TYPED = {
    "name": "Robots", "action": "tag", "tag": "robot", "is_active": "on",
    "condition_field": ["from", "subject"], "condition_header": ["", ""],
    "condition_test": ["matches_domain", "contains"], "condition_value": ["home.example", ""],
}  # fmt: skip


@pytest.fixture
def admin(client):
    client.force_login(make_administrator())
    return client


def test_a_rule_is_made_changed_ordered_switched_and_removed(admin):
    admin.post("/settings/mail-rules/new/", TYPED)
    rule = MailRule.objects.get()
    assert rule.conditions == [{"field": "from", "test": "matches_domain", "value": "home.example"}]
    other = actions.make_rule(name="Second", conditions=rule.conditions, action="drop", by=ada())
    here = f"/settings/mail-rules/{rule.pk}/"
    page = admin.get("/settings/mail-rules/").text
    assert "Sender is at the domain “home.example”" in page
    assert "home.example" in admin.get(here).text
    admin.post(here, TYPED | {"name": "Machines"})
    admin.post(f"{here}place/", {"to": "1"}, headers=HTMX)
    assert list(MailRule.objects.values_list("pk", flat=True)) == [other.pk, rule.pk]
    admin.post(f"{here}use/", {}, headers=HTMX)
    rule.refresh_from_db()
    assert (rule.name, rule.is_active) == ("Machines", False)
    admin.post(f"{here}removal/")
    assert MailRule.objects.get() == other


@pytest.mark.parametrize(
    "wrong",
    [
        {"name": ""},
        {"condition_value": ["", ""]},
        {"action": "tag", "tag": ""},
        {"condition_field": ["header", "from"], "condition_test": ["is", "is"]},
        {"condition_field": ["size", "from"], "condition_test": ["larger_than", "is"]},
        {"condition_field": ["automatic", "from"], "condition_test": ["is", "is"]},
    ],
)
def test_a_rule_that_says_nothing_is_put_back_with_what_was_typed(admin, wrong):
    said = admin.post("/settings/mail-rules/new/", TYPED | wrong)
    assert said.status_code == 422
    assert not MailRule.objects.exists()
    if wrong.get("condition_value") is None:
        assert "home.example" in said.text


def trial(client, **typed):
    return client.post("/settings/mail-rules/trial/", TYPED | typed, headers=HTMX).text


def test_a_rule_is_tried_out_on_stored_mail_and_changes_nothing(admin):
    inbox = make_inbox()
    for number in range(3):
        arrive(mail(subject=f"Parcel {number}"), inbox)
    arrive(mail(sender="Stan <stan@far.example>", subject="Far"), inbox)
    before = state()
    text = trial(admin)
    assert "3 mails" in text
    assert "of 4 looked at" in text
    assert ["Parcel 2" in text, "Far" in text] == [True, False]
    assert state() == before


def state():
    tables = (Envelope, Ticket, MailRule, Fact)
    return [list(table.objects.order_by("pk").values()) for table in tables]


def test_a_trial_looks_at_mail_of_its_inbox_only(admin):
    arrive(mail())
    assert "0 mails" not in trial(admin)
    assert "no such mail" in trial(admin, inbox=make_inbox().pk)


def test_a_trial_shows_nothing_of_tickets_one_may_not_see(client):
    role = make_role("channels.manage", "tickets.read_assigned", name="Only mail")
    client.force_login(make_agent("Mia", role))
    arrive(mail(subject="aardwolf"))
    text = trial(client)
    assert "1 mail" in text
    assert "may not see" in text
    assert "aardwolf" not in text


def test_a_trial_ends_in_time(monkeypatch):
    arrive(mail())
    rule = MailRule(conditions=[{"field": "from", "test": "contains", "value": "home"}])
    assert dry_run.try_out(rule, by=ada()).matched == 1
    monkeypatch.setattr(dry_run, "MOST_SECONDS", -1.0)
    run = dry_run.try_out(rule, by=ada())
    assert (run.is_cut_short, run.looked_at) == (True, 0)


def test_senders_are_blocked_and_unblocked_in_the_settings(admin):
    said = admin.post("/settings/blocks/", {"value": "win@pills.example"}, headers=HTMX)
    assert "win@pills.example" in said.text
    block = BlockedSender.objects.get()
    refused = admin.post("/settings/blocks/", {"value": "@gmail.com"}, headers=HTMX)
    assert (refused.status_code, "Anybody can have an address there" in refused.text) == (422, True)
    admin.post(f"/settings/blocks/{block.pk}/removal/")
    assert not BlockedSender.objects.exists()


def test_a_ticket_in_spam_offers_to_block_its_sender_but_no_public_provider(client):
    client.force_login(ada())
    for sender, offers in (
        ("a@pills.example", ["Block a@pills.example", "Block @pills.example"]),
        ("a@gmail.com", ["Block a@gmail.com"]),
    ):
        ticket = arrive(mail(sender=sender)).message.ticket
        tickets.mark_spam(ticket, by=ada())
        text = client.get(f"/tickets/{ticket.pk}/head/").text
        assert [offer for offer in offers if offer not in text] == []
        assert "Block @gmail.com" not in text


def test_an_agent_blocks_from_the_ticket_and_takes_it_back(client):
    client.force_login(ada())
    said = client.post("/settings/blocks/new/", {"value": "a@pills.example"}, headers=HTMX)
    block = BlockedSender.objects.get()
    assert f"/settings/blocks/{block.pk}/removal/" in said["HX-Trigger"]
    client.post(f"/settings/blocks/{block.pk}/removal/", headers=HTMX)
    assert not BlockedSender.objects.exists()
