from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ("tickets", "0009_house_words"),
    ]

    operations = [
        migrations.AddIndex(
            model_name="ticket",
            index=models.Index(
                condition=models.Q(("status", "solved")),
                fields=["solved_at"],
                name="ticket_solved_at",
            ),
        ),
        migrations.AddIndex(
            model_name="ticket",
            index=models.Index(
                condition=models.Q(("nudged_at__isnull", False), ("status", "pending")),
                fields=["nudged_at"],
                name="ticket_nudged_at",
            ),
        ),
    ]
