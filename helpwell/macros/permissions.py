from django.utils.translation import gettext_lazy as _

from helpwell.accounts.capabilities import Capability, declare

SHARE = "macros.share"

declare(Capability(SHARE, _("make macros and snippets for groups and for everybody")))
