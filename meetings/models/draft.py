"""Draft."""

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from district import fields
from district.models import Organization, Record
from district.text import nfc
from meetings.models.session import Session
from meetings.secrecy import refuse_secret


class Draft(Record):
    """Report text that waits for a person to confirm what was read out of it (bản nháp nhập từ văn bản)."""

    class Status(models.TextChoices):
        WAITING = "waiting", _("Chờ xác nhận")
        ACCEPTED = "accepted", _("Đã nhận")
        DISCARDED = "discarded", _("Đã bỏ")

    title = fields.CharField(_("tên"), max_length=200)
    organization = models.ForeignKey(
        Organization, models.PROTECT, related_name="drafts", null=True, blank=True, verbose_name=_("tổ chức")
    )
    text = fields.TextField(_("văn bản"))
    status = models.CharField(_("tình trạng"), max_length=10, choices=Status, default=Status.WAITING)
    session = models.OneToOneField(
        Session,
        models.PROTECT,
        related_name="draft",
        null=True,
        blank=True,
        verbose_name=_("kỳ họp lập ra từ đây"),
    )
    provenance = models.JSONField(
        _("nguồn gốc"),
        default=list,
        blank=True,
        editable=False,
        help_text=_("Mỗi dòng được lập từ đoạn nào của văn bản và cán bộ đã sửa gì; ghi khi nhận."),
    )
    """One dict a row, in the order of the page: `kind`, `passages` ({field, or "" for the whole: [start, end)}), `read`
    ({field: what was proposed}), `changed` ({field: [proposed, accepted]}) and `record` ([label, id], or null: left out).
    """
    search_key = fields.SearchKeyField("title", "text")

    names_publicly = False
    owned_through = "organization"

    class Meta(Record.Meta):
        verbose_name = _("bản nháp")
        verbose_name_plural = _("bản nháp nhập từ văn bản")
        ordering = ["-created_at", "-id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(status="accepted", session__isnull=False)
                | (~Q(status="accepted") & Q(session__isnull=True)),
                name="draft_accepted_iff_session",
                violation_error_message=_("Bản nháp đã nhận thì có kỳ họp, chưa nhận thì chưa có."),
            ),
        ]

    def __str__(self):
        return self.title

    def get_absolute_url(self):
        return reverse("draft", args=[self.pk])

    @staticmethod
    def may_be_accepted_by(user):
        """Whether the user, of the office, may make a session out of a draft."""
        return user.is_staff and user.has_perms(["meetings.change_draft", "meetings.add_session"])

    @property
    def is_waiting(self):
        """Whether nobody has decided on the draft yet."""
        return self.status == self.Status.WAITING

    @property
    def corrections(self):
        """How many fields the clerk changed, ticked off or filled in a row of their own."""
        return sum(len(row["changed"]) for row in self.provenance)

    def accept(self, session, provenance):
        """Become the session, and remember where each of its rows came from."""
        self.status, self.session, self.provenance = self.Status.ACCEPTED, session, provenance
        self.organization = session.organization
        self.save()

    def discard(self):
        """Put the draft aside; an accepted one stays, since it tells where its session came from."""
        if self.status == self.Status.ACCEPTED:
            raise ValidationError(_("Bản nháp đã nhận là nguồn gốc của kỳ họp, không bỏ được."))
        self.status = self.Status.DISCARDED
        self.save()

    def restore(self):
        """Take a discarded draft out again."""
        if self.status == self.Status.DISCARDED:
            self.status = self.Status.WAITING
            self.save()

    def clean(self):
        super().clean()
        refuse_secret(self.text, field="text")
        before = Draft.objects.filter(pk=self.pk).values_list("text", flat=True).first() if self.pk else None
        if before is not None and before != nfc(self.text):
            raise ValidationError(
                {"text": _("Các đoạn được đánh dấu theo văn bản này: không sửa, hãy lập bản nháp khác.")}
            )
