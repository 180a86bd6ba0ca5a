"""Issuers at the same moment leave the register without gaps or doubles."""

from concurrent.futures import ThreadPoolExecutor
from datetime import date

import pytest
from django.core.exceptions import ValidationError
from django.db import connection

from resolutions.actions import issue
from resolutions.models import Resolution
from tests.factories import ResolutionFactory, SessionFactory

pytestmark = pytest.mark.django_db(transaction=True)
DAY = date(2023, 9, 29)


def draft(session, **values):
    return ResolutionFactory(session=session, **{"number": None, "kind": "conclusion", **values})


def test_eight_issuers_at_once_leave_no_gap_and_no_double():
    sitting = SessionFactory()
    documents = [draft(sitting, title=f"Kết luận {number}") for number in range(24)]

    def give(document):
        try:
            return issue(resolution=document, on=DAY).number
        finally:
            connection.close()

    with ThreadPoolExecutor(8) as issuers:
        numbers = list(issuers.map(give, documents))
    assert sorted(numbers) == list(range(1, 25))


def test_two_who_issue_the_same_document_give_it_one_number():
    document = draft(SessionFactory())

    def give(_issuer):
        try:
            return issue(resolution=Resolution.objects.get(pk=document.pk), on=DAY).number
        except ValidationError:
            return None
        finally:
            connection.close()

    with ThreadPoolExecutor(8) as issuers:
        numbers = list(issuers.map(give, range(8)))
    assert sorted(numbers, key=bool) == [None] * 7 + [1]
