"""Supporting unit."""

from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext_lazy as _

from district.models import Organization
from meetings.models import SessionRecord
from resolutions.models.directive import Directive


class SupportingUnit(SessionRecord):
    """An organization that helps the lead unit with a directive (đơn vị phối hợp)."""

    directive = models.ForeignKey(
        Directive, models.CASCADE, related_name="supports", verbose_name=_("nhiệm vụ")
    )
    unit = models.ForeignKey(
        Organization, models.PROTECT, related_name="supports", verbose_name=_("đơn vị phối hợp")
    )

    public_through = ("directive__session__state",)
    owned_through = "directive__session__term__organization"
    session_through = "directive__session"
    searched = ("directive__search_key", "unit__search_key")

    class Meta(SessionRecord.Meta):
        verbose_name = _("đơn vị phối hợp")
        verbose_name_plural = _("đơn vị phối hợp")
        ordering = ["unit__sort_key", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["directive", "unit"],
                name="supporting_unit_once_a_directive",
                violation_error_message=_("Đơn vị này đã là đơn vị phối hợp của nhiệm vụ."),
            ),
        ]

    def __str__(self):
        return str(self.unit)

    def clean(self):
        super().clean()
        if self.directive_id and self.unit_id and self.directive.lead_unit_id == self.unit_id:
            raise ValidationError({"unit": _("Đơn vị chủ trì không thể đồng thời là đơn vị phối hợp.")})
