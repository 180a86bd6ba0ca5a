"""A stated percentage is the ratio, up to the digits in which it is stated; a bound is not a value."""

from decimal import Decimal

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, models, transaction

from meetings.models import IndicatorValue
from tests.factories import IndicatorValueFactory

pytestmark = pytest.mark.django_db

FITS = [
    ("100", "114.62", "114.62"),
    ("3", "1", "33"),
    ("3", "1", "33.3"),
    ("3", "1", "33.33"),
    ("3", "2", "67"),
    ("3", "2", "66.7"),
    ("3", "2", "66.67"),
    ("200", "1", "0.5"),
    ("200", "1", "1"),  # a whole percentage: 0.5 rounds to 1
    ("24000", "24033.6", "100.14"),
    ("0.001", "0.002", "200"),
    ("123456789012345.678", "123456789012345.678", "100"),
    ("-10", "-5", "50"),
    ("0", "0", "100"),
    (None, "217", "50"),
    ("100", None, "50"),
]
CONTRADICTS = [
    ("100", "50", "51"),
    ("3", "1", "33.34"),
    ("3", "1", "33.4"),
    ("3", "1", "34"),
    ("3", "2", "66"),
    ("100", "114.62", "114.63"),
    ("0", "5", "100"),
    ("123456789012345.678", "123456789012345.678", "101"),
]


def number(text):
    return text and Decimal(text)


def value(planned, actual, percent, **more):
    row = IndicatorValueFactory()
    row.planned, row.actual, row.percent_of_plan = number(planned), number(actual), number(percent)
    for name, given in more.items():
        setattr(row, name, given)
    return row


@pytest.mark.parametrize(("planned", "actual", "percent"), FITS)
def test_percentage_that_follows_from_the_numbers_is_taken(planned, actual, percent):
    row = value(planned, actual, percent)
    row.full_clean()
    row.save()
    assert IndicatorValue.objects.get().percent_of_plan == Decimal(percent)


@pytest.mark.parametrize(("planned", "actual", "percent"), CONTRADICTS)
def test_percentage_that_contradicts_the_numbers_is_refused(planned, actual, percent):
    row = value(planned, actual, percent)
    with pytest.raises(ValidationError, match="không khớp với thực hiện chia cho kế hoạch"):
        row.full_clean()
    with pytest.raises(IntegrityError), transaction.atomic():
        models.QuerySet(IndicatorValue).filter(pk=row.pk).update(
            planned=row.planned, actual=row.actual, percent_of_plan=row.percent_of_plan
        )


@pytest.mark.parametrize("qualifier", ["over", "under", "nearly", "about", "estimated", "basically"])
def test_bound_or_estimate_need_not_be_the_ratio(qualifier):
    row = value("100", "49", "50", qualifier=qualifier)
    row.full_clean()
    row.save()
    assert row.disagrees


@pytest.mark.parametrize(
    ("planned", "actual", "computed"),
    [("3", "2", "66.67"), ("800", "1", "0.13"), ("0", "5", None), (None, "5", None), ("5", None, None)],
)
def test_percentage_is_computed_to_two_places(planned, actual, computed):
    assert value(planned, actual, None).computed_percent == number(computed)


def test_stated_percentage_goes_before_the_computed_one():
    assert value("3", "2", "67").percent == 67
    assert value("3", "2", None).percent == Decimal("66.67")
    assert value(None, "217", None).percent is None


def test_rounded_percentage_is_shown_to_differ():
    assert value("3", "2", "67").disagrees
    assert not value("3", "2", "66.67").disagrees
    assert not value("3", None, "67").disagrees


def test_same_indicator_is_stated_against_several_bases():
    first = IndicatorValueFactory(base="plan")
    IndicatorValueFactory(
        session=first.session, indicator=first.indicator, base="province_estimate"
    ).full_clean()
