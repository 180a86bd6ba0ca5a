"""Source."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from district import fields
from meetings.models.part import SessionPart
from meetings.models.session import Session


class Source(SessionPart):
    """An article or document that a session's record was taken from (nguồn)."""

    session = models.ForeignKey(Session, models.CASCADE, related_name="sources", verbose_name=_("kỳ họp"))
    title = fields.CharField(_("tên bài, tên văn bản"), max_length=300)
    author = fields.CharField(_("tác giả"), max_length=120, blank=True)
    publication = fields.CharField(_("báo, cơ quan phát hành"), max_length=160, blank=True)
    url = models.URLField(_("địa chỉ"), max_length=500, blank=True)
    issued_on = models.DateField(_("ngày đăng"), null=True, blank=True)
    search_key = fields.SearchKeyField("title", "author", "publication")

    class Meta(SessionPart.Meta):
        verbose_name = _("nguồn")
        verbose_name_plural = _("nguồn")

    def __str__(self):
        return self.title
