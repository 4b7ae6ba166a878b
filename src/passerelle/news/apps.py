from django.apps import AppConfig


class NewsConfig(AppConfig):
    name = "passerelle.news"
    label = "news"
