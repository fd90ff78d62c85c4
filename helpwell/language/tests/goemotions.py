"""How well the words of `mood` fit public labelled comments.

Run it with `python -m helpwell.language.tests.goemotions`, with `train` for the other part.

A baseline on English forum comments, which are not letters to a shop. Nothing is learnt: the
words are the room's own. Comments with several labels count by the first.
"""

import sys
from collections import Counter
from collections.abc import Iterable, Iterator
from pathlib import Path

from helpwell.language.mood import Feeling, mood_of

DATA = Path(__file__).resolve().parents[4] / "shared" / "data" / "nlp" / "goemotions"
POLAR = {
    Feeling.ANGRY: "negative", Feeling.WORRIED: "negative", Feeling.DISAPPOINTED: "negative",
    Feeling.PLEASED: "positive", Feeling.THANKING: "positive", Feeling.NEUTRAL: "neutral",
}  # fmt: skip
EKMAN = {
    Feeling.ANGRY: "anger", Feeling.WORRIED: "fear", Feeling.DISAPPOINTED: "sadness",
    Feeling.PLEASED: "joy", Feeling.THANKING: "joy", Feeling.NEUTRAL: "neutral",
}  # fmt: skip


def rows(kind: str, part: str) -> Iterator[tuple[str, str]]:
    """Comments of `dev` or `train` with their first label of `group` or `ekman`."""
    labels = (DATA / kind / "labels.txt").read_text().split()
    for line in (DATA / kind / f"{part}.tsv").read_text("utf-8").splitlines():
        text, ids, *_ = line.split("\t")
        yield text, labels[int(ids.split(",")[0])]


def f1(pairs: Iterable[tuple[str, str]]) -> dict[str, float]:
    """F1 by label of (right, told) pairs, for every label that is ever right."""
    counted = Counter(pairs)
    right, told = Counter[str](), Counter[str]()
    for (label, guess), times in counted.items():
        right[label] += times
        told[guess] += times
    return {each: 2 * counted[each, each] / (right[each] + told[each]) for each in sorted(right)}


def report(kind: str, names: dict[Feeling, str], part: str = "dev") -> str:
    """A line of figures for one way of labelling."""
    scores = f1((label, names[mood_of(text, "en").feeling]) for text, label in rows(kind, part))
    macro = sum(scores.values()) / len(scores)
    told = {label: score for label, score in scores.items() if label in names.values()}
    parts = "  ".join(f"{label} {score:.3f}" for label, score in scores.items())
    return (
        f"{kind} {part}: macro-F1 {macro:.3f} of all {len(scores)} labels, "
        f"{sum(told.values()) / len(told):.3f} of the {len(told)} it can tell\n  {parts}\n"
    )


if __name__ == "__main__":
    part = sys.argv[1] if len(sys.argv) > 1 else "dev"
    for kind, names in (("group", POLAR), ("ekman", EKMAN)):
        sys.stdout.write(report(kind, names, part))
