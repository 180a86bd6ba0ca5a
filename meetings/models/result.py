"""Result."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from district import fields
from district.indexes import listed_by
from district.models import Sector
from meetings.models.part import SessionPart
from meetings.models.session import Session


class Result(SessionPart):
    """What went well in a sector, as a session assessed it (kết quả)."""

    session = models.ForeignKey(Session, models.CASCADE, related_name="results", verbose_name=_("kỳ họp"))
    sector = models.ForeignKey(
        Sector, models.PROTECT, related_name="results", null=True, blank=True, verbose_name=_("lĩnh vực")
    )
    text = fields.TextField(_("kết quả"))
    search_key = fields.SearchKeyField("text")

    class Meta(SessionPart.Meta):
        verbose_name = _("kết quả")
        verbose_name_plural = _("kết quả")
        indexes = listed_by("result", "position", "created_at")

    def __str__(self):
        return self.text[:80]
