"""What goes wrong, and how the API says it."""

import json

import pytest

from district.documents import Document
from tests.api.ground import grow

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    "address",
    [
        "/api/",
        "/api/v1/nothing/",
        "/api/v1/nothing",
        "/api/v2/sessions/",
        "/api/v1/sessions/abc/",
        "/api/v1/x.html",
    ],
)
def test_an_unknown_address_is_a_problem_in_json(address, client):
    response = client.get(address)
    assert response.status_code == 404
    assert response["Content-Type"] == "application/problem+json"
    assert response.json() == {
        "type": "about:blank",
        "title": "Not Found",
        "status": 404,
        "detail": "There is nothing published at this address.",
    }


@pytest.mark.parametrize("pk", ["0", "1", str(2**31), str(2**63), "9" * 40, "9" * 5000])
def test_a_record_that_is_not_there_is_not_found(pk, client):
    response = client.get(f"/api/v1/sessions/{pk}/")
    assert response.status_code == 404
    assert response["Content-Type"] == "application/problem+json"


def test_an_address_without_its_last_slash_leads_on_with_its_question(client, world):
    response = client.get("/api/v1/sessions?ordinal=2", follow=True)
    assert response.redirect_chain == [("/api/v1/sessions/?ordinal=2", 301)]
    assert len(response.json()["results"]) == 1


def test_writing_without_the_last_slash_is_refused_too(client):
    assert client.post("/api/v1/sessions").status_code == 405


def test_a_problem_names_the_parameter_in_english_whatever_the_reader_prefers(client):
    for language in ("vi", "en", "fr"):
        problem = client.get("/api/v1/sessions/?kind=x", headers={"accept-language": language}).json()
        assert problem == {
            "type": "about:blank",
            "title": "Bad Request",
            "status": 400,
            "detail": "kind: One of these is expected: regular, extraordinary, thematic.",
            "errors": [
                {"parameter": "kind", "detail": "One of these is expected: regular, extraordinary, thematic."}
            ],
        }


def test_names_stay_vietnamese_whatever_the_reader_prefers(client, world):
    answers = [
        client.get(f"/api/v1/{route}/", headers={"accept-language": language}).json()
        for language in ("vi", "en")
        for route in ("resolutions", "sessions")
    ]
    assert answers[:2] == answers[2:]
    assert answers[0]["results"][0]["name"].startswith("Nghị quyết số")


def test_what_no_format_can_serve_is_not_acceptable(client):
    response = client.get("/api/v1/sessions/", headers={"accept": "image/png"})
    assert response.status_code == 406
    assert response["Content-Type"] == "application/problem+json"


def test_a_table_that_fails_answers_in_json(client):
    response = client.get("/api/v1/sessions/?format=csv&kind=x")
    assert response.status_code == 400
    assert response["Content-Type"] == "application/problem+json"


def test_too_many_parameters_are_refused(client):
    response = client.get("/api/v1/sessions/?" + "&".join(f"a{i}=1" for i in range(1001)))
    assert response.status_code == 400
    assert response["Content-Type"] == "application/problem+json"


def test_an_unexpected_failure_is_logged_and_tells_nothing(client, monkeypatch, caplog):
    def fail(*asked):
        raise RuntimeError("the password is 1234")

    monkeypatch.setattr(Document, "read", fail)
    response = client.get("/api/v1/sessions/")
    assert response.status_code == 500
    assert response["Content-Type"] == "application/problem+json"
    assert "1234" not in response.content.decode()
    assert "1234" in caplog.text


def test_someone_signed_in_sees_what_strangers_see(admin_client):
    grow()
    assert admin_client.get("/api/v1/sessions/?count=true").json()["count"] == 0
    assert json.loads(admin_client.get("/api/v1/search/?q=mau").content)["results"] == []
