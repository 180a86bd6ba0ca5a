"""Ballot."""

from django.db import models
from django.db.models import Q
from django.db.models.functions import Cast, Coalesce
from django.utils.translation import gettext_lazy as _

from district.constraints import in_order
from meetings.models.part import SessionPart


class Ballot(SessionPart):
    """A matter of a session that was put to the vote (biểu quyết, bỏ phiếu).

    An open vote counts for, against and other opinions. A secret ballot counts its papers too: issued,
    collected, valid. It keeps counts only, never who voted how.
    """

    incumbents = models.PositiveSmallIntegerField(
        _("ủy viên đương nhiệm"),
        null=True,
        blank=True,
        help_text=_("Được thông qua khi quá nửa số này tán thành, không phải quá nửa số có mặt."),
    )
    votes_for = models.PositiveSmallIntegerField(_("tán thành"), null=True, blank=True)
    votes_against = models.PositiveSmallIntegerField(_("không tán thành"), null=True, blank=True)
    votes_other = models.PositiveSmallIntegerField(_("ý kiến khác"), null=True, blank=True)
    ballots_issued = models.PositiveSmallIntegerField(
        _("phiếu phát ra"), null=True, blank=True, help_text=_("Chỉ ghi khi bỏ phiếu kín.")
    )
    ballots_collected = models.PositiveSmallIntegerField(_("phiếu thu về"), null=True, blank=True)
    ballots_valid = models.PositiveSmallIntegerField(_("phiếu hợp lệ"), null=True, blank=True)

    class Meta(SessionPart.Meta):
        abstract = True

    @property
    def is_secret(self):
        """Whether the vote was by secret ballot: then its papers were counted."""
        return {self.ballots_issued, self.ballots_collected, self.ballots_valid} != {None}

    @property
    def carried(self):
        """Whether more than half of the incumbent members approved; None where the counts are unknown.

        Those present do not matter (Điều lệ Đảng, article 9.5; Quy định 24-QĐ/TW, 9.3).
        """
        if self.votes_for is None or self.incumbents is None:
            return None
        return 2 * self.votes_for > self.incumbents


def ballot_constraints(noun):
    """The sums that hold for every ballot of the noun; an unknown count satisfies them."""
    votes = sum(
        (Coalesce(Cast(f"votes_{kind}", models.IntegerField()), 0) for kind in ("against", "other")),
        Coalesce(Cast("votes_for", models.IntegerField()), 0),
    )
    return [
        models.CheckConstraint(
            condition=Q(incumbents__gte=votes),
            name=f"{noun}_votes_within_incumbents",
            violation_error_message=_("Tổng số phiếu không được lớn hơn số ủy viên đương nhiệm."),
        ),
        in_order(
            "ballots_issued",
            "incumbents",
            name=f"{noun}_issued_within_incumbents",
            message=_("Phiếu phát ra không được nhiều hơn số ủy viên đương nhiệm."),
        ),
        in_order(
            "ballots_collected",
            "ballots_issued",
            name=f"{noun}_collected_within_issued",
            message=_("Phiếu thu về không được nhiều hơn phiếu phát ra."),
        ),
        in_order(
            "ballots_valid",
            "ballots_collected",
            name=f"{noun}_valid_within_collected",
            message=_("Phiếu hợp lệ không được nhiều hơn phiếu thu về."),
        ),
        models.CheckConstraint(
            condition=Q(votes_for__isnull=True)
            | Q(votes_against__isnull=True)
            | Q(ballots_valid__isnull=True)
            | Q(ballots_valid=votes),
            name=f"{noun}_votes_are_the_valid_ballots",
            violation_error_message=_(
                "Tán thành, không tán thành và ý kiến khác cộng lại phải bằng số phiếu hợp lệ."
            ),
        ),
    ]
