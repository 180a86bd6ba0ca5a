"""What happens to several nouns at once: each verb is atomic, and admin, command and page all call it."""

from django.core.exceptions import ValidationError
from django.core.mail import send_mail
from django.db import IntegrityError, transaction
from django.template.loader import render_to_string
from django.utils.translation import gettext_lazy as _

from district.models import Role, Term
from meetings.actions import sealed_anew
from meetings.models import Draft, Seal, Session, Shortcoming
from resolutions.models import Directive, ProgressReport, Reminder, Resolution, Review


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
    """A later session judges a directive, which follows the verdict once the session is approved."""
    verdict = Review(
        directive=directive, session=session, outcome=outcome, reason=reason, new_due_on=new_due_on
    )
    verdict.full_clean()
    verdict.save()
    return verdict


@transaction.atomic
def judge_shortcoming(*, shortcoming, session, verdict, text=""):
    """A later session judges a shortcoming: resolved, being remedied, still open, or repeated.

    A repeated one becomes a shortcoming of the session, in the words `text`, that repeats the earlier one.
    Returns the shortcoming that carries the verdict.
    """
    if verdict == "repeated":
        shortcoming = Shortcoming(
            session=session,
            repeats=shortcoming,
            text=text or shortcoming.text,
            sector=shortcoming.sector,
            responsible=shortcoming.responsible,
            position=session.shortcomings.count() + 1,
        )
    else:
        shortcoming.status = verdict
        shortcoming.resolved_in = session if verdict == Shortcoming.Status.RESOLVED else None
    shortcoming.full_clean()
    shortcoming.save()
    return shortcoming


@transaction.atomic
def issue(*, resolution, on):
    """Issue a document: it takes the next number of its kind in the committee's term, from 01, without gaps.

    Raises ValidationError if it has a number, or did not carry: a resolution needs its votes counted; of
    the other kinds the votes matter where they were counted. The vote of an approved session is sealed anew.
    """
    Term.objects.select_for_update().get(pk=resolution.term_id)
    resolution.refresh_from_db()
    if resolution.number:
        raise ValidationError(_("Văn bản này đã có số."), code="numbered")
    if resolution.carried is False:
        raise ValidationError(
            _("Chưa quá nửa số ủy viên đương nhiệm tán thành: văn bản không được thông qua, không cấp số."),
            code="not_carried",
        )
    if resolution.carried is None and resolution.kind == Resolution.Kind.RESOLUTION:
        raise ValidationError(
            _("Hãy ghi số ủy viên đương nhiệm và số tán thành trước khi cấp số nghị quyết."),
            code="votes_unknown",
        )
    with sealed_anew(resolution.session, Seal.Occasion.ISSUE):
        last = Resolution.objects.registered(resolution.term, resolution.kind).last()
        resolution.take_number(last.number + 1 if last else 1, adopted_on=on)
    return resolution


@transaction.atomic
def withdraw(*, resolution, on, reason):
    """Take an issued document back; the number stays in the register with the reason."""
    with sealed_anew(resolution.session, Seal.Occasion.WITHDRAWAL):
        resolution.withdraw(on=on, reason=reason)
    return resolution


def remind(*, on, days):
    """Send each unit one digest of what is overdue or due within `days`, and each office a summary.

    Once a day and organization: a second run on the same day sends nothing. Returns the reminders that were
    sent, and the organizations that have something to be reminded of but no address.
    """
    sent, unreachable = [], []
    directives = Directive.objects.filter(session__state__in=Session.State.settled()).for_rows()
    overdue, due = list(directives.overdue(on)), list(directives.due_within(days, on))
    units = {d.lead_unit for d in overdue + due} | {
        u for d in overdue + due for u in d.supporting_units.all()
    }
    offices = {d.session.organization for d in overdue + due}
    letters = [
        *((unit, Reminder.Kind.DIGEST, [Role.Kind.REPORTER]) for unit in units - {None}),
        *((office, Reminder.Kind.SUMMARY, [Role.Kind.CLERK, Role.Kind.CHIEF]) for office in offices),
    ]
    for organization, kind, roles in sorted(letters, key=lambda letter: (letter[1], letter[0].sort_key)):
        recipients = organization.addresses(*roles)
        if not recipients:
            unreachable.append(organization)
        elif reminder := _send(
            organization,
            kind,
            recipients,
            on,
            days,
            *(_concerning(organization, kind, d) for d in (overdue, due)),
        ):
            sent.append(reminder)
    return sent, unreachable


def _concerning(organization, kind, directives):
    if kind == Reminder.Kind.SUMMARY:
        return [d for d in directives if d.session.organization == organization]
    return [d for d in directives if organization in (d.lead_unit, *d.supporting_units.all())]


@transaction.atomic
def _send(organization, kind, recipients, on, days, overdue, due):
    subject = _("%(overdue)s nhiệm vụ quá hạn, %(due)s nhiệm vụ sắp đến hạn") % {
        "overdue": len(overdue),
        "due": len(due),
    }
    reminder, new = Reminder.objects.get_or_create(
        organization=organization,
        kind=kind,
        sent_on=on,
        defaults={"recipients": ", ".join(recipients), "subject": subject},
    )
    if not new:
        return None
    for directive in overdue:
        directive.days_late = (on - directive.due_on).days
    body = render_to_string(
        "mail/digest.txt",
        {
            "organization": organization,
            "overdue": overdue,
            "due": due,
            "days": days,
            "show_unit": kind == Reminder.Kind.SUMMARY,
        },
    )
    send_mail(subject, body, None, recipients)
    return reminder


@transaction.atomic
def link(*, directive, supporting_units, answers):
    """The directive is supported by just these units, and answers just these shortcomings."""
    _keep_just(directive.supports, "unit", supporting_units)
    _keep_just(directive.remedies, "shortcoming", answers)


def _keep_just(links, end, wanted):
    for stale in links.exclude(**{f"{end}__in": wanted}):
        stale.delete()
    kept = set(links.values_list(f"{end}_id", flat=True))
    for record in wanted:
        if record.pk not in kept:
            links.create(**{end: record})


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


def put_verdicts_in_effect(session):
    """A consequence of approval: directives follow the session's verdicts."""
    for verdict in session.reviews.select_related("directive"):
        verdict.take_effect()


class RecordsRefused(Exception):
    """Some records of many were refused: pairs of a record and the ValidationError that says why."""

    def __init__(self, refused):
        super().__init__(refused)
        self.refused = refused


@transaction.atomic
def accept_draft(*, draft, session, records, provenance):
    """A clerk confirms a draft: all the records are made, the private session among them, or none.

    The records are unsaved, and each comes after those that it links to. The draft keeps where they came from:
    `provenance` pairs what it is to remember of a row (see `Draft.provenance`) with the row's record, or None.
    Raises RecordsRefused with each record that is not allowed to be. Returns the session.
    """
    draft = Draft.objects.select_for_update().get(pk=draft.pk)
    if not draft.is_waiting:
        decided = ValidationError(_("Bản nháp này đã được nhận hoặc đã bỏ."), code="decided")
        raise RecordsRefused([(session, decided)])
    session.state = Session.State.DRAFT
    refused = []
    for record in filter(_is_linked, records):
        try:
            with transaction.atomic():
                record.full_clean()
                record.save()
        except ValidationError as error:
            refused.append((record, error))
        except IntegrityError:
            conflict = _("Dữ liệu này trùng hoặc trái với dữ liệu vừa được lưu. Hãy xem lại.")
            refused.append((record, ValidationError(conflict)))
    if refused:
        raise RecordsRefused(refused)
    draft.accept(
        session,
        [{**row, "record": record and [record._meta.label_lower, record.pk]} for row, record in provenance],
    )
    return session


def _is_linked(record):
    """Take over the keys of links that were saved a moment ago; False if one of them was refused."""
    links = [link for link in record._meta.fields if link.is_relation and link.is_cached(record)]
    for link in links:
        setattr(record, link.name, getattr(record, link.name))
    return all(getattr(record, link.name) is None or getattr(record, link.attname) for link in links)
