"""Seal."""

import json
from datetime import UTC, date, datetime, time
from decimal import Decimal
from hashlib import sha256

from django.core.exceptions import ValidationError
from django.core.files.storage import default_storage
from django.db import models, transaction
from django.db.models import FileField
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from district.constraints import at_least
from district.models import Arrival, Organization, Record, RecordQuerySet
from district.models.arrival import MADE_HERE
from meetings.models.session import Session
from meetings.models.session_record import records_of_sessions

CODE_LENGTH = 12
"""How many digits of a seal the papers print."""


class Altered(ValidationError):
    """What is stored is not what was sealed; `record` names the first record that differs."""

    def __init__(self, record, message):
        super().__init__(message, code="altered", params={"record": record})
        self.record = record


class SealQuerySet(RecordQuerySet):
    """Seals, by what they cover."""

    @transaction.atomic
    def put_on(self, session, occasion):
        """Seal the session as it is stored now, after the last seal of its organization."""
        organization = Organization.objects.select_for_update().get(pk=session.organization.pk)
        last = self.filter(organization=organization).order_by("number").last()
        return self.create(
            organization=organization,
            number=last.number + 1 if last else 1,
            session=session,
            occasion=occasion,
            contents=contents_of(session),
            previous=last.digest if last else "",
        )

    def newest(self):
        """The last seal of each session."""
        return self.filter(
            number=models.Subquery(
                Seal.objects.filter(session=models.OuterRef("session"))
                .order_by("-number")
                .values("number")[:1]
            )
        )


class Seal(Record):
    """The fingerprint of an approved session's content (niêm phong), chained to the seal before it.

    `contents` maps every record of the session to the SHA-256 of what approval settled in it; `digest` is the
    SHA-256 over these, the seal's own particulars and the digest of the organization's previous seal.
    """

    class Occasion(models.TextChoices):
        APPROVAL = "approval", _("Duyệt")
        ISSUE = "issue", _("Cấp số văn bản")
        WITHDRAWAL = "withdrawal", _("Thu hồi văn bản")
        ADDENDUM = "addendum", _("Đính chính")

    organization = models.ForeignKey(
        Organization, models.PROTECT, related_name="seals", verbose_name=_("tổ chức")
    )
    number = models.PositiveIntegerField(_("số"), editable=False)
    session = models.ForeignKey(Session, models.PROTECT, related_name="seals", verbose_name=_("kỳ họp"))
    occasion = models.CharField(_("khi"), max_length=10, choices=Occasion)
    sealed_at = models.DateTimeField(_("niêm phong lúc"), default=timezone.now)
    contents = models.JSONField(_("dấu của từng bản ghi"), default=dict, editable=False)
    previous = models.CharField(_("dấu trước"), max_length=64, blank=True, editable=False)
    digest = models.CharField(_("dấu"), max_length=64, unique=True, editable=False)

    public_through = ("session__state",)
    names_publicly = False
    kept_by = ()
    owned_through = "organization"
    searched = ("session__search_key",)
    objects = SealQuerySet.as_manager()

    class Meta(Record.Meta):
        verbose_name = _("niêm phong")
        verbose_name_plural = _("niêm phong")
        ordering = ["organization", "-number"]
        constraints = [
            models.UniqueConstraint(
                fields=["organization", "number"],
                name="seal_number_once_in_organization",
                violation_error_message=_("Tổ chức này đã có niêm phong mang số này."),
            ),
            at_least(1, "number", name="seal_number_from_one", message=_("Số niêm phong bắt đầu từ 1.")),
        ]

    def __str__(self):
        return f"{self.code}, {self.session}"

    def get_absolute_url(self):
        return reverse("seal", args=[self.code])

    @property
    def code(self):
        """The digits that the papers print: the first 12 of the digest."""
        return self.digest[:CODE_LENGTH]

    def clean(self):
        super().clean()
        if not self.pk:
            self.digest = self.computed()
        elif (
            self.computed() != self.digest or not Seal.objects.filter(pk=self.pk, digest=self.digest).exists()
        ):
            raise ValidationError(_("Niêm phong không sửa, không xóa được."), code="settled")

    def before_delete(self):
        super().before_delete()
        raise ValidationError(_("Niêm phong không sửa, không xóa được."), code="settled")

    def computed(self, origins=MADE_HERE):
        """The digest that follows from everything else in this seal, with the keys of where it was made."""
        particulars = [
            origins.key(Organization, self.organization_id),
            self.number,
            origins.key(Session, self.session_id),
            self.occasion,
            self.sealed_at,
            self.contents,
            self.previous,
        ]
        return fingerprint(particulars)

    def verify(self):
        """Raise `Altered` if a record of the session is not as this seal, its newest, covers it."""
        stored = contents_of(self.session)
        for record in sorted(self.contents.keys() | stored.keys(), key=_by_noun):
            if record not in stored:
                raise Altered(record, _("Bản ghi %(record)s đã bị xóa sau khi niêm phong."))
            if record not in self.contents:
                raise Altered(record, _("Bản ghi %(record)s được thêm sau khi niêm phong."))
            if stored[record] != self.contents[record]:
                raise Altered(record, _("Bản ghi %(record)s khác với lúc niêm phong."))


def verify_chain(organization):
    """Raise `Altered` at the first seal of the organization that was itself changed or taken out."""
    origins, previous = Arrival.objects.origins(organization), ""
    for number, seal in enumerate(organization.seals.order_by("number"), 1):
        if (seal.number, seal.previous, seal.digest) != (number, previous, seal.computed(origins)):
            raise Altered(
                f"{Seal._meta.label_lower}:{seal.pk}",
                _("Chuỗi niêm phong đứt tại %(record)s: một niêm phong bị sửa hoặc bị xóa."),
            )
        previous = seal.digest
    made = Seal.history.filter(organization=organization, history_type="+").count()
    if made != organization.seals.count():
        raise Altered(
            f"{Organization._meta.label_lower}:{organization.pk}",
            _("Chuỗi niêm phong của %(record)s thiếu một niêm phong."),
        )


def contents_of(session):
    """Every record of the session, by its key `app.noun:id`, with the SHA-256 of its sealed values, as stored.

    Keys and names of files are those of where the records were made.
    """
    origins = Arrival.objects.origins(session.organization)
    return {
        f"{noun._meta.label_lower}:{origins.key(noun, row.pk)}": fingerprint(_sealed(row, origins))
        for noun in records_of_sessions()
        for row in noun._base_manager.filter(**{noun.session_through or "pk": session.pk})
        .order_by("pk")
        .prefetch_related(*noun.sealed_with)
    }


def _sealed(row, origins):
    """The values that a seal covers. Those at their default are left out: a column added later breaks no seal."""
    values = row.sealed_values()
    return {
        field.name: _sealed_value(field, values[field.name], origins)
        for field in row.settled_fields()
        if values[field.name] not in (None, "", None if callable(field.default) else field.default)
    }


def _sealed_value(field, value, origins):
    if isinstance(field, FileField):
        return [origins.file(value), _digest(value)]
    return origins.key(field.related_model, value) if field.remote_field else value


def _digest(name):
    """The SHA-256 of a stored file, None if it is lost."""
    if not default_storage.exists(name):
        return None
    digest = sha256()
    with default_storage.open(name) as file:
        for chunk in file.chunks():
            digest.update(chunk)
    return digest.hexdigest()


def fingerprint(value):
    """The SHA-256 of a value that fits in JSON; days, instants and decimals may stand in it."""
    return sha256(_json(value).encode()).hexdigest()


def _plain(value):
    """A value that JSON does not know, as both databases and every version of Python write it."""
    if isinstance(value, datetime):
        return value.astimezone(UTC).isoformat()
    if isinstance(value, (date, time)):
        return value.isoformat()
    if isinstance(value, Decimal):
        return f"{value.normalize():f}"
    raise TypeError(f"{value!r} does not fit in a seal.")


_json = json.JSONEncoder(
    ensure_ascii=False, check_circular=False, sort_keys=True, separators=(",", ":"), default=_plain
).encode


def _by_noun(record):
    noun, _colon, pk = record.partition(":")
    return [model._meta.label_lower for model in records_of_sessions()].index(noun), int(pk)
