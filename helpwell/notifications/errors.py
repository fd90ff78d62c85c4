from django.utils.translation import gettext_lazy as _

from helpwell.core.errors import Refused


class NotAPushService(Refused):
    """The address is not one of the public web, or its keys are none."""

    sentence = _("This browser gave an address that Helpwell cannot push to.")


class TooManyDevices(Refused):
    """One person has more devices than anybody uses."""

    sentence = _("Too many devices. Remove one you do not use any more.")


class PushRefused(Refused):
    """The push service did not take it."""

    sentence = _("The push service of this browser did not take it. Try again in a while.")
