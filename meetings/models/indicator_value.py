"""Indicator value."""

from decimal import ROUND_HALF_UP, Decimal

from django.db import models
from django.db.models import Case, F, FloatField, Q, Value, When
from django.db.models.functions import Abs, Cast, Round
from django.db.models.lookups import LessThanOrEqual
from django.utils.translation import gettext_lazy as _

from district import fields
from district.constraints import at_least
from district.indexes import listed_by
from meetings.models.indicator import Indicator
from meetings.models.part import SessionPart
from meetings.models.session import Session


class Qualifier(models.TextChoices):
    """How a stated number is to be read (a bound is not a value)."""

    OVER = "over", _("trên")
    UNDER = "under", _("dưới")
    NEARLY = "nearly", _("gần")
    ABOUT = "about", _("khoảng")
    ESTIMATED = "estimated", _("ước")
    BASICALLY = "basically", _("cơ bản")


def _as_float(name):
    return Cast(F(name), FloatField())


def _half_of_the_last_stated_digit():
    """Half of the last digit that a stated percentage shows: 33 → 0.5, 33.3 → 0.05, 33.33 → 0.005."""
    return Case(
        When(percent_of_plan=Round("percent_of_plan"), then=Value(0.5)),
        When(percent_of_plan=Round("percent_of_plan", precision=1), then=Value(0.05)),
        default=Value(0.005),
        output_field=FloatField(),
    )


class IndicatorValue(SessionPart):
    """What a session states of one indicator: planned, actual, percent of plan (thực hiện chỉ tiêu)."""

    class Base(models.TextChoices):
        PLAN = "plan", _("kế hoạch")
        RESOLUTION = "resolution", _("nghị quyết")
        PROVINCE_ESTIMATE = "province_estimate", _("dự toán tỉnh giao")
        DISTRICT_ESTIMATE = "district_estimate", _("dự toán huyện giao")
        COUNCIL_ESTIMATE = "council_estimate", _("dự toán HĐND giao")
        CAPITAL_PLAN = "capital_plan", _("kế hoạch vốn giao")

    session = models.ForeignKey(
        Session, models.CASCADE, related_name="indicator_values", verbose_name=_("kỳ họp")
    )
    indicator = models.ForeignKey(
        Indicator, models.PROTECT, related_name="values", verbose_name=_("chỉ tiêu")
    )
    planned = models.DecimalField(_("kế hoạch"), max_digits=18, decimal_places=3, null=True, blank=True)
    actual = models.DecimalField(_("thực hiện"), max_digits=18, decimal_places=3, null=True, blank=True)
    percent_of_plan = models.DecimalField(
        _("% kế hoạch"), max_digits=9, decimal_places=2, null=True, blank=True
    )
    base = models.CharField(_("so với"), max_length=20, choices=Base, default=Base.PLAN)
    qualifier = models.CharField(_("mức độ"), max_length=10, choices=Qualifier, blank=True)
    same_period_last_year = models.DecimalField(
        _("cùng kỳ năm trước"), max_digits=18, decimal_places=3, null=True, blank=True
    )
    note = fields.CharField(_("ghi chú"), max_length=200, blank=True)

    searched = ("indicator__search_key",)

    class Meta(SessionPart.Meta):
        verbose_name = _("thực hiện chỉ tiêu")
        verbose_name_plural = _("thực hiện chỉ tiêu")
        indexes = listed_by("value", "position", "percent_of_plan", "planned", "actual", "created_at")
        constraints = [
            models.UniqueConstraint(
                fields=["session", "indicator", "base"],
                name="indicator_value_once_a_session",
                violation_error_message=_("Kỳ họp đã có số liệu của chỉ tiêu này, so với cùng căn cứ này."),
            ),
            at_least(
                0,
                "percent_of_plan",
                name="indicator_value_percent_from_zero",
                message=_("Tỷ lệ phần trăm không được âm."),
            ),
            models.CheckConstraint(
                condition=Q(planned__isnull=False)
                | Q(actual__isnull=False)
                | Q(percent_of_plan__isnull=False),
                name="indicator_value_says_something",
                violation_error_message=_(
                    "Cần ít nhất một số: kế hoạch, thực hiện hoặc tỷ lệ so với kế hoạch."
                ),
            ),
            models.CheckConstraint(
                condition=~Q(qualifier="")
                | Q(
                    LessThanOrEqual(
                        Abs(
                            _as_float("percent_of_plan") * _as_float("planned") - _as_float("actual") * 100.0
                        ),
                        (_half_of_the_last_stated_digit() + 1e-6) * Abs(_as_float("planned")),
                    )
                ),
                name="indicator_value_percent_is_the_ratio",
                violation_error_message=_(
                    "Tỷ lệ so với kế hoạch không khớp với thực hiện chia cho kế hoạch."
                ),
            ),
        ]

    def __str__(self):
        return f"{self.indicator}, {self.session}"

    @property
    def computed_percent(self):
        """Actual over planned in percent, to two places; None where one is unknown or the plan is zero."""
        if self.actual is None or not self.planned:
            return None
        return (self.actual * 100 / self.planned).quantize(Decimal("0.01"), ROUND_HALF_UP)

    @property
    def percent(self):
        """The percentage of the plan: as stated, else as computed, else None."""
        return self.computed_percent if self.percent_of_plan is None else self.percent_of_plan

    @property
    def disagrees(self):
        """Whether the stated percentage is not, to two places, the one that follows from the numbers."""
        return None not in (self.percent_of_plan, self.computed_percent) and (
            self.percent_of_plan != self.computed_percent
        )
