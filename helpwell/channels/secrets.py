"""Mailbox passwords: encrypted in the database with a key made from the installation's secret."""

import base64
import hashlib
from typing import Any

from cryptography.fernet import Fernet, InvalidToken
from django.conf import settings
from django.db import models


class SecretField(models.TextField[str, str]):
    """Text that is encrypted at rest; unreadable (empty) once the installation's secret changed."""

    def get_prep_value(self, value: Any) -> str:
        return _box().encrypt(value.encode()).decode() if value else ""

    def from_db_value(self, value: str, *_: object) -> str:
        try:
            return _box().decrypt(value.encode()).decode() if value else ""
        except InvalidToken:
            return ""


def _box() -> Fernet:
    digest = hashlib.sha256(b"helpwell.channels:" + settings.SECRET_KEY.encode()).digest()
    return Fernet(base64.urlsafe_b64encode(digest))
