"""The screens of side talks and spam, by HTTP."""

from html import unescape

import pytest

from helpwell.accounts.testing import ada, make_agent, make_role
from helpwell.tickets import actions
from helpwell.tickets.models import Draft, SideTalk, Ticket
from helpwell.tickets.testing import answer, ask, be_told, hear, make_ticket, to

pytestmark = pytest.mark.django_db
HTMX = {"HX-Request": "true"}


@pytest.fixture
def agent(client):
    client.force_login(ada())
    return client


def post(client, path, **data):
    return client.post(path, data, headers=HTMX)


def with_file(ticket):
    file = actions.attach(ticket, name="plan.png", content_type="image/png", content=b"x", by=ada())
    return answer(ticket, by=ada(), attachment_ids=[file.pk])


def begun_with(agent, message, path="?message={}"):
    """What the composer of a new talk begins with."""
    here = f"/tickets/{message.ticket_id}/side-talks/new/{path.format(message.pk)}"
    return agent.get(here, headers=HTMX).text.partition('id="composer"')[2]


def test_somebody_else_is_asked_from_the_screen(agent):
    ticket = make_ticket()
    page = agent.get(f"/tickets/{ticket.pk}/side-talks/new/").text
    assert "To somebody else, not to the customer" in page
    given = {"to": "Mill <orders@mills.example>", "subject": "Zips", "body": "<div>When?</div>"}
    said = post(agent, f"/tickets/{ticket.pk}/side-talks/new/", status="on_hold", **given)
    talk = SideTalk.objects.get()
    assert (said.status_code, "When?" in said.text) == (200, True)
    assert said["HX-Push-Url"] == f"/tickets/{ticket.pk}/side-talks/{talk.pk}/"
    assert Ticket.objects.get().status == "on_hold"
    assert (talk.subject, talk.messages.get().recipients[0]["email"]) == (
        "Zips", "orders@mills.example",
    )  # fmt: skip


def test_a_refused_question_keeps_everything_typed(agent):
    ticket = make_ticket()
    file = with_file(ticket).attachments.get()
    hers = ticket.requester.identities.get().value
    said = post(
        agent, f"/tickets/{ticket.pk}/side-talks/new/",
        to=hers, subject="Own words", body="<div>When?</div>", passed_on=file.pk,
    )  # fmt: skip
    assert (said.status_code, said["HX-Retarget"]) == (422, "#composer")
    assert [w for w in (hers, "Own words", "When?", "checked") if w not in said.text] == []
    assert "must not see a side talk" in said.text
    assert not SideTalk.objects.exists()


def test_a_message_is_forwarded_with_its_words_and_files(agent):
    ticket = make_ticket(text="Good day,\n\nthe seam is open.")
    message = with_file(ticket)
    first = ticket.messages.order_by("pk").first()
    begun = begun_with(agent, first)
    assert "Forwarded message" in begun
    assert "<blockquote>Good day,<br><br>the seam is open.</blockquote>" in unescape(begun)
    assert "checked" not in begun
    assert "checked" in begun_with(agent, message)


def test_nothing_of_the_customers_is_put_in_unless_somebody_chooses_it(agent):
    ticket = make_ticket(text="The seam is open.")
    assert "The seam is open." not in begun_with(agent, ticket.messages.get(), path="")


@pytest.mark.parametrize("kind", ["note", "asked"])
def test_only_what_was_said_in_public_is_forwarded(agent, kind):
    ticket = make_ticket()
    secret = {
        "note": lambda: actions.note(ticket, html="aardwolf", by=ada()),
        "asked": lambda: ask(ticket, by=ada(), html="aardwolf"),
    }[kind]()
    assert "aardwolf" not in begun_with(agent, secret)


def test_the_talk_shows_what_was_said_and_goes_on(agent):
    ticket = make_ticket(text="civet")
    question = ask(ticket, by=ada(), html="<p>aardwolf?</p>")
    be_told(question, "ocelot!")
    here = f"/tickets/{ticket.pk}/side-talks/{question.side_talk_id}/"
    part = agent.get(f"{here}thread/").text
    assert [word in part for word in ("aardwolf?", "ocelot!", "civet")] == [True, True, False]
    said = post(agent, f"{here}messages/", to="orders@mills.example", body="<p>margay</p>")
    assert "margay" in said.text
    assert question.side_talk.messages.count() == 3


def test_the_tickets_page_lists_its_talks_and_shows_nothing_they_say(agent):
    ticket = make_ticket()
    be_told(ask(ticket, by=ada(), html="aardwolf", subject="Zips for seven"), "ocelot")
    page = agent.get(f"/tickets/{ticket.pk}/?view=all").text
    assert "Zips for seven" in page
    assert "A side talk was answered" in page
    assert [word for word in ("aardwolf", "ocelot") if word in page] == []


def test_another_tickets_talk_is_not_here(agent):
    ticket, other = make_ticket(), make_ticket()
    talk = ask(other, by=ada()).side_talk_id
    for path in ("", "thread/"):
        assert agent.get(f"/tickets/{ticket.pk}/side-talks/{talk}/{path}").status_code == 404
    said = post(agent, f"/tickets/{ticket.pk}/side-talks/{talk}/messages/", to="a@b.example")
    assert said.status_code == 404


def test_who_may_not_ask_may_read_but_not_write(client):
    role = make_role("tickets.read_all", "tickets.note", name="Light")
    client.force_login(make_agent("Lil Light", role))
    ticket = make_ticket()
    talk = ask(ticket, by=ada(), html="aardwolf").side_talk_id
    here = f"/tickets/{ticket.pk}/side-talks/{talk}/"
    page = client.get(here).text
    assert "aardwolf" in page
    assert 'id="composer"' not in page
    assert client.get(f"/tickets/{ticket.pk}/side-talks/new/").status_code == 403
    assert post(client, f"{here}messages/", to="a@b.example", body="x").status_code == 403
    kept = post(client, f"/tickets/{ticket.pk}/draft/", mode="aside", html="x")
    assert kept.status_code == 403


def test_a_draft_for_a_talk_is_kept_for_that_talk_alone(agent):
    ticket = make_ticket()
    talk = ask(ticket, by=ada()).side_talk
    url = f"/tickets/{ticket.pk}/draft/"
    post(agent, url, mode=talk.mode, html="<p>aardwolf</p>", to="orders@mills.example")
    assert Draft.objects.get().mode == talk.mode
    page = agent.get(f"/tickets/{ticket.pk}/side-talks/{talk.pk}/", headers=HTMX).text
    assert "aardwolf" in page
    assert "aardwolf" not in agent.get(f"/tickets/{ticket.pk}/composer/").text
    assert "aardwolf" not in agent.get(f"/tickets/{ticket.pk}/side-talks/new/").text
    wrong = post(agent, url, mode="aside-x", html="x")
    assert wrong.status_code == 422


@pytest.mark.parametrize("is_begun", [False, True])
def test_a_draft_for_a_talk_is_not_saved_over_words_written_elsewhere(agent, is_begun):
    ticket = make_ticket()
    talk = ask(ticket, by=ada()).side_talk if is_begun else None
    mode, place = (talk.mode, talk.pk) if talk else ("aside", "new")
    actions.save_draft(ticket, mode=mode, html="<p>One</p>", by=ada())
    seen = Draft.objects.get().edition
    assert f' edition="{seen}"' in agent.get(f"/tickets/{ticket.pk}/side-talks/{place}/").text
    actions.save_draft(ticket, mode=mode, html="<p>On my phone</p>", by=ada())
    kept = {"mode": mode, "html": "<p>An older page</p>", "edition": seen}
    assert post(agent, f"/tickets/{ticket.pk}/draft/", **kept).status_code == 409
    assert Draft.objects.get().html == "<p>On my phone</p>"


def test_a_file_put_into_a_talk_or_note_is_not_offered_to_the_reply(agent):
    ticket = make_ticket()
    for mode in ("aside", "note"):
        actions.attach(
            ticket, name=f"secret-{mode}.png", content_type="image/png", content=b"x", by=ada(),
            mode=mode,
        )  # fmt: skip
    page = agent.get(f"/tickets/{ticket.pk}/composer/").text
    reply, _, note = page.partition('id="panel-note"')
    assert "secret" not in reply
    assert "secret-note" in note
    assert "secret-aside" not in note


# -- spam --


def test_spam_is_marked_taken_back_and_restored_from_the_screen(agent):
    ticket = make_ticket(status="pending")
    said = post(agent, f"/tickets/{ticket.pk}/spam/")
    assert "In spam" in said["HX-Trigger"]
    assert Ticket.objects.get().status == "spam"
    assert "panel-reply" not in agent.get(f"/tickets/{ticket.pk}/composer/").text
    post(agent, f"/tickets/{ticket.pk}/spam/removal/")
    assert Ticket.objects.get().status == "pending"
    assert "panel-reply" in agent.get(f"/tickets/{ticket.pk}/composer/").text


@pytest.mark.parametrize("to_status", ["spam", "open"])
def test_the_status_menu_leads_neither_into_spam_nor_out_of_it(agent, to_status):
    ticket = make_ticket(status="" if to_status == "spam" else "spam")
    before = Ticket.objects.get().status
    said = post(agent, f"/tickets/{ticket.pk}/status/", to=to_status)
    assert (said.status_code, Ticket.objects.get().status) == (422, before)


def test_undoing_spam_takes_the_right_to_mark_it(client):
    role = make_role("tickets.read_all", "tickets.set_status", name="No spam")
    client.force_login(make_agent("Nils", role))
    ticket = make_ticket()
    fact_id = actions.mark_spam(ticket, by=ada())
    assert post(client, f"/tickets/{ticket.pk}/undo/{fact_id}/").status_code == 422
    assert Ticket.objects.get().status == "spam"


def test_an_answer_to_spam_is_refused_with_a_way_out(agent):
    ticket = make_ticket(status="spam")
    hear(ticket)
    said = post(agent, f"/tickets/{ticket.pk}/replies/", to=to()["email"], body="x")
    assert (said.status_code, "Take it out of spam" in said.text) == (422, True)
