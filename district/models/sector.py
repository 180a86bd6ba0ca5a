"""Sector."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from district import fields
from district.indexes import listed_by
from district.models.organization import refuse_circle
from district.models.record import Record


class Sector(Record):
    """A field of work (lĩnh vực): kinh tế, văn hóa – xã hội, quốc phòng – an ninh, xây dựng Đảng …"""

    code = models.SlugField(_("mã"), max_length=60, unique=True)
    name = fields.CharField(_("tên"), max_length=120)
    parent = models.ForeignKey(
        "self",
        models.PROTECT,
        related_name="children",
        null=True,
        blank=True,
        verbose_name=_("thuộc lĩnh vực"),
    )
    position = models.PositiveSmallIntegerField(_("thứ tự"), default=0)
    search_key = fields.SearchKeyField("name", "code")

    names_publicly = False

    class Meta(Record.Meta):
        verbose_name = _("lĩnh vực")
        verbose_name_plural = _("lĩnh vực")
        ordering = ["position", "id"]
        indexes = listed_by("sector", "position")
        constraints = [
            models.CheckConstraint(
                condition=~models.Q(parent=models.F("id")),
                name="sector_not_its_own_parent",
                violation_error_message=_("Một lĩnh vực không thể thuộc chính nó."),
            ),
        ]

    def __str__(self):
        return self.name

    def clean(self):
        super().clean()
        refuse_circle(self, "parent", _("Lĩnh vực cấp trên tạo thành vòng qua %(name)s."))
