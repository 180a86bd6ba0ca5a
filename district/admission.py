"""Who is let in: who has given its password may owe a step first, and until then is nobody on every door."""

from functools import partial
from time import time

from axes.backends import AxesStandaloneBackend
from django.conf import settings
from django.contrib.auth.models import AnonymousUser
from django.utils.functional import SimpleLazyObject
from django_otp.plugins.otp_totp.models import TOTPDevice

from district.models import FirstPassword

WRITTEN_EVERY = 300
"""Seconds after which a session that is in use is written again, so that it ends SESSION_HOURS after its last use."""


class Admission:
    """Middleware: `request.account` has given its password; `request.user` is that account once it owes no step.

    Nothing is asked of the database before somebody asks who it is.
    """

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        request.account = request.user
        request.user = SimpleLazyObject(partial(admitted, request))
        return self.get_response(request)


def admitted(request):
    """The account, or nobody while it owes a step."""
    if not request.account.is_authenticated:
        return request.account
    if time() - request.session.get("written_at", 0) > WRITTEN_EVERY:
        request.session["written_at"] = time()
    return AnonymousUser() if step_owed(request.account) else request.account


def step_owed(account):
    """The name of the page on which the account has to do something before anything else opens; or None."""
    if not account.is_authenticated:
        return None
    if not account.is_verified() and TOTPDevice.objects.filter(user=account.pk, confirmed=True).exists():
        return "second-step"
    if FirstPassword.objects.filter(user=account.pk, must_change=True).exists():
        return "password-change"
    if settings.SECOND_FACTOR_REQUIRED and account.is_staff and not account.is_verified():
        return "second-factor"
    return None


class LockOut(AxesStandaloneBackend):
    """Refuses who has failed too often from one address; a program that asks without a request has no address."""

    def authenticate(self, request, **credentials):
        return super().authenticate(request, **credentials) if request else None
