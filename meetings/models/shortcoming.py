"""Shortcoming."""

from django.core.exceptions import ValidationError
from django.db import models, transaction
from django.db.models import Q, Value
from django.db.models.functions import Cast, Coalesce, Concat, ExtractQuarter, ExtractYear
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from district import fields
from district.constraints import at_least
from district.indexes import listed_by
from district.models import Organization, RecordQuerySet, Sector
from meetings.models.indicator_value import Qualifier
from meetings.models.part import SessionPart
from meetings.models.session import Session


class ShortcomingQuerySet(RecordQuerySet):
    """Shortcomings, by how long they last and how often they return."""

    def unresolved(self):
        """Shortcomings that are not resolved, each in its latest assessment only."""
        return self.exclude(status=Shortcoming.Status.RESOLVED).filter(repeated_by__isnull=True)

    def waiting_for(self, session):
        """Unresolved shortcomings of the earlier sessions of the session's organization."""
        return self.unresolved().filter(
            session__term__organization=session.organization, session__held_on__lt=session.held_on
        )

    def most_returned(self):
        """Those that came back most often first, then the oldest."""
        return self.annotate(
            first_assessed_on=Coalesce("origin__session__held_on", "session__held_on")
        ).order_by("-returns", "first_assessed_on", "id")

    def with_quarter(self):
        """Shortcomings with the quarter in which their session was held, as 2023-Q3."""
        held_on = "session__held_on"
        return self.annotate(
            quarter=Concat(
                Cast(ExtractYear(held_on), models.CharField()),
                Value("-Q"),
                Cast(ExtractQuarter(held_on), models.CharField()),
                output_field=models.CharField(),
            )
        )

    def for_rows(self):
        """Shortcomings with everything that a row of a list shows, in one query."""
        return self.select_related(
            "session__term__organization", "sector", "responsible", "resolved_in__term__organization"
        )

    def tally(self, *by):
        """How many shortcomings have each status, for each value of the fields `by`, as dicts."""
        counts = {status.value: models.Count("pk", filter=Q(status=status)) for status in Shortcoming.Status}
        return self.order_by().values(*by).annotate(total=models.Count("pk"), **counts)


class Shortcoming(SessionPart):
    """A weakness that a session assessed (hạn chế, khuyết điểm)."""

    class Status(models.TextChoices):
        OPEN = "open", _("Chưa khắc phục")
        BEING_REMEDIED = "being_remedied", _("Đang khắc phục")
        RESOLVED = "resolved", _("Đã khắc phục")

    session = models.ForeignKey(
        Session, models.PROTECT, related_name="shortcomings", verbose_name=_("kỳ họp")
    )
    sector = models.ForeignKey(
        Sector, models.PROTECT, related_name="shortcomings", null=True, blank=True, verbose_name=_("lĩnh vực")
    )
    text = fields.TextField(_("hạn chế, khuyết điểm"))
    cause = fields.TextField(_("nguyên nhân"), blank=True)
    measure = fields.CharField(
        _("số liệu"),
        max_length=200,
        blank=True,
        help_text=_("Như văn bản nêu, ví dụ: đạt dưới 50% kế hoạch vốn giao."),
    )
    percent = models.DecimalField(_("%"), max_digits=9, decimal_places=2, null=True, blank=True)
    qualifier = models.CharField(_("mức độ"), max_length=10, choices=Qualifier, blank=True)
    responsible = models.ForeignKey(
        Organization,
        models.PROTECT,
        related_name="shortcomings",
        null=True,
        blank=True,
        verbose_name=_("đơn vị chịu trách nhiệm"),
    )
    repeats = models.ForeignKey(
        "self",
        models.PROTECT,
        related_name="repeated_by",
        null=True,
        blank=True,
        verbose_name=_("lặp lại hạn chế"),
        help_text=_("Hạn chế cùng loại mà một kỳ họp trước đã nêu."),
    )
    origin = models.ForeignKey(
        "self",
        models.PROTECT,
        related_name="returned_as",
        null=True,
        blank=True,
        editable=False,
        verbose_name=_("hạn chế nêu lần đầu"),
        help_text=_("Đầu chuỗi lặp lại; trống nếu chính hạn chế này là lần đầu."),
    )
    returns = models.PositiveSmallIntegerField(_("số lần lặp lại"), default=0, editable=False)
    status = models.CharField(_("tình trạng"), max_length=15, choices=Status, default=Status.OPEN)
    resolved_in = models.ForeignKey(
        Session,
        models.PROTECT,
        related_name="shortcomings_resolved",
        null=True,
        blank=True,
        verbose_name=_("kỳ họp đánh giá đã khắc phục"),
    )
    search_key = fields.SearchKeyField("text", "cause", "measure")

    lives_on = ("status", "resolved_in", "origin", "returns")
    rests_on = {"repeats": ("session",), "resolved_in": ("held_on",), "session": ("held_on",)}
    objects = ShortcomingQuerySet.as_manager()

    class Meta(SessionPart.Meta):
        verbose_name = _("hạn chế")
        verbose_name_plural = _("hạn chế")
        indexes = listed_by("shortcoming", "position", "percent", "status", "created_at")
        constraints = [
            at_least(
                0,
                "percent",
                name="shortcoming_percent_from_zero",
                message=_("Tỷ lệ phần trăm không được âm."),
            ),
            models.CheckConstraint(
                condition=~models.Q(repeats=models.F("id")),
                name="shortcoming_not_its_own_repeat",
                violation_error_message=_("Một hạn chế không thể lặp lại chính nó."),
            ),
            models.CheckConstraint(
                condition=Q(resolved_in__isnull=True) | Q(status="resolved"),
                name="shortcoming_resolved_in_only_if_resolved",
                violation_error_message=_("Chỉ hạn chế đã khắc phục mới có kỳ họp đánh giá đã khắc phục."),
            ),
        ]

    def __str__(self):
        return self.text[:80]

    def get_absolute_url(self):
        return reverse("shortcoming", args=[self.pk])

    @property
    def chain(self):
        """Every assessment of this weakness, from the first session that named it to the last."""
        origin = self.origin_id or self.pk
        return Shortcoming.objects.filter(Q(pk=origin) | Q(origin=origin)).order_by("session__held_on", "id")

    def clean(self):
        super().clean()
        if self.repeats_id and self.session_id:
            self._repeats_an_earlier_one()
        if self.resolved_in_id and self.session_id:
            self._is_resolved_later()
        self.origin_id = (self.repeats.origin_id or self.repeats_id) if self.repeats_id else None
        self.returns = self.repeats.returns + 1 if self.repeats_id else 0

    def save(self, *args, **kwargs):
        with transaction.atomic():
            super().save(*args, **kwargs)
            for repeat in self.repeated_by.all():
                if (repeat.origin_id, repeat.returns) != (self.origin_id or self.pk, self.returns + 1):
                    repeat.save()

    def _repeats_an_earlier_one(self):
        earlier = self.repeats.session
        if earlier.held_on >= self.session.held_on:
            raise ValidationError({"repeats": _("Chỉ lặp lại được hạn chế của một kỳ họp trước.")})
        if not self.session.organization.continues(earlier.organization):
            raise ValidationError({"repeats": _("Hạn chế này là của tổ chức khác.")})

    def _is_resolved_later(self):
        if self.resolved_in.held_on <= self.session.held_on:
            raise ValidationError({"resolved_in": _("Chỉ một kỳ họp sau mới đánh giá được hạn chế.")})
        if not self.resolved_in.organization.continues(self.session.organization):
            raise ValidationError({"resolved_in": _("Kỳ họp này là của tổ chức khác.")})
