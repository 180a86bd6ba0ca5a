"""On PostgreSQL a search finds what was just written in the index, and not in a list beside it."""

from django.db import migrations

from district.search import without_waiting


class Migration(migrations.Migration):

    dependencies = [("meetings", "0001_squashed_0007_history_says_from_where")]

    operations = [without_waiting("meetings")]
