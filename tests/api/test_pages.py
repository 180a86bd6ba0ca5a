"""Pages of a list, while rows come and go."""

from contextlib import contextmanager
from datetime import date, timedelta

import pytest
from django.db import connection

from district.sqlite.base import TooLong
from meetings.models import Indicator, IndicatorValue
from resolutions.models import Directive
from tests.api.ground import grow

pytestmark = pytest.mark.django_db


@pytest.fixture
def session():
    """A published session without directives."""
    return grow(breadth=0).publish().second


def add(session, *days):
    """Directives due so many days after New Year; None for no deadline."""
    for day in days:
        due_on = None if day is None else date(2023, 1, 1) + timedelta(days=day)
        Directive.objects.create(session=session, text=f"hạn {day}", due_on=due_on)


def walk(client, address, link="next"):
    """The rows page by page, following the link."""
    while address:
        page = client.get(address).json()
        yield page
        address = page[link]


def ids(page):
    return [row["id"] for row in page["results"]]


def due(page):
    return [row["due_on"] for row in page["results"]]


@pytest.mark.parametrize("ordering", ["due_on", "-due_on"])
def test_unknown_deadlines_come_last_whichever_way_the_rest_runs(ordering, session, client):
    add(session, 3, None, 1, 2, None, 2)
    address = f"/api/v1/directives/?session={session.pk}&ordering={ordering}&page_size=2"
    seen = [day for page in walk(client, address) for day in due(page)]
    known = sorted(filter(None, seen), reverse=ordering.startswith("-"))
    assert seen == [*known, None, None]


@pytest.mark.parametrize("ordering", ["due_on", "-due_on", "status,-due_on", "-quarter,percent"])
@pytest.mark.parametrize("size", [1, 2, 3, 7])
def test_the_way_back_shows_the_same_pages_as_the_way_forth(ordering, size, session, client):
    add(session, 3, None, 1, 2, None, 2, 2)
    address = f"/api/v1/directives/?session={session.pk}&ordering={ordering}&page_size={size}"
    forth = list(walk(client, address))
    back = list(walk(client, forth[-1]["previous"], "previous")) if forth[-1]["previous"] else []
    forth_ids = [pk for page in forth for pk in ids(page)]
    assert len(forth_ids) == len(set(forth_ids)) == 7
    assert [pk for page in reversed(back) for pk in ids(page)] == forth_ids[: 7 - len(ids(forth[-1]))]
    assert forth[0]["previous"] is None
    assert forth[-1]["next"] is None
    if back:
        assert back[-1]["previous"] is None
        assert back[0]["next"]


@pytest.mark.parametrize(
    "ordering", ["due_on", "-due_on", "due_on,-position", "id", "-id", "modified_at", "-modified_at"]
)
def test_rows_that_come_in_between_make_none_appear_twice_or_get_lost(ordering, session, client):
    add(session, 5, 5, None, 7, None, 6)
    there = set(Directive.objects.filter(session=session).values_list("pk", flat=True))
    address = f"/api/v1/directives/?session={session.pk}&ordering={ordering}&page_size=2"
    seen = []
    for page in walk(client, address):
        seen += ids(page)
        if len(seen) < 12:
            add(session, 1, 5, 9, None)
    assert len(seen) == len(set(seen))
    assert there <= set(seen)


@pytest.mark.skipif(connection.vendor != "sqlite", reason="of SQLite alone")
@pytest.mark.parametrize("ordering", ["due_on", "-due_on", "-held_on,position", "responsible"])
@pytest.mark.parametrize("filters", ["", "status=not_started&", "modified_since=2000-01-01&overdue=true&"])
def test_a_page_that_is_not_full_soon_is_asked_for_in_another_way(
    filters, ordering, session, client, monkeypatch
):
    add(session, 3, None, 1, 2, None, 2, 2)
    address = f"/api/v1/directives/?{filters}ordering={ordering}&page_size=2"
    expected = [row for page in walk(client, address) for row in page["results"]]
    assert len(expected) >= 5
    given_up = []

    @contextmanager
    def at_once(database, steps):
        given_up.append(steps)
        raise TooLong
        yield

    monkeypatch.setattr("district.sqlite.base.DatabaseWrapper.within", at_once)
    assert [row for page in walk(client, address) for row in page["results"]] == expected
    assert given_up


def test_rows_that_come_in_while_walking_back_change_nothing_either(session, client):
    add(session, 5, 5, None, 7, None, 6)
    there = set(Directive.objects.filter(session=session).values_list("pk", flat=True))
    address = f"/api/v1/directives/?session={session.pk}&ordering=due_on&page_size=2"
    *_, last = walk(client, address)
    seen = ids(last)
    for page in walk(client, last["previous"], "previous"):
        seen += ids(page)
        if len(seen) < 12:
            add(session, 1, 5, 9, None)
    assert len(seen) == len(set(seen))
    assert there <= set(seen)


def test_a_page_whose_rows_are_gone_leads_back_to_those_that_remain(session, client):
    add(session, 1, 2, 3, 4)
    first = client.get(f"/api/v1/directives/?session={session.pk}&ordering=due_on&page_size=2").json()
    Directive.objects.filter(session=session, due_on__gt=date(2023, 1, 3)).delete()
    empty = client.get(first["next"]).json()
    assert (empty["results"], empty["next"]) == ([], None)
    assert ids(client.get(empty["previous"]).json()) == ids(first)


def test_pages_follow_decimals_to_the_last_digit(session, client):
    indicator = Indicator.objects.create(name="Sản lượng")
    for base, percent in zip(IndicatorValue.Base, ("33.33", "33.34", "33.33", "33.3"), strict=False):
        IndicatorValue.objects.create(
            session=session, indicator=indicator, base=base, percent_of_plan=percent
        )
    address = "/api/v1/indicator-values/?ordering=percent_of_plan&page_size=1"
    percents = [row["percent_of_plan"] for page in walk(client, address) for row in page["results"]]
    assert percents == [33.3, 33.33, 33.33, 33.34]


def test_the_links_keep_what_was_asked(session, client):
    add(session, 1, 2, 3)
    page = client.get("/api/v1/directives/?page_size=1&count=true&q=han&due_after=2023-01-01").json()
    assert page["count"] == 3
    assert client.get(page["next"]).json()["count"] == 3


def test_the_count_is_given_only_when_asked_for(api, world):
    assert "count" not in api("sessions/")
    assert "count" not in api("sessions/", count="false")
    assert api("sessions/", count="true")["count"] == 2


@pytest.mark.parametrize("size", ["0", "501", "abc", "-1", "1.5", "٥", "9" * 30])
def test_a_page_has_from_1_to_500_rows(size, blames):
    assert blames("sessions/", page_size=size) == ["page_size"]


@pytest.mark.parametrize("size", ["1", "500"])
def test_the_limits_of_the_page_size_are_allowed(size, api, world):
    assert len(api("sessions/", page_size=size)["results"]) == min(int(size), 2)


@pytest.mark.parametrize("count", ["yes", "1", "TRUE"])
def test_count_is_true_or_false(count, blames):
    assert blames("sessions/", count=count) == ["count"]


@pytest.mark.parametrize("cursor", ["x", "WzFd", "a:b:c", "9" * 5000, "é"])
def test_a_cursor_that_the_server_did_not_give_is_refused(cursor, blames):
    assert blames("sessions/", cursor=cursor) == ["cursor"]


def test_a_cursor_belongs_to_its_list_and_ordering(client, blames, world):
    page = client.get("/api/v1/sessions/?page_size=1").json()
    cursor = page["next"].split("cursor=")[1].split("&")[0].replace("%3A", ":")
    assert client.get(f"/api/v1/sessions/?cursor={cursor}").status_code == 200
    assert blames("sessions/", cursor=cursor, ordering="ordinal") == ["cursor"]
    assert blames("results/", cursor=cursor) == ["cursor"]
    assert blames("search/", q="mau", cursor=cursor) == ["cursor"]


@pytest.mark.parametrize("size", [3, 7, 100])
def test_a_search_pages_over_all_kinds_both_ways(size, client, world):
    address = "/api/v1/search/?q=mau&page_size={}&count=true"
    whole = client.get(address.format(500)).json()
    everything = [(row["kind"], row["id"]) for row in whole["results"]]
    forth = list(walk(client, address.format(size)))
    seen = [(row["kind"], row["id"]) for page in forth for row in page["results"]]
    assert seen == everything
    assert len(set(seen)) == len(seen) == whole["count"]
    seen = forth[-1]["results"]
    for page in walk(client, forth[-1]["previous"], "previous"):
        seen = page["results"] + seen
    assert [(row["kind"], row["id"]) for row in seen] == everything
