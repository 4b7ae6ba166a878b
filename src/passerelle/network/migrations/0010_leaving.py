"""Who left a project, and when."""

import uuid

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("network", "0009_named_for_the_reader")]

    operations = [
        migrations.AddField(
            "appointment", "ended_at", models.DateTimeField(null=True, verbose_name="ended")
        ),
        migrations.CreateModel(
            name="Departure",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, primary_key=True, serialize=False)),
                ("joined_on", models.DateField()),
                ("left_on", models.DateField()),
                (
                    "organisation",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="departures",
                        to="network.organisation",
                    ),
                ),
                (
                    "project",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="departures",
                        to="network.project",
                    ),
                ),
            ],
            options={
                "ordering": ["-left_on", "organisation__name"],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("left_on__gte", models.F("joined_on"))),
                        name="a_partner_leaves_after_it_joined",
                    )
                ],
            },
        ),
    ]
