"""Brands are made and changed by those who may, under any name but once."""

import pytest

from helpwell.accounts.testing import ada, make_administrator
from helpwell.brands import actions
from helpwell.brands.errors import BrandNameTaken
from helpwell.brands.models import Brand

pytestmark = pytest.mark.django_db


def test_a_brand_is_made_changed_and_retired(client):
    client.force_login(make_administrator())
    given = {"name": "Arbor", "colour": "#2f6f4e", "signature": "Your Arbor team"}
    assert client.post("/settings/brands/", given).status_code == 302
    brand = Brand.objects.get()
    assert (brand.name, brand.colour, brand.is_active) == ("Arbor", "#2f6f4e", True)
    assert 'fill="#2f6f4e"' in client.get("/settings/brands/").text
    client.post(f"/settings/brands/{brand.pk}/", given | {"name": "Arbor & Sons"})
    brand.refresh_from_db()
    assert (brand.name, brand.is_active) == ("Arbor & Sons", False)


def test_a_name_stands_for_one_brand():
    actions.make_brand(name="Arbor", by=ada())
    with pytest.raises(BrandNameTaken):
        actions.make_brand(name=" ARBOR ", by=ada())
    actions.make_brand(name="🌳 ארבור", by=ada())


@pytest.mark.parametrize(
    "wrong", [{"name": ""}, {"name": "x" * 500}, {"colour": 'red"/><script>'}, {"colour": "#12345"}]
)
def test_what_is_no_name_and_no_colour_is_refused_and_kept_in_the_form(client, wrong):
    client.force_login(make_administrator())
    answer = client.post("/settings/brands/", {"name": "Arbor", "colour": "#2f6f4e"} | wrong)
    assert answer.status_code == 422
    assert "<script>" not in answer.text
    assert not Brand.objects.exists()


def test_agents_do_not_arrange_brands(client):
    client.force_login(ada())
    assert client.get("/settings/brands/").status_code == 403


def test_brands_are_offered_in_the_order_that_is_chosen(client):
    first, second = (actions.make_brand(name=name, by=ada()) for name in ("Wheel", "Bloom"))
    client.force_login(make_administrator())
    page = client.get("/settings/brands/").text
    assert f"/settings/brands/{second.pk}/place/" in page
    assert client.post(f"/settings/brands/{second.pk}/place/", {"to": "0"}).status_code == 302
    assert list(Brand.objects.all()) == [second, first]
