"""Review."""

from django.core.exceptions import ValidationError
from django.db import models, transaction
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from district import fields
from district.models import Record
from meetings.models import Session
from resolutions.models.directive import Directive


class Review(Record):
    """How a later session judged a directive (đánh giá tại kỳ họp sau).

    One verdict per directive and session. It moves the directive, and keeps what the directive was
    before it, so that a mistaken verdict can be taken back until its session is approved.
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
    rank = 1

    class Meta(Record.Meta):
        verbose_name = _("đánh giá")
        verbose_name_plural = _("đánh giá tại kỳ họp sau")
        ordering = ["session__held_on", "id"]
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
        if self.new_due_on and self.new_due_on < self.session.held_on:
            raise ValidationError({"new_due_on": _("Thời hạn mới không được trước ngày kỳ họp đánh giá.")})
        self._comes_last()
        if self.pk:
            self._is_not_frozen()
        elif self.directive.status == Directive.Status.DROPPED:
            raise ValidationError({"directive": _("Nhiệm vụ này đã thôi thực hiện.")})

    def _comes_last(self):
        later = self.directive.reviews.exclude(pk=self.pk).filter(session__held_on__gte=self.session.held_on)
        if later.exists():
            raise ValidationError({"session": _("Một kỳ họp sau đó đã đánh giá nhiệm vụ này.")})

    def _is_not_frozen(self):
        frozen = Review.objects.filter(pk=self.pk, session__state__in=Session.State.settled())
        for outcome, reason, new_due_on in frozen.values_list("outcome", "reason", "new_due_on"):
            if (outcome, reason, new_due_on) != (self.outcome, self.reason, self.new_due_on):
                raise ValidationError(_("Kỳ họp đã được duyệt: đánh giá không sửa được nữa."), code="frozen")

    @transaction.atomic
    def save(self, *args, **kwargs):
        self.directive.refresh_from_db()
        if not self.previous:
            self.previous = self.directive.before_review()
        super().save(*args, **kwargs)
        self.directive.follow_review(self)

    def before_delete(self):
        super().before_delete()
        if self.session.state in Session.State.settled():
            raise ValidationError(_("Kỳ họp đã được duyệt: đánh giá không xóa được nữa."), code="frozen")
        self._comes_last()

    def after_delete(self):
        self.directive.return_to(self.previous)
