"""What holds for every list, whichever is added next."""

import csv
import io
import json

import pytest
from django.db import connection, transaction
from django.test import Client
from django.test.utils import CaptureQueriesContext
from openpyxl import load_workbook

from district.filters import AnyOf, Related, Year
from district.pagination import KeysetPagination
from resolutions.api import lists, routes
from tests.api.ground import grow

pytestmark = pytest.mark.django_db
every_list = pytest.mark.parametrize("route", [route for route, viewset in lists])
every_route = pytest.mark.parametrize("route", [route for route, viewset in routes])


def asked(route, **parameters):
    """The parameters that the list cannot do without."""
    return {**({"q": "mau"} if route == "search" else {}), **parameters}


def test_root_lists_every_list_and_search_schema_and_docs(api):
    root = api("")
    assert [*root][: len(routes)] == [route for route, viewset in routes]
    assert [*root][-2:] == ["schema", "docs"]
    assert root["sessions"] == "http://testserver/api/v1/sessions/"


@pytest.fixture(scope="module")
def measured(shared):
    """(answer, queries) of each list and of one record of it: on a little world, on a grown one; neither stays."""
    with transaction.atomic():
        grow().publish()
        few = {page: measure(*page) for page in PAGES}
        grow(breadth=3).publish()
        grow(breadth=3).publish()
        many = {page: measure(*page, ordering="-id") for page in PAGES}
        transaction.set_rollback(True)
    return {page: (*few[page], *many[page]) for page in PAGES}


PAGES = [*((route, "list") for route, viewset in routes), *((route, "record") for route, viewset in lists)]


def measure(route, page, **order):
    """(answer, queries) of the list, or of the record that stands first in it."""
    client, address, parameters = Client(), f"/api/v1/{route}/", asked(route, count="true", page_size=500)
    if page == "record":
        record = client.get(address, {"page_size": 1, **order}).json()["results"][0]["id"]
        address, parameters = f"{address}{record}/", {}
    with CaptureQueriesContext(connection) as captured:
        answer = client.get(address, parameters)
    return answer, [query["sql"] for query in captured]


@every_route
def test_queries_of_a_list_do_not_grow_with_its_rows(route, measured):
    before, few, after, many = measured[route, "list"]
    assert before.status_code == after.status_code == 200
    assert 0 < before.json()["count"] < after.json()["count"]
    assert len(many) == len(few), many


@every_list
def test_queries_of_one_record_do_not_grow_with_what_hangs_on_it(route, measured):
    small, few, large, many = measured[route, "record"]
    assert small.status_code == large.status_code == 200
    assert small.json()["id"] != large.json()["id"]
    assert len(many) == len(few), many


@every_list
def test_a_row_has_its_identity_and_stands_at_its_url(route, api, standing):
    row = api(f"{route}/")["results"][0]
    assert {"id", "url", "created_at", "modified_at"} <= row.keys()
    assert row["url"] == f"http://testserver/api/v1/{route}/{row['id']}/"
    assert api(f"{route}/{row['id']}/").items() >= row.items()
    assert api(f"{route}/", format="json")["results"][0] == row


@every_list
def test_only_the_fields_that_are_asked_for_are_shown(route, api, client, standing):
    [*names] = whole = api(f"{route}/")["results"][0]
    few = {name: whole[name] for name in (names[-1], names[0])}
    page = api(f"{route}/", fields=",".join(few), page_size=1)
    assert page["results"] == [few]
    assert page["next"] is None or "fields=" in page["next"]
    assert api(f"{route}/{whole['id']}/", fields=",".join(few)) == few
    lines = client.get(f"/api/v1/{route}/?fields=id,url&format=csv").getvalue().decode("utf-8-sig")
    assert lines.splitlines()[:2] == ["id,url", f"{whole['id']},{whole['url']}"]


@every_list
@pytest.mark.parametrize("wrong", ["secret", "id,secret", "id,id", "id,", "id, url"])
def test_fields_that_there_are_not_are_named(route, wrong, blames):
    assert blames(f"{route}/", fields=wrong) == ["fields"]
    assert blames(f"{route}/1/", fields=wrong) == ["fields"]


@every_route
@pytest.mark.parametrize("method", ["post", "put", "patch", "delete", "trace"])
def test_writing_is_refused_before_anything_else(route, method, client, standing):
    response = getattr(client, method)(f"/api/v1/{route}/?format=nonsense&wrong=1")
    assert response.status_code == 405
    assert response["Content-Type"] == "application/problem+json"
    assert response["Allow"] == "GET, HEAD, OPTIONS"
    assert response.json()["status"] == 405


@every_list
@pytest.mark.parametrize("method", ["post", "put", "patch", "delete"])
def test_writing_to_one_record_is_refused(route, method, client, api, standing):
    record = api(f"{route}/")["results"][0]["id"]
    assert getattr(client, method)(f"/api/v1/{route}/{record}/").status_code == 405
    assert api(f"{route}/{record}/")["id"] == record


@every_route
def test_options_and_head_answer(route, client, standing):
    assert client.options(f"/api/v1/{route}/").json()["description"]
    response = client.head(f"/api/v1/{route}/", asked(route))
    assert response.status_code == 200
    assert not response.content


@every_route
def test_an_unknown_parameter_is_named(route, blames):
    assert blames(f"{route}/", **asked(route, colour="red", shape="round")) == ["colour", "shape"]


@every_list
def test_an_unknown_parameter_of_one_record_is_named(route, blames, api, standing):
    record = api(f"{route}/")["results"][0]["id"]
    assert blames(f"{route}/{record}/", page_size="5") == ["page_size"]


@every_route
@pytest.mark.parametrize("value", ["", " ", "a\0b"])
def test_no_parameter_takes_an_empty_value_or_a_nul(route, value, blames):
    viewset = dict(routes)[route]
    for name in [*viewset.filterset_class.base_filters, "cursor", "page_size", "count", "format"]:
        assert name in blames(f"{route}/", **{**asked(route), name: value})


@every_route
@pytest.mark.parametrize("value", ["9" * 400, "-1", "x'--", "½", "٣", "1e9", "0x1"])
def test_an_odd_value_of_a_filter_is_a_problem_or_finds_nothing(route, value, client, standing):
    for name, asks in dict(routes)[route].filterset_class.base_filters.items():
        response = client.get(f"/api/v1/{route}/", asked(route, **{name: value}))
        if response.status_code == 200:
            assert name == "q" or response.json()["results"] == []
        else:
            assert response.status_code == 400
            assert response.json()["errors"][0]["parameter"] == name, asks


@every_list
def test_every_ordering_is_accepted_and_pages_through_every_row_once(route, api, client, standing):
    everything = {row["id"] for row in api(f"{route}/", page_size=500)["results"]}
    for name in dict(lists)[route].filterset_class.base_filters["ordering"].paths:
        for key in (name, f"-{name}"):
            seen, address = [], f"/api/v1/{route}/?page_size=3&ordering={key}"
            while address:
                page = client.get(address).json()
                seen += [row["id"] for row in page["results"]]
                address = page["next"]
            assert len(seen) == len(set(seen)), key
            assert set(seen) == everything, key


@every_list
def test_every_filter_narrows_without_a_server_error(route, api, standing):
    odd = {"ordering": "id", "q": "mau", "modified_since": "2020-01-01", "quarter": "2023-Q4"}
    for name, asks in dict(lists)[route].filterset_class.base_filters.items():
        schema = asks.field.schema.get("items", asks.field.schema)
        value = odd.get(name) or {
            "boolean": "true",
            "integer": "6",
            "number": "50",
            "string": "2023-06-29" if schema.get("format") == "date" else "1",
        }.get(schema["type"])
        value = schema["enum"][0] if "enum" in schema else value
        assert isinstance(api(f"{route}/", **{name: value}, count="true")["count"], int)


def some_values(asked, model):
    """Two values that a filter can be asked for, those of rows first."""
    one = asked.field.schema["items"]
    if "enum" in one:
        return one["enum"][:2]
    if isinstance(asked, Related):
        there = asked.named(model.objects.all()).order_by("-pk").values_list("pk", flat=True)
    else:
        path = f"{asked.field_name}__year" if isinstance(asked, Year) else asked.field_name
        there = model.objects.order_by(path).values_list(path, flat=True).distinct()
    return [*there[:2], "1999-Q4" if "pattern" in one else 9999][:2]


@every_list
def test_a_filter_takes_several_values_and_means_any_of_them(route, api, standing):
    def found(name, value):
        page = api(f"{route}/", **{name: value}, page_size=500, count="true")
        ids = [row["id"] for row in page["results"]]
        assert len(set(ids)) == len(ids) == page["count"]
        return set(ids)

    viewset = dict(lists)[route]
    model = viewset.serializer_class.Meta.model
    filters = viewset.filterset_class.base_filters.items()
    for name, asked in ((name, asked) for name, asked in filters if isinstance(asked, AnyOf)):
        one, other = some_values(asked, model)
        assert one != other
        assert found(name, f"{one},{other}") == found(name, one) | found(name, other), name


@every_route
def test_csv_opens_with_the_whole_list(route, client, api, standing, monkeypatch):
    monkeypatch.setattr(KeysetPagination, "default_size", 1)
    rows = api(f"{route}/", **asked(route, page_size=500, count="true"))
    response = client.get(f"/api/v1/{route}/", asked(route, format="csv"))
    assert response["Content-Type"] == "text/csv; charset=utf-8"
    assert response["Content-Disposition"] == f'attachment; filename="{route}.csv"'
    content = response.getvalue()
    assert content.startswith(b"\xef\xbb\xbf")
    table = list(csv.DictReader(io.StringIO(content.decode("utf-8-sig"))))
    assert len(table) == rows["count"]
    assert [row["id"] for row in table] == [str(row["id"]) for row in rows["results"]]
    assert [row["url"] for row in table] == [row["url"] for row in rows["results"]]
    for name, value in rows["results"][0].items():
        assert name in table[0] or isinstance(value, dict)


@every_route
def test_xlsx_opens_with_the_whole_list(route, client, api, standing):
    rows = api(f"{route}/", **asked(route, count="true"))
    response = client.get(f"/api/v1/{route}/", asked(route, format="xlsx"))
    sheet = load_workbook(io.BytesIO(response.getvalue())).active
    headings = [cell.value for cell in sheet[1]]
    assert sheet.max_row - 1 == rows["count"]
    assert sheet.cell(2, headings.index("id") + 1).value == rows["results"][0]["id"]


@every_route
def test_ndjson_holds_the_whole_list_a_row_a_line(route, client, api, standing):
    rows = api(f"{route}/", **asked(route, page_size=500))["results"]
    response = client.get(f"/api/v1/{route}/", asked(route, format="ndjson"))
    assert response["Content-Type"] == "application/x-ndjson"
    assert [json.loads(line) for line in response.getvalue().splitlines()] == rows


@every_route
@pytest.mark.parametrize("format", ["csv", "xlsx"])
def test_a_table_of_nothing_still_has_its_headings(route, format, client):
    response = client.get(f"/api/v1/{route}/", asked(route, format=format))
    assert response.status_code == 200
    assert len(response.getvalue()) > len("\ufeffid,url")


@every_route
@pytest.mark.parametrize("format", ["csv", "xlsx"])
def test_a_table_is_whole_and_takes_no_page(route, format, blames):
    for name, value in {"page_size": "5", "count": "true", "cursor": "x"}.items():
        assert blames(f"{route}/", **asked(route, format=format, **{name: value})) == [name]


@every_route
def test_an_unknown_format_is_named(route, blames):
    assert blames(f"{route}/", **asked(route, format="xml")) == ["format"]


@every_list
def test_one_record_is_no_table(route, blames, api, standing):
    record = api(f"{route}/")["results"][0]["id"]
    assert blames(f"{route}/{record}/", format="csv") == ["format"]
    assert api(f"{route}/{record}/", format="json")["id"] == record


@every_route
def test_a_browser_gets_json_and_no_cookie(route, client, standing):
    response = client.get(
        f"/api/v1/{route}/", asked(route), headers={"accept": "text/html,application/xml;q=0.9,*/*;q=0.8"}
    )
    assert response["Content-Type"] == "application/json"
    assert response["Access-Control-Allow-Origin"] == "*"
    assert "Accept" in response["Vary"].replace(" ", "").split(",")
    assert not response.cookies
