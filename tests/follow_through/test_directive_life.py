"""A directive moves only as the rules allow, whoever moves it."""

from datetime import date

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction

from meetings.actions import correct
from meetings.models import Session
from resolutions.actions import report_progress, review
from resolutions.models import Directive, Review

HAND_MOVES = [
    ("not_started", "in_progress", True),
    ("not_started", "completed", True),
    ("not_started", "carried_over", False),
    ("not_started", "dropped", False),
    ("in_progress", "not_started", False),
    ("in_progress", "completed", True),
    ("in_progress", "dropped", False),
    ("completed", "in_progress", True),
    ("completed", "not_started", False),
    ("completed", "dropped", False),
    ("carried_over", "completed", True),
    ("carried_over", "dropped", False),
    ("dropped", "in_progress", False),
    ("dropped", "completed", False),
]


def dressed(directive, status):
    """Give the directive what the status asks for."""
    directive.status = status
    directive.percent = {"not_started": 0, "completed": 100}.get(status, 50)
    done = status == "completed"
    directive.completed_on, directive.outcome = (date(2023, 8, 1), "xong") if done else (None, "")
    return directive


@pytest.mark.usefixtures("before_approval")
@pytest.mark.parametrize(("old", "new", "allowed"), HAND_MOVES)
def test_only_allowed_moves_are_possible_by_hand(district, old, new, allowed):
    directive = dressed(Directive(session=district.s14, text="việc"), old)
    directive.save()
    dressed(directive, new)
    if allowed:
        directive.full_clean()
        directive.save()
        assert Directive.objects.get(pk=directive.pk).status == new
    else:
        with pytest.raises(ValidationError, match="Không chuyển được"):
            directive.save()
        assert Directive.objects.get(pk=directive.pk).status == old


@pytest.mark.usefixtures("before_approval")
@pytest.mark.parametrize(
    "change",
    [
        {"status": "not_started", "percent": 10},
        {"status": "in_progress", "percent": 100},
        {"status": "completed", "percent": 100},
        {"status": "completed", "percent": 100, "completed_on": date(2023, 8, 1)},
        {"status": "completed", "percent": 99, "completed_on": date(2023, 8, 1), "outcome": "xong"},
        {"status": "in_progress", "percent": 50, "completed_on": date(2023, 8, 1)},
    ],
)
def test_percent_day_and_outcome_never_contradict_the_status(district, change):
    directive = Directive(session=district.s14, text="việc", **change)
    with pytest.raises(ValidationError):
        directive.full_clean()
    with pytest.raises(IntegrityError), transaction.atomic():
        directive.save()


def test_report_moves_the_directive_once_the_office_confirms_it(district):
    report = report_progress(
        directive=district.duty, unit=district.unit, reported_on=date(2023, 8, 1), percent=40, text="đã làm"
    )
    district.duty.refresh_from_db()
    assert (district.duty.status, district.duty.percent) == ("not_started", 0)
    report.confirm()
    district.duty.refresh_from_db()
    assert (district.duty.status, district.duty.percent) == ("in_progress", 40)


def test_report_of_all_done_leaves_the_completion_to_the_office(district):
    report_progress(
        directive=district.duty,
        unit=district.unit,
        reported_on=date(2023, 8, 1),
        percent=100,
        text="xong",
        confirmed=True,
    )
    district.duty.refresh_from_db()
    assert (district.duty.status, district.duty.percent) == ("in_progress", 99)


def test_returned_report_needs_a_remark(district):
    report = report_progress(
        directive=district.duty, unit=district.unit, reported_on=date(2023, 8, 1), percent=40, text="đã làm"
    )
    with pytest.raises(ValidationError, match="phải ghi ý kiến"):
        report.send_back("")
    report.refresh_from_db()
    report.send_back("thiếu số liệu")
    assert report.state == "returned"
    district.duty.refresh_from_db()
    assert district.duty.percent == 0


def test_carried_over_directive_takes_the_new_deadline_and_keeps_the_old_one(district):
    verdict = review(
        directive=district.duty,
        session=district.s16,
        outcome="carried_over",
        reason="vốn về muộn",
        new_due_on=date(2024, 3, 31),
    )
    district.s16.publish()
    verdict.refresh_from_db()
    district.duty.refresh_from_db()
    assert district.duty.status == "carried_over"
    assert district.duty.due_on == date(2024, 3, 31)
    assert verdict.previous["due_on"] == "2023-11-30"


def test_completed_by_review_on_the_day_of_the_session_with_its_reason(district):
    review(directive=district.duty, session=district.s16, outcome="completed", reason="đạt 95% vốn")
    district.s16.publish()
    district.duty.refresh_from_db()
    assert (district.duty.status, district.duty.percent) == ("completed", 100)
    assert (district.duty.completed_on, district.duty.outcome) == (district.s16.held_on, "đạt 95% vốn")


@pytest.mark.parametrize("outcome", ["carried_over", "dropped"])
def test_review_without_a_reason_is_refused(district, outcome):
    with pytest.raises(ValidationError, match="phải ghi lý do"):
        review(directive=district.duty, session=district.s15, outcome=outcome)
    assert not Review.objects.exists()


def test_one_verdict_a_session(district):
    review(directive=district.duty, session=district.s16, outcome="carried_over", reason="chậm")
    with pytest.raises(ValidationError, match="đã đánh giá nhiệm vụ này"):
        review(directive=district.duty, session=district.s16, outcome="completed")


def test_verdict_can_be_changed_and_taken_back_until_its_session_is_approved(district):
    verdict = review(directive=district.duty, session=district.s16, outcome="dropped", reason="nhầm")
    verdict.outcome, verdict.reason, verdict.new_due_on = "carried_over", "chậm", date(2024, 3, 31)
    verdict.save()
    assert Review.objects.get().outcome == "carried_over"
    Review.objects.filter(pk=verdict.pk).delete()
    assert not Review.objects.exists()


def test_verdict_takes_effect_on_approval_and_keeps_it_when_the_session_is_no_longer_public(district):
    before = ("not_started", date(2023, 11, 30))
    after = ("carried_over", date(2024, 3, 31))
    review(
        directive=district.duty,
        session=district.s16,
        outcome="carried_over",
        reason="chậm",
        new_due_on=date(2024, 3, 31),
    )
    for act, expected in (
        (district.s16.save, before),
        (district.s16.submit, before),
        (district.s16.approve, after),
        (district.s16.publish, after),
        (district.s16.withdraw, after),
    ):
        act()
        district.duty.refresh_from_db()
        assert (district.duty.status, district.duty.due_on) == expected


def test_verdict_is_frozen_once_its_session_is_approved(district):
    verdict = review(directive=district.duty, session=district.s16, outcome="carried_over", reason="chậm")
    district.s16.publish()
    verdict.refresh_from_db()
    verdict.reason = "lý do khác"
    with pytest.raises(ValidationError, match="chỉ sửa bằng bản đính chính"):
        verdict.save()
    verdict.refresh_from_db()
    for delete in (verdict.delete, Review.objects.filter(pk=verdict.pk).delete):
        with pytest.raises(ValidationError, match="chỉ sửa bằng bản đính chính"), transaction.atomic():
            delete()


def test_verdict_corrected_by_an_addendum_moves_its_directive(district):
    verdict = review(directive=district.duty, session=district.s16, outcome="carried_over", reason="chậm")
    district.s16.publish()
    with correct(session=district.s16, reason="ghi nhầm"):
        verdict.refresh_from_db()
        verdict.outcome, verdict.reason = "completed", "đạt 95% vốn"
        verdict.save()
    district.duty.refresh_from_db()
    assert (district.duty.status, district.duty.outcome) == ("completed", "đạt 95% vốn")
    with correct(session=district.s16, reason="chưa đánh giá"):
        Review.objects.get().delete()
    district.duty.refresh_from_db()
    assert (district.duty.status, district.duty.percent) == ("not_started", 0)


def test_earlier_verdict_stays_when_a_later_session_has_judged(district):
    first = review(directive=district.duty, session=district.s16, outcome="carried_over", reason="chậm")
    district.s16.publish()
    s17 = Session.objects.create(term=district.term, ordinal=17, held_on=date(2024, 3, 29))
    review(directive=district.duty, session=s17, outcome="completed", reason="xong")
    first.refresh_from_db()
    with (
        pytest.raises(ValidationError, match="Một kỳ họp sau đó"),
        correct(session=district.s16, reason="nhầm"),
    ):
        first.delete()


def test_carried_over_directive_cannot_be_deleted(district):
    review(directive=district.duty, session=district.s16, outcome="carried_over", reason="chậm")
    with pytest.raises(Exception, match="protected"):
        district.duty.delete()
    assert Directive.objects.filter(pk=district.duty.pk).exists()


def test_session_is_not_approved_while_a_directive_that_fell_due_is_unjudged(district):
    with pytest.raises(ValidationError) as refused:
        district.s16.publish()
    assert any("Đẩy nhanh giải ngân vốn" in message for message in refused.value.messages)
    assert not any("Tăng cường an ninh" in message for message in refused.value.messages)
    district.s16.refresh_from_db()
    review(directive=district.duty, session=district.s16, outcome="carried_over", reason="chậm")
    district.s16.publish()
    assert district.s16.is_published


def test_approved_session_may_be_saved_again(district):
    review(directive=district.duty, session=district.s16, outcome="carried_over", reason="chậm")
    district.s16.publish()
    district.s16.save()
    assert district.s16.is_published
