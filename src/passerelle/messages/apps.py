from django.apps import AppConfig


class MessagesConfig(AppConfig):
    name = "passerelle.messages"
    label = "outbox"
