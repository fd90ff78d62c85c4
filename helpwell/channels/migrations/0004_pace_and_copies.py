import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("channels", "0003_trusted_mail")]

    operations = [
        migrations.AddField(
            "inbox",
            "send_after",
            models.DateTimeField(
                editable=False,
                help_text="No answer leaves before: its server had trouble.",
                null=True,
            ),
        ),
        migrations.AddField(
            "inbox",
            "send_pause_seconds",
            models.PositiveIntegerField(default=0, editable=False),
        ),
        migrations.AddField(
            "inbox",
            "file_after",
            models.DateTimeField(
                editable=False, help_text="No copy is put into the folder before.", null=True
            ),
        ),
        migrations.AddField(
            "inbox",
            "file_error",
            models.TextField(blank=True, default="", editable=False),
            preserve_default=False,
        ),
        migrations.AddField(
            "inbox",
            "dkim_checked_at",
            models.DateTimeField(
                editable=False,
                help_text="When the key was found published; unset: not signed.",
                null=True,
            ),
        ),
        migrations.RemoveIndex("delivery", "delivery_due"),
        migrations.AddIndex(
            "delivery",
            models.Index(
                condition=models.Q(("state__in", ("queued", "held", "sending"))),
                fields=["due_at"],
                name="delivery_due",
            ),
        ),
        migrations.AddIndex(
            "delivery",
            models.Index(fields=["inbox", "-claimed_at"], name="delivery_pace"),
        ),
        migrations.AlterField(
            "delivery",
            "inbox",
            models.ForeignKey(
                db_index=False,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="channels.inbox",
            ),
        ),
    ]
