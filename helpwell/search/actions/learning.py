"""Learning the words that are written, in the background: nobody who writes waits for it."""

from django.db import connection, transaction

from helpwell.search.models import Entry, Learned

TOGETHER = 2_000
LOOK_BACK = 200  # entries with smaller numbers may have been written, but not yet been seen
LEARN = """
INSERT INTO search_word (text, without)
SELECT word, ARRAY(
    SELECT DISTINCT overlay(word PLACING '' FROM at FOR 1)
    FROM generate_series(1, length(word)) AS at
) || word
FROM (
    SELECT DISTINCT unnest(tsvector_to_array(words)) AS word FROM search_entry
    WHERE id > %s AND id <= %s
) AS written
WHERE length(word) BETWEEN 4 AND 40 AND word !~ '[0-9~]'
ORDER BY word
ON CONFLICT DO NOTHING
"""
UNLEARN = """
DELETE FROM search_word WHERE text = ANY(%s) AND NOT EXISTS (
    SELECT FROM search_entry WHERE words @@ quote_literal(text)::tsquery
)
"""


def learn() -> None:
    """Learn the words of all entries written since the last time."""
    while _learn_some():
        pass


@transaction.atomic
def _learn_some() -> bool:
    """Whether there were any."""
    Learned.objects.get_or_create(pk=1)
    learned = Learned.objects.select_for_update().get(pk=1)
    ahead = Entry.objects.filter(pk__gt=learned.up_to).order_by("pk")
    pks = list(ahead.values_list("pk", flat=True)[:TOGETHER])
    if not pks:
        return False
    with connection.cursor() as cursor:
        cursor.execute(LEARN, [learned.up_to - LOOK_BACK, pks[-1]])
    learned.up_to = pks[-1]
    learned.save(update_fields=["up_to"])
    return True


def unlearn(words: list[str]) -> None:
    """Forget those of the words that no entry holds any more."""
    if words:
        with connection.cursor() as cursor:
            cursor.execute(UNLEARN, [words])
