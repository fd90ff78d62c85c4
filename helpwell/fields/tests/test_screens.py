"""Settings: fields made, changed and put in order by people, with their words kept when refused."""

import pytest

from helpwell.accounts.testing import ada, make_administrator
from helpwell.fields.models import Field
from helpwell.fields.queries import definitions
from helpwell.fields.testing import definition_of, make_field


@pytest.fixture(autouse=True)
def _signed_in(client):
    client.force_login(make_administrator())


def lines(*labels, values=(), depths=()):
    return {
        "choice_label": labels,
        "choice_value": values or [""] * len(labels),
        "choice_depth": depths or ["0"] * len(labels),
        "choice_retired": [""] * len(labels),
    }


def test_a_field_is_made_with_its_choices(client):
    given = {"name": "Fault", "kind": "tree", "needed": "solve", "help": "What broke"}
    given |= lines("Bike", "Brake", "", depths=["0", "1", "0"])
    made = client.post("/settings/fields/new/?about=ticket", given)
    assert made.status_code == 302
    field = Field.objects.get()
    assert (field.key, field.needed, field.help) == ("fault", "solve", "What broke")
    assert [each.label for each in definition_of(field).offered] == ["Bike", "Bike › Brake"]
    assert "Fault" in client.get(made["Location"]).text


def test_what_was_refused_stays_as_typed(client):
    given = {"name": "Fault", "kind": "choice", "needed": "never"} | lines("Same", "same")
    page = client.post("/settings/fields/new/", given)
    assert page.status_code == 422
    assert "“same” stands there twice" in page.text
    assert page.text.count('value="Same"') == 1
    assert not Field.objects.exists()


def test_a_choice_is_renamed_retired_and_the_field_waits_for_another(client):
    make_field("Broken", "yes_no")
    field = make_field("Size", "choice", choices=["M", "L"])
    page = client.get(f"/settings/fields/{field.pk}/").text
    assert "Where “Broken” says one of" in page
    given = {"name": "Sizes", "needed": "never", "is_active": "on", "condition": "broken"}
    given |= {"is-broken": ["yes"]} | lines("Medium", "L", values=["m", "l"])
    given["choice_retired"] = ["", "1"]
    assert client.post(f"/settings/fields/{field.pk}/", given).status_code == 302
    field.refresh_from_db()
    assert (field.name, field.key) == ("Sizes", "size")
    assert field.shown_if == {"field": "broken", "is": [True]}
    assert [each.label for each in definition_of(field).offered] == ["Medium"]


def test_fields_of_customers_are_never_needed_for_solving(client):
    page = client.get("/settings/fields/new/?about=customer").text
    assert "Before it is solved" not in page
    client.post("/settings/fields/new/?about=customer", {"name": "Tier", "kind": "text"})
    assert [each.name for each in definitions("customer").in_use.values()] == ["Tier"]


def test_fields_are_put_in_order_and_out_of_use(client):
    first, second = make_field("First"), make_field("Second")
    headers = {"HX-Request": "true"}
    page = client.post(f"/settings/fields/{second.pk}/place/", {"to": "0"}, headers=headers).text
    assert page.index("Second") < page.index("First")
    assert f'id="down-{second.pk}"' in page, "by which the focus stays on it"
    client.post(f"/settings/fields/{first.pk}/", {"name": "First", "needed": "never"})
    assert list(definitions("ticket").in_use) == ["second"]
    assert "Not in use" in client.get("/settings/fields/").text


def test_only_who_arranges_comes_here(client):
    client.force_login(ada())
    assert client.get("/settings/fields/").status_code == 403
    assert client.post("/settings/fields/new/", {"name": "x", "kind": "text"}).status_code == 403
