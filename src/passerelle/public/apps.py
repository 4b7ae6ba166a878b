from django.apps import AppConfig


class PublicConfig(AppConfig):
    name = "passerelle.public"
    label = "public"
