"""Rules and blocked senders: what they say of a mail, and what becomes of it."""

import pytest

from helpwell.accounts.testing import ada, make_group
from helpwell.channels import actions, rules
from helpwell.channels.conditions import Condition, Judged
from helpwell.channels.errors import NothingToBlock, OneOfOurs, PublicProvider, RuleIncomplete
from helpwell.channels.mail.message import parse
from helpwell.channels.models import BlockedSender, Envelope, MailRule
from helpwell.channels.queries import answer_address
from helpwell.channels.testing import arrive, mail, make_inbox
from helpwell.core.actors import SYSTEM
from helpwell.jobs.actions import run_until_quiet
from helpwell.tickets import actions as tickets
from helpwell.tickets.models import Ticket
from helpwell.tickets.testing import answer

pytestmark = pytest.mark.django_db

MAIL = mail(
    "The invoice 4711 is enclosed.",
    subject="Your INVOICE",
    sender="Billing Robot <no-reply@bills.shop.example>",
    to="Desk <desk@arbor.example>",
    files={"Invoice.png": b"x"},
    X_Spam_Flag="YES",
)

# field, test, value: whether the mail above is meant
CONDITIONS = """
from          contains        robot               yes
from          is              no-reply@bills.shop.example  yes
from          is              no-reply@bills      no
from          matches_domain  shop.example        yes
from          matches_domain  @bills.shop.example yes
from          matches_domain  hop.example         no
from          matches_domain  example             yes
from          starts_with     NO-REPLY@           yes
from          ends_with       .EXAMPLE            yes
to            is              desk@arbor.example  yes
to            is              desk                yes
subject       contains        invoice             yes
subject       is              your invoice        yes
subject       is              invoice             no
subject       starts_with     your                yes
subject       ends_with       invoice             yes
subject       exists          -                   yes
body          contains        4711                yes
body          contains        .*                  no
header:X-Spam-Flag  is        yes                 yes
header:x-spam-flag  exists    -                   yes
header:X-Spam-Status exists   -                   no
attachment    ends_with       .png                yes
attachment    is              image/png           yes
attachment    contains        exe                 no
size          larger_than     1                   yes
size          larger_than     3                   no
automatic     is              no                  yes
automatic     is              yes                 no
bulk          is              yes                 no
authentication is             failed              yes
authentication is             passed              no
"""


def condition(field, test, value):
    return {"field": field, "test": test, "value": "" if value == "-" else value}


def rule(action="drop", *conditions, **more):
    found = [condition(*given) for given in conditions or [("subject", "contains", "invoice")]]
    given = {"name": f"Rule {MailRule.objects.count()}", "conditions": found, "action": action}
    return actions.make_rule(**given | more, by=ada())


@pytest.mark.parametrize("line", CONDITIONS.strip().splitlines())
def test_a_condition_holds_or_not(line):
    field, test, *value, expected = line.split()
    found = Condition.read(condition(field, test, " ".join(value)))
    judged = Judged(parse(MAIL), size=2048, authentication="failed")
    assert found.holds(judged) is (expected == "yes")


def decided(raw=MAIL, **more):
    return rules.decide(parse(raw), make_inbox(), **more)


def test_without_rules_nothing_is_decided():
    assert decided() == rules.NOTHING


def test_all_conditions_must_hold():
    rule("drop", ("subject", "contains", "invoice"), ("from", "contains", "grace"))
    assert decided() == rules.NOTHING


def test_the_first_that_sets_aside_or_says_spam_wins():
    rule("spam", name="First")
    rule("drop", name="Second")
    decision = decided()
    assert (decision.spam, decision.drop) == (True, False)
    actions.move_rule(MailRule.objects.get(name="Second"), to=0, by=ada())
    decision = decided()
    assert (decision.spam, decision.drop) == (False, True)
    assert decision.words == "Rule “Second”"


def test_tags_add_up_and_the_first_group_counts():
    first, second = make_group("First"), make_group("Second")
    for given in ({"tag": "bill"}, {"tag": "robot"}, {"tag": "bill"}):
        rule("tag", **given)
    rule("group", group=first)
    rule("group", group=second)
    decision = decided()
    assert (decision.tags, decision.group) == (("bill", "robot"), first)


def test_a_rule_counts_for_its_inbox_only_and_only_while_in_use():
    rule("drop", inbox=make_inbox())
    rule("drop", is_active=False)
    assert decided() == rules.NOTHING


@pytest.mark.parametrize("conditions", [[], [{"field": "gone"}], "damaged", [{}], [None]])
def test_a_rule_that_cannot_be_asked_loses_no_mail(conditions, caplog):
    made = rule("drop")
    MailRule.objects.filter(pk=made.pk).update(conditions=conditions)
    assert arrive(MAIL).message


def test_a_rule_whose_group_is_gone_does_nothing():
    group = make_group("Gone")
    rule("group", group=group)
    group.delete()
    inbox = make_inbox(group=make_group("Desk"))
    assert arrive(MAIL, inbox).message.ticket.group == inbox.group


@pytest.mark.parametrize(
    "wrong", [{"name": " "}, {"conditions": []}, {"action": ""}, {"action": "tag", "tag": ""}]
)
def test_an_incomplete_rule_is_refused(wrong):
    with pytest.raises(RuleIncomplete):
        rule(**{"action": "drop"} | wrong)
    assert not MailRule.objects.exists()


def test_a_rule_can_be_changed_and_removed():
    made = rule("drop")
    changed = actions.change_rule(made, is_active=False, by=ada())
    assert not changed.is_active
    actions.remove_rule(made, by=ada())
    assert not MailRule.objects.exists()


# -- what becomes of the mail --


def test_what_is_set_aside_is_kept_and_can_be_restored():
    rule("drop")
    envelope = actions.accept(make_inbox(), MAIL)
    run_until_quiet("channels.read_mail")
    envelope.refresh_from_db()
    assert (envelope.state, envelope.message, envelope.decision) == (
        "dropped", None, "Rule “Rule 0”",
    )  # fmt: skip
    assert not Ticket.objects.exists()
    actions.restore_dropped(envelope, by=ada())
    run_until_quiet("channels.read_mail")
    envelope.refresh_from_db()
    assert (envelope.state, envelope.message.ticket.status) == ("done", "new")


def test_a_restored_mail_is_restored_once():
    envelope = arrive(MAIL)
    actions.restore_dropped(envelope, by=ada())
    envelope.refresh_from_db()
    assert envelope.state == Envelope.State.DONE


def test_rules_say_nothing_of_mail_that_proves_its_ticket():
    rule("drop", ("subject", "exists", "-"))
    inbox = make_inbox()
    MailRule.objects.update(is_active=False)
    ticket = arrive(MAIL, inbox).message.ticket
    answer(ticket, by=ada())
    run_until_quiet("events.tell_facts")
    MailRule.objects.update(is_active=True)
    envelope = arrive(mail("Thanks", to=answer_address(inbox, ticket)), inbox)
    assert envelope.message.ticket == ticket


def test_a_tagged_mail_gets_its_tag_and_its_group():
    group = make_group("Billing")
    rule("tag", tag="Bill")
    rule("group", group=group)
    ticket = arrive(MAIL).message.ticket
    assert ([tag.name for tag in ticket.tags.all()], ticket.group) == (["bill"], group)


def test_a_mail_servers_verdict_makes_it_spam():
    rule("spam", ("header:X-Spam-Flag", "is", "YES"))
    assert arrive(MAIL).message.ticket.status == "spam"


# -- blocked senders --


@pytest.mark.parametrize("value", ["grace@home.example", "GRACE@home.example ", "@home.example"])
def test_mail_of_a_blocked_sender_is_in_spam_at_once_and_counted(value):
    block = actions.block_sender(value, by=ada())
    inbox = make_inbox(acknowledgement="We have it.")
    ticket = arrive(mail(), inbox).message.ticket
    block.refresh_from_db()
    assert (ticket.status, block.stopped) == ("spam", 1)
    assert [message.kind for message in ticket.messages.all()] == ["received"]
    actions.unblock_sender(block, by=SYSTEM)
    assert arrive(mail(), inbox).message.ticket.status == "new"


def test_others_are_not_blocked():
    actions.block_sender("@home.example", by=ada())
    actions.block_sender("stan@far.example", by=ada())
    for sender in ("a@myhome.example", "a@sub.home.example", "st@far.example", "xstan@far.example"):
        assert arrive(mail(sender=sender)).message.ticket.status == "new"


def test_what_a_blocked_sender_writes_on_spam_wakes_nobody():
    inbox = make_inbox()
    ticket = arrive(mail(), inbox).message.ticket
    answer(ticket, by=ada())
    tickets.mark_spam(ticket, by=ada())
    arrive(mail("Buy now", to=answer_address(inbox, ticket)), inbox)
    assert (Ticket.objects.get().status, Ticket.objects.get().message_count) == ("spam", 3)


def test_our_own_cannot_be_blocked():
    inbox = make_inbox(address="desk@arbor.example")
    for value in (inbox.address, "@arbor.example", ada().email, ada().email.upper()):
        with pytest.raises(OneOfOurs):
            actions.block_sender(value, by=ada())


def test_a_public_provider_cannot_be_blocked_but_somebody_there_can():
    with pytest.raises(PublicProvider):
        actions.block_sender("@GMail.com", by=ada())
    assert actions.block_sender("spammer@gmail.com", by=ada())


@pytest.mark.parametrize("value", ["", "@", "spam", "@@a", "a b@c.example", "*@c.example@"])
def test_nonsense_is_not_blocked(value):
    with pytest.raises(NothingToBlock):
        actions.block_sender(value, by=ada())


def test_blocking_twice_is_one_block():
    assert actions.block_sender("a@b.example", by=ada()) == actions.block_sender(
        "A@b.example", by=ada()
    )
    assert BlockedSender.objects.count() == 1
