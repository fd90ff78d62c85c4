import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    """A new ticket that is being written is a draft; what it begins with is kept as a macro."""

    dependencies = [
        ("tickets", "0013_sums_from_indexes"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]
    operations = [
        migrations.DeleteModel(name="TicketTemplate"),
        migrations.AddField(
            model_name="draft",
            name="sheet",
            field=models.JSONField(
                help_text="What a new ticket says beside its words.", null=True
            ),
        ),
        migrations.AddField(
            model_name="draft",
            name="token",
            field=models.UUIDField(
                help_text="By which a new ticket is known until it is one.", null=True
            ),
        ),
        migrations.AlterField(
            model_name="draft",
            name="ticket",
            field=models.ForeignKey(
                null=True,
                on_delete=django.db.models.deletion.CASCADE,
                related_name="+",
                to="tickets.ticket",
            ),
        ),
        migrations.AddConstraint(
            model_name="draft",
            constraint=models.UniqueConstraint(
                fields=("agent", "token"), name="draft_once_a_token"
            ),
        ),
        migrations.AddConstraint(
            model_name="draft",
            constraint=models.CheckConstraint(
                condition=models.Q(("ticket__isnull", False), ("token", None))
                | models.Q(("ticket", None), ("token__isnull", False)),
                name="draft_on_a_ticket_or_of_a_new_one",
            ),
        ),
    ]
