from django.apps import AppConfig


class ImportingConfig(AppConfig):
    name = "passerelle.importing"
    label = "importing"
