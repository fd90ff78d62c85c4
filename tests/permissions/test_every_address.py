"""Every address of the house, tried by people who may not see what is behind it."""

import pytest
from django.test import Client

from helpwell.accounts.testing import make_administrator
from helpwell.tickets.models import Ticket
from tests.addresses import addresses
from tests.architecture.house import in_order
from tests.permissions.hidden import WORDS, hide, scoped, stranger

pytestmark = pytest.mark.django_db

# What anybody may open: signing in, joining by a link, the style guide, the phone's description.
PUBLIC = {
    "account_login", "account_logout", "account_signup", "account_inactive",
    "account_reset_password", "account_reset_password_from_key", "mfa_login_webauthn",
    "accounts:invitation", "workspace:manifest",
    "api:docs", "api:openapi",
    "ui:style_guide", "ui:found", "ui:undone", "ui:refused", "ui:screen", "ui:plain",
    "ui:colleagues", "notifications:worker", "notifications:offline",
}  # fmt: skip
# What mail providers call, who sign in otherwise than by cookies; and examples that do nothing.
WITHOUT_TOKEN = {
    *("channels:hand_in", "channels:mailgun_hook"),
    *("ui:undone", "ui:refused", "ui:found", "ui:colleagues"),
}
# What shows or changes a ticket, or something that hangs on one.
OF_A_TICKET = {
    "ticket_id",
    "message_id",
    "attachment_id",
    "envelope_id",
    "fact_id",
    "customer_id",
    "delivery_id",
    "inbox_id",
    "talk_id",
}
# Numbers of what hangs on one ticket alone, below the address of another.
CHILDREN = {"message_id", "attachment_id", "talk_id", "fact_id", "step_id", "promise_id"}
CLOSED = {401, 403, 404, 405}  # 401: the API, which takes no session; tests/api tries it


@pytest.fixture
def hidden():
    return hide()


@pytest.mark.parametrize("method", ["get", "post"])
def test_an_anonymous_visitor_sees_the_way_in_and_nothing_else(client, hidden, method):
    before = hidden.state()
    for address in addresses(hidden.numbers):
        answer = getattr(client, method)(address.path)
        assert answer.status_code < 500, address
        assert_nothing_leaks(answer, address)
        if address.name not in PUBLIC:
            leads_to_sign_in = answer.status_code == 302 and is_way_in(client, answer)
            assert leads_to_sign_in or answer.status_code in CLOSED, (address, answer.status_code)
    assert hidden.state() == before


def test_nothing_is_done_for_another_site_in_ones_name(hidden):
    """What a page elsewhere lets a browser send has the cookies, and not the token (CSRF)."""
    browser = Client(enforce_csrf_checks=True)
    browser.force_login(make_administrator())
    before = hidden.state()
    for address in addresses(hidden.numbers):
        if address.name not in WITHOUT_TOKEN:
            answer = browser.post(address.path, {"text": "x"})
            refused = {401, 403} if address.path.startswith("/api/v1/") else {403}
            assert answer.status_code in refused, (address, answer.status_code)
    assert hidden.state() == before


@pytest.mark.parametrize("who", [stranger, scoped], ids=["stranger", "scoped agent"])
@pytest.mark.parametrize("method", ["get", "post"])
@pytest.mark.parametrize("htmx", [False, True], ids=["page", "fragment"])
def test_who_may_not_see_a_ticket_finds_no_trace_of_it(client, hidden, who, method, htmx):
    client.force_login(who())
    before = hidden.state()
    for address in addresses(hidden.numbers):
        if address.name == "account_logout":
            continue
        headers = {"HX-Request": "true"} if htmx else {}
        answer = getattr(client, method)(address.path, headers=headers)
        assert answer.status_code < 500, address
        assert_nothing_leaks(answer, address)
        if OF_A_TICKET & set(address.takes) and not address.name.startswith("demo:"):
            assert answer.status_code in CLOSED, (address, answer.status_code)
    assert hidden.state() == before


@pytest.mark.parametrize("method", ["get", "post"])
def test_nothing_of_a_hidden_ticket_is_reached_below_a_ticket_of_ones_own(client, hidden, method):
    person = scoped()
    client.force_login(person)
    before = hidden.state()
    own = Ticket.objects.filter(assignee=person).get()
    for address in addresses(hidden.numbers | {"ticket_id": own.pk}):
        if "ticket_id" in address.takes and CHILDREN & set(address.takes):
            answer = getattr(client, method)(address.path)
            assert answer.status_code in CLOSED, (address, answer.status_code)
            assert_nothing_leaks(answer, address)
    assert hidden.state() == before


@pytest.mark.parametrize("who", [stranger, scoped], ids=["stranger", "scoped agent"])
def test_nothing_hidden_is_found(client, hidden, who):
    client.force_login(who())
    for words in (*WORDS.values(), str(hidden.ticket.pk), f"#{hidden.ticket.pk}", "quill", "Olive"):
        for place in ("/search/", "/palette/", "/customers/"):
            answer = client.get(place, {"q": words})
            assert f"/tickets/{hidden.ticket.pk}/" not in answer.text
            assert [w for w in WORDS.values() if w in answer.text and w not in words] == []


@pytest.mark.parametrize("who", [stranger, scoped], ids=["stranger", "scoped agent"])
def test_no_pass_lets_one_hear_of_a_hidden_ticket(client, hidden, who, settings):
    from helpwell.live import passes

    client.force_login(who())
    asked = f"ticket:{hidden.ticket.pk} presence:{hidden.ticket.pk} tickets people:1 everything"
    text = client.get("/live-pass/", {"topics": asked}).text
    assert passes.read(text, key=settings.SECRET_KEY).topics == {"tickets"}


def test_counts_hold_only_what_may_be_seen(client, hidden):
    from helpwell.tickets.queries import counts

    assert set(counts(stranger()).values()) == {0}
    assert counts(scoped())["all"] == 2


def test_the_owner_sees_it_all(client, hidden):
    """Guards the guard: the words are on the pages of somebody who may see them."""
    client.force_login(hidden.owner)
    page = client.get(f"/tickets/{hidden.ticket.pk}/").text
    talk = hidden.question.side_talk_id
    page += client.get(f"/tickets/{hidden.ticket.pk}/side-talks/{talk}/").text
    assert [word for word in WORDS.values() if word not in page] == []
    original = client.get(f"/envelopes/{hidden.envelope.pk}/original/")
    assert WORDS["message"] in body_of(original)


def test_every_view_of_ours_refuses_what_it_was_not_made_for(client, hidden):
    client.force_login(make_administrator())
    wrong = [
        f"{address.name} answers {method.upper()}: decorate it with require_GET or the like"
        for address in addresses(hidden.numbers)
        if ":" in address.name and not address.path.startswith("/api/v1/")
        for method in ("put", "patch", "delete")
        if getattr(client, method)(address.path).status_code != 405
    ]
    in_order(wrong)


def is_way_in(client, answer):
    """Whether a redirect ends at the sign-in page or the like."""
    target = answer["Location"]
    for _ in range(4):
        if target.startswith(("/accounts/login/", "/welcome/")):
            return True
        again = client.get(target)
        if again.status_code != 302:
            return False
        target = again["Location"]
    return False


def assert_nothing_leaks(answer, address):
    """No word of the hidden ticket stands in the answer."""
    text = body_of(answer) + str(answer.headers)
    assert [word for word in WORDS.values() if word in text] == [], address


def body_of(answer):
    """The whole answer as text, its file closed."""
    body = b"".join(answer.streaming_content) if answer.streaming else answer.content
    for close in answer._resource_closers:  # close() would end the test's own connection too
        close()
    return body.decode(errors="replace")
