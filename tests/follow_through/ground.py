"""A small district with three sessions: 14 and 15 published, 16 in preparation."""

from datetime import date
from types import SimpleNamespace

from district.models import Organization, Sector, Term
from meetings.models import Session, Shortcoming
from resolutions.models import Directive, Remedy, SupportingUnit


def small_district():
    """A committee with three sessions, what was found in the first, and who must mend it."""
    committee = Organization.objects.create(
        code="huyen", name="Đảng bộ huyện", kind="party_committee", level="district", session_word="ky_hop"
    )
    unit = Organization.objects.create(
        code="ubnd", name="UBND huyện", kind="peoples_committee", level="district", email="ubnd@vidu.vn"
    )
    helper = Organization.objects.create(code="xa", name="Các xã", kind="group", level="commune")
    stranger = Organization.objects.create(
        code="ban", name="Ban Tổ chức", kind="party_body", level="district"
    )
    sector = Sector.objects.create(code="kinh-te", name="Kinh tế")
    term = Term.objects.create(organization=committee, number=6, start_year=2020, end_year=2025)
    s14, s15, s16 = (
        Session.objects.create(term=term, ordinal=ordinal, held_on=date(2023, month, 29))
        for ordinal, month in ((14, 6), (15, 9), (16, 12))
    )
    weakness = Shortcoming.objects.create(session=s14, text="Giải ngân vốn còn chậm", sector=sector)
    duty = Directive.objects.create(
        session=s14, text="Đẩy nhanh giải ngân vốn", lead_unit=unit, due_on=date(2023, 11, 30), sector=sector
    )
    SupportingUnit.objects.create(directive=duty, unit=helper)
    Remedy.objects.create(directive=duty, shortcoming=weakness)
    open_ended = Directive.objects.create(session=s15, text="Tăng cường an ninh cơ sở")
    for session in (s14, s15):
        session.publish()
    return SimpleNamespace(
        committee=committee,
        unit=unit,
        helper=helper,
        stranger=stranger,
        sector=sector,
        term=term,
        s14=s14,
        s15=s15,
        s16=s16,
        weakness=weakness,
        duty=duty,
        open_ended=open_ended,
    )
