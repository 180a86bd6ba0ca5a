"""Every form of the desk and of the office, each of its controls: written as a whole, or refused with nothing written and nothing lost."""

import pytest
from django import forms
from django.contrib import admin
from django.contrib.auth import get_user_model
from django.test import Client
from django.urls import reverse
from hypothesis import given
from hypothesis import strategies as st

from district import fields
from district.admin import WrittenAdmin
from district.models import Role
from meetings.models import Draft, Session
from resolutions.models import Directive, ProgressReport, Resolution
from tests.desk.pages import Controls, address
from tests.desk.rows import whole_district
from tests.factories import RoleFactory
from tests.hostile.ground import case, stored_files, trials, written
from tests.hostile.typing import controls_of, file_controls, spoilt

pytestmark = [
    pytest.mark.django_db,
    pytest.mark.usefixtures("standing"),
    pytest.mark.filterwarnings("ignore:Generating overly large repr"),
]

DESKS = [model for model, desk in admin.site._registry.items() if not isinstance(desk, WrittenAdmin)]
TEXT = """Ngày 29/9/2023, Ban Chấp hành Đảng bộ huyện-uy khóa VI, nhiệm kỳ 2020 - 2025 tổ chức kỳ họp lần thứ 17.
9 tháng đầu năm, thu ngân sách đạt 114,62% kế hoạch; có 22/43 chỉ tiêu đạt và vượt.
Tuy nhiên, giải ngân vốn đầu tư công còn chậm, mới đạt 45%.
Kỳ họp yêu cầu Phòng Nông nghiệp đẩy nhanh tiến độ trước ngày 31/12/2023.
Ban Chấp hành đã bầu bổ sung đồng chí Lò Văn An.
"""
"""A report, from which one row of each kind is read."""


@pytest.fixture(scope="module")
def standing(shared):
    """A district with a row of every noun: something to prepare, approve, register, confirm, read and report on."""
    whole = whole_district(1)
    Draft.objects.create(title="Bài báo", organization=whole.organization, text=TEXT)
    Resolution.objects.create(session=whole, title="Chưa có số")
    Session.objects.earliest("held_on").publish()
    duty = Directive.objects.filter(session__state="published").first()
    RoleFactory(organization=duty.lead_unit, kind="reporter", user__username="don-vi")


def rows(model):
    """The rows, the newest first, but for the account that asks: it may shut itself out."""
    known = model._base_manager.order_by("-pk")
    return known.exclude(username="admin") if model is get_user_model() else known


def test_a_form_of_the_desk_writes_a_whole_record_or_nothing(admin_client):
    opened = {}

    def form_of(model, is_new):
        """The address of the form, what a browser would send for it, and its controls that take a file."""
        if (model, is_new) not in opened:
            row = rows(model).first()
            page = address(model, "add") if is_new else address(model, "change", row.pk)
            answer = admin_client.get(page)
            form = {} if answer.status_code == 403 else controls_of(answer)
            if is_new:
                like = Controls(admin_client.get(address(model, "change", row.pk)).content.decode()).values
                form |= {
                    name: like[name]
                    for name in form
                    if like.get(name) and "-" not in name and name != "began"
                }
            opened[model, is_new] = page, form, [*file_controls(answer)]
        return opened[model, is_new]

    @trials("desk", few=8)
    @given(st.sampled_from(DESKS), st.booleans(), st.data())
    def send(model, is_new, data):
        page, form, files = form_of(model, is_new)
        if not form:
            return
        changed, filled = data.draw(spoilt(form, files))
        with case("desk"):
            before, kept = written(), stored_files()
            answer = admin_client.post(page, filled)
            assert answer.status_code in (200, 302, 400)
            is_key_shown = answer.status_code == 200 and "adminform" not in answer.context
            if answer.status_code == 302 or is_key_shown:
                row = rows(model).first() if is_new else rows(model).get(pk=page.split("/")[-3])
                is_whole(admin_client, row, changed)
                return
            assert written() == before
            assert stored_files() == kept
            if answer.status_code == 200:
                is_refused(answer, changed)

    send()


def is_whole(client, row, changed):
    """The record is there as it was typed, and its pages open."""
    own = {
        field.name: field
        for field in row._meta.concrete_fields
        if isinstance(field, (fields.CharField, fields.TextField))
    }
    for name, value in changed.items():
        if name in own and isinstance(value, str) and value.strip():
            assert getattr(row, name) == own[name].clean(lines(value).strip(), row), name
    pages = ["history"] if hasattr(row, "history") else []
    for page in [address(type(row), page, row.pk) for page in ["change", *pages]]:
        assert client.get(page).status_code == 200
    assert client.get(address(type(row), "changelist")).status_code == 200


def is_refused(answer, changed):
    """The page says what is wrong, and what was typed is still there."""
    assert answer.context["errors"], "no error is told"
    shown = Controls(answer.content.decode()).values
    form = answer.context["adminform"].form
    for name, value in changed.items():
        field = form.fields.get(name)
        is_shown = type(field) is forms.CharField and not isinstance(field.widget, forms.PasswordInput)
        if isinstance(value, str) and is_shown:
            # A browser passes over a first line that is empty, and nobody keeps it.
            assert lines(shown[name]).lstrip("\n") == lines(value).lstrip("\n"), name


def lines(text):
    return text.replace("\r\n", "\n").replace("\r", "\n")


OFFICE = {
    "preparation": lambda: Session.objects.filter(state="draft").latest("held_on"),
    "approval": lambda: Session.objects.filter(state="draft").latest("held_on"),
    "registration": lambda: Resolution.objects.get(number=None),
    "draft": lambda: Draft.objects.get(title="Bài báo"),
    "report": lambda: Directive.objects.filter(session__state="published").first(),
    "reports": None,
}
"""The pages of the office and of a unit that have a form, with what each is about."""


@pytest.mark.parametrize("name", OFFICE)
def test_a_page_of_the_office_writes_all_that_was_typed_or_nothing(name, admin_client):
    client = admin_client
    if name == "report":
        client = Client()
        client.force_login(Role.objects.get(user__username="don-vi").user)
    page = reverse(name, args=[OFFICE[name]().pk] if OFFICE[name] else [])
    opened = client.get(page)
    form = {control: value for control, value in controls_of(opened).items() if control != "language"}
    if name in ("approval", "reports"):
        form |= {
            "state": "submitted",
            "report": str(ProgressReport.objects.first().pk),
            "return": "1",
            "remark": "",
        }

    @trials("office", among=len(OFFICE), few=1)
    @given(spoilt(form, [*file_controls(opened)], most=4))
    def send(sent):
        with case("office"):
            before, kept = written(), stored_files()
            answer = client.post(page, sent[1])
            assert answer.status_code in (200, 302, 400, 404)
            if answer.status_code != 302:
                assert written() == before
                assert stored_files() == kept

    send()
