"""Directive."""

from datetime import date, timedelta
from functools import reduce
from operator import or_

from django.core.exceptions import ValidationError
from django.core.validators import RegexValidator
from django.db import models
from django.db.models import Case, IntegerField, Q, Value, When
from django.db.models.functions import Cast, Length, Substr
from django.db.models.lookups import Exact, GreaterThanOrEqual, In
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from district import fields
from district.indexes import listed_by
from district.models import Organization, Person, RecordQuerySet, Sector
from meetings.models import Session, Shortcoming
from meetings.models.part import SessionPart
from resolutions.models.resolution import Resolution


class Standing(models.TextChoices):
    """Where a directive stands on a day: each directive has exactly one standing, which nobody stores."""

    COMPLETED = "completed", _("Hoàn thành")
    ON_TIME = "on_time", _("Trong hạn")
    OVERDUE = "overdue", _("Quá hạn")
    CARRIED_OVER = "carried_over", _("Chuyển kỳ sau")
    NO_DEADLINE = "no_deadline", _("Chưa có thời hạn")
    DROPPED = "dropped", _("Thôi thực hiện")


class Clear(models.TextChoices):
    """What a directive must make clear ("6 rõ", Kết luận 226-KL/TW): one task, to one lead unit."""

    PERSON = "person", _("rõ người")
    TASK = "task", _("rõ việc")
    TIME = "time", _("rõ thời gian")
    RESPONSIBILITY = "responsibility", _("rõ trách nhiệm")
    OUTPUT = "output", _("rõ sản phẩm")
    AUTHORITY = "authority", _("rõ thẩm quyền")


CLEARS = {
    Clear.PERSON: "person_in_charge",
    Clear.TASK: "text",
    Clear.TIME: "due_on",
    Clear.RESPONSIBILITY: "lead_unit",
    Clear.OUTPUT: "expected_output",
    Clear.AUTHORITY: "authority",
}
"""The field that makes each of the six clear."""


def _lacks(clear):
    name = CLEARS[clear]
    return Q(**({f"{name}__isnull": True} if Directive._meta.get_field(name).null else {name: ""}))


def _counts():
    counts = {value: models.Count("pk", filter=Q(standing=value)) for value in Standing.values}
    return {"total": models.Count("pk"), **counts}


class DirectiveQuerySet(RecordQuerySet):
    """Directives, by how far they have come."""

    def with_standing(self, on=None):
        """Directives with their `standing` on the day (today)."""
        day = on or timezone.localdate()
        return self.annotate(
            standing=Case(
                When(status="completed", then=Value(Standing.COMPLETED)),
                When(status="dropped", then=Value(Standing.DROPPED)),
                When(due_on__lt=day, then=Value(Standing.OVERDUE)),
                When(status="carried_over", then=Value(Standing.CARRIED_OVER)),
                When(due_on__isnull=True, then=Value(Standing.NO_DEADLINE)),
                default=Value(Standing.ON_TIME),
                output_field=models.CharField(),
            )
        )

    def tally(self, *by, on=None):
        """How many directives have each standing, for each value of the fields `by`, as dicts.

        A row holds the fields, `total`, and a count named after each `Standing`; the counts add up
        to the total.
        """
        return self.with_standing(on).order_by().values(*by).annotate(**_counts())

    def worst_first(self):
        """The rows of a tally with the most overdue first, then the most of all."""
        return self.order_by("-overdue", "-total")

    def totals(self, on=None):
        """The tally of all of them, as one dict."""
        return self.with_standing(on).aggregate(**_counts())

    def lacking(self, clear):
        """Directives that do not make this one of the six clear."""
        return self.filter(_lacks(clear))

    def unclear(self):
        """Directives that lack at least one of the six clears."""
        return self.filter(reduce(or_, map(_lacks, Clear)))

    def for_rows(self):
        """Directives with everything that a row of a list shows, in a fixed number of queries."""
        return (
            self.with_standing()
            .select_related("session__term__organization", "lead_unit", "sector")
            .prefetch_related("supporting_units")
        )

    def with_past(self):
        """Directives with their reports and reviews, whatever their state: for the office."""
        return self.prefetch_related(
            "reports__unit", "reports__evidence", "reviews__session__term__organization"
        )

    def of_units(self, organizations):
        """Directives of approved sessions that one of the organizations leads or supports."""
        return self.filter(
            Q(lead_unit__in=organizations) | Q(supports__unit__in=organizations),
            session__state__in=Session.State.settled(),
        ).distinct()

    def open_first(self):
        """Open directives by deadline (those without one last), then the closed ones."""
        closed = Q(status__in=Directive.Status.closed())
        return self.order_by(
            Case(When(closed, then=1), default=0), models.F("due_on").asc(nulls_last=True), "id"
        )

    def due_next(self, on=None):
        """Open directives whose deadline is still ahead, the nearest first."""
        return self.open().filter(due_on__gte=on or timezone.localdate()).order_by("due_on", "id")

    def open(self):
        """Directives that still wait to be completed or dropped."""
        return self.exclude(status__written=Directive.Status.closed())

    def overdue(self, on=None):
        """Open directives whose deadline lies before the day (today)."""
        return self.open().filter(due_on__lt=on or timezone.localdate())

    def due_within(self, days, on):
        """Open directives whose deadline is on the day or at most so many days after it."""
        return self.open().filter(due_on__gte=on, due_on__lte=on + timedelta(days=days))

    def waiting_for(self, session):
        """Directives of earlier sessions that the session finds open, or has judged itself."""
        return self.filter(
            Q(reviews__session=session) | ~Q(status__in=Directive.Status.closed()),
            session__term__organization=session.organization,
            session__held_on__lt=session.held_on,
        ).distinct()

    def unjudged_at(self, session):
        """Open directives that fell due by the session, and that the session has not judged."""
        due = self.open().filter(
            session__term__organization=session.organization,
            session__held_on__lt=session.held_on,
            due_on__lte=session.held_on,
        )
        return due.exclude(reviews__session=session) if session.pk else due

    def not_overdue(self, on=None):
        """The others: closed, without a deadline, or still in time."""
        return self.filter(
            Q(status__in=Directive.Status.closed())
            | Q(due_on__isnull=True)
            | Q(due_on__gte=on or timezone.localdate())
        )


class Directive(SessionPart):
    """One duty for the period ahead (nhiệm vụ, chỉ đạo): one lead unit, which old records may not name."""

    class Status(models.TextChoices):
        NOT_STARTED = "not_started", _("Chưa thực hiện")
        IN_PROGRESS = "in_progress", _("Đang thực hiện")
        COMPLETED = "completed", _("Hoàn thành")
        CARRIED_OVER = "carried_over", _("Chuyển kỳ sau")
        DROPPED = "dropped", _("Thôi thực hiện")

        @classmethod
        def moves(cls):
            """Where the office may move a directive by hand; what a review decides is its own move.

            A completed directive is reopened when its completion was entered by mistake.
            """
            return {
                cls.NOT_STARTED: [cls.IN_PROGRESS, cls.COMPLETED],
                cls.IN_PROGRESS: [cls.COMPLETED],
                cls.CARRIED_OVER: [cls.COMPLETED],
                cls.COMPLETED: [cls.IN_PROGRESS],
                cls.DROPPED: [],
            }

        @classmethod
        def closed(cls):
            """The states in which nothing more is awaited."""
            return [cls.COMPLETED, cls.DROPPED]

    session = models.ForeignKey(Session, models.PROTECT, related_name="directives", verbose_name=_("kỳ họp"))
    resolution = models.ForeignKey(
        Resolution,
        models.PROTECT,
        related_name="directives",
        null=True,
        blank=True,
        verbose_name=_("theo văn bản"),
    )
    sector = models.ForeignKey(
        Sector, models.PROTECT, related_name="directives", null=True, blank=True, verbose_name=_("lĩnh vực")
    )
    text = fields.TextField(_("nhiệm vụ"))
    lead_unit = models.ForeignKey(
        Organization,
        models.PROTECT,
        related_name="directives_led",
        null=True,
        blank=True,
        verbose_name=_("đơn vị chủ trì"),
    )
    supporting_units = models.ManyToManyField(
        Organization,
        through="resolutions.SupportingUnit",
        related_name="directives_supported",
        verbose_name=_("đơn vị phối hợp"),
    )
    answers = models.ManyToManyField(
        Shortcoming,
        through="resolutions.Remedy",
        related_name="directives",
        verbose_name=_("khắc phục hạn chế"),
    )
    person_in_charge = models.ForeignKey(
        Person,
        models.PROTECT,
        related_name="directives",
        null=True,
        blank=True,
        verbose_name=_("người phụ trách"),
    )
    authority = fields.CharField(
        _("thẩm quyền"), max_length=200, blank=True, help_text=_("Ai quyết định, ai phê duyệt kết quả.")
    )
    expected_output = fields.CharField(_("sản phẩm"), max_length=300, blank=True)
    due_on = models.DateField(_("thời hạn"), null=True, blank=True)
    quarter = models.CharField(
        _("quý"),
        max_length=7,
        blank=True,
        validators=[RegexValidator(r"^\d{4}-Q[1-4]$", _("Viết quý theo mẫu 2023-Q4."))],
        help_text=_("Theo mẫu 2023-Q4; để trống thì lấy theo kỳ tới của kỳ họp."),
    )
    status = models.CharField(_("tình trạng"), max_length=15, choices=Status, default=Status.NOT_STARTED)
    percent = models.PositiveSmallIntegerField(_("% thực hiện"), default=0)
    completed_on = models.DateField(_("ngày hoàn thành"), null=True, blank=True)
    outcome = fields.TextField(_("kết quả thực hiện"), blank=True)
    search_key = fields.SearchKeyField("text", "expected_output", "outcome")

    turns_with = "due_on"
    lives_on = ("status", "percent", "completed_on", "outcome")
    sealed_with = ("reviews",)
    rests_on = {"resolution": ("session",)}
    objects = DirectiveQuerySet.as_manager()

    class Meta(SessionPart.Meta):
        verbose_name = _("nhiệm vụ")
        verbose_name_plural = _("nhiệm vụ")
        constraints = [
            models.CheckConstraint(
                condition=Q(quarter="")
                | Q(
                    Exact(Length("quarter"), 7),
                    GreaterThanOrEqual(Cast(Substr("quarter", 1, 4), IntegerField()), 1930),
                    In(Substr("quarter", 5), ["-Q1", "-Q2", "-Q3", "-Q4"]),
                ),
                name="directive_quarter_form",
                violation_error_message=_("Viết quý theo mẫu 2023-Q4."),
            ),
            models.CheckConstraint(
                condition=Q(status="not_started", percent=0)
                | Q(status="completed", percent=100)
                | Q(status="in_progress", percent__lt=100)
                | Q(status__in=["carried_over", "dropped"], percent__lte=100),
                name="directive_percent_fits_status",
                violation_error_message=_(
                    "Tỷ lệ thực hiện không hợp tình trạng: chưa thực hiện là 0, đang thực hiện dưới 100, hoàn thành là 100."
                ),
            ),
            models.CheckConstraint(
                condition=Q(status="completed", completed_on__isnull=False) & ~Q(outcome="")
                | ~Q(status="completed") & Q(completed_on__isnull=True),
                name="directive_completed_with_day_and_outcome",
                violation_error_message=_(
                    "Nhiệm vụ hoàn thành phải có ngày hoàn thành và kết quả thực hiện."
                ),
            ),
        ]
        indexes = [
            models.Index(fields=["lead_unit", "due_on", "id"], name="directive_by_unit_and_day"),
            models.Index(fields=["status", "due_on", "id"], name="directive_by_deadline"),
            models.Index(
                fields=["due_on", "id"],
                name="directive_open_by_due_on",
                condition=~Q(status__in=["completed", "dropped"]),
            ),
            *listed_by("directive", "position", "due_on", "quarter", "status", "percent", "created_at"),
        ]

    def __str__(self):
        return self.text[:80]

    def get_absolute_url(self):
        return reverse("directive", args=[self.pk])

    @property
    def is_overdue(self):
        """Whether the directive is open and its deadline has passed."""
        return (
            self.due_on is not None
            and self.due_on < timezone.localdate()
            and self.status not in self.Status.closed()
        )

    @property
    def missing(self):
        """The labels of those of the six clears ("6 rõ", Kết luận 226-KL/TW) that the directive lacks."""
        fields_of = {clear: self._meta.get_field(name).attname for clear, name in CLEARS.items()}
        return [clear.label for clear, name in fields_of.items() if not getattr(self, name)]

    @property
    def standing_label(self):
        """The words for the standing that `with_standing()` gave."""
        return Standing(self.standing).label

    def reporting_unit(self, units):
        """Which of the units reports on the directive: the lead unit, else one that supports it."""
        units = list(units)
        return (
            self.lead_unit
            if self.lead_unit in units
            else self.supporting_units.filter(pk__in=[u.pk for u in units]).first()
        )

    @property
    def days_overdue(self):
        """How many days the deadline has passed; 0 while it has not, or where nothing more is awaited."""
        return (timezone.localdate() - self.due_on).days if self.is_overdue else 0

    def timeline(self):
        """What happened to the directive, oldest first: published reports and reviews, as one list.

        Within a day a report comes before the review that judged it.
        """
        return sorted(
            [*self.reports.all(), *self.reviews.all()],
            key=lambda event: (event.happened_on, event.rank, event.pk),
        )

    def follow_reports(self):
        """Take percent and status from the latest confirmed report, unless the directive is closed.

        A report of 100 % does not complete a directive: the office does, with a day and an outcome,
        or a review.
        """
        latest = self.reports.confirmed().first()
        if latest is None or self.status in self.Status.closed():
            return
        self.percent = min(latest.percent, 99)
        if self.status == self.Status.NOT_STARTED and self.percent:
            self.status = self.Status.IN_PROGRESS
        elif self.status == self.Status.NOT_STARTED:
            return
        self.save()

    def before_review(self):
        """What a review may change, as JSON, so that it can be taken back."""
        return {
            "status": self.status,
            "percent": self.percent,
            "due_on": self.due_on and self.due_on.isoformat(),
            "completed_on": self.completed_on and self.completed_on.isoformat(),
            "outcome": self.outcome,
        }

    def follow_review(self, review):
        """Become what the review decided, seen from what the directive was before it."""
        self._become(review.previous)
        self.status = review.outcome
        if review.outcome == self.Status.COMPLETED:
            self.percent = 100
            self.completed_on = self.completed_on or review.session.held_on
            self.outcome = self.outcome or review.reason or f"{review.session.name} đánh giá hoàn thành."
        else:
            self.completed_on, self.outcome = None, ""
        self.due_on = review.new_due_on or self.due_on
        self._save_as_judged()

    def return_to(self, previous):
        """Become what the directive was before a review that was taken back."""
        self._become(previous)
        self._save_as_judged()

    def _save_as_judged(self):
        self.moving = ("status", "due_on")
        try:
            self.save()
        finally:
            del self.moving

    def sealed_values(self):
        """What the session decided: the deadline is the one that it set, before any review put it off."""
        values = super().sealed_values()
        if first := next((review for review in self.reviews.all() if review.is_in_effect), None):
            values["due_on"] = first.previous["due_on"] and date.fromisoformat(first.previous["due_on"])
        return values

    def _become(self, previous):
        for name, value in previous.items():
            setattr(self, name, date.fromisoformat(value) if value and name.endswith("_on") else value)

    def clean(self):
        super().clean()
        self._moves_as_allowed()
        if self.session_id is None:
            return
        if not self.quarter and self.session.period_ahead:
            self.quarter = self.session.period_ahead.quarter
        if self.resolution_id and self.resolution.session_id != self.session_id:
            raise ValidationError({"resolution": _("Văn bản này thuộc kỳ họp khác.")})
        if self.pk and self.lead_unit_id and self.supports.filter(unit_id=self.lead_unit_id).exists():
            raise ValidationError(
                {
                    "lead_unit": ValidationError(
                        _("Đơn vị này đã là đơn vị phối hợp của nhiệm vụ."), code="also_supporting"
                    )
                }
            )

    def _moves_as_allowed(self):
        if self.pk is None:
            return
        stored = Directive.objects.filter(pk=self.pk).values_list("status", flat=True).first()
        if "status" in self.moving or stored in (None, self.status):
            return
        if self.status not in self.Status.moves()[stored]:
            raise ValidationError(
                {
                    "status": ValidationError(
                        _("Không chuyển được từ “%(old)s” sang “%(new)s”: việc này do một kỳ họp đánh giá."),
                        code="move",
                        params={"old": self.Status(stored).label, "new": self.get_status_display()},
                    )
                }
            )
