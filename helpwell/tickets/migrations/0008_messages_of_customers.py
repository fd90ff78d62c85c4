from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("tickets", "0007_touched_trigger")]

    operations = [
        migrations.AddIndex(
            model_name="message",
            index=models.Index(
                condition=models.Q(("customer__isnull", False)),
                fields=["customer", "-id"],
                name="message_customer",
            ),
        )
    ]
