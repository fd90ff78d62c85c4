"""My profile, and who works here."""

from django.utils.translation import gettext_lazy as _

from helpwell.core.settings_pages import Heading, SettingsPage, declare_pages

declare_pages(
    SettingsPage(
        "accounts:me",
        _("My profile"),
        _("Your name, how it looks to you, and how you sign in."),
        "circle-user",
        Heading.MINE,
        order=10,
        below=(
            "account_change_password",
            "mfa_index",
        ),
        also=_("password time zone clock dark theme passkey two-factor availability keyboard"),
    ),
    SettingsPage(
        "accounts:getting_started",
        _("Getting started"),
        _("The first steps of a new house, with what is done already."),
        "sprout",
        Heading.HOUSE,
        order=10,
        needs=("accounts.manage",),
        also=_("welcome first run demo"),
    ),
    SettingsPage(
        "accounts:house_clock",
        _("Time zone"),
        _("The clock by which the house works, and whoever has no other."),
        "clock",
        Heading.HOUSE,
        order=15,
        needs=("accounts.manage",),
        also=_("clock hours timezone"),
    ),
    SettingsPage(
        "accounts:people",
        _("People"),
        _("Who works here, what they may do, and inviting colleagues."),
        "users",
        Heading.TEAM,
        order=10,
        needs=("accounts.manage",),
        below=(
            "accounts:person",
            "accounts:invitations",
        ),
        also=_("invite agents users seats"),
    ),
    SettingsPage(
        "accounts:groups",
        _("Groups"),
        _("People who share a kind of work, so that tickets find them."),
        "users-round",
        Heading.TEAM,
        order=10,
        needs=("accounts.manage",),
        below=("accounts:group",),
        also=_("teams departments"),
    ),
    SettingsPage(
        "accounts:roles",
        _("Roles"),
        _("What people may see and do."),
        "key-round",
        Heading.TEAM,
        order=10,
        needs=("accounts.manage",),
        below=(
            "accounts:role",
            "accounts:new_role",
        ),
        also=_("rights permissions access"),
    ),
)
