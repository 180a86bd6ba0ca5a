from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class MeetingsConfig(AppConfig):
    """What was said."""

    name = "meetings"
    verbose_name = _("Kỳ họp")

    def ready(self):
        from meetings.actions import seal_approval
        from meetings.models import Session

        Session.approval_consequences.append(seal_approval)
