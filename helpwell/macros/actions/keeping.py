"""Making, changing and deleting what is kept; whoever saw an older edition is stopped once."""

from collections.abc import Collection
from typing import Any

from django.db import transaction

from helpwell.core import clock
from helpwell.core.actors import By
from helpwell.core.html import clean_authored, to_text
from helpwell.core.text import fold, name_of, one_line, storable
from helpwell.events.actions import forget, publish
from helpwell.macros.errors import ChangedMeanwhile, Nameless, NothingKept
from helpwell.macros.facts import (
    MacroChanged,
    MacroMade,
    MacroRemoved,
    SnippetChanged,
    SnippetMade,
    SnippetRemoved,
)
from helpwell.macros.models import Kept, Macro, Snippet
from helpwell.tickets.deeds import read_all

SETTINGS = ("name", "folder", "owner", "group", "language", "html", "variants")
SNIPPET_SETTINGS = (*SETTINGS, "shortcut")
MACRO_SETTINGS = (*SETTINGS, "moment", "subject", "subjects", "deeds")
LONGEST_SUBJECT = 250
LONGEST_NAME = 200
FINDABLE = 2000  # characters of a text that search looks at


@transaction.atomic
def make_snippet(*, by: By, **settings: Any) -> Snippet:
    """Keep words as a snippet; `settings` are fields of `SNIPPET_SETTINGS`."""
    snippet = Snippet()
    _set(snippet, settings, SNIPPET_SETTINGS)
    publish(SnippetMade(snippet_id=snippet.pk, by=by.actor))
    return snippet


@transaction.atomic
def change_snippet(snippet: Snippet, *, by: By, seen: int | None = None, **settings: Any) -> None:
    """Set `settings` on a snippet; `seen` is the edition its writer began with."""
    snippet = Snippet.objects.select_for_update(of=("self",)).get(pk=snippet.pk)
    _check_edition(snippet, seen)
    _set(snippet, settings, SNIPPET_SETTINGS)
    publish(SnippetChanged(snippet_id=snippet.pk, by=by.actor))


@transaction.atomic
def remove_snippet(snippet: Snippet, *, by: By) -> None:
    """Delete a snippet; what was written with it stays."""
    snippet_id = snippet.pk
    if Snippet.objects.filter(pk=snippet_id).delete()[0]:
        publish(SnippetRemoved(snippet_id=snippet_id, by=by.actor))


@transaction.atomic
def make_macro(*, by: By, **settings: Any) -> Macro:
    """Keep an answer with its deeds as a macro; `settings` are fields of `MACRO_SETTINGS`."""
    macro = Macro()
    _set(macro, settings, MACRO_SETTINGS)
    publish(MacroMade(macro_id=macro.pk, by=by.actor))
    return macro


@transaction.atomic
def change_macro(macro: Macro, *, by: By, seen: int | None = None, **settings: Any) -> None:
    """Set `settings` on a macro; `seen` is the edition its writer began with."""
    macro = Macro.objects.select_for_update(of=("self",)).get(pk=macro.pk)
    _check_edition(macro, seen)
    _set(macro, settings, MACRO_SETTINGS)
    publish(MacroChanged(macro_id=macro.pk, by=by.actor))


@transaction.atomic
def remove_macro(macro: Macro, *, by: By) -> None:
    """Delete a macro with the count of its uses; what was done with it stays."""
    macro_id = macro.pk
    if Macro.objects.filter(pk=macro_id).delete()[0]:
        publish(MacroRemoved(macro_id=macro_id, by=by.actor))


@transaction.atomic
def remove_of_groups(group_ids: Collection[int]) -> None:
    """Delete what these groups keep, with its history: the groups go."""
    snippets, macros = (model.objects.filter(group__in=group_ids) for model in (Snippet, Macro))
    forget([f"snippet:{pk}" for pk in snippets.values_list("pk", flat=True)])
    forget([f"macro:{pk}" for pk in macros.values_list("pk", flat=True)])
    snippets.delete()
    macros.delete()


def _check_edition(kept: Kept, seen: int | None) -> None:
    if seen is not None and kept.edition != seen:
        raise ChangedMeanwhile


def _set(kept: Kept, settings: dict[str, Any], known: tuple[str, ...]) -> None:
    for name, value in settings.items():
        if name not in known:
            raise ValueError(name)
        setattr(kept, name, value)
    _tidy(kept)
    kept.edition += 1 if kept.pk else 0
    kept.changed_at = clock.now()
    kept.save()


def _tidy(kept: Kept) -> None:
    kept.name = name_of(kept.name, most=LONGEST_NAME)
    kept.folder = name_of(kept.folder, most=80)
    kept.html = _words(kept.html)
    said = {language: _words(html) for language, html in kept.variants.items()}
    kept.variants = {language: html for language, html in said.items() if html}
    if isinstance(kept, Snippet):
        kept.shortcut = name_of("".join(kept.shortcut.lstrip("/").lower().split()), most=40)
    if isinstance(kept, Macro):
        kept.deeds = [deed.stored for deed in read_all(kept.deeds)]
        _tidy_subjects(kept)
    _insist(kept)
    kept.findable = _findable(kept)


def _tidy_subjects(macro: Macro) -> None:
    """A subject is kept with any macro; only one that begins tickets uses it."""
    macro.subject = name_of(macro.subject, most=LONGEST_SUBJECT)
    lines = {code: name_of(said, most=LONGEST_SUBJECT) for code, said in macro.subjects.items()}
    macro.subjects = {code: line for code, line in lines.items() if line}


def _words(html: str) -> str:
    """Kept words without pictures, which belong to one ticket; nothing where there are no words."""
    cleaned = clean_authored(storable(html), is_own_image=lambda _: False)
    return cleaned if to_text(cleaned).strip() else ""


def _insist(kept: Kept) -> None:
    if not kept.name:
        raise Nameless
    begins = isinstance(kept, Macro) and kept.moment == Macro.Moment.START
    said = ("html", "variants", "deeds", *(["subject"] if begins else []))
    if not any(getattr(kept, name, None) for name in said):
        raise NothingKept


def _findable(kept: Kept) -> str:
    text = to_text(kept.html)[:FINDABLE]
    subject = getattr(kept, "subject", "")
    words = (getattr(kept, "shortcut", ""), kept.name, kept.folder, subject, text)
    return fold(one_line(" ".join(words)))
