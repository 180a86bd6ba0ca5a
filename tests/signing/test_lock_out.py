"""Whoever fails too often waits, and nobody else does."""

import re
from datetime import timedelta

import pytest
from axes.models import AccessAttempt
from django.conf import settings as site
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from tests.signing.ground import account, code_of, device_of, leads_to, signed_in

pytestmark = pytest.mark.django_db


def fail(name, times, **headers):
    """The answers to so many wrong passwords."""
    return [signed_in(name, "sai", **headers).answer for _time in range(times)]


def told(answer):
    """The page, but for the token of its form and the minute."""
    return re.sub(r'value="\w{64}"|\d\d:\d\d', "", answer.text)


def test_the_fifth_failure_locks_and_says_until_when():
    user = account()
    *tries, fifth = fail(user.username, 5)
    assert {answer.status_code for answer in tries} == {200}
    assert fifth.status_code == 429
    assert 890 <= int(fifth["Retry-After"]) <= 900
    until = timezone.localtime(AccessAttempt.objects.get().attempt_time + timedelta(minutes=15))
    assert f"Có thể thử lại sau {until:%H:%M}" in fifth.text
    assert signed_in(user.username).answer.status_code == 429, "the right password does not tell"
    assert signed_in(user.username, at="/admin/login/").answer.status_code == 429
    assert AccessAttempt.objects.get().failures_since_start == 5, "knocking on does not prolong it"


def test_an_account_that_does_not_exist_is_locked_alike():
    *_tries, nobody = fail("khong-co-ai", 5)
    *_tries, somebody = fail(account().username, 5)
    assert nobody.status_code == somebody.status_code == 429
    assert told(nobody) == told(somebody)


def test_another_address_and_another_account_come_in():
    user, other = account(), account("nguoi-khac")
    fail(user.username, 5, REMOTE_ADDR="10.1.1.1")
    assert signed_in(user.username, REMOTE_ADDR="10.1.1.1").answer.status_code == 429
    assert leads_to(signed_in(user.username, REMOTE_ADDR="10.1.1.2"), "/admin/") == "/admin/"
    assert leads_to(signed_in(other.username, REMOTE_ADDR="10.1.1.1"), "/admin/") == "/admin/"


def test_it_ends_by_itself_by_success_and_by_an_administrator(admin_client):
    user = account()
    fail(user.username, 4)
    assert signed_in(user.username).answer.status_code == 302
    assert not AccessAttempt.objects.exists(), "earlier failures are forgotten"
    fail(user.username, 5)
    AccessAttempt.objects.update(attempt_time=timezone.now() - site.AXES_COOLOFF_TIME)
    assert signed_in(user.username).answer.status_code == 302
    fail(user.username, 5)
    chosen = {"action": "lift_lock_out", "_selected_action": user.pk}
    admin_client.post(reverse("admin:auth_user_changelist"), chosen)
    assert signed_in(user.username).answer.status_code == 302


def test_guessing_the_password_in_an_open_session_counts(settings):
    settings.AXES_FAILURE_LIMIT = 2
    user = account()
    device = device_of(user)
    browser = signed_in(user.username)
    browser.post("/login/code/", {"code": code_of(device)})
    guess = {"password": "đoán", "remove": ""}
    assert browser.post("/login/second-factor/", guess).status_code == 200
    assert browser.post("/login/second-factor/", guess).status_code == 429


def test_forwarded_addresses_are_believed_only_behind_that_many_proxies(settings):
    user = account()
    forged = {"REMOTE_ADDR": "10.0.0.1", "HTTP_X_FORWARDED_FOR": "6.6.6.6, 9.9.9.9"}
    fail(user.username, 1, **forged)
    assert AccessAttempt.objects.get().ip_address == "10.0.0.1"
    settings.PROXIES = 1
    fail(user.username, 1, **forged)
    assert AccessAttempt.objects.filter(ip_address="9.9.9.9").exists(), "what the one proxy has seen"
    settings.PROXIES = 2
    fail(user.username, 1, **{**forged, "HTTP_X_FORWARDED_FOR": "1.1.1.1, 8.8.8.8, 10.0.0.2"})
    assert AccessAttempt.objects.filter(ip_address="8.8.8.8").exists()
    assert Client().get("/login/").status_code == 200
