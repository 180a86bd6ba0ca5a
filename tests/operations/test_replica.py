"""A served site over two PostgreSQL servers, a primary and its streaming replica, either of which ends under load.

The tests go on from where the one before left off; each leaves both servers at work.
"""

import json
import re
import subprocess
import sys
import time
from concurrent.futures import ThreadPoolExecutor
from itertools import count
from random import Random
from threading import Event
from urllib.parse import urlencode

import psycopg
import pytest
from django.conf import settings
from django.contrib.auth import get_user_model
from django.contrib.sessions.backends.db import SessionStore
from django.db import connection

from district.management.backups import ENGINES
from district.management.commands.serve import fingerprint_of_static_files
from tests.postgresql import FAST, PROGRAMS, Server
from tests.runtime.site import Site

pytestmark = [
    pytest.mark.skipif(not PROGRAMS, reason="The machine has no PostgreSQL server."),
    pytest.mark.skipif(connection.vendor != "postgresql", reason="The tables are copied from PostgreSQL."),
]

TOKEN = "a-token-of-the-tests"
READ = [
    "/api/v1/directives/?page_size={}",
    "/api/v1/sessions/?page_size={}",
    "/api/v1/search/?q=huyen&page_size={}",
]
PAUSE = 0.03
"""Seconds between two requests of a visitor: the machine has other tests to run."""


@pytest.fixture(scope="module")
def primary(django_db_setup, django_db_blocker, tmp_path_factory):
    """A server with the tables as the migrations left them."""
    tables = tmp_path_factory.mktemp("tables") / "tables.dump"
    with django_db_blocker.unblock():
        ENGINES["postgresql"].copy(tables)
        connection.close()
    server = Server(PROGRAMS[-1].parent, FAST)
    server.fill()
    server.start()
    subprocess.run([server.programs / "pg_restore", "--dbname", server.url, tables], check=True)
    yield server
    server.remove()


@pytest.fixture(scope="module")
def replica(primary):
    server = Server(PROGRAMS[-1].parent, FAST, "-c wal_retrieve_retry_interval=200ms")
    server.fill_from(primary)
    server.start()
    yield server
    server.remove()


@pytest.fixture(scope="module")
def site(primary, replica, tmp_path_factory):
    data = tmp_path_factory.mktemp("replicated") / "var"
    (data / "static").mkdir(parents=True)
    (data / "static-files").write_text(fingerprint_of_static_files())
    variables = {"DATABASE_URL": primary.url, "DATABASE_REPLICA_URL": replica.url, "METRICS_TOKEN": TOKEN}
    serve = [sys.executable, "manage.py", "serve"]
    with Site(data, serve, SECRET_KEY=settings.SECRET_KEY, **variables) as site:
        yield site


@pytest.fixture(scope="module")
def signed_in(site, primary):
    """The headers and the token of somebody who has signed in to the desk."""
    with psycopg.connect(primary.url) as database:
        row = database.execute("SELECT id, password FROM auth_user WHERE username = 'admin'").fetchone()
        admin = get_user_model()(id=row[0], password=row[1])
        told = {
            "_auth_user_id": str(admin.pk),
            "_auth_user_backend": "django.contrib.auth.backends.ModelBackend",
            "_auth_user_hash": admin.get_session_auth_hash(),
        }
        database.execute(
            "INSERT INTO django_session VALUES ('replicated', %s, now() + interval '1 day')",
            [SessionStore().encode(told)],
        )
    return {"Cookie": f"sessionid=replicated; csrftoken={'t' * 32}"}


class Load:
    """People at work while something happens: readers, writers, and one who looks at once at what was committed."""

    def __init__(self, site, primary, signed_in):
        self.site, self.primary, self.signed_in = site, primary, signed_in
        self.session = json.loads(site.get("/api/v1/sessions/?ordinal=15").body)["results"][0]["id"]
        self.over, self.codes = Event(), count()
        self.reads, self.taken, self.refused, self.stale, self.seen = [], [], [], [], 0

    def __enter__(self):
        self.people = ThreadPoolExecutor(5)
        work = [(self.read, 1), (self.read, 2), (self.read, 3), (self.write,), (self.follow,)]
        self.at_work = [self.people.submit(*task) for task in work]
        return self

    def __exit__(self, *exception):
        self.over.set()
        self.people.shutdown()
        for task in self.at_work:
            task.result()

    def read(self, seed):
        random = Random(seed)
        while not self.over.wait(PAUSE):
            path = random.choice(READ).format(random.randint(1, 500))
            self.reads.append((self.site.get(path).status, path))

    def write(self):
        while not self.over.wait(PAUSE):
            code = f"under-load-{id(self)}-{next(self.codes)}"
            typed = {"name": code, "code": code, "position": 1, "csrfmiddlewaretoken": "t" * 32}
            kind = "application/x-www-form-urlencoded"
            answer = self.site.get(
                "/admin/district/sector/add/", urlencode(typed), Content_Type=kind, **self.signed_in
            )
            (self.taken if answer.status == 302 else self.refused).append((code, answer))

    def follow(self):
        """Commit behind the back of the site, and ask it at once, by an address that was kept before."""
        since = None
        for turn in count():
            if self.over.wait(PAUSE):
                return
            try:
                with psycopg.connect(self.primary.url, autocommit=True) as database:
                    database.execute(
                        "UPDATE meetings_session SET place = %s WHERE id = %s",
                        [f"Hội trường {turn}", self.session],
                    )
            except psycopg.OperationalError:
                since = time.monotonic()
                continue
            if since is not None and time.monotonic() < since + 5:
                continue  # the processes of the site may not know yet that the primary is back
            answer = self.site.get(f"/api/v1/sessions/{self.session}/")
            self.seen += 1
            if answer.status != 200 or json.loads(answer.body)["place"] != f"Hội trường {turn}":
                self.stale.append((turn, answer.status, answer.body[:200]))

    def go_on(self, times=3):
        """Wait until everybody has done their work some more times."""
        done = self.done
        wait_until(lambda: all(now >= before + times for now, before in zip(self.done, done, strict=True)))

    @property
    def done(self):
        return len(self.reads), len(self.taken), self.seen

    def failed(self):
        return [read for read in self.reads if read[0] != 200]


@pytest.fixture
def load(site, primary, signed_in):
    return lambda: Load(site, primary, signed_in)


def statements(site, database):
    """How many statements the processes of the site have sent to a database."""
    page = site.get("/metrics", Authorization=f"Bearer {TOKEN}")
    assert page.status == 200
    told = re.findall(rf'^site_query_seconds_count{{database="{database}"}} (\S+)$', page.body.decode(), re.M)
    return float(told[0]) if told else 0


def wait_until(true, seconds=60):
    deadline = time.monotonic() + seconds
    while not true():
        assert time.monotonic() < deadline
        time.sleep(0.1)


def is_read_from_the_replica(site):
    before = statements(site, "replica")
    for number in range(1, 9):
        site.get(f"/api/v1/terms/?page_size={number}")
    return statements(site, "replica") > before + 8


def test_strangers_read_from_the_replica_and_see_every_commit(site, load):
    wait_until(lambda: is_read_from_the_replica(site))
    before = statements(site, "replica")
    with load() as people:
        people.go_on(10)
    assert people.failed() == people.refused == people.stale == []
    assert statements(site, "replica") > before + 20
    assert site.get("/metrics").status == 404
    assert json.loads(site.get("/readyz").body) == {"status": "ok"}


def test_replica_that_is_behind_is_not_read(site, load, replica):
    with psycopg.connect(replica.url, autocommit=True) as database:
        database.execute("SELECT pg_wal_replay_pause()")
        with load() as people:
            people.go_on()
        database.execute("SELECT pg_wal_replay_resume()")
    assert people.failed() == people.stale == []


def test_no_read_fails_when_the_replica_ends_and_it_is_used_again_when_it_is_back(site, load, replica):
    with load() as people:
        people.go_on()
        replica.stop()
        people.go_on()
        told = json.loads(site.get("/readyz").body)
        replica.start()
        wait_until(lambda: is_read_from_the_replica(site))
        people.go_on()
    assert people.failed() == people.refused == people.stale == []
    assert told["status"] == "degraded"
    assert "The replica does not answer" in told["detail"]


def test_reading_goes_on_while_the_primary_is_away_and_no_write_that_was_answered_is_lost(
    site, load, primary
):
    with load() as people:
        people.go_on()
        primary.stop()
        reads = len(people.reads)
        wait_until(lambda: people.refused and len(people.reads) > reads + 20)
        ready = site.get("/readyz")
        primary.start()
        people.go_on(5)
    assert people.failed() == people.stale == []
    assert (ready.status, json.loads(ready.body)["status"]) == (200, "degraded")
    for _code, answer in people.refused:
        assert answer.status == 503
        assert "Cơ sở dữ liệu tạm thời không trả lời" in answer.body.decode()
    with psycopg.connect(primary.url) as database:
        there = {row[0] for row in database.execute("SELECT code FROM district_sector")}
        past = {row[0] for row in database.execute("SELECT code FROM district_historicalsector")}
    assert {code for code, _answer in people.taken} <= there <= past


def test_every_line_of_the_log_is_json_and_says_what_happened(site):
    lines = [json.loads(line) for line in site.output.splitlines() if line.startswith("{")]
    told = {line["event"].partition(":")[0] for line in lines}
    assert {"request", "The database replica does not answer", "The database replica answers again."} <= told
    assert "Traceback" not in "".join(line for line in site.output.splitlines() if not line.startswith("{"))
