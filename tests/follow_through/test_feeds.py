"""Calendars and feeds hold what is published, in the standards' own form."""

from datetime import date
from xml.etree import ElementTree

import pytest
from icalendar import Calendar

from resolutions.models import Directive, Resolution

pytestmark = pytest.mark.usefixtures("before_approval")

ATOM = "{http://www.w3.org/2005/Atom}"


def events(client, query=""):
    answer = client.get(f"/calendar.ics{query}")
    assert answer["Content-Type"] == "text/calendar; charset=utf-8"
    return {str(event["summary"]): event for event in Calendar.from_ical(answer.content).walk("VEVENT")}


def test_calendar_holds_sessions_and_deadlines_as_whole_days(district, client):
    found = events(client)
    session = found["Kỳ họp thứ 15, Đảng bộ huyện"]
    assert (session["dtstart"].dt, session["dtend"].dt) == (date(2023, 9, 29), date(2023, 9, 30))
    assert found["Hạn: Đẩy nhanh giải ngân vốn"]["dtstart"].dt == date(2023, 11, 30)
    assert "Kỳ họp thứ 16, Đảng bộ huyện" not in found


def test_closed_directive_leaves_the_calendar(district, client):
    district.duty.status, district.duty.percent = "completed", 100
    district.duty.completed_on, district.duty.outcome = date(2023, 8, 1), "xong"
    district.duty.save()
    assert "Hạn: Đẩy nhanh giải ngân vốn" not in events(client)


def test_calendar_of_a_unit_holds_its_deadlines_only(district, client):
    Directive.objects.create(
        session=district.s15, text="việc của ban", lead_unit=district.stranger, due_on=date(2023, 12, 1)
    )
    found = events(client, "?unit=xa")
    assert "Hạn: Đẩy nhanh giải ngân vốn" in found
    assert "Hạn: việc của ban" not in found
    assert client.get("/calendar.ics?unit=khong-co").status_code == 404


def test_event_keeps_its_uid_when_the_directive_changes(district, client):
    before = events(client)["Hạn: Đẩy nhanh giải ngân vốn"]["uid"]
    district.duty.text = "Tên mới"
    district.duty.save()
    assert events(client)["Hạn: Tên mới"]["uid"] == before


def test_long_lines_are_folded_to_75_octets(district, client):
    district.duty.text = "Đẩy nhanh tiến độ giải ngân " * 10
    district.duty.save()
    content = client.get("/calendar.ics").content
    assert all(len(line) <= 75 for line in content.split(b"\r\n"))


def test_atom_feed_holds_published_resolutions_only(district, client):
    Resolution.objects.create(session=district.s15, number=15, title="về nhiệm vụ quý IV")
    Resolution.objects.create(session=district.s16, number=16, title="chưa công khai")
    feed = ElementTree.fromstring(client.get("/feeds/resolutions.atom").content)
    titles = [entry.findtext(f"{ATOM}title") for entry in feed.iter(f"{ATOM}entry")]
    assert titles == ["Nghị quyết số 15-NQ về nhiệm vụ quý IV"]
