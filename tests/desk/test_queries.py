"""Every list and form of the desk opens in as many queries for three rows as for one."""

import pytest
from django.contrib import admin
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from tests.desk.rows import whole_district

pytestmark = pytest.mark.django_db
every_noun = pytest.mark.parametrize("model", admin.site._registry, ids=lambda model: model._meta.label_lower)


def queries_of_list(client, model, rows):
    return _queries(client, model, rows, "changelist")


def queries_of_form(client, model, rows):
    return _queries(client, model, rows, "change")


@transaction.atomic
def _queries(client, model, rows, page):
    whole = whole_district(rows)
    richest = {"session": whole, "organization": whole.organization, "directive": whole.directives.last()}
    shown = richest.get(model._meta.model_name) or model.objects.order_by("pk").last()
    address = reverse(
        f"admin:{model._meta.app_label}_{model._meta.model_name}_{page}",
        args=[shown.pk] if page == "change" else [],
    )
    client.get(address)  # what is fetched once for good, such as content types
    with CaptureQueriesContext(connection) as captured:
        response = client.get(address)
    assert response.status_code == 200
    transaction.set_rollback(True)
    return [query["sql"] for query in captured]


@every_noun
@pytest.mark.parametrize("queries", [queries_of_list, queries_of_form])
def test_page_opens_in_a_constant_number_of_queries(admin_client, model, queries):
    few, many = queries(admin_client, model, rows=1), queries(admin_client, model, rows=3)
    assert len(many) == len(few), "\n".join(sorted(set(many) - set(few)))
