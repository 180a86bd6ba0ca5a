import district.search
from django.db import migrations

from district.search import keys_anew


class Migration(migrations.Migration):

    dependencies = [
        ('district', '0004_search'),
        ('meetings', '0005_search'),
        ('resolutions', '0005_two_layouts'),
    ]

    operations = [
        keys_anew("resolutions"),
        migrations.AddIndex(
            model_name='directive',
            index=district.search.SearchIndex(fields=['search_key'], name='directive_searched'),
        ),
        migrations.AddIndex(
            model_name='evidence',
            index=district.search.SearchIndex(fields=['search_key'], name='evidence_searched'),
        ),
        migrations.AddIndex(
            model_name='layout',
            index=district.search.SearchIndex(fields=['search_key'], name='layout_searched'),
        ),
        migrations.AddIndex(
            model_name='papertemplate',
            index=district.search.SearchIndex(fields=['search_key'], name='papertemplate_searched'),
        ),
        migrations.AddIndex(
            model_name='personneldecision',
            index=district.search.SearchIndex(fields=['search_key'], name='personneldecision_searched'),
        ),
        migrations.AddIndex(
            model_name='progressreport',
            index=district.search.SearchIndex(fields=['search_key'], name='progressreport_searched'),
        ),
        migrations.AddIndex(
            model_name='reservedopinion',
            index=district.search.SearchIndex(fields=['search_key'], name='reservedopinion_searched'),
        ),
        migrations.AddIndex(
            model_name='resolution',
            index=district.search.SearchIndex(fields=['search_key'], name='resolution_searched'),
        ),
        migrations.AddIndex(
            model_name='review',
            index=district.search.SearchIndex(fields=['search_key'], name='review_searched'),
        ),
    ]
