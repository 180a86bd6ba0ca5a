"""Statistics of the API add up to its lists, and know nothing unpublished."""

from datetime import date

import pytest

from meetings.models import Shortcoming
from resolutions.models import Directive

pytestmark = pytest.mark.usefixtures("before_approval")

API = "/api/v1"


@pytest.fixture
def duties(district):
    Directive.objects.create(
        session=district.s15, text="đã quá hạn", lead_unit=district.unit, due_on=date(2023, 10, 1)
    )
    Directive.objects.create(
        session=district.s15,
        text="đã xong",
        lead_unit=district.stranger,
        sector=district.sector,
        status="completed",
        percent=100,
        completed_on=date(2023, 10, 5),
        outcome="xong",
    )
    Directive.objects.create(session=district.s16, text="chưa công khai", lead_unit=district.unit)
    Shortcoming.objects.create(session=district.s15, text="còn chậm", repeats=district.weakness)
    return district


@pytest.mark.parametrize("noun", ["directives", "shortcomings"])
@pytest.mark.parametrize("group_by", ["responsible", "sector", "quarter", "status"])
def test_groups_add_up_to_the_list(duties, client, noun, group_by):
    tally = client.get(f"{API}/statistics/{noun}/?group_by={group_by}").json()
    listed = client.get(f"{API}/{noun}/?count=true").json()["count"]
    assert tally["total"] == listed == sum(row["total"] for row in tally["results"])
    for row in tally["results"]:
        assert row["total"] == sum(row["counts"].values())
        assert group_by in row


def test_each_group_is_the_list_filtered_by_it(duties, client):
    for row in client.get(f"{API}/statistics/directives/?group_by=responsible").json()["results"]:
        if row["responsible"]:
            unit = row["responsible"]["id"]
            listed = client.get(f"{API}/directives/?responsible={unit}&count=true").json()
            assert listed["count"] == row["total"]
    for row in client.get(f"{API}/statistics/directives/?group_by=status").json()["results"]:
        listed = client.get(f"{API}/directives/?status={row['status']}&count=true").json()
        assert listed["count"] == row["total"]


def test_overdue_counts_are_those_of_the_overdue_list(duties, client):
    rows = client.get(f"{API}/statistics/directives/?group_by=quarter").json()["results"]
    listed = client.get(f"{API}/directives/?overdue=true&count=true").json()["count"]
    assert sum(row["counts"]["overdue"] for row in rows) == listed == 2


def test_the_filters_of_the_list_narrow_the_statistics(duties, client):
    tally = client.get(f"{API}/statistics/directives/?group_by=status&sector=kinh-te").json()
    assert tally["total"] == client.get(f"{API}/directives/?sector=kinh-te&count=true").json()["count"] == 2


@pytest.mark.parametrize(
    ("query", "parameter"),
    [("", "group_by"), ("?group_by=colour", "group_by"), ("?group_by=status&ordering=due_on", "ordering")],
)
def test_wrong_question_names_its_parameter(db, client, query, parameter):
    answer = client.get(f"{API}/statistics/directives/{query}")
    assert answer.status_code == 400
    assert answer.json()["errors"][0]["parameter"] == parameter


def test_statistics_are_read_only(db, client):
    assert client.post(f"{API}/statistics/directives/").status_code == 405
