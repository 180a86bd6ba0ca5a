from django.conf import settings
from django.db import migrations

from district.migrations._history import SayFromWhere


class Migration(migrations.Migration):
    dependencies = [("district", "0008_api_keys"), migrations.swappable_dependency(settings.AUTH_USER_MODEL)]

    operations = [
        SayFromWhere(
            "apikey",
            "membership",
            "organization",
            "person",
            "role",
            "sector",
            "term",
        )
    ]
