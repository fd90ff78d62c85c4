"""Two people at once on checklist, people and time: nothing is lost, nothing happens twice."""

import json

import pytest
from django.db import connection, transaction
from django.test import Client

from helpwell.accounts.testing import ada, ben
from helpwell.core.testing import after_waiting, at_once, failures, is_free, waiting_for_us
from helpwell.customers.testing import make_customer
from helpwell.events.facts import revive
from helpwell.events.models import Fact
from helpwell.tickets import actions, deeds
from helpwell.tickets.deeds import doing
from helpwell.tickets.errors import RenamedMeanwhile, StepGone
from helpwell.tickets.facts import TicketLinked
from helpwell.tickets.models import Follower, Merge, Participant, Presence, Step, Ticket
from helpwell.tickets.testing import answer, make_ticket

pytestmark = pytest.mark.django_db(transaction=True)
TAGGED_AND_URGENT = [{"do": "priority", "to": 4}, {"do": "tag", "add": ["vip"]}]


def test_steps_that_two_add_are_all_there_each_in_a_place_of_its_own():
    ticket, agents = make_ticket(), [ada(), ben()]
    works = [
        lambda n=n: actions.add_steps(ticket, text=f"{n}\n{n}b", by=agents[n % 2]) for n in range(6)
    ]
    assert failures(at_once(*works)) == []
    assert sorted(Step.objects.values_list("position", flat=True)) == list(range(1, 13))


def test_a_step_that_two_tick_is_ticked_once():
    ticket, agents = make_ticket(), [ada(), ben()]
    actions.add_steps(ticket, text="Call", by=agents[0])
    step = Step.objects.get()
    outcomes = at_once(*(lambda by=by: actions.tick(step, done=True, by=by) for by in agents))
    assert sorted(outcome is None for outcome in outcomes) == [False, True]
    assert Fact.objects.filter(name="step.changed").count() == 1


def test_of_two_who_rewrite_a_step_one_is_shown_the_others_words():
    ticket, by = make_ticket(), ada()
    actions.add_steps(ticket, text="Call", by=by)
    step = Step.objects.get()
    outcomes = at_once(
        *(
            lambda text=text: actions.rename_step(step, text=text, seen="Call", by=by)
            for text in ("Write", "Wait")
        )
    )
    assert [type(each) for each in failures(outcomes)] == [RenamedMeanwhile]


def test_a_step_is_moved_while_it_is_removed():
    ticket, by = make_ticket(), ada()
    actions.add_steps(ticket, text="a\nb\nc", by=by)
    last = Step.objects.last()
    outcomes = at_once(
        lambda: actions.move_step(last, up=True, by=by), lambda: actions.remove_step(last, by=by)
    )
    assert {type(each) for each in failures(outcomes)} <= {StepGone}
    assert [step.text for step in Step.objects.all()] == ["a", "b"]


def test_steps_ticked_while_their_ticket_is_merged_go_along():
    first, second, by = make_ticket(), make_ticket(), ada()
    actions.add_steps(second, text="Call", by=by)
    step = Step.objects.select_related("ticket").get()
    outcomes = at_once(
        lambda: actions.merge([second], into=first, by=by),
        lambda: actions.tick(step, done=True, by=by),
    )
    assert failures(outcomes) == []
    step.refresh_from_db()
    assert (step.ticket, step.done_at is not None) == (first, True)


def test_whoever_follows_or_takes_part_twice_at_once_does_so_once():
    ticket, agent, carl = make_ticket(), ada(), make_customer()
    works = [lambda: actions.follow(ticket, agents=[agent], by=agent) for _ in range(3)]
    works += [
        lambda: actions.add_participant(ticket, customer=carl, email="c@home.example", by=agent)
        for _ in range(3)
    ]
    assert failures(at_once(*works)) == []
    assert (Follower.objects.count(), Participant.objects.count()) == (1, 1)


def test_whoever_writes_again_at_the_moment_they_paused_is_seen_writing():
    ticket, agent = make_ticket(), ada()
    actions.look(ticket, by=agent, is_writing=True)

    def told_of_writing_again():
        with transaction.atomic():
            connection.helpwell_owed = []
            actions.look(ticket, by=agent, is_writing=True)
            return [topic for _channel, topic in connection.helpwell_owed]

    topics = after_waiting(
        lambda: actions.look(ticket, by=agent, is_writing=False), told_of_writing_again
    )
    assert topics == [f"presence:{ticket.pk}"]
    assert Presence.objects.get().is_writing


def test_a_row_that_leaves_its_ticket_is_waited_for_on_the_one_it_went_to():
    """The ticket it left is let go of: two that are held in the wrong order wait in a circle."""
    first, second, by = make_ticket(), make_ticket(), ada()
    actions.add_steps(second, text="Call", by=by)
    actions.merge([second], into=first, by=by)
    step, standing = Step.objects.get(), Merge.objects.get()

    def held():
        with transaction.atomic():
            place = actions.locked_with(step)
            return place, at_once(lambda: is_free(first)), at_once(lambda: is_free(second))

    outcome = after_waiting(lambda: actions.unmerge(standing, by=by), held)
    assert outcome == (second, [True], [False])


def test_taking_back_holds_the_ticket_from_the_first_to_the_last(monkeypatch):
    """Let go of at a refusal and wanted again, it would be waited for behind who waits for us."""
    ticket, by = make_ticket(), ada()
    done = deeds.carry_out(ticket, deeds.read_all(TAGGED_AND_URGENT), by=by)
    actions.tag(ticket, remove=["vip"], by=by)
    actions.prioritise(ticket, to=Ticket.Priority.LOW, by=by)
    free = []

    def look(*told):
        free.extend(at_once(lambda: is_free(ticket)))
        return revive(*told)

    monkeypatch.setattr(doing, "revive", look)
    deeds.take_back(ticket, done.fact_ids, by=by)
    assert free == [False, False]


def merge_as_a_deed(ticket, other, by):
    deeds.carry_out(ticket, deeds.read_all([{"do": "merge", "into": other.pk}]), by=by)


def answer_and_merge(ticket, other, by):
    found = deeds.read_all([{"do": "merge", "into": other.pk}])
    deeds.say_along(ticket, found, lambda: answer(ticket, by=by), by=by)


def post(path, by, **typed):
    browser = Client()
    browser.force_login(by)
    deed = json.dumps({"do": "merge", "into": typed.pop("into").pk})
    assert browser.post(path, typed | {"deed": deed}).status_code < 400


def note_and_merge(ticket, other, by):
    post(f"/tickets/{ticket.pk}/notes/", by, into=other, note="<p>They belong together.</p>")


def send_a_colleagues_draft_and_merge(ticket, other, by):
    actions.save_draft(ticket, mode="reply", html="<p>It left.</p>", by=ben())
    actions.share_draft(ticket, to=by, request="", by=ben())
    typed = {"body": "<p>It left.</p>", "to": "grace@home.example", "draft_of": ben().pk}
    post(f"/tickets/{ticket.pk}/replies/", by, into=other, **typed)


def undo_a_link(ticket, other, by):
    ends = {"ticket_id": ticket.pk, "other_id": other.pk, "as_what": "related"}
    actions.undo(ticket, TicketLinked(**ends, by=by.actor), by=by)


def take_back_a_link(ticket, other, by):
    deeds.take_back(ticket, Fact.objects.values_list("pk", flat=True), by=by)


def move(ticket, other, by):
    actions.move_message(ticket.messages.last(), to=other, by=by)


NEED_BOTH = (
    merge_as_a_deed,
    answer_and_merge,
    note_and_merge,
    send_a_colleagues_draft_and_merge,
    undo_a_link,
    take_back_a_link,
    move,
)


@pytest.mark.parametrize("deal", NEED_BOTH)
def test_whoever_needs_two_tickets_holds_none_while_another_has_the_turn(deal):
    """The other may want the one, and wait for the turn of nobody."""
    ticket, other, by = make_ticket(), make_ticket(), ada()
    actions.link(ticket, other, as_what="related", by=by)
    with transaction.atomic():
        actions.wait_for_turn()
        dealt = waiting_for_us(lambda: deal(ticket, other, by))
        assert at_once(lambda: is_free(ticket)) == [True]
    assert dealt() is None
