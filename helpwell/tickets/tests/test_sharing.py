"""A draft goes from hand to hand, and from device to device, and no word of it is lost."""

import pytest

from helpwell.accounts.testing import ada, ben, make_agent, make_group, make_role
from helpwell.core.testing import at_once
from helpwell.events.models import Fact
from helpwell.tickets import actions
from helpwell.tickets.errors import CannotLookOver, DraftChanged, NotAskedToLook, NothingWritten
from helpwell.tickets.history import Sentences
from helpwell.tickets.models import Attachment, Draft, Mention, Message, Ticket
from helpwell.tickets.queries import VIEWS, counts, visible_to
from helpwell.tickets.sharing import drafts_at
from helpwell.tickets.testing import answer, make_ticket

MANAGE = ("tickets.read_all", "tickets.reply", "tickets.note")


def save(ticket, html, *, by, edition=None, of=None):
    return actions.save_draft(ticket, mode="reply", html=html, by=by, edition=edition, of=of)


@pytest.fixture
def shared():
    """Ada's answer, which Ben is asked to look over."""
    ticket = make_ticket()
    save(ticket, "<p>It left today.</p>", by=ada())
    actions.share_draft(ticket, to=ben(), request="Is the tone right?", by=ada())
    return ticket


def draft() -> Draft:
    return Draft.objects.get(agent=ada())


class TestTwoDevices:
    def test_the_edition_grows_with_the_words(self):
        ticket = make_ticket()
        first = save(ticket, "One", by=ada(), edition=0)
        assert save(ticket, "One", by=ada(), edition=first) == first
        assert save(ticket, "One two", by=ada(), edition=first) == first + 1

    @pytest.mark.parametrize("html", ["Other words", ""])
    def test_an_older_edition_overwrites_nothing(self, html):
        ticket = make_ticket()
        first = save(ticket, "One", by=ada(), edition=0)
        save(ticket, "One two", by=ada(), edition=first)
        with pytest.raises(DraftChanged):
            save(ticket, html, by=ada(), edition=first)
        assert draft().html == "One two"

    def test_what_was_read_of_a_draft_is_not_saved_over_the_next(self):
        ticket = make_ticket()
        save(ticket, "One", by=ada(), edition=0)
        read = save(ticket, "One two", by=ada())
        sent = answer(ticket, by=ada(), html="One two")
        actions.withdraw(sent, replied=None, by=ada())
        with pytest.raises(DraftChanged):
            save(ticket, "An older page", by=ada(), edition=read)
        assert draft().html == "One two"

    def test_the_same_words_are_no_conflict(self):
        ticket = make_ticket()
        first = save(ticket, "One", by=ada(), edition=0)
        assert save(ticket, "One", by=ada(), edition=0) == first

    def test_an_empty_draft_is_thrown_away(self):
        ticket = make_ticket()
        first = save(ticket, "One", by=ada(), edition=0)
        assert save(ticket, "", by=ada(), edition=first) == 0
        assert not Draft.objects.exists()

    @pytest.mark.django_db(transaction=True)
    def test_two_begin_at_once_and_one_is_told(self):
        ticket, agent = make_ticket(), ada()
        told = at_once(
            *(lambda html=html: save(ticket, html, by=agent, edition=0) for html in ("A", "B"))
        )
        assert sorted(type(each).__name__ for each in told) == ["DraftChanged", "int"]
        assert Draft.objects.count() == 1

    @pytest.mark.django_db(transaction=True)
    def test_words_saved_as_an_answer_is_taken_back_are_kept_or_refused(self):
        ticket, agent = make_ticket(), ada()
        sent = answer(ticket, by=agent, html="Sent")
        read = save(ticket, "Next", by=agent)
        _taken, told = at_once(
            lambda: actions.withdraw(sent, replied=None, by=agent),
            lambda: save(ticket, "Next and more", by=agent, edition=read),
        )
        assert isinstance(told, DraftChanged) or "Next and more" in draft().html

    def test_what_is_saved_as_its_ticket_is_merged_goes_on_with_it(self):
        first, second = make_ticket(), make_ticket()
        page = Ticket.objects.get(pk=second.pk)
        actions.merge([second], into=first, by=ada())
        save(page, "Typed meanwhile", by=ada(), edition=0)
        assert draft().ticket == first

    def test_the_page_shows_both(self, client):
        ticket = make_ticket()
        client.force_login(ada())
        url = f"/tickets/{ticket.pk}/draft/"
        first = client.post(url, {"mode": "reply", "html": "<p>One</p>", "edition": "0"})
        assert first.headers["Draft-Edition"] == str(draft().edition)
        other = client.post(url, {"mode": "reply", "html": "<p>Else</p>", "edition": "0"})
        assert other.status_code == 409
        assert "<p>One</p>" in other.text
        assert "You have changed this draft elsewhere" in other.text


class TestLookingOver:
    def test_it_stands_among_the_mentions_of_whom_is_asked(self, shared):
        view = VIEWS["mentions"]
        assert list(visible_to(ben()).filter(view.rule(ben()))) == [shared]
        assert counts(ben())["mentions"] == 1
        assert counts(ada())["mentions"] == 0

    def test_they_may_write_in_it_and_its_writer_sees_that(self, shared):
        read = draft().edition
        save(shared, "<p>It left this morning.</p>", by=ben(), edition=read, of=ada())
        assert draft().html == "<p>It left this morning.</p>"
        assert draft().edited_by == ben()
        with pytest.raises(DraftChanged):
            save(shared, "<p>It left today. Sorry</p>", by=ada(), edition=read)

    def test_they_cannot_empty_it_away(self, shared):
        save(shared, "", by=ben(), edition=draft().edition, of=ada())
        assert draft().shared_with == ben()

    def test_nobody_else_writes_in_it(self, shared):
        cy = make_agent("Cy", make_role(*MANAGE, name="M"))
        with pytest.raises(NotAskedToLook):
            save(shared, "Mine", by=cy, of=ada())
        assert drafts_at(cy, shared).asked is None

    def test_giving_it_back_tells_its_writer_why(self, shared):
        actions.give_back(draft(), by=ben(), words="Say sorry first.")
        assert draft().shared_with is None
        assert Mention.objects.get().agent == ada()
        assert Message.objects.get(kind="note").text == "Say sorry first."
        fact = Fact.objects.get(name="draft.returned")
        assert "gave the draft back to Ada" in Sentences([fact]).of(fact)

    def test_its_writer_takes_it_back(self, shared):
        actions.give_back(draft(), by=ada())
        with pytest.raises(NotAskedToLook):
            save(shared, "Late", by=ben(), of=ada())

    def test_who_does_not_see_the_ticket_is_not_asked(self):
        garden = make_role("tickets.read_groups", "tickets.reply", name="G")
        stranger = make_agent("Stan", garden, groups=[make_group("Garden")])
        reader = make_agent("Rea", make_role("tickets.read_all", name="R"))
        ticket = make_ticket()
        save(ticket, "One", by=ada())
        for nobody in (stranger, reader, ada()):
            with pytest.raises(CannotLookOver):
                actions.share_draft(ticket, to=nobody, request="", by=ada())

    def test_there_must_be_something_to_look_at(self):
        with pytest.raises(NothingWritten):
            actions.share_draft(make_ticket(), to=ben(), request="", by=ada())


class TestOnTheScreen:
    def send(self, client, ticket, **more):
        typed = {"body": "<p>It left today.</p>", "to": "grace@home.example"}
        seen = {"seen_up_to": ticket.last_public_id, "draft_of": ada().pk}
        return client.post(f"/tickets/{ticket.pk}/replies/", typed | seen | more)

    def test_the_composer_opens_with_what_one_is_asked_to_see(self, client, shared):
        client.force_login(ben())
        page = client.get(f"/tickets/{shared.pk}/").text
        assert "Is the tone right?" in page
        assert "It left today." in page
        assert f'name="draft_of" value="{ada().pk}"' in page

    def test_ones_own_draft_stays_and_the_other_is_one_click_away(self, client, shared):
        save(shared, "<p>My own words</p>", by=ben())
        client.force_login(ben())
        page = client.get(f"/tickets/{shared.pk}/composer/").text
        assert "My own words" in page
        assert "It left today." not in page
        asked = client.get(f"/tickets/{shared.pk}/composer/?of={ada().pk}").text
        assert "It left today." in asked

    def test_sending_it_is_theirs_with_both_named(self, client, shared):
        file = actions.attach(
            shared, name="a.png", content_type="image/png", content=b"x", by=ada()
        )
        save(shared, "<p>My own words</p>", by=ben())
        client.force_login(ben())
        assert self.send(client, shared, attachment=file.pk).status_code == 200
        message = Message.objects.get(kind="reply")
        assert message.author == ben()
        assert Attachment.objects.get().message == message
        assert [each.html for each in Draft.objects.all()] == ["<p>My own words</p>"]
        fact = Fact.objects.get(name="draft.sent")
        assert Sentences([fact]).of(fact) == "Ben Baker sent what was written with Ada Agent"

    def test_what_is_refused_is_still_both_theirs(self, client, shared):
        client.force_login(ben())
        assert self.send(client, shared, to=[]).status_code == 422
        assert draft().shared_with == ben()
        assert not Message.objects.filter(kind="reply").exists()

    def test_what_was_taken_back_meanwhile_is_not_sent(self, client, shared):
        actions.give_back(draft(), by=ada())
        client.force_login(ben())
        refused = self.send(client, shared)
        assert refused.status_code == 422
        assert "back with its writer" in refused.text
        assert Ticket.objects.get().status == "new"

    def test_asking_and_giving_back_by_the_dialogs(self, client):
        ticket = make_ticket()
        save(ticket, "<p>It left.</p>", by=ada())
        client.force_login(ada())
        url = f"/tickets/{ticket.pk}/draft/"
        ben()
        assert "Ben Baker" in client.get(f"{url}looking-over/").text
        nobody = client.post(f"{url}looking-over/", {"colleague": "", "request": "Tone?"})
        assert nobody.status_code == 422
        assert "Tone?" in nobody.text
        client.post(f"{url}looking-over/", {"colleague": ben().pk, "request": "Tone?"})
        assert draft().shared_with == ben()
        client.post(f"{url}return/", {"draft": draft().pk})
        assert draft().shared_with is None
