"""The shared look: parts, frame, icons and the elements that move them."""

from django.apps import AppConfig


class UiConfig(AppConfig):
    name = "ui"
    verbose_name = "Shared look"
