import district.search
from django.conf import settings
from django.db import migrations

from district.search import keys_anew


def texts_of_session(session):
    """A session's name follows from its organization, which the model of this migration does not know."""
    word = session.term.organization.session_word
    name = f"Kỳ họp thứ {session.ordinal}" if word == "ky_hop" else f"Hội nghị lần thứ {session.ordinal}"
    return name, session.place, session.summary


class Migration(migrations.Migration):

    dependencies = [
        ('district', '0004_search'),
        ('meetings', '0004_draft_keeps_its_provenance'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        keys_anew("meetings", session=texts_of_session),
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
