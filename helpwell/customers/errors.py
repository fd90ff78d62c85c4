"""What this room refuses."""

from typing import TYPE_CHECKING

from django.utils.translation import gettext_lazy as _

from helpwell.core.errors import Refused

if TYPE_CHECKING:
    from helpwell.customers.models import Customer


class NotAnAddress(Refused):
    sentence = _("This is no address. Such as anna@home.example, or the name on a network.")


class NotANumber(Refused):
    sentence = _("This is no phone number. Write it with its country, such as +49 30 123456.")


class NoSuchCountry(Refused):
    sentence = _("This is no country. Give its two letters, such as DE or US, or none.")


class TakenBySomebody(Refused):
    """An identity is somebody else's already; `owner` is who has it."""

    def __init__(self, owner: "Customer") -> None:
        self.owner = owner
        words = _("This is %(name)s's already. Open them, or merge the two if they are one person.")
        super().__init__(words % {"name": owner})


class LastAddress(Refused):
    sentence = _("This is the only way we know them by. Add another one first.")


class ChangedMeanwhile(Refused):
    """Somebody else has changed it since it was read; `now` is what it says."""

    def __init__(self, now: str) -> None:
        self.now = now
        super().__init__(
            _(
                "Meanwhile somebody changed this to “%(now)s”. What you typed is kept; save again "
                "to replace theirs."
            )
            % {"now": now or _("nothing")}
        )


class NumberTaken(Refused):
    sentence = _("Somebody has this number already.")


class MergedAlready(Refused):
    sentence = _("One of the two was merged meanwhile. Look at them again.")


class SamePerson(Refused):
    sentence = _("This is one and the same person.")


class TwoNumbersElsewhere(Refused):
    sentence = _(
        "Both have a number elsewhere, so they may be two people. Say that they are one person "
        "if you are sure."
    )


class NotMerged(Refused):
    sentence = _("These two are parted already.")


class NameTaken(Refused):
    sentence = _("There is one of this name already.")


class NameMissing(Refused):
    sentence = _("Give it a name.")


class CommaInName(Refused):
    sentence = _("A comma stands between segments. Leave it out of the name.")


class NotReadable(Refused):
    sentence = _("This file cannot be read as a table. Save it as CSV and try again.")


class TooLarge(Refused):
    sentence = _("This file is too large. Bring in at most 100,000 people and 50 MB at once.")


class NotNow(Refused):
    sentence = _("This import is at work or done. Look at it again.")


class NotFit(Refused):
    sentence = _("Choose one of those that are offered.")
