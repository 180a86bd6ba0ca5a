"""The examples of the description are what the API answers over the sample district."""

import json
from unittest.mock import patch

import pytest
from django.test import Client, override_settings

from district.clients import counts
from district.documents import Document
from district.models import Organization
from district.openapi import EXAMPLES
from tests.api.sample import HOST, at_that_instant
from tests.api.test_openapi import PATHS
from tests.factories import ApiKeyFactory

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("sample")]

ASKED = {
    "/api/v1/search/": {"q": "mac ca"},
    "/api/v1/statistics/directives/": {"group_by": "status"},
    "/api/v1/statistics/shortcomings/": {"group_by": "status"},
}
"""What an address cannot do without."""


@pytest.fixture
def client():
    return Client(headers={"host": HOST})


def test_examples_are_what_the_sample_district_answers(client, tmp_path):
    fresh = tmp_path / "examples.json"
    examples = {**answers(client), **problems(client)}
    fresh.write_text(json.dumps(examples, ensure_ascii=False, indent=1) + "\n")
    assert fresh.read_text() == EXAMPLES.read_text(), f"To take over what has changed: cp {fresh} {EXAMPLES}"


def answers(client):
    """What each address answers, by its path; of a list, the row that says most, and that record by itself."""
    told = {}
    for path in PATHS:
        address = told[path.removesuffix("{id}/")]["results"][0]["url"] if "{" in path else path
        with at_that_instant():
            told[path] = client.get(address, ASKED.get(path)).json()
        if "next" in told[path]:
            fullest = max(told[path]["results"], key=lambda row: len(list(filter(None, row.values()))))
            told[path] |= {"next": None, "results": [short(fullest)]}
        elif "{" in path:
            told[path] = short(told[path])
    return told


def short(record):
    """The record with no more than the first of what hangs on it."""
    return {name: value[:1] if isinstance(value, list) else value for name, value in record.items()}


def problems(client):
    """What goes wrong, by status."""
    wrong = [
        client.get("/api/v1/directives/?overdue=maybe"),
        client.get("/api/v1/directives/0/"),
        client.post("/api/v1/directives/"),
        client.get("/api/v1/directives/", headers={"accept": "image/png"}),
    ]
    for secret in ("khoa_sai", ApiKeyFactory(organization=Organization.objects.first()).secret):
        bearer = {"authorization": f"Bearer {secret}"}
        wrong.append(client.get("/api/v1/directives/?format=csv", headers=bearer))
    with patch.object(Document, "read", side_effect=RuntimeError):
        wrong.append(client.get("/api/v1/directives/?page_size=7"))
    with override_settings(API_LIMITS={"lists": 1200}), patch.object(counts, "one_more", return_value=1201):
        wrong.append(client.get("/api/v1/directives/", REMOTE_ADDR="192.0.2.1"))
    return {str(response.status_code): json.loads(response.content) for response in wrong}
