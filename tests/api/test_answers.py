"""Answers of the API: conditional and compressed, and kept no longer than they are true."""

import gzip
from concurrent.futures import ThreadPoolExecutor
from datetime import date
from threading import Barrier
from time import time

import brotli
import pytest
from django.db import connection, transaction
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils.http import http_date, parse_http_date

from district.answers import Shelf
from district.models import ApiKey
from resolutions.models import Directive
from tests.api.ground import grow
from tests.factories import ApiKeyFactory

pytestmark = pytest.mark.django_db(transaction=True)
LIST = "/api/v1/directives/"


@pytest.fixture
def directive():
    return grow().publish().first.directives.get()


def say(directive, text):
    """Change a directive behind the application's back, and commit."""
    with connection.cursor() as cursor:
        cursor.execute("UPDATE resolutions_directive SET text = %s WHERE id = %s", [text, directive.pk])


def asks_for_rows(client, address, **headers):
    with CaptureQueriesContext(connection) as captured:
        response = client.get(address, **headers)
    return response, [query["sql"] for query in captured if "resolutions_directive" in query["sql"]]


def test_an_unchanged_list_is_answered_without_reading_its_rows(client, directive):
    first, asked = asks_for_rows(client, LIST)
    assert len(asked) == 1
    for _attempt in range(20 if connection.vendor == "postgresql" else 1):
        again, asked_again = asks_for_rows(client, LIST)
        if (
            not asked_again
        ):  # PostgreSQL counts the commits of its other databases too, of tests beside this one
            break
    assert asked_again == []
    assert again.content == first.content
    assert again["ETag"] == first["ETag"]
    of_the_request = {"Last-Modified", "X-Request-ID"}
    said = [
        {name: value for name, value in told.items() if name not in of_the_request} for told in (first, again)
    ]
    assert said[0] == said[1]


@pytest.mark.parametrize(
    "address", [LIST, "detail", "/api/v1/sessions/", "/api/v1/progress-reports/?expand=directive"]
)
def test_who_asks_after_a_commit_sees_it(client, directive, address):
    address = f"{LIST}{directive.pk}/" if address == "detail" else address
    client.get(address)
    say(directive, "hoàn toàn mới")
    assert "hoàn toàn mới" in client.get(address).content.decode()


def test_who_asks_after_a_commit_of_another_connection_sees_it(client, directive):
    for number in range(20):
        client.get(LIST)
        with ThreadPoolExecutor(1) as elsewhere:
            elsewhere.submit(lambda text=f"số {number}": (say(directive, text), connection.close())).result()
        assert f"số {number}" in client.get(LIST).content.decode()


def test_several_readers_never_see_what_was_before_a_commit_that_they_know_of(directive):
    """Each thread writes a number of its own kind, then reads: what it reads is not older than what it wrote."""
    readers, rounds = 4, 15
    start = Barrier(readers)
    directives = list(Directive.objects.all())

    def read_after_write(reader):
        own, client = directives[reader % len(directives)], Client()
        start.wait()
        stale = 0
        for number in range(rounds):
            with transaction.atomic(), connection.cursor() as cursor:
                cursor.execute(
                    "UPDATE resolutions_directive SET expected_output = %s WHERE id = %s",
                    [f"lần {reader}-{number}", own.pk],
                )
            shown = client.get(f"{LIST}{own.pk}/").json()["expected_output"]
            writer, _, told = shown.removeprefix("lần ").partition("-")
            stale += writer == str(reader) and int(told) < number
        connection.close()
        return stale

    with ThreadPoolExecutor(readers) as pool:
        assert list(pool.map(read_after_write, range(readers))) == [0] * readers


def test_within_a_transaction_nothing_is_kept(client, directive):
    client.get(LIST)
    with transaction.atomic():
        say(directive, "chưa ghi xong")
        assert "chưa ghi xong" in client.get(LIST).content.decode()
        transaction.set_rollback(True)
    assert "chưa ghi xong" not in client.get(LIST).content.decode()


def test_a_new_day_makes_directives_overdue(client, directive, monkeypatch):
    with connection.cursor() as cursor:
        cursor.execute(
            "UPDATE resolutions_directive SET due_on = %s WHERE id = %s",
            ["2030-05-01", directive.pk],
        )
    for day, overdue in ((date(2030, 5, 1), False), (date(2030, 5, 2), True)):
        monkeypatch.setattr("django.utils.timezone.localdate", lambda *args, day=day: day)
        assert client.get(f"{LIST}{directive.pk}/").json()["overdue"] is overdue


def test_who_has_the_content_gets_none(client, directive):
    first = client.get(LIST)
    assert first["Cache-Control"] == "public, no-cache"
    assert first["ETag"].startswith('"')
    again = client.get(LIST, headers={"If-None-Match": first["ETag"]})
    assert (again.status_code, again.content) == (304, b"")
    assert again["ETag"] == first["ETag"]
    say(directive, "khác")
    assert client.get(LIST, headers={"If-None-Match": first["ETag"]}).status_code == 200


def test_a_page_that_reads_the_same_after_a_commit_is_unchanged(client, directive, monkeypatch):
    address = f"{LIST}?page_size=1&ordering=due_on"
    first = client.get(address)
    assert first.json()["next"]
    say(directive, directive.text)
    later = time() + 100
    monkeypatch.setattr("django.core.signing.time.time", lambda: later)
    assert client.get(address, headers={"If-None-Match": first["ETag"]}).status_code == 304


def test_a_date_alone_tells_only_what_a_whole_second_can(client, directive, monkeypatch):
    """Two commits fit in a second: what was told within it is no proof later."""

    def ask(clock, since=None):
        monkeypatch.setattr("district.answers.time", lambda: clock)
        answer = client.get(LIST, headers={"If-Modified-Since": http_date(since)} if since else {})
        return answer.status_code, parse_http_date(answer["Last-Modified"])

    assert ask(1000.2) == (200, 1000)
    assert ask(1000.4, since=1000) == (200, 1000)
    assert ask(1001.1, since=1000) == (200, 1001)
    assert ask(1001.2, since=1001) == (304, 1001)
    say(directive, "khác")
    assert ask(1001.3, since=1001) == (200, 1001)
    assert ask(1001.4, since=1001) == (200, 1001)
    assert ask(1002.0, since=1001) == (200, 1002)
    assert ask(1009.0, since=1002) == (304, 1002)
    assert ask(1009.0, since=5000) == (200, 1002)


@pytest.mark.parametrize(("encoding", "plain"), [("gzip", gzip.decompress), ("br", brotli.decompress)])
def test_content_is_compressed_as_the_client_accepts_it(client, directive, encoding, plain):
    content = client.get(LIST).content
    for _again in range(2):
        answer = client.get(LIST, headers={"Accept-Encoding": f"{encoding};q=0.9, identity;q=0.1"})
        assert answer["Content-Encoding"] == encoding
        assert plain(answer.content) == content
        assert answer["ETag"].endswith(f'-{encoding}"') and answer["ETag"].startswith('"')
        assert "Accept-Encoding" in answer["Vary"]
    unwanted = client.get(LIST, headers={"Accept-Encoding": "identity, br;q=0"})
    assert "Content-Encoding" not in unwanted


def test_a_head_request_has_the_headers_of_the_answer(client, directive):
    whole, head = client.get(LIST), client.head(LIST)
    assert head.content == b""
    assert head["ETag"] == whole["ETag"]
    assert head["Content-Length"] == whole["Content-Length"]


def test_a_key_is_asked_for_while_an_answer_is_kept(client, directive):
    key = ApiKeyFactory(organization=directive.session.organization)
    bearer = {"Authorization": f"Bearer {key.secret}"}
    for _again in range(3):
        assert client.get(LIST, headers=bearer).status_code == 200
        assert client.get(LIST, headers={"Authorization": "Bearer khoa_sai"}).status_code == 401
    with ThreadPoolExecutor(1) as elsewhere:
        elsewhere.submit(lambda: (ApiKey.objects.get().revoke("Lộ khóa"), connection.close())).result()
    assert client.get(LIST, headers=bearer).status_code == 401
    assert client.get(LIST).status_code == 200


def test_an_error_is_neither_kept_nor_tagged(client, directive):
    for _again in range(2):
        refused = client.get(f"{LIST}?wrong=1")
        assert refused.status_code == 400
        assert "ETag" not in refused


def test_the_short_way_of_the_api_keeps_every_protection(directive, settings):
    settings.SECURE_SSL_REDIRECT, settings.SECURE_HSTS_SECONDS = True, 1000
    settings.ALLOWED_HOSTS = ["office", "archive"]
    client = Client(headers={"host": "office"})
    for address in (LIST, LIST, f"{LIST}?wrong=1", f"{LIST}?format=csv", "/api/v1/docs/", "/api/v1", "/"):
        assert client.get(address)["Location"] == f"https://office{address}"
        answer = client.get(address, secure=True)
        assert answer["X-Content-Type-Options"] == "nosniff"
        assert answer["X-Frame-Options"] == "DENY"
        assert answer["Referrer-Policy"] == "same-origin"
        assert answer["Strict-Transport-Security"] == "max-age=1000"
        assert answer.streaming or int(answer["Content-Length"]) == len(answer.content)
        assert client.get(address, secure=True, headers={"host": "elsewhere"}).status_code == 400


def test_an_answer_says_the_addresses_of_the_site_that_was_asked(client, directive):
    for address in (LIST, f"/api/v1/sessions/{directive.session_id}/"):
        for asked, other in (("office", "archive"), ("archive", "office")):
            told = client.get(address, headers={"host": asked}).content.decode()
            assert f"http://{asked}/" in told and f"http://{other}/" not in told


def test_the_api_looks_up_no_session_and_sets_no_cookie(client, directive):
    client.cookies["sessionid"] = "a" * 32
    with CaptureQueriesContext(connection) as captured:
        assert not client.get(LIST).cookies
    assert not [query for query in captured if "django_session" in query["sql"]]


def test_answers_that_nobody_asks_for_make_room():
    class Small:
        size = 4

    shelf, moment = Shelf(10), (1,)
    for key in "abc":
        shelf.put(key, moment, Small())
        shelf.get("a", moment)
    assert [key for key in "abc" if shelf.get(key, moment)] == ["a", "c"]
    assert shelf.get("a", (2,)) is None
    large = Small()
    large.size = 11
    shelf.put("d", moment, large)
    assert shelf.get("d", moment) is None
    assert shelf.taken == 8
