"""What a new ticket begins with is a macro of that moment: templates of tickets become some."""

from django.db import migrations, models
from django.utils import timezone


def carry_over(apps, schema_editor):
    """Each template that is in use becomes a macro for everybody."""
    Macro = apps.get_model("macros", "Macro")
    for template in apps.get_model("tickets", "TicketTemplate").objects.filter(is_active=True):
        Macro.objects.create(
            name=template.name,
            moment="start",
            subject=template.subject,
            html=template.html,
            deeds=list(_deeds(template)),
            findable=f"{template.name} {template.subject}".lower(),
            changed_at=timezone.now(),
        )


def _deeds(template):
    if template.form_id:
        yield {"do": "form", "to": template.form_id}
    if template.type:
        yield {"do": "type", "to": template.type}
    if template.priority != 2:
        yield {"do": "priority", "to": template.priority}
    if template.tags:
        yield {"do": "tag", "add": list(template.tags), "remove": []}
    for key, value in template.values.items():
        yield {"do": "field", "key": key, "to": value}


class Migration(migrations.Migration):
    dependencies = [
        ("macros", "0003_leads_share"),
        ("tickets", "0013_sums_from_indexes"),
    ]
    run_before = [("tickets", "0014_begun_tickets")]
    operations = [
        migrations.AlterField(
            model_name="macro",
            name="moment",
            field=models.CharField(
                choices=[
                    ("reply", "Answering a customer"),
                    ("note", "Writing an internal note"),
                    ("start", "Making a new ticket"),
                ],
                default="reply",
                max_length=10,
                verbose_name="Used when",
            ),
        ),
        migrations.AddField(
            model_name="macro",
            name="subject",
            field=models.CharField(
                blank=True,
                help_text="Of the new ticket; names and dates can be filled in as in the words.",
                max_length=250,
                verbose_name="Subject",
            ),
        ),
        migrations.AddField(
            model_name="macro",
            name="subjects",
            field=models.JSONField(
                default=dict, help_text="The subject in other languages: {language: subject}"
            ),
        ),
        migrations.RunPython(carry_over, migrations.RunPython.noop),
    ]
