"""Person."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from district import fields
from district.indexes import listed_by
from district.models.record import Record


class Person(Record):
    """Somebody who sits, speaks, signs or is appointed (đồng chí)."""

    class Gender(models.TextChoices):
        FEMALE = "female", _("Nữ")
        MALE = "male", _("Nam")

    name = fields.CharField(_("họ và tên"), max_length=120)
    gender = models.CharField(_("giới tính"), max_length=10, choices=Gender, blank=True)
    born_on = models.DateField(_("ngày sinh"), null=True, blank=True)
    organization = models.ForeignKey(
        "district.Organization",
        models.PROTECT,
        related_name="staff",
        null=True,
        blank=True,
        verbose_name=_("đơn vị công tác"),
    )
    title = fields.CharField(_("chức vụ"), max_length=160, blank=True)
    sort_key = fields.PersonSortKeyField("name")
    search_key = fields.SearchKeyField("name", "title")

    names_publicly = False

    class Meta(Record.Meta):
        verbose_name = _("đồng chí")
        verbose_name_plural = _("đồng chí")
        indexes = listed_by("person", "sort_key", "title", "created_at")
        ordering = ["sort_key", "id"]

    def __str__(self):
        return self.name
