"""Personnel decision."""

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from district import fields
from district.indexes import listed_by
from district.models import Organization, Person
from district.models.membership import Post
from meetings.models import Session
from resolutions.models.ballot import Ballot, ballot_constraints


class PersonnelDecision(Ballot):
    """What a session decided on the people of a body (công tác cán bộ).

    A procedure may name no person. A vote of confidence counts three levels (Quy định 96-QĐ/TW).
    """

    class Kind(models.TextChoices):
        CONSOLIDATION = "consolidation", _("Kiện toàn, bổ sung")
        ELECTION = "election", _("Bầu")
        APPOINTMENT = "appointment", _("Bổ nhiệm, chỉ định")
        TRANSFER = "transfer", _("Điều động, luân chuyển")
        DISMISSAL = "dismissal", _("Cho thôi, miễn nhiệm")
        DISCIPLINE = "discipline", _("Kỷ luật")
        CONFIDENCE = "confidence", _("Lấy phiếu tín nhiệm")

    session = models.ForeignKey(
        Session, models.PROTECT, related_name="personnel_decisions", verbose_name=_("kỳ họp")
    )
    kind = models.CharField(_("loại"), max_length=15, choices=Kind)
    body = models.ForeignKey(
        Organization,
        models.PROTECT,
        related_name="personnel_decisions",
        null=True,
        blank=True,
        verbose_name=_("cơ quan"),
    )
    post = models.CharField(_("chức vụ"), max_length=20, choices=Post, blank=True)
    person = models.ForeignKey(
        Person,
        models.PROTECT,
        related_name="personnel_decisions",
        null=True,
        blank=True,
        verbose_name=_("đồng chí"),
    )
    text = fields.TextField(_("nội dung"))
    confidence_high = models.PositiveSmallIntegerField(_("tín nhiệm cao"), null=True, blank=True)
    confidence_medium = models.PositiveSmallIntegerField(_("tín nhiệm"), null=True, blank=True)
    confidence_low = models.PositiveSmallIntegerField(_("tín nhiệm thấp"), null=True, blank=True)
    search_key = fields.SearchKeyField("text")

    class Meta(Ballot.Meta):
        verbose_name = _("công tác cán bộ")
        verbose_name_plural = _("công tác cán bộ")
        indexes = listed_by("decision", "position", "kind", "post", "created_at")
        constraints = [
            *ballot_constraints("personnel_decision"),
            models.CheckConstraint(
                condition=Q(kind="confidence")
                | Q(
                    confidence_high__isnull=True, confidence_medium__isnull=True, confidence_low__isnull=True
                ),
                name="personnel_decision_levels_for_confidence_only",
                violation_error_message=_("Chỉ lấy phiếu tín nhiệm mới ghi ba mức tín nhiệm."),
            ),
            models.CheckConstraint(
                condition=Q(
                    ballots_valid=F("confidence_high") + F("confidence_medium") + F("confidence_low")
                ),
                name="personnel_decision_levels_are_the_valid_ballots",
                violation_error_message=_("Ba mức tín nhiệm cộng lại phải bằng số phiếu hợp lệ."),
            ),
        ]

    @property
    def low_confidence(self):
        """How much of the valid ballots is of low confidence, if it is marked: over "1/2", or "2/3" and more.

        None where it is neither, or unknown (Quy định 96-QĐ/TW).
        """
        if not self.ballots_valid or self.confidence_low is None:
            return None
        if 3 * self.confidence_low >= 2 * self.ballots_valid:
            return "2/3"
        return "1/2" if 2 * self.confidence_low > self.ballots_valid else None

    def __str__(self):
        return self.text[:80]
