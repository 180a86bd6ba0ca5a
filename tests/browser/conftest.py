"""A clerk's browser: Chromium without a window, which fails the test when a page misbehaves."""

import os
import shutil

import pytest
from django.conf import settings
from django.test import Client
from playwright.sync_api import sync_playwright

os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"

QUIET = [
    "--headless",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]


@pytest.fixture(scope="session")
def chromium():
    program = shutil.which("chromium") or shutil.which("google-chrome")
    if program is None:
        pytest.skip("Chromium is not on this machine.")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=program, args=QUIET)
        yield browser
        browser.close()


@pytest.fixture
def desk(chromium, live_server):
    """Opens the desk for somebody who has signed in, each in a browser of their own, and hands out the page.

    What the console complains of, and requests elsewhere, are collected: there must be none.
    """
    opened = []

    def opened_for(user):
        context = chromium.new_context(
            base_url=live_server.url, locale="vi-VN", viewport={"width": 1280, "height": 900}
        )
        page = context.new_page()
        opened.append(page)
        page.complaints = []
        page.on("pageerror", lambda error: page.complaints.append(str(error)))
        page.on("console", lambda line: page.complaints.append(line.text) if line.type == "error" else None)
        page.on("request", lambda request: _elsewhere(page, request, live_server))
        client = Client()
        client.force_login(user)
        key = client.cookies[settings.SESSION_COOKIE_NAME].value
        context.add_cookies([{"name": settings.SESSION_COOKIE_NAME, "value": key, "url": live_server.url}])
        page.goto("/admin/")
        return page

    yield opened_for
    for page in opened:
        page.context.close()
    assert [page.complaints for page in opened] == [[]] * len(opened)


@pytest.fixture
def clerk(desk, admin_user):
    """A page signed in at the desk."""
    return desk(admin_user)


def _elsewhere(page, request, live_server):
    if not request.url.startswith((live_server.url, "data:", "blob:", "about:")):
        page.complaints.append(request.url)
