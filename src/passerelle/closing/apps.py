from django.apps import AppConfig


class ClosingConfig(AppConfig):
    name = "passerelle.closing"
    label = "closing"
