"""Remedy."""

from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext_lazy as _

from meetings.models import SessionRecord, Shortcoming
from resolutions.models.directive import Directive


class Remedy(SessionRecord):
    """This directive answers that shortcoming (khắc phục)."""

    directive = models.ForeignKey(
        Directive, models.CASCADE, related_name="remedies", verbose_name=_("nhiệm vụ")
    )
    shortcoming = models.ForeignKey(
        Shortcoming, models.PROTECT, related_name="remedies", verbose_name=_("hạn chế")
    )

    public_through = ("directive__session__state", "shortcoming__session__state")
    owned_through = "directive__session__term__organization"
    session_through = "directive__session"
    rests_on = {
        "directive": ("session",),
        "directive__session": ("held_on",),
        "shortcoming": ("session",),
        "shortcoming__session": ("held_on",),
    }
    searched = ("directive__search_key", "shortcoming__search_key")

    class Meta(SessionRecord.Meta):
        verbose_name = _("khắc phục")
        verbose_name_plural = _("khắc phục")
        ordering = ["shortcoming", "directive", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["directive", "shortcoming"],
                name="remedy_once",
                violation_error_message=_("Nhiệm vụ này đã được ghi là khắc phục hạn chế này."),
            ),
        ]

    def __str__(self):
        return f"{self.directive} → {self.shortcoming}"

    def clean(self):
        super().clean()
        if not (self.directive_id and self.shortcoming_id):
            return
        if self.shortcoming.session.held_on > self.directive.session.held_on:
            raise ValidationError(
                {"shortcoming": _("Nhiệm vụ không thể khắc phục hạn chế mà kỳ họp sau mới nêu.")}
            )
