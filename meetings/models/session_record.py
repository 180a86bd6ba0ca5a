"""What the approval of a session settles."""

from contextvars import ContextVar

from django.apps import apps
from django.core.exceptions import ValidationError
from django.db import models, transaction
from django.utils.translation import gettext_lazy as _

from district.differences import in_words
from district.fields import Derived
from district.models import Record

ADDENDUM = ContextVar("addendum", default=None)
"""The addendum that is being made, of which `session` alone may change, and which notes what changes."""


class SessionRecord(Record):
    """A record of a session (nội dung kỳ họp): once the session is approved it changes by an addendum only.

    This holds for everyone and every door, since the model refuses. What happens to a decision later
    (its progress, the verdict of a later session) lives on.
    """

    session_through = "session"
    """Lookup to the session; empty for the session itself."""

    lives_on: tuple[str, ...] = ()
    """The fields that go on changing after approval, and that no seal covers."""

    sealed_with: tuple[str, ...] = ()
    """The links that `sealed_values` follows, fetched along with the rows."""

    is_for_the_office = False
    """Whether strangers never read the rows of this noun, at most how many there are."""

    office_fields: tuple[str, ...] = ()
    """The fields that strangers never read."""

    is_final = False
    """Whether a row comes after approval, and stays as it was written."""

    moving: tuple[str, ...] = ()
    """The fields that a verb of this very object is about to change, approved or not."""

    class Meta(Record.Meta):
        abstract = True

    @classmethod
    def settled_fields(cls):
        """The fields that approval settles: all that was typed, but not what lives on or follows from others."""
        unsettled = {"id", "created_at", "modified_at", *cls.lives_on}
        return [
            field
            for field in cls._meta.concrete_fields
            if field.name not in unsettled and not isinstance(field, Derived)
        ]

    def settled_values(self):
        """The field names with the values that approval settles, as Python objects."""
        return {field.name: _value(field, self) for field in self.settled_fields()}

    def sealed_values(self):
        """The settled values as the seal of the session covers them."""
        return self.settled_values()

    def in_words(self, field):
        """The value of a field as a person reads it."""
        return in_words(field, getattr(self, field.name))

    def clean(self):
        super().clean()
        stored = self._stored()
        if self.changed_names(stored):
            self._refuse_if_settled(stored)

    def save(self, *args, **kwargs):
        if not (addendum := ADDENDUM.get()):
            super().save(*args, **kwargs)
            return
        with transaction.atomic():
            stored = self._stored()
            super().save(*args, **kwargs)
            addendum.note(stored, self)

    def before_delete(self):
        super().before_delete()
        stored = self._stored()
        self._refuse_if_settled(stored)
        if addendum := ADDENDUM.get():
            addendum.note(stored, None)

    def changed_names(self, stored):
        """The names of the settled fields in which this row differs from the stored one; all, if there is none."""
        before = stored.settled_values() if stored else {}
        return [
            name
            for name, value in self.settled_values().items()
            if name not in self.moving and before.get(name, ...) != value
        ]

    @property
    def is_locked(self):
        """Whether the record hangs on an approved session, so that only an addendum may change it."""
        return bool(self._approved_sessions(self._stored()))

    def _refuse_if_settled(self, stored):
        if self.is_final:
            if stored:
                raise ValidationError(
                    _("Bản đính chính đã lập thì không sửa, không xóa được."), code="settled"
                )
            return
        addendum = ADDENDUM.get()
        for session in self._approved_sessions(stored):
            if addendum is None or addendum.session_id != session:
                name = apps.get_model("meetings", "Session").objects.for_rows().get(pk=session).name
                raise ValidationError(
                    _("%(session)s đã được duyệt: từ đó chỉ sửa bằng bản đính chính."),
                    code="settled",
                    params={"session": name},
                )

    def _stored(self):
        return type(self)._base_manager.filter(pk=self.pk).first() if self.pk else None

    def _approved_sessions(self, stored):
        """The keys of the approved sessions of the row as stored and as it is now, held so until the transaction ends."""
        keys = {_session_key(row) for row in (self, stored) if row} - {None}
        sessions = apps.get_model("meetings", "Session").objects.order_by("pk")
        sessions = sessions.filter(pk__in=keys, state__in=["approved", "published"])
        if transaction.get_connection().in_atomic_block:
            sessions = sessions.select_for_update(no_key=True)
        return sessions.values_list("pk", flat=True)


def _session_key(row):
    *steps, last = row.session_through.split("__")
    for step in steps:
        row = getattr(row, step) if getattr(row, f"{step}_id") else None
        if row is None:
            return None
    return getattr(row, f"{last}_id") if last else row.pk


def _value(field, row):
    value = getattr(row, field.attname)
    if isinstance(field, models.FileField):
        return value.name or ""
    return field.to_python(value)


def records_of_sessions():
    """Every noun whose rows hang on a session, the session first."""
    nouns = [noun for noun in apps.get_models() if issubclass(noun, SessionRecord)]
    return sorted(nouns, key=lambda noun: (noun.session_through != "", noun._meta.label_lower))
