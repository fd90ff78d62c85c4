from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("tickets", "0010_growing_old")]
    operations = [
        migrations.AddIndex(
            model_name="ticket",
            index=models.Index(fields=["opened_at"], name="ticket_opened_at"),
        ),
        migrations.AddIndex(
            model_name="ticket",
            index=models.Index(
                condition=models.Q(("waiting_since__isnull", False)),
                fields=["waiting_since"],
                name="ticket_waiting_since",
            ),
        ),
    ]
