from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class ResolutionsConfig(AppConfig):
    """What must be done."""

    name = "resolutions"
    verbose_name = _("Nhiệm vụ và theo dõi")

    def ready(self):
        from meetings.models import Session
        from resolutions.actions import put_verdicts_in_effect, refuse_unjudged

        Session.approval_conditions.append(refuse_unjudged)
        Session.approval_consequences.append(put_verdicts_in_effect)
