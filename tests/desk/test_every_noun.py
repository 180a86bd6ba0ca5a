"""What holds for the desk of every noun, whichever is added next."""

from io import BytesIO

import openpyxl
import pytest
from django.apps import apps
from django.contrib import admin

from district.admin import WrittenAdmin
from district.models import ApiKey, Record
from tests.desk.pages import address, sent
from tests.desk.rows import whole_district

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("standing")]
NOUNS = [model for model in admin.site._registry if issubclass(model, Record)]
every_noun = pytest.mark.parametrize("model", NOUNS, ids=lambda model: model._meta.label_lower)


@pytest.fixture(scope="module")
def standing(shared):
    """A district with two rows of every noun, which the tests share."""
    whole_district(2)


def test_every_noun_has_its_desk():
    assert {model for model in apps.get_models() if issubclass(model, Record)} == set(NOUNS)


@every_noun
def test_list_is_searched_and_drilled_into_by_date(admin_client, model):
    response = admin_client.get(address(model, "changelist"), {"q": "dien bien"})
    assert response.status_code == 200
    hierarchy = admin.site.get_model_admin(model).date_hierarchy
    if hierarchy:
        year = {f"{hierarchy}__year": 2023}
        assert admin_client.get(address(model, "changelist"), year).status_code == 200


@every_noun
def test_history_of_a_record_is_shown(admin_client, model):
    record = model.objects.first()
    response = admin_client.get(address(model, "history", record.pk))
    assert response.status_code == 200
    assert response.context["entries"][0].line.pk


@every_noun
def test_page_sent_back_as_it_was_is_no_clash(admin_client, model):
    if isinstance(admin.site.get_model_admin(model), WrittenAdmin):
        pytest.skip("It is only read.")
    record = model.objects.first()
    shown = sent(admin_client.get(address(model, "change", record.pk)))
    record.save()
    answer = admin_client.post(address(model, "change", record.pk), shown)
    assert answer.status_code == 302 or answer.context["clashes"] == []


@every_noun
def test_deletion_is_confirmed_first(admin_client, model):
    record = model.objects.last()
    answer = admin_client.get(address(model, "delete", record.pk))
    is_read_only = model is ApiKey or isinstance(admin.site.get_model_admin(model), WrittenAdmin)
    assert answer.status_code == 403 if is_read_only else answer.status_code in (200, 302)


@pytest.mark.parametrize(
    "model", [model for model in NOUNS if model is not ApiKey], ids=lambda model: model._meta.label_lower
)
@pytest.mark.parametrize(("index", "kind"), [(0, "csv"), (1, "xlsx")])
def test_whole_list_is_exported(admin_client, model, index, kind):
    response = admin_client.post(address(model, "export"), {"format": index, "resource": 0})
    assert f".{kind}" in response["Content-Disposition"]
    if kind == "csv":
        assert response.content.startswith(b"\xef\xbb\xbf")
        assert len(response.content.decode("utf-8-sig").splitlines()) > model.objects.count()
    else:
        sheet = openpyxl.load_workbook(BytesIO(response.content)).active
        assert sheet.max_row == model.objects.count() + 1
