"""Personnel decision."""

from django.db import models
from django.db.models import Q
from django.db.models.functions import Cast
from django.utils.translation import gettext_lazy as _

from district import fields
from district.constraints import in_order
from district.models import Organization, Person
from district.models.membership import Post
from meetings.models import Session
from meetings.models.part import SessionPart


class PersonnelDecision(SessionPart):
    """What a session decided on the people of a body (công tác cán bộ).

    A procedure may name no person. A secret ballot keeps counts only.
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
    ballots_issued = models.PositiveSmallIntegerField(_("phiếu phát ra"), null=True, blank=True)
    ballots_collected = models.PositiveSmallIntegerField(_("phiếu thu về"), null=True, blank=True)
    ballots_valid = models.PositiveSmallIntegerField(_("phiếu hợp lệ"), null=True, blank=True)
    votes_for = models.PositiveSmallIntegerField(_("đồng ý"), null=True, blank=True)
    votes_against = models.PositiveSmallIntegerField(_("không đồng ý"), null=True, blank=True)
    search_key = fields.SearchKeyField("text")

    class Meta(SessionPart.Meta):
        verbose_name = _("công tác cán bộ")
        verbose_name_plural = _("công tác cán bộ")
        constraints = [
            in_order(
                "ballots_collected",
                "ballots_issued",
                name="personnel_decision_collected_within_issued",
                message=_("Phiếu thu về không được nhiều hơn phiếu phát ra."),
            ),
            in_order(
                "ballots_valid",
                "ballots_collected",
                name="personnel_decision_valid_within_collected",
                message=_("Phiếu hợp lệ không được nhiều hơn phiếu thu về."),
            ),
            models.CheckConstraint(
                condition=Q(
                    ballots_valid__gte=Cast("votes_for", models.IntegerField())
                    + Cast("votes_against", models.IntegerField())
                ),
                name="personnel_decision_votes_within_valid",
                violation_error_message=_("Phiếu đồng ý và không đồng ý không được nhiều hơn phiếu hợp lệ."),
            ),
        ]

    def __str__(self):
        return self.text[:80]
