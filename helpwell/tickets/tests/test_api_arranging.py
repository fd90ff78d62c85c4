"""Statuses, forms, reasons, resolutions and habits arranged by programs."""

import pytest

from helpwell.accounts.testing import make_administrator, make_agent, make_role
from helpwell.api.testing import V1, program

pytestmark = pytest.mark.django_db
JSON = "application/json"
NOUNS = ("statuses", "forms", "reasons", "resolutions")


@pytest.fixture
def api():
    return program(make_administrator())


def made(client, noun, **more):
    body = {"name": "One"} | ({"status": "pending"} if noun == "statuses" else {}) | more
    return client.post(f"{V1}/{noun}", body, content_type=JSON)


@pytest.mark.parametrize("noun", NOUNS)
def test_one_is_made_changed_and_out_of_use(api, noun):
    said = made(api, noun)
    assert (said.status_code, said.json()["is_active"]) == (201, True), said.text
    path = f"{V1}/{noun}/{said.json()['id']}"
    change = {"name": "Two", "is_active": False}
    changed = api.patch(path, change, content_type=JSON).json()
    assert {key: changed[key] for key in change} == change
    assert changed in api.get(f"{V1}/{noun}").json()["items"]
    assert changed == api.get(path).json()


@pytest.mark.parametrize("noun", NOUNS)
def test_an_outdated_change_is_refused(api, noun):
    path = f"{V1}/{noun}/{made(api, noun).json()['id']}"
    known = {"If-Match": api.get(path)["ETag"]}
    assert api.patch(path, {"name": "Two"}, content_type=JSON, headers=known).status_code == 200
    assert api.patch(path, {"name": "Three"}, content_type=JSON, headers=known).status_code == 412
    assert api.get(path).json()["name"] == "Two"


@pytest.mark.parametrize("noun", NOUNS)
def test_one_is_put_first(api, noun):
    made(api, noun)
    second = made(api, noun, name="Two").json()["id"]
    said = api.patch(f"{V1}/{noun}/{second}", {"position": 0}, content_type=JSON)
    assert said.json()["position"] == 0
    places = {row["name"]: row["position"] for row in api.get(f"{V1}/{noun}").json()["items"]}
    assert places == {"Two": 0, "One": 1}


@pytest.mark.parametrize("noun", NOUNS)
def test_it_takes_arranging(api, noun):
    number = made(api, noun).json()["id"]
    reader = program(make_agent("Rea", make_role("tickets.read_all", name="Reader")))
    assert made(reader, noun, name="Two").status_code == 403
    path = f"{V1}/{noun}/{number}"
    assert reader.patch(path, {"name": "Two"}, content_type=JSON).status_code == 403
    assert [each["name"] for each in reader.get(f"{V1}/{noun}").json()["items"]] == ["One"]


@pytest.mark.parametrize("noun", NOUNS)
def test_a_name_is_given_once(api, noun):
    made(api, noun)
    assert made(api, noun, name="ONE").status_code == 409


def test_reasons_are_a_tree_of_three_levels(api):
    above = None
    for level in range(3):
        above = made(api, "reasons", name=f"Level {level}", parent_id=above).json()["id"]
    assert made(api, "reasons", parent_id=above).status_code == 409


def test_habits_are_changed_and_switched_off(api):
    change = {"tracks_time": True, "close_after_days": 30}
    said = api.patch(f"{V1}/habits", change, content_type=JSON).json()
    assert said["keep_trash_days"] == 30
    assert {name: said[name] for name in change} == change
    off = {"close_after_days": None, "tracks_time": None}
    said = api.patch(f"{V1}/habits", off, content_type=JSON).json()
    assert (said["close_after_days"], said["tracks_time"]) == (None, True)
    assert said == api.get(f"{V1}/habits").json()


def test_mail_on_finished_tickets_does_what_is_said(api):
    change = {"within_days": 7, "later": "new"}
    said = api.patch(f"{V1}/reopening/email", change, content_type=JSON).json()
    assert said == {"channel": "email", "then": "reopen"} | change
    again = api.patch(f"{V1}/reopening/email", {"within_days": None}, content_type=JSON).json()
    assert (again["within_days"], again["later"]) == (None, "new")
    assert api.get(f"{V1}/reopening/pigeon").status_code == 422


@pytest.mark.parametrize("path", ["habits", "reopening/email"])
def test_habits_are_arranged_by_few_and_one_after_the_other(api, path):
    reader = program(make_agent("Rea", make_role("tickets.read_all", name="Reader")))
    assert reader.get(f"{V1}/{path}").status_code == 200
    assert reader.patch(f"{V1}/{path}", {}, content_type=JSON).status_code == 403
    known = {"If-Match": api.get(f"{V1}/{path}")["ETag"]}
    change = {"asks_for_tags": True} if path == "habits" else {"within_days": 3}
    answers = [
        api.patch(f"{V1}/{path}", change, content_type=JSON, headers=known) for _ in range(2)
    ]
    assert [answer.status_code for answer in answers] == [200, 412]
