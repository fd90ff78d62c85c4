"""What people type about snippets and macros."""

from collections.abc import Iterator
from typing import Any

from django import forms
from django.conf import settings
from django.http import QueryDict
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from helpwell.accounts.models import Group, User
from helpwell.macros.models import Kept, Macro, Snippet
from helpwell.macros.permissions import SHARE

MINE = "mine"
EVERYBODY = "everybody"
MOST_VARIANTS = 20


class KeptForm(forms.ModelForm[Kept]):
    """What snippets and macros have in common: name, folder, who may use it, and the words."""

    scope = forms.ChoiceField(label=_("Who may use it"))
    seen = forms.IntegerField(required=False)
    newer: Kept | None = None

    def __init__(self, *args: Any, user: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.user = user
        scope = self._scope()
        scope.choices = list(_scopes(user, self.instance))
        scope.initial = _scope_of(self.instance) if self.instance.pk else MINE
        self.fields["language"].choices = languages()  # type: ignore[attr-defined]

    @property
    def edition(self) -> int | str:
        """The edition whose content the person has before them."""
        shown = self.newer or self.instance
        return shown.edition if shown.pk else ""

    @property
    def settings(self) -> dict[str, Any]:
        """What was typed, as an action takes it, without variants and deeds."""
        cleaned = dict(self.cleaned_data)
        scope = cleaned.pop("scope")
        cleaned.pop("seen")
        group = scope.removeprefix("group-")
        return cleaned | {
            "owner": self._owner() if scope == MINE else None,
            "group": Group.objects.filter(pk=group).first() if group != scope else None,
        }

    def clean_scope(self) -> str:
        """Refuses a group that is gone since the form was drawn."""
        scope = str(self.cleaned_data["scope"])
        group = scope.removeprefix("group-")
        if group != scope and not Group.objects.filter(pk=group).exists():
            raise forms.ValidationError(gettext("This group does not exist any more."))
        return scope

    def _owner(self) -> User:
        return self.instance.owner or self.user

    def _scope(self) -> forms.ChoiceField:
        field = self.fields["scope"]
        assert isinstance(field, forms.ChoiceField)
        return field


class SnippetForm(KeptForm):
    """A snippet."""

    language = forms.ChoiceField(label=_("Language of this text"), required=False)

    class Meta:
        model = Snippet
        fields = ("name", "shortcut", "folder", "language", "html")
        widgets = {"html": forms.HiddenInput, "name": forms.TextInput({"autocomplete": "off"})}


class MacroForm(KeptForm):
    """A macro, without its deeds."""

    language = forms.ChoiceField(label=_("Language of this text"), required=False)

    class Meta:
        model = Macro
        fields = ("name", "moment", "folder", "language", "subject", "html")
        widgets = {"html": forms.HiddenInput, "name": forms.TextInput({"autocomplete": "off"})}


def languages() -> list[tuple[str, str]]:
    """The languages a text may be in; the first says none in particular."""
    known = sorted((code, gettext(name)) for code, name in settings.LANGUAGES)
    return [("", gettext("Any")), *sorted(known, key=lambda pair: pair[1])]


def typed_variants(post: QueryDict) -> dict[str, str]:
    """The texts in other languages, as typed; the first of a language counts."""
    codes = dict(languages())
    pairs = zip(post.getlist("variant_language"), post.getlist("variant_html"), strict=False)
    found: dict[str, str] = {}
    for code, html in list(pairs)[:MOST_VARIANTS]:
        if code in codes and code and html.strip():
            found.setdefault(code, html)
    return found


def typed_subjects(post: QueryDict) -> dict[str, str]:
    """The subjects in other languages, as typed."""
    codes = dict(languages())
    pairs = zip(post.getlist("variant_language"), post.getlist("variant_subject"), strict=False)
    return {code: said for code, said in list(pairs)[:MOST_VARIANTS] if code in codes and code}


def _scopes(user: User, kept: Kept) -> Iterator[tuple[str, str]]:
    mine = kept.owner.name if kept.owner and kept.owner_id != user.pk else gettext("Only you")
    yield MINE, mine
    if user.can(SHARE):
        yield EVERYBODY, gettext("Everybody")
        for group in Group.objects.all():
            yield f"group-{group.pk}", group.name


def _scope_of(kept: Kept) -> str:
    if kept.owner_id:
        return MINE
    return f"group-{kept.group_id}" if kept.group_id else EVERYBODY
