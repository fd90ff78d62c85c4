"""What can be wrong with a consent, each in a sentence."""

from django.utils.translation import gettext_lazy as _

from helpwell.core.errors import Refused


class ConsentTrouble(Refused):
    """The provider gives no access now."""


class ConsentWithdrawn(ConsentTrouble):
    """The provider gives no access any more; somebody has to connect again."""


class ConsentDenied(ConsentTrouble):
    """The person at the provider said no."""

    sentence = _("The permission was not given. Nothing has changed; try again when you like.")


class NotAskedFor(ConsentTrouble):
    """An answer of a provider that this browser did not ask for, or not lately."""

    sentence = _(
        "This answer does not belong to a request from this browser, or is too old. Nothing has "
        "changed; press Connect again."
    )


class NotRegistered(ConsentTrouble):
    """The provider is not told of us yet."""

    sentence = _("Register Helpwell with this provider first.")
