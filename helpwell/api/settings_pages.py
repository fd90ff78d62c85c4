"""Tokens of my own, and programs that work here."""

from django.utils.translation import gettext_lazy as _

from helpwell.core.settings_pages import Heading, SettingsPage, declare_pages

declare_pages(
    SettingsPage(
        "api:my_tokens",
        _("My tokens"),
        _("Keys with which a program does things in your name."),
        "key",
        Heading.MINE,
        also=_("API program script"),
    ),
    SettingsPage(
        "api:all_apps",
        _("Apps"),
        _("Programs that work here under a name of their own, such as a shop."),
        "code",
        Heading.TEAM,
        needs=("accounts.manage",),
        also=_("API integration webhook tokens"),
    ),
)
