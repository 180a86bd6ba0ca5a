"""Every form of the desk, each of its controls: what is sent is written as a whole, or refused with nothing written and nothing lost."""

import pytest
from django import forms
from django.contrib import admin
from hypothesis import given

from district import fields
from district.admin import WrittenAdmin
from tests.desk.pages import Controls, address
from tests.desk.rows import whole_district
from tests.hostile.forms import controls_of, file_controls, spoilt
from tests.hostile.ground import case, stored_files, trials, written

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("standing")]

DESKS = [model for model, desk in admin.site._registry.items() if not isinstance(desk, WrittenAdmin)]
every_desk = pytest.mark.parametrize("model", DESKS, ids=lambda model: model._meta.label_lower)


@pytest.fixture(scope="module")
def standing(shared):
    """A district with a row of every noun."""
    whole_district(1)


def rows(model):
    return model._base_manager.order_by("-pk")


def submitted(client, model, pk, page, form, files=(), few=4):
    """Send the form in many wrong ways; each is written as a whole or not at all."""

    @trials("desk", among=2 * len(DESKS), few=few)
    @given(spoilt(form, files))
    def send(sent):
        changed, data = sent
        with case("desk"):
            before, kept = written(), stored_files()
            answer = client.post(page, data)
            assert answer.status_code in (200, 302, 400), answer.status_code
            if answer.status_code != 302:
                assert written() == before
                assert stored_files() == kept
            if answer.status_code == 200 and answer.context and "adminform" in answer.context:
                is_refused(answer, changed)
            if answer.status_code == 302:
                is_written(client, model, pk, changed)

    send()


def is_written(client, model, pk, changed):
    """The record is there as it was typed, and its pages open."""
    row = model._base_manager.get(pk=pk) if pk else rows(model).first()
    for name, value in changed.items():
        if (
            isinstance(value, str)
            and value.strip()
            and type(_field(model, name)) in (fields.CharField, fields.TextField)
        ):
            assert getattr(row, name) == _field(model, name).clean(lines(value).strip(), row), name
    assert client.get(address(model, "change", row.pk)).status_code == 200
    assert client.get(address(model, "changelist")).status_code == 200
    if hasattr(model, "history"):
        assert client.get(address(model, "history", row.pk)).status_code == 200


def _field(model, name):
    return next((field for field in model._meta.concrete_fields if field.name == name), None)


def is_refused(answer, changed):
    """The page says what is wrong, and what was typed is still there."""
    assert answer.context["errors"], "no error is told"
    shown = Controls(answer.content.decode()).values
    form = answer.context["adminform"].form
    for name, value in changed.items():
        is_shown = type(form.fields.get(name)) is forms.CharField and not isinstance(
            form.fields[name].widget, forms.PasswordInput
        )
        if isinstance(value, str) and is_shown:
            assert lines(shown[name]) == lines(value), name


def lines(text):
    return text.replace("\r\n", "\n").replace("\r", "\n")


@every_desk
def test_adding(admin_client, model):
    page = address(model, "add")
    opened = admin_client.get(page)
    if opened.status_code == 403:
        pytest.skip("Nobody adds it.")
    filled = controls_of(opened)
    if row := rows(model).first():
        other = admin_client.get(address(model, "change", row.pk))
        held = Controls(other.content.decode()).values
        filled |= {
            name: held[name]
            for name in filled
            if held.get(name) and "-" not in name and name not in ("began", "csrfmiddlewaretoken")
        }
    submitted(admin_client, model, None, page, filled, [*file_controls(opened)])


@every_desk
def test_changing(admin_client, model):
    row = rows(model).first()
    page = address(model, "change", row.pk)
    opened = admin_client.get(page)
    submitted(admin_client, model, row.pk, page, controls_of(opened), [*file_controls(opened)])
