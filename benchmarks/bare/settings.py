"""The product's settings without middleware and context processors: same database, same template engine."""

from passerelle.config.settings import *  # noqa: F403

ROOT_URLCONF = "benchmarks.bare.urls"
MIDDLEWARE: list[str] = []
# allauth insists on its middleware.
INSTALLED_APPS = [*(app for app in INSTALLED_APPS if "allauth" not in app), "benchmarks.bare"]  # noqa: F405
TEMPLATES = [{"BACKEND": "django.template.backends.django.DjangoTemplates", "APP_DIRS": True, "OPTIONS": {}}]
