"""What is found by searching keeps its words as they were written, to show the piece that was found."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("core", "0004_legal_holds")]

    operations = [
        migrations.AddField(
            model_name="searchentry",
            name="passages",
            field=models.JSONField(default=list),
        ),
    ]
