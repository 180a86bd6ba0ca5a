"""A directive has one lead unit, answers earlier shortcomings, and is overdue by the calendar alone."""

from datetime import date, timedelta

import pytest
from django.core.exceptions import ValidationError
from django.utils import timezone

from resolutions.models import Directive
from tests.factories import (
    DirectiveFactory,
    PersonFactory,
    RemedyFactory,
    ResolutionFactory,
    SessionFactory,
    ShortcomingFactory,
    SupportingUnitFactory,
    UnitFactory,
)

pytestmark = pytest.mark.django_db


def test_lead_unit_is_not_taken_as_a_supporting_unit():
    directive = DirectiveFactory(lead_unit=UnitFactory())
    row = SupportingUnitFactory.build(directive=directive, unit=directive.lead_unit)
    with pytest.raises(ValidationError) as refused:
        row.full_clean()
    assert "không thể đồng thời" in refused.value.message_dict["unit"][0]
    with pytest.raises(ValidationError):
        row.save()


def test_supporting_unit_is_not_made_the_lead_unit():
    support = SupportingUnitFactory()
    directive = support.directive
    directive.lead_unit = support.unit
    with pytest.raises(ValidationError) as refused:
        directive.full_clean()
    assert "đã là đơn vị phối hợp" in refused.value.message_dict["lead_unit"][0]
    with pytest.raises(ValidationError):
        directive.save()


def test_supporting_unit_of_one_directive_leads_another():
    support = SupportingUnitFactory()
    DirectiveFactory(session=support.directive.session, lead_unit=support.unit).full_clean()


def test_directive_without_unit_and_deadline_is_valid_and_says_what_is_missing():
    directive = DirectiveFactory()
    directive.full_clean()
    assert list(map(str, directive.missing)) == [
        "rõ người",
        "rõ thời gian",
        "rõ trách nhiệm",
        "rõ sản phẩm",
        "rõ thẩm quyền",
    ]


def test_directive_that_is_clear_in_six_ways_misses_nothing():
    assert not DirectiveFactory(
        lead_unit=UnitFactory(),
        person_in_charge=PersonFactory(),
        due_on=date(2023, 12, 31),
        expected_output="Báo cáo",
        authority="UBND huyện",
    ).missing


@pytest.mark.parametrize(
    ("given", "ahead", "quarter"),
    [
        ("", date(2023, 12, 31), "2023-Q4"),
        ("2024-Q1", date(2023, 12, 31), "2024-Q1"),
        ("", None, ""),
    ],
)
def test_quarter_follows_the_period_ahead_unless_it_is_given(given, ahead, quarter):
    session = SessionFactory(ahead_starts_on=ahead and date(2023, 10, 1), ahead_ends_on=ahead)
    assert DirectiveFactory(session=session, quarter=given).quarter == quarter


@pytest.mark.parametrize(
    "quarter", ["2023-Q0", "2023-Q5", "2023Q4", "2023-q4", "quý IV", "23-Q4", "2023-Q44"]
)
def test_quarter_of_another_form_is_refused(quarter):
    with pytest.raises(ValidationError, match="Viết quý theo mẫu 2023-Q4"):
        DirectiveFactory.build(session=SessionFactory(), quarter=quarter).full_clean()


def test_directive_follows_a_document_of_its_own_session():
    with pytest.raises(ValidationError, match="thuộc kỳ họp khác"):
        DirectiveFactory(resolution=ResolutionFactory())


@pytest.mark.parametrize(
    ("days", "status", "overdue"),
    [
        (-1, "not_started", True),
        (0, "not_started", False),
        (1, "not_started", False),
        (None, "not_started", False),
        (-1, "in_progress", True),
        (-1, "completed", False),
        (-1, "dropped", False),
        (-1, "carried_over", True),
    ],
)
def test_overdue_is_open_with_a_deadline_that_has_passed(days, status, overdue):
    directive = DirectiveFactory(
        due_on=None if days is None else timezone.localdate() + timedelta(days=days),
        status=status,
        percent=100 if status == "completed" else 0,
        completed_on=date(2023, 12, 1) if status == "completed" else None,
        outcome="xong" if status == "completed" else "",
    )
    assert directive.is_overdue is overdue
    assert (directive in Directive.objects.overdue()) is overdue
    assert (directive in Directive.objects.not_overdue()) is not overdue


def test_overdue_directive_is_listed_first():
    today = timezone.localdate()
    undated = DirectiveFactory()
    late = DirectiveFactory(due_on=today - timedelta(days=3))
    soon = DirectiveFactory(due_on=today + timedelta(days=3))
    assert list(Directive.objects.open_first()) == [late, soon, undated]


def test_directive_answers_a_shortcoming_of_its_own_or_an_earlier_session():
    directive = DirectiveFactory()
    earlier = SessionFactory(term=directive.session.term, earlier=True)
    later = SessionFactory(term=directive.session.term, later=True)
    RemedyFactory(directive=directive, shortcoming=ShortcomingFactory(session=directive.session))
    RemedyFactory(directive=directive, shortcoming=ShortcomingFactory(session=earlier))
    row = RemedyFactory.build(directive=directive, shortcoming=ShortcomingFactory(session=later))
    with pytest.raises(ValidationError) as refused:
        row.full_clean()
    assert "mà kỳ họp sau mới nêu" in refused.value.message_dict["shortcoming"][0]
    with pytest.raises(ValidationError):
        row.save()
