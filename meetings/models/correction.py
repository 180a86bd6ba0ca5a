"""Correction."""

from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext_lazy as _

from district import fields
from meetings.models.addendum import Addendum
from meetings.models.session_record import SessionRecord


class Correction(SessionRecord):
    """One field of one record as it read before and after an addendum (nội dung đính chính).

    A record that the addendum added or took away has one correction for the whole of it.
    """

    addendum = models.ForeignKey(
        Addendum, models.PROTECT, related_name="corrections", verbose_name=_("bản đính chính")
    )
    record = models.CharField(_("khóa bản ghi"), max_length=80)
    record_label = fields.CharField(_("bản ghi"), max_length=200)
    field = models.CharField(_("khóa nội dung"), max_length=60, blank=True)
    field_label = fields.CharField(_("nội dung"), max_length=200)
    before = fields.TextField(_("trước"), blank=True)
    after = fields.TextField(_("sau"), blank=True)
    search_key = fields.SearchKeyField("record_label", "before", "after")

    session_through = "addendum__session"
    public_through = ("addendum__session__state",)
    owned_through = "addendum__session__term__organization"

    class Meta(SessionRecord.Meta):
        verbose_name = _("nội dung đính chính")
        verbose_name_plural = _("nội dung đính chính")
        ordering = ["addendum", "id"]
        constraints = [
            models.CheckConstraint(
                condition=~models.Q(before=models.F("after")),
                name="correction_changes_something",
                violation_error_message=_("Trước và sau đính chính phải khác nhau."),
            ),
        ]

    def __str__(self):
        return f"{self.record_label}, {self.field_label}"

    def _refuse_if_settled(self, stored):
        """A correction is written along with its addendum, and stays."""
        if stored:
            raise ValidationError(_("Bản đính chính đã lập thì không sửa, không xóa được."), code="settled")
