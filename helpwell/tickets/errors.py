from django.utils.translation import gettext_lazy as _

from helpwell.core.errors import Refused


class TicketClosed(Refused):
    sentence = _("This ticket is closed. Open it again first, then answer.")


class NothingWritten(Refused):
    sentence = _("There is nothing written yet. Write a few words, then send.")


class TooManyAddressed(Refused):
    sentence = _("An answer goes to at most 100 people. Take some out, or write to a list.")


class NobodyAddressed(Refused):
    sentence = _("Nobody would get this. Add at least one recipient.")


class SomethingNewArrived(Refused):
    sentence = _(
        "Something new arrived while you were writing. Read it, then send if it still fits."
    )


class AlreadySent(Refused):
    sentence = _("This answer has already left, so it cannot be taken back.")


class NotOneOfOurs(Refused):
    sentence = _("This person cannot take the ticket: they do not work here any more.")


class NotUndone(Refused):
    sentence = _("This was changed again since, so it was not undone.")


class TagTooLong(Refused):
    sentence = _("A tag has at most 60 characters.")


class NotAnAddress(Refused):
    """Something typed as a recipient is none."""

    def __init__(self, typed: str) -> None:
        super().__init__(_("%s is not an e-mail address. Correct it, then send.") % typed)
