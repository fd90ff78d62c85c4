"""What the demo refuses."""

from django.utils.translation import gettext_lazy as _

from helpwell.core.errors import Refused


class UnreadableError(Exception):
    """A play that cannot be read; only its authors ever see this."""

    def __init__(self, line: str, *, talk: str) -> None:
        super().__init__(f"“{line}” in the talk “{talk}” is not understood")


class AlreadyThere(Refused):
    sentence = _("The demo company is already here. Remove it first to make it anew.")


class RealAddress(Refused):
    sentence = _("Use an address that ends in .example, so that no real person is meant.")


class NotTaken(Refused):
    def __init__(self, *, reason: str) -> None:
        super().__init__(
            _("Helpwell's own mail server did not take the mail (%(reason)s). Is it running?")
            % {"reason": reason}
        )


class NotThere(Refused):
    sentence = _("There is no demo company here.")


class NobodyLeft(Refused):
    sentence = _(
        "Without the demo's people nobody could sign in as administrator. Invite one of your own "
        "first, then remove the demo."
    )
