"""The table in which attempts are counted (Django's cache in the database), so that all processes count together.

Unlogged: it is emptied after a crash and costs no write-ahead log; its keys are hashed (people.throttle.hashed).
"""

from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("people", "0001_first")]

    operations = [
        migrations.RunSQL(
            sql=[
                'CREATE UNLOGGED TABLE people_throttle ("cache_key" varchar(255) PRIMARY KEY, '
                '"value" text NOT NULL, "expires" timestamptz NOT NULL)',
                "CREATE INDEX people_throttle_expires ON people_throttle (expires)",
            ],
            reverse_sql="DROP TABLE people_throttle",
        )
    ]
