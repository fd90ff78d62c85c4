from django.utils.functional import Promise
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from helpwell.core.errors import Refused


class NotSuchValue(Refused):
    """What was typed cannot be what the field says; names the field and what it takes."""

    def __init__(self, name: str, sentence: str | Promise) -> None:
        super().__init__(f"{name}: {sentence}")


class NoSuchField(Refused):
    sentence = _("There is no such field, or it is not in use any more.")


class ChangedMeanwhile(Refused):
    """Somebody else has filled the field since the writer looked; `newer` is what it says now."""

    def __init__(self, name: str, words: str) -> None:
        said = words or _now("nothing")
        sentence = _(
            "%(name)s was changed meanwhile: it says “%(words)s” now. Save again to replace it."
        )
        super().__init__(sentence % {"name": name, "words": said})


class FieldUnnamed(Refused):
    sentence = _("Give the field a name.")


class NothingToChoose(Refused):
    sentence = _("Write down at least one thing to choose.")


class ChoiceTwice(Refused):
    """Two choices beside each other have the same name."""

    def __init__(self, label: str) -> None:
        super().__init__(_("“%s” stands there twice. Rename one of them.") % label)


class TooDeep(Refused):
    sentence = _("A tree has at most three levels.")


class TooManyChoices(Refused):
    sentence = _("A field offers at most 500 things to choose.")


class GoesInCircles(Refused):
    sentence = _("This condition goes in circles: a field cannot wait for itself.")


class NotAsked(Refused):
    sentence = _("A condition needs another field with things to choose, and at least one of them.")
