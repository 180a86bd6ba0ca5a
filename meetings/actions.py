"""What happens to several nouns at once: each verb is atomic, and admin, command and page all call it."""

from contextlib import contextmanager

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext_lazy as _

from district.models import Organization, noting
from meetings.models import Addendum, Correction, Seal, Session
from meetings.models.addendum import Change
from meetings.models.seal import Altered, verify_chain
from meetings.models.session_record import ADDENDUM


def seal_approval(session):
    """A consequence of approval: the session is sealed."""
    Seal.objects.put_on(session, Seal.Occasion.APPROVAL)


@contextmanager
def sealed_anew(session, occasion):
    """Change what a seal covers; a session that is not approved yet has none, and gets none.

    Raises `Altered` if the session is not as sealed: what was altered behind the system's back must not be
    covered up by a new seal.
    """
    with transaction.atomic():
        Session.objects.select_for_update(of=("self",)).get(pk=session.pk)
        seal = session.seal
        if seal:
            seal.verify()
        yield
        if seal:
            Seal.objects.put_on(session, occasion)


class Correcting:
    """The addendum in the making: the one session that may change meanwhile, and what changed."""

    def __init__(self, session):
        self.session_id = session.pk
        self.changes = []

    def note(self, before, after):
        """Note how a record read before, and reads after; None where there was or is none."""
        change = Change(before, after)
        if change.rows:
            self.changes.append(change)


@contextmanager
def correct(*, session, reason, by=None):
    """Let an approved session change; what changes makes a numbered addendum, and a new seal.

    Raises ValidationError if the session is not approved, nothing changes, or no reason is given.
    """
    if not session.is_settled:
        raise ValidationError(_("Kỳ họp chưa duyệt thì sửa trực tiếp, không cần đính chính."))
    making = Correcting(session)
    with sealed_anew(session, Seal.Occasion.ADDENDUM):
        token = ADDENDUM.set(making)
        try:
            with noting(reason=reason):
                yield
        finally:
            ADDENDUM.reset(token)
        if not making.changes:
            raise ValidationError(_("Chưa có gì thay đổi để đính chính."), code="unchanged")
        write_down(making.changes, session=session, reason=reason, by=by)


def write_down(changes, *, session, reason, by):
    """The addendum with its corrections, as rows."""
    addendum = Addendum(session=session, number=session.addenda.count() + 1, reason=reason, made_by=by)
    addendum.full_clean()
    addendum.save()
    for change in changes:
        for name, label, before, after in change.rows:
            Correction.objects.create(
                addendum=addendum,
                record=change.record,
                record_label=change.label,
                field=name,
                field_label=label,
                before=before,
                after=after,
            )


def seal_the_unsealed():
    """Seal every approved session that has no seal, the earliest first."""
    for session in Session.objects.unsealed().order_by("held_on", "id"):
        seal_approval(session)


def verify_seals():
    """Every seal and every sealed record, organization by organization.

    Returns how many sessions are as they were sealed, what was altered (an `Altered` each, the first of its session or
    chain), and the approved sessions that no seal covers.
    """
    whole, altered = 0, []
    for organization in Organization.objects.filter(seals__isnull=False).distinct():
        try:
            verify_chain(organization)
        except Altered as error:
            altered.append(error)
    for seal in Seal.objects.newest().order_by("organization", "number").select_related("session"):
        try:
            seal.verify()
            whole += 1
        except Altered as error:
            altered.append(error)
    return whole, altered, list(Session.objects.unsealed())
