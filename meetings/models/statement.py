"""Statement."""

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from district import fields
from district.models import Person
from meetings.models.agenda_item import AgendaItem
from meetings.models.part import SessionPart
from meetings.models.session import Session


class Statement(SessionPart):
    """What somebody said at a session (ý kiến)."""

    session = models.ForeignKey(Session, models.CASCADE, related_name="statements", verbose_name=_("kỳ họp"))
    agenda_item = models.ForeignKey(
        AgendaItem,
        models.PROTECT,
        related_name="statements",
        null=True,
        blank=True,
        verbose_name=_("về nội dung"),
    )
    person = models.ForeignKey(
        Person,
        models.PROTECT,
        related_name="statements",
        null=True,
        blank=True,
        verbose_name=_("người phát biểu"),
    )
    speaker = fields.CharField(
        _("người phát biểu khác"),
        max_length=160,
        blank=True,
        help_text=_("Khi người phát biểu không có trong danh sách."),
    )
    text = fields.TextField(_("ý kiến"))
    search_key = fields.SearchKeyField("speaker", "text")

    is_for_the_office = True
    searched = ("search_key", "person__search_key")
    rests_on = {"agenda_item": ("session",)}

    class Meta(SessionPart.Meta):
        verbose_name = _("ý kiến phát biểu")
        verbose_name_plural = _("ý kiến phát biểu")
        constraints = [
            models.CheckConstraint(
                condition=Q(person__isnull=False) | ~Q(speaker=""),
                name="statement_has_a_speaker",
                violation_error_message=_("Ý kiến phải có người phát biểu."),
            ),
        ]

    def __str__(self):
        return f"{self.person or self.speaker}: {self.text[:60]}"

    def clean(self):
        super().clean()
        if self.agenda_item_id and self.agenda_item.session_id != self.session_id:
            raise ValidationError({"agenda_item": _("Nội dung này thuộc kỳ họp khác.")})
