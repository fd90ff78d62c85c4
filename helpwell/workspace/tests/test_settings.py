"""All settings on one page and in the palette, each for those who may open it."""

import pytest
from django.urls import reverse

from helpwell.accounts.testing import ada, make_administrator
from helpwell.core.settings_pages import Heading, by_heading, pages_for

pytestmark = pytest.mark.django_db


def enter(client, user):
    client.force_login(user)
    return client


def test_the_overview_has_every_page_with_what_it_is_for(client):
    html = enter(client, make_administrator()).get("/settings/").content.decode()
    pages = pages_for(lambda _capability: True)
    assert {page.heading for page in pages} == set(Heading)
    for page in pages:
        assert f'class="place" href="{page.url}"' in html
        assert str(page.words) in html


def test_every_page_of_the_settings_opens_and_is_marked_in_the_menu(client):
    enter(client, make_administrator())
    for page in pages_for(lambda _capability: True):
        html = client.get(page.url).content.decode()
        assert f'class="nav__item" href="{page.url}" aria-current="page"' in html


def test_nobody_is_shown_what_they_may_not_open(client):
    html = enter(client, ada()).get("/settings/").content.decode()
    assert reverse("accounts:me") in html
    assert reverse("accounts:people") not in html
    assert reverse("channels:inboxes") not in html
    assert str(Heading.TEAM.value) not in html


@pytest.mark.parametrize("typed", ["canned", "SNIPPETS", "replies saved"])
def test_the_palette_finds_a_page_by_other_words_for_it(client, typed):
    html = enter(client, ada()).get("/palette/", {"q": typed}).content.decode()
    assert f'href="{reverse("macros:snippets")}"' in html


def test_the_palette_offers_no_page_to_whoever_may_not_open_it(client):
    assert "palette-page" not in enter(client, ada()).get("/palette/?q=roles").content.decode()
    assert "palette-page" not in enter(client, ada()).get("/palette/").content.decode()


def test_headings_come_in_the_same_order_for_all():
    headings = list(by_heading(pages_for(lambda _capability: True)))
    assert headings == list(Heading)
