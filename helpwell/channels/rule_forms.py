"""What people type about a mail rule."""

from collections.abc import Iterator
from typing import Any

from django import forms
from django.http import QueryDict
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from helpwell.channels.conditions import FIELDS, TESTS, VALUES, Condition
from helpwell.channels.models import MailRule

MOST_CONDITIONS = 10
LONGEST_HEADER = 100
VALUE_WORDS: dict[str, str | Promise] = {
    "yes": _("yes"),
    "no": _("no"),
    "passed": _("proven"),
    "failed": _("forged"),
    "unknown": _("not judged"),
}


class RuleForm(forms.ModelForm[MailRule]):
    """A rule without its conditions; these are rows of their own, see `ConditionRows`."""

    class Meta:
        model = MailRule
        fields = ("name", "inbox", "action", "tag", "group", "is_active")
        widgets = {"name": forms.TextInput({"autocomplete": "off"})}
        help_texts = {"inbox": ""}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["inbox"].empty_label = _("Every inbox")  # type: ignore[attr-defined]
        self.fields["group"].empty_label = _("No group")  # type: ignore[attr-defined]
        actions = [("", _("Choose")), *MailRule.Action.choices]
        self.fields["action"].choices = actions  # type: ignore[attr-defined]


class ConditionRows:
    """The conditions of a rule as rows of a form: field, header, test, value."""

    def __init__(self, conditions: list[Condition]) -> None:
        self.conditions = conditions

    @classmethod
    def of(cls, rule: MailRule) -> "ConditionRows":
        """The stored ones that can be read."""
        return cls(list(_readable(rule.conditions)))

    @classmethod
    def typed(cls, post: QueryDict) -> "ConditionRows":
        """Those that somebody has filled in; rows without a value, where one is needed, are not."""
        names = ("field", "header", "test", "value")
        rows = zip(*(post.getlist(f"condition_{name}") for name in names), strict=False)
        found = [
            Condition(field, _fitting(field, test), value.strip(), _header(field, header))
            for field, header, test, value in rows
            if field in FIELDS and (value.strip() or test == "exists")
        ]
        return cls(found[:MOST_CONDITIONS])

    def stored(self) -> list[dict[str, str]]:
        """As a rule stores them."""
        return [condition.stored for condition in self.conditions]

    def wrong(self) -> str | Promise:
        """What is wrong with them, as a sentence."""
        for condition in self.conditions:
            if condition.field == "header" and not condition.name:
                return _("Name the header, such as X-Spam-Flag.")
            if len(condition.name) > LONGEST_HEADER:
                return _("The name of a header has at most 100 characters here.")
            if condition.test == "larger_than" and not condition.value.isdecimal():
                return _("Give a size in kilobytes, such as 5000.")
            if condition.value.casefold() not in VALUES.get(
                condition.field, (condition.value.casefold(),)
            ):
                words = ", ".join(VALUES[condition.field])
                return _("Here the value is one of: %s.") % words
        return ""


def _readable(stored: Any) -> Iterator[Condition]:
    for each in stored if isinstance(stored, list) else ():
        try:
            yield Condition.read(each)
        except (ValueError, KeyError, TypeError, AttributeError):
            continue


def _fitting(field: str, test: str) -> str:
    """The chosen test, or the first that makes sense for the field."""
    tests = FIELDS[field].tests
    return test if test in tests else tests[0]


def _header(field: str, typed: str) -> str:
    return typed.strip().rstrip(":") if field == "header" else ""


def choices() -> dict[str, Any]:
    """What the selects of a row offer."""
    return {
        "condition_fields": [(key, field.label) for key, field in FIELDS.items()],
        "condition_tests": [(key, test.label) for key, test in TESTS.items()],
    }
