"""The second factor: set up, asked for, lost and removed."""

import re

import pytest
from django.contrib.admin.models import LogEntry
from django.contrib.auth.models import User
from django.test import Client
from django.urls import reverse
from django_otp.plugins.otp_static.models import StaticToken
from django_otp.plugins.otp_totp.models import TOTPDevice

from district.actions import renew_recovery_codes
from tests.desk.rows import session
from tests.signing.ground import PASSWORD, account, code_of, device_of, leads_to, signed_in, waited

pytestmark = pytest.mark.django_db

SET_UP, STEP, DESK = "/login/second-factor/", "/login/code/", "/admin/"


def test_an_account_sets_its_device_up_and_sees_its_recovery_codes_once():
    browser = signed_in(account().username)
    page = browser.get(SET_UP, {"next": "/reports/"}).text
    device = TOTPDevice.objects.get()
    assert "<svg" in page and not re.search(r'(?:src|href)="https?:', page)
    assert browser.get(SET_UP).context["secret"] in page, "the same device until it is confirmed"
    assert "error" in browser.post(SET_UP, {"code": "000000"}).text
    assert not TOTPDevice.objects.filter(confirmed=True)
    waited(device)
    shown = browser.post(SET_UP, {"code": code_of(device), "next": "/reports/"})
    codes = [token.token for token in StaticToken.objects.all()]
    assert len(codes) == 10 and all(code in shown.text for code in codes)
    assert 'href="/reports/"' in shown.text
    again = browser.get(SET_UP).text
    assert not any(code in again for code in codes)
    assert "<svg" not in again and device.key not in again
    assert leads_to(browser, DESK) == DESK, "who has just set it up has come in"


def test_nothing_opens_between_the_password_and_the_code(admin_user):
    admin_user.set_password(PASSWORD)
    admin_user.save()
    device = device_of(admin_user)
    hidden = session()
    browser = signed_in("admin", at=f"{DESK}login/?next={DESK}")
    for door in (
        DESK,
        "/reports/",
        "/unit/",
        "/login/password/",
        SET_UP,
        f"{DESK}auth/user/",
        f"{DESK}jsi18n/",
    ):
        assert leads_to(browser, door) == STEP, door
    assert browser.get(f"/sessions/{hidden.pk}/").status_code == 404
    assert browser.get(f"/sessions/{hidden.pk}/papers/minutes.docx").status_code == 404
    assert browser.post(SET_UP, {"password": PASSWORD, "remove": ""}).url.startswith("/login/?")
    assert browser.post(STEP, {"code": code_of(device), "next": "/reports/"}).url == "/reports/"
    assert leads_to(browser, DESK) == DESK
    assert browser.get(f"/sessions/{hidden.pk}/papers/minutes.docx").status_code == 200


def test_a_session_from_before_the_device_is_asked_for_the_code_as_well():
    user = account()
    browser = signed_in(user.username)
    assert leads_to(browser, DESK) == DESK
    device_of(user)
    assert leads_to(browser, DESK) == STEP


def test_a_code_is_good_once_and_wrong_ones_are_slowed_down():
    user = account()
    device = device_of(user)
    browser, other = signed_in(user.username), signed_in(user.username)
    code = code_of(device)
    assert browser.post(STEP, {"code": f" {code[:3]} {code[3:]} ", "next": DESK}).url == DESK
    assert "code" in other.post(STEP, {"code": code}).context["form"].errors
    hasty = other.post(STEP, {"code": code_of(device, later=1)})
    assert re.search(r"Hãy thử lại sau \d+ giây", hasty.text), "a right code, too soon after a wrong one"
    waited(device)
    assert other.post(STEP, {"code": code_of(device, later=1), "next": "//evil.vn/"}).url == DESK


def test_a_recovery_code_is_good_once():
    user = account()
    device_of(user)
    code, *others = renew_recovery_codes(user=user)
    browser = signed_in(user.username)
    assert browser.post(STEP, {"code": code.upper()}).url == DESK
    assert leads_to(browser, DESK) == DESK
    other = signed_in(user.username)
    assert "code" in other.post(STEP, {"code": code}).context["form"].errors
    assert StaticToken.objects.count() == len(others)
    page = browser.post(SET_UP, {"password": PASSWORD, "renew": ""})
    assert not any(code in page.text for code in others), "earlier codes end"
    assert leads_to(browser, DESK) == DESK, "who came in by a recovery code stays in"


def test_whoever_finds_a_browser_open_cannot_remove_the_factor():
    user = account()
    device = device_of(user)
    browser = signed_in(user.username)
    browser.post(STEP, {"code": code_of(device)})
    refused = browser.post(SET_UP, {"password": "đoán bừa", "remove": ""})
    assert "password" in refused.context["form"].errors
    assert TOTPDevice.objects.filter(user=user, confirmed=True)
    assert browser.post(SET_UP, {"password": PASSWORD, "remove": ""}).url == SET_UP
    assert not TOTPDevice.objects.filter(user=user)
    assert leads_to(signed_in(user.username), DESK) == DESK


@pytest.mark.parametrize("door", [DESK, f"{DESK}meetings/session/", "/reports/", "/unit/", "/drafts/1/"])
def test_where_it_is_required_staff_set_it_up_before_anything_opens(settings, admin_user, door):
    settings.SECOND_FACTOR_REQUIRED = True
    browser = Client()
    browser.force_login(admin_user)
    assert leads_to(browser, door) == SET_UP
    page = browser.get(SET_UP, {"next": door})
    assert "phải bật bảo mật hai lớp" in page.text
    browser.post(SET_UP, {"code": code_of(TOTPDevice.objects.get()), "next": door})
    assert leads_to(browser, DESK) == DESK


def test_a_reporter_of_a_unit_is_not_asked_where_it_is_required(settings):
    settings.SECOND_FACTOR_REQUIRED = True
    browser = signed_in(account("bao-cao", staff=False).username)
    assert browser.answer.url == "/unit/"
    assert leads_to(browser, "/unit/") == "/unit/"


def test_an_administrator_removes_a_lost_device_and_never_sees_its_secret(admin_client):
    user = account()
    device = device_of(user)
    for page in ("changelist", "change"):
        args = [user.pk] if page == "change" else []
        shown = admin_client.get(reverse(f"admin:auth_user_{page}", args=args)).text
        assert device.key not in shown
        assert not any(token.token in shown for token in StaticToken.objects.all())
    assert admin_client.get(f"{DESK}otp_totp/totpdevice/").status_code == 404
    chosen = {"action": "remove_second_factor", "_selected_action": user.pk}
    admin_client.post(reverse("admin:auth_user_changelist"), chosen)
    assert not TOTPDevice.objects.filter(user=user) and not StaticToken.objects.all()
    assert LogEntry.objects.filter(object_id=user.pk, change_message="Đã gỡ bảo mật hai lớp.")
    assert leads_to(signed_in(user.username), DESK) == DESK


def test_programs_and_tests_sign_in_as_before(client):
    user = account()
    assert client.login(username=user.username, password=PASSWORD)
    assert leads_to(client, DESK) == DESK
    assert not client.login(username=user.username, password="sai")
    assert User.objects.get(pk=user.pk).last_login
