from django.utils.translation import gettext_lazy as _

from helpwell.core.errors import Refused


class Nameless(Refused):
    sentence = _("Give it a name, so that you find it again.")


class NothingKept(Refused):
    sentence = _("There is nothing in it yet. Write some words, or choose what is done.")


class ChangedMeanwhile(Refused):
    sentence = _(
        "Somebody else has changed this since you opened it; below is what they kept. Yours is "
        "still in the form: keep it again if it should replace theirs."
    )


class BeginsTickets(Refused):
    sentence = _("This macro begins new tickets. Choose another one here.")


class NotForHere(Refused):
    sentence = _("Your role does not let you write this here.")
