"""What happens to several nouns at once: each verb is atomic, and admin, command and page all call it."""

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext_lazy as _

from resolutions.models import Directive, ProgressReport, Review


@transaction.atomic
def report_progress(*, directive, unit, reported_on, percent, text, confirmed=False):
    """A unit says how far a directive is; the directive follows once the office confirms it."""
    report = ProgressReport(
        directive=directive, unit=unit, reported_on=reported_on, percent=percent, text=text
    )
    report.full_clean()
    report.save()
    if confirmed:
        report.confirm()
    return report


@transaction.atomic
def review(*, directive, session, outcome, reason="", new_due_on=None):
    """A later session judges a directive: the verdict is kept, the directive follows it."""
    verdict = Review(
        directive=directive, session=session, outcome=outcome, reason=reason, new_due_on=new_due_on
    )
    verdict.full_clean()
    verdict.save()
    return verdict


def refuse_unjudged(session):
    """A condition of approval: every directive that fell due by the session has its verdict there.

    Raises ValidationError that lists the directives which have none.
    """
    unjudged = Directive.objects.unjudged_at(session).select_related("session__term__organization")
    if unjudged:
        raise ValidationError(
            [
                ValidationError(
                    _("Chưa duyệt được: các nhiệm vụ đã đến hạn sau đây chưa được kỳ họp đánh giá."),
                    code="unjudged",
                ),
                *(
                    ValidationError(
                        _("%(text)s (%(session)s, hạn %(due_on)s)"),
                        code="unjudged",
                        params={
                            "text": item.text,
                            "session": item.session.name,
                            "due_on": f"{item.due_on:%d/%m/%Y}",
                        },
                    )
                    for item in unjudged
                ),
            ]
        )
