"""What people type to define a field."""

from typing import Any

from django import forms
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _

from helpwell.core.numbers import whole
from helpwell.fields.actions import CHOSEN, CONDITIONAL
from helpwell.fields.choices import Line
from helpwell.fields.definitions import Definition
from helpwell.fields.models import Field
from helpwell.fields.rows import Option, options_of


class FieldForm(forms.Form):
    """A field's words, and when it is needed; choices and condition are typed beside it."""

    name = forms.CharField(label=_("Name"), max_length=120)
    help = forms.CharField(
        label=_("Help"),
        max_length=300,
        required=False,
        help_text=_("A line below the field, for whoever fills it in."),
    )
    needed = forms.ChoiceField(label=_("Needed"), choices=Field.Needed)
    is_active = forms.BooleanField(
        label=_("In use"),
        required=False,
        help_text=_("What was said already stays; nobody is asked any more."),
    )

    def __init__(self, *args: Any, about: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if about != Field.About.TICKET:  # only tickets are solved, or made by agents
            del self.fields["needed"]


class NewFieldForm(FieldForm):
    """The same with its kind, which stays for good."""

    field_order = ("name", "kind", "help", "needed")
    is_active: Any = None
    kind = forms.ChoiceField(
        label=_("Kind"), choices=Field.Kind, help_text=_("This cannot be changed later.")
    )


def lines_in(post: QueryDict) -> list[Line]:
    """The choices as they were typed, one line each."""
    columns = (post.getlist(f"choice_{name}") for name in ("label", "value", "depth", "retired"))
    return [
        Line(label, value, whole(depth) or 0, is_retired=retired == "1")
        for label, value, depth, retired in zip(*columns, strict=False)
    ]


def condition_in(post: QueryDict) -> dict[str, Any]:
    """The condition as it was chosen: another field, and what it must say."""
    key = post.get("condition", "")
    if not key:
        return {}
    said = {"yes": True, "no": False}
    values = [said.get(value, value) for value in post.getlist(f"is-{key}")]
    return {"field": key, "is": values}


def conditions_for(
    field: Field | None, *, about: str, chosen: dict[str, Any]
) -> list[dict[str, Any]]:
    """The fields that a condition can hang on, each with what it can say and what is chosen."""
    others = Field.objects.filter(about=about, kind__in=CONDITIONAL, is_active=True)
    others = others.exclude(pk=field.pk) if field else others
    wanted = [_as_option(value) for value in chosen.get("is", [])]
    return [
        {
            "field": other,
            "is_chosen": other.key == chosen.get("field"),
            "options": [(*option, option[0] in wanted) for option in _sayable(other)],
        }
        for other in others
    ]


def _sayable(other: Field) -> list[Option]:
    return [option for option in options_of(Definition(other)) if option[0] != ""]


def has_choices(kind: str) -> bool:
    """Whether a field of this kind needs things to choose."""
    return kind in CHOSEN


def _as_option(value: Any) -> Any:
    return {True: "yes", False: "no"}.get(value, value) if isinstance(value, bool) else value
