"""The product's settings without middleware and context processors: same database, same template engine."""

from passerelle.config.settings import *  # noqa: F403

ROOT_URLCONF = "benchmarks.bare.urls"
MIDDLEWARE: list[str] = []
# allauth insists on its middleware; the models of a room are tied to its table of addresses all the same.
INSTALLED_APPS = [
    *(app for app in INSTALLED_APPS if "allauth" not in app),  # noqa: F405
    "benchmarks.bare.apps.BareAccount",
    "benchmarks.bare",
]
TEMPLATES = [{"BACKEND": "django.template.backends.django.DjangoTemplates", "APP_DIRS": True, "OPTIONS": {}}]
