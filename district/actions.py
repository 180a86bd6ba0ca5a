"""What happens to an account and what hangs on it at once."""

from axes.models import AccessAttempt
from django.db import transaction
from django_otp import device_classes
from django_otp.plugins.otp_static.models import StaticDevice, StaticToken

RECOVERY_CODES = 10


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
