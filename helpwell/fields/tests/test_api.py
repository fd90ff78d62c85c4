"""Fields defined by programs."""

import pytest

from helpwell.accounts.testing import ada, make_administrator
from helpwell.api.testing import V1, program

pytestmark = pytest.mark.django_db
JSON = "application/json"
SIZES = [{"label": "Small"}, {"label": "Large", "value": "xl"}]
TREE = [
    {"label": "Bikes", "choices": [{"label": "Racing", "choices": [{"label": "Carbon"}]}]},
    {"label": "Parts"},
]


@pytest.fixture
def api():
    return program(make_administrator())


def make(client, **said):
    body = {"about": "ticket", "name": "Size", "kind": "text"} | said
    return client.post(f"{V1}/fields", body, content_type=JSON)


def change(client, made, **said):
    return client.patch(f"{V1}/fields/{made['id']}", said, content_type=JSON)


def test_a_field_is_made_and_changed(api):
    made = make(api, needed="solve", help="As printed inside").json()
    assert (made["key"], made["needed"], made["kind"]) == ("size", "solve", "text")
    said = change(api, made, name="Frame size", is_active=False).json()
    assert said == made | {"name": "Frame size", "is_active": False}
    assert said == api.get(f"{V1}/fields/{made['id']}").json()


def test_choices_get_values_or_bring_them(api):
    made = make(api, kind="choice", choices=SIZES).json()
    assert [each["value"] for each in made["choices"]] == ["small", "xl"]
    said = change(api, made, choices=[{"label": "Huge", "value": "xl"}]).json()
    assert [(each["label"], each.get("retired", False)) for each in said["choices"]] == [
        ("Huge", False),
        ("Small", True),
    ]


def test_what_is_answered_can_be_sent_back(api):
    made = make(api, kind="tree", choices=TREE).json()
    assert made["choices"][0]["choices"][0]["choices"][0]["value"] == "carbon"
    assert change(api, made, choices=made["choices"]).json() == made


def test_only_trees_are_set_in(api):
    made = make(api, kind="choices", choices=TREE).json()
    assert [each["label"] for each in made["choices"]] == ["Bikes", "Racing", "Carbon", "Parts"]


@pytest.mark.parametrize(
    ("said", "status"),
    [
        ({"kind": "choice"}, 409),
        ({"kind": "choice", "choices": [SIZES[1], {"label": "Huge", "value": "xl"}]}, 409),
        ({"shown_if": {"field": "nothing", "is": ["a"]}}, 409),
        ({"shown_if": {"field": "nothing", "is": []}}, 422),
        ({"kind": "colour"}, 422),
        ({"key": "mine"}, 422),
    ],
)
def test_a_field_that_cannot_work_is_refused(api, said, status):
    assert make(api, **said).status_code == status
    assert api.get(f"{V1}/fields").json()["items"] == []


def test_a_condition_is_set_and_taken_off(api):
    make(api, name="Bike", kind="choice", choices=SIZES)
    made = make(api, shown_if={"field": "bike", "is": ["xl"]}).json()
    assert made["shown_if"] == {"field": "bike", "is": ["xl"]}
    assert change(api, made, help="In cm").json()["shown_if"] == made["shown_if"]
    assert change(api, made, shown_if=None).json()["shown_if"] == {}


def test_fields_have_an_order(api):
    make(api)
    second = make(api, name="Colour").json()
    assert change(api, second, position=0).json()["position"] == 0
    assert make(api, name="Zip", position=1).json()["position"] == 1


def test_what_is_no_ticket_is_never_solved(api):
    assert make(api, about="customer", needed="solve").json()["needed"] == "never"


def test_an_outdated_change_is_refused(api):
    path = f"{V1}/fields/{make(api).json()['id']}"
    known = {"If-Match": api.get(path)["ETag"]}
    assert api.patch(path, {"name": "Two"}, content_type=JSON, headers=known).status_code == 200
    assert api.patch(path, {"name": "Three"}, content_type=JSON, headers=known).status_code == 412


def test_it_takes_arranging(api):
    made = make(api).json()
    other = program(ada())
    assert make(other, name="Two").status_code == 403
    assert change(other, made, name="Two").status_code == 403
    assert other.get(f"{V1}/fields/{made['id']}").json() == made
