"""No public page grows with the archive."""

from datetime import date, timedelta

import pytest
from django.db.models import QuerySet

from district.models import Organization
from resolutions.models import Directive
from tests.factories import while_open
from tests.follow_through.ground import small_district


@pytest.fixture(scope="module")
def archive(shared):
    """5,000 directives over forty units, written past the rules of saving, which each of them keeps."""
    district = small_district()
    with while_open():
        units = Organization.objects.bulk_create(
            Organization(code=f"dv-{n}", name=f"Đơn vị {n}", kind="department", level="district")
            for n in range(40)
        )
        QuerySet(Directive).bulk_create(
            Directive(
                session=district.s15,
                text=f"Nhiệm vụ số {n} của huyện trong quý IV",
                lead_unit=units[n % 40],
                sector=district.sector,
                due_on=date(2023, 10, 1) + timedelta(days=n % 3000),
                quarter="2023-Q4",
            )
            for n in range(5000)
        )


@pytest.mark.usefixtures("archive")
@pytest.mark.parametrize("address", ["/", "/directives/", "/search/?q=nhiem+vu", "/shortcomings/"])
def test_page_over_five_thousand_directives_stays_small(db, client, django_assert_max_num_queries, address):
    most = 27 if "search" in address else 14  # a search asks twice and reads once for each of nine kinds
    with django_assert_max_num_queries(most):
        content = client.get(address).content
    assert len(content) < 300_000
