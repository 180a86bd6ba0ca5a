"""No write escapes the history, and no record of a closed fonds changes."""

from datetime import date, timedelta

import pytest
from django.core.exceptions import ValidationError
from django.db import connection, transaction
from django.utils import timezone

from district.models import ApiKey, Person
from meetings.models import Addendum, AgendaItem, Correction, Indicator, Seal, Session, Shortcoming
from resolutions.models import Directive, Layout, ProgressReport, SupportingUnit
from tests.factories import (
    FACTORIES,
    AgendaItemFactory,
    DirectiveFactory,
    MembershipFactory,
    OrganizationFactory,
    PersonFactory,
    RemedyFactory,
    ResultFactory,
    SessionFactory,
    SupportingUnitFactory,
    TermFactory,
    UnitFactory,
)

pytestmark = pytest.mark.django_db

every_noun = pytest.mark.parametrize("noun", FACTORIES, ids=lambda noun: noun.__name__)
FOR_GOOD = [Addendum, Correction, Seal]
"""Nouns whose rows stay as they were written."""

every_written_noun = pytest.mark.parametrize(
    "noun", [noun for noun in FACTORIES if noun not in (*FOR_GOOD, ApiKey)], ids=lambda noun: noun.__name__
)
"""A key is revoked, not deleted: tests/desk/test_api_keys.py."""

every_owned_noun = pytest.mark.parametrize(
    "noun", [noun for noun in FACTORIES if noun.owned_through], ids=lambda noun: noun.__name__
)


@pytest.fixture(autouse=True)
def no_layouts():
    """The layouts that come with the system would be counted along."""
    Layout.objects.all().delete()
    with connection.cursor() as cursor:
        cursor.execute(f"DELETE FROM {Layout.history.model._meta.db_table}")


def lines(noun):
    """The kinds of the history lines of all rows of the noun, oldest first."""
    return list(noun.history.order_by("history_id").values_list("history_type", flat=True))


def ended(record):
    """Close the fonds in which the record lies, and return the record as it is stored."""
    owner = record.owner
    owner.dissolved_on = date(2025, 7, 1)
    owner.save()
    return type(record).objects.get(pk=record.pk)


@pytest.mark.parametrize("noun", FOR_GOOD, ids=lambda noun: noun.__name__)
def test_what_is_written_for_good_neither_changes_nor_goes(noun):
    row = noun.objects.get(pk=FACTORIES[noun]().pk)
    for name in ("reason", "before", "occasion"):
        if hasattr(row, name):
            setattr(row, name, "addendum")
    for change in (row.save, row.delete, noun.objects.all().delete):
        with pytest.raises(ValidationError, match="không sửa, không xóa được"), transaction.atomic():
            change()
    assert lines(noun) == ["+"]


@every_written_noun
def test_every_write_leaves_its_line(noun):
    row = FACTORIES[noun]()
    row = noun.objects.get(pk=row.pk)
    row.save()
    row.delete()
    assert lines(noun) == ["+", "~", "-"]


@every_written_noun
def test_deletion_in_bulk_leaves_its_lines(noun):
    FACTORIES[noun]()
    FACTORIES[noun]()
    noun.objects.all().delete()
    assert lines(noun) == ["+", "+", "-", "-"]


@every_noun
def test_update_past_the_history_is_refused(noun):
    row = FACTORIES[noun]()
    with pytest.raises(TypeError, match="leaves no history"):
        noun.objects.update(modified_at=timezone.now())
    with pytest.raises(TypeError, match="leaves no history"):
        noun.objects.filter(pk=row.pk).update(modified_at=timezone.now())
    with pytest.raises(TypeError, match="leaves no history"):
        noun.objects.bulk_update([row], ["modified_at"])
    with pytest.raises(TypeError, match="leaves no history"):
        noun._base_manager.update(modified_at=timezone.now())
    assert lines(noun) == ["+"]


def test_rows_created_in_bulk_leave_their_lines():
    people = Person.objects.bulk_create([Person(name="Lò Văn An"), Person(name="Cà Thị Bình")])
    assert lines(Person) == ["+", "+"]
    assert people[0].history.get().name == "Lò Văn An"


def test_conflicts_are_not_passed_over_in_bulk():
    for way in ("ignore_conflicts", "update_conflicts"):
        with pytest.raises(TypeError, match="no true history"):
            Indicator.objects.bulk_create([Indicator(name="Diện tích")], **{way: True})


def test_rows_created_in_bulk_obey_the_rules_of_their_noun():
    term = TermFactory()
    outside = Session(term=term, ordinal=1, held_on=date(2019, 1, 1))
    with pytest.raises(ValidationError, match="nằm ngoài nhiệm kỳ"):
        Session.objects.bulk_create([outside])
    assert not Session.objects.exists() and not Session.history.exists()


def test_reports_created_in_bulk_move_their_directive_as_single_ones_do():
    directive = DirectiveFactory()
    report = {"unit": UnitFactory(), "reported_on": date(2023, 11, 1), "state": "confirmed", "text": "đã làm"}
    ProgressReport.objects.bulk_create([ProgressReport(directive=directive, percent=30, **report)])
    directive.refresh_from_db()
    assert (directive.status, directive.percent) == ("in_progress", 30)
    assert lines(ProgressReport) == ["+"]


def test_parts_that_go_with_their_session_leave_their_lines():
    session = SessionFactory()
    AgendaItemFactory(session=session)
    ResultFactory(session=session)
    session.delete()
    assert lines(AgendaItem) == ["+", "-"]


def test_rows_added_from_the_other_end_cannot_slip_past():
    directive, other = DirectiveFactory(), DirectiveFactory()
    for write in (
        lambda: other.session.directives.add(directive),
        lambda: other.session.directives.set([directive, other]),
        lambda: other.session.directives.update(percent=50),
    ):
        with pytest.raises(TypeError, match="leaves no history"), transaction.atomic():
            write()
    directive.refresh_from_db()
    assert directive.session != other.session


def test_row_is_not_taken_away_from_the_other_end():
    person = PersonFactory(organization=UnitFactory())
    with pytest.raises(TypeError, match="leaves no history"), transaction.atomic():
        person.organization.staff.clear()
    with pytest.raises(TypeError, match="leaves no history"), transaction.atomic():
        person.organization.staff.remove(person)


def test_units_added_through_the_link_leave_their_lines_and_obey_its_rules():
    lead, helper = UnitFactory(), UnitFactory()
    directive = DirectiveFactory(lead_unit=lead)
    directive.supporting_units.add(helper)
    assert lines(SupportingUnit) == ["+"]
    refused = pytest.raises(ValidationError, match="không thể đồng thời là đơn vị phối hợp")
    with refused, transaction.atomic():
        directive.supporting_units.add(lead)
    directive.supporting_units.remove(helper)
    assert lines(SupportingUnit) == ["+", "-"]


def test_saving_some_fields_keeps_instants_and_keys_true():
    person = PersonFactory(name="Lò Văn An")
    before = person.modified_at
    person.name = "Lò Văn Đạo"
    person.save(update_fields=["name"])
    person.refresh_from_db()
    assert person.modified_at > before
    assert person in Person.objects.matching("dao")


@every_owned_noun
def test_record_of_a_closed_fonds_does_not_change(noun):
    row = ended(FACTORIES[noun]())
    written = len(lines(noun))
    for write in (row.save, row.delete, noun.objects.all().delete):
        with pytest.raises(ValidationError) as refused, transaction.atomic():
            write()
        assert refused.value.code == "closed_fonds"
        assert "đã kết thúc hoạt động từ ngày 01/07/2025" in refused.value.messages[0]
    with pytest.raises(ValidationError, match="đã kết thúc hoạt động"):
        row.full_clean()
    assert noun.objects.filter(pk=row.pk).exists()
    assert len(lines(noun)) == written


@every_owned_noun
def test_nothing_new_enters_a_closed_fonds(noun):
    row = ended(FACTORIES[noun]())
    row.pk = None
    row._state.adding = True
    for write in (row.save, lambda: noun.objects.bulk_create([row])):
        with pytest.raises(ValidationError) as refused, transaction.atomic():
            write()
        assert refused.value.code == "closed_fonds"
    assert noun.objects.count() == 1


@every_owned_noun
def test_fonds_that_ends_tomorrow_is_still_open(noun):
    row = FACTORIES[noun]()
    row.owner.dissolved_on = timezone.localdate() + timedelta(days=1)
    row.owner.save()
    noun.objects.get(pk=row.pk).save()
    assert lines(noun) == ["+", "~"]


def test_record_cannot_be_moved_out_of_a_closed_fonds():
    directive = ended(DirectiveFactory())
    directive.session = SessionFactory()
    with pytest.raises(ValidationError, match="đã kết thúc hoạt động"):
        directive.save()
    membership = ended(MembershipFactory())
    membership.term = None
    membership.organization = OrganizationFactory()
    with pytest.raises(ValidationError, match="đã kết thúc hoạt động"):
        membership.save()


def test_parts_of_a_closed_fonds_do_not_go_by_cascade():
    session = SessionFactory()
    AgendaItemFactory(session=session)
    session = ended(session)
    for delete in (session.delete, Session.objects.all().delete, session.agenda_items.all().delete):
        with pytest.raises(ValidationError, match="đã kết thúc hoạt động"), transaction.atomic():
            delete()
    assert session.agenda_items.exists()


def test_links_of_a_closed_directive_stay():
    support = SupportingUnitFactory()
    directive = ended(support.directive)
    for write in (
        lambda: directive.supporting_units.remove(support.unit),
        directive.supporting_units.clear,
        lambda: directive.supporting_units.add(UnitFactory()),
    ):
        with pytest.raises(ValidationError, match="đã kết thúc hoạt động"), transaction.atomic():
            write()
    assert list(directive.supporting_units.all()) == [support.unit]


def test_organization_itself_can_be_reopened_where_its_end_was_a_mistake():
    session = ended(SessionFactory())
    organization = session.organization
    organization.dissolved_on = None
    organization.save()
    Session.objects.get(pk=session.pk).save()


def test_shared_register_is_not_closed_with_an_organization():
    person = PersonFactory(organization=UnitFactory(dissolved_on=date(2025, 7, 1)))
    person.title = "Nguyên trưởng phòng"
    person.save()
    assert lines(Person) == ["+", "~"]


def test_what_is_named_elsewhere_is_not_deleted():
    remedy = RemedyFactory()
    for named in (remedy.shortcoming, remedy.directive.session, remedy.directive.session.term):
        with pytest.raises(Exception, match="protected"), transaction.atomic():
            named.delete()
    assert Shortcoming.objects.exists() and Directive.objects.exists()
