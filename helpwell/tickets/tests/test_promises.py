"""What we said we would do: made, reminded of, kept or broken, and counted honestly."""

from datetime import UTC, datetime, timedelta

import pytest
import time_machine

from helpwell.accounts.testing import ada, ben, make_agent, make_group, make_role
from helpwell.core.actors import SYSTEM
from helpwell.core.testing import at_once
from helpwell.events.facts import revive
from helpwell.events.models import Fact
from helpwell.tickets import actions
from helpwell.tickets.errors import NoSuchMoment, NothingPromised, NotUndone, PromiseSettled
from helpwell.tickets.history import Sentences
from helpwell.tickets.models import Promise
from helpwell.tickets.promises import kept_by, outcomes, owed, owed_soon, promises_on, with_outcome
from helpwell.tickets.testing import answer, make_ticket

MONDAY = datetime(2026, 3, 2, 9, tzinfo=UTC)
HOUR = timedelta(hours=1)
EVENING = MONDAY + 9 * HOUR


@pytest.fixture(autouse=True)
def monday():
    with time_machine.travel(MONDAY, tick=False) as clock:
        yield clock


def promised(ticket=None, *, due_at=EVENING, by=None, **more) -> Promise:
    ticket = ticket or make_ticket()
    actions.promise(ticket, words="Send the refund", due_at=due_at, by=by or SYSTEM, **more)
    return Promise.objects.order_by("-pk")[0]


def names() -> list[str]:
    told = Fact.objects.filter(name__startswith="promise.").order_by("pk")
    return [name.removeprefix("promise.") for name in told.values_list("name", flat=True)]


def undo(promise, fact_id):
    row = Fact.objects.get(pk=fact_id)
    return actions.undo(promise.ticket, revive(row.name, row.payload, SYSTEM), by=SYSTEM)


def test_it_is_reminded_of_once_and_then_broken_once(monday):
    promise = promised(by=ada())
    assert actions.watch_promises() == EVENING - 2 * HOUR, "the task comes back for the reminder"
    monday.move_to(EVENING - 2 * HOUR)
    assert actions.watch_promises() == EVENING
    actions.watch_promises()
    monday.move_to(EVENING)
    actions.watch_promises()
    actions.watch_promises()
    assert names() == ["made", "reminded", "broken"]
    promise.refresh_from_db()
    assert (promise.state, promise.is_overdue) == ("open", True), "it is owed still"


def test_its_owner_is_the_assignee_and_else_who_made_it():
    promised(by=ada())
    promised(make_ticket(assignee=ben()), by=ada())
    owners = Fact.objects.filter(name="promise.made").order_by("pk")
    assert [fact.payload["owner_id"] for fact in owners] == [ada().pk, ben().pk]


def test_what_is_due_at_once_is_reminded_of_half_way():
    assert promised(due_at=MONDAY + HOUR).remind_at == MONDAY + HOUR / 2


def test_what_is_kept_in_time_is_kept(monday):
    promise = promised()
    monday.shift(3600)
    actions.keep_promise(promise, by=ada())
    promise.refresh_from_db()
    assert (promise.state, promise.is_overdue) == ("kept", False)
    monday.move_to(EVENING + HOUR)
    actions.watch_promises()
    assert names() == ["made", "kept"]


def test_what_is_kept_late_was_broken_though_no_clock_had_said_so(monday):
    promise = promised()
    monday.move_to(EVENING + HOUR)
    actions.keep_promise(promise, by=ada())
    promise.refresh_from_db()
    assert (promise.state, promise.is_overdue) == ("broken", True)
    assert names() == ["made", "broken", "kept"]
    kept = Fact.objects.get(name="promise.kept")
    assert Sentences([kept]).of(kept) == "Ada Agent kept “Send the refund”, late"


@pytest.mark.parametrize("late_deed", ["withdraw", "move"])
def test_a_broken_promise_does_not_vanish_from_the_report(monday, late_deed):
    promise = promised(by=ada())
    monday.move_to(EVENING + HOUR)
    if late_deed == "withdraw":
        actions.withdraw_promise(promise, by=ada())
    else:
        actions.move_promise(promise, to=EVENING + 24 * HOUR, by=ada())
    (outcome,) = outcomes(make_administrator_like(), zone=UTC)
    assert (outcome.made, outcome.kept, outcome.broken) == (1, 0, 1)


def make_administrator_like():
    return make_agent("Lea Lead", make_role("tickets.read_all", name="Lead"))


def test_a_move_before_its_time_is_no_breach_and_reminds_anew(monday):
    promise = promised()
    actions.move_promise(promise, to=EVENING + 24 * HOUR, by=ada())
    monday.move_to(EVENING + HOUR)
    actions.watch_promises()
    assert names() == ["made", "moved"]
    promise.refresh_from_db()
    assert promise.remind_at == EVENING + 22 * HOUR


def test_deeds_are_undone_while_they_stand(monday):
    promise = promised()
    undo(promise, actions.keep_promise(promise, by=ada()))
    undo(promise, actions.move_promise(promise, to=EVENING + HOUR, by=ada()))
    promise.refresh_from_db()
    assert (promise.state, promise.due_at) == ("open", EVENING)
    undo(promise, Fact.objects.get(name="promise.made").pk)
    promise.refresh_from_db()
    assert promise.state == "withdrawn"
    with pytest.raises(NotUndone):
        undo(promise, Fact.objects.get(name="promise.made").pk)


@pytest.mark.parametrize(
    ("words", "due_at", "refused"),
    [("  ", EVENING, NothingPromised), ("Call", MONDAY, NoSuchMoment)],
)
def test_no_words_and_moments_gone_are_refused(words, due_at, refused):
    with pytest.raises(refused):
        actions.promise(make_ticket(), words=words, due_at=due_at, by=SYSTEM)


def test_card_numbers_do_not_get_into_a_promise():
    actions.promise(make_ticket(), words="Refund to 4111 1111 1111 1111", due_at=EVENING, by=SYSTEM)
    assert "1111 1111" not in Promise.objects.get().words


def test_an_answer_taken_back_takes_its_promise_along():
    ticket, agent = make_ticket(), ada()
    message = answer(ticket, by=agent)
    promise = promised(ticket, by=agent, message=message)
    row = Fact.objects.get(name="ticket.replied")
    actions.withdraw(message, replied=revive(row.name, row.payload, SYSTEM), by=agent)
    promise.refresh_from_db()
    assert promise.state == "withdrawn"


def test_an_answer_offers_the_promises_it_did_not_make():
    ticket, agent = make_ticket(), ada()
    earlier = promised(ticket, by=agent)
    message = answer(ticket, by=agent)
    promised(ticket, by=agent, message=message)
    assert kept_by(ticket, not_made_in=message.pk) == [earlier]


def test_lists_hold_what_one_may_see_and_no_more():
    billing = make_group("Billing")
    mine = make_agent("Mia Mine", make_role("tickets.read_assigned", name="Own"))
    member = make_agent("Gil Group", make_role("tickets.read_groups", name="G"), groups=[billing])
    theirs = promised(make_ticket(assignee=mine))
    grouped = promised(make_ticket(group=billing))
    promised(make_ticket(), by=member)  # made by Gil, but the ticket is out of their sight
    assert list(owed(mine, "all")) == [theirs]
    assert owed_soon(mine) == 1
    assert list(owed(member, "all")) == [grouped]
    assert list(owed(member, "groups")) == [grouped]
    assert owed_soon(member) == 0
    assert [o.made for o in outcomes(member, zone=UTC)] == [1]


def test_what_is_in_the_trash_or_spam_is_owed_to_nobody():
    promise = promised()
    actions.mark_spam(promise.ticket, by=SYSTEM)
    assert list(owed(make_administrator_like(), "all")) == []


def test_overdue_stands_first(monday):
    later, first = promised(due_at=EVENING + HOUR), promised(due_at=EVENING)
    monday.move_to(EVENING + timedelta(minutes=1))
    assert list(owed(make_administrator_like(), "all")) == [first, later]


def test_the_report_says_how_many_and_how_late_and_leads_to_the_rows(monday):
    lead, group = make_administrator_like(), make_group("Billing")
    kept = promised(make_ticket(group=group))
    late = [promised(make_ticket(group=group)) for _ in range(2)]
    withdrawn = promised(make_ticket(group=group))
    actions.withdraw_promise(withdrawn, by=SYSTEM)
    actions.keep_promise(kept, by=SYSTEM)
    for number, promise in enumerate(late, start=1):
        monday.move_to(EVENING + number * 2 * HOUR)
        actions.keep_promise(promise, by=SYSTEM)
    (outcome,) = outcomes(lead, zone=UTC)
    assert (outcome.made, outcome.kept, outcome.broken, outcome.share) == (3, 1, 2, 33)
    assert outcome.median_late == 3 * HOUR
    behind = {"month": "2026-03", "group": str(group.pk), "zone": UTC}
    assert set(with_outcome(lead, "broken", **behind)) == set(late)
    assert list(with_outcome(lead, "kept", **behind)) == [kept]
    assert list(with_outcome(lead, "kept", month="2026-02", zone=UTC)) == []


@pytest.mark.django_db(transaction=True)
def test_two_keep_it_at_once_and_it_is_kept_once():
    promise, agents = promised(), [ada(), ben()]
    outcomes_ = at_once(*(lambda by=by: actions.keep_promise(promise, by=by) for by in agents))
    refused = [each for each in outcomes_ if isinstance(each, PromiseSettled)]
    assert len(refused) == 1
    assert names() == ["made", "kept"]


@pytest.mark.django_db(transaction=True)
def test_it_is_kept_at_the_moment_it_breaks(monday):
    promise = promised()
    monday.move_to(EVENING)
    at_once(actions.watch_promises, lambda: actions.keep_promise(promise, by=SYSTEM))
    promise.refresh_from_db()
    assert (promise.state, promise.is_overdue) == ("broken", True)
    assert names() == ["made", "broken", "kept"]


def test_a_merge_takes_promises_along_and_parting_brings_them_back():
    source, into = make_ticket(), make_ticket()
    promise, own = promised(source), promised(into)
    fact_id = actions.merge([source], into=into, by=ada())
    assert {each.pk for each in promises_on(into)} == {promise.pk, own.pk}
    undo(promise, fact_id)
    assert promises_on(source) == [promise]
    assert promises_on(into) == [own]
