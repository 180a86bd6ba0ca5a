"""A document has one number in its term and kind, whatever session issued it."""

from datetime import date

import pytest
from django.core.exceptions import ValidationError

from tests.factories import ResolutionFactory, SessionFactory, TermFactory

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    ("kind", "number", "symbol"),
    [
        ("resolution", 15, "15-NQ/HU"),
        ("conclusion", 7, "07-KL/HU"),
        ("notice", 123, "123-TB/HU"),
        ("programme", 4, "04-CTr/HU"),
    ],
)
def test_symbol_is_put_together_as_it_is_printed(kind, number, symbol):
    assert ResolutionFactory(kind=kind, number=number).symbol == symbol


def test_symbol_that_is_given_is_kept():
    assert ResolutionFactory(number=15, symbol="15/NQ-HĐND").symbol == "15/NQ-HĐND"


def test_document_without_a_number_yet_is_cited_by_its_kind():
    first = ResolutionFactory(number=None)
    assert (first.symbol, first.name) == ("", "Nghị quyết")
    ResolutionFactory(session=first.session, number=None).full_clean()
    assert ResolutionFactory(number=15).name == "Nghị quyết số 15-NQ/HU"


def test_number_is_used_once_in_a_term_even_by_another_session():
    first = ResolutionFactory(number=15)
    other = SessionFactory(term=first.session.term, ordinal=16)
    with pytest.raises(ValidationError, match="loại văn bản này đã có số này"):
        ResolutionFactory.build(session=other, number=15).full_clean()


def test_number_is_used_again_by_another_kind_term_or_organization():
    first = ResolutionFactory(number=15)
    next_term = TermFactory(organization=first.session.organization, number=7, start_year=2025, end_year=2030)
    ResolutionFactory(session=first.session, number=15, kind="conclusion").full_clean()
    ResolutionFactory(
        session=SessionFactory(term=next_term, ordinal=1, held_on=date(2026, 1, 9)), number=15
    ).full_clean()
    ResolutionFactory(number=15).full_clean()


def test_document_is_adopted_in_its_term():
    with pytest.raises(ValidationError, match="Ngày ban hành nằm ngoài nhiệm kỳ"):
        ResolutionFactory(adopted_on=date(2026, 1, 1))
