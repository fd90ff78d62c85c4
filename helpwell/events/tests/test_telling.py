"""Facts: published with what made them true, heard exactly once, in order, whatever fails."""

from dataclasses import dataclass
from datetime import timedelta
from typing import ClassVar

import pytest
from django.db import transaction

from helpwell.core import clock
from helpwell.core.actors import SYSTEM, Actor
from helpwell.core.testing import PATIENCE_SECONDS, at_once, failures
from helpwell.events import actions, facts, queries
from helpwell.events.errors import OutsideTransaction
from helpwell.events.facts import Fact, revive, subscribe
from helpwell.events.models import Fact as Row
from helpwell.events.models import Setback
from helpwell.events.tasks import tell_facts
from helpwell.jobs.models import TaskRun

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture(autouse=True)
def only_these(monkeypatch):
    """Facts and subscribers that are made up here stay here."""
    for name, empty in (("known", {}), ("subscribers", {}), ("_by_fact", facts.defaultdict(list))):
        monkeypatch.setattr(facts, name, empty)


@pytest.fixture
def mended(only_these):
    @dataclass(frozen=True, kw_only=True)
    class ToyMended(Fact):
        """A toy is whole again."""

        name: ClassVar[str] = "toy.mended"
        subject: ClassVar[str] = "toy_id"
        toy_id: int
        step: int = 0

    return ToyMended


def publish(kind, toy=1, step=0, by=SYSTEM):
    with transaction.atomic():
        return actions.publish(kind(toy_id=toy, step=step, by=by))


def note(name):
    """An effect on the database that can be counted."""
    TaskRun.objects.create(name=name, last_started_at=clock.now())


def effects():
    return list(TaskRun.objects.order_by("pk").values_list("name", flat=True))


def test_a_fact_outside_a_transaction_is_refused(mended):
    with pytest.raises(OutsideTransaction, match=r"toy\.mended"):
        actions.publish(mended(toy_id=1, by=SYSTEM))
    assert not Row.objects.exists()


def test_a_fact_that_is_rolled_back_never_was(mended):
    with pytest.raises(ZeroDivisionError), transaction.atomic():  # noqa: PT012
        actions.publish(mended(toy_id=1, by=SYSTEM))
        raise ZeroDivisionError
    assert not Row.objects.exists()


def test_a_fact_keeps_who_did_it_and_comes_back_as_it_was(mended):
    told = mended(toy_id=7, step=2, by=Actor(kind="customer", id=3))
    row = publish(mended, 7, 2, by=Actor(kind="customer", id=3))
    assert (row.about, row.payload) == ("toy:7", {"toy_id": 7, "step": 2})
    assert revive(row.name, row.payload, Actor(kind=row.actor_kind, id=row.actor_id)) == told


def test_a_field_that_a_later_release_dropped_is_left_out(mended):
    assert revive("toy.mended", {"toy_id": 1, "colour": "red"}, SYSTEM).toy_id == 1


def test_every_subscriber_hears_once(mended):
    subscribe(mended)(lambda fact: note(f"a{fact.toy_id}"))
    publish(mended)
    tell_facts()
    tell_facts()
    assert effects() == ["a1"]
    assert queries.backlog() == 0


def test_what_a_killed_subscriber_did_is_undone_and_done_again_once(mended):
    deaths = ["first", "second"]

    @subscribe(mended)
    def mend(fact):
        note(f"mended {fact.toy_id}")
        if deaths:
            raise SystemExit(deaths.pop())  # nothing but the process's end: not an Exception

    publish(mended)
    for _ in range(2):
        with pytest.raises(SystemExit):
            tell_facts()
        assert effects() == []
        assert queries.backlog() == 1
    tell_facts()
    assert effects() == ["mended 1"]


def test_a_failing_subscriber_is_set_aside_and_holds_up_nobody(mended, time_machine):
    is_broken = [True]

    @subscribe(mended)
    def breaks(fact):
        note(f"broken {fact.step}")
        if is_broken[0]:
            raise ZeroDivisionError("no toys today")

    @subscribe(mended)
    def works(fact):
        note(f"works {fact.step}")

    publish(mended, step=1)
    publish(mended, step=2)
    tell_facts()
    assert effects() == ["works 1", "works 2"]
    assert {(s.subscriber, s.attempts) for s in Setback.objects.all()} == {("events.breaks", 1)}
    assert "no toys today" in Setback.objects.first().error
    is_broken[0] = False
    tell_facts()
    assert effects() == ["works 1", "works 2"], "its time has not come"
    time_machine.move_to(clock.now() + timedelta(seconds=21))
    tell_facts()
    assert sorted(effects()) == ["broken 1", "broken 2", "works 1", "works 2"]
    assert not Setback.objects.exists()


def test_pauses_grow_until_a_person_is_asked_and_may_retry(mended, time_machine):
    is_broken = [True]

    @subscribe(mended)
    def breaks(fact):
        if is_broken[0]:
            raise ZeroDivisionError
        note("whole")

    publish(mended)
    tell_facts()
    pauses = []
    while (setback := Setback.objects.get()).next_try_at:
        pauses.append(setback.next_try_at - clock.now())
        time_machine.move_to(setback.next_try_at)
        tell_facts()
    assert [round(pause.total_seconds()) for pause in pauses] == [20, 80, 320, 1280] + [3600] * 3
    assert list(queries.waiting_for_a_person()) == [setback]
    is_broken[0] = False
    actions.retry(setback)
    tell_facts()
    assert effects() == ["whole"]


def test_a_renamed_subscriber_still_hears_what_waited_for_its_old_name(mended):
    @subscribe(mended)
    def old_name(fact): ...

    publish(mended)
    facts.subscribers.clear()

    @subscribe(mended, formerly=("events.old_name",))
    def new_name(fact):
        note("heard")

    tell_facts()
    assert effects() == ["heard"]


def test_a_subscriber_that_is_gone_leaves_a_setback_and_no_standstill(mended):
    subscribe(mended)(lambda fact: None)
    publish(mended)
    facts.subscribers.clear()
    tell_facts()
    assert Setback.objects.get().subscriber == "events.<lambda>"


def test_two_drains_at_once_tell_each_once_and_in_order(mended):
    @subscribe(mended)
    def mend(fact):
        note(f"{fact.toy_id}:{fact.step:02}")

    for step in range(8):
        for toy in (1, 2, 3):
            publish(mended, toy, step)
    assert failures(at_once(*[tell_facts] * 3)) == []
    tell_facts()
    told = effects()
    assert len(told) == len(set(told)) == 24
    for toy in "123":
        steps = [name for name in told if name[0] == toy]
        assert steps == sorted(steps)


def test_a_later_fact_about_the_same_thing_waits_for_the_one_in_hand(mended):
    import threading

    entered, go_on, order = threading.Event(), threading.Event(), []

    @subscribe(mended)
    def slow(fact):
        if fact.step == 1:
            entered.set()
            assert go_on.wait(PATIENCE_SECONDS)
        order.append(fact.step)

    publish(mended, 1, 1)
    publish(mended, 1, 2)
    publish(mended, 2, 3)

    def second():
        assert entered.wait(PATIENCE_SECONDS)
        while actions.tell_next():
            pass
        assert order == [3], "the same thing's next fact waits, another thing's does not"
        go_on.set()

    assert failures(at_once(tell_facts, second)) == []
    tell_facts()
    assert order == [3, 1, 2]
