"""What goes in and out, in types: texts with bounds, numbers, moments, pages."""

from collections.abc import Collection
from datetime import UTC, datetime
from typing import Annotated, Any

from ninja import Schema
from pydantic import AfterValidator, AwareDatetime, ConfigDict, Field, StringConstraints

LARGEST_ID = 2**63 - 1
NO_NUL = r"^[^\x00]*$"
FILE: dict[str, Any] = {
    "responses": {
        200: {
            "description": "The file, row by row.",
            "content": {
                "text/csv": {"schema": {"type": "string"}},
                "application/json": {"schema": {"type": "array"}},
            },
        }
    }
}


class Shape(Schema):
    """Something that is answered."""


class Given(Schema):
    """Something that is sent; a member that nobody knows is refused."""

    model_config = ConfigDict(extra="forbid")

    def sent(self, *, but: Collection[str] = ()) -> dict[str, Any]:
        """The members that were sent and say something, other than `but`."""
        return self.model_dump(exclude_unset=True, exclude_none=True, exclude=set(but))


Number = Annotated[int, Field(ge=1, le=LARGEST_ID, strict=False)]
Moment = datetime


def in_utc(moment: datetime) -> datetime:
    """The moment as databases can hold it; refuses years of no calendar of ours."""
    if not 1900 < moment.year < 2200:
        raise ValueError("choose a year between 1901 and 2199")
    return moment.astimezone(UTC)


GivenMoment = Annotated[AwareDatetime, AfterValidator(in_utc)]


def text(longest: int, *, shortest: int = 0) -> Any:
    """Words of at most `longest` characters, none of them NUL."""
    bounds = StringConstraints(min_length=shortest, max_length=longest, pattern=NO_NUL)
    return Annotated[str, bounds]


Words = Annotated[str, StringConstraints(max_length=250, pattern=NO_NUL)]
LongWords = Annotated[str, StringConstraints(max_length=500_000, pattern=NO_NUL)]


class Page[T](Shape):
    """Some of many: `next` is the address of what follows, null at the end."""

    items: list[T]
    next: str | None = None
