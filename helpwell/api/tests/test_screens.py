"""Tokens and apps on screen, and the description for people."""

import re

import pytest

from helpwell.accounts.models import User
from helpwell.accounts.testing import ada, make_administrator, make_role
from helpwell.api.models import Token
from helpwell.api.testing import V1, asking, make_token

pytestmark = pytest.mark.django_db
CHOSEN = {"name": "Shop sync", "scopes": ["read", "work"], "days": "90"}


def secret_in(answer):
    return re.search(r'value="(hwt_[^"]+)"', answer.text)[1]


def test_a_token_is_shown_once(client):
    client.force_login(ada())
    secret = secret_in(client.post("/settings/tokens/", CHOSEN))
    assert asking(secret).get(f"{V1}/me").json()["scopes"] == ["read", "work"]
    page = client.get("/settings/tokens/").text
    assert "Shop sync" in page
    assert secret not in page
    assert secret not in str(Token.objects.values())


def test_a_token_without_anything_to_do_is_refused(client):
    client.force_login(ada())
    assert client.post("/settings/tokens/", CHOSEN | {"scopes": []}).status_code == 422


def test_somebody_elses_token_is_not_mine_to_revoke(client):
    token = make_token(make_administrator()).token
    client.force_login(ada())
    assert client.post(f"/settings/tokens/{token.pk}/revocation/").status_code == 404
    mine = make_token(ada()).token
    client.post(f"/settings/tokens/{mine.pk}/revocation/")
    assert list(Token.objects.standing()) == [token]


def test_apps_are_for_those_who_may_let_somebody_in(client):
    client.force_login(ada())
    assert client.get("/settings/apps/").status_code == 403


def test_an_app_is_hired_and_let_go(client):
    role = make_role("tickets.read_all", name="Sync")
    client.force_login(make_administrator())
    secret = secret_in(client.post("/settings/apps/", CHOSEN | {"role": role.pk}))
    assert asking(secret).get(f"{V1}/me").json()["name"] == "Shop sync"
    token = Token.objects.get(user__is_app=True)
    client.post(f"/settings/apps/{token.pk}/revocation/")
    assert asking(secret).get(f"{V1}/me").status_code == 401
    assert not User.objects.get(is_app=True).is_active


def test_the_api_is_described_for_people_without_a_script_from_elsewhere(client):
    page = client.get("/api/").text
    assert "/api/v1/tickets/{ticket_id}" in page
    assert re.findall(r'(?:src|href)="(?:https?:)?//', page) == []
