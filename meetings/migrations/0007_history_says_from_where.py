from django.conf import settings
from django.db import migrations

from district.migrations._history import SayFromWhere


class Migration(migrations.Migration):
    dependencies = [("meetings", "0006_lists_in_every_order"), migrations.swappable_dependency(settings.AUTH_USER_MODEL)]

    operations = [
        SayFromWhere(
            "addendum",
            "agendaitem",
            "attachment",
            "attendance",
            "correction",
            "draft",
            "indicator",
            "indicatorvalue",
            "result",
            "seal",
            "session",
            "shortcoming",
            "source",
            "statement",
        )
    ]
