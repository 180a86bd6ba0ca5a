"""Reminder."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from district.models import Organization, Record


class Reminder(Record):
    """The one digest that was sent to an organization on a day (thư nhắc việc)."""

    class Kind(models.TextChoices):
        DIGEST = "digest", _("Nhắc đơn vị")
        SUMMARY = "summary", _("Tổng hợp cho văn phòng")

    organization = models.ForeignKey(
        Organization, models.PROTECT, related_name="reminders", verbose_name=_("tổ chức")
    )
    kind = models.CharField(_("loại"), max_length=10, choices=Kind)
    sent_on = models.DateField(_("ngày gửi"))
    recipients = models.TextField(_("người nhận"))
    subject = models.CharField(_("tiêu đề"), max_length=300)

    names_publicly = False
    read_by = kept_by = ()
    moves_with_its_fonds = False
    searched = ("organization__search_key",)

    class Meta(Record.Meta):
        verbose_name = _("thư nhắc việc")
        verbose_name_plural = _("thư nhắc việc")
        ordering = ["-sent_on", "-id"]
        constraints = [
            models.UniqueConstraint(
                fields=["organization", "kind", "sent_on"],
                name="reminder_once_a_day",
                violation_error_message=_("Hôm đó đã gửi thư này cho tổ chức này."),
            ),
        ]

    def __str__(self):
        return f"{self.sent_on:%d/%m/%Y}: {self.organization}"
