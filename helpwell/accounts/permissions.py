from django.utils.translation import gettext_lazy as _

from helpwell.accounts.capabilities import Capability, declare

declare(
    Capability("accounts.manage", _("invite people and change groups and roles")),
)
