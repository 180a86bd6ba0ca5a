"""Indicator."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from district import fields
from district.indexes import listed_by
from district.models import Record, Sector


class Indicator(Record):
    """A named measure with its unit (chỉ tiêu), the same from session to session."""

    name = fields.CharField(_("chỉ tiêu"), max_length=200)
    unit = fields.CharField(
        _("đơn vị tính"), max_length=40, blank=True, help_text=_("Ví dụ: tỷ đồng, ha, tấn, %.")
    )
    sector = models.ForeignKey(
        Sector, models.PROTECT, related_name="indicators", null=True, blank=True, verbose_name=_("lĩnh vực")
    )
    sort_key = fields.SortKeyField("name")
    search_key = fields.SearchKeyField("name", "unit")

    class Meta(Record.Meta):
        verbose_name = _("chỉ tiêu")
        verbose_name_plural = _("danh mục chỉ tiêu")
        ordering = ["sort_key", "id"]
        indexes = listed_by("indicator", "sort_key")
        constraints = [
            models.UniqueConstraint(
                fields=["name", "unit"],
                name="indicator_name_once",
                violation_error_message=_("Danh mục đã có chỉ tiêu này với đơn vị tính này."),
            ),
        ]

    def __str__(self):
        return f"{self.name} ({self.unit})" if self.unit else self.name
