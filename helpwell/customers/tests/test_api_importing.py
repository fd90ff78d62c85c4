"""Customers brought in by programs."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from helpwell.accounts.actions import choose_house_zone
from helpwell.accounts.testing import ada, make_administrator
from helpwell.api.testing import V1, program
from helpwell.customers.models import Customer
from helpwell.jobs.actions import run_until_quiet

pytestmark = pytest.mark.django_db
JSON = "application/json"
PEOPLE = b"Mail,Who\nkim@home.example,Kim\nnowhere,Lee\n"


@pytest.fixture
def api():
    return program(make_administrator())


def begin(client, content=PEOPLE):
    file = SimpleUploadedFile("people.csv", content, content_type="text/csv")
    return client.post(f"{V1}/customers/imports", {"file": file})


def act(client, run, deed, body=None):
    path = f"{V1}/customers/imports/{run['id']}/{deed}"
    return client.post(path, body or {}, content_type=JSON)


def at_rest(client, run):
    run_until_quiet("customers.bring_in")
    return client.get(f"{V1}/customers/imports/{run['id']}").json()


def test_people_are_tried_brought_in_and_taken_out(api):
    run = begin(api).json()
    assert (run["state"], run["head"], run["total"]) == ("choosing", ["Mail", "Who"], 2)
    assert act(api, run, "try", {"columns": ["email", "name"]}).status_code == 202
    tried = at_rest(api, run)
    assert (tried["state"], tried["outcomes"]) == ("checked", {"made": 1, "refused": 1})
    assert not Customer.objects.exists()
    assert act(api, run, "run").status_code == 202
    assert at_rest(api, run)["state"] == "done"
    assert Customer.objects.get().name == "Kim"
    assert act(api, run, "undo").status_code == 202
    assert at_rest(api, run)["outcomes"] == {"gone": 1, "refused": 1}
    assert not Customer.objects.exists()


def test_each_row_is_reported(api):
    run = begin(api).json()
    act(api, run, "try", {"columns": ["email", "name"]})
    at_rest(api, run)
    path = f"{V1}/customers/imports/{run['id']}/rows"
    assert [row["outcome"] for row in api.get(path).json()["items"]] == ["made", "refused"]
    (refused,) = api.get(f"{path}?outcome=refused").json()["items"]
    assert refused["number"] == 2
    assert refused["reason"]


def test_numbers_without_a_country_are_the_house_s_unless_said_otherwise(api):
    choose_house_zone("Europe/Vienna", by=ada())
    run = begin(api).json()
    assert run["region"] == "AT"
    columns = {"columns": ["email", "name"]}
    assert act(api, run, "try", columns).json()["region"] == "AT"
    at_rest(api, run)
    assert act(api, run, "try", columns | {"region": "de"}).json()["region"] == "DE"


def test_what_nobody_knows_is_refused(api):
    run = begin(api).json()
    answer = act(api, run, "try", {"columns": ["email", "shoe"]})
    assert (answer.status_code, answer.json()["errors"][0]["pointer"]) == (422, "#/columns/1")
    assert act(api, run, "run").status_code == 409
    assert begin(api, b"\0\0").status_code == 409


def test_importing_takes_its_own_right(api):
    run = begin(api).json()
    other = program(ada())
    assert begin(other).status_code == 403
    assert other.get(f"{V1}/customers/imports/{run['id']}").status_code == 403
    listed = api.get(f"{V1}/customers/imports").json()["items"]
    assert [each["id"] for each in listed] == [run["id"]]
