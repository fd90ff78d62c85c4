"""Card numbers and secrets stay out of messages; only the original keeps them."""

from dataclasses import replace

from helpwell.core.html import clean_authored
from helpwell.core.masking import masked, masked_html
from helpwell.core.text import storable
from helpwell.tickets.content import Content


def without_numbers(content: Content) -> tuple[Content, bool]:
    """What somebody outside has said, as people may read it, and whether something is hidden."""
    said = replace(
        content,
        text=storable(content.text),
        html=storable(content.html),
        quoted=storable(content.quoted),
        full_html=storable(content.full_html),
    )
    hidden = replace(
        said,
        text=masked(said.text),
        html=masked_html(said.html),
        quoted=masked(said.quoted),
        full_html=masked_html(said.full_html),
        recipients=[each | {"name": masked(each["name"])} for each in said.recipients],
        enclosures=[replace(each, name=masked(each.name)) for each in said.enclosures],
    )
    return hidden, hidden != said


def written(html: str) -> tuple[str, bool]:
    """What an agent has written: cleaned and without them, and whether there were any."""
    cleaned = clean_authored(storable(html))
    hidden = masked_html(cleaned)
    return hidden, hidden != cleaned
