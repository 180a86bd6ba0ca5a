"""Accounts, and the codes that their devices show."""

from django.contrib.auth.models import User
from django.test import Client
from django_otp.oath import totp
from django_otp.plugins.otp_totp.models import TOTPDevice

from district.actions import renew_recovery_codes

PASSWORD = "mat-khau-dai-dong"


def account(name="chuyen-vien", *, staff=True):
    return User.objects.create_user(name, password=PASSWORD, is_staff=staff)


def device_of(user):
    """A second factor that is set up, whose codes were never used."""
    renew_recovery_codes(user=user)
    return TOTPDevice.objects.create(user=user, name="totp")


def code_of(device, later=0):
    """What the device shows now, or so many times half a minute later."""
    return f"{totp(device.bin_key, drift=later):06}"


def signed_in(name, password=PASSWORD, *, at="/login/", **headers):
    """A browser after the sign-in page, with what that page answered."""
    browser = Client(**headers)
    browser.answer = browser.post(at, {"username": name, "password": password})
    return browser


def leads_to(browser, address):
    """Where a browser that asks for the address ends up, without what follows the question mark."""
    answer = browser.get(address, follow=True)
    return answer.redirect_chain[-1][0].partition("?")[0] if answer.redirect_chain else address


def waited(device):
    """The wait after a wrong code is over."""
    type(device).objects.filter(pk=device.pk).update(throttling_failure_timestamp=None)
