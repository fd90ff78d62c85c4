"""What one may not see or do is not reached around a corner: merged, linked, undone, in bulk."""

import json

import pytest

from helpwell.accounts.testing import make_administrator, make_agent, make_group, make_role
from helpwell.api.testing import V1, program
from helpwell.core import clock
from helpwell.core.actors import SYSTEM
from helpwell.customers.testing import make_customer
from helpwell.events.queries import history_of
from helpwell.fields.testing import make_field
from helpwell.macros.actions import make_macro
from helpwell.macros.models import Macro, Use
from helpwell.tickets import actions
from helpwell.tickets.actions.moving import HOLD
from helpwell.tickets.deeds import carry_out, read_all, take_back
from helpwell.tickets.deeds.answering import usual_recipients
from helpwell.tickets.errors import MayNotUndo
from helpwell.tickets.models import BulkRun, Link, Merge, Message, Participant, Ticket
from helpwell.tickets.testing import hear, make_ticket

pytestmark = pytest.mark.django_db
MAY = (
    "tickets.read_assigned", "tickets.change_many", "tickets.tag", "tickets.note",
    "tickets.set_status", "tickets.merge", "tickets.reply",
)  # fmt: skip
FIELD, JSON = "size", "application/json"
TAG = [{"do": "tag", "add": ["seen"]}]


@pytest.fixture
def agent():
    return make_agent("Sam Scoped", make_role(*MAY, name="Scoped"))


@pytest.fixture
def hidden():
    owner = make_agent("Olive Owner")
    return make_ticket(subject="A secret", assignee=owner, group=make_group("Board"))


@pytest.fixture
def mine(agent):
    return make_ticket(subject="Mine", assignee=agent)


@pytest.fixture
def gone(mine, hidden):
    """A ticket of the agent's that goes on in one that they do not see."""
    actions.merge([mine], into=hidden, by=SYSTEM)
    return mine


def tags(ticket):
    return sorted(ticket.tags.values_list("name", flat=True))


def tagging(agent):
    make_macro(by=agent, name="Tag it", owner=agent, deeds=TAG)
    return Macro.objects.get()


def patch(client, path, what):
    return client.patch(f"{V1}{path}", json.dumps(what), content_type="application/json")


def newest_fact(ticket, name):
    return history_of(f"ticket:{ticket.pk}").filter(name=name).latest("pk").pk


def test_changing_many_does_not_reach_where_a_merged_ticket_went_on(agent, gone, hidden):
    run = actions.change_many([gone.pk], read_all(TAG), by=agent)
    actions.go_on_with_runs()
    run.refresh_from_db()
    assert tags(hidden) == []
    assert run.refusals


def test_a_macro_does_not_reach_where_a_merged_ticket_went_on(client, agent, gone, hidden):
    macro = tagging(agent)
    client.force_login(agent)
    client.post(f"/tickets/{gone.pk}/macros/{macro.pk}/")
    assert tags(hidden) == []


def test_no_deed_reaches_where_a_merged_ticket_went_on(agent, gone, hidden):
    done = carry_out(gone, read_all(TAG), by=agent)
    assert tags(hidden) == []
    assert done.refusals


def test_a_program_does_not_learn_where_a_merged_ticket_went_on(agent, gone, hidden):
    client = program(agent)
    refused = patch(client, f"/tickets/{gone.pk}", {"tags": ["x"]})
    assert refused.status_code == 409
    assert f"#{hidden.pk}" not in refused.text
    assert client.get(f"{V1}/tickets/{gone.pk}").json()["merged_into_id"] is None
    assert f"#{hidden.pk}" not in client.get(f"{V1}/tickets/{gone.pk}/history").text


@pytest.mark.parametrize(("away", "right"), [("spam", "mark_spam"), ("trash", "trash")])
def test_setting_a_status_takes_nothing_out_of_spam_or_trash(agent, mine, away, right):
    actions.set_status(mine, to=away, by=SYSTEM)
    client = program(agent)
    answer = patch(client, f"/tickets/{mine.pk}", {"status": "open"})
    assert answer.status_code == 409
    carry_out(mine, read_all([{"do": "status", "to": "open"}]), by=agent)
    mine.refresh_from_db()
    assert mine.status == away


def test_what_is_in_the_trash_is_not_taken_out_by_way_of_spam(client, agent, mine):
    agent.role.capabilities.append("tickets.mark_spam")
    agent.role.save()
    actions.trash(mine, by=SYSTEM)
    client.force_login(agent)
    assert client.post(f"/tickets/{mine.pk}/spam/").status_code == 422
    assert program(agent).put(f"{V1}/tickets/{mine.pk}/spam").status_code == 409
    carry_out(mine, read_all([{"do": "spam"}]), by=agent)
    mine.refresh_from_db()
    assert mine.status == "trash"


def test_undoing_does_not_take_a_hidden_link_away(client, agent, mine, hidden):
    actions.link(mine, hidden, as_what="related", by=SYSTEM)
    client.force_login(agent)
    fact = newest_fact(mine, "ticket.linked")
    assert client.post(f"/tickets/{mine.pk}/undo/{fact}/").status_code == 404
    assert Link.objects.count() == 1


def test_undoing_does_not_link_to_a_hidden_ticket(client, agent, mine, hidden):
    actions.link(mine, hidden, as_what="related", by=SYSTEM)
    actions.unlink(Link.objects.get(), by=SYSTEM)
    client.force_login(agent)
    fact = newest_fact(mine, "ticket.unlinked")
    assert client.post(f"/tickets/{mine.pk}/undo/{fact}/").status_code == 404
    assert Link.objects.count() == 0


def test_undoing_does_not_fetch_a_message_from_a_hidden_ticket(client, agent, mine, hidden):
    message = mine.messages.get()
    actions.move_message(message, to=hidden, by=SYSTEM)
    client.force_login(agent)
    fact = newest_fact(mine, "message.moved")
    assert client.post(f"/tickets/{mine.pk}/undo/{fact}/").status_code == 404
    message.refresh_from_db()
    assert message.ticket_id == hidden.pk


def test_what_a_macro_did_is_not_undone_on_a_ticket_one_sees_no_more(client, agent, mine):
    macro = tagging(agent)
    client.force_login(agent)
    client.post(f"/tickets/{mine.pk}/macros/{macro.pk}/")
    actions.assign(mine, to=None, group=make_group("Board"), by=SYSTEM)
    use = Use.objects.get()
    assert client.post(f"/macros/uses/{use.pk}/undo/").status_code == 404
    assert tags(mine) == ["seen"]


class TestUndoingWhatWasDoneToMany:
    """Whoever takes a run back needs the right to do such things, at that time."""

    @pytest.fixture
    def run(self, agent, mine):
        """What the agent, who answers, did to their ticket by a bulk run."""
        deeds = [*TAG, {"do": "answer", "html": "<p>Done.</p>"}]
        begun = actions.change_many([mine.pk], read_all(deeds), by=agent)
        actions.go_on_with_runs()
        assert len(BulkRun.objects.get().fact_ids) == 2
        return begun

    @pytest.fixture
    def lessen(self, agent):
        def lessen():
            agent.role = make_role("tickets.read_assigned", "tickets.change_many", name="Less")
            agent.save()

        return lessen

    def nothing_undone(self, mine):
        actions.go_on_with_runs()
        return tags(mine) == ["seen"] and mine.messages.filter(kind="reply").exists()

    def test_it_is_not_for_whoever_lost_the_right(self, client, agent, mine, run, lessen):
        lessen()
        client.force_login(agent)
        assert client.post(f"/bulk/runs/{run.pk}/undo/").status_code == 422
        assert program(agent).post(f"{V1}/bulk-runs/{run.pk}/undo").status_code == 403
        assert self.nothing_undone(mine)

    def test_nor_for_whoever_loses_it_meanwhile(self, agent, mine, run, lessen):
        actions.undo_run(run, by=agent)
        lessen()
        assert self.nothing_undone(mine)

    @pytest.mark.parametrize("scopes", [("read", "work"), ("read", "answer"), ("work", "answer")])
    def test_nor_for_a_token_that_does_not_lend_it(self, agent, mine, run, scopes):
        """Its owner did so in a browser."""
        program(agent, *scopes).post(f"{V1}/bulk-runs/{run.pk}/undo")
        assert self.nothing_undone(mine)

    def test_but_for_one_that_does(self, agent, mine, run):
        undone = program(agent, "read", "work", "answer").post(f"{V1}/bulk-runs/{run.pk}/undo")
        actions.go_on_with_runs()
        assert undone.status_code == 202
        assert tags(mine) == []
        assert not mine.messages.filter(kind="reply").exists()


@pytest.mark.parametrize("name", ["ticket.tagged", "ticket.replied"])
def test_no_change_is_undone_without_the_right_to_make_it(agent, mine, name):
    actions.tag(mine, add=["seen"], by=SYSTEM)
    actions.reply(mine, html="<p>Done.</p>", by=agent, recipients=usual_recipients(mine))
    agent.role = make_role("tickets.read_assigned", name="Less")
    agent.save()
    [refused] = take_back(mine, [newest_fact(mine, name)], by=agent)
    assert refused == MayNotUndo.sentence
    assert tags(mine) == ["seen"]


def test_solving_brings_no_tags_from_whoever_may_not_tag(client, agent, mine):
    agent.role = make_role("tickets.read_assigned", "tickets.set_status", name="Less")
    agent.save()
    client.force_login(agent)
    client.post(f"/tickets/{mine.pk}/status/", {"to": "pending", "tag": "slipped-in"})
    mine.refresh_from_db()
    assert (mine.status, tags(mine)) == ("pending", [])


def test_a_link_to_a_hidden_ticket_is_not_taken_away_among_other_deeds(agent, mine, hidden):
    actions.link(mine, hidden, as_what="related", by=SYSTEM)
    assert take_back(mine, [newest_fact(mine, "ticket.linked")], by=agent)
    assert Link.objects.count() == 1


def test_an_answer_that_was_moved_out_of_sight_is_not_taken_back(agent, mine, hidden):
    said = actions.reply(mine, html="<p>Hi.</p>", by=agent, recipients=usual_recipients(mine))
    fact = newest_fact(mine, "ticket.replied")
    Message.objects.filter(pk=said.pk).update(created_at=clock.now() - HOLD)
    actions.move_message(Message.objects.get(pk=said.pk), to=hidden, by=SYSTEM)
    assert take_back(mine, [fact], by=agent)
    assert hidden.messages.filter(pk=said.pk).exists()


@pytest.mark.parametrize("number", ["1e-999999999", "1e-100000"])
def test_a_number_of_endless_decimals_is_none(client, number):
    client.force_login(make_administrator())
    rule = {"all": [{"field": "message_count", "is": "at_least", "value": number}]}
    said = program(make_administrator()).get(f"{V1}/tickets", {"rule": json.dumps(rule)})
    assert said.status_code == 422


def test_promises_of_an_endless_group_are_none(client):
    client.force_login(make_administrator())
    assert client.get("/promises/?outcome=made&group=" + "9" * 5000).status_code == 200


def test_who_splits_a_message_off_takes_it_back_though_they_see_the_new_ticket_no_more(
    client, agent, mine
):
    hear(mine)
    message = mine.messages.latest("pk")
    client.force_login(agent)
    client.post(f"/tickets/{mine.pk}/messages/{message.pk}/split/")
    fact = newest_fact(mine, "message.moved")
    assert client.post(f"/tickets/{mine.pk}/undo/{fact}/").status_code == 200
    message.refresh_from_db()
    assert message.ticket_id == mine.pk


class TestPartingWhatOneMayNotSee:
    @pytest.fixture
    def merged(self, mine, hidden):
        """A hidden ticket that was merged into the agent's own."""
        actions.merge([hidden], into=mine, by=SYSTEM)
        return hidden

    def test_it_is_not_shown_as_merged(self, client, agent, mine, merged):
        client.force_login(agent)
        assert f"#{merged.pk}" not in client.get(f"/tickets/{mine.pk}/together/").content.decode()

    def test_it_is_not_taken_out_again(self, client, agent, mine, merged):
        client.force_login(agent)
        merge = Merge.objects.get()
        assert client.post(f"/tickets/{mine.pk}/merges/{merge.pk}/removal/").status_code == 404
        merge.refresh_from_db()
        assert merge.undone_at is None

    def test_the_merging_is_not_undone(self, client, agent, mine, merged):
        client.force_login(agent)
        fact = newest_fact(mine, "ticket.took_in")
        assert client.post(f"/tickets/{mine.pk}/undo/{fact}/").status_code == 404
        assert Merge.objects.get().undone_at is None

    def test_it_is_not_taken_back_with_other_deeds(self, agent, mine, merged):
        fact = newest_fact(mine, "ticket.took_in")
        assert take_back(mine, [fact], by=agent)
        assert Merge.objects.get().undone_at is None

    def test_no_program_parts_it(self, agent, mine, merged):
        path = f"{V1}/tickets/{mine.pk}/merges/{Merge.objects.get().pk}"
        assert program(agent).delete(path).status_code == 404
        assert Merge.objects.get().undone_at is None


class TestNewTicketsWithoutTheRightTo:
    """A new ticket says no more than its writer may set on one that is there."""

    SET = {
        "assign": ("assignee", lambda: make_agent("Zoe Other").pk),
        "group": ("group", lambda: make_group("Other").pk),
        "tag": ("tag", lambda: "quick"),
        "prioritise": ("priority", lambda: "4"),
        "set_fields": ("type", lambda: "problem"),
        "fill": (f"field-{FIELD}", lambda: "L"),
    }

    @pytest.fixture
    def writer(self):
        make_field("Size")
        role = make_role("tickets.read_assigned", "tickets.note", "customers.read", name="Writer")
        return make_agent("Will Writer", role)

    @pytest.mark.parametrize("what", SET)
    def test_a_page_sets_nothing_more(self, client, writer, what):
        name, value = self.SET[what]
        client.force_login(writer)
        typed = {"as": "record", "to": "a@home.example", "body": "x", name: value()}
        assert client.post("/tickets/new/", typed).status_code == 403
        assert not Ticket.objects.exists()

    @pytest.mark.parametrize(
        "given",
        [{"tags": ["x"]}, {"priority": "high"}, {"type": "task"}, {"values": {FIELD: "L"}}],
    )
    @pytest.mark.parametrize("written_as", ["record", "received"])
    def test_a_program_sets_nothing_more(self, writer, given, written_as):
        writer.role.capabilities.append("tickets.reply")
        writer.role.save()
        sent = {"as": written_as, "requester": {"email": "a@home.example"}, "text": "x"} | given
        answer = program(writer).post(f"{V1}/tickets", json.dumps(sent), content_type=JSON)
        assert answer.status_code == 403
        assert not Ticket.objects.exists()

    def test_the_page_offers_nothing_more_and_the_ticket_is_ones_own(self, client, writer):
        client.force_login(writer)
        page = client.get("/tickets/new/").content.decode()
        assert 'id="new-subject"' in page
        for name in ("assignee", "group", "type", "priority", "tags", f"field-{FIELD}"):
            assert f'id="new-{name}"' not in page
        client.post("/tickets/new/", {"as": "record", "to": "a@home.example", "body": "x"})
        assert Ticket.objects.get().assignee == writer


class TestLookingUpByAddress:
    """Without `customers.read` an address tells nobody's name, nor whether it is known."""

    @pytest.fixture
    def grace(self):
        return make_customer("Grace Garden", email="grace@home.example")

    @pytest.fixture(params=["grace@home.example", "unknown@home.example"])
    def email(self, request, grace):
        return request.param

    def test_nobody_is_let_in_by_address(self, client, agent, mine, email):
        client.force_login(agent)
        said = client.post(f"/tickets/{mine.pk}/participants/", {"email": email})
        assert said.status_code == 422
        assert "Grace" not in said.content.decode()
        path = f"{V1}/tickets/{mine.pk}/participants"
        said = program(agent).post(path, json.dumps({"email": email}), content_type=JSON)
        assert said.status_code == 409
        assert not Participant.objects.exists()

    @pytest.mark.parametrize("written_as", ["record", "mail"])
    def test_no_ticket_is_begun_by_address(self, client, agent, email, written_as):
        client.force_login(agent)
        typed = {"as": written_as, "to": email, "body": "x"}
        said = client.post("/tickets/new/", typed)
        assert said.status_code == 422
        sent = {"as": written_as, "requester": {"email": email}, "text": "x"}
        said = program(agent).post(f"{V1}/tickets", json.dumps(sent), content_type=JSON)
        assert said.status_code == 409
        assert not Ticket.objects.exists()

    def test_whom_one_has_met_on_a_ticket_may_be_let_in(self, client, agent, mine, grace):
        make_ticket(requester=grace, assignee=agent)
        client.force_login(agent)
        path = f"/tickets/{mine.pk}/participants/"
        assert client.post(path, {"email": "Grace@home.example"}).status_code == 200
        assert Participant.objects.get().customer == grace
