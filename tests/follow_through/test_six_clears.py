"""The desk shows which of the six clears ("6 rõ") are missing, lists by them, and warns on approval."""

from datetime import date

import pytest

from district.models import Person
from resolutions.actions import review
from resolutions.models import Directive
from resolutions.models.directive import Clear

pytestmark = pytest.mark.usefixtures("before_approval")

LIST = "/admin/resolutions/directive/"


@pytest.fixture
def clear(district):
    return Directive.objects.create(
        session=district.s15,
        text="đủ sáu rõ",
        lead_unit=district.unit,
        person_in_charge=Person.objects.create(name="Lò Văn Mẫu"),
        due_on=date(2024, 3, 31),
        expected_output="báo cáo",
        authority="Ban Thường vụ",
    )


@pytest.mark.parametrize(
    ("lacks", "change"),
    [
        (Clear.PERSON, {"person_in_charge": None}),
        (Clear.TASK, {"text": ""}),
        (Clear.TIME, {"due_on": None}),
        (Clear.RESPONSIBILITY, {"lead_unit": None}),
        (Clear.OUTPUT, {"expected_output": ""}),
        (Clear.AUTHORITY, {"authority": ""}),
    ],
)
def test_each_clear_is_missed_by_itself(clear, lacks, change):
    assert clear.missing == []
    assert clear not in Directive.objects.unclear()
    for name, value in change.items():
        setattr(clear, name, value)
    clear.save()
    assert clear.missing == [lacks.label]
    assert clear in Directive.objects.lacking(lacks)
    assert clear in Directive.objects.unclear()
    for other in set(Clear) - {lacks}:
        assert clear not in Directive.objects.lacking(other)


def test_list_filters_by_what_is_missing(district, clear, office):
    listed = office.get(f"{LIST}?lacking=time").context["cl"].queryset
    assert set(listed) == {district.open_ended}


def approve(office, session):
    """Approve a session on its page, changing nothing else."""
    page = f"/admin/meetings/session/{session.pk}/change/"
    context = office.get(page).context
    typed = {}
    for form in (
        context["adminform"].form,
        *(f for s in context["inline_admin_formsets"] for f in s.formset),
    ):
        for field in form:
            value = field.value()
            typed[field.html_name] = "" if value is None else getattr(value, "pk", value)
    for formset in context["inline_admin_formsets"]:
        for field in formset.formset.management_form:
            typed[field.html_name] = field.value()
    for name in ("held_on", "assessed_starts_on", "assessed_ends_on", "ahead_starts_on", "ahead_ends_on"):
        day = getattr(session, name)
        typed[name] = f"{day:%d/%m/%Y}" if day else ""
    return office.post(page, {**typed, "state": "approved", "_continue": ""}, follow=True)


def test_approval_warns_of_directives_that_are_not_clear(district, office):
    review(directive=district.duty, session=district.s16, outcome="carried_over", reason="chậm")
    Directive.objects.create(session=district.s16, text="Tăng cường an ninh")
    text = approve(office, district.s16).content.decode()
    district.s16.refresh_from_db()
    assert district.s16.state == "approved"
    assert "1 nhiệm vụ chưa đủ 6 rõ" in text


def test_session_page_leads_to_the_preparation(district, office):
    page = office.get(f"/admin/meetings/session/{district.s16.pk}/change/").content.decode()
    assert "Đánh giá việc các kỳ trước" in page
    answer = office.get(f"/admin/meetings/session/{district.s16.pk}/prepare/")
    assert answer.url == f"/sessions/{district.s16.pk}/prepare/"
