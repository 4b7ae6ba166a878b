from django.apps import AppConfig


class NetworkConfig(AppConfig):
    name = "passerelle.network"
    label = "network"
