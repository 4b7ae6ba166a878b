from django.apps import AppConfig


class KeystoreConfig(AppConfig):
    name = "passerelle.core.keystore"
    label = "keystore"
    verbose_name = "Keys"
    default_auto_field = "django.db.models.BigAutoField"
