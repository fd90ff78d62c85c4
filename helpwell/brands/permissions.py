from django.utils.translation import gettext_lazy as _

from helpwell.accounts.capabilities import Capability, declare

MANAGE = "brands.manage"

declare(Capability(MANAGE, _("arrange the brands under which we answer")))
