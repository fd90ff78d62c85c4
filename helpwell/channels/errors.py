from django.utils.translation import gettext_lazy as _

from helpwell.core.errors import Refused


class NoInbox(Refused):
    sentence = _("There is no inbox to send from. Add one in the settings, then retry.")


class AddressTaken(Refused):
    sentence = _("There is an inbox with this address already. Change that one, or use another.")
