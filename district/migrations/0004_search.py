import district.search
from django.db import migrations

from district.search import keys_anew


class Migration(migrations.Migration):

    dependencies = [
        ('district', '0003_seat_of_an_organization'),
    ]

    operations = [
        keys_anew("district"),
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
