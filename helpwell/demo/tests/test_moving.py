"""The demo comes when an administrator wishes for it on the screen, and goes again."""

import pytest

from helpwell.accounts.models import Role
from helpwell.accounts.testing import make_administrator, make_agent
from helpwell.demo import actions, queries

pytestmark = pytest.mark.django_db
HTMX = {"HX-Request": "true"}


def test_a_wish_is_kept_until_it_has_come(client, monkeypatch):
    client.force_login(make_administrator())
    assert "moving in" in client.post("/demo/", headers=HTMX).content.decode()
    assert queries.is_wished_for()
    seed = actions.seed
    monkeypatch.setattr(actions, "seed", lambda: seed(most=3))
    actions.come_if_wished()
    assert queries.is_present()
    html = client.get("/demo/step/", headers=HTMX).content.decode()
    assert "hanne@plovermill.example" in html
    assert "Remove the demo" in html
    assert "Let it move in" in client.post("/demo/", {"out": "1"}, headers=HTMX).content.decode()
    assert not queries.is_present()


def test_without_a_wish_nothing_comes():
    actions.come_if_wished()
    assert not queries.is_present()


def test_only_who_may_do_everything_lets_strangers_in(client):
    role = Role.objects.create(name="People", capabilities=["accounts.manage"])
    client.force_login(make_agent("Pia", role=role))
    assert client.post("/demo/", headers=HTMX).status_code == 403
    assert client.get("/demo/step/", headers=HTMX).status_code == 403
    assert "demo" not in client.get("/welcome/steps/").content.decode().split("<ol")[1]
