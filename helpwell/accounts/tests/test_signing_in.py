"""Getting in and being kept out."""

import re
from datetime import timedelta

import pytest
import time_machine
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal import auth
from django.core.management import CommandError, call_command
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from helpwell.accounts import actions
from helpwell.accounts.testing import make_administrator, make_agent
from helpwell.core.actors import SYSTEM

pytestmark = pytest.mark.django_db
PASSWORD = "plum tree on the hill"
ADDRESS = "grit@helpwell.test"


@pytest.fixture(autouse=True)
def _quick(settings):
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
    settings.ACCOUNT_RATE_LIMITS = False


@pytest.fixture
def grit():
    return make_agent("Grit Gate", email=ADDRESS, password=PASSWORD)


def sign_in(client, address=ADDRESS, password=PASSWORD, **more):
    return client.post("/accounts/login/", {"login": address, "password": password, **more})


@pytest.mark.parametrize("address", [ADDRESS, "GRIT@Helpwell.test", f"  {ADDRESS} "])
def test_address_and_password_let_in_whatever_the_case_of_letters(client, grit, address):
    answer = sign_in(client, address, next="/me/")
    assert (answer.status_code, answer["Location"]) == (302, "/me/")
    assert client.get("/me/").status_code == 200


def test_signing_in_never_leads_to_another_site(client, grit):
    assert sign_in(client, next="https://evil.test/")["Location"] == "/"


def test_a_refused_sign_in_keeps_the_address(client, grit):
    answer = sign_in(client, password="wrong")
    assert answer.status_code == 422
    assert f'value="{ADDRESS}"' in answer.text
    assert "do not belong together" in answer.text


def test_signing_in_does_not_tell_whether_an_address_exists(client, grit):
    unknown = sign_in(client, "nobody@helpwell.test", "wrong")
    known = sign_in(client, password="wrong")
    assert without_tokens(unknown).replace("nobody@helpwell.test", ADDRESS) == without_tokens(known)


def test_who_is_kept_out_is_told_only_with_the_right_password(client, grit):
    make_administrator()
    actions.deactivate(grit, by=SYSTEM)
    assert sign_in(client, password="wrong").status_code == 422
    assert "do not belong together" in sign_in(client, password="wrong").text
    sign_in(client)
    assert client.get("/me/").status_code == 302


def test_somebody_deactivated_is_out_with_their_next_click(client, grit):
    make_administrator()
    sign_in(client)
    actions.deactivate(grit, by=SYSTEM)
    assert client.get("/me/")["Location"].startswith("/accounts/login/")


def test_after_eight_wrong_passwords_even_the_right_one_waits(client, grit):
    for _ in range(7):
        assert sign_in(client, password="wrong").status_code == 422
    locked = sign_in(client, password="wrong")
    assert locked.status_code == 429
    assert "15 minutes" in locked.text
    assert int(locked["Retry-After"]) == 900
    assert sign_in(client).status_code == 429
    assert client.get("/me/").status_code == 302


def test_the_wait_is_over_after_fifteen_minutes(client, grit, time_machine_traveller):
    for _ in range(8):
        sign_in(client, password="wrong")
    with time_machine_traveller(timedelta(minutes=14)):
        assert "1 minute." in sign_in(client).text
    with time_machine_traveller(timedelta(minutes=16)):
        assert sign_in(client).status_code == 302


def test_one_persons_wrong_passwords_do_not_lock_out_a_colleague(client, grit):
    make_agent("Next Door", email="next@helpwell.test", password=PASSWORD)
    for _ in range(9):
        sign_in(client, password="wrong")
    assert sign_in(client, "next@helpwell.test").status_code == 302


def test_a_form_from_elsewhere_is_refused(grit):
    assert sign_in(Client(enforce_csrf_checks=True)).status_code == 403


def test_signing_out_needs_a_click_not_a_link(client, grit):
    client.force_login(grit)
    assert client.get("/accounts/logout/").status_code == 200
    assert client.get("/me/").status_code == 200
    client.post("/accounts/logout/")
    assert client.get("/me/").status_code == 302


def test_nobody_signs_up_by_themselves(client, grit):
    answer = client.post("/accounts/signup/", {"email": "s@helpwell.test", "password1": PASSWORD})
    assert answer.status_code == 403
    assert "invited" in answer.text


def test_an_administrators_link_lets_somebody_choose_a_new_password_once(client, grit):
    path = actions.make_password_link(grit, by=SYSTEM)
    page = client.get(path, follow=True)
    form = page.redirect_chain[-1][0]
    weak = client.post(form, {"password1": "short", "password2": "short"})
    assert weak.status_code == 422
    chosen = "a wholly new set of words"
    client.post(form, {"password1": chosen, "password2": chosen})
    assert client.get("/me/").status_code == 200
    assert sign_in(Client(), password=chosen).status_code == 302
    assert "does not work any more" in Client().get(path, follow=True).text


def test_a_forged_password_link_opens_nothing(client, grit):
    path = actions.make_password_link(grit, by=SYSTEM)
    assert "does not work any more" in client.get(path[:-3] + "xx/", follow=True).text


def test_the_shell_makes_a_link_for_the_last_administrator(grit, capsys):
    call_command("password_link", ADDRESS.upper())
    assert "/accounts/password/reset/key/" in capsys.readouterr().out
    with pytest.raises(CommandError):
        call_command("password_link", "nobody@helpwell.test")


def test_changing_the_password_needs_the_present_one(client, grit):
    sign_in(client)
    new = {"password1": "some other words here", "password2": "some other words here"}
    page = reverse("account_change_password")
    assert client.post(page, {"oldpassword": "wrong", **new}).status_code == 422
    assert client.post(page, {"oldpassword": PASSWORD, **new}).status_code == 302
    assert sign_in(Client(), password="some other words here").status_code == 302


def test_a_second_step_is_asked_for_once_switched_on(client, grit):
    sign_in(client)
    show_password_again(client)
    switch_on_totp(client)
    second = Client()
    assert sign_in(second)["Location"] == reverse("mfa_authenticate")
    assert second.get("/me/").status_code == 302
    assert second.post(reverse("mfa_authenticate"), {"code": "000000"}).status_code == 422
    recovery = Authenticator.objects.get(user=grit, type="recovery_codes").wrap()
    second.post(reverse("mfa_authenticate"), {"code": recovery.get_unused_codes()[0]})
    assert second.get("/me/").status_code == 200


def test_a_second_step_is_switched_on_only_after_showing_the_password_again(client, grit):
    client.force_login(grit)
    answer = client.get(reverse("mfa_activate_totp"))
    assert answer["Location"].startswith("/accounts/reauthenticate/")


@pytest.mark.parametrize(
    "name",
    ["mfa_add_webauthn", "mfa_activate_totp", "mfa_view_recovery_codes", "account_change_password"],
)
def test_every_page_about_signing_in_draws(client, grit, name):
    sign_in(client)
    show_password_again(client)
    switch_on_totp(client) if name == "mfa_view_recovery_codes" else None
    page = client.get(reverse(name))
    assert page.status_code == 200
    assert "<script>" not in page.text


def test_a_signed_in_page_costs_session_and_person(client, grit, django_assert_num_queries):
    client.force_login(grit)
    client.get("/accounts/logout/")
    with django_assert_num_queries(2):
        client.get("/accounts/logout/")


def show_password_again(client):
    client.post(reverse("account_reauthenticate"), {"password": PASSWORD})


def switch_on_totp(client):
    """Switch on codes from an app, as the app would: the code of the secret on the page."""
    page = client.get(reverse("mfa_activate_totp"))
    secret = page.context["form"].secret
    code = auth.format_hotp_value(
        auth.hotp_value(secret, next(auth.yield_hotp_counters_from_time()))
    )
    answer = client.post(reverse("mfa_activate_totp"), {"code": code})
    assert answer.status_code == 302


def without_tokens(answer):
    return re.sub(r'"([\w-]{22}|\w{64})"', "", answer.text)


@pytest.fixture
def time_machine_traveller():
    return lambda later: time_machine.travel(timezone.now() + later, tick=True)
