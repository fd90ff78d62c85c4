"""Whatever is merged, parted, linked and written in whatever order: nothing is lost or doubled."""

from django.db import transaction
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    invariant,
    rule,
    run_state_machine_as_test,
)

from helpwell.accounts.testing import ada, ben
from helpwell.core.errors import Refused
from helpwell.tickets import actions
from helpwell.tickets.merged import survivor_of
from helpwell.tickets.models import Attachment, Link, Merge, Message, Step, Ticket
from helpwell.tickets.queries import counts
from helpwell.tickets.testing import hear, make_ticket

NUMBER = st.integers(0, 4)
KINDS = st.sampled_from(["parent", "child", "problem", "incident", "related"])


class Merging(RuleBasedStateMachine):
    """Five tickets, and two people who do with them what comes to their minds."""

    def __init__(self):
        super().__init__()
        self.play = transaction.atomic()
        self.play.__enter__()
        self.tickets = [make_ticket(text=f"t{n}") for n in range(5)]
        self.said = {message.pk: message.ticket_id for message in Message.objects.all()}

    def ticket(self, number):
        return Ticket.objects.get(pk=self.tickets[number].pk)

    def attempt(self, deed):
        try:
            return deed()
        except Refused:
            return None

    @rule(ones=st.sets(NUMBER, min_size=1, max_size=3), into=NUMBER)
    def merge(self, ones, into):
        tickets = [self.ticket(number) for number in ones]
        self.attempt(lambda: actions.merge(tickets, into=self.ticket(into), by=ada()))

    @rule(number=NUMBER)
    def part(self, number):
        merge = Merge.objects.filter(ticket=self.ticket(number), undone_at=None).first()
        if merge:
            self.attempt(lambda: actions.unmerge(merge, by=ben()))

    @rule(one=NUMBER, other=NUMBER, as_what=KINDS)
    def link(self, one, other, as_what):
        tickets = self.ticket(one), self.ticket(other)
        self.attempt(lambda: actions.link(*tickets, as_what=as_what, by=ada()))

    @rule(number=NUMBER)
    def write(self, number):
        self.attempt(lambda: self.keep(hear(self.ticket(number), "More")))

    @rule(number=NUMBER)
    def note(self, number):
        self.keep(actions.note(self.ticket(number), html="hm", by=ben()))

    @rule(number=NUMBER, name=st.sampled_from("abc"))
    def tag(self, number, name):
        actions.tag(self.ticket(number), add=[name], by=ada())

    @rule(number=NUMBER)
    def add_step(self, number):
        self.attempt(lambda: actions.add_steps(self.ticket(number), text="step", by=ada()))

    @rule(number=NUMBER, to=st.sampled_from(["open", "pending", "solved", "closed"]))
    def set_status(self, number, to):
        self.attempt(lambda: actions.set_status(self.ticket(number), to=to, by=ada()))

    def keep(self, message):
        self.said[message.pk] = message.ticket_id

    @invariant()
    def every_message_is_on_one_ticket_that_stands(self):
        rows = Message.objects.values_list("pk", "ticket__status")
        assert {pk for pk, _status in rows} == set(self.said)
        assert all(status != "merged" for _pk, status in rows)

    @invariant()
    def every_ticket_counts_its_messages(self):
        for ticket in Ticket.objects.all():
            assert ticket.message_count == ticket.messages.count()
            assert (ticket.status == "merged") == bool(ticket.merged_into_id)
            assert survivor_of(ticket).merged_into_id is None

    @invariant()
    def nothing_of_a_ticket_stands_elsewhere(self):
        assert not Attachment.objects.filter(ticket__status="merged").exists()
        assert not Step.objects.filter(ticket__status="merged").exists()

    @invariant()
    def merges_that_stand_say_where_tickets_are(self):
        standing = Merge.objects.filter(undone_at=None).values_list("ticket", "into")
        merged = Ticket.objects.filter(merged_into__isnull=False)
        assert set(standing) == set(merged.values_list("pk", "merged_into"))

    @invariant()
    def links_make_no_circle(self):
        for kind in (Link.Kind.PARENT, Link.Kind.PROBLEM):
            above = dict(Link.objects.filter(kind=kind).values_list("other", "ticket"))
            for start in above:
                at, steps = start, 0
                while at in above and steps <= len(above):
                    at, steps = above[at], steps + 1
                assert at not in above, "a circle"

    @invariant()
    def counts_are_right(self):
        listed = Ticket.objects.exclude(status="merged").count()
        assert counts(ada())["all"] == listed

    def teardown(self):
        """Parted again, the last merge first, every message is where it was written."""
        try:
            for merge in Merge.objects.filter(undone_at=None).order_by("-pk"):
                actions.unmerge(merge, by=ada())
            assert dict(Message.objects.values_list("pk", "ticket")) == self.said
        finally:
            transaction.set_rollback(True)
            self.play.__exit__(None, None, None)


def test_nothing_is_lost_or_doubled_whatever_the_order():
    often = settings(
        max_examples=8,
        stateful_step_count=16,
        deadline=None,
        suppress_health_check=list(HealthCheck),
    )
    run_state_machine_as_test(Merging, settings=often)
