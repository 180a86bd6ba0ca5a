"""What happens to several nouns at once: each verb is atomic, and admin, command and page all call it."""

from django.db import transaction

from resolutions.models import Directive, ProgressReport, Review


@transaction.atomic
def report_progress(*, directive, unit, reported_on, percent, text):
    """A unit says how far a directive is: the report is kept, the directive follows it.

    A report of 100 % does not complete the directive: a review, or the office, does that.
    """
    report = ProgressReport(
        directive=directive, unit=unit, reported_on=reported_on, percent=percent, text=text
    )
    report.full_clean()
    report.save()
    directive.percent = min(percent, 99)
    if directive.status == Directive.Status.NOT_STARTED and percent:
        directive.status = Directive.Status.IN_PROGRESS
    directive.full_clean()
    directive.save()
    return report


@transaction.atomic
def review(*, directive, session, outcome, reason="", new_due_on=None):
    """A later session judges a directive: the verdict is kept, the directive takes its status and deadline.

    A completed directive is completed on the day of the session, with the reason as its outcome unless
    it has one.
    """
    verdict = Review(
        directive=directive, session=session, outcome=outcome, reason=reason, new_due_on=new_due_on
    )
    verdict.full_clean()
    verdict.save()
    directive.status = outcome
    if outcome == Review.Outcome.COMPLETED:
        directive.percent = 100
        directive.completed_on = directive.completed_on or session.held_on
        directive.outcome = directive.outcome or reason
    if new_due_on:
        directive.due_on = new_due_on
    directive.full_clean()
    directive.save()
    return verdict
