import district.search
from django.db import migrations

from district.search import index_again
from district.text import fold, search_key


def write_search_keys(apps, schema_editor, derive=search_key):
    """Rows written before this migration are found as well."""
    for noun in apps.get_app_config("resolutions").get_models():
        if any(field.name == "search_key" for field in noun._meta.local_fields):
            index_again(noun, schema_editor.connection.alias, derive=derive)


def write_folded_texts(apps, schema_editor):
    """Search keys as they were: the whole text, folded."""
    write_search_keys(apps, schema_editor, derive=fold)


class Migration(migrations.Migration):

    dependencies = [
        ('district', '0004_search'),
        ('meetings', '0005_search'),
        ('resolutions', '0005_two_layouts'),
    ]

    operations = [
        migrations.RunPython(write_search_keys, write_folded_texts),
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
