"""Term."""

from datetime import date

from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Cast, ExtractYear
from django.db.models.lookups import Exact
from django.utils.translation import gettext_lazy as _

from district.constraints import at_least, in_order
from district.models.organization import Organization
from district.models.record import Record, RecordQuerySet
from district.text import roman


class TermQuerySet(RecordQuerySet):
    def active_on(self, day):
        """Terms that cover the day, by their exact days where known, else by their years."""
        return self.filter(
            Q(starts_on__lte=day) | Q(starts_on__isnull=True, start_year__lte=day.year),
            Q(ends_on__gte=day) | Q(ends_on__isnull=True, end_year__gte=day.year),
        )


class Term(Record):
    """The years between two congresses of one organization (nhiệm kỳ, khóa): khóa VI, 2020–2025."""

    organization = models.ForeignKey(
        Organization, models.PROTECT, related_name="terms", verbose_name=_("tổ chức")
    )
    number = models.PositiveSmallIntegerField(_("khóa"), help_text=_("Đại hội lần thứ mấy: khóa VI là 6."))
    start_year = models.PositiveSmallIntegerField(_("từ năm"))
    end_year = models.PositiveSmallIntegerField(_("đến năm"))
    starts_on = models.DateField(
        _("ngày bắt đầu"), null=True, blank=True, help_text=_("Ngày sau khi bế mạc đại hội, nếu biết.")
    )
    ends_on = models.DateField(_("ngày kết thúc"), null=True, blank=True)
    searched = ("organization__search_key",)
    owned_through = "organization"
    objects = TermQuerySet.as_manager()

    class Meta(Record.Meta):
        verbose_name = _("nhiệm kỳ")
        verbose_name_plural = _("nhiệm kỳ")
        ordering = ["-start_year", "organization__sort_key", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["organization", "number"],
                name="term_number_once",
                violation_error_message=_("Tổ chức này đã có khóa mang số này."),
            ),
            at_least(1, "number", name="term_number_from_one", message=_("Số khóa bắt đầu từ 1.")),
            in_order(
                "start_year",
                "end_year",
                name="term_years_in_order",
                message=_("Nhiệm kỳ không được kết thúc trước khi bắt đầu."),
            ),
            in_order(
                "starts_on",
                "ends_on",
                name="term_days_in_order",
                message=_("Ngày kết thúc nhiệm kỳ không được trước ngày bắt đầu."),
            ),
            models.CheckConstraint(
                condition=Q(
                    Exact(ExtractYear(Cast("starts_on", models.DateField())), F("start_year")),
                    Exact(ExtractYear(Cast("ends_on", models.DateField())), F("end_year")),
                ),
                name="term_days_in_its_years",
                violation_error_message=_(
                    "Ngày bắt đầu, ngày kết thúc phải nằm trong năm đầu, năm cuối của nhiệm kỳ."
                ),
            ),
        ]

    def __str__(self):
        return f"{self.organization}, {self.name}"

    @property
    def name(self):
        """The term as an office writes it: "khóa VI, nhiệm kỳ 2020–2025"."""
        return f"khóa {roman(self.number)}, nhiệm kỳ {self.start_year}–{self.end_year}"

    @property
    def first_day(self):
        """The first day that the term can cover: exact where known, else 1 January of its first year."""
        return self.starts_on or date(self.start_year, 1, 1)

    @property
    def last_day(self):
        """The last day that the term can cover: exact where known, else 31 December of its last year."""
        return self.ends_on or date(self.end_year, 12, 31)

    def covers(self, day):
        """Whether the day lies in the term."""
        return self.first_day <= day <= self.last_day
