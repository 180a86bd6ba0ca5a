"""Addendum."""

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _

from district import fields
from district.constraints import at_least
from meetings.models.session import Session
from meetings.models.session_record import SessionRecord


class Addendum(SessionRecord):
    """A numbered correction of an approved session, which shows what changed and why (bản đính chính)."""

    session = models.ForeignKey(Session, models.PROTECT, related_name="addenda", verbose_name=_("kỳ họp"))
    number = models.PositiveSmallIntegerField(_("số"), editable=False)
    made_on = models.DateField(_("ngày đính chính"), default=timezone.localdate, editable=False)
    made_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        related_name="addenda",
        null=True,
        blank=True,
        editable=False,
        verbose_name=_("người đính chính"),
    )
    reason = fields.TextField(_("lý do đính chính"))
    search_key = fields.SearchKeyField("reason")

    is_final = True
    kept_by = ()
    public_through = ("session__state",)
    owned_through = "session__term__organization"

    class Meta(SessionRecord.Meta):
        verbose_name = _("bản đính chính")
        verbose_name_plural = _("bản đính chính")
        ordering = ["session", "number", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["session", "number"],
                name="addendum_number_once_a_session",
                violation_error_message=_("Kỳ họp này đã có bản đính chính mang số này."),
            ),
            at_least(1, "number", name="addendum_number_from_one", message=_("Số đính chính bắt đầu từ 1.")),
            models.CheckConstraint(
                condition=~models.Q(reason=""),
                name="addendum_gives_a_reason",
                violation_error_message=_("Đính chính thì phải ghi lý do."),
            ),
        ]

    def __str__(self):
        return f"{self.name}, {self.session}"

    @property
    def name(self):
        """The addendum as one cites it: "Bản đính chính số 1"."""
        return f"Bản đính chính số {self.number}"


class Change:
    """What an addendum notes of one record: what it is, and how it read before and after."""

    def __init__(self, before, after):
        row = after or before
        self.record = f"{row._meta.label_lower}:{row.pk}"
        self.label = f"{capfirst(row._meta.verbose_name)}: {row}"[:200]
        was, now = (_shown(row) if row else {} for row in (before, after))
        if before and after:
            self.rows = [
                (name, label, was[name, label], text)
                for (name, label), text in now.items()
                if was[name, label] != text
            ]
        else:
            whole = _("đã xóa") if before else _("thêm mới")
            self.rows = [("", str(whole), _in_one(was), _in_one(now))]


def _shown(row):
    """The settled fields of a row in the words of the screen, by name and label."""
    return {(field.name, capfirst(field.verbose_name)): row.in_words(field) for field in row.settled_fields()}


def _in_one(shown):
    return "; ".join(f"{label}: {text}" for (_name, label), text in shown.items() if text)
