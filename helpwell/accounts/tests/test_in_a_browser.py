"""A real browser, under the real content policy: passkeys, links to copy, the menu in the rail."""

import re
from collections.abc import Iterator

import pytest
from django.contrib.sessions.models import Session
from django.db import connections
from django.urls import reverse
from playwright.sync_api import Page, expect

from helpwell.accounts.actions.roles import standing_role
from helpwell.accounts.models import User
from helpwell.accounts.testing import make_agent
from ui.testing import at_rest, chromium, violations

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
PASSWORD = "plum tree on the hill"
FINGER = {
    "protocol": "ctap2",
    "transport": "internal",
    "hasResidentKey": True,
    "hasUserVerification": True,
    "isUserVerified": True,
    "automaticPresenceSimulation": True,
}


@pytest.fixture
def page(live_server, monkeypatch) -> Iterator[Page]:
    """A browser at the house's address; the page must break no rule and raise no error."""
    monkeypatch.setenv("DJANGO_ALLOW_ASYNC_UNSAFE", "1")
    complaints: list[str] = []
    with chromium() as browser:
        context = browser.new_context(base_url=live_server.url)
        page = context.new_page()
        page.on("pageerror", lambda error: complaints.append(str(error)))
        page.on("console", lambda said: complaints.append(said.text))
        yield page
        context.close()
        connections.close_all()  # beside the browser's event loop Django keeps another one
    assert not [words for words in complaints if "Content Security Policy" in words]


def sign_in(page: Page, person: User, to: str = "/me/") -> None:
    page.goto(f"/accounts/login/?next={to}")
    page.get_by_label("E-mail address").fill(person.email)
    page.get_by_label("Password").fill(PASSWORD)
    page.get_by_role("button", name="Sign in", exact=True).click()
    page.wait_for_url(f"**{to}")


def test_the_very_first_page_breaks_no_rule(page, live_server):
    context = page.context.browser.new_context(base_url=live_server.url, bypass_csp=True)
    first = context.new_page()
    first.goto("/")
    expect(first.get_by_role("heading", name="Welcome to your Helpwell")).to_be_visible()
    for theme in ("light", "dark"):
        first.emulate_media(color_scheme=theme)
        assert violations(at_rest(first)) == []
    context.close()


def test_a_passkey_is_added_and_then_signs_in_alone(page):
    person = make_agent("Ada Agent", password=PASSWORD)
    devices = page.context.new_cdp_session(page)
    devices.send("WebAuthn.enable")
    devices.send("WebAuthn.addVirtualAuthenticator", {"options": FINGER})
    sign_in(page, person)
    page.locator("#sign-in").get_by_role("link", name="Add").click()
    page.get_by_label("Password").fill(PASSWORD)
    page.get_by_role("button", name="Go on").click()
    page.get_by_label("Name, such as").fill("My laptop")
    page.get_by_role("button", name="Add").click()
    expect(page.get_by_role("heading", name="Recovery codes")).to_be_visible()
    page.goto("/me/")
    expect(page.locator("#sign-in")).to_contain_text("My laptop")

    Session.objects.all().delete()
    page.goto("/accounts/login/")
    page.get_by_role("button", name="Sign in with a passkey").click()
    page.wait_for_url(re.compile("^(?!.*accounts)"))
    page.goto("/me/")
    expect(page.get_by_role("heading", name="My profile")).to_be_visible()


def test_a_passkey_that_is_not_there_is_a_sentence(page):
    make_agent("Ada Agent", password=PASSWORD)
    devices = page.context.new_cdp_session(page)
    devices.send("WebAuthn.enable")
    devices.send("WebAuthn.addVirtualAuthenticator", {"options": FINGER})
    page.goto("/accounts/login/")
    page.get_by_role("button", name="Sign in with a passkey").click()
    expect(page.locator(".toast__words").last).to_contain_text("That did not work")


def test_the_menu_in_the_rail_says_that_i_am_away(page):
    person = make_agent("Ada Agent", password=PASSWORD)
    sign_in(page, person)
    page.get_by_role("button", name=re.compile("my menu")).click()
    page.get_by_role("menuitemradio", name="Away").click()
    expect(page.get_by_role("button", name=re.compile("away.*my menu"))).to_be_visible()
    assert User.objects.get(pk=person.pk).availability == "away"


def test_somebody_is_invited_and_joins(page, live_server):
    boss = make_agent("Alma Admin", "administrator", password=PASSWORD)
    standing_role("agent")
    sign_in(page, boss, to="/settings/people/")
    page.get_by_role("link", name="Invite").click()
    page.get_by_label("E-mail address").fill("nia@helpwell.test")
    expect(page.get_by_label("Role").locator("option:checked")).not_to_have_text("Administrator")
    page.get_by_role("button", name="Make the link").click()
    link = page.get_by_label("Invitation link").input_value()
    theirs = page.context.browser.new_context(base_url=live_server.url).new_page()
    theirs.goto(link)
    theirs.get_by_label("Your name").fill("Nia New")
    theirs.get_by_label("Password").fill(PASSWORD)
    theirs.get_by_role("button", name="Join").click()
    theirs.wait_for_url(re.compile("^(?!.*(accounts|invit|join))"))
    theirs.goto("/me/")
    expect(theirs.get_by_label("Name", exact=True)).to_have_value("Nia New")
    theirs.context.close()


def test_access_is_closed_and_the_notice_takes_it_back(page):
    boss = make_agent("Alma Admin", "administrator", password=PASSWORD)
    other = make_agent("Ben Baker")
    sign_in(page, boss, to=reverse("accounts:person", args=[other.pk]))
    page.get_by_role("button", name="Close their access").click()
    expect(page.locator("#person")).to_contain_text("may not sign in")
    page.locator(".toast").get_by_role("button", name="Undo").click()
    expect(page.get_by_role("button", name="Close their access")).to_be_visible()
    assert User.objects.get(pk=other.pk).is_active
