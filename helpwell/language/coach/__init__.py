"""The composer's coach: local, instant hints on a draft, each with its reason; it never blocks."""

from helpwell.language.coach.draft import Conversation, Hint
from helpwell.language.coach.hints import KINDS, hints

__all__ = ["KINDS", "Conversation", "Hint", "hints"]
