"""The views every house has; they count by a tally alone, whatever their number."""

from dataclasses import dataclass

from django.db.models import Q
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from helpwell.accounts.models import User
from helpwell.tickets.models import Draft, Mention, Ticket


@dataclass(frozen=True)
class View:
    """A named list of tickets: by status and assignee, which a tally can count, or by mention."""

    slug: str
    title: str | Promise
    icon: str
    statuses: tuple[str, ...]
    key: str
    whose: str = "anyone"
    empty: str | Promise = ""
    columns: tuple[str, ...] = ()
    sort: str = "-active_at"
    grouping: str = ""

    def rule(self, user: User) -> Q:
        """The view as a condition on tickets; spam, trash and what was merged are in no other."""
        rule = Q(status__in=self.statuses) if self.statuses else NOT_HIDDEN
        if self.whose == "mine":
            return rule & Q(assignee=user.pk)
        if self.whose == "mentioned":
            named = Mention.objects.filter(agent=user).values("ticket")
            asked = Draft.objects.filter(shared_with=user).values("ticket")
            return rule & Q(pk__in=named.union(asked))  # an OR would look at every ticket
        return rule & Q(assignee=None) if self.whose == "nobody" else rule

    def holds(self, status: str, *, is_mine: bool, is_free: bool) -> bool:
        """The same rule for what has been read already."""
        if status not in (self.statuses or LISTED):
            return False
        return {"mine": is_mine, "nobody": is_free, "anyone": True}.get(self.whose, False)


OUR_TURN = ("new", "open")
LISTED = tuple(status for status in Ticket.Status.values if status not in Ticket.HIDDEN)
NOT_HIDDEN = ~Q(status__in=Ticket.HIDDEN)
VIEWS = {
    view.slug: view
    for view in (
        View(
            "mine",
            _("Mine"),
            "user",
            OUR_TURN,
            "g m",
            whose="mine",
            empty=_("All yours is answered. Well done."),
        ),
        View(
            "mentions",
            _("Mentions"),
            "at-sign",
            (),
            "g n",
            whose="mentioned",
            empty=_("No note asks for you."),
        ),
        View(
            "unassigned",
            _("Unassigned"),
            "inbox",
            OUR_TURN,
            "g u",
            whose="nobody",
            empty=_("Everything has found its person."),
        ),
        View(
            "open",
            _("All open"),
            "circle-dot",
            OUR_TURN,
            "g o",
            empty=_("Nobody waits for us right now."),
        ),
        View(
            "pending",
            _("Pending"),
            "hourglass",
            ("pending",),
            "g p",
            empty=_("No customer owes an answer."),
        ),
        View(
            "on-hold",
            _("On hold"),
            "circle-pause",
            ("on_hold",),
            "g h",
            empty=_("Nothing waits for others."),
        ),
        View(
            "solved",
            _("Solved"),
            "circle-check",
            ("solved", "closed"),
            "g s",
            empty=_("Nothing solved yet."),
        ),
        View("all", _("All"), "list", (), "g a", empty=_("No tickets yet.")),
        View(
            "snoozed", _("Snoozed"), "alarm-clock", ("snoozed",), "g z", empty=_("Nothing sleeps.")
        ),
        View("spam", _("Spam"), "ban", ("spam",), "g x", empty=_("No spam. May it stay so.")),
        View("trash", _("Trash"), "trash-2", ("trash",), "g t", empty=_("The trash is empty.")),
    )
}
