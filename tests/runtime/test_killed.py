"""A server that is killed while people write: whatever it answered for is there afterwards.

`KILLS=200 pytest tests/runtime/test_killed.py` kills it as often as that. Each time is a start of a real server, too
long for every run of the suite.
"""

import os
import random
import signal
import sqlite3
import sys
import time
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from http.client import HTTPException
from http.cookiejar import CookieJar
from threading import Event
from urllib.error import HTTPError
from urllib.parse import urlencode
from urllib.request import HTTPCookieProcessor, HTTPRedirectHandler, build_opener

import pytest
from django.db.backends.sqlite3._functions import register

from tests.runtime.site import Site

KILLS = int(os.environ.get("KILLS", 0))
CLIENTS = 4


class Staying(HTTPRedirectHandler):
    """Takes a redirection for an answer."""

    def redirect_request(self, *redirection):
        return None


class Clerk:
    """Somebody who enters sectors by the form of the desk, one after another, and notes those that were taken."""

    def __init__(self, number, password):
        self.number, self.password, self.taken = number, password, []
        self.cookies = CookieJar()
        self.browser = build_opener(HTTPCookieProcessor(self.cookies), Staying)

    def post(self, address, **typed):
        """The status of the answer."""
        token = next(cookie.value for cookie in self.cookies if cookie.name == "csrftoken")
        form = urlencode({**typed, "csrfmiddlewaretoken": token}).encode()
        try:
            return self.browser.open(address, form, timeout=20).status
        except HTTPError as answer:
            return answer.code

    def sign_in(self, port):
        """Begin a session, which outlives every server."""
        address = f"http://127.0.0.1:{port}/admin/login/?next=/admin/"
        self.browser.open(address, timeout=20).read()
        assert self.post(address, username="admin", password=self.password) == 302

    def work(self, port, over):
        """Write until the server is gone."""
        while not over.is_set():
            code = f"ma-{self.number}-{len(self.taken)}-{random.randrange(10**6)}"
            try:
                status = self.post(
                    f"http://127.0.0.1:{port}/admin/district/sector/add/", name=code, code=code, position=1
                )
            except (OSError, HTTPException):
                return
            assert status == 302, status
            self.taken.append(code)


@pytest.mark.skipif(not KILLS, reason="KILLS says how often")
def test_no_write_that_was_answered_is_lost_when_the_server_is_killed(tmp_path):
    data = tmp_path / "site"
    command = [sys.executable, "manage.py", "serve"]
    with Site(data, command) as site:
        clerks = [Clerk(number, site.passwords[0]) for number in range(CLIENTS)]
        for clerk in clerks:
            clerk.sign_in(site.port)
    for _kill in range(KILLS):
        over = Event()
        with Site(data, command) as site, ThreadPoolExecutor(CLIENTS) as people:
            at_work = [people.submit(clerk.work, site.port, over) for clerk in clerks]
            time.sleep(random.uniform(0.3, 1.2))
            site.stop(signal.SIGKILL)
            over.set()
        for work in at_work:
            work.result()

    taken = {code for clerk in clerks for code in clerk.taken}
    assert len(taken) >= KILLS
    with closing(sqlite3.connect(data / "db.sqlite3")) as database:
        register(database)
        assert database.execute("PRAGMA integrity_check").fetchall() == [("ok",)]
        assert database.execute("PRAGMA foreign_key_check").fetchall() == []
        there = {code for (code,) in database.execute("SELECT code FROM district_sector")}
        past = [code for (code,) in database.execute("SELECT code FROM district_historicalsector")]
    assert taken <= there
    assert sorted(past) == sorted(there), "each row has its one line of history"
