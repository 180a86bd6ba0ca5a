"""Review."""

from django.core.exceptions import ValidationError
from django.db import models, transaction
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from district import fields
from district.indexes import listed_by
from meetings.models import Session, SessionRecord
from resolutions.models.directive import Directive


class Review(SessionRecord):
    """How a later session judged a directive (đánh giá tại kỳ họp sau).

    One verdict per directive and session. It takes effect when its session is approved: the directive
    follows it, and the verdict keeps what the directive was before.
    """

    class Outcome(models.TextChoices):
        COMPLETED = "completed", _("Hoàn thành")
        CARRIED_OVER = "carried_over", _("Chuyển kỳ sau")
        DROPPED = "dropped", _("Thôi thực hiện")

    directive = models.ForeignKey(
        Directive, models.PROTECT, related_name="reviews", verbose_name=_("nhiệm vụ")
    )
    session = models.ForeignKey(
        Session, models.PROTECT, related_name="reviews", verbose_name=_("kỳ họp đánh giá")
    )
    outcome = models.CharField(_("đánh giá"), max_length=15, choices=Outcome)
    reason = fields.TextField(_("lý do"), blank=True)
    new_due_on = models.DateField(_("thời hạn mới"), null=True, blank=True)
    previous = models.JSONField(_("nhiệm vụ trước khi đánh giá"), default=dict, editable=False)
    search_key = fields.SearchKeyField("reason")

    public_through = ("session__state", "directive__session__state")
    owned_through = "session__term__organization"
    lives_on = ("previous",)
    rests_on = {"session": ("held_on",), "directive": ("session",), "directive__session": ("held_on",)}
    rank = 1

    class Meta(SessionRecord.Meta):
        verbose_name = _("đánh giá")
        verbose_name_plural = _("đánh giá tại kỳ họp sau")
        ordering = ["session__held_on", "id"]
        indexes = listed_by("review", "outcome", "new_due_on", "created_at")
        constraints = [
            models.UniqueConstraint(
                fields=["directive", "session"],
                name="review_once_a_session",
                violation_error_message=_("Kỳ họp này đã đánh giá nhiệm vụ này."),
            ),
            models.CheckConstraint(
                condition=Q(outcome="completed") | ~Q(reason=""),
                name="review_gives_a_reason",
                violation_error_message=_("Chuyển kỳ sau hay thôi thực hiện thì phải ghi lý do."),
            ),
            models.CheckConstraint(
                condition=Q(outcome="carried_over") | Q(new_due_on__isnull=True),
                name="review_new_deadline_only_if_carried_over",
                violation_error_message=_("Chỉ nhiệm vụ chuyển kỳ sau mới có thời hạn mới."),
            ),
        ]

    def __str__(self):
        return f"{self.session}: {self.get_outcome_display()}"

    @property
    def happened_on(self):
        """The day on the directive's timeline."""
        return self.session.held_on

    def clean(self):
        super().clean()
        if not (self.directive_id and self.session_id):
            return
        if self.session.held_on <= self.directive.session.held_on:
            raise ValidationError({"session": _("Chỉ một kỳ họp sau mới đánh giá được nhiệm vụ.")})
        if not self.session.organization.continues(self.directive.session.organization):
            raise ValidationError({"directive": _("Nhiệm vụ này là của tổ chức khác.")})
        if self.new_due_on and self.new_due_on < self.session.held_on:
            raise ValidationError({"new_due_on": _("Thời hạn mới không được trước ngày kỳ họp đánh giá.")})
        if self.changed_names(self._stored()):
            self._comes_last()
        if self.pk is None and self.directive.status == Directive.Status.DROPPED:
            raise ValidationError({"directive": _("Nhiệm vụ này đã thôi thực hiện.")})

    def _later(self):
        others = self.directive.reviews.exclude(session=self.session)
        return others.filter(session__held_on__gte=self.session.held_on)

    def _comes_last(self):
        if self._later().exists():
            raise ValidationError({"session": _("Một kỳ họp sau đó đã đánh giá nhiệm vụ này.")})

    @property
    def is_in_effect(self):
        """Whether the directive has followed this verdict."""
        return bool(self.previous)

    def take_effect(self):
        """Let the directive follow this verdict, from what it was before the verdict."""
        self.directive.refresh_from_db()
        if not self.is_in_effect:
            self.previous = self.directive.before_review()
            super().save()
        self.directive.follow_review(self)

    @transaction.atomic
    def save(self, *args, **kwargs):
        moved = self.changed_names(self._stored())
        super().save(*args, **kwargs)
        if moved and self.session.is_settled:
            self.take_effect()

    def before_delete(self):
        super().before_delete()
        self._comes_last()

    def after_delete(self):
        if self.is_in_effect:
            self.directive.return_to(self.previous)
