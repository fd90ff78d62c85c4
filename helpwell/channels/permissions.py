from django.utils.translation import gettext_lazy as _

from helpwell.accounts.capabilities import Capability, declare

MANAGE = "channels.manage"
SEE_HEALTH = "channels.see_health"
BLOCK = "tickets.mark_spam"  # whoever marks spam may block whoever sent it

declare(
    Capability(MANAGE, _("set up inboxes")),
    Capability(SEE_HEALTH, _("see how mail fares, and mails that are on no ticket")),
)
