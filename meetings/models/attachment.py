"""Attachment."""

from contextlib import nullcontext
from pathlib import Path

from django.core.files.base import ContentFile
from django.db import models
from django.db.models import Q
from django.utils.text import get_valid_filename
from django.utils.translation import gettext_lazy as _

from district import fields
from meetings import contents
from meetings.models.part import SessionPart
from meetings.models.session import Session

not_too_large = contents.not_too_large  # by this name the first migration knows it


def upload_path(attachment, filename):
    """Where an attachment's file lies below the media folder."""
    return f"sessions/{attachment.session_id}/{get_valid_filename(Path(filename).name)}"


def thumbnail_path(attachment, filename):
    """Where a photo's thumbnail lies: beside the photo's folder, so that a folder of photos holds only photos."""
    return f"sessions/{attachment.session_id}/thumbnails/{get_valid_filename(filename)}"


class Attachment(SessionPart):
    """A photo with caption and credit, a scan or another file (ảnh, tệp).

    A photo may be known by its caption alone, as in a report whose picture is not at hand.
    """

    class Kind(models.TextChoices):
        PHOTO = "photo", _("Ảnh")
        SCAN = "scan", _("Bản quét")
        FILE = "file", _("Tệp")

    session = models.ForeignKey(Session, models.CASCADE, related_name="attachments", verbose_name=_("kỳ họp"))
    kind = models.CharField(_("loại"), max_length=10, choices=Kind, default=Kind.PHOTO)
    file = models.FileField(
        _("tệp"),
        upload_to=upload_path,
        max_length=300,
        blank=True,
        validators=[contents.fit],
    )
    caption = fields.CharField(_("chú thích"), max_length=400, blank=True)
    credit = fields.CharField(_("tác giả ảnh"), max_length=120, blank=True)
    thumbnail = models.ImageField(
        _("ảnh nhỏ"),
        upload_to=thumbnail_path,
        max_length=300,
        blank=True,
        editable=False,
        width_field="thumbnail_width",
        height_field="thumbnail_height",
    )
    thumbnail_width = models.PositiveSmallIntegerField(
        _("chiều rộng ảnh nhỏ"), null=True, blank=True, editable=False
    )
    thumbnail_height = models.PositiveSmallIntegerField(
        _("chiều cao ảnh nhỏ"), null=True, blank=True, editable=False
    )
    search_key = fields.SearchKeyField("caption", "credit")

    lives_on = ("thumbnail", "thumbnail_width", "thumbnail_height")

    class Meta(SessionPart.Meta):
        verbose_name = _("ảnh, tệp")
        verbose_name_plural = _("ảnh, tệp")
        constraints = [
            models.CheckConstraint(
                condition=~Q(file="") | (Q(kind="photo") & ~Q(caption="")),
                name="attachment_has_file_or_caption",
                violation_error_message=_("Cần có tệp; riêng ảnh có thể chỉ có chú thích."),
            ),
        ]

    def __str__(self):
        return self.caption or Path(self.file.name).name

    def save(self, *args, **kwargs):
        if not self._has_its_thumbnail():
            self._make_thumbnail()
        super().save(*args, **kwargs)

    def _has_its_thumbnail(self):
        if self.kind != self.Kind.PHOTO or not self.file:
            return not self.thumbnail
        same = type(self).objects.filter(pk=self.pk, file=self.file.name).exclude(thumbnail="")
        return bool(self.thumbnail) and same.exists()

    def _make_thumbnail(self):
        is_photo = self.kind == self.Kind.PHOTO and self.file
        small = contents.thumbnail_of(self._content()) if is_photo else None
        self.thumbnail = ContentFile(small, f"{Path(self.file.name).stem}.jpg") if small else None

    def _content(self):
        is_stored = self.file._committed
        try:
            with self.file.storage.open(self.file.name) if is_stored else nullcontext(self.file) as file:
                file.seek(0)
                return file.read()
        except OSError:
            return b""
