import district.search
from django.conf import settings
from django.db import migrations

from district.search import index_again
from district.text import fold, search_key


def texts_of_session(session):
    """A session's name follows from its organization, which the model of this migration does not know."""
    word = session.term.organization.session_word
    name = f"Kỳ họp thứ {session.ordinal}" if word == "ky_hop" else f"Hội nghị lần thứ {session.ordinal}"
    return name, session.place, session.summary



def write_search_keys(apps, schema_editor, derive=search_key):
    """Rows written before this migration are found as well."""
    for noun in apps.get_app_config("meetings").get_models():
        if any(field.name == "search_key" for field in noun._meta.local_fields):
            texts = texts_of_session if noun._meta.model_name == "session" else None
            index_again(noun, schema_editor.connection.alias, texts, derive)


def write_folded_texts(apps, schema_editor):
    """Search keys as they were: the whole text, folded."""
    write_search_keys(apps, schema_editor, derive=fold)


class Migration(migrations.Migration):

    dependencies = [
        ('district', '0004_search'),
        ('meetings', '0004_draft_keeps_its_provenance'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.RunPython(write_search_keys, write_folded_texts),
        migrations.AddIndex(
            model_name='addendum',
            index=district.search.SearchIndex(fields=['search_key'], name='addendum_searched'),
        ),
        migrations.AddIndex(
            model_name='agendaitem',
            index=district.search.SearchIndex(fields=['search_key'], name='agendaitem_searched'),
        ),
        migrations.AddIndex(
            model_name='attachment',
            index=district.search.SearchIndex(fields=['search_key'], name='attachment_searched'),
        ),
        migrations.AddIndex(
            model_name='correction',
            index=district.search.SearchIndex(fields=['search_key'], name='correction_searched'),
        ),
        migrations.AddIndex(
            model_name='draft',
            index=district.search.SearchIndex(fields=['search_key'], name='draft_searched'),
        ),
        migrations.AddIndex(
            model_name='indicator',
            index=district.search.SearchIndex(fields=['search_key'], name='indicator_searched'),
        ),
        migrations.AddIndex(
            model_name='result',
            index=district.search.SearchIndex(fields=['search_key'], name='result_searched'),
        ),
        migrations.AddIndex(
            model_name='session',
            index=district.search.SearchIndex(fields=['search_key'], name='session_searched'),
        ),
        migrations.AddIndex(
            model_name='shortcoming',
            index=district.search.SearchIndex(fields=['search_key'], name='shortcoming_searched'),
        ),
        migrations.AddIndex(
            model_name='source',
            index=district.search.SearchIndex(fields=['search_key'], name='source_searched'),
        ),
        migrations.AddIndex(
            model_name='statement',
            index=district.search.SearchIndex(fields=['search_key'], name='statement_searched'),
        ),
    ]
