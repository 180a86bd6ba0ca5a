"""A query with blanks asks what one that is put together for each request would: for every filter and every order."""

import pytest
from django.db import connection
from django.http import QueryDict

from district.api import asked_for, document_of, published
from district.blanks import Blank, Statement
from district.documents import Documents
from district.filters import filters_of, understood
from district.pagination import Keyset
from resolutions.api import lists
from tests.api.test_plans import parameters

pytestmark = pytest.mark.django_db
every_list = pytest.mark.parametrize(("route", "viewset"), lists, ids=[route for route, _ in lists])


def asks(statements, values):
    """What the database is asked, as pairs of SQL and parameters."""
    return [(each.sql, each.filled(values, connection)) for each in statements if not each.is_empty]


@every_list
def test_every_filter_and_every_order_asks_the_same(route, viewset, standing):
    noun, filterset = viewset.serializer_class.Meta.model, viewset.filterset_class
    filters, kept = filters_of(filterset, noun), 0
    for asked in parameters(noun, filterset.base_filters):
        given = QueryDict(asked)
        keyset, values = asked_for(noun, filterset, given)
        rows = published(noun).all()
        for name, value in understood(given, filters):
            rows = filters[name].filter(rows, value)
        statement = Statement(keyset.queryset)
        assert asks([statement], values) == asks([Statement(rows)], {}), asked
        kept += any(isinstance(param, Blank) for param in statement.params)
    assert kept >= any(hasattr(each, "blank") for each in filters.values())


@every_list
def test_every_position_asks_the_same(route, viewset, standing):
    noun, filterset = viewset.serializer_class.Meta.model, viewset.filterset_class
    document = document_of(viewset.serializer_class)
    for name in filterset.base_filters["ordering"].paths:
        for key in (name, f"-{name}"):
            keyset, _values = asked_for(noun, filterset, QueryDict(f"ordering={key}"))
            rows = Documents(keyset, document, "")
            for position in (None, *map(rows.position, rows.after(None, 2))):
                for forward in (True, False):
                    anew = Keyset(keyset.queryset, is_wide=keyset.is_wide)._stretches(
                        position, forward=forward
                    )
                    anew = [Statement(each if forward else each.reverse()) for each in anew]
                    filled = dict(zip(keyset.blanks, position or (), strict=False))
                    kept = asks(keyset.stretches(position, forward=forward), filled)
                    assert kept == asks(anew, {}), (key, position, forward)


def test_a_query_is_kept_for_all_values(standing):
    viewset = dict(lists)["directives"]
    noun, filterset = viewset.serializer_class.Meta.model, viewset.filterset_class

    def kept(asked):
        return asked_for(noun, filterset, QueryDict(asked))[0]

    for one, other in {
        "organization=1&due_after=2023-01-01": "organization=2&due_after=2024-01-01",
        "organization=one": "organization=other",
        "status=completed&modified_since=2023-01-01": "status=dropped&modified_since=2024-01-01",
    }.items():
        assert kept(one) is kept(other)
    for one, other in {
        "organization=1": "organization=one",
        "session=1": "session=1,2",
        "overdue=true": "overdue=false",
        "ordering=due_on": "ordering=-due_on",
        "q=mau": "q=khac",
    }.items():
        assert kept(one) is not kept(other)
