"""What this room puts into screens: the person's own menu, links in settings, first steps."""

from collections.abc import Mapping
from typing import Any

from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from helpwell.accounts import queries
from helpwell.accounts.models import House
from helpwell.core.first_steps import FirstStep
from helpwell.core.slots import fills


@fills("rail.foot", order=10)
def my_menu(context: Mapping[str, Any]) -> str:
    """My face, whether I am here, and the way out."""
    return _rendered("accounts/_me_menu.html", context)


@fills("welcome.steps", order=7)
def clock_step(context: Mapping[str, Any]) -> FirstStep:
    """First step: by whose clock promises, snoozes and quiet hours are meant."""
    zone = House.zone()
    return FirstStep(
        title=_("Set the clock"),
        words=zone or _("“Tomorrow at nine” is meant by it; each of you can choose another."),
        icon="clock",
        is_done=bool(zone),
        label=_("Time zone"),
        url=reverse("accounts:house_clock"),
    )


@fills("welcome.steps", order=20)
def groups_step(context: Mapping[str, Any]) -> FirstStep:
    """First step: who does what kind of work."""
    count = queries.groups().count()
    so_far = ngettext(
        "%(n)d group so far. New mail can go to a group by itself.",
        "%(n)d groups so far. New mail can go to a group by itself.",
        count,
    ) % {"n": count}
    return FirstStep(
        title=_("Make groups"),
        words=so_far
        if count
        else _("Such as Billing or Repairs. Skip this while all of you answer everything."),
        icon="users-round",
        is_done=bool(count),
        label=_("Groups"),
        url=reverse("accounts:groups"),
    )


@fills("welcome.steps", order=30)
def people_step(context: Mapping[str, Any]) -> FirstStep:
    """First step: colleagues."""
    others = queries.people().exclude(pk=context["request"].user.pk).count()
    invited = queries.pending_invitations().count()
    there = _("Working here beside you: %(n)d. Invited: %(m)d.") % {"n": others, "m": invited}
    each = _("Each gets a link that works once. You choose what they may do.")
    return FirstStep(
        title=_("Invite colleagues"),
        words=there if others or invited else each,
        icon="user-plus",
        is_done=bool(others),
        label=_("Invite"),
        url=reverse("accounts:invitations"),
    )


def _rendered(template: str, context: Mapping[str, Any], **more: Any) -> str:
    return render_to_string(template, more, request=context["request"])
