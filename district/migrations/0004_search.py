import district.search
from django.db import migrations

from district.search import index_again
from district.text import fold, search_key


def write_search_keys(apps, schema_editor, derive=search_key):
    """Rows written before this migration are found as well."""
    for noun in apps.get_app_config("district").get_models():
        if any(field.name == "search_key" for field in noun._meta.local_fields):
            index_again(noun, schema_editor.connection.alias, derive=derive)


def write_folded_texts(apps, schema_editor):
    """Search keys as they were: the whole text, folded."""
    write_search_keys(apps, schema_editor, derive=fold)


class Migration(migrations.Migration):

    dependencies = [
        ('district', '0003_seat_of_an_organization'),
    ]

    operations = [
        migrations.RunPython(write_search_keys, write_folded_texts),
        migrations.AddIndex(
            model_name='organization',
            index=district.search.SearchIndex(fields=['search_key'], name='organization_searched'),
        ),
        migrations.AddIndex(
            model_name='person',
            index=district.search.SearchIndex(fields=['search_key'], name='person_searched'),
        ),
        migrations.AddIndex(
            model_name='sector',
            index=district.search.SearchIndex(fields=['search_key'], name='sector_searched'),
        ),
    ]
