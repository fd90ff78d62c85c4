"""Many tickets at once: each by its ordinary action, told beforehand, taken back together."""

import pytest
from django.urls import reverse

from helpwell.accounts.models import Role
from helpwell.accounts.testing import ben, make_administrator, make_agent, make_group
from helpwell.core.actors import SYSTEM
from helpwell.events.queries import history_of
from helpwell.tickets import actions
from helpwell.tickets.bulk import preview
from helpwell.tickets.deeds import read_all
from helpwell.tickets.deeds.deed import NotAllowed
from helpwell.tickets.errors import NothingChosen, StillRunning, TooManyChosen
from helpwell.tickets.models import BulkRun, Ticket
from helpwell.tickets.testing import make_ticket

pytestmark = pytest.mark.django_db
PENDING = [{"do": "status", "to": "pending"}, {"do": "tag", "add": ["vip"]}]
MAY = ["tickets.read_all", "tickets.change_many", "tickets.tag", "tickets.set_status"]


def some(number=3, **more):
    return [make_ticket(**more) for _ in range(number)]


def ids(tickets):
    return [ticket.pk for ticket in tickets]


def run(tickets, deeds=PENDING, *, by=None):
    begun = actions.change_many(ids(tickets), read_all(deeds), by=by or make_administrator())
    actions.go_on_with_runs()
    begun.refresh_from_db()
    return begun


def statuses(tickets):
    return [Ticket.objects.get(pk=ticket.pk).status for ticket in tickets]


def test_every_ticket_is_changed_and_has_it_in_its_history():
    tickets = some()
    done = run(tickets)
    assert statuses(tickets) == ["pending"] * 3
    assert done.finished_at
    assert done.next == 3
    names = [fact.name for fact in history_of(f"ticket:{tickets[0].pk}")]
    assert names[-2:] == ["ticket.tagged", "ticket.status_changed"]


def test_it_is_taken_back_together_where_it_still_stands():
    tickets = some()
    by = make_administrator()
    done = run(tickets, by=by)
    actions.set_status(tickets[0], to="solved", by=SYSTEM)
    back = actions.undo_run(done, by=by)
    actions.go_on_with_runs()
    back.refresh_from_db()
    assert statuses(tickets) == ["solved", "new", "new"]
    assert [each["ticket"] for each in back.refusals] == [tickets[0].pk]
    with pytest.raises(NothingChosen):
        actions.undo_run(done, by=by)


def test_a_run_is_undone_once_it_is_finished():
    begun = actions.change_many(ids(some()), read_all(PENDING), by=make_administrator())
    with pytest.raises(StillRunning):
        actions.undo_run(begun, by=begun.by)


def test_what_cannot_be_changed_is_told_and_the_rest_goes_on():
    tickets = some()
    deeds = [{"do": "assign", "to": ben().pk}]
    begun = actions.change_many(ids(tickets), read_all(deeds), by=make_administrator())
    ben().__class__.objects.filter(pk=ben().pk).update(is_active=False)
    actions.go_on_with_runs()
    begun.refresh_from_db()
    assert len(begun.refusals) == 3
    assert begun.finished_at


def test_who_may_not_is_refused_before_and_while_it_runs():
    role = Role.objects.create(name="Some", capabilities=MAY)
    agent = make_agent("Ina", role=role)
    with pytest.raises(NotAllowed):
        actions.change_many(ids(some()), read_all([{"do": "priority", "to": 4}]), by=agent)
    tickets = some()
    begun = actions.change_many(ids(tickets), read_all(PENDING), by=agent)
    role.capabilities = []
    role.save()
    actions.go_on_with_runs()
    begun.refresh_from_db()
    assert statuses(tickets) == ["new"] * 3
    assert len(begun.refusals) == 3


def test_a_ticket_that_goes_out_of_sight_meanwhile_is_left_alone():
    group = make_group()
    role = Role.objects.create(name="Some", capabilities=[*MAY[1:], "tickets.read_groups"])
    agent = make_agent("Ina", role=role, groups=[group])
    tickets = some(2, group=group)
    begun = actions.change_many(ids(tickets), read_all(PENDING), by=agent)
    actions.assign(tickets[0], to=None, group=None, by=SYSTEM)
    actions.go_on_with_runs()
    begun.refresh_from_db()
    assert statuses(tickets) == ["new", "pending"]
    assert [each["ticket"] for each in begun.refusals] == [tickets[0].pk]


def test_the_preview_is_true_and_changes_nothing():
    tickets = some()
    actions.set_status(tickets[0], to="pending", by=SYSTEM)
    actions.tag(tickets[0], add=["vip"], by=SYSTEM)
    before = history_of(f"ticket:{tickets[1].pk}").count()
    seen = preview(ids(tickets), read_all(PENDING), by=make_administrator())
    assert (seen.changed, seen.same, seen.reasons) == (2, 1, [])
    assert statuses(tickets) == ["pending", "new", "new"]
    assert history_of(f"ticket:{tickets[1].pk}").count() == before


def test_the_preview_says_why_something_stays_as_it_is():
    deeds = read_all([{"do": "priority", "to": 4}])
    seen = preview(ids(some(2)), deeds, by=ada_without_priority())
    assert seen.changed == 0
    assert [number for _why, number in seen.reasons] == [2]


def ada_without_priority():
    return make_agent("Ina", role=Role.objects.create(name="Some", capabilities=MAY))


def test_too_many_and_nothing_are_refused():
    by = make_administrator()
    with pytest.raises(NothingChosen):
        actions.change_many([], read_all(PENDING), by=by)
    with pytest.raises(NothingChosen):
        actions.change_many([1], [], by=by)
    with pytest.raises(TooManyChosen):
        actions.change_many(list(range(1, 5002)), read_all(PENDING), by=by)


def test_it_goes_on_where_it_stopped():
    tickets = some()
    begun = actions.change_many(ids(tickets), read_all(PENDING), by=make_administrator())
    BulkRun.objects.filter(pk=begun.pk).update(next=2)
    actions.go_on_with_runs()
    assert statuses(tickets) == ["new", "new", "pending"]


def test_the_screen_changes_what_is_chosen_and_offers_the_way_back(client):
    client.force_login(make_administrator())
    tickets = some()
    asked = {"ticket": ids(tickets[:2]), "status": "pending", "assignee": "same", "group": "same"}
    assert "Change 2 tickets" in client.post("/bulk/dialog/", asked).text
    assert "2 of 2 would change." in client.post("/bulk/outlook/", asked).text
    assert "0/2" in client.post("/bulk/", asked).text
    actions.go_on_with_runs()
    assert statuses(tickets) == ["pending", "pending", "new"]
    (done,) = BulkRun.objects.all()
    assert f"/bulk/runs/{done.pk}/undo/" in client.get("/bulk/runs/").text
    client.post(f"/bulk/runs/{done.pk}/undo/")
    actions.go_on_with_runs()
    assert statuses(tickets) == ["new"] * 3


def test_all_of_a_view_can_be_chosen(client):
    client.force_login(make_administrator())
    some(4)
    make_ticket(status="solved")
    assert "Change 4 tickets" in client.post("/bulk/dialog/", {"all_in": "open"}).text


def test_nobody_sees_or_undoes_the_runs_of_others(client):
    done = run(some())
    client.force_login(make_administrator("Mo2"))
    assert client.post(f"/bulk/runs/{done.pk}/undo/").status_code == 404
    assert str(done.pk) not in client.get("/bulk/runs/").text


def test_the_chosen_ones_become_one_and_part_again():
    tickets = some()
    survivor = tickets[1]
    by = make_administrator()
    deeds = [{"do": "tag", "add": ["vip"]}, {"do": "merge", "into": survivor.pk}]
    seen = preview(ids(tickets), read_all(deeds), by=by)
    assert (seen.changed, statuses(tickets)) == (3, ["new"] * 3)
    done = run(tickets, deeds, by=by)
    assert done.refusals == []
    assert statuses(tickets) == ["merged", "new", "merged"]
    back = actions.undo_run(done, by=by)
    actions.go_on_with_runs()
    back.refresh_from_db()
    assert back.refusals == []
    assert statuses(tickets) == ["new"] * 3
    assert not Ticket.objects.filter(tags__name="vip").exists()


def test_nothing_is_merged_into_what_one_does_not_see():
    group = make_group()
    role = Role.objects.create(
        name="Some", capabilities=[*MAY[1:], "tickets.read_groups", "tickets.merge"]
    )
    agent = make_agent("Ina", role=role, groups=[group])
    (mine,) = some(1, group=group)
    done = run([mine], [{"do": "merge", "into": make_ticket().pk}], by=agent)
    assert statuses([mine]) == ["new"]
    assert len(done.refusals) == 1


def test_the_dialog_snoozes_many(client):
    by = make_administrator()
    client.force_login(by)
    tickets = some(2)
    form = {"ticket": ids(tickets), "snooze": "3"}
    assert "snoozes it for 3 days" in client.post(reverse("tickets:bulk_outlook"), form).text
    client.post(reverse("tickets:bulk"), form)
    actions.go_on_with_runs()
    assert statuses(tickets) == ["snoozed"] * 2
    dialog = client.post(reverse("tickets:bulk_dialog"), {"ticket": ids(tickets)}).text
    assert f'<option value="{tickets[0].pk}">#{tickets[0].pk}' in dialog
