from django.db import migrations

NEW = ["tickets.ask", "tickets.mark_spam"]


def grant(apps, schema_editor):
    """Whoever may answer customers may ask others, too, and mark spam."""
    for role in apps.get_model("accounts", "Role").objects.filter(
        capabilities__contains=["tickets.reply"]
    ):
        role.capabilities = [
            *role.capabilities,
            *(name for name in NEW if name not in role.capabilities),
        ]
        role.save(update_fields=["capabilities"])


class Migration(migrations.Migration):
    dependencies = [("accounts", "0003_standing_roles")]
    operations = [migrations.RunPython(grant, migrations.RunPython.noop)]
