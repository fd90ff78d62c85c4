"""Brands for programs."""

import pytest

from helpwell.accounts.testing import ada, make_administrator
from helpwell.api.testing import V1, program
from helpwell.brands.models import Brand

pytestmark = pytest.mark.django_db
JSON = "application/json"
WHEEL = {"name": "Wheel", "colour": "#4b6b9a", "signature": "Your wheelers"}


@pytest.fixture
def api():
    return program(make_administrator())


def make(client, **more):
    return client.post(f"{V1}/brands", WHEEL | more, content_type=JSON)


def test_a_brand_is_made_and_changed(api):
    made = make(api).json()
    path = f"{V1}/brands/{made['id']}"
    assert {name: made[name] for name in WHEEL} == WHEEL
    said = api.patch(path, {"is_active": False, "colour": ""}, content_type=JSON).json()
    assert said == made | {"is_active": False, "colour": ""}
    assert said == api.get(path).json()


def test_brands_are_put_in_order(api):
    first, second = make(api).json(), make(api, name="Two").json()
    assert (first["position"], second["position"]) == (0, 1)
    said = api.patch(f"{V1}/brands/{second['id']}", {"position": 0}, content_type=JSON).json()
    assert said["position"] == 0
    assert list(Brand.objects.values_list("name", flat=True)) == ["Two", "Wheel"]


def test_an_outdated_change_is_refused(api):
    path = f"{V1}/brands/{make(api).json()['id']}"
    known = {"If-Match": api.get(path)["ETag"]}
    assert api.patch(path, {"name": "Two"}, content_type=JSON, headers=known).status_code == 200
    assert api.patch(path, {"name": "Three"}, content_type=JSON, headers=known).status_code == 412


def test_a_brand_is_made_by_who_may_and_named_once(api):
    number = make(api).json()["id"]
    assert make(api, name="WHEEL").status_code == 409
    assert make(api, name="Two", colour="blue").status_code == 422
    other = program(ada())
    assert make(other, name="Two").status_code == 403
    assert other.patch(f"{V1}/brands/{number}", {}, content_type=JSON).status_code == 403
    assert other.get(f"{V1}/brands/{number}").status_code == 200
