"""What macros and snippets have in common for programs: whose they are, and who may change them."""

from typing import Annotated, Any, Literal

from django.conf import settings
from pydantic import AfterValidator, Field

from helpwell.accounts.models import Group, User
from helpwell.api.door import insist
from helpwell.api.errors import unknown
from helpwell.api.shapes import Given, LongWords, Number, Shape, Words
from helpwell.macros.models import Kept
from helpwell.macros.permissions import SHARE
from helpwell.macros.queries import may_change
from helpwell.tickets.asking import named


def _known(language: str) -> str:
    if language and language not in dict(settings.LANGUAGES):
        raise ValueError("send the code of a language, such as de")
    return language


Language = Annotated[Words, AfterValidator(_known)]


class KeptShape(Shape):
    """Words kept under a name, yours (`owner_id`), a group's or everybody's; `variants` say the
    same in other languages."""

    id: int
    name: str
    folder: str
    language: str
    html: str
    variants: dict[str, str]
    owner_id: int | None
    group_id: int | None
    edition: int


class KeptChanges(Given):
    """What is to be different; what is not sent stays. `whose` is mine, group (with `group_id`) or
    everybody."""

    name: Annotated[Words, Field(min_length=1, max_length=200)] | None = None
    folder: Annotated[Words, Field(max_length=80)] | None = None
    language: Language | None = None
    html: LongWords | None = None
    variants: Annotated[dict[Language, LongWords], Field(max_length=20)] | None = None
    whose: Literal["mine", "group", "everybody"] | None = None
    group_id: Number | None = None


def insist_on_changing(kept: Kept, *, by: User) -> None:
    """Refuse whoever may use it, but not change it: shared ones take `macros.share`."""
    if not may_change(kept, by):
        insist(by, SHARE)


def settings_in(given: KeptChanges, *, by: User, kept: Kept | None) -> dict[str, Any]:
    """What was sent, as actions take it; refuses whoever may not change it, or not share it."""
    if kept is not None:
        insist_on_changing(kept, by=by)
    said = given.sent(but=["whose", "group_id"])
    whose = given.whose or ("mine" if kept is None else None)
    if whose is None:
        return said
    if whose != "mine":
        insist(by, SHARE)
    group = named(Group, given.group_id, "group_id") if whose == "group" else None
    if whose == "group" and group is None:
        raise unknown("group_id")
    owner = ((kept and kept.owner) or by) if whose == "mine" else None
    return said | {"owner": owner, "group": group}
