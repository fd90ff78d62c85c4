from django.utils.translation import gettext_lazy as _

from helpwell.accounts.capabilities import Capability, declare

GUARDED = "vulnerability"  # a part that exists only for whom it is shown
SEE_GUARDED = "customers.see_vulnerability"

declare(
    Capability("customers.read", _("look up every customer")),
    Capability("customers.describe", _("change what we know about a customer")),
    Capability("customers.merge", _("merge two customers who are one person")),
    Capability(SEE_GUARDED, _("see what to mind with care about a customer")),
    Capability("customers.import", _("bring in customers from a file")),
    Capability("customers.export", _("export lists of customers")),
)
