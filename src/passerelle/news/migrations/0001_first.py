import django.db.models.deletion
import uuid
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
        ('network', '0001_first'),
    ]

    operations = [
        migrations.CreateModel(
            name='Item',
            fields=[
                ('id', models.UUIDField(default=uuid.uuid4, primary_key=True, serialize=False)),
                ('code', models.CharField(max_length=12, unique=True)),
                ('day', models.DateField(null=True, verbose_name='day')),
                ('source_name', models.CharField(blank=True, max_length=200, verbose_name='source')),
                ('source_address', models.URLField(blank=True, max_length=500, verbose_name='address of the source')),
                ('state', models.CharField(choices=[('draft', 'Draft'), ('published', 'Public'), ('withdrawn', 'Withdrawn')], default='draft', max_length=10)),
                ('invented', models.BooleanField(default=False)),
                ('revision', models.PositiveIntegerField(default=1)),
                ('created_at', models.DateTimeField(auto_now_add=True)),
                ('published_at', models.DateTimeField(null=True)),
                ('shown_at', models.DateTimeField(null=True)),
                ('archived_at', models.DateTimeField(null=True)),
                ('organisation', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='news', to='network.organisation')),
                ('project', models.ForeignKey(null=True, on_delete=django.db.models.deletion.CASCADE, related_name='news', to='network.project')),
            ],
            options={
                'verbose_name': 'piece of news',
                'verbose_name_plural': 'news',
                'ordering': ['-day', '-published_at', '-created_at'],
                'indexes': [models.Index(fields=['-day', '-published_at'], name='newest_news')],
                'constraints': [models.CheckConstraint(condition=models.Q(models.Q(('state', 'published'), _negated=True), models.Q(('day__isnull', False), ('published_at__isnull', False), ('shown_at__isnull', False)), _connector='OR'), name='published_news_have_a_day'), models.CheckConstraint(condition=models.Q(('source_address', ''), ('source_address__regex', '^https?://'), _connector='OR'), name='a_source_is_an_address_of_the_web')],
            },
        ),
    ]
