"""What was exported comes back as it was, whichever noun is added next."""

import pytest
from django.contrib import admin

from district.models import ApiKey, Record
from tests.desk.rows import whole_district
from tests.imports.pages import exported, look, refusals, table, write

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("standing")]


@pytest.fixture(scope="module")
def standing(shared):
    """A district with two rows of every noun, which the tests share."""
    whole_district(2)


def imported_nouns():
    return [
        model
        for model, desk in admin.site._registry.items()
        if issubclass(model, Record)
        and model is not ApiKey
        and type(desk).has_add_permission is admin.ModelAdmin.has_add_permission
    ]


@pytest.mark.parametrize("index", [0, 1], ids=["csv", "xlsx"])
@pytest.mark.parametrize("model", imported_nouns(), ids=lambda model: model._meta.label_lower)
def test_what_was_exported_comes_back_without_a_change(admin_client, model, index):
    before = model.history.count()
    page = look(admin_client, model, exported(admin_client, model, index))
    assert refusals(page) == []
    assert page.context["result"].totals["skip"] == model.objects.count()
    write(admin_client, model, exported(admin_client, model, index))
    assert model.history.count() == before


@pytest.mark.parametrize("model", imported_nouns(), ids=lambda model: model._meta.label_lower)
def test_no_two_columns_have_one_name(admin_client, model):
    names = table(exported(admin_client, model))[0]
    assert len(names) == len(set(names))
