"""What the demo refuses."""

from django.utils.translation import gettext_lazy as _

from helpwell.core.errors import Refused


class UnreadableError(Exception):
    """A play that cannot be read; only its authors ever see this."""

    def __init__(self, line: str, *, talk: str) -> None:
        super().__init__(f"“{line}” in the talk “{talk}” is not understood")


class AlreadyThere(Refused):
    sentence = _("The demo company is already here. Remove it first to make it anew.")
