from django.db import models

from helpwell.accounts.models import User


class Receipt(models.Model):
    """That something an agent sent was taken, so that sending it again does not say it again.

    It outlives the message: what was taken back is not said again by a browser that tries late.
    """

    agent = models.ForeignKey(User, models.CASCADE, related_name="+", db_index=False)
    token = models.UUIDField(help_text="Made by the browser, one for what is sent at one press.")
    message_id = models.BigIntegerField(null=True)
    taken_at = models.DateTimeField(db_index=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["agent", "token"], name="taken_once")]

    def __str__(self) -> str:
        return f"{self.token}: message {self.message_id}"
