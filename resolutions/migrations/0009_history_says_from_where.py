from django.conf import settings
from django.db import migrations

from district.migrations._history import SayFromWhere


class Migration(migrations.Migration):
    dependencies = [("resolutions", "0008_lists_in_every_order"), migrations.swappable_dependency(settings.AUTH_USER_MODEL)]

    operations = [
        SayFromWhere(
            "directive",
            "evidence",
            "layout",
            "papertemplate",
            "personneldecision",
            "progressreport",
            "remedy",
            "reminder",
            "reservedopinion",
            "resolution",
            "review",
            "supportingunit",
        )
    ]
