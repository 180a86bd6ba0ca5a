"""What the answers tell a browser to keep to."""

import re
from base64 import b64encode
from hashlib import sha256

import pytest
from django.template.loader import render_to_string

from tests.desk.rows import session

pytestmark = pytest.mark.django_db


def policy(answer):
    """The directives of the answer's Content-Security-Policy."""
    parts = answer["Content-Security-Policy"].split("; ")
    return {name: set(sources.split()) for name, _, sources in (part.partition(" ") for part in parts)}


@pytest.mark.parametrize(
    "address",
    ["/", "/sessions/", "/login/", "/admin/login/?next=/admin/", "/khong-co/", "/api/v1/docs/", "/reports/"],
)
def test_pages_run_and_load_nothing_but_files_of_the_site(client, admin_user, address):
    if address == "/reports/":
        client.force_login(admin_user)
    answer = client.get(address)
    told = policy(answer)
    assert told["default-src"] == {"'self'"}
    assert "script-src" not in told, "so the default holds"
    assert "unsafe" not in answer["Content-Security-Policy"]
    assert "http" not in answer["Content-Security-Policy"]
    assert {told[name].pop() for name in ("object-src", "base-uri", "frame-ancestors")} == {"'none'"}
    assert told["form-action"] == {"'self'"}
    assert "camera=()" in answer["Permissions-Policy"]
    assert answer["Referrer-Policy"] == "same-origin"
    assert not re.findall(r"<script(?![^>]*(?:src|application/json))|<[^>]*\s(?:style|on\w+)=", answer.text)


def test_the_desk_differs_only_in_what_its_theme_needs(admin_client):
    session()
    for address in ("", "meetings/session/", "meetings/session/add/"):
        desk, page = policy(admin_client.get(f"/admin/{address}")), policy(admin_client.get("/"))
        assert desk.pop("script-src") == {"'self'", "'unsafe-eval'"}
        assert desk.pop("style-src-attr") == {"'unsafe-inline'"}
        assert desk == page


def test_the_style_of_the_error_pages_is_the_one_that_the_policy_knows(client):
    [style] = re.findall("<style>(.*?)</style>", render_to_string("500.html"), re.DOTALL)
    known = f"'sha256-{b64encode(sha256(style.encode()).digest()).decode()}'"
    assert policy(client.get("/"))["style-src"] == {"'self'", known}


def test_a_paper_to_look_at_is_left_to_the_viewer_of_the_browser(client):
    published = session(state="published")
    page = client.get(f"/sessions/{published.pk}/papers/minutes.pdf")
    assert page["Content-Type"] == "application/pdf"
    assert "Content-Security-Policy" not in page
    assert "Content-Security-Policy" in client.get(f"/sessions/{published.pk}/papers/minutes.docx")
