from django.db import migrations

MARK = """
UPDATE search_entry SET words = words || array_to_tsvector(ARRAY[
    '~' || kind,
    '~' || kind || '8/' || (owner_id >> 8),
    '~' || kind || '11/' || (owner_id >> 11),
    '~' || kind || '14/' || (owner_id >> 14),
    '~' || kind || '17/' || (owner_id >> 17)
])
WHERE NOT words @@ quote_literal('~' || kind)::tsquery
"""


class Migration(migrations.Migration):
    """Let entries that were written before there were marks be found as well."""

    dependencies = [("search", "0001_initial")]
    operations = [migrations.RunSQL(MARK, migrations.RunSQL.noop)]
