"""Draft."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from district import fields
from district.models import Organization, Record
from meetings.models.session import Session
from meetings.secrecy import refuse_secret


class Draft(Record):
    """Report text that waits for a person to confirm what was read out of it (bản nháp nhập từ văn bản)."""

    class Status(models.TextChoices):
        WAITING = "waiting", _("Chờ xác nhận")
        ACCEPTED = "accepted", _("Đã nhận")
        DISCARDED = "discarded", _("Đã bỏ")

    title = fields.CharField(_("tên"), max_length=200)
    organization = models.ForeignKey(
        Organization, models.PROTECT, related_name="drafts", null=True, blank=True, verbose_name=_("tổ chức")
    )
    text = fields.TextField(_("văn bản"))
    status = models.CharField(_("tình trạng"), max_length=10, choices=Status, default=Status.WAITING)
    session = models.OneToOneField(
        Session,
        models.PROTECT,
        related_name="draft",
        null=True,
        blank=True,
        verbose_name=_("kỳ họp lập ra từ đây"),
    )
    search_key = fields.SearchKeyField("title", "text")

    names_publicly = False
    owned_through = "organization"

    class Meta(Record.Meta):
        verbose_name = _("bản nháp")
        verbose_name_plural = _("bản nháp nhập từ văn bản")
        ordering = ["-created_at", "-id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(status="accepted", session__isnull=False)
                | (~Q(status="accepted") & Q(session__isnull=True)),
                name="draft_accepted_iff_session",
                violation_error_message=_("Bản nháp đã nhận thì có kỳ họp, chưa nhận thì chưa có."),
            ),
        ]

    def __str__(self):
        return self.title

    def clean(self):
        super().clean()
        refuse_secret(self.text, field="text")
