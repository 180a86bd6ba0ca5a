"""Reserved opinion."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from district import fields
from district.models import Person
from meetings.models import SessionRecord
from resolutions.models.resolution import Resolution


class ReservedOpinion(SessionRecord):
    """What a member in the minority goes on thinking of a document that carried (ý kiến bảo lưu).

    It is a member's right (Điều lệ Đảng, article 9.5); it is kept with the minutes, and never public.
    """

    resolution = models.ForeignKey(
        Resolution, models.CASCADE, related_name="reserved_opinions", verbose_name=_("văn bản")
    )
    person = models.ForeignKey(
        Person, models.PROTECT, related_name="reserved_opinions", verbose_name=_("người bảo lưu")
    )
    text = fields.TextField(_("ý kiến bảo lưu"))
    search_key = fields.SearchKeyField("text")

    is_for_the_office = True
    session_through = "resolution__session"
    owned_through = "resolution__session__term__organization"
    names_publicly = False
    searched = ("search_key", "person__search_key")

    class Meta(SessionRecord.Meta):
        verbose_name = _("ý kiến bảo lưu")
        verbose_name_plural = _("ý kiến bảo lưu")
        ordering = ["resolution", "person__sort_key", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["resolution", "person"],
                name="reserved_opinion_once",
                violation_error_message=_("Đồng chí này đã bảo lưu ý kiến về văn bản này."),
            ),
            models.CheckConstraint(
                condition=~Q(text=""),
                name="reserved_opinion_says_something",
                violation_error_message=_("Ý kiến bảo lưu phải có nội dung."),
            ),
        ]

    def __str__(self):
        return f"{self.person}: {self.text[:60]}"
