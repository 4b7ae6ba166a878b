from django.apps import AppConfig


class LanguageConfig(AppConfig):
    name = "passerelle.language"
    label = "language"
