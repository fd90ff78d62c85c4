"""Tickets go on in another one, and can be parted again at any time."""

from itertools import pairwise

import pytest
from django.db import connection, transaction

from helpwell.accounts.testing import ada, ben
from helpwell.core.testing import at_once, failures
from helpwell.customers.testing import make_customer
from helpwell.events.facts import revive
from helpwell.events.models import Fact
from helpwell.events.queries import history_of
from helpwell.search.models import Entry
from helpwell.tickets import actions
from helpwell.tickets.actions.locking import locked
from helpwell.tickets.errors import MergedAway, NothingToMerge, NotMergeable, NotUndone
from helpwell.tickets.merged import goes_on_in, merges_into
from helpwell.tickets.models import Attachment, Draft, Follower, Merge, Message, Ticket
from helpwell.tickets.testing import answer, ask, hear, make_ticket


def again(ticket):
    return Ticket.objects.get(pk=ticket.pk)


def merge(*tickets, into, **more):
    return actions.merge(tickets, into=into, by=ada(), **more)


def part(ticket):
    return actions.unmerge(Merge.objects.get(ticket=ticket, undone_at=None), by=ada())


def undo(ticket, fact_id):
    row = Fact.objects.get(pk=fact_id)
    return actions.undo(again(ticket), revive(row.name, row.payload, ada().actor), by=ada())


def words_of(ticket):
    return [message.text for message in again(ticket).messages.order_by("pk")]


def tags_as_told(ticket):
    """The tags that a ticket has by its history."""
    tags = set()
    for fact in history_of(f"ticket:{ticket.pk}").filter(name="ticket.tagged"):
        tags = tags.union(fact.payload["added"]).difference(fact.payload["removed"])
    return sorted(tags)


def state_of(ticket):
    """Everything that a merge may change of a ticket, as it is now."""
    row = Ticket.objects.filter(pk=ticket.pk).values().get()
    tags = sorted(ticket.tags.values_list("name", flat=True))
    followers = sorted(Follower.objects.filter(ticket=ticket).values_list("agent", flat=True))
    messages = list(Message.objects.filter(ticket=ticket).order_by("pk").values())
    files = list(Attachment.objects.filter(ticket=ticket).order_by("pk").values())
    found = sorted(Entry.objects.filter(owner_id=ticket.pk).values_list("kind", "object_id"))
    return row, tags, followers, messages, files, found


class TestMerging:
    def test_what_was_said_goes_on_in_the_survivor(self):
        first, second = make_ticket(text="My parcel"), make_ticket(text="Parcel again")
        merge(second, into=first)
        assert words_of(first) == ["My parcel", "Parcel again"]
        assert (again(first).message_count, again(second).message_count) == (2, 0)
        assert (again(second).status, again(second).merged_into) == ("merged", first)

    def test_tags_and_followers_are_united(self):
        first, second = make_ticket(), make_ticket(assignee=ben())
        actions.tag(first, add=["a"], by=ada())
        actions.tag(second, add=["a", "b"], by=ada())
        Follower.objects.create(ticket=second, agent=ada())
        merge(second, into=first)
        assert sorted(again(first).tags.values_list("name", flat=True)) == ["a", "b"]
        assert Follower.objects.get(ticket=first).agent == ada()

    def test_whoever_had_it_follows_it_when_the_survivor_has_another(self):
        first, second = make_ticket(assignee=ada()), make_ticket(assignee=ben())
        merge(second, into=first)
        assert again(first).assignee == ada()
        assert Follower.objects.get(ticket=first).agent == ben()

    def test_the_survivor_keeps_what_it_has_and_takes_what_it_lacks(self):
        first, second = make_ticket(), make_ticket()
        Ticket.objects.filter(pk=first.pk).update(values={"colour": "red"}, type="question")
        Ticket.objects.filter(pk=second.pk).update(
            values={"colour": "blue", "size": "9"}, type="problem"
        )
        actions.prioritise(second, to=4, by=ada())
        actions.assign(second, to=ben(), group=None, by=ada())
        merge(second, into=first)
        first = again(first)
        assert first.values == {"colour": "red", "size": "9"}
        assert (first.type, first.priority, first.assignee) == ("question", 2, ben())

    def test_whoever_waited_waits_on_the_survivor(self):
        first = make_ticket()
        answer(first, by=ada(), then="solved")
        second = make_ticket()
        merge(second, into=first)
        assert (again(first).status, again(first).solved_at) == ("open", None)
        assert again(first).waiting_since == second.waiting_since

    def test_words_before_our_last_answer_make_it_our_turn_but_count_as_answered(self):
        first, second = make_ticket(), make_ticket()
        answer(first, by=ada(), then="solved")
        merge(second, into=first)
        assert (again(first).status, again(first).waiting_since) == ("open", None)

    def test_nobody_waits_and_the_survivor_stays_as_it_is(self):
        first, second = make_ticket(), make_ticket()
        answer(first, by=ada(), then="solved")
        answer(second, by=ada())
        merge(second, into=first)
        assert again(first).status == "solved"

    def test_another_customer_takes_part_only_if_somebody_says_so(self):
        grace, stan = make_customer(name="Grace"), make_customer(name="Stan")
        first, second = make_ticket(requester=grace), make_ticket(requester=stan)
        fact = merge(second, into=first)
        assert not participants(first)
        undo(first, fact)
        merge(second, into=first, joining=[stan.pk])
        assert participants(first) == [stan.pk]

    def test_files_are_shown_from_their_new_place(self):
        first, second = make_ticket(), make_ticket()
        file = actions.attach(
            second, name="a.png", content_type="image/png", content=b"x", by=ada()
        )
        said = answer(second, by=ada(), html=f'<img src="{file.url}">', attachment_ids=[file.pk])
        merge(second, into=first)
        (after,) = said.attachments.all()
        assert after.ticket_id == first.pk
        assert after.url in Message.objects.get(pk=said.pk).html

    def test_a_draft_goes_on_below_what_was_begun_there(self):
        first, second = make_ticket(), make_ticket()
        actions.save_draft(first, mode="reply", html="<p>one</p>", by=ada())
        actions.save_draft(second, mode="reply", html="<p>two</p>", by=ada())
        actions.save_draft(second, mode="note", html="<p>note</p>", by=ben())
        merge(second, into=first)
        drafts = Draft.objects.filter(ticket=first).values_list("agent__name", "html")
        assert set(drafts) == {
            ("Ada Agent", "<p>one</p><p>two</p>"),
            ("Ben Baker", "<p>note</p>"),
        }

    def test_its_number_and_its_words_are_found_on_the_survivor(self):
        first, second = make_ticket(), make_ticket(subject="Umbrella")
        merge(second, into=first)
        assert goes_on_in(second.pk) == first.pk
        entries = Entry.objects.filter(object_id=second.pk, kind="ticket")
        assert entries.get().owner_id == first.pk
        assert not Entry.objects.filter(owner_id=second.pk, kind__in=("ticket", "message")).exists()

    def test_what_is_done_on_it_meanwhile_is_done_on_the_survivor(self):
        first, second = make_ticket(), make_ticket()
        merge(second, into=first)
        hear(second, "By its old name")
        actions.note(second, html="Noted", by=ada())
        actions.tag(second, add=["late"], by=ada())
        assert words_of(first)[-2:] == ["By its old name", "Noted"]
        assert list(again(first).tags.values_list("name", flat=True)) == ["late"]
        assert again(second).status == "merged"

    def test_both_histories_say_so(self):
        first, second, third = make_ticket(), make_ticket(), make_ticket()
        merge(second, third, into=first)
        (took,) = Fact.objects.filter(name="ticket.took_in")
        assert took.about == f"ticket:{first.pk}"
        assert took.payload["from_ids"] == [second.pk, third.pk]
        gone = Fact.objects.filter(name="ticket.merged").values_list("about", flat=True)
        assert set(gone) == {f"ticket:{second.pk}", f"ticket:{third.pk}"}

    @pytest.mark.parametrize("status", ["spam", "trash"])
    def test_nothing_hidden_is_merged(self, status):
        with pytest.raises(NotMergeable):
            merge(make_ticket(status=status), into=make_ticket())

    def test_nothing_goes_on_in_a_closed_ticket(self):
        with pytest.raises(NotMergeable):
            merge(make_ticket(), into=make_ticket(status="closed"))

    def test_a_ticket_alone_is_not_merged(self):
        ticket = make_ticket()
        with pytest.raises(NothingToMerge):
            merge(ticket, into=ticket)

    def test_what_was_merged_meanwhile_is_refused_with_its_place(self):
        first, second, third = make_ticket(), make_ticket(), make_ticket()
        merge(second, into=first)
        with pytest.raises(MergedAway, match=f"#{second.pk} was merged"):
            merge(second, into=third)


class TestParting:
    @pytest.mark.parametrize("status", ["new", "open", "pending", "on_hold", "solved", "closed"])
    def test_everything_is_as_before(self, status):
        first, second = make_ticket(), make_ticket(text="Parcel again", assignee=ben())
        for ticket in (first, second):
            actions.note(ticket, html="hm", by=ada())
        answer(first, by=ada(), then="solved")
        actions.tag(second, add=["b"], by=ada())
        ask(second, by=ada())
        actions.set_status(second, to=status, by=ada())
        before = state_of(first), state_of(second)
        merge(second, into=first)
        assert state_of(second)[3] == []
        part(second)
        assert state_of(second) == before[1]
        assert state_of(first) == before[0]

    def test_many_are_parted_at_once(self):
        first, *others = (make_ticket(text=str(n)) for n in range(5))
        fact = merge(*others, into=first)
        assert words_of(first) == ["0", "1", "2", "3", "4"]
        undo(first, fact)
        assert [words_of(ticket) for ticket in others] == [["1"], ["2"], ["3"], ["4"]]
        assert not merges_into(first)

    def test_what_was_written_since_stays_with_the_survivor(self):
        first, second = make_ticket(text="one"), make_ticket(text="two")
        merge(second, into=first)
        hear(first, "three")
        part(second)
        assert (words_of(first), words_of(second)) == (["one", "three"], ["two"])
        assert again(first).status == "new"

    def test_what_was_changed_since_is_left_alone(self):
        first, second = make_ticket(), make_ticket(assignee=ben())
        actions.tag(second, add=["a", "b"], by=ada())
        merge(second, into=first)
        assert again(first).assignee == ben()
        actions.assign(first, to=ada(), group=None, by=ada())
        actions.tag(first, add=["c"], remove=["a"], by=ada())
        part(second)
        assert again(first).assignee == ada()
        assert list(again(first).tags.values_list("name", flat=True)) == ["c"]
        assert list(again(second).tags.values_list("name", flat=True)) == ["a", "b"]

    @pytest.mark.parametrize("first_back", [0, 1], ids=["outer first", "inner first"])
    def test_chains_are_parted_in_any_order(self, first_back):
        a, b, c = (make_ticket(text=text) for text in "abc")
        for ticket in (a, b, c):
            actions.tag(ticket, add=[f"tag{ticket.pk}"], by=ada())
        before = [state_of(ticket)[1:] for ticket in (a, b, c)]
        merge(a, into=b)
        merge(b, into=c)
        assert goes_on_in(a.pk) == c.pk
        assert words_of(c) == ["a", "b", "c"]
        assert {each.ticket_id for each in merges_into(c)} == {a.pk, b.pk}
        order = [b, a] if first_back == 0 else [a, b]
        part(order[0])
        part(order[1])
        assert [state_of(ticket)[1:] for ticket in (a, b, c)] == before

    def test_each_of_a_chain_says_which_tags_left_it(self):
        first, *rest = chain = [make_ticket() for _ in range(4)]
        actions.tag(first, add=["gift"], by=ada())
        for source, into in pairwise(chain):
            merge(source, into=into)
        part(first)
        assert [tags_as_told(ticket) for ticket in rest] == [[], [], []]
        assert [list(ticket.tags.all()) for ticket in rest] == [[], [], []]

    def test_no_merge_is_undone_twice(self):
        first, second = make_ticket(), make_ticket()
        fact = merge(second, into=first)
        part(second)
        with pytest.raises(NotUndone):
            undo(first, fact)

    def test_a_parted_ticket_can_be_merged_again(self):
        first, second = make_ticket(text="one"), make_ticket(text="two")
        merge(second, into=first)
        part(second)
        merge(first, into=second)
        assert words_of(second) == ["one", "two"]


@pytest.mark.django_db(transaction=True)
class TestRaces:
    @pytest.mark.parametrize("_", range(5))
    def test_each_into_the_other_at_once_makes_no_circle(self, _):
        one, other, by = make_ticket(), make_ticket(), ada()
        outcomes = at_once(
            lambda: actions.merge([one], into=other, by=by),
            lambda: actions.merge([other], into=one, by=by),
        )
        assert [type(each) for each in failures(outcomes)] == [MergedAway]
        merged = [ticket for ticket in (again(one), again(other)) if ticket.merged_into_id]
        assert len(merged) == 1
        assert sum(ticket.messages.count() for ticket in (one, other)) == 2

    @pytest.mark.parametrize("_", range(3))
    def test_three_in_a_circle_at_once_lose_nothing(self, _):
        tickets, by = [make_ticket() for _ in range(3)], ada()
        outcomes = at_once(
            *(
                lambda n=n: actions.merge([tickets[n]], into=tickets[(n + 1) % 3], by=by)
                for n in range(3)
            )
        )
        assert {type(each) for each in failures(outcomes)} <= {MergedAway}
        standing = [again(ticket) for ticket in tickets if not again(ticket).merged_into_id]
        assert len(standing) >= 1
        assert sum(ticket.message_count for ticket in standing) == 3
        assert all(goes_on_in(t.pk) for t in tickets if again(t).merged_into_id)

    @pytest.mark.parametrize("_", range(5))
    def test_a_mail_that_comes_while_it_is_merged_lands_on_the_survivor(self, _):
        first, second, by = make_ticket(), make_ticket(), ada()
        outcomes = at_once(
            lambda: actions.merge([second], into=first, by=by), lambda: hear(second, "Hello?")
        )
        assert failures(outcomes) == []
        assert "Hello?" in words_of(first)
        assert words_of(second) == []
        assert again(first).message_count == 3

    @pytest.mark.parametrize("_", range(5))
    def test_notes_on_a_merged_ticket_and_its_parting_never_wait_for_each_other(self, _):
        first, second, by = make_ticket(), make_ticket(), ada()
        merge(second, into=first)
        standing = Merge.objects.get()
        notes = [lambda: actions.note(second, html="Once more", by=by) for _ in range(4)]
        parting = [lambda: actions.unmerge(standing, by=by)]
        assert failures(at_once(*notes, *parting)) == []
        assert again(first).message_count + again(second).message_count == 6

    def test_a_merged_ticket_is_let_go_of_while_the_other_is_waited_for(self):
        first, second = make_ticket(), make_ticket()
        merge(second, into=first)
        with transaction.atomic():
            locked(second)
            others = Ticket.objects.select_for_update(nowait=True).filter(pk=second.pk)
            assert failures(at_once(lambda: _held(others))) == []

    def test_a_merged_ticket_is_not_waited_for(self):
        """Whoever parts it holds it, and waits for the one it goes on in, which may be ours."""
        first, second = make_ticket(), make_ticket()
        merge(second, into=first)
        with transaction.atomic():
            Ticket.objects.select_for_update().get(pk=second.pk)
            assert at_once(lambda: _found_at_once(second)) == [first]

    def test_two_undo_the_same_merge_and_one_is_told(self):
        first, second, by = make_ticket(), make_ticket(), ada()
        merge(second, into=first)
        standing = Merge.objects.get()
        outcomes = at_once(*(lambda: actions.unmerge(standing, by=by) for _ in range(2)))
        assert [type(each) for each in failures(outcomes)] == [NotUndone]
        assert again(second).message_count == 1


def _found_at_once(ticket):
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SET LOCAL lock_timeout = '2s'")
        return locked(ticket)


def _held(rows):
    with transaction.atomic():
        return list(rows)


def participants(ticket):
    from helpwell.tickets.models import Participant

    rows = Participant.objects.filter(ticket=ticket)
    return list(rows.values_list("customer", flat=True))
