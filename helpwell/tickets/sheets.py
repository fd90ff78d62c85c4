"""A new ticket as it stands on the screen before it is one: typed, or kept as a draft."""

import json
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import asdict, dataclass, field
from email.utils import parseaddr
from typing import Any, Self

from django.http import QueryDict

from helpwell.accounts.models import User
from helpwell.brands.models import Brand
from helpwell.core.errors import Refused
from helpwell.core.html import to_text
from helpwell.core.numbers import whole
from helpwell.core.text import snippet, storable
from helpwell.customers import queries as people
from helpwell.customers.actions import normalised
from helpwell.customers.models import Customer
from helpwell.fields.cleaning import cleaned
from helpwell.fields.definitions import Definition
from helpwell.fields.models import Field
from helpwell.fields.queries import definitions
from helpwell.fields.typed import all_typed
from helpwell.tickets.models import Draft, Ticket

# A control called `form` would stand in the way of what browsers know a form by.
TEXTS = ("subject", "body", "type", "priority", "of_form", "assignee", "group", "brand", "customer")
NORMAL = str(Ticket.Priority.NORMAL.value)


@dataclass(frozen=True)
class Sheet:
    """What the form of a new ticket says; `deeds` are done when it is one, and `begun_with` are
    the beginnings that were chosen, by numbers of whoever offers them."""

    texts: Mapping[str, str]
    to: list[str] = field(default_factory=list)
    cc: list[str] = field(default_factory=list)
    tags: list[str] = field(default_factory=list)
    values: Mapping[str, Any] = field(default_factory=dict)
    deeds: list[dict[str, Any]] = field(default_factory=list)
    begun_with: list[str] = field(default_factory=list)

    @classmethod
    def typed(cls, post: QueryDict) -> Self:
        """What somebody has typed, whether or not it is right."""
        known = definitions(Field.About.TICKET).in_use.values()
        texts = {name: storable(post.get(name, "")) for name in TEXTS}
        to, cc, tags, begun = map(post.getlist, ("to", "cc", "tag", "begun_with"))
        deeds = list(filter(None, map(_deed, post.getlist("deed"))))
        return cls(texts, to, cc, tags, all_typed(post, known), deeds, begun)

    @classmethod
    def kept(cls, draft: Draft) -> Self:
        """What was kept of it."""
        kept: dict[str, Any] = dict(draft.sheet or {})
        texts = dict.fromkeys(TEXTS, "") | kept.pop("texts", {}) | {"body": draft.html}
        return cls(texts=texts, **kept)

    @property
    def form_id(self) -> int | None:
        return whole(self.texts["of_form"])

    @property
    def is_empty(self) -> bool:
        """Whether nothing stands there that somebody would miss."""
        texts = (self.texts["subject"], to_text(self.texts["body"]))
        return not (any(map(str.strip, texts)) or self.to or self.cc or self.tags or self._says)

    @property
    def _says(self) -> bool:
        return any(self.values.values()) or bool(self.begun_with)

    @property
    def whom(self) -> str:
        """Whom it is for, in a word, as far as that is typed."""
        name, email = parseaddr(next(iter(self.to), ""))
        return name or email

    @property
    def first_words(self) -> str:
        """How its words begin."""
        return snippet(to_text(self.texts["body"]), 80)

    def to_keep(self) -> dict[str, Any]:
        """As it is kept beside the words."""
        kept: dict[str, Any] = _storable(asdict(self))
        del kept["texts"]["body"]
        return kept

    def values_so_far(self) -> dict[str, Any]:
        """What its fields say as values, without what is none yet."""
        known = definitions(Field.About.TICKET).in_use
        said = {key: as_value(known[key], self.values[key]) for key in self.values if key in known}
        return {key: value for key, value in said.items() if value is not None}

    def ticket_to_be(self, *, by: User) -> Ticket:
        """A ticket that says the same and is kept nowhere, for words that are filled in."""
        brand = Brand.objects.filter(pk=whole(self.texts["brand"]) or 0).first()
        requester = self._requester(by)
        subject = self.texts["subject"]
        values = self.values_so_far()
        return Ticket(subject=subject, requester=requester, brand=brand, values=values)

    def _requester(self, by: User) -> Customer:
        """The customer it is for, where `by` may know them; else whoever was typed."""
        visible = people.visible_to(by)
        name, email = parseaddr(next(iter(self.to), ""))
        found = visible.filter(pk=whole(self.texts["customer"]) or 0).first()
        if found is None and email:
            found = visible.filter(identities__value=normalised(email)).first()
        return found or Customer(name=name)


def as_value(definition: Definition, given: Any) -> Any:
    """What was typed as a value, or nothing while it is none yet."""
    try:
        return cleaned(definition, given)
    except Refused:
        return None


def _deed(typed: str) -> dict[str, Any] | None:
    with suppress(ValueError, RecursionError):
        deed = json.loads(typed)
        return deed if isinstance(deed, dict) else None
    return None


def _storable(value: Any) -> Any:
    """The same with every text as PostgreSQL can hold it."""
    if isinstance(value, str):
        return storable(value)
    if isinstance(value, dict):
        return {key: _storable(each) for key, each in value.items()}
    return [_storable(each) for each in value] if isinstance(value, list | tuple) else value
