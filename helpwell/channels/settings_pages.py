"""Where mail comes in, and how it fares."""

from django.utils.translation import gettext_lazy as _

from helpwell.channels.permissions import BLOCK, MANAGE, SEE_HEALTH
from helpwell.core.settings_pages import Heading, SettingsPage, declare_pages

declare_pages(
    SettingsPage(
        "channels:inboxes",
        _("Inboxes"),
        _("The addresses customers write to, and how answers leave."),
        "mail",
        Heading.MAIL,
        needs=(MANAGE,),
        below=(
            "channels:inbox",
            "channels:new_inbox",
            "channels:signing",
            "channels:mailbox",
            "channels:provider_app",
            "channels:new_hook",
            "channels:hook",
        ),
        also=_("mailbox IMAP SMTP DKIM Gmail Microsoft signature e-mail"),
    ),
    SettingsPage(
        "channels:rules",
        _("Mail rules"),
        _("What happens to mail before it becomes a ticket."),
        "list-filter",
        Heading.MAIL,
        needs=(MANAGE,),
        below=(
            "channels:rule",
            "channels:new_rule",
        ),
        also=_("filter newsletter"),
    ),
    SettingsPage(
        "channels:blocks",
        _("Blocked senders"),
        _("Whose mail goes to spam at once."),
        "ban",
        Heading.MAIL,
        needs=(BLOCK,),
        also=_("spam blacklist"),
    ),
    SettingsPage(
        "channels:mail_health",
        _("Mail health"),
        _("Whether mail comes in and answers leave, and what waits for a person."),
        "mail-check",
        Heading.MAIL,
        needs=(SEE_HEALTH,),
        below=(
            "channels:mails",
            "channels:outbox",
            "channels:source",
        ),
        also=_("errors delivery bounce log"),
    ),
)
