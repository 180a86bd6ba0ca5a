"""Who: organizations in a tree, terms, and who sits where."""

from datetime import date

import pytest
from django.core.exceptions import ValidationError

from district.models import Membership, Organization, Sector, Term
from tests.factories import (
    MembershipFactory,
    OrganizationFactory,
    PersonFactory,
    SectorFactory,
    SessionFactory,
    TermFactory,
)

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("factory", [OrganizationFactory, SectorFactory])
def test_tree_has_no_circle(factory):
    grandparent = factory()
    parent = factory(parent=grandparent)
    child = factory(parent=parent)
    grandparent.parent = child
    with pytest.raises(ValidationError) as refused:
        grandparent.full_clean()
    assert "tạo thành vòng" in refused.value.message_dict["parent"][0]
    with pytest.raises(ValidationError):
        grandparent.save()


def test_succession_has_no_circle():
    first = OrganizationFactory(dissolved_on=date(2025, 7, 1))
    second = OrganizationFactory(dissolved_on=date(2030, 7, 1), successor=first)
    first.successor = second
    with pytest.raises(ValidationError, match="được tổ chức này kế thừa"):
        first.full_clean()


def test_circle_is_found_before_the_row_is_stored():
    child = OrganizationFactory()
    unsaved = OrganizationFactory.build(parent=child)
    unsaved.full_clean()
    unsaved.save()
    child.parent = unsaved
    with pytest.raises(ValidationError, match="tạo thành vòng"):
        child.save()


@pytest.mark.parametrize(
    ("term", "day", "covered"),
    [
        ({}, date(2020, 1, 1), True),
        ({}, date(2025, 12, 31), True),
        ({}, date(2019, 12, 31), False),
        ({}, date(2026, 1, 1), False),
        ({"starts_on": date(2020, 8, 2)}, date(2020, 8, 1), False),
        ({"starts_on": date(2020, 8, 2)}, date(2020, 8, 2), True),
        ({"ends_on": date(2025, 6, 30)}, date(2025, 7, 1), False),
    ],
)
def test_term_covers_its_days_exactly_where_they_are_known(term, day, covered):
    term = TermFactory(**term)
    assert term.covers(day) is covered
    assert Term.objects.active_on(day).exists() is covered


def test_term_is_named_as_offices_write_it():
    assert TermFactory().name == "khóa VI, nhiệm kỳ 2020–2025"


def test_same_number_belongs_to_several_organizations():
    TermFactory(number=6)
    TermFactory(number=6).full_clean()


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"starts_on": date(2019, 12, 31)}, "starts_on"),
        ({"ends_on": date(2026, 1, 1)}, "ends_on"),
    ],
)
def test_membership_lies_in_its_term(change, field):
    membership = MembershipFactory.build(term=TermFactory(), person=PersonFactory(), **change)
    membership.organization = membership.term.organization
    with pytest.raises(ValidationError) as refused:
        membership.full_clean()
    assert refused.value.message_dict == {field: ["Ngày này nằm ngoài nhiệm kỳ."]}
    with pytest.raises(ValidationError):
        membership.save()


def test_membership_is_in_a_term_of_its_own_organization():
    with pytest.raises(ValidationError, match="của tổ chức khác"):
        MembershipFactory(organization=OrganizationFactory())


def test_single_seat_is_held_by_one_person_at_a_time():
    held = MembershipFactory(post="secretary", ends_on=date(2022, 6, 30))
    seat = {"term": held.term, "post": "secretary"}
    with pytest.raises(ValidationError, match=f"{held.person.name} đang giữ chức vụ này"):
        MembershipFactory(**seat)
    with pytest.raises(ValidationError, match="đang giữ chức vụ này"):
        MembershipFactory(**seat, starts_on=date(2022, 6, 30))
    MembershipFactory(**seat, starts_on=date(2022, 7, 1))
    assert Membership.objects.active_on(date(2022, 7, 1)).get() != held


def test_single_seat_is_single_outside_any_term_too():
    organization = OrganizationFactory()
    MembershipFactory(term=None, organization=organization, post="head")
    with pytest.raises(ValidationError, match="đang giữ chức vụ này"):
        MembershipFactory(term=None, organization=organization, post="head")


def test_ordinary_seats_are_many_but_nobody_sits_twice():
    first = MembershipFactory()
    MembershipFactory(term=first.term)
    with pytest.raises(ValidationError, match="đang giữ chức vụ này"):
        MembershipFactory(term=first.term, person=first.person)


def test_person_returns_to_a_seat_later():
    first = MembershipFactory(post="secretary", starts_on=date(2020, 8, 1), ends_on=date(2021, 8, 1))
    MembershipFactory(
        term=first.term, person=first.person, post="secretary", starts_on=date(2022, 1, 1)
    ).full_clean()


def test_register_entry_is_public_once_a_public_record_names_it():
    session = SessionFactory(chair=PersonFactory())
    unnamed = PersonFactory()
    registers = (Organization.objects, Term.objects, type(unnamed).objects)
    assert not any(register.published().exists() for register in registers)
    session.publish()
    assert [register.published().get() for register in registers] == [
        session.organization,
        session.term,
        session.chair,
    ]
    session.withdraw()
    assert not any(register.published().exists() for register in registers)


def test_membership_is_public_where_both_ends_are():
    session = SessionFactory(chair=PersonFactory())
    seat = MembershipFactory(term=session.term, person=session.chair, post="secretary")
    MembershipFactory(term=session.term)
    session.publish()
    assert Membership.objects.published().get() == seat


def test_parent_of_a_public_organization_stays_private():
    parent = OrganizationFactory()
    session = SessionFactory(term__organization__parent=parent)
    session.publish()
    assert parent not in Organization.objects.published()
    assert not Sector.objects.published().exists()
