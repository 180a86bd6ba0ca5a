"""API key."""

from datetime import timedelta
from hashlib import sha256
from secrets import token_urlsafe

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from district import fields
from district.models.organization import Organization
from district.models.record import Record, RecordQuerySet

BRAND = "khoa_"
"""What every key begins with, so that a scanner of source code or of a mail knows one when it sees it."""

MOST = 100
"""As many times what an address may ask, a key may."""

BY_DIGEST = """
    SELECT held.*, organization.dissolved_on AS ended_on
    FROM district_apikey AS held JOIN district_organization AS organization ON organization.id = organization_id
    WHERE held.digest = %s
"""


def digest_of(secret):
    """What is kept of a key. It is 256 random bits: nobody guesses one, so no slow hash and no salt is needed."""
    return sha256(secret.encode()).hexdigest()


def in_a_year():
    """The last day of a key that is made today, unless told otherwise."""
    return timezone.localdate() + timedelta(days=365)


class ApiKeyQuerySet(RecordQuerySet):
    """Keys, found by what a client sends."""

    def of(self, secret):
        """The key that a client holds, whatever its state, or None.

        Every request with a key asks: Django takes longer to write the statement than a database to answer it.
        """
        for key in self.raw(BY_DIGEST, [digest_of(secret)]):
            key.organization = Organization(pk=key.organization_id, dissolved_on=key.ended_on)
            return key
        return None

    def note_use(self, day):
        """Remember that the keys were used on a day. That is no decision of anybody's: it leaves no history."""
        models.QuerySet.update(self, last_used_on=day)


class ApiKey(Record):
    """What a client of the API shows to be known by: a portal, a spreadsheet, another system (khóa API)."""

    class State(models.TextChoices):
        LIVE = "live", _("Đang dùng được")
        EXPIRED = "expired", _("Hết hạn")
        REVOKED = "revoked", _("Đã thu hồi")
        ENDED = "ended", _("Tổ chức đã kết thúc")

    class Scope(models.TextChoices):
        LISTS = "lists", _("danh sách")
        TABLES = "tables", _("bảng")
        CHANGES = "changes", _("thay đổi")

    organization = models.ForeignKey(
        Organization, models.PROTECT, related_name="api_keys", verbose_name=_("tổ chức")
    )
    name = fields.CharField(_("phần mềm dùng khóa"), max_length=200)
    contact = fields.CharField(
        _("người liên hệ"),
        max_length=200,
        help_text=_("Ai trông coi phần mềm ấy, gọi hay viết thư đến đâu."),
    )
    reads_tables = models.BooleanField(
        _("lấy cả danh sách"), default=False, help_text=_("Bảng CSV, XLSX, NDJSON, Popolo.")
    )
    follows_changes = models.BooleanField(
        _("theo dõi thay đổi"), default=False, help_text=_("Giữ một bản sao luôn khớp.")
    )
    allowance = models.PositiveSmallIntegerField(
        _("hạn mức"),
        default=10,
        help_text=_("Gấp mấy lần hạn mức của khách không có khóa."),
    )
    expires_on = models.DateField(_("dùng đến hết ngày"), default=in_a_year)
    revoked_at = models.DateTimeField(_("thu hồi lúc"), null=True, blank=True)
    revocation_reason = fields.CharField(_("lý do thu hồi"), max_length=500, blank=True)
    last_used_on = models.DateField(_("dùng gần nhất"), null=True, blank=True, editable=False)
    prefix = models.CharField(_("đầu khóa"), max_length=15, editable=False)
    digest = models.CharField(_("dấu của khóa"), max_length=64, unique=True, editable=False)
    search_key = fields.SearchKeyField("name", "contact")

    secret = None
    """The key itself, known to the object that has made it and to nobody later."""

    names_publicly = False
    owned_through = "organization"
    moves_with_its_fonds = False
    read_by = ("chief", "auditor")
    kept_by = ("chief",)
    unrecorded = ("digest", "last_used_on")
    objects = ApiKeyQuerySet.as_manager()

    class Meta(Record.Meta):
        verbose_name = _("khóa API")
        verbose_name_plural = _("khóa API")
        ordering = ["organization__sort_key", "name", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["organization", "name"],
                condition=Q(revoked_at=None),
                name="api_key_name_once",
                violation_error_message=_("Tổ chức này đã có một khóa chưa thu hồi mang tên này."),
            ),
            models.CheckConstraint(
                condition=Q(allowance__gte=1, allowance__lte=MOST),
                name="api_key_allowance_within_reason",
                violation_error_message=_("Hạn mức từ 1 đến 100 lần."),
            ),
            models.CheckConstraint(
                condition=Q(revoked_at=None, revocation_reason="")
                | (Q(revoked_at__isnull=False) & ~Q(revocation_reason="")),
                name="api_key_revoked_for_a_reason",
                violation_error_message=_("Thu hồi khóa thì ghi lý do."),
            ),
        ]

    def __str__(self):
        return f"{self.name} ({self.prefix}…)"

    def save(self, *args, **kwargs):
        """A new key draws its secret, which only this object knows."""
        if not self.digest:
            self.secret = BRAND + token_urlsafe(32)
            self.prefix, self.digest = self.secret[: len(BRAND) + 6], digest_of(self.secret)
        super().save(*args, **kwargs)

    def clean(self):
        super().clean()
        if self.pk and ApiKey.objects.filter(pk=self.pk, revoked_at__isnull=False).exists():
            raise ValidationError(_("Khóa đã thu hồi thì không sửa được nữa."), code="revoked")

    def before_delete(self):
        super().before_delete()
        raise ValidationError(_("Khóa không xóa được, để còn biết ai đã dùng: hãy thu hồi."), code="kept")

    def revoke(self, reason):
        """From now on the key is refused, in every process; there is no way back."""
        self.revoked_at, self.revocation_reason = timezone.now(), reason
        self.save(update_fields=["revoked_at", "revocation_reason"])

    @property
    def state(self):
        """Whether the key opens, today; a key ends with its organization."""
        if self.revoked_at:
            return self.State.REVOKED
        if self.organization.is_dissolved:
            return self.State.ENDED
        return self.State.EXPIRED if self.expires_on < timezone.localdate() else self.State.LIVE

    @property
    def scopes(self):
        """What the key may ask for: lists, records, searches and statistics in any case."""
        more = {self.Scope.TABLES: self.reads_tables, self.Scope.CHANGES: self.follows_changes}
        return [self.Scope.LISTS, *(scope for scope, is_given in more.items() if is_given)]
