from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ("demo", "0002_what_it_wonders"),
    ]

    operations = [
        migrations.AlterField(
            model_name="made",
            name="kind",
            field=models.CharField(
                choices=[
                    ("person", "Person"),
                    ("group", "Group"),
                    ("inbox", "Inbox"),
                    ("customer", "Customer"),
                    ("organisation", "Organisation"),
                    ("tag", "Tag"),
                    ("field", "Field"),
                    ("form", "Form"),
                    ("reason", "Reason"),
                    ("resolution", "Resolution"),
                    ("brand", "Brand"),
                    ("status", "Status"),
                ],
                max_length=20,
            ),
        ),
    ]
