from django.db import migrations

READS_EVERYTHING = ["tickets.read_all", "customers.read"]
ANSWERS = [
    "tickets.reply",
    "tickets.note",
    "tickets.assign",
    "tickets.set_status",
    "tickets.prioritise",
    "tickets.tag",
]
ROLES = {
    "Team lead": [*READS_EVERYTHING, *ANSWERS, "customers.describe", "channels.see_health"],
    "Agent": [*READS_EVERYTHING, *ANSWERS, "customers.describe"],
    "Specialist": ["tickets.read_assigned", "tickets.read_groups", *ANSWERS],
    "Light agent": [*READS_EVERYTHING, "tickets.note"],
}


def make(apps, schema_editor):
    """The roles a house begins with, as they were when this was written."""
    Role = apps.get_model("accounts", "Role")
    if not Role.objects.filter(is_administrator=True).exists():
        Role.objects.get_or_create(name="Administrator", defaults={"is_administrator": True})
    for name, capabilities in ROLES.items():
        Role.objects.get_or_create(name=name, defaults={"capabilities": capabilities})


class Migration(migrations.Migration):
    dependencies = [("accounts", "0002_people_join_once")]
    operations = [migrations.RunPython(make, migrations.RunPython.noop)]
