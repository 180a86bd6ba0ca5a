"""What the lists of `resolutions`, and the search over everything, can be asked."""

from django.db.models import Exists, OuterRef
from django.utils.translation import gettext_lazy as _
from django_filters import FilterSet

from district.filters import (
    LARGEST_ID,
    WORDS,
    Choice,
    Day,
    Kind,
    Number,
    Ordering,
    Quarter,
    RecordFilters,
    Related,
    Since,
    Sought,
    YesNo,
)
from district.models.membership import Post
from meetings.filters import BY_SESSION, SessionPartFilters
from meetings.models import Shortcoming
from resolutions.models import Directive, PersonnelDecision, Resolution, Review


class ShortcomingFilters(SessionPartFilters):
    """Shortcomings."""

    sector = Related(by_code=True, label=_("Lĩnh vực"))
    status = Choice(Shortcoming.Status.choices, label=_("Tình trạng"))
    responsible = Related(by_code=True, label=_("Đơn vị chịu trách nhiệm"))
    repeats = Related(label=_("Lặp lại hạn chế"), about="Those that repeat this earlier shortcoming.")
    has_directive = YesNo(
        method="answered", label=_("Có nhiệm vụ khắc phục"), about="Whether a directive answers it."
    )
    ordering = Ordering(
        "position",
        "percent",
        "status",
        held_on="session__held_on",
        responsible="responsible__sort_key",
        default=BY_SESSION,
    )

    def answered(self, queryset, name, wanted):
        """Shortcomings that a published directive answers, or those that none does."""
        answer = Exists(Directive.objects.published().filter(answers=OuterRef("pk")))
        return queryset.filter(answer if wanted else ~answer)


class ResolutionFilters(SessionPartFilters):
    """Resolutions and other numbered documents."""

    kind = Choice(Resolution.Kind.choices, label=_("Loại văn bản"))
    number = Number(smallest=1, label=_("Số"))
    adopted_after = Day("adopted_on", "gte", label=_("Ban hành từ"), about="On this day or later.")
    adopted_before = Day("adopted_on", "lte", label=_("Ban hành đến"), about="On this day or earlier.")
    ordering = Ordering(
        "position", "adopted_on", "number", "kind", held_on="session__held_on", default=BY_SESSION
    )


class DirectiveFilters(SessionPartFilters):
    """Directives."""

    resolution = Related(label=_("Theo văn bản"))
    quarter = Quarter(label=_("Quý"))
    responsible = Related("lead_unit", by_code=True, label=_("Đơn vị chủ trì"), about="The lead unit.")
    sector = Related(by_code=True, label=_("Lĩnh vực"))
    status = Choice(Directive.Status.choices, label=_("Tình trạng"))
    overdue = YesNo(
        method="late", label=_("Quá hạn"), about="Whether it is open and its deadline has passed."
    )
    due_after = Day("due_on", "gte", label=_("Hạn từ"), about="Due on this day or later.")
    due_before = Day("due_on", "lte", label=_("Hạn đến"), about="Due on this day or earlier.")
    answers = Related(label=_("Khắc phục hạn chế"), about="Those that answer this shortcoming.")
    ordering = Ordering(
        "position",
        "due_on",
        "quarter",
        "status",
        "percent",
        held_on="session__held_on",
        responsible="lead_unit__sort_key",
        default=BY_SESSION,
    )

    def late(self, queryset, name, wanted):
        """Overdue directives, or the others."""
        return queryset.overdue() if wanted else queryset.not_overdue()


class ProgressReportFilters(RecordFilters):
    """Progress reports."""

    directive = Related(label=_("Nhiệm vụ"))
    session = Related(
        "directive__session", label=_("Kỳ họp giao nhiệm vụ"), about="The session that set the directive."
    )
    unit = Related(by_code=True, label=_("Đơn vị báo cáo"))
    reported_after = Day("reported_on", "gte", label=_("Báo cáo từ"), about="On this day or later.")
    reported_before = Day("reported_on", "lte", label=_("Báo cáo đến"), about="On this day or earlier.")
    ordering = Ordering("reported_on", "percent", default=["-reported_on"])


class ReviewFilters(RecordFilters):
    """Reviews."""

    directive = Related(label=_("Nhiệm vụ"))
    session = Related(label=_("Kỳ họp đánh giá"), about="The session that judged.")
    outcome = Choice(Review.Outcome.choices, label=_("Đánh giá"))
    ordering = Ordering("outcome", "new_due_on", held_on="session__held_on", default=["-session__held_on"])


class PersonnelDecisionFilters(SessionPartFilters):
    """Personnel decisions."""

    kind = Choice(PersonnelDecision.Kind.choices, label=_("Loại"))
    body = Related(by_code=True, label=_("Cơ quan"))
    person = Related(label=_("Đồng chí"))
    post = Choice(Post.choices, label=_("Chức vụ"))
    ordering = Ordering("position", "kind", held_on="session__held_on", default=BY_SESSION)


KINDS = {
    "session": _("Kỳ họp"),
    "shortcoming": _("Hạn chế"),
    "directive": _("Nhiệm vụ"),
    "resolution": _("Văn bản"),
    "result": _("Kết quả"),
    "indicator": _("Chỉ tiêu"),
    "indicator_value": _("Thực hiện chỉ tiêu"),
    "review": _("Đánh giá"),
    "progress_report": _("Báo cáo tiến độ"),
    "personnel_decision": _("Công tác cán bộ"),
    "organization": _("Tổ chức"),
    "person": _("Đồng chí"),
    "membership": _("Ủy viên"),
    "term": _("Nhiệm kỳ"),
    "sector": _("Lĩnh vực"),
}
"""What a search can find, in the order in which it lists them."""


class SearchFilters(RecordFilters):
    """A search over all kinds."""

    q = Sought(
        required=True,
        label=_("Từ khóa"),
        about=f"Words to find. {WORDS} Rows that hold them with the accents as typed come first.",
    )
    kind = Kind(KINDS.items(), label=_("Loại"))
    ordering = None


class ChangeFilters(FilterSet):
    """The feed of changes."""

    since = Since(
        "place",
        largest=LARGEST_ID,
        label=_("Sau lần thay đổi"),
        about="The `cursor` of an earlier answer: what came after it. Everything public, where it is missing.",
    )
    kind = Choice(KINDS.items(), label=_("Loại"), about="Changes of this kind of record alone.")
