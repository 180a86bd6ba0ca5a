"""Keys of clients: hashed at rest, refused at once when they should be, and limits for each key and each address."""

from datetime import date, timedelta
from hashlib import sha256

import pytest
from django.core.cache import cache
from django.core.exceptions import ValidationError
from django.db import connection, transaction
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from district import clients
from district.models import ApiKey
from tests.factories import ApiKeyFactory

pytestmark = pytest.mark.django_db
LIST, TABLE, FEED = "/api/v1/sessions/", "/api/v1/sessions/?format=csv", "/api/v1/changes/"


@pytest.fixture
def key():
    return ApiKeyFactory()


@pytest.fixture(autouse=True)
def clock(monkeypatch):
    """An instant at the beginning of a minute, which a test moves on; nothing is counted yet."""
    cache.clear()
    clock = type("Clock", (), {"now": 1_800_000_000 // 60 * 60})
    monkeypatch.setattr(clients, "time", lambda: clock.now)
    return clock


def ask(address, secret=None, **more):
    headers = {"Authorization": f"Bearer {secret}"} if secret else {}
    return Client(REMOTE_ADDR="192.0.2.1").get(address, headers=headers, **more)


def refused(response, status):
    """What a refusal tells, as a problem in English."""
    assert response.status_code == status, response.content
    assert response["Content-Type"] == "application/problem+json"
    assert response["Content-Language"] == "en"
    assert response["Access-Control-Allow-Origin"] == "*"
    return response.json()["detail"]


def test_only_the_maker_of_a_key_knows_it(key):
    assert len(key.secret) > 40
    stored = ApiKey.objects.get()
    assert stored.secret is None
    assert stored.digest == sha256(key.secret.encode()).hexdigest()
    with connection.cursor() as cursor:
        for table in ("district_apikey", "district_historicalapikey"):
            cursor.execute(f"SELECT * FROM {table}")
            [row] = cursor.fetchall()
            assert not any(key.secret in str(value) for value in row)
            assert (key.digest in row) is (table == "district_apikey")


def test_a_key_opens_no_more_and_answers_are_shared(key):
    with_key, without = ask(LIST, key.secret), ask(LIST)
    assert with_key.status_code == 200
    assert with_key.content == without.content
    assert with_key["Vary"] == without["Vary"]
    assert with_key["Cache-Control"] == without["Cache-Control"] == "public, no-cache"


@pytest.mark.parametrize("address", [LIST, TABLE, FEED, "/api/v1/", "/api/v1/schema/", "/api/v1/nothing/"])
def test_a_wrong_key_is_refused_everywhere(address, caplog):
    response = ask(address, "khoa_sai")
    assert refused(response, 401) == "This API key is not known."
    assert response["WWW-Authenticate"].startswith("Bearer ")
    assert "khoa_sai" not in caplog.text


def test_what_is_no_key_is_not_taken_for_one(key):
    for sent in ("Basic YTpi", f"Basic {key.secret}", ""):
        assert Client().get(LIST, headers={"Authorization": sent}).status_code == 200
    for sent in (
        "Bearer",
        "Bearer ",
        f"Bearer {key.secret} {key.secret}",
        "Bearer \u00e9",
        f"Bearer {key.prefix}",
    ):
        assert refused(Client().get(LIST, headers={"Authorization": sent}), 401)
    assert Client().get(LIST, headers={"Authorization": f"bearer  {key.secret} "}).status_code == 200


def test_a_key_is_refused_after_its_day_its_revocation_or_the_end_of_its_organization(key, monkeypatch):
    last = key.expires_on
    for day, status in ((last, 200), (last + timedelta(days=1), 401)):
        monkeypatch.setattr("django.utils.timezone.localdate", lambda *args, day=day: day)
        response = ask(LIST, key.secret)
        assert response.status_code == status
    assert refused(response, 401) == "This API key has expired."
    monkeypatch.undo()
    key.organization.dissolved_on = timezone.localdate()
    key.organization.save()
    assert "has ended" in refused(ask(LIST, key.secret), 401)
    other = ApiKeyFactory()
    other.revoke("Lộ khóa")
    assert refused(ask(LIST, other.secret), 401) == "This API key was revoked."


def test_what_is_revoked_stays_so_and_no_key_is_deleted(key):
    key.revoke("Lộ khóa")
    key.revoked_at, key.revocation_reason = None, ""
    with pytest.raises(ValidationError, match="không sửa được nữa"):
        key.save()
    with pytest.raises(ValidationError, match="không xóa được"), transaction.atomic():
        ApiKey.objects.all().delete()
    ApiKeyFactory(organization=key.organization, name=key.name)  # its successor may bear its name


def test_a_key_is_looked_up_by_its_index_and_its_use_is_noted_once_a_day(key, monkeypatch):
    modified_at, lines = key.modified_at, key.history.count()
    for day in (date(2026, 5, 1), date(2026, 5, 2)):
        monkeypatch.setattr("django.utils.timezone.localdate", lambda *args, day=day: day)
        for writes in (1, 0):
            with CaptureQueriesContext(connection) as captured:
                ask(LIST, key.secret)
            asked = [query["sql"] for query in captured if "district_apikey" in query["sql"]]
            assert len(asked) == 1 + writes
        key.refresh_from_db()
        assert key.last_used_on == day
    assert (key.modified_at, key.history.count()) == (modified_at, lines)


def test_a_key_without_a_scope_is_told_which(key):
    assert ask(LIST, key.secret).status_code == 200
    assert refused(ask(TABLE, key.secret), 403) == "This API key lacks the scope tables."
    assert refused(ask(FEED, key.secret), 403) == "This API key lacks the scope changes."
    able = ApiKeyFactory(reads_tables=True, follows_changes=True)
    for address in (LIST, TABLE, FEED):
        assert ask(address, able.secret).status_code == ask(address).status_code == 200
    for media_type in ("text/csv", "text/*", "application/vnd.popolo+json"):
        refusal = ask("/api/v1/people/", key.secret, HTTP_ACCEPT=media_type)
        assert refused(refusal, 403) == "This API key lacks the scope tables."


def test_each_address_and_each_key_has_limits_of_its_own(key, settings, clock):
    settings.API_LIMITS = {"lists": 2, "tables": 1, "changes": 1}
    key.allowance = 2
    key.save()
    for _time in range(2):
        assert ask(LIST).status_code == 200
    clock.now += 15
    response = ask(LIST)
    assert "One address may ask for lists 2 times a minute" in refused(response, 429)
    assert response["Retry-After"] == "45"
    assert response["RateLimit"] == '"lists";r=0;t=45'
    assert ask(FEED).status_code == 200, "another scope"
    assert ask(LIST, REMOTE_ADDR="10.0.0.2").status_code == 200, "another address"
    told = [ask(LIST, key.secret)["RateLimit"] for _time in range(4)]
    assert told == [f'"lists";r={left};t=45' for left in (3, 2, 1, 0)]
    assert "One key may ask for lists 4 times a minute" in refused(ask(LIST, key.secret), 429)
    assert ask(LIST, ApiKeyFactory().secret).status_code == 200, "another key"
    assert "lists" in refused(ask(LIST, "khoa_doan_mo"), 429), "who guesses is counted as an address"
    clock.now += 45
    assert ask(LIST).status_code == 200, "another minute"


def test_whole_lists_are_counted_by_themselves(settings):
    settings.API_LIMITS = {"lists": 0, "tables": 1, "changes": 0}
    assert [ask(TABLE, REMOTE_ADDR="127.0.0.1").status_code for _time in range(2)] == [200, 200], (
        "the machine itself"
    )
    response = ask(TABLE)
    assert response["RateLimit-Policy"] == '"tables";q=1;w=60'
    assert b"".join(response.streaming_content)
    assert refused(ask(TABLE), 429)
    response = ask(LIST)
    assert response.status_code == 200
    assert "RateLimit" not in response


@pytest.mark.parametrize(
    ("proxies", "forwarded", "known_as"),
    [
        (0, "1.1.1.1", None),
        (1, "6.6.6.6, 1.1.1.1", "1.1.1.1"),
        (2, "6.6.6.6, 1.1.1.1, 10.0.0.1", "1.1.1.1"),
        (2, "1.1.1.1", "1.1.1.1"),
        (1, "", "unknown"),
        (1, "nobody", "unknown"),
        (1, "2001:db8:1:2:3:4:5:6", "2001:db8:1:2::-64"),
        (1, "::ffff:1.1.1.1", "1.1.1.1"),
    ],
)
def test_an_address_is_the_one_that_trusted_proxies_have_seen(rf, settings, proxies, forwarded, known_as):
    settings.PROXIES = proxies
    request = rf.get(LIST, headers={"X-Forwarded-For": forwarded})
    assert clients.client_network(clients.address_of(request)) == known_as


def test_pages_are_not_limited_and_a_cache_that_fails_limits_nobody(settings, monkeypatch, caplog):
    settings.API_LIMITS = dict.fromkeys(settings.API_LIMITS, 1)
    assert [ask("/sessions/").status_code for _time in range(2)] == [200, 200]
    asked = []

    def fail(name):
        asked.append(name)
        raise ConnectionError("Error 111 connecting")

    with monkeypatch.context() as failing:
        failing.setattr(clients.cache, "incr", fail)
        failing.setattr(clients, "counts", clients.Counts())
        assert [ask(LIST).status_code for _time in range(3)] == [200] * 3
    assert len(asked) == 1, "nobody waits for it again"
    assert caplog.text.count("the API has no limits") == 1
    assert [ask(LIST).status_code for _time in range(2)] == [200, 429]
