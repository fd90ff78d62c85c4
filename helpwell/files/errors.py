from django.utils.translation import gettext_lazy as _

from helpwell.core.errors import Refused


class NoRoom(Refused):
    sentence = _("There is no room left to store files. Free some disk space and try again.")
