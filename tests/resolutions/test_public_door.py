"""A stranger sees what hangs on published sessions, and nothing of the rest."""

import pytest

from district.models import ApiKey, Membership, Organization, Person, Role, Sector, Term
from meetings.models import Draft, Indicator
from resolutions.models import (
    Directive,
    Evidence,
    Layout,
    PaperTemplate,
    ProgressReport,
    Remedy,
    Reminder,
    ReservedOpinion,
    Review,
    SupportingUnit,
)
from tests.factories import (
    FACTORIES,
    DirectiveFactory,
    EvidenceFactory,
    IndicatorValueFactory,
    MembershipFactory,
    ProgressReportFactory,
    RemedyFactory,
    ReviewFactory,
    SectorFactory,
    SessionFactory,
    ShortcomingFactory,
    StatementFactory,
    SupportingUnitFactory,
    UnitFactory,
)

pytestmark = pytest.mark.django_db

NEVER_PUBLIC = (ApiKey, Draft, Layout, PaperTemplate, Reminder, ReservedOpinion, Role)
REGISTERS = (Indicator, Membership, Organization, Person, Sector, Term)
PARTS = [noun for noun in FACTORIES if noun not in NEVER_PUBLIC + REGISTERS]


def sessions_of(row):
    """Every session that must be public for the row to be."""
    if hasattr(row, "publish"):
        return [row]
    if isinstance(row, Evidence):
        row = row.report
    related = [getattr(row, name, None) for name in ("directive", "shortcoming", "addendum")]
    return {
        session.pk: session
        for session in [getattr(row, "session", None), *(part.session for part in related if part)]
        if session
    }.values()


def confirmed(row):
    """The row, whose report, if it has one, the office took over."""
    report = row if isinstance(row, ProgressReport) else getattr(row, "report", None)
    if report:
        report.confirm()
    return row


@pytest.mark.parametrize("noun", FACTORIES, ids=lambda noun: noun.__name__)
def test_new_row_is_private(noun):
    confirmed(FACTORIES[noun]())
    assert not noun.objects.published().exists()


@pytest.mark.parametrize("noun", PARTS, ids=lambda noun: noun.__name__)
def test_row_is_public_with_its_sessions_and_private_again_without_one(noun):
    row = confirmed(FACTORIES[noun]())
    sessions = sessions_of(row)
    for session in sessions:
        assert not noun.objects.published().filter(pk=row.pk).exists()
        session.publish()
    assert noun.objects.published().filter(pk=row.pk).exists()
    for session in sessions:
        session.withdraw()
        assert not noun.objects.published().filter(pk=row.pk).exists()
        session.publish()


@pytest.mark.parametrize("noun", NEVER_PUBLIC, ids=lambda noun: noun.__name__)
def test_work_of_the_office_has_no_public_door(noun):
    FACTORIES[noun]()
    SessionFactory().publish()
    assert not noun.objects.published().exists()


@pytest.mark.parametrize(
    ("register", "name_it"),
    [
        (Sector, lambda entry: ShortcomingFactory(sector=entry)),
        (Sector, lambda entry: DirectiveFactory(sector=entry)),
        (Person, lambda entry: StatementFactory(person=entry)),
        (Person, lambda entry: SessionFactory(chair=entry)),
        (Organization, lambda entry: DirectiveFactory(lead_unit=entry)),
        (Organization, lambda entry: ShortcomingFactory(responsible=entry)),
        (Organization, lambda entry: SupportingUnitFactory(unit=entry)),
        (Indicator, lambda entry: IndicatorValueFactory(indicator=entry)),
    ],
)
def test_register_entry_is_public_while_a_public_record_names_it(register, name_it):
    entry, unnamed = FACTORIES[register](), FACTORIES[register]()
    naming = name_it(entry)
    (session,) = sessions_of(naming)
    assert not register.objects.published().exists()
    session.publish()
    public = register.objects.published()
    assert entry in public and unnamed not in public
    session.withdraw()
    assert not register.objects.published().exists()


def test_membership_alone_makes_nobody_public():
    seat = MembershipFactory()
    SessionFactory(term=seat.term).publish()
    assert not Person.objects.published().exists() and not Membership.objects.published().exists()


def test_link_between_a_public_and_a_private_session_is_private():
    remedy = RemedyFactory(shortcoming=ShortcomingFactory())
    remedy.shortcoming.session.publish()
    assert not Remedy.objects.published().exists()
    remedy.directive.session.publish()
    assert Remedy.objects.published().get() == remedy


def test_verdict_is_public_only_when_the_judging_session_is():
    verdict = ReviewFactory()
    verdict.directive.session.publish()
    assert Directive.objects.published().exists() and not Review.objects.published().exists()


@pytest.mark.parametrize("state", ["sent", "returned"])
def test_report_that_the_office_has_not_taken_over_is_private(state):
    report = ProgressReportFactory(state=state, remark="thiếu số liệu")
    EvidenceFactory(report=report)
    report.directive.session.publish()
    assert not ProgressReport.objects.published().exists()
    assert not Evidence.objects.published().exists()
    assert report.unit not in Organization.objects.published()


def test_unit_of_a_private_directive_stays_private_beside_a_public_one():
    public, private = (DirectiveFactory(lead_unit=UnitFactory()) for _ in range(2))
    SupportingUnitFactory(directive=private)
    public.session.publish()
    assert list(Directive.objects.published()) == [public]
    assert not SupportingUnit.objects.published().exists()
    assert private.lead_unit not in Organization.objects.published()


def test_parent_sector_is_not_public_for_its_child():
    parent = SectorFactory()
    shortcoming = ShortcomingFactory(sector=SectorFactory(parent=parent))
    shortcoming.session.publish()
    assert parent not in Sector.objects.published()
