"""A shortcoming repeats an earlier one, never in a circle, and its chain is known."""

from datetime import date

import pytest
from django.core.exceptions import ValidationError

from meetings.models import Shortcoming
from tests.factories import SessionFactory, ShortcomingFactory, TermFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def sessions():
    """Sessions 14, 15 and 16 of one organization."""
    term = TermFactory()
    return [
        SessionFactory(term=term, earlier=True),
        SessionFactory(term=term),
        SessionFactory(term=term, later=True),
    ]


@pytest.fixture
def chain(sessions):
    """One weakness, assessed by three sessions."""
    found = []
    for session in sessions:
        found.append(ShortcomingFactory(session=session, repeats=found[-1] if found else None))
    return found


@pytest.mark.parametrize("of", [1, 2], ids=["same session", "later session"])
def test_shortcoming_repeats_only_one_of_an_earlier_session(sessions, of):
    other = ShortcomingFactory(session=sessions[of])
    row = ShortcomingFactory.build(session=sessions[1], repeats=other)
    with pytest.raises(ValidationError) as refused:
        row.full_clean()
    assert refused.value.message_dict == {"repeats": ["Chỉ lặp lại được hạn chế của một kỳ họp trước."]}
    with pytest.raises(ValidationError):
        row.save()


def test_shortcoming_of_another_organization_is_not_repeated(sessions):
    foreign = ShortcomingFactory(session=SessionFactory(earlier=True))
    with pytest.raises(ValidationError, match="của tổ chức khác"):
        ShortcomingFactory(session=sessions[1], repeats=foreign)


def test_successor_repeats_what_its_predecessor_was_told(sessions):
    inherited = ShortcomingFactory(session=sessions[0])
    heir = TermFactory(number=1, start_year=2025, end_year=2030)
    district = sessions[0].organization
    district.dissolved_on, district.successor = date(2025, 7, 1), heir.organization
    district.save()
    session = SessionFactory(
        term=heir,
        ordinal=1,
        held_on=date(2025, 8, 1),
        assessed_starts_on=None,
        assessed_ends_on=None,
        ahead_starts_on=None,
        ahead_ends_on=None,
    )
    assert ShortcomingFactory(session=session, repeats=inherited).returns == 1


def test_repeats_never_form_a_circle(chain):
    first, _, last = chain
    first.repeats = last
    with pytest.raises(ValidationError, match="của một kỳ họp trước"):
        first.save()


def test_every_link_of_the_chain_knows_its_origin_and_its_returns(chain):
    first, second, third = Shortcoming.objects.order_by("session__held_on")
    assert [row.origin for row in (first, second, third)] == [None, first, first]
    assert [row.returns for row in (first, second, third)] == [0, 1, 2]
    assert list(second.chain) == [first, second, third]


def test_chain_that_is_broken_begins_anew(chain):
    second = chain[1]
    second.repeats = None
    second.save()
    third = Shortcoming.objects.get(pk=chain[2].pk)
    assert (third.origin, third.returns) == (second, 1)
    assert list(third.chain) == [second, third]


def test_only_the_latest_assessment_waits(chain, sessions):
    assert list(Shortcoming.objects.unresolved()) == [chain[2]]
    assert Shortcoming.objects.most_returned().first() == chain[2]


def test_session_cannot_move_before_what_it_repeats(chain):
    session = chain[1].session
    for day in (date(2023, 6, 28), date(2023, 12, 20)):
        session.held_on = day
        with pytest.raises(ValidationError) as refused:
            session.full_clean()
        assert "lặp lại hạn chế của kỳ họp không sớm hơn" in refused.value.message_dict["held_on"][0]
        with pytest.raises(ValidationError):
            session.save()


def test_shortcoming_is_resolved_by_a_later_session_only(sessions):
    row = ShortcomingFactory(session=sessions[1], status="resolved", resolved_in=sessions[2])
    row.full_clean()
    row.resolved_in = sessions[0]
    with pytest.raises(ValidationError, match="Chỉ một kỳ họp sau"):
        row.full_clean()


def test_repeated_shortcoming_of_a_public_session_stays_private(chain, sessions):
    sessions[1].publish()
    assert list(Shortcoming.objects.published()) == [chain[1]]
