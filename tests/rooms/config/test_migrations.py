"""What an upgrade brings is what the models say."""

import pytest
from django.core.management import call_command

pytestmark = pytest.mark.django_db(databases=["default", "keys"])


def test_no_model_is_ahead_of_its_migrations() -> None:
    call_command("makemigrations", check=True, dry_run=True, verbosity=0)
