"""Notifications for programs."""

import pytest

from helpwell.accounts.testing import ada, ben, make_agent, make_role
from helpwell.api.testing import V1, program
from helpwell.jobs.actions import run_until_quiet
from helpwell.notifications.kinds import Kind, Nearness, Way
from helpwell.notifications.models import Notification
from helpwell.tickets.models import Ticket
from helpwell.tickets.testing import hear, make_ticket

JSON = "application/json"
pytestmark = pytest.mark.django_db


@pytest.fixture
def api():
    return program(ada())


@pytest.fixture
def ticket():
    made = make_ticket(assignee=ada())
    hear(made)
    run_until_quiet("events.tell_facts")
    return made


def listed(client, asked=""):
    return client.get(f"{V1}/notifications{asked}").json()["items"]


def test_somebody_is_told_what_is_theirs(api, ticket):
    found = listed(api)
    assert {each["ticket_id"] for each in found} == {ticket.pk}
    assert Kind.ANSWERED in {each["kind"] for each in found}
    assert listed(program(ben())) == []


def test_one_is_read_and_then_all(api, ticket):
    first = listed(api, "?unread=true")[0]
    assert api.post(f"{V1}/notifications/{first['id']}/read").status_code == 204
    assert first["id"] not in {each["id"] for each in listed(api, "?unread=true")}
    assert api.post(f"{V1}/notifications/read").status_code == 204
    assert listed(api, "?unread=true") == []


def test_nobody_reads_for_another(ticket):
    number = Notification.objects.first().pk
    assert program(ben()).post(f"{V1}/notifications/{number}/read").status_code == 404
    assert program(ben()).post(f"{V1}/notifications/read").status_code == 204
    assert Notification.objects.unread().exists()


def test_a_token_that_only_reads_marks_nothing(ticket):
    reader = program(ada(), "read")
    assert listed(reader)
    assert reader.post(f"{V1}/notifications/read").status_code == 403


def test_what_one_may_not_see_any_more_is_not_told(ticket):
    role = make_role("tickets.read_assigned", name="Own")
    own = make_agent("Own", role)
    Notification.objects.update(person=own)
    assert listed(program(own)) == []
    Ticket.objects.update(assignee=own)
    assert listed(program(own))


def test_how_one_is_told_is_said_in_words(api):
    said = api.get(f"{V1}/notifications/wishes").json()
    assert set(said["nearness"]) == set(Kind.values)
    assert said["nearness"]["answered"] == {Way.APP: "mine", Way.MAIL: "never", Way.PUSH: "never"}
    assert {near for ways in said["nearness"].values() for near in ways.values()} <= {
        near.name.lower() for near in Nearness
    }
    assert (said["pace"], said["daily_at"], said["quiet_from"]) == ("at_once", "08:00", None)


def choose(client, **said):
    return client.patch(f"{V1}/notifications/wishes", said, content_type=JSON)


def test_a_cell_of_the_matrix_is_chosen_and_the_others_stay(api):
    choose(api, nearness={"answered": {"mail": "groups"}, "merged": {"app": "never"}})
    said = choose(api, nearness={"answered": {"push": "mine"}}, pace="daily").json()
    assert said["nearness"]["answered"] == {"app": "mine", "mail": "groups", "push": "mine"}
    assert (said["nearness"]["merged"]["app"], said["pace"]) == ("never", "daily")
    assert said == api.get(f"{V1}/notifications/wishes").json()


def test_what_a_kind_does_not_offer_is_refused(api):
    answer = choose(api, nearness={"mentioned": {"mail": "all"}})
    assert answer.status_code == 422
    assert answer.json()["errors"][0]["pointer"] == "#/nearness/mentioned/mail"
    assert choose(api, nearness={"eaten": {"mail": "all"}}).status_code == 422


def test_quiet_hours_have_both_ends_or_none(api):
    night = {"quiet_from": "22:00", "quiet_until": "06:30"}
    said = choose(api, **night, daily_at="07:15").json()
    assert {name: said[name] for name in (*night, "daily_at")} == night | {"daily_at": "07:15"}
    assert choose(api, quiet_from="20:00").status_code == 422
    assert choose(api, quiet_from=None, quiet_until="06:00").status_code == 422
    assert choose(api, quiet_from=None, quiet_until=None).json()["quiet_from"] is None


def test_an_outdated_wish_is_refused(api):
    path = f"{V1}/notifications/wishes"
    known = {"If-Match": api.get(path)["ETag"]}
    assert choose(api, pace="hourly").status_code == 200
    answer = api.patch(path, {"pace": "daily"}, content_type=JSON, headers=known)
    assert answer.status_code == 412


def test_a_token_that_only_reads_chooses_nothing():
    assert choose(program(ada(), "read"), pace="daily").status_code == 403
