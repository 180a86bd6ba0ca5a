from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class MeetingsConfig(AppConfig):
    """What was said."""

    name = "meetings"
    verbose_name = _("Kỳ họp")
