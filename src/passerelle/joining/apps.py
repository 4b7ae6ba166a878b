from django.apps import AppConfig


class JoiningConfig(AppConfig):
    name = "passerelle.joining"
    label = "joining"
