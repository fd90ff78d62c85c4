"""Chance that can be repeated."""

from random import Random


def chance(seed: int | str) -> Random:
    """A source of random choices: the same seed gives the same ones."""
    return Random(seed)  # noqa: S311 - a story, not a secret
