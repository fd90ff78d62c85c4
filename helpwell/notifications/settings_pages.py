"""What one is told, and how."""

from django.utils.translation import gettext_lazy as _

from helpwell.core.settings_pages import Heading, SettingsPage, declare_pages

declare_pages(
    SettingsPage(
        "notifications:settings",
        _("Notifications"),
        _("What you are told of, by which way, and when not; your devices and muted tickets."),
        "bell",
        Heading.MINE,
        also=_("alerts push mail digest quiet hours mute app install"),
    ),
)
