"""Resolution."""

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Coalesce
from django.utils.translation import gettext_lazy as _

from district import fields
from district.constraints import at_least
from district.models import Person, RecordQuerySet, Term
from district.models.organization import refuse_circle
from meetings.models import Session
from meetings.models.part import SessionPart


class ResolutionQuerySet(RecordQuerySet):
    """Documents, with what a row of a list shows."""

    def for_rows(self):
        """Documents with their session and signer, in one query."""
        return self.select_related("session__term__organization", "signer")


class Resolution(SessionPart):
    """A numbered document of a session (nghị quyết, kết luận, thông báo)."""

    class Kind(models.TextChoices):
        RESOLUTION = "resolution", _("Nghị quyết")
        CONCLUSION = "conclusion", _("Kết luận")
        NOTICE = "notice", _("Thông báo")
        DECISION = "decision", _("Quyết định")
        REGULATION = "regulation", _("Quy định")
        INSTRUCTION = "instruction", _("Chỉ thị")
        PROGRAMME = "programme", _("Chương trình")
        PLAN = "plan", _("Kế hoạch")
        REPORT = "report", _("Báo cáo")

        @property
        def symbol(self):
            """The letters that stand for the kind in a printed number: NQ, KL, TB …

            Quyết định and quy định both print QĐ, so the letters are never a key.
            """
            return _SYMBOLS[self.value]

    session = models.ForeignKey(Session, models.PROTECT, related_name="resolutions", verbose_name=_("kỳ họp"))
    term = models.ForeignKey(
        Term, models.PROTECT, related_name="resolutions", editable=False, verbose_name=_("nhiệm kỳ")
    )
    kind = models.CharField(_("loại văn bản"), max_length=15, choices=Kind, default=Kind.RESOLUTION)
    number = models.PositiveIntegerField(
        _("số"), null=True, blank=True, help_text=_("Để trống khi văn bản chưa được cấp số.")
    )
    symbol = fields.CharField(
        _("số và ký hiệu"),
        max_length=40,
        blank=True,
        help_text=_("Ví dụ: 15-NQ/HU. Để trống thì hệ thống ghép từ số."),
    )
    title = fields.CharField(_("trích yếu"), max_length=500)
    text = fields.TextField(_("toàn văn"), blank=True)
    adopted_on = models.DateField(_("ngày ban hành"), null=True, blank=True)
    incumbents = models.PositiveSmallIntegerField(
        _("ủy viên đương nhiệm"),
        null=True,
        blank=True,
        help_text=_("Nghị quyết có hiệu lực khi quá nửa số này tán thành."),
    )
    votes_for = models.PositiveSmallIntegerField(_("tán thành"), null=True, blank=True)
    votes_against = models.PositiveSmallIntegerField(_("không tán thành"), null=True, blank=True)
    votes_other = models.PositiveSmallIntegerField(_("ý kiến khác"), null=True, blank=True)
    signer = models.ForeignKey(
        Person,
        models.PROTECT,
        related_name="resolutions_signed",
        null=True,
        blank=True,
        verbose_name=_("người ký"),
    )
    replaces = models.ForeignKey(
        "self",
        models.PROTECT,
        related_name="replaced_by",
        null=True,
        blank=True,
        verbose_name=_("thay thế văn bản"),
    )
    search_key = fields.SearchKeyField("symbol", "title", "text")

    objects = ResolutionQuerySet.as_manager()

    rests_on = {
        "session": ("term",),
        "session__term": ("start_year", "end_year", "starts_on", "ends_on"),
    }

    class Meta(SessionPart.Meta):
        verbose_name = _("văn bản")
        verbose_name_plural = _("nghị quyết, kết luận, thông báo")
        constraints = [
            models.UniqueConstraint(
                fields=["term", "kind", "number"],
                name="resolution_number_once_in_term",
                violation_error_message=_("Trong nhiệm kỳ này, loại văn bản này đã có số này."),
            ),
            at_least(1, "number", name="resolution_number_from_one", message=_("Số văn bản bắt đầu từ 1.")),
            models.CheckConstraint(
                condition=Q(
                    incumbents__gte=Coalesce(F("votes_for"), 0)
                    + Coalesce(F("votes_against"), 0)
                    + Coalesce(F("votes_other"), 0)
                ),
                name="resolution_votes_within_incumbents",
                violation_error_message=_("Tổng số phiếu không được lớn hơn số ủy viên đương nhiệm."),
            ),
            models.CheckConstraint(
                condition=~Q(replaces=F("id")),
                name="resolution_not_replacing_itself",
                violation_error_message=_("Một văn bản không thể thay thế chính nó."),
            ),
        ]

    def __str__(self):
        return f"{self.symbol or self.get_kind_display()} {self.title}"[:120]

    def get_absolute_url(self):
        return f"{self.session.get_absolute_url()}#resolution-{self.pk}"

    @property
    def name(self):
        """The document as one cites it: "Nghị quyết số 15-NQ/HU"."""
        kind = self.Kind(self.kind).label
        return f"{kind} số {self.symbol}" if self.symbol else str(kind)

    def clean(self):
        super().clean()
        refuse_circle(self, "replaces", _("Các văn bản thay thế nhau thành vòng qua %(name)s."))
        if self.session_id is None:
            return
        self.term_id = self.session.term_id
        if self.number and not self.symbol:
            issuer = self.session.organization.symbol
            self.symbol = f"{self.number:02d}-{self.Kind(self.kind).symbol}" + (
                f"/{issuer}" if issuer else ""
            )
        if self.adopted_on and not self.session.term.covers(self.adopted_on):
            raise ValidationError({"adopted_on": _("Ngày ban hành nằm ngoài nhiệm kỳ.")})


_SYMBOLS = {
    "resolution": "NQ",
    "conclusion": "KL",
    "notice": "TB",
    "decision": "QĐ",
    "regulation": "QĐ",
    "instruction": "CT",
    "programme": "CTr",
    "plan": "KH",
    "report": "BC",
}
