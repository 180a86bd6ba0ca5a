"""Attachment."""

from pathlib import Path

from django.core.exceptions import ValidationError
from django.core.validators import FileExtensionValidator
from django.db import models
from django.db.models import Q
from django.utils.text import get_valid_filename
from django.utils.translation import gettext_lazy as _

from district import fields
from meetings.models.part import SessionPart
from meetings.models.session import Session

FILE_TYPES = ["jpg", "jpeg", "png", "webp", "pdf", "docx", "xlsx"]
"""The endings of the files that are stored."""

LARGEST_FILE = 20 * 1024 * 1024
"""The largest file that is stored, in bytes."""


def not_too_large(file):
    """Raise ValidationError for a file over `LARGEST_FILE`; one that was lost from the disk is let pass."""
    try:
        size = file.size
    except FileNotFoundError:
        return
    if size > LARGEST_FILE:
        raise ValidationError(
            _("Tệp lớn hơn %(limit)s MB."), code="too_large", params={"limit": LARGEST_FILE // 1024**2}
        )


def upload_path(attachment, filename):
    """Where an attachment's file lies below the media folder."""
    return f"sessions/{attachment.session_id}/{get_valid_filename(Path(filename).name)}"


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
        validators=[
            FileExtensionValidator(FILE_TYPES),
            not_too_large,
        ],
    )
    caption = fields.CharField(_("chú thích"), max_length=400, blank=True)
    credit = fields.CharField(_("tác giả ảnh"), max_length=120, blank=True)
    search_key = fields.SearchKeyField("caption", "credit")

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
