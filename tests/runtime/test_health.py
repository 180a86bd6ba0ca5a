"""What a watcher asks the site."""

import pytest
from django.db import OperationalError
from django.db.migrations.recorder import MigrationRecorder


def test_process_answers_without_the_database(client):
    response = client.get("/healthz")
    assert (response.status_code, response.json()) == (200, {"status": "ok"})


@pytest.mark.django_db
def test_ready_with_the_database_and_all_migrations(client):
    response = client.get("/readyz")
    assert (response.status_code, response.json()) == (200, {"status": "ok"})


@pytest.mark.django_db
def test_not_ready_while_a_migration_waits(client):
    MigrationRecorder.Migration.objects.filter(app="resolutions").delete()
    response = client.get("/readyz")
    assert response.status_code == 503
    assert "resolutions.0001_" in response.json()["detail"]


def test_not_ready_without_the_database(client, monkeypatch):
    def refuse(connection):
        raise OperationalError("password of the database")

    monkeypatch.setattr("district.views.MigrationExecutor", refuse)
    response = client.get("/readyz")
    assert response.status_code == 503
    assert "password" not in response.content.decode()


@pytest.mark.parametrize("path", ["/healthz", "/readyz"])
def test_watchers_behind_a_proxy_are_not_sent_to_https(client, settings, path, db):
    settings.SECURE_SSL_REDIRECT = True
    assert client.get(path).status_code == 200
    assert client.get("/admin/").status_code == 301


@pytest.mark.parametrize(
    ("broken", "sentence"),
    [
        ("cache.get", "The cache does not answer."),
        ("default_storage.exists", "The store of uploaded files does not answer."),
    ],
)
@pytest.mark.django_db
def test_ready_without_what_nobody_needs_to_read(client, monkeypatch, broken, sentence):
    def refuse(*arguments):
        raise ConnectionError("password of the store")

    monkeypatch.setattr(f"district.readiness.{broken}", refuse)
    response = client.get("/readyz")
    assert (response.status_code, response.json()) == (200, {"status": "degraded", "detail": sentence})


@pytest.mark.django_db
def test_disk_that_runs_full_is_told_in_time(client, monkeypatch):
    monkeypatch.setattr("district.readiness.LOW", 2**60)
    assert "are free on the disk" in client.get("/readyz").json()["detail"]
