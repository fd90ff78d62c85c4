from django.db import models
from django.utils.translation import gettext_lazy as _

from helpwell.macros.models.kept import Kept, KeptQuerySet


class MacroQuerySet(KeptQuerySet["Macro"]):
    """Macros in lists."""


class Macro(Kept):
    """An answer or a note with what is done beside it, or what a new ticket begins with."""

    class Moment(models.TextChoices):
        REPLY = "reply", _("Answering a customer")
        NOTE = "note", _("Writing an internal note")
        START = "start", _("Making a new ticket")

    moment = models.CharField(_("Used when"), max_length=10, choices=Moment, default=Moment.REPLY)
    subject = models.CharField(
        _("Subject"),
        max_length=250,
        blank=True,
        help_text=_("Of the new ticket; names and dates can be filled in as in the words."),
    )
    subjects = models.JSONField(
        default=dict, help_text="The subject in other languages: {language: subject}"
    )
    deeds = models.JSONField(default=list, help_text="What is done: see tickets.deeds.")

    objects = MacroQuerySet.as_manager()

    def subject_in(self, language: str) -> str:
        """The subject in this language, or in a near one, or as it is."""
        codes = (language, language.partition("-")[0])
        known = (str(self.subjects[code]) for code in codes if self.subjects.get(code))
        return next(known, self.subject)
