"""A later session judges a directive, in whatever order things are entered."""

from datetime import date

import pytest
from django.core.exceptions import ValidationError
from django.utils import timezone

from resolutions.actions import report_progress, review
from resolutions.models import ProgressReport, Review
from tests.factories import DirectiveFactory, ReviewFactory, SessionFactory, UnitFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def directive():
    return DirectiveFactory(due_on=date(2023, 12, 31))


@pytest.fixture
def later(directive):
    return SessionFactory(term=directive.session.term, later=True)


@pytest.mark.parametrize("earlier", [True, False], ids=["earlier session", "its own session"])
def test_only_a_later_session_judges(directive, earlier):
    session = SessionFactory(term=directive.session.term, earlier=True) if earlier else directive.session
    row = ReviewFactory.build(directive=directive, session=session)
    with pytest.raises(ValidationError) as refused:
        row.full_clean()
    assert refused.value.message_dict == {"session": ["Chỉ một kỳ họp sau mới đánh giá được nhiệm vụ."]}
    with pytest.raises(ValidationError):
        row.save()


def test_new_deadline_lies_after_the_session_that_gives_it(directive, later):
    with pytest.raises(ValidationError, match="Thời hạn mới không được trước ngày kỳ họp đánh giá"):
        review(
            directive=directive,
            session=later,
            outcome="carried_over",
            reason="chậm",
            new_due_on=date(2023, 12, 19),
        )
    directive.refresh_from_db()
    assert directive.status == "not_started"


def test_second_verdict_of_a_session_is_told_as_what_it_is(directive, later):
    review(directive=directive, session=later, outcome="carried_over", reason="chậm")
    with pytest.raises(ValidationError) as refused:
        review(directive=directive, session=later, outcome="completed")
    assert refused.value.messages == ["Kỳ họp này đã đánh giá nhiệm vụ này."]


def test_dropped_directive_keeps_what_was_done_and_is_not_judged_again(directive, later):
    report_progress(
        directive=directive,
        unit=UnitFactory(),
        reported_on=date(2023, 11, 1),
        percent=40,
        text="đã làm",
        confirmed=True,
    )
    review(directive=directive, session=later, outcome="dropped", reason="không còn cần")
    later.publish()
    directive.refresh_from_db()
    assert (directive.status, directive.percent, directive.is_overdue) == ("dropped", 40, False)
    last = SessionFactory(term=directive.session.term, ordinal=17, held_on=date(2024, 3, 29))
    with pytest.raises(ValidationError, match="đã thôi thực hiện"):
        review(directive=directive, session=last, outcome="completed")


def test_carried_over_directive_is_overdue_after_its_new_deadline(directive, later):
    review(
        directive=directive,
        session=later,
        outcome="carried_over",
        reason="chậm",
        new_due_on=date(2024, 3, 31),
    )
    later.publish()
    directive.refresh_from_db()
    assert directive.due_on == date(2024, 3, 31)
    assert directive.is_overdue is (timezone.localdate() > date(2024, 3, 31))


def test_report_is_not_older_than_its_directive(directive):
    with pytest.raises(ValidationError, match="không thể trước ngày kỳ họp giao nhiệm vụ"):
        report_progress(
            directive=directive, unit=UnitFactory(), reported_on=date(2023, 9, 28), percent=1, text="sớm"
        )
    assert not ProgressReport.objects.exists()


def test_refused_verdict_leaves_nothing_behind(directive, later):
    with pytest.raises(ValidationError):
        review(directive=directive, session=later, outcome="dropped")
    directive.refresh_from_db()
    assert (directive.status, Review.objects.count(), Review.history.count()) == ("not_started", 0, 0)


def test_older_report_that_comes_late_does_not_turn_the_directive_back(directive):
    unit = UnitFactory()
    for day, percent in ((date(2023, 11, 20), 60), (date(2023, 11, 1), 30)):
        report_progress(
            directive=directive, unit=unit, reported_on=day, percent=percent, text="…", confirmed=True
        )
    directive.refresh_from_db()
    assert directive.percent == 60
