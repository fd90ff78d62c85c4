"""What a new ticket may begin with, put onto what is typed already without losing a word of it."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Any

from django.utils.translation import gettext as _

from helpwell.accounts.models import User
from helpwell.core.html import to_text
from helpwell.tickets.deeds import Deed
from helpwell.tickets.deeds.filling import FillField, SetForm, SetType
from helpwell.tickets.deeds.setting import ME, SAME, Assign, ChangeTags, Prioritise
from helpwell.tickets.sheets import NORMAL, Sheet

BETWEEN = "<div><br></div>"


@dataclass(frozen=True)
class Beginning:
    """Subject, words and deeds for a new ticket; `number` is how whoever offers it knows it."""

    number: str
    subject: str
    html: str
    deeds: Sequence[Deed]


@dataclass(frozen=True)
class Part:
    """One place of the form that a beginning fills in: with what, and what that is called."""

    name: str
    value: Any
    words: str


def begun(sheet: Sheet, beginning: Beginning, *, by: User, anew: bool = False) -> Sheet:
    """The sheet with what the beginning brings. What is typed already stays, words come below it;
    `anew` puts them in the place of what stands there, and of what was begun with before."""
    parts = list(parts_of(beginning, by=by))
    filled = [part for part in parts if anew or not is_typed(sheet, part, by=by)]
    texts = {each.name: each.value for each in filled if each.name in sheet.texts}
    values = {each.name: each.value for each in filled if each.name not in sheet.texts}
    before = replace(sheet, deeds=[], begun_with=[]) if anew else sheet
    return replace(
        before,
        texts={**sheet.texts, **texts, "body": _words(sheet, beginning, anew=anew)},
        tags=_tags(sheet.tags, beginning),
        values={**sheet.values, **values},
        deeds=[*before.deeds, *(deed.stored for deed in later(beginning))],
        begun_with=[*before.begun_with, beginning.number],
    )


def parts_of(beginning: Beginning, *, by: User) -> Iterator[Part]:
    """The single places that it fills in; words, tags and what is done later are not among them."""
    if beginning.subject:
        said = _("the subject “%s”") % beginning.subject
        yield Part("subject", beginning.subject, said)
    for deed in beginning.deeds:
        match deed:
            case SetType():
                yield Part("type", deed.to, deed.words)
            case SetForm():
                yield Part("of_form", str(deed.to), deed.words)
            case Prioritise():
                yield Part("priority", str(deed.to), deed.words)
            case FillField():
                yield Part(deed.key, deed.kept["to"], deed.words)
            case Assign():
                yield from _given_to(deed, by)


def is_typed(sheet: Sheet, part: Part, *, by: User) -> bool:
    """Whether somebody has typed or chosen something else in its place."""
    untouched = {"priority": ("", NORMAL), "assignee": ("", str(by.pk))}.get(part.name, ("",))
    there = sheet.texts if part.name in sheet.texts else sheet.values
    standing = there.get(part.name) or ""
    return standing not in (*untouched, part.value) and str(standing) != str(part.value)


def later(beginning: Beginning) -> list[Deed]:
    """What has no place in the form: it is done when the ticket is made."""
    here = (SetType, SetForm, Prioritise, FillField, Assign, ChangeTags)
    return [deed for deed in beginning.deeds if not isinstance(deed, here)]


def tagging(beginning: Beginning) -> list[ChangeTags]:
    """Its deeds about tags, which are added to those typed."""
    return [deed for deed in beginning.deeds if isinstance(deed, ChangeTags)]


def _given_to(deed: Assign, by: User) -> Iterator[Part]:
    if deed.to != SAME:
        person = by.pk if deed.to == ME else deed.to
        yield Part("assignee", str(person or ""), Assign(deed.to, SAME).words)
    if deed.group != SAME:
        yield Part("group", str(deed.group or ""), Assign(SAME, deed.group).words)


def _words(sheet: Sheet, beginning: Beginning, *, anew: bool) -> str:
    standing = sheet.texts["body"]
    if not beginning.html:
        return standing
    is_free = anew or not to_text(standing).strip()
    return beginning.html if is_free else f"{standing}{BETWEEN}{beginning.html}"


def _tags(standing: list[str], beginning: Beginning) -> list[str]:
    tags = dict.fromkeys(standing)
    for deed in tagging(beginning):
        tags |= dict.fromkeys(deed.add)
        tags = {name: None for name in tags if name not in deed.remove}
    return list(tags)
