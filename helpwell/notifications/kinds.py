"""What people can be told of, how near a ticket must be to them, and by which way."""

from typing import Final

from django.db import models
from django.utils.translation import gettext_lazy as _


class Kind(models.TextChoices):
    """Something that happened on a ticket."""

    ASSIGNED = "assigned", _("A ticket is given to me")
    MENTIONED = "mentioned", _("A colleague mentions me")
    ANSWERED = "answered", _("A customer answers")
    NOTED = "noted", _("A colleague writes a note")
    DRAFT = "draft", _("A draft is shared with me, or comes back")
    PROMISE = "promise", _("A promise is due soon, or was broken")
    WOKE = "woke", _("A snoozed ticket wakes")
    FAILED = "failed", _("An answer cannot be delivered")
    MERGED = "merged", _("A ticket is merged into another")
    OPENED = "opened", _("A new ticket comes in")


class Nearness(models.IntegerChoices):
    """Which tickets count; each includes those before it."""

    NEVER = 0, _("Never")
    MINE = 1, _("Mine")
    FOLLOWED = 2, _("Mine and followed")
    GROUPS = 3, _("Also my groups’")
    ALL = 4, _("All I may see")


class Way(models.TextChoices):
    """How somebody is told."""

    APP = "app", _("In Helpwell")
    MAIL = "mail", _("By mail")
    PUSH = "push", _("On my devices")


_PERSONAL: Final = (Nearness.NEVER, Nearness.MINE)
OFFERED: Final[dict[str, tuple[Nearness, ...]]] = {
    Kind.MENTIONED: _PERSONAL,
    Kind.DRAFT: _PERSONAL,
    Kind.ASSIGNED: (*_PERSONAL, Nearness.GROUPS),
    Kind.OPENED: (Nearness.NEVER, Nearness.GROUPS, Nearness.ALL),
}
# Said to somebody by name: a muted ticket says it all the same.
BY_NAME: Final = (Kind.MENTIONED, Kind.ASSIGNED)


def offered(kind: str) -> tuple[Nearness, ...]:
    """What may be chosen for a kind."""
    return OFFERED.get(kind, tuple(Nearness))


def usual(kind: str, way: str) -> Nearness:
    """What holds for whoever has chosen nothing: in Helpwell, and only what is theirs."""
    is_told = way == Way.APP and kind != Kind.OPENED
    return Nearness.MINE if is_told else Nearness.NEVER
