"""The tables of words: no section is misspelt, and no entry is written so that it never matches."""

from collections.abc import Mapping

import pytest

from helpwell.language.matching import patterns
from helpwell.language.spans import folded
from helpwell.language.tables import LANGUAGES, table_of

ONLY_ELSEWHERE = {
    "formality.informal", "formality.formal", "formality.formal_capitals", "formality.names",
    "found_within.attached", "found_within.attached_by_customer", "found_within.soon",
}  # fmt: skip
PAIRS = {"coach.jargon", "when.numbers", "when.units", "when.named", "when.parts"}
AS_WRITTEN = {"greeting.suggested", "formality.formal_capitals", "formality.names"}
PROMISING = ("en", "de", "fr", "es", "it", "nl", "pt")


def sections(content, before=""):
    for key, value in content.items():
        name = f"{before}{key}"
        if isinstance(value, Mapping) and name not in PAIRS:
            yield from sections(value, f"{name}.")
        else:
            yield name


@pytest.mark.parametrize("code", LANGUAGES)
def test_sections_have_the_names_of_the_english_ones(code):
    known = {*sections(table_of("en").content), *ONLY_ELSEWHERE}
    assert set(sections(table_of(code).content)) <= known


@pytest.mark.parametrize("code", LANGUAGES)
def test_every_entry_can_match(code):
    table = table_of(code)
    for name in set(sections(table.content)) - AS_WRITTEN:
        if name.startswith(("when.dates", "when.clocks", "when.weekdays", "when.months")):
            continue
        entries = table.pairs(name) if name in PAIRS else table.phrases(name)
        for entry in entries:
            assert folded(entry) == entry, f"{name}: “{entry}” must be in small, plain letters"
            assert list(patterns(entry)), f"{name}: “{entry}” has no words"


@pytest.mark.parametrize("code", PROMISING)
def test_days_and_months_are_all_there(code):
    when = table_of(code).content["when"]
    assert (len(when["weekdays"]), len(when["months"])) == (7, 12)
    assert set(when["units"].values()) >= {"minute", "hour", "day", "workday", "week", "month"}
