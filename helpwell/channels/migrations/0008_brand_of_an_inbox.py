import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ("brands", "0001_initial"),
        ("channels", "0007_health_indexes"),
    ]

    operations = [
        migrations.AddField(
            model_name="inbox",
            name="brand",
            field=models.ForeignKey(
                blank=True,
                help_text="New tickets from this inbox are this brand’s, with its signature.",
                null=True,
                on_delete=django.db.models.deletion.SET_NULL,
                related_name="+",
                to="brands.brand",
                verbose_name="Brand",
            ),
        ),
    ]
