"""Agenda item."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from district import fields
from district.models import Person
from meetings.models.part import SessionPart
from meetings.models.session import Session


class AgendaItem(SessionPart):
    """A matter on the agenda of a session (nội dung)."""

    session = models.ForeignKey(
        Session, models.CASCADE, related_name="agenda_items", verbose_name=_("kỳ họp")
    )
    title = fields.CharField(_("nội dung"), max_length=500)
    presenter = models.ForeignKey(
        Person,
        models.PROTECT,
        related_name="agenda_items",
        null=True,
        blank=True,
        verbose_name=_("người trình bày"),
    )
    conclusion = fields.TextField(_("kết luận"), blank=True)
    search_key = fields.SearchKeyField("title", "conclusion")

    class Meta(SessionPart.Meta):
        verbose_name = _("nội dung chương trình")
        verbose_name_plural = _("nội dung chương trình")

    def __str__(self):
        return self.title
