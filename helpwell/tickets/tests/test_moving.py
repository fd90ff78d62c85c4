"""A message on the wrong ticket is put onto the right one, and back."""

import pytest

from helpwell.accounts.testing import ada
from helpwell.core import clock
from helpwell.core.testing import at_once, failures
from helpwell.customers.testing import make_customer
from helpwell.events.facts import revive
from helpwell.events.models import Fact
from helpwell.search.models import Entry
from helpwell.tickets import actions
from helpwell.tickets.content import Content, Enclosure
from helpwell.tickets.errors import MovedMeanwhile, NotMovable, NotUndone, TicketClosed
from helpwell.tickets.models import Message, Ticket
from helpwell.tickets.testing import answer, hear, make_ticket
from helpwell.tickets.thread import thread_of


def again(ticket):
    return Ticket.objects.get(pk=ticket.pk)


def state_of(ticket):
    """Everything a ticket's row says of its messages."""
    ticket = again(ticket)
    return (
        ticket.status, ticket.message_count, ticket.last_words, ticket.last_public_id,
        ticket.waiting_since, ticket.active_at, ticket.solved_at,
    )  # fmt: skip


def undo(ticket, fact_id):
    row = Fact.objects.get(pk=fact_id)
    return actions.undo(again(ticket), revive(row.name, row.payload, ada().actor), by=ada())


def lines_of(ticket):
    return [line.text for item in thread_of(again(ticket)).items for line in item.lines]


class TestMoving:
    def test_both_tickets_are_right_afterwards(self):
        parcel, invoice = make_ticket(text="My parcel"), make_ticket(text="My invoice")
        answer(invoice, by=ada())
        strayed = hear(parcel, "And the invoice is wrong")
        actions.move_message(strayed, to=invoice, by=ada())
        parcel, invoice = again(parcel), again(invoice)
        assert (parcel.message_count, parcel.last_words) == (1, "My parcel")
        assert (invoice.message_count, invoice.last_words) == (3, "And the invoice is wrong")
        assert parcel.last_public_id == parcel.messages.get().pk
        assert invoice.last_public_id == strayed.pk
        assert (invoice.status, invoice.waiting_since) == ("open", strayed.created_at)
        assert parcel.waiting_since == parcel.messages.get().created_at

    def test_search_finds_it_on_its_new_ticket(self):
        parcel, invoice = make_ticket(), make_ticket()
        strayed = hear(parcel, "invoice")
        actions.move_message(strayed, to=invoice, by=ada())
        assert Entry.objects.get(kind="message", object_id=strayed.pk).owner_id == invoice.pk

    def test_its_files_and_their_pictures_go_along(self):
        from helpwell.files.actions import store

        parcel, invoice = make_ticket(), make_ticket()
        file = Enclosure(file=store(b"png"), name="pot.png", content_type="image/png")
        strayed = hear(parcel, "see", enclosures=[file])
        (before,) = strayed.attachments.all()
        Message.objects.filter(pk=strayed.pk).update(html=f'<img src="{before.url}">')
        actions.move_message(Message.objects.get(pk=strayed.pk), to=invoice, by=ada())
        (after,) = strayed.attachments.all()
        assert after.ticket_id == invoice.pk
        assert after.url in Message.objects.get(pk=strayed.pk).html

    def test_both_histories_say_so(self):
        parcel, invoice = make_ticket(), make_ticket()
        actions.move_message(hear(parcel), to=invoice, by=ada())
        assert f"Ada Agent moved a message to #{invoice.pk}" in lines_of(parcel)
        assert f"Ada Agent moved a message here from #{parcel.pk}" in lines_of(invoice)

    def test_an_answered_message_wakes_nobody(self):
        parcel, invoice = make_ticket(), make_ticket()
        strayed = hear(parcel)
        answer(parcel, by=ada())
        answer(invoice, by=ada())
        actions.move_message(strayed, to=invoice, by=ada())
        assert again(invoice).status == "pending"

    def test_words_before_our_last_answer_there_make_it_our_turn_but_count_as_answered(self):
        parcel, invoice = make_ticket(), make_ticket()
        strayed = hear(parcel)
        answer(invoice, by=ada())
        actions.move_message(strayed, to=invoice, by=ada())
        assert (again(invoice).status, again(invoice).waiting_since) == ("open", None)

    def test_a_ticket_left_with_nothing_is_closed_and_continued(self):
        from helpwell.tickets.queries import continuation_of

        doubled, first = make_ticket(), make_ticket()
        actions.move_message(doubled.messages.get(), to=first, by=ada())
        doubled = again(doubled)
        assert (doubled.status, doubled.message_count, doubled.waiting_since) == ("closed", 0, None)
        assert continuation_of(doubled) == first

    def test_nothing_is_moved_to_a_closed_ticket(self):
        with pytest.raises(TicketClosed):
            actions.move_message(hear(make_ticket()), to=make_ticket(status="closed"), by=ada())

    def test_an_answer_that_can_be_taken_back_stays_where_it_is(self, time_machine):
        parcel, invoice = make_ticket(), make_ticket()
        said = answer(parcel, by=ada())
        with pytest.raises(NotMovable):
            actions.move_message(said, to=invoice, by=ada())
        time_machine.move_to(clock.now() + actions.moving.HOLD * 2)
        actions.move_message(said, to=invoice, by=ada())
        assert again(invoice).last_public_id == said.pk


class TestSplittingOff:
    def test_it_becomes_a_ticket_of_whoever_wrote_it(self):
        parcel = make_ticket(subject="My parcel")
        stan = make_customer(name="Stan")
        strayed = actions.receive(parcel, customer=stan, content=Content(text="Mine too"), by=stan)
        actions.split_off(strayed, by=ada())
        strayed.refresh_from_db()
        ticket = strayed.ticket
        assert ticket != parcel
        assert (ticket.requester, ticket.subject, ticket.status) == (stan, "My parcel", "new")
        assert (ticket.message_count, ticket.waiting_since) == (1, strayed.created_at)
        assert Entry.objects.filter(kind="ticket", object_id=ticket.pk).exists()
        assert Fact.objects.filter(name="ticket.opened", about=f"ticket:{ticket.pk}").exists()

    def test_the_only_message_and_our_own_words_are_no_ticket(self):
        ticket = make_ticket()
        with pytest.raises(NotMovable):
            actions.split_off(ticket.messages.get(), by=ada())
        with pytest.raises(NotMovable):
            actions.split_off(actions.note(ticket, html="hm", by=ada()), by=ada())


class TestUndoing:
    @pytest.mark.parametrize("status", ["open", "pending", "on_hold", "solved"])
    def test_everything_is_as_before(self, status):
        parcel, invoice = make_ticket(), make_ticket()
        strayed = hear(parcel)
        answer(invoice, by=ada(), then=status)
        before = state_of(parcel), state_of(invoice)
        fact = actions.move_message(strayed, to=invoice, by=ada())
        assert (state_of(parcel), state_of(invoice)) != before
        undo(parcel, fact)
        assert (state_of(parcel)[:-1], state_of(invoice)[:-1]) == (before[0][:-1], before[1][:-1])
        assert strayed.pk in parcel.messages.values_list("pk", flat=True)

    def test_a_ticket_made_for_it_is_gone(self):
        parcel = make_ticket()
        fact = actions.split_off(hear(parcel), by=ada())
        undo(parcel, fact)
        assert Ticket.objects.get() == parcel
        assert again(parcel).message_count == 2

    @pytest.mark.parametrize("status", ["pending", "solved"])
    def test_our_own_word_and_when_it_was_solved_are_there_again(self, status, time_machine):
        custom = actions.make_status(name="Checked", status=status, by=ada())
        parcel, invoice = make_ticket(), make_ticket()
        strayed = hear(parcel)
        actions.set_status(invoice, to=status, custom=custom, by=ada())
        before = again(invoice)
        time_machine.move_to(clock.now() + actions.moving.HOLD * 60)
        fact = actions.move_message(strayed, to=invoice, by=ada())
        assert again(invoice).custom_status is None
        undo(parcel, fact)
        after = again(invoice)
        assert (after.custom_status, after.solved_at) == (custom, before.solved_at)

    def test_the_way_back_is_told_as_it_was(self):
        doubled, first = make_ticket(), make_ticket(status="pending")
        undo(doubled, actions.move_message(doubled.messages.get(), to=first, by=ada()))
        told = Fact.objects.filter(name="message.moved").latest("pk").payload
        assert (told["to_before"], told["to_after"]) == ("closed", "new")
        assert (told["from_before"], told["from_after"]) == ("open", "pending")

    def test_an_emptied_ticket_is_open_again(self):
        doubled, first = make_ticket(), make_ticket()
        before = state_of(doubled)
        fact = actions.move_message(doubled.messages.get(), to=first, by=ada())
        undo(doubled, fact)
        assert state_of(doubled) == before

    def test_what_was_moved_on_is_left_alone(self):
        parcel, invoice, third = make_ticket(), make_ticket(), make_ticket()
        strayed = hear(parcel)
        fact = actions.move_message(strayed, to=invoice, by=ada())
        strayed.refresh_from_db()
        actions.move_message(strayed, to=third, by=ada())
        with pytest.raises(NotUndone):
            undo(parcel, fact)


@pytest.mark.django_db(transaction=True)
def test_of_two_movers_one_is_told_that_it_is_gone():
    parcel, invoice, third = make_ticket(), make_ticket(), make_ticket()
    strayed, by = hear(parcel), ada()
    outcomes = at_once(
        lambda: actions.move_message(Message.objects.get(pk=strayed.pk), to=invoice, by=by),
        lambda: actions.move_message(strayed, to=third, by=by),
    )
    assert [type(each) for each in failures(outcomes)] in ([], [MovedMeanwhile])
    counts = [again(each).message_count for each in (parcel, invoice, third)]
    assert counts in ([1, 2, 1], [1, 1, 2])


@pytest.mark.django_db(transaction=True)
def test_crossing_movers_do_not_block_each_other():
    one, other, by = make_ticket(), make_ticket(), ada()
    for _round in range(5):
        first, second = hear(one), hear(other)
        outcomes = at_once(
            lambda first=first: actions.move_message(first, to=other, by=by),
            lambda second=second: actions.move_message(second, to=one, by=by),
        )
        assert failures(outcomes) == []


def test_somebody_else_is_made_the_requester_and_back():
    ticket, grace = make_ticket(), make_customer(name="Grace Garden")
    before = ticket.requester
    fact = actions.make_requester(ticket, customer=grace, by=ada())
    assert again(ticket).requester == grace
    assert "Ada Agent made Grace Garden the requester" in lines_of(ticket)
    undo(ticket, fact)
    assert again(ticket).requester == before
