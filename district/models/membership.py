"""Membership."""

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Exists, OuterRef, Q
from django.utils.translation import gettext_lazy as _

from district.constraints import in_order
from district.indexes import listed_by
from district.models.organization import Organization
from district.models.person import Person
from district.models.record import Record, RecordQuerySet
from district.models.term import Term


class Post(models.TextChoices):
    """A post in a body (chức vụ)."""

    SECRETARY = "secretary", _("Bí thư")
    DEPUTY_SECRETARY = "deputy_secretary", _("Phó Bí thư")
    STANDING_MEMBER = "standing_member", _("Ủy viên Ban Thường vụ")
    MEMBER = "member", _("Ủy viên Ban Chấp hành")
    CHAIR = "chair", _("Chủ tịch")
    DEPUTY_CHAIR = "deputy_chair", _("Phó Chủ tịch")
    HEAD = "head", _("Trưởng đơn vị")
    DEPUTY_HEAD = "deputy_head", _("Phó trưởng đơn vị")
    DELEGATE = "delegate", _("Đại biểu")

    @classmethod
    def single_seats(cls):
        """The posts that one person at a time holds in a body."""
        return [cls.SECRETARY, cls.CHAIR, cls.HEAD]


class MembershipQuerySet(RecordQuerySet):
    def active_on(self, day):
        """Memberships that run on the day."""
        return self.filter(
            Q(starts_on__isnull=True) | Q(starts_on__lte=day), Q(ends_on__isnull=True) | Q(ends_on__gte=day)
        )

    def overlapping(self, starts_on, ends_on):
        """Memberships that share a day with the period; an open end is open."""
        overlap = self
        if ends_on:
            overlap = overlap.filter(Q(starts_on__isnull=True) | Q(starts_on__lte=ends_on))
        if starts_on:
            overlap = overlap.filter(Q(ends_on__isnull=True) | Q(ends_on__gte=starts_on))
        return overlap

    def published(self):
        """Memberships of public people in public organizations; a membership alone makes neither public."""
        return self.filter(
            Exists(Organization.objects.filter(pk=OuterRef("organization")).published()),
            Exists(Person.objects.filter(pk=OuterRef("person")).published()),
        )


class Membership(Record):
    """Who sits in which body, in which term, with which post, from when to when (ủy viên)."""

    person = models.ForeignKey(Person, models.PROTECT, related_name="memberships", verbose_name=_("đồng chí"))
    organization = models.ForeignKey(
        Organization, models.PROTECT, related_name="memberships", verbose_name=_("tổ chức")
    )
    term = models.ForeignKey(
        Term, models.PROTECT, related_name="memberships", null=True, blank=True, verbose_name=_("nhiệm kỳ")
    )
    post = models.CharField(_("chức vụ"), max_length=20, choices=Post, default=Post.MEMBER)
    starts_on = models.DateField(_("từ ngày"), null=True, blank=True)
    ends_on = models.DateField(_("đến ngày"), null=True, blank=True)

    searched = ("person__search_key", "organization__search_key")
    names_publicly = False
    owned_through = "organization"
    rests_on = {"term": ("organization", "start_year", "end_year", "starts_on", "ends_on")}
    objects = MembershipQuerySet.as_manager()

    class Meta(Record.Meta):
        verbose_name = _("ủy viên")
        verbose_name_plural = _("ủy viên")
        ordering = ["person__sort_key", "id"]
        indexes = listed_by("membership", "starts_on", "ends_on", "post", "created_at")
        constraints = [
            models.UniqueConstraint(
                fields=["organization", "term", "post"],
                condition=Q(post__in=["secretary", "chair", "head"], ends_on__isnull=True),
                name="membership_single_seat",
                violation_error_message=_("Chức vụ này đang có người giữ."),
            ),
            in_order(
                "starts_on",
                "ends_on",
                name="membership_days_in_order",
                message=_("Ngày thôi giữ chức vụ không được trước ngày bắt đầu."),
            ),
        ]

    def __str__(self):
        return f"{self.person} – {self.get_post_display()}, {self.organization}"

    def clean(self):
        super().clean()
        if self.term_id and self.organization_id:
            self._lies_in_its_term()
        if self.person_id and self.organization_id:
            self._has_a_free_seat()

    def _lies_in_its_term(self):
        if self.term.organization_id != self.organization_id:
            raise ValidationError({"term": _("Nhiệm kỳ này là của tổ chức khác.")})
        for name in ("starts_on", "ends_on"):
            day = getattr(self, name)
            if day and not self.term.covers(day):
                raise ValidationError({name: _("Ngày này nằm ngoài nhiệm kỳ.")})

    def _has_a_free_seat(self):
        seats = Membership.objects.exclude(pk=self.pk).filter(
            organization_id=self.organization_id, post=self.post
        )
        if self.term_id:
            seats = seats.filter(Q(term_id=self.term_id) | Q(term_id__isnull=True))
        seats = seats.overlapping(self.starts_on, self.ends_on)
        if self.post not in Post.single_seats():
            seats = seats.filter(person_id=self.person_id)
        holder = seats.select_related("person").first()
        if holder is not None:
            raise ValidationError(
                {
                    "post": ValidationError(
                        _("%(person)s đang giữ chức vụ này trong thời gian đó."),
                        code="seat_taken",
                        params={"person": holder.person.name},
                    )
                }
            )
