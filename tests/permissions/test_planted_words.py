"""What people type is words on every page, wherever it is typed: nothing of it becomes a page."""

import pytest

from helpwell.accounts.testing import make_administrator
from helpwell.jobs.actions import run_until_quiet
from tests.planting import HARM, plant

pytestmark = pytest.mark.django_db
PLACES = (
    *("/inbox/open/", "/inbox/mine/", "/tickets/{ticket}/", "/tickets/{ticket}/together/"),
    *("/tickets/{ticket}/composer/", "/tickets/{ticket}/tags/", "/tickets/{ticket}/assignment/"),
    *("/customers/", "/customers/{customer}/", "/search/?q=planted", "/palette/?q=planted"),
    *("/tickets/new/", "/promises/", "/promises/report/", "/views/new/", "/settings/macros/"),
    *("/settings/", "/settings/fields/", "/settings/statuses/", "/settings/people/"),
    *("/settings/groups/", "/settings/inboxes/", "/settings/forms/", "/settings/reasons/"),
)


@pytest.fixture
def planted():
    """A ticket with such words wherever words can be."""
    admin = make_administrator()
    ticket = plant(admin)
    run_until_quiet("events.tell_facts")
    return admin, ticket


@pytest.mark.parametrize("headers", [{}, {"HX-Request": "true"}], ids=["page", "fragment"])
def test_no_page_takes_words_for_its_own(client, planted, headers):
    admin, ticket = planted
    client.force_login(admin)
    numbers = {"ticket": ticket.pk, "customer": ticket.requester_id}
    seen = ""
    for place in PLACES:
        answer = client.get(place.format(**numbers), headers=headers)
        assert answer.status_code == 200, place
        assert HARM not in answer.text, place
        seen += answer.text
    assert seen.count("planted") > len(PLACES), "hardly anything was planted"
