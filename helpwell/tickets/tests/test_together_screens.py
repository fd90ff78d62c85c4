"""The screens on which tickets and people are brought together."""

import pytest

from helpwell.accounts.testing import ada, ben, make_agent, make_group, make_role
from helpwell.core.actors import SYSTEM
from helpwell.customers.testing import make_customer
from helpwell.tickets import actions
from helpwell.tickets.models import (
    Follower,
    Link,
    Merge,
    Participant,
    Step,
    Ticket,
    TimeEntry,
)
from helpwell.tickets.testing import make_ticket

HX = {"HX-Request": "true"}
RIGHTS = ("merge", "note", "reply", "read_groups")


@pytest.fixture
def agent(client):
    person = ada()
    client.force_login(person)
    return person


def limited(client, *groups):
    """Somebody who sees the tickets of some groups only, and may do everything there."""
    person = make_agent("Lea", make_role(*(f"tickets.{r}" for r in RIGHTS)), groups=list(groups))
    client.force_login(person)
    return person


def merge(client, *tickets, into, **more):
    sent = {"ticket": [ticket.pk for ticket in tickets], "into": into.pk} | more
    return client.post("/tickets/merge/", sent, headers=HX)


class TestMerging:
    def test_what_disagrees_is_seen_before(self, client, agent):
        first = make_ticket(requester=make_customer(name="Grace"), subject="Pot")
        second = make_ticket(requester=make_customer(name="Stan"), subject="Pot", assignee=ben())
        page = client.get(f"/tickets/merge/?ticket={first.pk}&add={second.pk}", headers=HX).text
        assert "Where they disagree" in page
        assert "These are different customers" in page
        assert "Grace" in page
        assert "Stan" in page
        assert "Subject</th>" not in page
        assert "Taken over, since it is empty there: Assignee" in " ".join(page.split())

    def test_it_opens_the_survivor_with_a_way_back(self, client, agent):
        first, second = make_ticket(), make_ticket(subject="Umbrella")
        answer = merge(client, first, second, into=first)
        assert answer["HX-Push-Url"] == f"/tickets/{first.pk}/"
        assert f"/tickets/{first.pk}/undo/" in answer["HX-Trigger"]
        assert "Umbrella" in answer.text
        assert Ticket.objects.get(pk=second.pk).merged_into == first

    def test_nobody_joins_unless_it_was_chosen(self, client, agent):
        stan = make_customer(name="Stan")
        first, second = make_ticket(), make_ticket(requester=stan)
        third = make_ticket(requester=stan)
        merge(client, first, second, into=first)
        assert not Participant.objects.exists()
        merge(client, first, third, into=first, joining=stan.pk)
        assert Participant.objects.get().customer == stan

    def test_a_number_leads_on_with_a_word(self, client, agent):
        first, second = make_ticket(), make_ticket()
        actions.merge([second], into=first, by=agent)
        page = client.get(f"/tickets/{second.pk}/", follow=True)
        assert page.request["PATH_INFO"] == f"/tickets/{first.pk}/"
        assert f"#{second.pk} was merged into this" in page.text
        piece = client.get(f"/tickets/{second.pk}/", headers=HX)
        assert piece["HX-Push-Url"] == f"/tickets/{first.pk}/"

    def test_it_is_parted_from_the_section_beside(self, client, agent):
        first, second = make_ticket(), make_ticket()
        actions.merge([second], into=first, by=agent)
        address = f"/tickets/{first.pk}/merges/{Merge.objects.get().pk}/removal/"
        assert address in client.get(f"/tickets/{first.pk}/").text
        assert client.post(address, headers=HX).status_code == 200
        assert Ticket.objects.get(pk=second.pk).status == "new"

    def test_of_what_one_may_not_see_there_is_no_trace(self, client):
        garden, billing = make_group("Garden"), make_group("Billing")
        limited(client, garden)
        mine, theirs = make_ticket(group=garden), make_ticket(group=billing)
        gone = make_ticket(group=garden)
        actions.merge([gone], into=theirs, by=ada())
        for address in (
            f"/tickets/{gone.pk}/",
            f"/tickets/merge/?ticket={mine.pk}&add={theirs.pk}",
            f"/tickets/merge/?ticket={mine.pk}&add={gone.pk}",
        ):
            assert client.get(address).status_code == 404
        assert merge(client, mine, theirs, into=mine).status_code == 404
        assert str(theirs.pk) not in client.get(f"/tickets/names/?q={theirs.pk}").text
        assert str(theirs.pk) not in client.get(f"/tickets/names/?q={gone.pk}").text

    def test_a_pick_list_knows_a_merged_ticket_by_its_number(self, client, agent):
        first, second = make_ticket(), make_ticket()
        actions.merge([second], into=first, by=agent)
        assert f'data-value="{first.pk}"' in client.get(f"/tickets/names/?q=%23{second.pk}").text

    def test_search_finds_the_survivor_by_the_old_number_and_subject(self, client, agent):
        first, second = make_ticket(), make_ticket(subject="Umbrella")
        actions.merge([second], into=first, by=agent)
        for words in (second.pk, f"#{second.pk}", "umbrella"):
            assert f"/tickets/{first.pk}/" in client.get("/palette/", {"q": words}).text
            assert f"/tickets/{first.pk}/" in client.get("/search/", {"q": words}).text

    def test_a_reply_to_a_page_of_before_lands_on_the_survivor(self, client, agent):
        first, second = make_ticket(), make_ticket()
        actions.merge([second], into=first, by=agent)
        sent = {"body": "<p>Soon</p>", "to": "grace@home.example", "anyway": "1"}
        client.post(f"/tickets/{second.pk}/replies/", sent, headers=HX)
        assert Ticket.objects.get(pk=first.pk).last_words == "Soon"


class TestLinks:
    def test_a_link_stands_on_both(self, client, agent):
        whole, piece = make_ticket(subject="Whole"), make_ticket(subject="Piece")
        sent = {"other": whole.pk, "as_what": "child"}
        assert "Whole" in client.post(f"/tickets/{piece.pk}/links/", sent, headers=HX).text
        assert "Piece" in client.get(f"/tickets/{whole.pk}/together/").text
        assert f"a part of #{whole.pk}" in client.get(f"/tickets/{piece.pk}/thread/").text

    def test_whoever_may_not_see_the_other_sees_no_link(self, client):
        garden, billing = make_group("Garden"), make_group("Billing")
        mine = make_ticket(group=garden)
        theirs = make_ticket(group=billing, subject="Secret")
        actions.link(mine, theirs, as_what="related", by=ada())
        limited(client, garden)
        page = client.get(f"/tickets/{mine.pk}/").text
        assert "Secret" not in page
        assert f"#{theirs.pk}" not in page
        number = Link.objects.get().pk
        assert client.post(f"/tickets/{mine.pk}/links/{number}/removal/").status_code == 404
        sent = {"other": theirs.pk, "as_what": "parent"}
        assert client.post(f"/tickets/{mine.pk}/links/", sent, headers=HX).status_code == 422

    def test_what_is_refused_keeps_what_was_chosen(self, client, agent):
        one, other = make_ticket(), make_ticket()
        actions.link(one, other, as_what="parent", by=agent)
        sent = {"other": one.pk, "as_what": "parent"}
        answer = client.post(f"/tickets/{other.pk}/links/", sent, headers=HX)
        assert (answer.status_code, answer["HX-Retarget"]) == (422, "#link-dialog")
        assert "round in a circle" in answer.text


class TestChecklist:
    def test_a_pasted_list_makes_a_step_of_every_line(self, client, agent):
        ticket = make_ticket()
        text = "- Call the carrier\r\n* [ ] Refund\n\n  • Write"
        client.post(f"/tickets/{ticket.pk}/steps/", {"text": text}, headers=HX)
        assert [s.text for s in Step.objects.all()] == ["Call the carrier", "Refund", "Write"]
        step = Step.objects.first()
        page = client.post(f"/tickets/{ticket.pk}/steps/{step.pk}/tick/", {"done": "1"}, headers=HX)
        assert "1/3" in page.text
        assert "1/3" in client.get(f"/tickets/{ticket.pk}/head/").text

    def test_steps_change_places(self, client, agent):
        ticket = make_ticket()
        actions.add_steps(ticket, text="a\nb\nc", by=agent)
        last = Step.objects.last()
        client.post(f"/tickets/{ticket.pk}/steps/{last.pk}/place/", {"up": "1"}, headers=HX)
        assert [step.text for step in Step.objects.all()] == ["a", "c", "b"]

    def test_what_a_colleague_wrote_meanwhile_is_not_lost(self, client, agent):
        ticket = make_ticket()
        actions.add_steps(ticket, text="a", by=agent)
        step = Step.objects.get()
        actions.rename_step(step, text="b", seen="a", by=ben())
        sent = {"text": "c", "seen": "a"}
        answer = client.post(f"/tickets/{ticket.pk}/steps/{step.pk}/", sent, headers=HX)
        assert answer.status_code == 422
        assert "It reads now: b" in answer.text
        assert 'value="c"' in answer.text


class TestPeople:
    def test_one_follows_and_lets_others_follow(self, client, agent):
        ticket, other = make_ticket(), ben()
        client.post(f"/tickets/{ticket.pk}/followers/me/", {"follow": "1"}, headers=HX)
        client.post(f"/tickets/{ticket.pk}/followers/", {"agent": other.pk}, headers=HX)
        followers = set(Follower.objects.values_list("agent", flat=True))
        assert followers == {agent.pk, other.pk}
        client.post(f"/tickets/{ticket.pk}/followers/{other.pk}/removal/", headers=HX)
        assert Follower.objects.get().agent == agent

    def test_nobody_follows_what_they_may_not_see(self, client, agent):
        ticket, stan = make_ticket(), make_agent("Stan Stranger", make_role())
        sent = {"agent": stan.pk}
        answer = client.post(f"/tickets/{ticket.pk}/followers/", sent, headers=HX)
        assert answer.status_code == 422
        assert "Stan Stranger may not see this ticket" in answer.text

    def test_somebody_outside_takes_part_and_leaves(self, client, agent):
        ticket = make_ticket()
        sent = {"email": "Carl@home.example"}
        page = client.post(f"/tickets/{ticket.pk}/participants/", sent, headers=HX)
        assert "Get answers in copy" in page.text
        carl = Participant.objects.get().customer
        client.post(f"/tickets/{ticket.pk}/participants/{carl.pk}/removal/", headers=HX)
        assert not Participant.objects.exists()

    def test_the_pick_list_says_who_cannot_see_the_ticket(self, client, agent):
        ticket = make_ticket()
        ben(), make_agent("Bella Blind", make_role())
        page = client.get(f"/tickets/{ticket.pk}/colleagues/?q=b").text
        assert 'data-text="@Ben Baker "' in page
        assert "Bella Blind · cannot see this ticket" in page
        assert 'data-text="@Bella' not in page


class TestTime:
    def test_time_is_noted_summed_and_corrected_by_oneself(self, client, agent):
        actions.set_habits(tracks_time=True, by=SYSTEM)
        ticket = make_ticket()
        address = f"/tickets/{ticket.pk}/time/"
        client.post(address, {"spent": "1h 20m", "words": "calls"}, headers=HX)
        page = client.post(address, {"spent": "10"}, headers=HX).text
        assert "1 h 30 m" in page
        actions.spend(ticket, seconds=60, by=ben())
        theirs, mine = TimeEntry.objects.last(), TimeEntry.objects.first()
        assert client.post(f"{address}{theirs.pk}/", {"spent": "5"}).status_code == 404
        client.post(f"{address}{mine.pk}/", {"spent": "0:20"}, headers=HX)
        mine.refresh_from_db()
        assert mine.seconds == 1200

    def test_a_house_that_notes_no_time_shows_none(self, client, agent):
        ticket = make_ticket()
        assert "Time spent" not in client.get(f"/tickets/{ticket.pk}/").text
        assert client.post(f"/tickets/{ticket.pk}/time/", {"spent": "5"}).status_code == 404

    def test_what_is_no_time_is_refused_with_what_was_typed(self, client, agent):
        actions.set_habits(tracks_time=True, by=SYSTEM)
        sent = {"spent": "a while", "words": "calls"}
        answer = client.post(f"/tickets/{make_ticket().pk}/time/", sent, headers=HX)
        assert answer.status_code == 422
        assert 'value="a while"' in answer.text
        assert 'value="calls"' in answer.text
