"""What makes a password too weak, in our words."""

from django.contrib.auth import password_validation as judged
from django.utils.translation import gettext, ngettext


class LongEnough(judged.MinimumLengthValidator):
    """At least eight characters."""

    def get_error_message(self) -> str:
        return ngettext(
            "This is too short: take at least %(n)d character.",
            "This is too short: take at least %(n)d characters.",
            self.min_length,
        ) % {"n": self.min_length}


class NotCommon(judged.CommonPasswordValidator):
    """None of the twenty thousand that everybody tries first."""

    def get_error_message(self) -> str:
        return gettext("Too many people use this one, so it is tried first. Choose another.")


class NotTheirName(judged.UserAttributeSimilarityValidator):
    """Nothing like the person's name or address."""

    def __init__(self) -> None:
        super().__init__(user_attributes=("name", "email"))

    def get_error_message(self) -> str:
        return gettext("This is too much like your name or address. Choose another.")
