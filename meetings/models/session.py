"""Session."""

from fractions import Fraction
from math import ceil
from typing import ClassVar, NamedTuple

from django.conf import settings
from django.contrib.auth import get_user_model
from django.core.exceptions import ValidationError
from django.db import models, transaction
from django.db.models import F, Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from district import fields
from district.constraints import at_least, both_or_neither, in_order
from district.indexes import listed_by
from district.models import Person, RecordQuerySet, Role, Term
from district.models.record import PUBLISHED
from meetings.models.session_record import SessionRecord
from meetings.periods import Period


class Quorum(NamedTuple):
    """The members present out of the incumbents, against the part that must be there (túc số)."""

    present: int
    incumbents: int
    part: Fraction

    @property
    def needed(self):
        """How many members must be present."""
        return ceil(self.incumbents * self.part)

    @property
    def is_met(self):
        """Whether so many are present."""
        return self.present >= self.needed


class SessionQuerySet(RecordQuerySet):
    """Sessions, with what a row of a list shows."""

    def for_rows(self):
        """Sessions with their term and organization, which their name is made of."""
        return self.select_related("term__organization")

    def unsealed(self):
        """Approved sessions that no seal covers: they were approved before there were seals."""
        return self.for_rows().filter(state__in=Session.State.settled(), seals__isnull=True)


class Session(SessionRecord):
    """One sitting of an organization's governing body (kỳ họp, hội nghị)."""

    class Kind(models.TextChoices):
        REGULAR = "regular", _("Thường kỳ")
        EXTRAORDINARY = "extraordinary", _("Bất thường")
        THEMATIC = "thematic", _("Chuyên đề")

    class State(models.TextChoices):
        DRAFT = "draft", _("Bản nháp")
        SUBMITTED = "submitted", _("Đã trình")
        APPROVED = "approved", _("Đã duyệt")
        PUBLISHED = PUBLISHED, _("Đã công khai")

        @classmethod
        def settled(cls):
            """The states from approval on."""
            return [cls.APPROVED, cls.PUBLISHED]

        @classmethod
        def moves(cls):
            """The states that may follow each; there is no way back from approval."""
            before = [cls.DRAFT, cls.SUBMITTED, cls.APPROVED, cls.PUBLISHED]
            return {cls.DRAFT: before, cls.SUBMITTED: before} | dict.fromkeys(cls.settled(), cls.settled())

    term = models.ForeignKey(Term, models.PROTECT, related_name="sessions", verbose_name=_("nhiệm kỳ"))
    ordinal = models.PositiveSmallIntegerField(_("lần thứ"), help_text=_("Đánh số liên tục trong nhiệm kỳ."))
    kind = models.CharField(_("loại"), max_length=15, choices=Kind, default=Kind.REGULAR)
    held_on = models.DateField(_("ngày họp"))
    opens_at = models.TimeField(_("khai mạc lúc"), null=True, blank=True)
    closes_at = models.TimeField(_("bế mạc lúc"), null=True, blank=True)
    ends_on = models.DateField(
        _("đến ngày"), null=True, blank=True, help_text=_("Để trống nếu họp trong một ngày.")
    )
    place = fields.CharField(_("địa điểm"), max_length=200, blank=True)
    chair = models.ForeignKey(
        Person,
        models.PROTECT,
        related_name="sessions_chaired",
        null=True,
        blank=True,
        verbose_name=_("chủ trì"),
    )
    secretary = models.ForeignKey(
        Person,
        models.PROTECT,
        related_name="sessions_recorded",
        null=True,
        blank=True,
        verbose_name=_("thư ký"),
    )
    assessed_starts_on = models.DateField(_("kỳ đánh giá từ"), null=True, blank=True)
    assessed_ends_on = models.DateField(_("kỳ đánh giá đến"), null=True, blank=True)
    ahead_starts_on = models.DateField(_("kỳ tới từ"), null=True, blank=True)
    ahead_ends_on = models.DateField(
        _("kỳ tới đến"), null=True, blank=True, help_text=_("Cũng là thời hạn gợi ý cho nhiệm vụ mới.")
    )
    targets_met = models.PositiveSmallIntegerField(_("chỉ tiêu đạt và vượt"), null=True, blank=True)
    targets_total = models.PositiveSmallIntegerField(_("tổng số chỉ tiêu"), null=True, blank=True)
    summary = fields.TextField(_("đánh giá chung"), blank=True)
    note = fields.TextField(_("ghi chú của văn phòng"), blank=True)
    state = models.CharField(
        _("trạng thái"),
        max_length=10,
        choices=State,
        default=State.DRAFT,
        help_text=_("Chỉ kỳ họp đã công khai mới hiện ra trang công cộng và API."),
    )
    remark = fields.TextField(
        _("ý kiến khi trả lại"), blank=True, help_text=_("Người duyệt ghi điều cần sửa trước khi trình lại.")
    )
    submitted_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        related_name="sessions_submitted",
        null=True,
        blank=True,
        editable=False,
        verbose_name=_("người trình"),
    )
    approved_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        related_name="sessions_approved",
        null=True,
        blank=True,
        editable=False,
        verbose_name=_("người duyệt"),
    )
    approved_at = models.DateTimeField(_("duyệt lúc"), null=True, blank=True, editable=False)
    published_at = models.DateTimeField(_("công khai lúc"), null=True, blank=True, editable=False)
    search_key = fields.SearchKeyField("name", "place", "summary")

    objects = SessionQuerySet.as_manager()

    approval_conditions: ClassVar[list] = []
    """Functions that take a session and raise ValidationError if it must not be approved yet.

    Packages to the left add theirs: `meetings` does not know what must be judged first.
    """

    approval_consequences: ClassVar[list] = []
    """Functions that take a session that has just been approved."""

    session_through = ""
    lives_on = ("state", "remark", "published_at")
    office_fields = ("note",)

    public_through = ("state",)
    owned_through = "term__organization"
    rests_on = {"term": ("start_year", "end_year", "starts_on", "ends_on")}
    searched = ("search_key", "term__organization__search_key")

    class Meta(SessionRecord.Meta):
        verbose_name = _("kỳ họp")
        verbose_name_plural = _("kỳ họp")
        ordering = ["-held_on", "-id"]
        indexes = [
            models.Index(fields=["state", "-held_on", "-id"], name="session_newest_public"),
            *listed_by("session", "held_on", "ordinal", "kind", "created_at"),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["term", "ordinal"],
                name="session_ordinal_once_in_term",
                violation_error_message=_("Nhiệm kỳ này đã có kỳ họp mang số thứ tự này."),
            ),
            at_least(
                1, "ordinal", name="session_ordinal_from_one", message=_("Số thứ tự kỳ họp bắt đầu từ 1.")
            ),
            in_order(
                "held_on",
                "ends_on",
                name="session_days_in_order",
                message=_("Ngày kết thúc kỳ họp không được trước ngày khai mạc."),
            ),
            in_order(
                "assessed_starts_on",
                "assessed_ends_on",
                name="session_period_assessed_in_order",
                message=_("Kỳ đánh giá không được kết thúc trước khi bắt đầu."),
            ),
            in_order(
                "ahead_starts_on",
                "ahead_ends_on",
                name="session_period_ahead_in_order",
                message=_("Kỳ tới không được kết thúc trước khi bắt đầu."),
            ),
            both_or_neither(
                "assessed_starts_on",
                "assessed_ends_on",
                name="session_period_assessed_whole",
                message=_("Kỳ đánh giá cần cả ngày bắt đầu và ngày kết thúc."),
            ),
            both_or_neither(
                "ahead_starts_on",
                "ahead_ends_on",
                name="session_period_ahead_whole",
                message=_("Kỳ tới cần cả ngày bắt đầu và ngày kết thúc."),
            ),
            both_or_neither(
                "targets_met",
                "targets_total",
                name="session_targets_whole",
                message=_("Cần cả số chỉ tiêu đạt và tổng số chỉ tiêu."),
            ),
            in_order(
                "targets_met",
                "targets_total",
                name="session_targets_met_within_total",
                message=_("Số chỉ tiêu đạt không được lớn hơn tổng số chỉ tiêu."),
            ),
            models.CheckConstraint(
                condition=Q(state=PUBLISHED, published_at__isnull=False)
                | (~Q(state=PUBLISHED) & Q(published_at__isnull=True)),
                name="session_published_at_iff_published",
                violation_error_message=_("Thời điểm công khai đi cùng trạng thái công khai."),
            ),
            models.CheckConstraint(
                condition=Q(state__in=["approved", PUBLISHED], approved_at__isnull=False)
                | Q(state__in=["draft", "submitted"], approved_at__isnull=True, approved_by__isnull=True),
                name="session_approved_at_iff_approved",
                violation_error_message=_("Thời điểm duyệt đi cùng trạng thái đã duyệt."),
            ),
            models.CheckConstraint(
                condition=~Q(submitted_by=F("approved_by")),
                name="session_approved_by_another",
                violation_error_message=_("Người trình không tự duyệt: cần một người khác duyệt."),
            ),
            in_order(
                "opens_at",
                "closes_at",
                name="session_closes_after_opening",
                message=_("Giờ bế mạc không được trước giờ khai mạc."),
            ),
        ]

    def __str__(self):
        return f"{self.name}, {self.organization}"

    def get_absolute_url(self):
        return reverse("session", args=[self.pk])

    @property
    def organization(self):
        """The organization that met."""
        return self.term.organization

    @property
    def name(self):
        """The session as its organization calls it: "Kỳ họp thứ 15", "Hội nghị lần thứ 15"."""
        if self.organization.session_word == "ky_hop":
            return f"Kỳ họp thứ {self.ordinal}"
        return f"Hội nghị lần thứ {self.ordinal}"

    @property
    def period_assessed(self):
        """The months behind, which the session assesses, or None."""
        return _period(self.assessed_starts_on, self.assessed_ends_on)

    @property
    def period_ahead(self):
        """The months ahead, for which the session sets duties, or None."""
        return _period(self.ahead_starts_on, self.ahead_ends_on)

    @property
    def is_published(self):
        """Whether strangers see the session."""
        return self.state == PUBLISHED

    @property
    def is_settled(self):
        """Whether the session is approved, published or not."""
        return self.state in self.State.settled()

    @property
    def quorum(self):
        """Whether enough members were present; None where nobody's attendance was taken.

        The incumbents are the members of the body on that day, else those who were convened.
        """
        here = self.attendances.exclude(status="invited")
        convened, present = here.count(), here.filter(status="present").count()
        if not convened:
            return None
        members = self.organization.memberships.active_on(self.held_on).values("person").distinct().count()
        return Quorum(present, members or convened, Fraction(self.organization.quorum))

    @property
    def seal(self):
        """The newest seal, which covers the session as it reads today; None before approval."""
        return self.seals.order_by("number").last()

    def submit(self, *, by=None):
        """Ask for approval."""
        self.state, self.submitted_by = self.State.SUBMITTED, by
        self.save()

    def send_back(self, *, remark):
        """Give a submitted session back to the clerk, with what is to be mended."""
        self.state, self.remark, self.submitted_by = self.State.DRAFT, remark, None
        self.save()

    def approve(self, *, by=None):
        """Approve the session: from then on it is locked, and its verdicts are in effect.

        Raises ValidationError if somebody approves what nobody else has submitted. An office where one
        person alone has an account approves its own.
        """
        self._approved(by)
        self.state = self.State.APPROVED
        self.save()

    def publish(self, *, by=None):
        """Show the session, and what hangs on it, to everyone; one that is not approved yet is approved."""
        if not self.is_settled:
            self._approved(by)
        self.state = PUBLISHED
        self.save()

    def withdraw(self):
        """Take the session back from the public. It stays approved, and locked."""
        self.state = self.State.APPROVED
        self.save()

    def states_open_to(self, user):
        """The states to which the user may move the session, its own first."""
        if self.is_settled:
            return [self.state, *(state for state in self.State.settled() if state != self.state)]
        before = [self.state, *({self.State.DRAFT, self.State.SUBMITTED} - {self.state})]
        return [*before, *self.State.settled()] if self._may_be_approved_by(user) else before

    def move_to(self, state, *, by):
        """Take the verb that leads to the state; none where the session is there already."""
        verbs = {
            self.State.SUBMITTED: self.submit,
            self.State.APPROVED: self.approve,
            self.State.PUBLISHED: self.publish,
        }
        if state == self.state:
            return
        if state not in self.State.moves()[self.state]:
            raise ValidationError(_("Không chuyển được kỳ họp sang trạng thái này."), code="move")
        if state == self.State.DRAFT:
            self.send_back(remark=self.remark)
        elif self.is_published:
            self.withdraw()
        else:
            verbs[state](by=by)

    def _approved(self, by):
        if by and not self._may_be_approved_by(by):
            raise ValidationError(
                _("Người trình không tự duyệt: kỳ họp phải được trình, rồi một người khác duyệt."),
                code="own_submission",
            )
        self.approved_by = by

    def _may_be_approved_by(self, user):
        """The chief of the office approves; where nobody holds a role, whoever may change sessions does."""
        at = self.organization if self.term_id else None
        roles = {role.kind for role in user.roles.filter(organization=at).exclude(kind=Role.Kind.REPORTER)}
        if roles and Role.Kind.CHIEF not in roles:
            return False
        if self.submitted_by_id is None:
            others = get_user_model().objects.filter(is_active=True, is_staff=True).exclude(pk=user.pk)
            return not others.exists()
        return self.submitted_by_id != user.pk

    def neighbours(self):
        """The published sessions of the same organization, the newest first."""
        return Session.objects.published().for_rows().filter(term__organization=self.organization)

    def following(self):
        """An unsaved draft of the next session, with what this one lets us expect of it."""
        draft = Session(term=self.term, ordinal=self.ordinal + 1, place=self.place)
        draft.chair_id, draft.secretary_id = self.chair_id, self.secretary_id
        if self.period_ahead:
            assessed, ahead = self.period_ahead.year_to_date, self.period_ahead.next_quarter
            draft.assessed_starts_on, draft.assessed_ends_on = assessed.start, assessed.end
            draft.ahead_starts_on, draft.ahead_ends_on = ahead.start, ahead.end
        return draft

    def clean(self):
        super().clean()
        stored = self._stored()
        was_settled = stored is not None and stored.is_settled
        if stored and self.state not in self.State.moves()[stored.state]:
            raise ValidationError(
                {
                    "state": ValidationError(
                        _("Kỳ họp đã duyệt không trở lại bản nháp: chỉ sửa bằng bản đính chính."),
                        code="settled",
                    )
                }
            )
        self.published_at = (self.published_at or timezone.now()) if self.is_published else None
        if self.is_settled and not was_settled:
            self.approved_at = timezone.now()
        if self.term_id and self.held_on and self.is_settled and not was_settled:
            for condition in self.approval_conditions:
                condition(self)
        if self.term_id:
            for name in ("held_on", "ends_on"):
                day = getattr(self, name)
                if day and not self.term.covers(day):
                    raise ValidationError({name: _("Ngày họp nằm ngoài nhiệm kỳ.")})
        if self.pk and self.held_on:
            self._keeps_repeats_in_order()

    @transaction.atomic
    def save(self, *args, **kwargs):
        stored = self._stored()
        super().save(*args, **kwargs)
        if self.is_settled and not (stored and stored.is_settled):
            for consequence in self.approval_consequences:
                consequence(self)

    def _keeps_repeats_in_order(self):
        repeats = self.shortcomings.filter(repeats__session__held_on__gte=self.held_on)
        repeated = self.shortcomings.filter(repeated_by__session__held_on__lte=self.held_on)
        if repeats.exists() or repeated.exists():
            raise ValidationError(
                {"held_on": _("Với ngày này, một hạn chế sẽ lặp lại hạn chế của kỳ họp không sớm hơn nó.")}
            )


def _period(start, end):
    return Period(start, end) if start and end else None
