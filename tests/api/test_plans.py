"""An index stands behind every filter and every order of every list: no page is found by reading a large table.

The database is asked how it would read the page of a whole country (`tests.api.country`): with a table of more
than 10,000 rows it may begin at the rows of an index, but it neither reads one from end to end before it can give
the first row, nor sorts as many.
"""

import json
import re
from collections import defaultdict

import pytest
from django.db import connection
from django.db.models.constants import LOOKUP_SEP
from django.http import QueryDict
from django.test.utils import CaptureQueriesContext

from district.api import asked_for, document_of
from district.documents import Documents
from district.filters import Related
from district.indexes import estimate
from meetings.models import Session
from resolutions.api import lists
from resolutions.models import Directive
from tests.api.country import LARGE, OTHERS, ROWS, forget, nouns, plant, rows
from tests.api.ground import grow
from tests.factories import while_open

pytestmark = pytest.mark.django_db

WITHOUT_INDEX = {
    "postgresql": {
        ("shortcomings", "has_directive=false"): "An index has what is there, not what is missing: "
        "to say that nothing answers a shortcoming, all that answers one is looked through.",
    },
}
"""What no index can find, by database, and why."""


@pytest.fixture(scope="module")
def country(shared):
    """Two organizations, and the statistics of a country of them."""
    with while_open():
        for _ in range(2):
            grow(breadth=2).publish()
    plant()
    yield {noun._meta.db_table for noun in nouns() if rows(noun) > LARGE}
    forget()


@pytest.mark.parametrize(("route", "viewset"), lists, ids=[route for route, _ in lists])
def test_no_page_is_found_by_reading_a_large_table(route, viewset, country, client):
    noun = viewset.serializer_class.Meta.model
    asked = parameters(noun, viewset.filterset_class.base_filters)
    unserved = {parameter for at, parameter in WITHOUT_INDEX.get(connection.vendor, ()) if at == route}
    assert {
        parameter for parameter in ["", *asked] if read(client, noun, route, parameter, country)
    } == unserved


def test_no_list_in_the_order_of_another_table_is_sorted_whole(country, client, monkeypatch):
    """Whatever the proportions: here ten sessions of the country have as many rows as one had."""
    monkeypatch.setattr("tests.api.country.ROWS", {noun: fewer(count) for noun, count in ROWS.items()})
    monkeypatch.setattr("tests.api.country.OTHERS", fewer(OTHERS))
    plant()
    try:
        for route, viewset in lists:
            noun = viewset.serializer_class.Meta.model
            for name, path in viewset.filterset_class.base_filters["ordering"].paths.items():
                for order in (name, f"-{name}") if LOOKUP_SEP in path else ():
                    assert not read(client, noun, route, f"ordering={order}", country)
    finally:
        monkeypatch.undo()
        plant()


@pytest.mark.parametrize(("route", "viewset"), lists, ids=[route for route, _ in lists])
def test_no_page_further_on_is_found_by_reading_a_large_table(route, viewset, country):
    assert not read_further_on(viewset, country)


@pytest.mark.skipif("connection.vendor != 'sqlite'", reason="of SQLite alone")
def test_nor_where_what_is_estimated_of_two_indexes_differs(country):
    """SQLite estimates from ten thousand rows of each: of a large table it may count ten times as many in one."""
    try:
        with connection.cursor() as cursor:
            for index, stat in (
                ("directive_by_due_on", "15000000 110 1 noskipscan"),
                ("directive_by_deadline", "1400000 5001 17 1 noskipscan"),
            ):
                cursor.execute("UPDATE sqlite_stat1 SET stat = %s WHERE idx = %s", [stat, index])
            cursor.execute("ANALYZE sqlite_schema")
        assert not read_further_on(dict(lists)["directives"], country)
    finally:
        plant()


@pytest.mark.parametrize("key", ["due_on", "-due_on", "responsible", "-responsible"])
@pytest.mark.parametrize("status", ["", "&status=not_started", "&status=completed"])
def test_rows_of_one_organization_are_not_looked_for_in_all_of_the_country(key, status, country):
    """Those whose key is unknown least of all: they are many, and to an estimate one value like another."""
    plans = plans_of("directives", f"organization=one{status}&ordering={key}")
    assert len(plans) == 2
    for plan in plans:
        assert "session_id" in plan, plan
        assert not re.search(r"directive_(open_)?by|lead_unit_id_", plan), plan


@pytest.mark.parametrize("key", ["due_on", "-due_on"])
def test_what_is_overdue_longest_is_not_looked_for_among_all_that_is_done(key, country):
    plans = plans_of("directives", f"overdue=true&ordering={key}")
    assert "directive_open_by_due_on" in plans[0]


@pytest.mark.parametrize(
    "asked",
    [
        "status=completed&ordering=status",
        "due_before=2023-09-29&ordering=-due_on",
        "overdue=false&ordering=id",
    ],
)
def test_what_is_asked_for_in_its_own_order_is_not_sorted(asked, country):
    for plan in plans_of("directives", asked):
        assert not re.search(r"USE TEMP B-TREE|Sort", plan), plan


def plans_of(route, asked):
    """How the database would read each stretch of the first page."""
    noun, filterset = dict(lists)[route].serializer_class.Meta.model, dict(lists)[route].filterset_class
    keyset, values = asked_for(noun, filterset, QueryDict(asked))
    explain = "EXPLAIN" if connection.vendor == "postgresql" else "EXPLAIN QUERY PLAN"
    plans = []
    for each in keyset.stretches(None, forward=True):
        with connection.cursor() as cursor:
            cursor.execute(f"{explain} {each.sql} LIMIT 51", each.filled(values, connection))
            plans.append("\n".join(str(row[-1]) for row in cursor.fetchall()))
    return plans


@pytest.mark.skipif("connection.vendor != 'sqlite'", reason="of SQLite alone")
def test_sqlite_is_told_not_to_skip_through_an_index(country):
    try:
        for _time in range(2):
            estimate(connection)
            with connection.cursor() as cursor:
                cursor.execute("SELECT stat FROM sqlite_stat1 WHERE idx IS NOT NULL")
                told = [stat for (stat,) in cursor.fetchall()]
            assert told
            assert all(stat.split().count("noskipscan") == 1 for stat in told)
    finally:
        plant()


def read_further_on(viewset, large):
    """What is read from end to end, or sorted, of large tables for the page after the first row, in every order."""
    noun, filterset = viewset.serializer_class.Meta.model, viewset.filterset_class
    document = document_of(viewset.serializer_class, ("id",))
    steps = []
    for name in filterset.base_filters["ordering"].paths:
        for order in (name, f"-{name}"):
            rows = Documents(asked_for(noun, filterset, QueryDict(f"ordering={order}"))[0], document, "")
            position = rows.position(rows.after(None, 1)[0])
            with CaptureQueriesContext(connection) as queries:
                rows.after(position, 51)
            assert queries.captured_queries
            steps += [(order, step) for query in queries for step in explained(query["sql"], large)]
    return steps


def fewer(count):
    """A tenth of what hangs on sessions."""
    return count // 10 if count > 5 * ROWS[Session] else count


def test_an_order_without_its_index_is_noticed(country, client):
    connection.check_constraints()  # PostgreSQL drops nothing while some are to be checked
    with connection.cursor() as cursor:
        cursor.execute("DROP INDEX directive_by_due_on")
    assert read(client, Directive, "directives", "ordering=-due_on", country)


def read(client, noun, route, parameter, large):
    """What is read from end to end, or sorted, of large tables for the first page."""
    few = "&fields=id" if parameter else ""  # whole rows once: they are read alike on every page
    with CaptureQueriesContext(connection) as queries:
        page = client.get(f"/api/v1/{route}/?{parameter}{few}")
    assert page.status_code == 200, page.content
    selects = [query["sql"] for query in queries if query["sql"].startswith("SELECT")]
    assert any(f'"{noun._meta.db_table}"' in sql for sql in selects), "A kept answer asks nothing."
    steps = [step for sql in selects for step in explained(sql, large)]
    for step in steps:
        print(f"{route}/?{parameter}: {step}")  # what pytest shows of a failure
    return steps


def parameters(noun, filters):
    """Every filter with each value that it can be given differently, and every order."""
    for name in filters["ordering"].paths:
        yield from (f"ordering={name}", f"ordering=-{name}")
    for name, asked in filters.items():
        if name != "ordering":
            yield from (f"{name}={value}" for value in values(noun, asked))


def values(noun, asked):
    """A value that the filter understands; of a record both its id and its code, of yes and no both."""
    if isinstance(asked, Related):
        record = asked.named(noun.objects.all()).first()
        return [record.pk, record.code] if asked.by_code else [record.pk]
    schema = asked.field.schema
    schema = schema.get("items", schema)
    if "enum" in schema:
        return schema["enum"][:1]
    given = schema.get("type"), schema.get("format")
    return {
        ("boolean", None): ["true", "false"],
        ("integer", None): [schema.get("minimum")],
        ("number", None): ["50"],
        ("string", None): [schema.get("example", "mau")],
    }.get(given, ["2023-09-29"])


def explained(sql, large):
    """What the database would read from end to end, or sort, of large tables, before the first row."""
    explain = {"sqlite": _explained_by_sqlite, "postgresql": _explained_by_postgresql}[connection.vendor]
    with connection.cursor() as cursor:
        return list(explain(cursor, sql, large))


def _explained_by_sqlite(cursor, sql, large):
    """A loop over a whole table (all that is public, or each value of a first column in turn) is bad inside another or before a sort."""
    tables = {table: table for table in large}
    tables |= {name: table for table, name in re.findall(r'(?:FROM|JOIN) "(\w+)" (\w+)', sql)}
    cursor.execute(f"EXPLAIN QUERY PLAN {sql}")
    queries = defaultdict(list)
    for _at, query, _unused, step in cursor.fetchall():
        queries[query].append(step)
    for steps in queries.values():
        sorts = "USE TEMP B-TREE FOR ORDER BY" in steps
        loops = [step for step in steps if step.startswith(("SCAN", "SEARCH"))]
        for at, step in enumerate(loops):
            whole = re.match(
                r"SCAN (\w+)|SEARCH (\w+) USING (?:COVERING )?INDEX \w+ \((?:state=\?\)$|ANY\()", step
            )
            if whole and tables.get(whole[1] or whole[2]) in large and (sorts or at > 0):
                yield step


def _explained_by_postgresql(cursor, sql, large):
    cursor.execute(f"EXPLAIN (FORMAT JSON) {sql}")
    plan = cursor.fetchone()[0]
    [whole] = plan if isinstance(plan, list) else json.loads(plan)
    return _whole_reads(whole["Plan"], large)


WAITS = {"Sort", "Hash", "Aggregate", "Materialize", "Unique"}
"""The steps of PostgreSQL that read all of what is below them before they give a row."""


def _whole_reads(step, large, waits=False):
    kind, table = step["Node Type"], step.get("Relation Name")
    if table in large:
        if kind == "Seq Scan" or (
            waits and kind in ("Index Scan", "Index Only Scan") and "Index Cond" not in step
        ):
            yield f"{kind} on {table}"
    elif kind == "Sort" and step["Plan Rows"] > LARGE:
        yield f"Sort of {step['Plan Rows']} rows by {step['Sort Key']}"
    for below in step.get("Plans", ()):
        yield from _whole_reads(below, large, kind != "Limit" and (waits or kind in WAITS))
