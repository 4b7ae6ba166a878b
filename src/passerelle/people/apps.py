from django.apps import AppConfig


class PeopleConfig(AppConfig):
    name = "passerelle.people"
    label = "people"
