from dataclasses import dataclass
from typing import ClassVar

from helpwell.events.facts import Fact


@dataclass(frozen=True, kw_only=True)
class TokenFact(Fact):
    """Something that happened to a token."""

    name: ClassVar[str] = "token.touched"
    subject: ClassVar[str] = "token_id"
    token_id: int
    person_id: int


@dataclass(frozen=True, kw_only=True)
class TokenMade(TokenFact):
    """A program may act as this person from now on, within the token's scopes."""

    name: ClassVar[str] = "token.made"


@dataclass(frozen=True, kw_only=True)
class TokenRevoked(TokenFact):
    """A token stopped working."""

    name: ClassVar[str] = "token.revoked"
