"""Progress report."""

from django.core.exceptions import ValidationError
from django.db import models, transaction
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from district import fields
from district.indexes import listed_by
from district.models import Organization, Record, RecordQuerySet
from resolutions.models.directive import Directive


class ProgressReportQuerySet(RecordQuerySet):
    """Reports, by what the office made of them."""

    def confirmed(self):
        """Reports that the office took over."""
        return self.filter(state=ProgressReport.State.CONFIRMED)

    def published(self):
        """Confirmed reports on published directives."""
        return super().published().confirmed()


class ProgressReport(Record):
    """What a unit says it has done for a directive, on a day (báo cáo tiến độ).

    The office confirms it, and the directive follows, or returns it with a remark.
    """

    class State(models.TextChoices):
        SENT = "sent", _("Chờ văn phòng")
        CONFIRMED = "confirmed", _("Đã xác nhận")
        RETURNED = "returned", _("Trả lại")

    directive = models.ForeignKey(
        Directive, models.PROTECT, related_name="reports", verbose_name=_("nhiệm vụ")
    )
    unit = models.ForeignKey(
        Organization, models.PROTECT, related_name="progress_reports", verbose_name=_("đơn vị báo cáo")
    )
    reported_on = models.DateField(_("ngày báo cáo"))
    percent = models.PositiveSmallIntegerField(_("% thực hiện"))
    text = fields.TextField(_("nội dung"))
    state = models.CharField(_("xử lý"), max_length=10, choices=State, default=State.SENT)
    remark = fields.TextField(_("ý kiến của văn phòng"), blank=True)
    search_key = fields.SearchKeyField("text")

    public_through = ("directive__session__state",)
    owned_through = "directive__session__term__organization"
    rests_on = {"directive": ("session",), "directive__session": ("held_on",)}
    objects = ProgressReportQuerySet.as_manager()
    rank = 0

    class Meta(Record.Meta):
        verbose_name = _("báo cáo tiến độ")
        verbose_name_plural = _("báo cáo tiến độ")
        ordering = ["-reported_on", "-id"]
        indexes = listed_by("report", "reported_on", "percent", "created_at")
        constraints = [
            models.CheckConstraint(
                condition=Q(percent__lte=100),
                name="progress_report_percent_to_100",
                violation_error_message=_("Tỷ lệ thực hiện từ 0 đến 100."),
            ),
            models.CheckConstraint(
                condition=~Q(state="returned") | ~Q(remark=""),
                name="progress_report_returned_with_remark",
                violation_error_message=_("Trả lại báo cáo thì phải ghi ý kiến."),
            ),
        ]

    def __str__(self):
        return f"{self.reported_on:%d/%m/%Y}: {self.percent}%"

    @property
    def session(self):
        """The session that set the directive."""
        return self.directive.session

    @property
    def happened_on(self):
        """The day on the directive's timeline."""
        return self.reported_on

    def confirm(self):
        """Take the report over: the directive follows it."""
        self.state = self.State.CONFIRMED
        self.save()

    def send_back(self, remark):
        """Return the report to the unit, with what is wrong with it."""
        self.state, self.remark = self.State.RETURNED, remark
        self.full_clean()
        self.save()

    def clean(self):
        super().clean()
        if self.directive_id and self.reported_on and self.reported_on < self.directive.session.held_on:
            raise ValidationError({"reported_on": _("Báo cáo không thể trước ngày kỳ họp giao nhiệm vụ.")})

    @transaction.atomic
    def save(self, *args, **kwargs):
        super().save(*args, **kwargs)
        self.directive.refresh_from_db()
        self.directive.follow_reports()

    def after_delete(self):
        self.directive.follow_reports()
