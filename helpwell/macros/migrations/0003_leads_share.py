from django.db import migrations


def grant(apps, schema_editor):
    """Whoever makes views for everybody may make macros for everybody, too."""
    for role in apps.get_model("accounts", "Role").objects.all():
        if "tickets.share_views" in role.capabilities and "macros.share" not in role.capabilities:
            role.capabilities = [*role.capabilities, "macros.share"]
            role.save(update_fields=["capabilities"])


class Migration(migrations.Migration):
    dependencies = [
        ("accounts", "0006_workspace_capabilities"),
        ("macros", "0002_how_answers_fare"),
    ]
    operations = [migrations.RunPython(grant, migrations.RunPython.noop)]
