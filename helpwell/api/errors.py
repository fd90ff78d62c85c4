from collections.abc import Mapping, Sequence

from django.http import HttpResponse
from django.utils.translation import gettext_lazy as _

from helpwell.core.errors import Refused
from helpwell.core.problems import problem


class Declined(Exception):  # noqa: N818 - named for what became of the request
    """A request that is answered with a problem: status, sentence, headers."""

    def __init__(
        self,
        status: int,
        detail: str = "",
        *,
        kind: str = "",
        errors: Sequence[dict[str, str]] = (),
        headers: Mapping[str, str] | None = None,
    ) -> None:
        super().__init__(detail)
        self.status, self.detail, self.kind = status, detail, kind
        self.errors, self.headers = errors, headers or {}

    def answer(self) -> HttpResponse:
        """The problem for the program that asked."""
        response = problem(self.status, self.detail, kind=self.kind, errors=self.errors)
        for name, value in self.headers.items():
            response[name] = value
        return response


class NothingLent(Refused):
    sentence = _("Choose at least one thing that this token may do.")


class TooManyTokens(Refused):
    sentence = _("You have 50 tokens already. Revoke one that nobody uses first.")


class TokenNameMissing(Refused):
    sentence = _("Say in a word or two what the token is for.")


def unknown(member: str) -> Declined:
    """The refusal of a number in the body that leads to nothing, or to nothing one may see."""
    words = str(_("There is nothing of this number."))
    return Declined(
        422, words, kind="invalid", errors=[{"detail": words, "pointer": f"#/{member}"}]
    )
