"""Words written often, and answers with deeds."""

from django.utils.translation import gettext_lazy as _

from helpwell.core.settings_pages import Heading, SettingsPage, declare_pages

declare_pages(
    SettingsPage(
        "macros:snippets",
        _("Snippets"),
        _("Words you write often, put in by / and a few letters."),
        "text-quote",
        Heading.WRITING,
        below=(
            "macros:snippet",
            "macros:new_snippet",
        ),
        also=_("canned responses saved replies text blocks"),
    ),
    SettingsPage(
        "macros:macros",
        _("Macros"),
        _("An answer together with what is done beside it, in one press."),
        "zap",
        Heading.WRITING,
        below=(
            "macros:macro",
            "macros:new_macro",
        ),
        also=_("canned responses actions ticket templates new ticket"),
    ),
)
