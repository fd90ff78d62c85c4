"""This house's own words, and what to say to customers instead."""

from django.db import transaction

from helpwell.core.actors import By
from helpwell.core.text import name_of
from helpwell.tickets.errors import NothingWritten
from helpwell.tickets.models import HouseWord


@transaction.atomic
def keep_house_word(word: str, *, instead: str, by: By) -> HouseWord:
    """Let the coach point at a word of ours; a word that is known gets another replacement."""
    kept = name_of(word, most=80)
    if not kept:
        raise NothingWritten
    better = name_of(instead, most=120)
    known = HouseWord.objects.filter(word__iexact=kept).first()
    if known is None:
        return HouseWord.objects.update_or_create(word=kept, defaults={"instead": better})[0]
    known.instead = better
    known.save(update_fields=["instead"])
    return known


def forget_house_word(word: HouseWord, *, by: By) -> None:
    """Let the coach be silent about a word."""
    HouseWord.objects.filter(pk=word.pk).delete()
