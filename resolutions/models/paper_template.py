"""Paper template."""

from django.core.exceptions import ValidationError
from django.core.validators import FileExtensionValidator
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from district import fields
from district.models import Organization, Record, RecordQuerySet
from meetings.contents import fit
from resolutions.models.layout import Layout
from resolutions.models.resolution import Resolution
from resolutions.typeset.template import REQUIRED, BadTemplate, check, starting

LARGEST_TEMPLATE = 2 * 1024 * 1024
"""Bytes of the largest template that is stored."""


class SessionPaper(models.TextChoices):
    """A paper of a session or a term that is not a document of the register by itself (văn bản của kỳ họp)."""

    MINUTES = "minutes", _("Biên bản")
    FOLLOW_UP = "follow_up", _("Báo cáo theo dõi")
    ASSIGNMENT = "assignment", _("Phiếu giao nhiệm vụ")
    ATTENDANCE = "attendance", _("Danh sách điểm danh")
    REGISTER = "register", _("Sổ đăng ký văn bản")


KINDS = dict([*Resolution.Kind.choices, *SessionPaper.choices])
"""Every kind of paper, with its name."""


class PaperTemplateQuerySet(RecordQuerySet):
    """Templates, by what they are for."""

    def for_paper(self, organization, kind, day):
        """The template that the organization uses for the kind on the day, or None."""
        mine = self.filter(organization=organization, kind=kind, in_force_on__lte=day)
        return mine.order_by("in_force_on").last()


class PaperTemplate(Record):
    """The Word file after which an office's papers of a kind are made from a day on (mẫu Word)."""

    organization = models.ForeignKey(
        Organization, models.PROTECT, related_name="paper_templates", verbose_name=_("tổ chức")
    )
    kind = models.CharField(_("loại văn bản"), max_length=15, choices=list(KINDS.items()))
    file = models.FileField(
        _("tệp mẫu"),
        upload_to="templates",
        max_length=300,
        validators=[FileExtensionValidator(["docx"])],
        help_text=_("Tải mẫu gốc, sửa trong Word, giữ các trường trong {{ }} rồi tải lên đây."),
    )
    in_force_on = models.DateField(_("dùng từ ngày"))
    note = fields.CharField(_("ghi chú"), max_length=200, blank=True)
    search_key = fields.SearchKeyField("note")

    names_publicly = False
    kept_by = ("chief",)
    owned_through = "organization"
    searched = ("search_key", "organization__search_key")
    objects = PaperTemplateQuerySet.as_manager()

    class Meta(Record.Meta):
        verbose_name = _("mẫu Word")
        verbose_name_plural = _("mẫu Word")
        ordering = ["organization__sort_key", "kind", "-in_force_on", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["organization", "kind", "in_force_on"],
                name="paper_template_once_a_day",
                violation_error_message=_("Loại văn bản này đã có mẫu dùng từ ngày ấy."),
            ),
        ]

    def __str__(self):
        return f"{self.get_kind_display()}, {self.organization}, từ {self.in_force_on:%d/%m/%Y}"

    @property
    def content(self):
        """The bytes of the file."""
        with self.file.open("rb") as file:
            return file.read()

    @property
    def signatures(self):
        """How many people sign such a paper: minutes are signed by recorder and chair."""
        return 2 if self.kind == SessionPaper.MINUTES else 1

    def starting(self):
        """The bytes of the template to begin with, which makes what the built-in paper is."""
        return starting(self.signatures, Layout.objects.for_day(timezone.localdate()))

    def clean(self):
        super().clean()
        if self.file and not self.file._committed:
            self._fits()

    def _fits(self):
        if self.file.size > LARGEST_TEMPLATE:
            raise ValidationError({"file": _("Mẫu lớn hơn 2 MB.")})
        try:
            fit(self.file)
        except ValidationError as error:
            raise ValidationError({"file": error}) from error
        self.file.seek(0)
        data = self.file.read()
        self.file.seek(0)
        try:
            lacking = check(data, Layout(), self.signatures)
        except BadTemplate as error:
            raise ValidationError({"file": str(error)}) from error
        if lacking:
            raise ValidationError(
                {
                    "file": ValidationError(
                        _("Mẫu còn thiếu trường bắt buộc: %(fields)s."),
                        code="lacking",
                        params={
                            "fields": ", ".join(f"{{{{ {name} }}}} ({REQUIRED[name]})" for name in lacking)
                        },
                    )
                }
            )
