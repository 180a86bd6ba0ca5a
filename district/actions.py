"""What happens to several nouns at once: each verb is atomic, and admin, command and page all call it."""

from axes.models import AccessAttempt
from django.core.exceptions import ObjectDoesNotExist, PermissionDenied, ValidationError
from django.db import IntegrityError, models, transaction
from django.utils.translation import gettext_lazy as _
from django_otp import device_classes
from django_otp.plugins.otp_static.models import StaticDevice, StaticToken

from district.models.record import parts_of
from district.permissions import permission

RECOVERY_CODES = 10


@transaction.atomic
def restore(*, line, by):
    """Bring back the record that this last line of its history deleted, and what went with it, with the same ids.

    Each is judged as a new one is. Raises ValidationError that says why one may not come back, and PermissionDenied if
    one of them is not for the user to delete.
    """
    noun = line.instance_type
    if line.history_type != "-" or noun.history.filter(id=line.id, history_id__gt=line.history_id).exists():
        raise ValidationError(_("Bản ghi này không còn ở mục đã xóa."), code="not_deleted")
    for gone in _gone_with(line):
        _bring_back(gone, by)
    return noun._base_manager.get(pk=line.id)


def _gone_with(line):
    """The line, and those of what the same deletion took along: parts go at one instant with their whole, after it."""
    yield line
    for noun, link in parts_of(line.instance_type):
        went = {"history_type": "-", "history_date": line.history_date, link.attname: line.id}
        for part in noun.history.filter(**went):
            yield from _gone_with(part)


def _bring_back(line, by):
    record = line.instance
    try:
        record.clean_fields()
        if not by.has_perm(permission("delete", type(record)), record):
            raise PermissionDenied
        record.full_clean()
        with transaction.atomic():
            record.save(force_insert=True)
    except ValidationError as error:
        raise _refusal(record, error.messages) from error
    except IntegrityError as error:
        conflict = _("Dữ liệu này trùng hoặc trái với dữ liệu vừa được lưu. Hãy xem lại.")
        raise _refusal(record, [conflict]) from error
    # The row is as old as it was; its line says that it came back now.
    models.QuerySet(type(record)).filter(pk=record.pk).update(created_at=line.created_at)


def _refusal(record, reasons):
    try:
        name = str(record)
    except ObjectDoesNotExist:
        name = f"#{record.pk}"
    return ValidationError(
        _("Không khôi phục được %(noun)s “%(record)s”: %(reasons)s"),
        code="not_restored",
        params={
            "noun": record._meta.verbose_name,
            "record": name,
            "reasons": " ".join(map(str, reasons)),
        },
    )


@transaction.atomic
def renew_recovery_codes(*, user):
    """New codes, each of which stands once for a code of the account's device; the earlier ones end."""
    device, _created = StaticDevice.objects.get_or_create(user=user, defaults={"name": "recovery"})
    device.token_set.all().delete()
    device.throttle_reset()
    codes = [StaticToken.random_token() for _code in range(RECOVERY_CODES)]
    device.token_set.bulk_create(StaticToken(device=device, token=code) for code in codes)
    return codes


@transaction.atomic
def remove_second_factor(*, users):
    """The accounts sign in with their passwords alone, until they set a device up again."""
    for kind in device_classes():
        kind.objects.filter(user__in=users).delete()


def lift_lock_out(*, users):
    """Failures to sign in to these accounts are forgotten, whatever the address."""
    AccessAttempt.objects.filter(username__in=[user.get_username() for user in users]).delete()
