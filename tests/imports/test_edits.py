"""What was exported can be edited and imported again."""

from datetime import date
from decimal import Decimal

import pytest

from district.models import Organization
from meetings.models import IndicatorValue
from resolutions.models import Directive
from tests.factories import DirectiveFactory, IndicatorValueFactory, UnitFactory
from tests.imports.pages import column, excel, exported, look, refusals, table, write

pytestmark = pytest.mark.django_db


def test_edited_rows_are_changed_and_new_ones_added(admin_client):
    directive = DirectiveFactory(due_on=date(2023, 12, 31))
    unit = UnitFactory(name="Phòng Tài chính")
    other = UnitFactory(name="Phòng Nội vụ")
    head, row = table(exported(admin_client, Directive))
    edited = dict(zip(head, row, strict=True)) | {
        column(Directive, "lead_unit"): "phòng  tài chính",
        column(Directive, "due_on"): "05/11/2023",
        column(Directive, "supporting_units"): "Phòng Nội vụ",
    }
    new = dict.fromkeys(head) | {
        column(Directive, "session"): str(directive.session),
        column(Directive, "text"): "- Việc mới",
        column(Directive, "lead_unit"): other.code,
    }
    write(admin_client, Directive, excel(head, list(edited.values()), list(new.values())))
    directive.refresh_from_db()
    assert (directive.lead_unit, directive.due_on) == (unit, date(2023, 11, 5))
    assert list(directive.supporting_units.all()) == [other]
    assert directive.supports.get().history.count() == 1
    line = directive.history.first()
    assert (line.history_door, line.history_through) == ("import", "bang.xlsx")
    added = Directive.objects.exclude(pk=directive.pk).get()
    assert (added.text, added.session) == ("- Việc mới", directive.session)


def test_numbers_and_percentages_of_excel(admin_client):
    value = IndicatorValueFactory(planned=None, actual=None, percent_of_plan=50)
    head = ["ID", "Kế hoạch", "Thực hiện", "% kế hoạch"]
    write(
        admin_client,
        IndicatorValue,
        excel(head, [value.pk, "1.234,5", 1412.268, 1.144], formats={"D2": "0.00%"}),
    )
    value.refresh_from_db()
    assert (value.planned, value.actual) == (Decimal("1234.5"), Decimal("1412.268"))
    assert value.percent_of_plan == Decimal("114.4")


def test_names_that_are_alike_are_refused_with_their_numbers(admin_client):
    first, second = UnitFactory(name="Phòng A"), UnitFactory(name="Phòng A")
    unit = UnitFactory()
    parent = column(Organization, "parent")
    data = excel(["ID", parent], [unit.pk, "Phòng A"])
    [(line, name, reason)] = refusals(look(admin_client, Organization, data))
    assert (line, name) == (2, parent)
    assert f"#{first.pk}, #{second.pk}" in reason
    write(admin_client, Organization, excel(["ID", parent], [unit.pk, f"#{second.pk}"]))
    unit.refresh_from_db()
    assert unit.parent == second
    write(admin_client, Organization, excel(["ID", parent], [unit.pk, "Phòng A"]))
