"""Refusals: sentences for the person, never stack traces."""

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _


class Refused(Exception):  # noqa: N818 - a refusal is named by the state that caused it
    """An action that cannot be done now; `str()` of it is a sentence that says what to do next."""

    sentence: str | Promise = _("This cannot be done now.")

    def __init__(self, sentence: str | Promise | None = None) -> None:
        super().__init__(sentence or self.sentence)

    def __str__(self) -> str:
        return str(self.args[0])


class TooLong(Refused):
    """More was typed than can be kept; nothing is cut off silently."""

    def __init__(self, *, most: int, given: int) -> None:
        words = _("At most %(most)d characters fit here, and these are %(given)d. Shorten it.")
        super().__init__(words % {"most": most, "given": given})
