"""The deeds of a macro as people choose them: a form field for each."""

from typing import Any

from django import forms
from django.http import QueryDict
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from helpwell.core.errors import Refused
from helpwell.fields.cleaning import cleaned
from helpwell.fields.definitions import Definition
from helpwell.fields.models import Field
from helpwell.fields.queries import definitions
from helpwell.macros.deed_choices import Kept, choices, initial, kept_of
from helpwell.tickets.actions import tag_name
from helpwell.tickets.deeds import MOST_DAYS

KNOWN = ("assign", "status", "priority", "type", "form", "reason", "resolution", "tag", "field")
PLANNED = ("snooze", "follow", "promise", "steps")
MOST_FIELDS = 10


class DeedForm(forms.Form):
    """What is done beside the words; whatever is left at “as it is” is not touched."""

    assign_to = forms.ChoiceField(label=_("Assign to"), required=False)
    group = forms.ChoiceField(label=_("Group"), required=False)
    status = forms.ChoiceField(label=_("Status"), required=False)
    priority = forms.ChoiceField(label=_("Priority"), required=False)
    type = forms.ChoiceField(label=_("Type"), required=False)
    form = forms.ChoiceField(label=_("Form"), required=False)
    reason = forms.ChoiceField(label=_("Contact reason"), required=False)
    resolution = forms.ChoiceField(label=_("Resolution"), required=False)
    snooze_days = forms.IntegerField(
        label=_("Snooze for days"), min_value=1, max_value=MOST_DAYS, required=False
    )
    follow = forms.BooleanField(label=_("Whoever uses it follows the ticket"), required=False)
    promise_words = forms.CharField(label=_("Note a promise"), max_length=300, required=False)
    promise_days = forms.IntegerField(
        label=_("To be kept within days"), min_value=1, max_value=MOST_DAYS, required=False
    )
    steps = forms.CharField(
        label=_("Steps for the checklist"),
        help_text=_("One in a line."),
        widget=forms.Textarea({"rows": 3}),
        required=False,
    )

    def __init__(self, *args: Any, kept: list[Kept] | None = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        deeds = {deed["do"]: deed for deed in kept or []}
        self.others = [deed for deed in kept or [] if deed["do"] not in (*KNOWN, *PLANNED)]
        tags = deeds.get("tag", {})
        self.add, self.remove = tags.get("add", []), tags.get("remove", [])
        self.rows = [(d["key"], _typed_value(d["to"])) for d in kept or [] if d["do"] == "field"]
        self.initial = initial(deeds)
        for name, offered in choices().items():
            self._offer(name, offered)

    @property
    def fields_there_are(self) -> list[Definition]:
        """The fields of tickets, for choosing one to fill in."""
        return list(definitions(Field.About.TICKET).in_use.values())

    def typed(self, post: QueryDict) -> list[Kept]:
        """The deeds as chosen, or none and an error on the form."""
        self.add, self.remove = post.getlist("add_tag"), post.getlist("remove_tag")
        pairs = zip(post.getlist("field_key"), post.getlist("field_value"), strict=False)
        self.rows = [pair for pair in list(pairs)[:MOST_FIELDS] if all(pair)]
        try:
            return [*kept_of(self.cleaned_data), *self._tags(), *self._fields(), *self.others]
        except Refused as refused:
            self.add_error(None, str(refused))
            return []

    def _tags(self) -> list[Kept]:
        add, remove = ([tag_name(name) for name in names] for names in (self.add, self.remove))
        return [{"do": "tag", "add": add, "remove": remove}] if add or remove else []

    def _fields(self) -> list[Kept]:
        known = definitions(Field.About.TICKET).by_key
        return [
            {"do": "field", "key": key, "to": cleaned(known[key], _meant(known[key], value))}
            for key, value in self.rows
            if key in known
        ]

    def _offer(self, name: str, offered: list[tuple[str, str]]) -> None:
        """What there is; a choice that is gone stays until somebody takes another one."""
        value = self.initial.get(name)
        if value and value not in dict(offered):
            offered = [*offered, (value, gettext("One that is gone"))]
        self.fields[name].choices = offered  # type: ignore[attr-defined]


def _typed_value(value: Any) -> str:
    """A kept value as somebody would type it."""
    if isinstance(value, list):
        return ", ".join(str(each) for each in value)
    if isinstance(value, bool):
        return "yes" if value else "no"
    return str(value)


def _meant(field: Definition, typed: str) -> Any:
    """What is typed as a choice may be its label; several are parted by commas."""
    labels = {choice.label.casefold(): value for value, choice in field.choices.items()}
    if field.kind == Field.Kind.CHOICES:
        return [labels.get(one.strip().casefold(), one.strip()) for one in typed.split(",")]
    return labels.get(typed.strip().casefold(), typed.strip())
