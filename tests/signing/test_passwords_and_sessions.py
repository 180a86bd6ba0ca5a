"""Passwords that somebody else chose, the rules for new ones, and how a session ends."""

import json
import os
import subprocess
import sys
from time import time

import pytest
from django.conf import settings as site
from django.contrib.auth.models import User
from django.contrib.sessions.models import Session as Stored
from django.test import Client
from django.urls import reverse

from district.management.commands.serve import Command
from district.models import FirstPassword
from tests.signing.ground import PASSWORD, account, leads_to, signed_in

pytestmark = pytest.mark.django_db

CHANGE, DESK = "/login/password/", "/admin/"
OWN = "cua-rieng-minh-42"


def typed(new, old=PASSWORD):
    return {"old_password": old, "new_password1": new, "new_password2": new}


def test_an_account_that_an_administrator_made_first_gets_a_password_of_its_own(admin_client):
    form = {"username": "moi", "password1": PASSWORD, "password2": PASSWORD, "usable_password": "true"}
    admin_client.post(reverse("admin:auth_user_add"), form)
    User.objects.filter(username="moi").update(is_staff=True)
    browser = signed_in("moi")
    for door in (DESK, "/unit/", "/login/second-factor/"):
        assert leads_to(browser, door) == CHANGE, door
    assert "do người khác đặt" in browser.get(CHANGE).text
    assert "new_password1" in browser.post(CHANGE, typed(PASSWORD)).context["form"].errors
    assert browser.post(CHANGE, {**typed(OWN), "next": DESK}).url == DESK
    assert leads_to(browser, DESK) == DESK
    assert leads_to(signed_in("moi", OWN), DESK) == DESK


def test_a_password_that_an_administrator_reset_is_changed_again(admin_client, admin_user):
    user = account()
    browser = signed_in(user.username)
    form = {"password1": "dat-lai-cho-ban", "password2": "dat-lai-cho-ban", "usable_password": "true"}
    admin_client.post(reverse("admin:auth_user_password_change", args=[user.pk]), form)
    assert leads_to(browser, DESK).startswith("/admin/login/"), "sessions under the old password are over"
    assert leads_to(signed_in(user.username, "dat-lai-cho-ban"), DESK) == CHANGE
    own = admin_client.get(reverse("admin:auth_user_password_change", args=[admin_user.pk]))
    assert own.url == CHANGE, "one's own is changed where the old one is asked for"
    assert admin_client.get(reverse("admin:password_change")).url == CHANGE


@pytest.mark.parametrize("must_change", [False, True])
def test_the_first_admin_is_asked_or_made_to_change_the_printed_password(settings, must_change):
    settings.FIRST_PASSWORD_MUST_CHANGE = must_change
    browser = signed_in("admin", Command().make_the_first_admin())
    assert leads_to(browser, DESK) == (CHANGE if must_change else DESK)
    if not must_change:
        assert "mật khẩu được cấp lúc đầu" in browser.get(DESK).text
        FirstPassword.objects.get().delete()
        assert "mật khẩu được cấp lúc đầu" not in browser.get(DESK).text


@pytest.mark.parametrize("weak", ["ngan-qua9", "1234509876543", "chuyen-vien1", "password123"])
def test_a_new_password_keeps_the_rules_and_an_old_one_goes_on(weak):
    user = account()
    browser = signed_in(user.username)
    assert "new_password2" in browser.post(CHANGE, typed(weak)).context["form"].errors
    user.set_password(weak)
    user.save()
    assert leads_to(signed_in(user.username, weak), DESK) == DESK


def test_other_sessions_end_when_the_password_changes_and_this_one_goes_on():
    user = account()
    browser, other = signed_in(user.username), signed_in(user.username)
    assert browser.post(CHANGE, typed(OWN)).url == DESK
    assert leads_to(browser, DESK) == DESK
    assert leads_to(other, DESK) == "/admin/login/"


def test_a_session_lives_on_while_it_is_used_and_ends_when_it_is_not():
    browser = signed_in(account().username)
    browser.get(DESK)
    quiet = browser.get(DESK)
    assert site.SESSION_COOKIE_NAME not in quiet.cookies, "not written at every request"
    session = browser.session
    session["written_at"] = time() - 301
    session.save()
    cookie = browser.get(DESK).cookies[site.SESSION_COOKIE_NAME]
    assert cookie["max-age"] == 8 * 3600
    assert cookie["httponly"] and cookie["samesite"] == "Lax"
    Stored.objects.update(expire_date="2020-01-01T00:00Z")
    assert leads_to(browser, DESK) == "/admin/login/"


def test_nothing_is_asked_of_a_stranger(django_assert_num_queries):
    browser = Client()
    with django_assert_num_queries(0):
        answer = browser.get("/login/")
    assert site.SESSION_COOKIE_NAME not in answer.cookies
    assert answer.cookies["csrftoken"]["httponly"]


def test_the_environment_decides():
    names = [
        "SECOND_FACTOR_REQUIRED",
        "FIRST_PASSWORD_MUST_CHANGE",
        "AXES_FAILURE_LIMIT",
        "SESSION_COOKIE_AGE",
        "SESSION_EXPIRE_AT_BROWSER_CLOSE",
        "PROXIES",
        "SESSION_COOKIE_SECURE",
        "LANGUAGE_COOKIE_SECURE",
    ]
    chosen = {
        "SECOND_FACTOR": "required",
        "FIRST_PASSWORD": "change",
        "SIGN_IN_FAILURES": "3",
        "SESSION_HOURS": "1",
        "SESSION_ENDS_WITH_BROWSER": "true",
        "PROXIES": "2",
        "HTTPS": "true",
    }
    program = f"import json; from district import settings as s; print(json.dumps([getattr(s, n) for n in {names}]))"
    told = subprocess.run(
        [sys.executable, "-c", program],
        env=os.environ | chosen,
        capture_output=True,
        cwd=site.BASE_DIR,
        check=True,
    )
    assert json.loads(told.stdout) == [True, True, 3, 3600, True, 2, True, True]
