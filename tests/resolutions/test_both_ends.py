"""A truth between two rows holds from both ends: what others rest on does not change under them."""

from datetime import date

import pytest
from django.core.exceptions import ValidationError

from tests.factories import (
    AgendaItemFactory,
    DirectiveFactory,
    MembershipFactory,
    OrganizationFactory,
    ProgressReportFactory,
    RemedyFactory,
    ResolutionFactory,
    ReviewFactory,
    SessionFactory,
    ShortcomingFactory,
    StatementFactory,
    TermFactory,
)

pytestmark = pytest.mark.django_db


def shorter_term_of_a_session():
    return SessionFactory().term, {"end_year": 2022}


def shorter_term_of_a_membership():
    return MembershipFactory(ends_on=date(2025, 1, 1)).term, {"end_year": 2022}


def shorter_term_of_a_document():
    session = SessionFactory()
    return ResolutionFactory(session=session, adopted_on=date(2023, 10, 2)).session.term, {
        "end_year": 2023,
        "ends_on": date(2023, 10, 1),
    }


def term_of_a_membership_moved_to_another_organization():
    return MembershipFactory().term, {"organization": OrganizationFactory()}


def session_moved_after_the_one_that_judges_it():
    return ReviewFactory().directive.session, {"held_on": date(2024, 3, 29)}


def judging_session_moved_before_what_it_judges():
    return ReviewFactory().session, {"held_on": date(2023, 3, 29)}


def session_moved_after_the_directive_that_remedies_it():
    directive = DirectiveFactory()
    earlier = SessionFactory(term=directive.session.term, earlier=True)
    RemedyFactory(directive=directive, shortcoming=ShortcomingFactory(session=earlier))
    return earlier, {"held_on": date(2023, 12, 1)}


def session_moved_after_a_report():
    return ProgressReportFactory().directive.session, {"held_on": date(2023, 12, 1)}


def session_moved_after_the_one_that_resolved_it():
    row = ShortcomingFactory()
    later = SessionFactory(term=row.session.term, later=True)
    row.status, row.resolved_in = "resolved", later
    row.save()
    return later, {"held_on": date(2023, 3, 1)}


def repeated_shortcoming_moved_to_a_later_session():
    term = TermFactory()
    first = ShortcomingFactory(session=SessionFactory(term=term, earlier=True))
    ShortcomingFactory(session=SessionFactory(term=term), repeats=first)
    return first, {"session": SessionFactory(term=term, later=True)}


def judged_directive_moved_to_a_later_session():
    verdict = ReviewFactory()
    later = SessionFactory(term=verdict.session.term, ordinal=17, held_on=date(2024, 3, 29))
    return verdict.directive, {"session": later}


def document_moved_away_from_its_directives():
    directive = DirectiveFactory()
    directive.resolution = ResolutionFactory(session=directive.session)
    directive.save()
    return directive.resolution, {"session": SessionFactory(term=directive.session.term, later=True)}


def agenda_moved_away_from_its_statements():
    item = AgendaItemFactory()
    StatementFactory(session=item.session, agenda_item=item)
    return item, {"session": SessionFactory()}


@pytest.mark.parametrize(
    "story",
    [
        shorter_term_of_a_session,
        shorter_term_of_a_membership,
        shorter_term_of_a_document,
        term_of_a_membership_moved_to_another_organization,
        session_moved_after_the_one_that_judges_it,
        judging_session_moved_before_what_it_judges,
        session_moved_after_the_directive_that_remedies_it,
        session_moved_after_a_report,
        session_moved_after_the_one_that_resolved_it,
        repeated_shortcoming_moved_to_a_later_session,
        judged_directive_moved_to_a_later_session,
        document_moved_away_from_its_directives,
        agenda_moved_away_from_its_statements,
    ],
    ids=lambda story: story.__name__,
)
def test_change_that_would_make_another_row_untrue_is_refused(story):
    row, change = story()
    row = type(row).objects.get(pk=row.pk)
    before, written = type(row).objects.filter(pk=row.pk).values().get(), row.history.count()
    for name, value in change.items():
        setattr(row, name, value)
    with pytest.raises(ValidationError, match="Trái với “"):
        row.save()
    assert type(row).objects.filter(pk=row.pk).values().get() == before
    assert row.history.count() == written


def test_change_that_leaves_the_others_true_is_taken_and_not_written_to_them():
    verdict = ReviewFactory()
    session = verdict.directive.session
    session.held_on = date(2023, 9, 30)
    session.save()
    assert verdict.history.count() == 1


def test_document_follows_its_session_into_another_term():
    document = ResolutionFactory(number=15)
    session = document.session
    session.term = TermFactory(organization=session.organization, number=7, start_year=2023, end_year=2028)
    session.save()
    document.refresh_from_db()
    assert document.term == session.term
    assert document.history.count() == 2


def test_session_does_not_take_a_number_into_a_term_that_has_it():
    document = ResolutionFactory(number=15)
    session = document.session
    term = TermFactory(organization=session.organization, number=7, start_year=2023, end_year=2028)
    ResolutionFactory(session=SessionFactory(term=term), number=15)
    session.term = term
    session.ordinal = 1
    with pytest.raises(ValidationError, match="loại văn bản này đã có số này"):
        session.save()


def test_session_of_another_organization_does_not_judge():
    with pytest.raises(ValidationError, match="Nhiệm vụ này là của tổ chức khác"):
        ReviewFactory(session=SessionFactory(later=True))


def test_session_of_another_organization_does_not_resolve():
    with pytest.raises(ValidationError, match="Kỳ họp này là của tổ chức khác"):
        ShortcomingFactory(status="resolved", resolved_in=SessionFactory(later=True))


def test_documents_do_not_replace_each_other_in_a_circle():
    first = ResolutionFactory()
    first.replaces = ResolutionFactory(session=first.session, replaces=first)
    with pytest.raises(ValidationError, match="thành vòng"):
        first.save()


def test_single_seat_outside_a_term_counts_against_one_in_a_term():
    held = MembershipFactory(post="secretary")
    with pytest.raises(ValidationError, match="đang giữ chức vụ này"):
        MembershipFactory(term=None, organization=held.organization, post="secretary")
