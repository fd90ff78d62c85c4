"""What an agent sets on a ticket: fact, sentence in the history, the way back, counts."""

from datetime import timedelta

import pytest
import time_machine

from helpwell.accounts import actions as accounts
from helpwell.accounts.testing import ada, ben, make_administrator, make_group
from helpwell.core import clock
from helpwell.core.actors import SYSTEM, Actor
from helpwell.core.testing import MONDAY_NINE
from helpwell.events.facts import revive
from helpwell.events.models import Fact
from helpwell.events.queries import history_of
from helpwell.tickets import actions
from helpwell.tickets.errors import NotOneOfOurs, NotUndone, TagTooLong
from helpwell.tickets.history import Sentences, told
from helpwell.tickets.models import Presence, Tally, Ticket
from helpwell.tickets.queries import counts
from helpwell.tickets.testing import answer, make_ticket


def sentences(ticket):
    facts = [fact for fact in history_of(f"ticket:{ticket.pk}") if fact.name in told]
    say = Sentences(facts)
    return [say.of(fact) for fact in facts]


def back(ticket, fact_id, *, by):
    row = Fact.objects.get(pk=fact_id)
    fact = revive(row.name, row.payload, Actor(kind="agent", id=row.actor_id))
    return actions.undo(ticket, fact, by=by)


def tags_of(ticket):
    return sorted(ticket.tags.values_list("name", flat=True))


def test_assigning_says_who_gave_it_to_whom():
    ticket, billing = make_ticket(), make_group("Billing")
    actions.assign(ticket, to=ben(), group=None, by=ada())
    actions.assign(ticket, to=ben(), group=billing, by=ben())
    actions.assign(ticket, to=ada(), group=billing, by=ada())
    actions.assign(ticket, to=None, group=None, by=ada())
    assert sentences(ticket) == [
        "Ada Agent assigned it to Ben Baker",
        "Ben Baker moved it to Billing",
        "Ada Agent took the ticket",
        "Ada Agent took the assignee away",
    ]


def test_somebody_who_left_cannot_take_a_ticket():
    make_administrator()
    accounts.deactivate(ben(), by=SYSTEM)
    with pytest.raises(NotOneOfOurs):
        actions.assign(make_ticket(), to=ben(), group=None, by=ada())


@time_machine.travel(MONDAY_NINE, tick=False)
def test_a_status_brings_its_time_of_solving():
    ticket = make_ticket()
    for status, solved_at in [("solved", MONDAY_NINE), ("closed", MONDAY_NINE), ("open", None)]:
        actions.set_status(ticket, to=status, by=ada())
        ticket.refresh_from_db()
        assert (ticket.status, ticket.solved_at) == (status, solved_at)
    assert sentences(ticket)[0] == "Ada Agent set the status to Solved"


def test_a_priority_is_one_of_four():
    ticket = make_ticket()
    actions.prioritise(ticket, to=4, by=ada())
    assert sentences(ticket) == ["Ada Agent set the priority to Urgent"]
    with pytest.raises(ValueError):
        actions.prioritise(ticket, to=5, by=ada())


def test_tags_are_kept_in_small_letters_once():
    ticket = make_ticket()
    actions.tag(ticket, add=["  Late   Parcel ", "late parcel", ""], by=ada())
    actions.tag(ticket, add=["vip"], remove=["LATE parcel", "unknown"], by=ada())
    assert tags_of(ticket) == ["vip"]
    assert sentences(ticket) == [
        "Ada Agent added the tag late parcel",
        "Ada Agent added vip and removed late parcel",
    ]


def test_a_tag_that_is_too_long_is_refused():
    with pytest.raises(TagTooLong, match="60 characters"):
        actions.tag(make_ticket(), add=["x" * 61], by=ada())


CHANGES = {
    "assign": lambda ticket: actions.assign(ticket, to=ben(), group=make_group("B"), by=ada()),
    "status": lambda ticket: actions.set_status(ticket, to="solved", by=ada()),
    "priority": lambda ticket: actions.prioritise(ticket, to=3, by=ada()),
    "tags": lambda ticket: actions.tag(ticket, add=["new"], remove=["old"], by=ada()),
}


def state(ticket):
    return Ticket.objects.filter(pk=ticket.pk).values().get() | {"tags": tags_of(ticket)}


@pytest.mark.parametrize("change", CHANGES)
def test_every_change_can_be_taken_back_and_the_history_says_so(change):
    ticket = make_ticket()
    actions.tag(ticket, add=["old"], by=ada())
    before, lines = state(ticket), len(sentences(ticket))
    fact_id = CHANGES[change](ticket)
    assert state(ticket) != before
    assert back(ticket, fact_id, by=ada())
    assert state(ticket) == before
    assert len(sentences(ticket)) == lines + 2


@pytest.mark.parametrize("change", ["assign", "status", "priority"])
def test_what_was_changed_again_is_not_taken_back(change):
    ticket = make_ticket()
    fact_id = CHANGES[change](ticket)
    actions.assign(ticket, to=ada(), group=None, by=ben())
    actions.set_status(ticket, to="on_hold", by=ben())
    actions.prioritise(ticket, to=1, by=ben())
    before = state(ticket)
    with pytest.raises(NotUndone):
        back(ticket, fact_id, by=ada())
    assert state(ticket) == before


def test_a_note_is_no_change_to_undo():
    ticket = make_ticket()
    actions.note(ticket, html="Noted", by=ada())
    row = Fact.objects.get(name="note.written")
    with pytest.raises(NotUndone):
        back(ticket, row.pk, by=ada())


@pytest.mark.parametrize("change", CHANGES)
def test_the_same_again_is_no_news(change):
    ticket = make_ticket()
    actions.tag(ticket, add=["old"], by=ada())
    if change == "assign":
        group = make_group("C")
        again = [actions.assign(ticket, to=ben(), group=group, by=ada()) for _ in range(2)]
    else:
        again = [CHANGES[change](ticket) for _ in range(2)]
    facts = Fact.objects.count()
    assert again[0]
    assert again[1] is None
    assert Fact.objects.count() == facts


def test_the_counts_are_right_after_everything():
    ada(), ben()
    first, second = make_ticket(), make_ticket()
    actions.assign(first, to=ada(), group=None, by=ben())
    actions.set_status(second, to="solved", by=ada())
    expected = {"mine": 1, "mentions": 0, "unassigned": 0,
                "open": 1, "pending": 0, "on-hold": 0, "solved": 1,
                "all": 2, "snoozed": 0, "spam": 0, "trash": 0}  # fmt: skip
    assert counts(ada()) == expected
    rows = Tally.objects.count()
    actions.fold_tallies()
    assert Tally.objects.count() < rows
    assert counts(ada()) == expected
    second.delete()
    assert counts(ada())["all"] == 1


@time_machine.travel(MONDAY_NINE, tick=False)
def test_who_does_not_come_back_is_forgotten():
    ticket = make_ticket()
    actions.look(ticket, by=ada(), is_writing=True)
    actions.forget_the_gone()
    assert Presence.objects.count() == 1
    with clock.travel(MONDAY_NINE + timedelta(seconds=36)):
        actions.forget_the_gone()
    assert Presence.objects.count() == 0


def test_a_file_that_was_sent_meanwhile_stays():
    ticket = make_ticket()
    file = actions.attach(ticket, name="a.png", content_type="image/png", content=b"x", by=ada())
    message = answer(ticket, by=ada(), attachment_ids=[file.pk])
    actions.detach(file, by=ada())  # still holds the row as it was before
    assert message.attachments.count() == 1


def test_nobody_waits_on_a_solved_ticket():
    ticket = make_ticket()
    assert ticket.waiting_since is not None
    actions.set_status(ticket, to="solved", by=ada())
    ticket.refresh_from_db()
    assert ticket.waiting_since is None
