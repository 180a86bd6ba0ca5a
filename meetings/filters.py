"""What the lists of `meetings` can be asked."""

from django.db.models import DecimalField, F, FloatField
from django.db.models.functions import Cast, Coalesce, NullIf, Round
from django.utils.translation import gettext_lazy as _

from district.filters import Choice, Day, Number, Ordering, Percent, RecordFilters, Related, Year
from meetings.models import IndicatorValue, Session


class SessionFilters(RecordFilters):
    """Sessions."""

    organization = Related("term__organization", by_code=True, label=_("Tổ chức"))
    term = Related(label=_("Nhiệm kỳ"))
    ordinal = Number(smallest=1, largest=32767, label=_("Lần thứ"))
    year = Year("held_on", smallest=1, largest=9999, label=_("Năm"), about="The year it began in.")
    kind = Choice(Session.Kind.choices, label=_("Loại"))
    held_after = Day("held_on", "gte", label=_("Họp từ ngày"), about="Held on this day or later.")
    held_before = Day("held_on", "lte", label=_("Họp đến ngày"), about="Held on this day or earlier.")
    ordering = Ordering("held_on", "ordinal", "kind", default=["-held_on"])


class SessionPartFilters(RecordFilters):
    """Whatever hangs on a session."""

    session = Related(label=_("Kỳ họp"))
    organization = Related(
        "session__term__organization", by_code=True, label=_("Tổ chức"), about="The one whose session it was."
    )


BY_SESSION = ["-session__held_on", "session", "position"]
"""The usual order of what hangs on sessions: the newest session first, in it as the clerk ordered."""


class ResultFilters(SessionPartFilters):
    """Results."""

    sector = Related(by_code=True, label=_("Lĩnh vực"))
    ordering = Ordering("position", held_on="session__held_on", sector="sector__position", default=BY_SESSION)


class IndicatorFilters(RecordFilters):
    """Indicators."""

    sector = Related(by_code=True, label=_("Lĩnh vực"))
    ordering = Ordering("unit", name="sort_key", default=["sort_key"])


def _as_float(name):
    return Cast(F(name), FloatField())


class PercentOfPlan(Percent):
    """Rows whose percentage of the plan, as stated, else as computed to two places, compares."""

    def filter(self, queryset, value):
        if value is None:
            return queryset
        ratio = _as_float("actual") * 100.0 / NullIf(_as_float("planned"), 0.0)
        rounded = Round(Cast(ratio, DecimalField(max_digits=30, decimal_places=6)), precision=2)
        shown = Coalesce(_as_float("percent_of_plan"), Cast(rounded, FloatField()))
        return queryset.alias(percent_shown=shown).filter(**{f"percent_shown__{self.lookup_expr}": value})


class IndicatorValueFilters(SessionPartFilters):
    """Indicator values."""

    sector = Related("indicator__sector", by_code=True, label=_("Lĩnh vực"))
    indicator = Related(label=_("Chỉ tiêu"))
    base = Choice(IndicatorValue.Base.choices, label=_("So với"))
    percent_min = PercentOfPlan(
        lookup_expr="gte",
        label=_("% từ"),
        about="At least this percentage of the plan: as stated, else as computed.",
    )
    percent_max = PercentOfPlan(
        lookup_expr="lte",
        label=_("% đến"),
        about="At most this percentage of the plan: as stated, else as computed.",
    )
    ordering = Ordering(
        "position",
        "percent_of_plan",
        "planned",
        "actual",
        held_on="session__held_on",
        name="indicator__sort_key",
        default=BY_SESSION,
    )
