"""Resolution."""

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from district import fields
from district.constraints import at_least
from district.indexes import listed_by
from district.models import Person, RecordQuerySet, Term
from district.models.organization import refuse_circle
from meetings.models import Session
from meetings.secrecy import refuse_secret
from resolutions.models.ballot import Ballot, ballot_constraints


class ResolutionQuerySet(RecordQuerySet):
    """Documents, with what a row of a list shows."""

    def for_rows(self):
        """Documents with their session and signer, in one query."""
        return self.select_related("session__term__organization", "signer")

    def registered(self, term, kind):
        """The register of a term for one kind of document: what has a number, from the first."""
        return self.filter(term=term, kind=kind, number__isnull=False).order_by("number")


class Resolution(Ballot):
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
        MINUTES = "minutes", _("Biên bản")

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
    symbol = fields.SymbolField(
        _("số và ký hiệu"),
        max_length=40,
        blank=True,
        help_text=_("Ví dụ: 15-NQ/HU. Để trống thì hệ thống ghép từ số."),
    )
    title = fields.CharField(_("trích yếu"), max_length=500)
    text = fields.TextField(_("toàn văn"), blank=True)
    adopted_on = models.DateField(_("ngày ban hành"), null=True, blank=True)
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
    issued_at = models.DateTimeField(_("cấp số lúc"), null=True, blank=True, editable=False)
    withdrawn_on = models.DateField(_("ngày thu hồi"), null=True, blank=True, editable=False)
    withdrawal_reason = fields.TextField(_("lý do thu hồi"), blank=True, editable=False)
    search_key = fields.SearchKeyField("symbol", "title", "text")

    objects = ResolutionQuerySet.as_manager()

    rests_on = {
        "session": ("term",),
        "session__term": ("start_year", "end_year", "starts_on", "ends_on"),
    }

    class Meta(Ballot.Meta):
        verbose_name = _("văn bản")
        verbose_name_plural = _("nghị quyết, kết luận, thông báo")
        indexes = listed_by("resolution", "position", "adopted_on", "number", "kind", "created_at")
        constraints = [
            models.UniqueConstraint(
                fields=["term", "kind", "number"],
                name="resolution_number_once_in_term",
                violation_error_message=_("Trong nhiệm kỳ này, loại văn bản này đã có số này."),
            ),
            at_least(1, "number", name="resolution_number_from_one", message=_("Số văn bản bắt đầu từ 1.")),
            *ballot_constraints("resolution"),
            models.CheckConstraint(
                condition=Q(number__isnull=True)
                | Q(votes_for__isnull=True)
                | Q(incumbents__isnull=True)
                | Q(incumbents__lt=2 * F("votes_for")),
                name="resolution_numbered_only_if_carried",
                violation_error_message=_(
                    "Chưa quá nửa số ủy viên đương nhiệm tán thành: văn bản không được thông qua, không cấp số."
                ),
            ),
            models.CheckConstraint(
                condition=Q(issued_at__isnull=True) | Q(number__isnull=False),
                name="resolution_issued_with_number",
                violation_error_message=_("Văn bản đã ban hành thì có số."),
            ),
            models.CheckConstraint(
                condition=Q(withdrawn_on__isnull=True, withdrawal_reason="")
                | Q(withdrawn_on__isnull=False, number__isnull=False) & ~Q(withdrawal_reason=""),
                name="resolution_withdrawn_with_reason",
                violation_error_message=_("Chỉ thu hồi văn bản đã có số, và phải ghi lý do."),
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
        refuse_secret(self.text, field="text")
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
        self._keeps_its_number()

    def before_delete(self):
        super().before_delete()
        if self.issued_at:
            raise ValidationError(
                _("%(name)s đã vào sổ đăng ký: chỉ thu hồi được, không xóa."),
                code="registered",
                params={"name": self.name},
            )

    def take_number(self, number, *, adopted_on):
        """Enter the register under this number; `resolutions.actions.issue` knows which is next."""
        self.number, self.symbol = number, ""
        self.adopted_on = self.adopted_on or adopted_on
        self.issued_at = timezone.now()
        self._save_moving("number", "symbol", "adopted_on", "issued_at")

    def withdraw(self, *, on, reason):
        """Take the document back. Its number stays in the register, with the reason, and is not given again."""
        self.withdrawn_on, self.withdrawal_reason = on, reason
        self._save_moving("withdrawn_on", "withdrawal_reason")

    def _save_moving(self, *names):
        self.moving = names
        try:
            self.full_clean()
            self.save()
        finally:
            del self.moving

    def _keeps_its_number(self):
        stored = self._stored()
        if not stored or not stored.issued_at:
            return
        for name in ("kind", "number", "symbol"):
            if getattr(self, name) != getattr(stored, name):
                raise ValidationError(
                    {name: _("Văn bản đã vào sổ đăng ký: số, ký hiệu và loại không đổi được nữa.")}
                )


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
    "minutes": "BB",
}
