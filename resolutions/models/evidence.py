"""Evidence."""

from pathlib import Path

from django.db import models
from django.utils.text import get_valid_filename
from django.utils.translation import gettext_lazy as _

from district import fields
from district.models import Record, RecordQuerySet
from meetings.contents import fit
from resolutions.models.progress_report import ProgressReport


def upload_path(evidence, filename):
    """Where a piece of evidence lies below the media folder."""
    return f"reports/{evidence.report_id}/{get_valid_filename(Path(filename).name)}"


class EvidenceQuerySet(RecordQuerySet):
    """Files, by what the office made of their report."""

    def published(self):
        """The files of confirmed reports on published directives."""
        return super().published().filter(report__state=ProgressReport.State.CONFIRMED)


class Evidence(Record):
    """A file that shows what a progress report says (minh chứng)."""

    report = models.ForeignKey(
        ProgressReport, models.CASCADE, related_name="evidence", verbose_name=_("báo cáo tiến độ")
    )
    file = models.FileField(
        _("tệp"),
        upload_to=upload_path,
        max_length=300,
        validators=[fit],
    )
    caption = fields.CharField(_("chú thích"), max_length=200, blank=True)
    search_key = fields.SearchKeyField("caption")

    names_publicly = False
    public_through = ("report__directive__session__state",)
    objects = EvidenceQuerySet.as_manager()
    owned_through = "report__directive__session__term__organization"

    class Meta(Record.Meta):
        verbose_name = _("minh chứng")
        verbose_name_plural = _("minh chứng")
        ordering = ["id"]

    def __str__(self):
        return self.caption or Path(self.file.name).name
