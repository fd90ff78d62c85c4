from django.db import migrations

NEW = {
    "tickets.reply": [
        "tickets.set_fields",
        "tickets.merge",
        "tickets.promise",
        "tickets.snooze",
        "tickets.trash",
        "tickets.change_many",
    ],
    "channels.see_health": [
        "tickets.export",
        "tickets.share_views",
        "tickets.arrange",
        "customers.merge",
        "customers.see_vulnerability",
        "customers.import",
        "customers.export",
    ],
}


def grant(apps, schema_editor):
    """Whoever answers customers may do all that this takes; whoever leads may arrange it."""
    for role in apps.get_model("accounts", "Role").objects.all():
        more = [name for known, names in NEW.items() if known in role.capabilities for name in names]
        role.capabilities = [*role.capabilities, *(n for n in more if n not in role.capabilities)]
        role.save(update_fields=["capabilities"])


class Migration(migrations.Migration):
    dependencies = [("accounts", "0005_workspace")]
    operations = [migrations.RunPython(grant, migrations.RunPython.noop)]
