"""Words can be read on their grounds, in both themes: WCAG 2.2 AA, 1.4.3 and 1.4.11."""

import re
from pathlib import Path

import pytest

TOKENS = (Path(__file__).parents[1] / "static/ui/css/tokens.css").read_text()
PAIRS = {
    name: (light, dark)
    for name, light, dark in re.findall(r"--([\w-]+):\s*light-dark\((#\w{6}),\s*(#\w{6})\)", TOKENS)
}
GROUNDS = ("paper", "sheet", "raised", "hover", "pick")
WORDS = [
    *((word, ground) for word in ("ink", "soft", "faint") for ground in GROUNDS),
    *((word, ground) for word in ("ink", "soft") for ground in ("press", "ours", "note")),
    *((word, ground) for word in ("late", "soon", "good", "accent") for ground in GROUNDS),
    *((word, f"{word}-ground") for word in ("late", "soon", "good", "info", "else")),
    *(("ink", f"{word}-ground") for word in ("late", "soon", "good", "info", "else")),
    *((f"face-{n}-ink", f"face-{n}") for n in range(1, 9)),
    ("accent-ink", "accent"), ("accent-ink", "accent-strong"), ("note-ink", "note"),
    ("danger-ink", "danger"), ("ink", "mark"), ("ink", "note-line"), ("faint", "ours"),
    ("faint", "note"), ("accent-strong", "sheet"),
]  # fmt: skip
EDGES = [
    *(("edge", ground) for ground in ("paper", "sheet", "raised")),
    *(("focus", ground) for ground in (*GROUNDS, "note", "ours")),
    *(("accent", ground) for ground in ("press", "line")),
]


@pytest.mark.parametrize("theme", [0, 1], ids=["light", "dark"])
@pytest.mark.parametrize(("word", "ground"), WORDS)
def test_words_stand_out_from_their_ground(word: str, ground: str, theme: int) -> None:
    assert contrast(PAIRS[word][theme], PAIRS[ground][theme]) >= 4.5


@pytest.mark.parametrize("theme", [0, 1], ids=["light", "dark"])
@pytest.mark.parametrize(("edge", "ground"), EDGES)
def test_edges_and_focus_stand_out_from_their_ground(edge: str, ground: str, theme: int) -> None:
    assert contrast(PAIRS[edge][theme], PAIRS[ground][theme]) >= 3


def contrast(one: str, other: str) -> float:
    """WCAG's contrast ratio of two colours "#rrggbb"."""
    dark, light = sorted((luminance(one), luminance(other)))
    return (light + 0.05) / (dark + 0.05)


def luminance(colour: str) -> float:
    red, green, blue = (linear(int(colour[at : at + 2], 16) / 255) for at in (1, 3, 5))
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def linear(part: float) -> float:
    return part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4
