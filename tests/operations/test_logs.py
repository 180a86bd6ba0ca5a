"""Every request leaves one line, a failure its traceback under the same id, and nothing secret is in either."""

import io
import json
import logging

import pytest
import structlog
from django.db import IntegrityError

from district.logs import Lines
from tests.factories import UserFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def lines():
    """The lines that requests left."""
    before, console, said = structlog.get_config(), logging.getLogger().handlers[0], io.StringIO()
    stream = console.setStream(said)
    Lines(for_the_eye=False)
    yield lambda: [json.loads(line) for line in said.getvalue().splitlines() if '"event":"request"' in line]
    structlog.configure(**before)
    console.setStream(stream)


def test_request_leaves_one_line(client, lines):
    user = UserFactory(is_staff=True)
    client.force_login(user)
    client.get("/unit/?page=2", headers={"X-Request-ID": "proxy-1.2345"})
    [line] = lines()
    assert line.pop("time").endswith("Z")
    assert line.pop("ms") >= 0
    assert line == {
        "event": "request",
        "level": "info",
        "request_id": "proxy-1.2345",
        "user": user.pk,
        "address": "127.0.0.1",
        "method": "GET",
        "path": "/unit/?page=2",
        "status": 200,
    }


def test_answer_from_memory_leaves_its_line_too(client, lines):
    for _time in range(2):
        client.get("/api/v1/sessions/")
    assert [line["status"] for line in lines()] == [200, 200]


@pytest.mark.parametrize("given", ["", "short", "a" * 65, "two words", "l\u1ed7i-12345", 'x"}{"level":"'])
def test_request_without_a_sane_id_is_given_one(client, lines, given):
    made = client.get("/healthz", headers={"X-Request-ID": given})["X-Request-ID"]
    assert len(made) == 32
    assert made != client.get("/healthz", headers={"X-Request-ID": given})["X-Request-ID"]
    assert made == lines()[0]["request_id"]


def test_proxy_says_who_asks(client, lines, settings):
    ask = {"path": "/healthz", "headers": {"X-Forwarded-For": "6.6.6.6, 10.0.0.7"}}
    client.get(**ask)
    settings.PROXIES = 1
    client.get(**ask)
    assert [line["address"] for line in lines()] == ["127.0.0.1", "10.0.0.7"]


def test_secrets_are_not_in_the_lines(client, lines):
    client.cookies["sessionid"] = "cookie-value"
    client.post(
        "/login/?api_key=mine&q=x&token=a&token=b",
        {"username": "name-typed", "password": "password-typed"},
        headers={"Authorization": "Bearer key-value"},
    )
    [line] = lines()
    assert line["path"] == "/login/?api_key=***&q=x&token=***"
    told = json.dumps(line)
    for secret in ("cookie-value", "name-typed", "password-typed", "key-value", "mine"):
        assert secret not in told


def test_failure_has_its_traceback_and_the_id_that_the_page_shows(client, lines, caplog, monkeypatch):
    refusal = "violates it\nDETAIL:  Failing row contains (typed by a person).\nHINT: none"

    def fail(connection):
        raise IntegrityError(refusal)

    monkeypatch.setattr("district.views.MigrationExecutor", fail)
    monkeypatch.setattr("district.views.Error", ())
    client.raise_request_exception = False
    answer = client.get("/readyz")
    [record] = [record for record in caplog.records if record.levelno == logging.ERROR]
    traceback = json.loads(Lines(for_the_eye=False).format(record))
    [line] = lines()
    assert (line["level"], line["status"]) == ("error", 500)
    assert traceback["request_id"] == line["request_id"] == answer["X-Request-ID"]
    assert f"<code>{line['request_id']}</code>" in answer.content.decode()
    assert "IntegrityError: violates it" in traceback["exception"]
    assert "HINT: none" in traceback["exception"]
    assert "typed by a person" not in json.dumps(traceback)


def test_log_that_cannot_be_written_refuses_nobody(client, lines, monkeypatch):
    def full(logger, method, line):
        raise OSError("No space left on device")

    structlog.configure(processors=[full])
    assert client.get("/healthz").status_code == 200


def test_line_at_a_terminal_is_for_the_eye(client, lines):
    Lines(for_the_eye=True)
    client.get("/healthz")
    said = logging.getLogger().handlers[0].stream.getvalue()
    assert "path=/healthz" in said
    assert "\n" not in said.rstrip("\n")
