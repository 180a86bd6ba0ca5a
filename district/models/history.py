"""History: what every row of a noun was, from save to save; who wrote it, when, from where and why.

A line is written once: the application neither changes nor deletes it.
"""

import sys
from contextlib import contextmanager
from contextvars import ContextVar
from functools import cache
from pathlib import PurePath

from django.conf import settings
from django.db import models
from django.db.models import ProtectedError, Q
from django.db.models.signals import pre_delete, pre_save
from django.dispatch import receiver
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from simple_history.manager import HistoricalQuerySet, HistoryManager
from simple_history.models import HistoricalRecords

from district.addresses import address_of
from district.fields import Derived

_NOTED = ContextVar("noted", default={})  # noqa: B039 - never changed, always replaced


@contextmanager
def noting(**known):
    """Within this, lines of history say so: `door` with what came `through` it, `reason`, `at` for deletions."""
    token = _NOTED.set({**_NOTED.get(), **known})
    try:
        yield
    finally:
        _NOTED.reset(token)


def noted(name):
    """What lines of history written now say of this, or None."""
    return _NOTED.get().get(name)


class Door(models.TextChoices):
    """Where a change came in."""

    DESK = "desk", _("bàn làm việc")
    PAGE = "page", _("trang của văn phòng")
    UNIT = "unit", _("trang của đơn vị")
    IMPORT = "import", _("nhập từ tệp")
    COMMAND = "command", _("lệnh")
    PROGRAM = "program", _("chương trình máy tính")
    EARLIER = "earlier", _("chưa ghi nơi sửa")


def this_door():
    """The door through which whoever writes now has come in."""
    if door := noted("door"):
        return door
    if request := _request():
        match = request.resolver_match
        return Door.DESK if match and match.app_name == "admin" else Door.PAGE
    return Door.COMMAND if _is_managing() else Door.PROGRAM


def this_way():
    """What came through the door: the address of the page, the name of the file, the command or the program."""
    if (through := noted("through")) is not None:
        return through
    if request := _request():
        return request.path
    return sys.argv[1] if _is_managing() else PurePath(sys.argv[0]).name


def this_address():
    """The network address of whoever writes, or None where nobody has asked through the network."""
    request = _request()
    return (request and address_of(request)) or None


def _request():
    return getattr(HistoricalRecords.context, "request", None)


def _is_managing():
    return PurePath(sys.argv[0]).name == "manage.py" and len(sys.argv) > 1


class LineQuerySet(HistoricalQuerySet):
    """Lines of history, which stay as they were written."""

    def update(self, **kwargs):
        raise TypeError(WRITTEN_ONCE)

    def bulk_update(self, objs, fields, batch_size=None):
        raise TypeError(WRITTEN_ONCE)

    def _raw_delete(self, using):
        raise TypeError(WRITTEN_ONCE)

    def bulk_create(self, objs, batch_size=None, ignore_conflicts=False, update_conflicts=False, **kwargs):
        if update_conflicts:
            raise TypeError(WRITTEN_ONCE)
        return super().bulk_create(objs, batch_size, ignore_conflicts, **kwargs)


WRITTEN_ONCE = "A line of history is written once."


class Line(models.Model):
    """One line of the history of a row (dòng lịch sử)."""

    history_door = models.CharField(max_length=10, default=this_door, db_default=Door.EARLIER.value)
    history_through = models.TextField(default=this_way, db_default="")
    history_address = models.GenericIPAddressField(null=True, default=this_address)

    objects = LineQuerySet.as_manager()

    class Meta:
        abstract = True

    def __str__(self):
        noun = self.instance_type._meta.verbose_name
        return f"{noun} #{self.id}, {timezone.localtime(self.history_date):%d/%m/%Y %H:%M}"


def stays(collector, field, lines, using):
    """Whoever has written is not deleted, but made inactive: history must go on saying who it was."""
    for line in lines[:1]:
        raise ProtectedError("Whoever has written stays.", {line})


stays.lazy_sub_objs = True


class _LineManager(HistoryManager):
    """A class that is made once; django-simple-history makes it anew at every mention of `history`."""

    @classmethod
    @cache
    def from_queryset(cls, queryset_class, class_name=None):
        return super().from_queryset(queryset_class, class_name)


class History(HistoricalRecords):
    """The history of a noun; derived columns follow from the others and are not kept."""

    def __init__(self):
        super().__init__(
            inherit=True, bases=[Line], history_manager=_LineManager, historical_queryset=LineQuerySet
        )

    def add_extra_methods(self, cls):
        """No way to save a row past its history."""

    def fields_included(self, model):
        return [field for field in model._meta.fields if not self._is_left_out(model, field)]

    def create_history_model(self, model, inherited):
        self.excluded_fields = [field.name for field in model._meta.fields if self._is_left_out(model, field)]
        return super().create_history_model(model, inherited)

    def _is_left_out(self, model, field):
        return isinstance(field, Derived) or field.name in model.unrecorded

    def get_extra_fields(self, model, fields):
        extra = super().get_extra_fields(model, fields)
        del extra["__str__"]
        user = models.ForeignKey(settings.AUTH_USER_MODEL, stays, null=True, related_name="+")
        return extra | {"history_user": user}

    def get_meta_options(self, model):
        gone = models.Index(
            fields=["-history_date"], name=f"{model._meta.model_name}_gone", condition=Q(history_type="-")
        )
        return super().get_meta_options(model) | {"indexes": [gone]}

    def get_change_reason_for_object(self, instance, history_type, using):
        reason = super().get_change_reason_for_object(instance, history_type, using)
        return reason or noted("reason") or ""

    def post_save(self, instance, created, using=None, raw=False, **kwargs):
        if not raw:
            self.create_historical_record(instance, "+" if created else "~", using=using)

    def post_delete(self, instance, using=None, **kwargs):
        """All that one deletion takes away goes at one instant: so it is known what comes back together."""
        instance._history_date = noted("at") or timezone.now()
        self.create_historical_record(instance, "-", using=using)
        del instance._history_date


@receiver(pre_save)
def write_a_line_once(sender, instance, raw, **kwargs):
    """No line is written over, not even by a fixture."""
    if issubclass(sender, Line) and (
        not instance._state.adding or (raw and sender.objects.filter(pk=instance.pk).exists())
    ):
        raise TypeError(WRITTEN_ONCE)


@receiver(pre_delete)
def keep_every_line(sender, **kwargs):
    """No line is deleted."""
    if issubclass(sender, Line):
        raise TypeError(WRITTEN_ONCE)
