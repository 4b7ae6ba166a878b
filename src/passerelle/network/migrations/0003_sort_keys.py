import passerelle.language.sorting
from django.db import migrations


def fill(apps, schema_editor):
    """The keys of the names that are there already: each field makes its own when it is saved."""
    for name, fields in (("Organisation", ("name", "town")), ("Project", ("acronym",))):
        model = apps.get_model("network", name)
        columns = [key.attname for key in passerelle.language.sorting.keys_of(model)]
        for row in model.objects.only(*fields).iterator():
            row.save(update_fields=columns)


class Migration(migrations.Migration):

    dependencies = [
        ('network', '0002_contributions'),
    ]

    operations = [
        migrations.AddField(
            model_name='organisation',
            name='name_ar',
            field=passerelle.language.sorting.SortKey(db_index=True, language='ar', null=True, of='name'),
        ),
        migrations.AddField(
            model_name='organisation',
            name='name_en',
            field=passerelle.language.sorting.SortKey(db_index=True, language='en', null=True, of='name'),
        ),
        migrations.AddField(
            model_name='organisation',
            name='name_fr',
            field=passerelle.language.sorting.SortKey(db_index=True, language='fr', null=True, of='name'),
        ),
        migrations.AddField(
            model_name='organisation',
            name='name_it',
            field=passerelle.language.sorting.SortKey(db_index=True, language='it', null=True, of='name'),
        ),
        migrations.AddField(
            model_name='organisation',
            name='name_sv',
            field=passerelle.language.sorting.SortKey(db_index=True, language='sv', null=True, of='name'),
        ),
        migrations.AddField(
            model_name='organisation',
            name='town_ar',
            field=passerelle.language.sorting.SortKey(db_index=True, language='ar', null=True, of='town'),
        ),
        migrations.AddField(
            model_name='organisation',
            name='town_en',
            field=passerelle.language.sorting.SortKey(db_index=True, language='en', null=True, of='town'),
        ),
        migrations.AddField(
            model_name='organisation',
            name='town_fr',
            field=passerelle.language.sorting.SortKey(db_index=True, language='fr', null=True, of='town'),
        ),
        migrations.AddField(
            model_name='organisation',
            name='town_it',
            field=passerelle.language.sorting.SortKey(db_index=True, language='it', null=True, of='town'),
        ),
        migrations.AddField(
            model_name='organisation',
            name='town_sv',
            field=passerelle.language.sorting.SortKey(db_index=True, language='sv', null=True, of='town'),
        ),
        migrations.AddField(
            model_name='project',
            name='acronym_ar',
            field=passerelle.language.sorting.SortKey(db_index=True, language='ar', null=True, of='acronym'),
        ),
        migrations.AddField(
            model_name='project',
            name='acronym_en',
            field=passerelle.language.sorting.SortKey(db_index=True, language='en', null=True, of='acronym'),
        ),
        migrations.AddField(
            model_name='project',
            name='acronym_fr',
            field=passerelle.language.sorting.SortKey(db_index=True, language='fr', null=True, of='acronym'),
        ),
        migrations.AddField(
            model_name='project',
            name='acronym_it',
            field=passerelle.language.sorting.SortKey(db_index=True, language='it', null=True, of='acronym'),
        ),
        migrations.AddField(
            model_name='project',
            name='acronym_sv',
            field=passerelle.language.sorting.SortKey(db_index=True, language='sv', null=True, of='acronym'),
        ),
        migrations.RunPython(fill, migrations.RunPython.noop),
    ]
