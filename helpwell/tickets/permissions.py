"""What one may do with tickets, and which tickets one may see."""

from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from helpwell.accounts.capabilities import Capability, declare
from helpwell.accounts.models import User

READ_ASSIGNED = "tickets.read_assigned"
READ_GROUPS_UNASSIGNED = "tickets.read_groups_unassigned"
READ_GROUPS = "tickets.read_groups"
READ_UNASSIGNED = "tickets.read_unassigned"
READ_ALL = "tickets.read_all"
SEE_ORIGINALS = "tickets.see_originals"
OPEN_INFECTED = "tickets.open_infected"
ARRANGE = "tickets.arrange"
SHARE_VIEWS = "tickets.share_views"
EXPORT = "tickets.export"
CHANGE_MANY = "tickets.change_many"

declare(
    Capability(READ_ASSIGNED, _("read tickets assigned to them")),
    Capability(READ_GROUPS_UNASSIGNED, _("read unassigned tickets of their groups")),
    Capability(READ_GROUPS, _("read all tickets of their groups")),
    Capability(READ_UNASSIGNED, _("read all unassigned tickets")),
    Capability(READ_ALL, _("read all tickets")),
    Capability("tickets.reply", _("answer customers")),
    Capability("tickets.note", _("write internal notes")),
    Capability("tickets.assign", _("assign tickets to people and groups")),
    Capability("tickets.set_status", _("change the status")),
    Capability("tickets.prioritise", _("change the priority")),
    Capability("tickets.tag", _("add and remove tags")),
    Capability(SEE_ORIGINALS, _("see originals and files of messages with masked card numbers")),
    Capability(OPEN_INFECTED, _("download files in which a virus was found")),
    Capability("tickets.ask", _("write to suppliers and others in side talks")),
    Capability("tickets.mark_spam", _("mark tickets as spam and block their senders")),
    Capability("tickets.set_fields", _("fill in fields, type, reason and resolution")),
    Capability("tickets.merge", _("merge and link tickets")),
    Capability("tickets.promise", _("make, keep and withdraw promises")),
    Capability("tickets.snooze", _("snooze tickets")),
    Capability("tickets.trash", _("put tickets into the trash and restore them")),
    Capability(CHANGE_MANY, _("change many tickets at once")),
    Capability(EXPORT, _("export lists of tickets")),
    Capability(SHARE_VIEWS, _("make views for groups and for everybody")),
    Capability(ARRANGE, _("arrange statuses, fields, forms, reasons and habits")),
)


def visibility(user: User, *, prefix: str = "") -> Q:
    """The one rule of who sees which ticket: the union of the read scopes of the person's role.

    `prefix` leads from another table to the ticket's columns, such as `ticket__`.
    """
    if user.can(READ_ALL):
        return Q()
    seen = Q(pk__in=[])
    if user.can(READ_ASSIGNED):
        seen |= Q(**{f"{prefix}assignee": user.pk})
    if user.can(READ_UNASSIGNED):
        seen |= Q(**{f"{prefix}assignee": None})
    if user.can(READ_GROUPS):
        seen |= Q(**{f"{prefix}group__in": user.group_ids})
    if user.can(READ_GROUPS_UNASSIGNED):
        seen |= Q(**{f"{prefix}group__in": user.group_ids, f"{prefix}assignee": None})
    return seen
