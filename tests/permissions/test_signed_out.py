"""Who is not signed in any more: a page is led to the way in, a script of a page is told 401."""

import pytest
from django.test import Client

from helpwell.accounts.testing import make_administrator

pytestmark = pytest.mark.django_db
SCRIPTS = [{"HX-Request": "true"}, {"Sec-Fetch-Mode": "cors"}, {"Sec-Fetch-Mode": "same-origin"}]


@pytest.mark.parametrize("headers", SCRIPTS)
@pytest.mark.parametrize("path", ["/inbox/open/", "/live-pass/", "/settings/people/"])
def test_a_script_is_answered_401_and_no_page_to_sign_in(client, path, headers):
    answer = client.get(path, headers=headers)
    assert (answer.status_code, answer.content) == (401, b"")


@pytest.mark.parametrize("destination", ["document", "empty"])
def test_a_page_is_led_to_the_way_in_also_by_a_service_worker(client, destination):
    headers = {"Sec-Fetch-Mode": "navigate", "Sec-Fetch-Dest": destination}
    answer = client.get("/inbox/open/", headers=headers)
    assert answer.headers["Location"] == "/accounts/login/?next=/inbox/open/"


@pytest.fixture
def strict():
    """A browser that is signed in, and whose forms need their token."""
    client = Client(enforce_csrf_checks=True)
    client.force_login(make_administrator())
    return client


@pytest.mark.parametrize("headers", SCRIPTS)
def test_a_form_from_before_the_sign_in_is_answered_401_where_a_script_sends_it(strict, headers):
    assert strict.post("/me/keys/", headers=headers).status_code == 401


def test_a_form_from_before_the_sign_in_is_refused_in_a_sentence(strict):
    answer = strict.post("/settings/people/invitations/", {"email": "a@b.example"})
    assert answer.status_code == 403
    assert "This page is out of date" in answer.text


def test_a_pass_brings_who_is_signed_in_and_the_token_that_is_good_now(strict):
    answer = strict.get("/live-pass/")
    token = answer.headers["X-CSRFToken"]
    assert answer.headers["Signed-In"] == str(strict.session["_auth_user_id"])
    sent = strict.post("/me/keys/", headers={"HX-Request": "true", "X-CSRFToken": token})
    assert sent.status_code not in (401, 403)
