from django.db import models


class TaskRun(models.Model):
    """When a task last ran and how it ended: what the health page and `helpwell doctor` read."""

    name = models.CharField(max_length=100, unique=True)
    last_started_at = models.DateTimeField()
    last_succeeded_at = models.DateTimeField(null=True)
    failures = models.PositiveIntegerField(default=0, help_text="In a row; 0 after a success.")
    last_error = models.TextField(blank=True)

    def __str__(self) -> str:
        return self.name
