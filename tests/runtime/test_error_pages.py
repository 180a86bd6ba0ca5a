"""An error speaks the reader's language, and needs nothing that may itself be broken."""

import re

import pytest
from django.db import OperationalError
from django.template.loader import render_to_string
from django.test import Client

PAGES = ["400", "403", "403_csrf", "404", "500", "503"]


@pytest.mark.parametrize("page", PAGES)
def test_error_page_stands_alone(page):
    html = render_to_string(f"{page}.html")
    assert '<html lang="vi">' in html
    assert "width=device-width" in html
    assert re.findall(r'(?:src|href)="([^"]*)"', html) == ["/"]


@pytest.mark.django_db
def test_unknown_address(client):
    response = client.get("/khong-co/")
    assert response.status_code == 404
    assert "Không có trang này" in response.content.decode()


@pytest.mark.django_db
def test_form_without_its_token():
    response = Client(enforce_csrf_checks=True).post("/admin/login/", {"username": "admin"})
    assert response.status_code == 403
    assert "Phiên làm việc đã hết hạn" in response.content.decode()


@pytest.mark.django_db
def test_failure_shows_no_detail(client, monkeypatch):
    def fail(connection):
        raise RuntimeError("a detail")

    monkeypatch.setattr("district.views.MigrationExecutor", fail)
    client.raise_request_exception = False
    response = client.get("/readyz")
    assert response.status_code == 500
    assert "Máy chủ gặp lỗi" in response.content.decode()
    assert "a detail" not in response.content.decode()


@pytest.mark.django_db
def test_database_that_does_not_answer_is_told_as_such(client, monkeypatch):
    def refuse(*arguments, **named):
        raise OperationalError("password of the database")

    monkeypatch.setattr("django.db.backends.utils.CursorWrapper.execute", refuse)
    client.raise_request_exception = False
    for path, told in (("/sessions/", "tạm thời không trả lời"), ("/api/v1/terms/", "does not answer")):
        response = client.get(path)
        assert response.status_code == 503
        assert told in response.content.decode()
        assert "password" not in response.content.decode()
