"""Numbers as people and programs send them."""

LONGEST = 18  # digits that fit into a bigint


def whole(text: str) -> int | None:
    """The whole number `text` is, if it is one that can be the number of anything here."""
    return int(text) if text.isascii() and text.isdigit() and len(text) <= LONGEST else None
