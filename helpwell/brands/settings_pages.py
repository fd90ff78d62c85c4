"""The names under which we answer."""

from django.utils.translation import gettext_lazy as _

from helpwell.brands.permissions import MANAGE
from helpwell.core.settings_pages import Heading, SettingsPage, declare_pages

declare_pages(
    SettingsPage(
        "brands:brands",
        _("Brands"),
        _("The names, colours and signatures under which you answer."),
        "badge-check",
        Heading.HOUSE,
        needs=(MANAGE,),
        below=("brands:brand",),
        also=_("company logo signature colour"),
    ),
)
