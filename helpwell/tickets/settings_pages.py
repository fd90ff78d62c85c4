"""What can be arranged around tickets."""

from django.utils.translation import gettext_lazy as _

from helpwell.core.settings_pages import Heading, SettingsPage, declare_pages
from helpwell.tickets.permissions import ARRANGE

declare_pages(
    SettingsPage(
        "tickets:hints",
        _("Hints while writing"),
        _("What you are told beside an answer before it goes."),
        "lightbulb",
        Heading.MINE,
        also=_("coach tone greeting"),
    ),
    SettingsPage(
        "tickets:reasons",
        _("Contact reasons"),
        _("Why customers turn to you, and how it ended."),
        "circle-question-mark",
        Heading.TICKETS,
        needs=(ARRANGE,),
        also=_("category resolution topic"),
    ),
    SettingsPage(
        "tickets:statuses",
        _("Statuses"),
        _("Your own words for whose turn it is."),
        "circle-dot",
        Heading.TICKETS,
        needs=(ARRANGE,),
        below=("tickets:status_settings",),
        also=_("custom status"),
    ),
    SettingsPage(
        "fields:fields",
        _("Fields"),
        _("What you note on tickets, people and organisations."),
        "square-pen",
        Heading.TICKETS,
        needs=(ARRANGE,),
        below=(
            "fields:new_field",
            "fields:field",
        ),
        also=_("custom fields required drop-down"),
    ),
    SettingsPage(
        "tickets:forms",
        _("Forms"),
        _("Which fields a kind of ticket has, such as a return."),
        "clipboard-check",
        Heading.TICKETS,
        needs=(ARRANGE,),
        below=("tickets:form",),
        also=_("layout"),
    ),
    SettingsPage(
        "tickets:habits",
        _("Habits"),
        _("Reminders, closing, reopening, and what is asked before solving."),
        "repeat",
        Heading.TICKETS,
        needs=(ARRANGE,),
        also=_("automatic close reopen nudge reminder tag assign"),
    ),
    SettingsPage(
        "tickets:house_words",
        _("Words of our own"),
        _("Words that customers do not know, with what to say instead."),
        "languages",
        Heading.WRITING,
        needs=(ARRANGE,),
        also=_("jargon glossary"),
    ),
)
