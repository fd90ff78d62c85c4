from django.utils.translation import gettext_lazy as _

from helpwell.accounts.capabilities import Capability, declare

declare(
    Capability("customers.read", _("look up every customer")),
    Capability("customers.describe", _("change what we know about a customer")),
)
