"""Every list, form and history of the desk opens in as many queries for three rows as for one."""

from unittest.mock import patch

import pytest
from django.apps import apps
from django.contrib import admin
from django.contrib.auth import get_user_model
from django.contrib.contenttypes.models import ContentType
from django.db import connection, transaction
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from tests.desk.rows import whole_district

pytestmark = pytest.mark.django_db
every_noun = pytest.mark.parametrize("model", admin.site._registry, ids=lambda model: model._meta.label_lower)


@pytest.fixture(scope="module")
def few(shared):
    ContentType.objects.get_for_models(*apps.get_models())  # they are fetched once for good
    return queries_of_every_page(rows=1)


@pytest.fixture(scope="module")
def many(shared, few):
    return queries_of_every_page(rows=3)


@transaction.atomic
@patch("district.admin.LINES_ON_A_PAGE", 1000)
def queries_of_every_page(rows):
    """What the list, the form and the history of each noun ask the database; the rows themselves do not stay.

    A history is read whole: of which nouns a page of it tells would depend on the rows.
    """
    office = Client()
    office.force_login(get_user_model().objects.create_superuser("admin"))
    whole = whole_district(rows)
    richest = {"session": whole, "organization": whole.organization, "directive": whole.directives.last()}
    queries = {}
    for model in admin.site._registry:
        shown = richest.get(model._meta.model_name) or model.objects.order_by("pk").last()
        noun = f"{model._meta.app_label}_{model._meta.model_name}"
        for page, args in (("changelist", []), ("change", [shown.pk]), ("history", [shown.pk])):
            queries[model, page] = _queries(office, reverse(f"admin:{noun}_{page}", args=args))
    transaction.set_rollback(True)
    return queries


def _queries(office, address):
    with CaptureQueriesContext(connection) as captured:
        response = office.get(address)
    return response.status_code, [query["sql"] for query in captured]


@every_noun
@pytest.mark.parametrize("page", ["changelist", "change", "history"])
def test_page_opens_in_a_constant_number_of_queries(few, many, model, page):
    (before, asked), (after, asked_of_many) = few[model, page], many[model, page]
    assert before == after == 200
    assert len(asked_of_many) == len(asked), "\n".join(sorted(set(asked_of_many) - set(asked)))
