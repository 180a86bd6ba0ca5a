"""People and bodies as Popolo: in its words, whole, and public only."""

import json
from datetime import date

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from district import pagination
from resolutions.api import lists, routes
from tests.api.ground import grow
from tests.api.popolo import check
from tests.factories import MembershipFactory, OrganizationFactory, PersonFactory

pytestmark = pytest.mark.django_db

LISTS = {
    "people": "persons",
    "organizations": "organizations",
    "memberships": "memberships",
    "terms": "events",
}
every_list = pytest.mark.parametrize("route", LISTS)


@pytest.fixture
def popolo(client):
    """Asks for an address as Popolo."""

    def ask(address, **parameters):
        response = client.get(f"/api/v1/{address}", {"format": "popolo", **parameters})
        assert response.status_code == 200, response.content
        assert response["Content-Type"] == "application/vnd.popolo+json"
        return json.loads(response.getvalue())

    return ask


@every_list
def test_list_and_record_are_valid(route, popolo, api, standing):
    person = standing.first.chair
    MembershipFactory(
        term=None,
        organization=standing.organization,
        person=person,
        post="delegate",
        ends_on=date(2022, 1, 31),
    )
    [(name, records)] = popolo(f"{route}/").items()
    assert name == LISTS[route]
    assert [int(record["id"]) for record in records] == [row["id"] for row in api(f"{route}/")["results"]]
    for record in records:
        check(record, name.removesuffix("s"))
        assert popolo(f"{route}/{record['id']}/") == record
        assert api(record["sources"][0]["url"].partition("/api/v1/")[2])["id"] == int(record["id"])


def test_ids_lead_from_one_list_to_another(popolo, standing):
    told = {}
    for route in LISTS:
        told |= popolo(f"{route}/")
    ids = {name: {record["id"] for record in records} for name, records in told.items()}
    for membership in told["memberships"]:
        assert membership["person_id"] in ids["persons"]
        assert membership["organization_id"] in ids["organizations"]
        assert membership["legislative_period_id"] in ids["events"]
    assert {record["parent_id"] for record in told["organizations"] if "parent_id" in record} <= ids[
        "organizations"
    ]
    assert sorted(
        held["id"] for person in told["persons"] for held in person.get("memberships", ())
    ) == sorted(ids["memberships"])


def test_secretary_holds_a_post_of_the_body(popolo, standing):
    body = str(standing.organization.pk)
    [membership] = popolo("memberships/", organization=body)["memberships"]
    assert membership["role"] == "Bí thư"
    assert membership["post"] == {
        "id": f"{body}-secretary",
        "label": "Bí thư",
        "role": "secretary",
        "organization_id": body,
    }
    assert membership["start_date"] == "2021-01-01" and "end_date" not in membership


def test_body_is_known_by_its_code_and_symbol(popolo, standing):
    organization = standing.organization
    told = popolo(f"organizations/{organization.pk}/")
    assert told["classification"] == "party_committee"
    assert told["identifiers"] == [
        {"scheme": "code", "identifier": organization.code},
        {"scheme": "symbol", "identifier": "HU"},
    ]


def test_term_is_a_legislative_period_by_its_years_or_days(popolo, standing):
    [period] = popolo("terms/", organization=standing.organization.code)["events"]
    assert (period["classification"], period["start_date"], period["end_date"]) == (
        "legislative period",
        "2020",
        "2025",
    )
    term = standing.first.term
    term.starts_on = date(2020, 7, 28)
    term.save()
    assert popolo(f"terms/{term.pk}/")["start_date"] == "2020-07-28"


def test_what_is_not_public_does_not_show(popolo, client, standing):
    hidden = grow("kín")
    person = standing.first.chair
    person.gender, person.born_on = "male", date(1970, 2, 3)
    person.save()
    parent = OrganizationFactory(name="Cấp trên kín")
    standing.organization.parent = parent
    standing.organization.save()
    MembershipFactory(term=hidden.first.term, person=person, post="chair")
    MembershipFactory(term=standing.first.term, person=PersonFactory(name="Người kín"))
    seen = json.dumps([popolo(f"{route}/") for route in LISTS], ensure_ascii=False)
    assert "kín" not in seen and "1970" not in seen and '"male"' not in seen
    assert "parent_id" not in popolo(f"organizations/{standing.organization.pk}/")
    assert f'"organization_id": "{hidden.organization.pk}"' not in seen
    assert client.get(f"/api/v1/organizations/{parent.pk}/?format=popolo").status_code == 404


@every_list
def test_list_is_whole_however_long(route, popolo, standing, monkeypatch):
    whole = popolo(f"{route}/")
    monkeypatch.setattr(pagination, "PAGE_OF_ALL", 1)
    assert popolo(f"{route}/") == whole


def test_empty_list_is_a_document_too(popolo, standing):
    assert popolo("people/", q="không có ai") == {"persons": []}


@every_list
def test_standard_takes_neither_fields_nor_pages(route, client, standing):
    for name in ("fields", "page_size", "cursor"):
        response = client.get(f"/api/v1/{route}/?format=popolo&{name}=1")
        assert [error["parameter"] for error in response.json()["errors"]] == [name]


def test_no_other_list_offers_the_format(client, standing):
    for route, _viewset in routes:
        if route not in LISTS:
            response = client.get(f"/api/v1/{route}/?format=popolo")
            assert response.json()["errors"][0]["parameter"] == "format", route
    assert {route for route, viewset in lists if viewset.popolo_serializer_class} == set(LISTS)


@every_list
def test_queries_do_not_grow_with_the_list(route, popolo, standing):
    def queries():
        with CaptureQueriesContext(connection) as captured:
            popolo(f"{route}/")
        return len(captured)

    few = queries()
    for _ in range(3):
        MembershipFactory(term=standing.first.term, person=PersonFactory())
    grow("thêm").publish()
    assert queries() == few
