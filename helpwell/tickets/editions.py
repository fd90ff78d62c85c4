"""Numbers by which a page knows which state of a draft it has read."""

import secrets

MOST_EDITIONS = 1_000_000_000


def first_edition() -> int:
    """A number that no earlier draft had: what was read of that one is not saved over this."""
    return secrets.randbelow(MOST_EDITIONS) + 1
