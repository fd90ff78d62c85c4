"""What somebody wants to be told of: a matrix of kinds and ways, the pace, the quiet hours."""

from datetime import time
from typing import Annotated, Any, Literal

from django.utils.translation import gettext as _
from pydantic import Field, model_validator

from helpwell.accounts.models import User
from helpwell.api.errors import Declined
from helpwell.api.matching import refuse_outdated
from helpwell.api.requests import ProgramRequest
from helpwell.api.shapes import Given, Shape
from helpwell.notifications import actions
from helpwell.notifications.api.router import router
from helpwell.notifications.kinds import Kind, Nearness, Way, offered
from helpwell.notifications.models import Wishes
from helpwell.notifications.queries import wishes_of

Near = Literal["never", "mine", "followed", "groups", "all"]
Clock = Annotated[str, Field(pattern=r"^([01][0-9]|2[0-3]):[0-5][0-9]$")]
QUIET = {"quiet_from", "quiet_until"}


class WishesShape(Shape):
    """By kind and way (app, mail, push), how near a ticket must be: never, mine, followed, groups,
    all; the pace of mails, the quiet hours by the person's own clock, and whether they are mailed
    what is wrong with mail, if they look after mailboxes."""

    nearness: dict[str, dict[str, str]]
    pace: str
    daily_at: str
    quiet_from: str | None
    quiet_until: str | None
    mentions_break_quiet: bool
    mail_trouble: bool


class WishesChanges(Given):
    """What is to be different; what is not sent stays, kinds and ways too. Quiet hours have both
    ends, or null for both."""

    nearness: dict[Kind, dict[Way, Near]] | None = None
    pace: Literal["at_once", "hourly", "daily"] | None = None
    daily_at: Clock | None = None
    quiet_from: Clock | None = None
    quiet_until: Clock | None = None
    mentions_break_quiet: bool | None = None
    mail_trouble: bool | None = None

    @model_validator(mode="after")
    def both_ends(self) -> "WishesChanges":
        """Refuse a night without a beginning or an end."""
        is_sent = len(self.model_fields_set & QUIET)
        if is_sent == 1 or (self.quiet_from is None) != (self.quiet_until is None):
            raise ValueError("send both quiet_from and quiet_until, or null for both")
        return self


@router.get("/notifications/wishes", response=WishesShape, summary="How I am told")
def wishes(request: ProgramRequest) -> WishesShape:
    """What you want to be told of, by which way and when."""
    return _shape(wishes_of(request.user))


@router.patch("/notifications/wishes", response=WishesShape, summary="Choose how I am told")
def choose(request: ProgramRequest, given: WishesChanges) -> WishesShape:
    """Change what is sent, all of it or nothing; each kind offers its own nearness."""
    me = User.objects.select_for_update(no_key=True).get(pk=request.user.pk)
    known = wishes_of(me)
    refuse_outdated(request, _shape(known))
    actions.choose(_settings(given, known), by=me)
    return _shape(wishes_of(me))


def _shape(known: Wishes) -> WishesShape:
    return WishesShape(
        nearness={
            kind: {way: _word(known.of(kind, way)) for way in Way.values} for kind in Kind.values
        },
        pace=known.pace,
        daily_at=str(known.daily_at)[:5],
        quiet_from=_clock(known.quiet_from),
        quiet_until=_clock(known.quiet_until),
        mentions_break_quiet=known.mentions_break_quiet,
        mail_trouble=known.mail_trouble,
    )


def _settings(given: WishesChanges, known: Wishes) -> dict[str, Any]:
    """What was sent, as an action takes it."""
    said = given.sent(but=["nearness", *QUIET])
    if given.daily_at:
        said["daily_at"] = time.fromisoformat(given.daily_at)
    for name in given.model_fields_set & QUIET:
        typed = getattr(given, name)
        said[name] = time.fromisoformat(typed) if typed else None
    if given.nearness:
        said["nearness"] = known.nearness | {
            str(kind): known.nearness.get(kind, {}) | _chosen(kind, ways)
            for kind, ways in given.nearness.items()
        }
    return said


def _chosen(kind: Kind, ways: dict[Way, Near]) -> dict[str, int]:
    """Nearness by way; refuses what this kind does not offer."""
    chosen = {str(way): Nearness[word.upper()] for way, word in ways.items()}
    if unwanted := [way for way, near in chosen.items() if near not in offered(kind)]:
        words = _("This kind offers: %s.") % ", ".join(_word(each) for each in offered(kind))
        errors = [{"detail": words, "pointer": f"#/nearness/{kind}/{unwanted[0]}"}]
        raise Declined(422, words, kind="invalid", errors=errors)
    return {way: int(near) for way, near in chosen.items()}


def _word(near: int) -> str:
    return Nearness(near).name.lower()


def _clock(moment: time | str | None) -> str | None:
    return str(moment)[:5] if moment else None
