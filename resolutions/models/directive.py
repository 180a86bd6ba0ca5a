"""Directive."""

from django.core.exceptions import ValidationError
from django.core.validators import RegexValidator
from django.db import models
from django.db.models import IntegerField, Q
from django.db.models.functions import Cast, Length, Substr
from django.db.models.lookups import Exact, GreaterThanOrEqual, In
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from district import fields
from district.models import Organization, Person, RecordQuerySet, Sector
from meetings.models import Session, Shortcoming
from meetings.models.part import SessionPart
from resolutions.models.resolution import Resolution


class DirectiveQuerySet(RecordQuerySet):
    """Directives, by how far they have come."""

    def open(self):
        """Directives that still wait to be completed or dropped."""
        return self.exclude(status__in=Directive.Status.closed())

    def overdue(self, on=None):
        """Open directives whose deadline lies before the day (today)."""
        return self.open().filter(due_on__lt=on or timezone.localdate())

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
            models.Index(fields=["status", "due_on", "id"], name="directive_by_deadline"),
            models.Index(fields=["quarter", "status"], name="directive_by_quarter"),
        ]

    def __str__(self):
        return self.text[:80]

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
        clears = [
            (_("rõ người"), self.person_in_charge_id),
            (_("rõ việc"), self.text),
            (_("rõ thời gian"), self.due_on),
            (_("rõ trách nhiệm"), self.lead_unit_id),
            (_("rõ sản phẩm"), self.expected_output),
            (_("rõ thẩm quyền"), self.authority),
        ]
        return [label for label, known in clears if not known]

    def clean(self):
        super().clean()
        if self.session_id is None:
            return
        if not self.quarter and self.session.period_ahead:
            self.quarter = self.session.period_ahead.quarter
        if self.resolution_id and self.resolution.session_id != self.session_id:
            raise ValidationError({"resolution": _("Văn bản này thuộc kỳ họp khác.")})
        if self.pk and self.lead_unit_id and self.supports.filter(unit_id=self.lead_unit_id).exists():
            raise ValidationError({"lead_unit": _("Đơn vị này đã là đơn vị phối hợp của nhiệm vụ.")})
