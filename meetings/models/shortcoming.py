"""Shortcoming."""

from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext_lazy as _

from district import fields
from district.constraints import at_least
from district.models import Organization, Sector
from meetings.models.indicator_value import Qualifier
from meetings.models.part import SessionPart
from meetings.models.session import Session


class Shortcoming(SessionPart):
    """A weakness that a session assessed (hạn chế, khuyết điểm)."""

    class Status(models.TextChoices):
        OPEN = "open", _("Chưa khắc phục")
        BEING_REMEDIED = "being_remedied", _("Đang khắc phục")
        RESOLVED = "resolved", _("Đã khắc phục")

    session = models.ForeignKey(
        Session, models.PROTECT, related_name="shortcomings", verbose_name=_("kỳ họp")
    )
    sector = models.ForeignKey(
        Sector, models.PROTECT, related_name="shortcomings", null=True, blank=True, verbose_name=_("lĩnh vực")
    )
    text = fields.TextField(_("hạn chế, khuyết điểm"))
    cause = fields.TextField(_("nguyên nhân"), blank=True)
    measure = fields.CharField(
        _("số liệu"),
        max_length=200,
        blank=True,
        help_text=_("Như văn bản nêu, ví dụ: đạt dưới 50% kế hoạch vốn giao."),
    )
    percent = models.DecimalField(_("%"), max_digits=9, decimal_places=2, null=True, blank=True)
    qualifier = models.CharField(_("mức độ"), max_length=10, choices=Qualifier, blank=True)
    responsible = models.ForeignKey(
        Organization,
        models.PROTECT,
        related_name="shortcomings",
        null=True,
        blank=True,
        verbose_name=_("đơn vị chịu trách nhiệm"),
    )
    repeats = models.ForeignKey(
        "self",
        models.PROTECT,
        related_name="repeated_by",
        null=True,
        blank=True,
        verbose_name=_("lặp lại hạn chế"),
        help_text=_("Hạn chế cùng loại mà một kỳ họp trước đã nêu."),
    )
    status = models.CharField(_("tình trạng"), max_length=15, choices=Status, default=Status.OPEN)
    search_key = fields.SearchKeyField("text", "cause", "measure")

    class Meta(SessionPart.Meta):
        verbose_name = _("hạn chế")
        verbose_name_plural = _("hạn chế")
        constraints = [
            at_least(
                0,
                "percent",
                name="shortcoming_percent_from_zero",
                message=_("Tỷ lệ phần trăm không được âm."),
            ),
            models.CheckConstraint(
                condition=~models.Q(repeats=models.F("id")),
                name="shortcoming_not_its_own_repeat",
                violation_error_message=_("Một hạn chế không thể lặp lại chính nó."),
            ),
        ]

    def __str__(self):
        return self.text[:80]

    def clean(self):
        super().clean()
        if self.repeats_id and self.session_id:
            self._repeats_an_earlier_one()

    def _repeats_an_earlier_one(self):
        earlier = self.repeats.session
        if earlier.held_on >= self.session.held_on:
            raise ValidationError({"repeats": _("Chỉ lặp lại được hạn chế của một kỳ họp trước.")})
        if earlier.organization not in (
            self.session.organization,
            *self.session.organization.predecessors.all(),
        ):
            raise ValidationError({"repeats": _("Hạn chế này là của tổ chức khác.")})
