import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('core', '0006_named_for_the_reader'),
    ]

    operations = [
        migrations.CreateModel(
            name='SearchMeaning',
            fields=[
                ('entry', models.OneToOneField(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, primary_key=True, serialize=False, to='core.searchentry')),
                ('of', models.CharField(max_length=32)),
                ('numbers', models.BinaryField()),
            ],
        ),
        migrations.RunSQL(
            'ALTER TABLE core_searchmeaning ADD CONSTRAINT searchmeaning_of_entry FOREIGN KEY (entry_id) '
            'REFERENCES core_searchentry (id) ON DELETE CASCADE',
            migrations.RunSQL.noop,
        ),
    ]
