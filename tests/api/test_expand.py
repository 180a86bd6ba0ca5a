"""Links that are shown as the whole record."""

import csv
import io
import json
from functools import cache

import pytest
from openpyxl import load_workbook

from resolutions.api import lists
from tests.api.ground import grow

pytestmark = pytest.mark.django_db
SITE = "http://testserver/api/v1/"
LINK = {"id", "url", "name"}
HANGING = {
    "agenda", "results", "indicators", "shortcomings", "resolutions", "directives", "reviews",
    "personnel_decisions", "photos", "source", "sources", "addenda", "seal",
}  # fmt: skip
LINKS = {
    "organizations": "parent,successor",
    "terms": "organization",
    "people": "organization",
    "memberships": "person,organization,term",
    "sectors": "parent",
    "sessions": "organization,term,chair,secretary",
    "results": "session,sector",
    "indicators": "sector",
    "indicator-values": "indicator,session,sector",
    "shortcomings": "session,sector,responsible,repeats,directives",
    "resolutions": "session,signer,replaces",
    "directives": "session,resolution,sector,lead_unit,supporting_units,answers",
    "progress-reports": "directive,unit",
    "reviews": "session,directive",
    "personnel-decisions": "session,body,person",
}
every_list = pytest.mark.parametrize("route", [route for route, viewset in lists])


def several(value):
    """What a link shows, as a list."""
    return value if isinstance(value, list) else [value] if value else []


@every_list
def test_a_link_is_shown_as_its_own_list_shows_it_in_the_same_query(
    route, api, client, standing, django_assert_num_queries
):
    @cache
    def at_home(kind):
        return {row["url"]: row for row in api(f"{kind}/", page_size=500)["results"]}

    plain = api(f"{route}/", page_size=500)["results"]
    with django_assert_num_queries(1):
        rows = api(f"{route}/", page_size=500, expand=LINKS[route])["results"]
    assert [row["id"] for row in rows] == [row["id"] for row in plain]
    for row, small in zip(rows, plain, strict=True):
        for link in LINKS[route].split(","):
            assert [each["url"] for each in several(row[link])] == [
                each["url"] for each in several(small[link])
            ]
            for shown in several(row[link]):
                kind = shown["url"].removeprefix(SITE).split("/")[0]
                whole = at_home(kind)[shown["url"]]
                hanging = HANGING if kind == "sessions" else set()
                assert shown == {name: value for name, value in whole.items() if name not in hanging}
            row[link] = small[link]
    assert rows == plain


@every_list
def test_one_record_is_expanded_as_the_list_is(route, api, standing):
    row = api(f"{route}/", expand=LINKS[route])["results"][0]
    assert api(f"{route}/{row['id']}/", expand=LINKS[route]).items() >= row.items()


@pytest.mark.parametrize(("shown", "hidden"), [("first", "second"), ("second", "first")])
def test_nothing_unpublished_shows_in_what_is_expanded(shown, hidden, api):
    """The second session repeats, answers, reviews and replaces what hangs on the first."""
    world = grow("kề bên")
    shown, hidden = getattr(world, shown), getattr(world, hidden)
    shown.publish()
    rows = {route: api(f"{route}/", expand=LINKS[route])["results"] for route, viewset in lists}
    seen = json.dumps(rows, ensure_ascii=False)
    assert f"/sessions/{shown.pk}/" in seen
    assert f"/sessions/{hidden.pk}/" not in seen
    for secret in (
        world.organization.parent.name,
        *(document.title for document in hidden.resolutions.all()),
        *hidden.shortcomings.values_list("text", flat=True),
        *hidden.directives.values_list("text", flat=True),
    ):
        assert json.dumps(secret, ensure_ascii=False) not in seen


def test_a_session_stands_without_what_hangs_on_it_and_links_inside_stay_links(api, standing):
    row = api("directives/", expand="session")["results"][0]
    assert row["session"].items() >= {"targets": {"met": 22, "total": 43}, "place": "Hội trường mẫu"}.items()
    assert not row["session"].keys() & HANGING
    assert row["session"]["term"].keys() == row["lead_unit"].keys() == LINK


@every_list
@pytest.mark.parametrize("wrong", ["secret", "id", "{},secret", "{0},{0}", "{},", "{}.organization"])
def test_what_cannot_be_expanded_is_named(route, wrong, api, blames):
    wrong = wrong.format(LINKS[route].split(",")[0])
    assert blames(f"{route}/", expand=wrong) == blames(f"{route}/1/", expand=wrong) == ["expand"]
    offered = ", ".join(sorted(LINKS[route].split(",")))
    [error] = api(f"{route}/", expand=wrong, expect=400)["errors"]
    assert ", ".join(sorted(error["detail"].rstrip(".").split(": ")[1].split(", "))) == offered


def test_only_fields_that_are_shown_can_be_expanded(api, blames, standing):
    [row, *_rest] = api("directives/", fields="id,session", expand="session")["results"]
    assert row.keys() == {"id", "session"}
    assert row["session"]["held_on"] == "2023-09-29"
    assert blames("directives/", fields="id,session", expand="lead_unit") == ["expand"]
    assert blames("directives/", fields="id", expand="lead_unit") == ["expand"]


@pytest.fixture
def answering(world):
    """A directive that answers two shortcomings, and names no unit."""
    directive = world.second.directives.get()
    directive.lead_unit = None
    directive.save()
    return directive


ASKED = "fields=id,session,lead_unit,answers&expand=session,lead_unit,answers"


def test_in_a_table_each_field_of_an_expanded_record_has_its_column(answering, client):
    address = f"/api/v1/directives/?session={answering.session_id}&{ASKED}&format="
    [row] = csv.DictReader(io.StringIO(client.get(f"{address}csv").getvalue().decode("utf-8-sig")))
    old, new = answering.answers.order_by("session__held_on")
    assert row["session_held_on"] == "2023-09-29"
    assert row["session_targets_met"] == "22"
    assert row["session_term_id"] == str(answering.session.term_id)
    assert row["lead_unit_name"] == row["lead_unit_parent_id"] == ""
    assert set(row["answers_id"].split("; ")) == {str(old.pk), str(new.pk)}
    assert set(row["answers_text"].split("; ")) == {old.text, new.text}
    assert not row.keys() & {"session", "lead_unit", "answers"}
    sheet = load_workbook(io.BytesIO(client.get(f"{address}xlsx").getvalue())).active
    assert [cell.value for cell in sheet[1]] == list(row)


def test_lines_of_json_hold_what_the_list_shows(answering, client, api):
    lines = client.get(f"/api/v1/directives/?{ASKED}&format=ndjson").getvalue().splitlines()
    asked = dict(part.split("=") for part in ASKED.split("&"))
    assert [json.loads(line) for line in lines] == api("directives/", **asked)["results"]
