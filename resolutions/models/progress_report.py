"""Progress report."""

from pathlib import Path

from django.core.exceptions import ValidationError
from django.core.validators import FileExtensionValidator
from django.db import models
from django.utils.text import get_valid_filename
from django.utils.translation import gettext_lazy as _

from district import fields
from district.models import Organization, Record
from meetings.models.attachment import not_too_large
from resolutions.models.directive import Directive


def upload_path(report, filename):
    """Where a report's evidence lies below the media folder."""
    return f"directives/{report.directive_id}/{get_valid_filename(Path(filename).name)}"


class ProgressReport(Record):
    """What a unit says it has done for a directive, on a day (báo cáo tiến độ)."""

    directive = models.ForeignKey(
        Directive, models.PROTECT, related_name="reports", verbose_name=_("nhiệm vụ")
    )
    unit = models.ForeignKey(
        Organization, models.PROTECT, related_name="progress_reports", verbose_name=_("đơn vị báo cáo")
    )
    reported_on = models.DateField(_("ngày báo cáo"))
    percent = models.PositiveSmallIntegerField(_("% thực hiện"))
    text = fields.TextField(_("nội dung"))
    evidence = models.FileField(
        _("minh chứng"),
        upload_to=upload_path,
        max_length=300,
        blank=True,
        validators=[
            FileExtensionValidator(["jpg", "jpeg", "png", "webp", "pdf", "docx", "xlsx"]),
            not_too_large,
        ],
    )
    search_key = fields.SearchKeyField("text")

    public_through = ("directive__session__state",)
    owned_through = "directive__session__term__organization"

    class Meta(Record.Meta):
        verbose_name = _("báo cáo tiến độ")
        verbose_name_plural = _("báo cáo tiến độ")
        ordering = ["-reported_on", "-id"]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(percent__lte=100),
                name="progress_report_percent_to_100",
                violation_error_message=_("Tỷ lệ thực hiện từ 0 đến 100."),
            ),
        ]

    def __str__(self):
        return f"{self.reported_on:%d/%m/%Y}: {self.percent}%"

    @property
    def session(self):
        """The session that set the directive."""
        return self.directive.session

    def clean(self):
        super().clean()
        if self.directive_id and self.reported_on and self.reported_on < self.directive.session.held_on:
            raise ValidationError({"reported_on": _("Báo cáo không thể trước ngày kỳ họp giao nhiệm vụ.")})
