"""The history of a record on the desk: who, when, what as a readable difference, from where and why."""

from datetime import UTC, date, datetime

import pytest
from django.contrib.auth import get_user_model
from django.test import Client
from django.urls import NoReverseMatch

from district.models import Door, Organization, noting
from meetings.models import Session, Shortcoming
from resolutions.models import Directive
from tests.desk.pages import address
from tests.desk.rows import session, whole_district
from tests.factories import while_open
from tests.histories.test_doors import asked
from tests.permissions.test_matrix import holder

pytestmark = pytest.mark.django_db


@pytest.fixture(scope="module")
def standing(shared):
    whole = whole_district(1)
    Organization.objects.create(
        code="huyen-ben", name="Đảng bộ huyện bên", kind="party_committee", level="district"
    )
    return whole


def shown(client, row, **asked):
    """The page's entries, and the page."""
    answer = client.get(address(type(row), "history", row.pk), asked)
    assert answer.status_code == 200
    return answer.context["entries"], answer.content.decode()


@pytest.fixture
def directive(standing):
    whole = session(term=standing.term, ordinal=21)
    return Directive.objects.create(
        session=whole, text="Đẩy nhanh tiến độ thi công", due_on=date(2023, 12, 1)
    )


def test_a_change_is_told_field_by_field_in_words(admin_client, directive, standing):
    user = get_user_model().objects.create_user("lan", last_name="Lò Thị", first_name="Lan")
    unit = standing.directives.get().lead_unit
    with asked("/admin/", user):
        directive.text = "Đẩy nhanh tiến độ giải ngân"
        directive.lead_unit, directive.due_on, directive.status = unit, date(2024, 1, 31), "in_progress"
        directive._change_reason = "Theo kết luận"
        directive.save()
    [entry, _created], page = shown(admin_client, directive)
    assert dict(entry.changes) == {
        "Nhiệm vụ": [("same", "Đẩy nhanh tiến độ"), ("before", "thi công"), ("after", "giải ngân")],
        "Đơn vị chủ trì": [("after", unit.name)],
        "Thời hạn": [("before", "01/12/2023"), ("after", "31/01/2024")],
        "Tình trạng": [("before", "Chưa thực hiện"), ("after", "Đang thực hiện")],
    }
    assert "<del>thi công</del> <ins>giải ngân</ins>" in page
    for said in ("bàn làm việc", "10.1.2.3", "Lý do: Theo kết luận", ">Sửa<"):
        assert said in " ".join(page.split()).replace("> ", ">").replace(" <", "<"), said
    assert entry.who == user.get_full_name()


def test_instants_are_those_of_vietnam(admin_client, directive):
    directive._history_date = datetime(2026, 11, 5, 20, 30, tzinfo=UTC)
    directive.save()
    assert "06/11/2026 03:30" in shown(admin_client, directive)[1]


def test_a_file_and_a_command_are_named(admin_client, directive):
    for door, through in ((Door.IMPORT, "bang.xlsx"), (Door.COMMAND, "load_sample")):
        with noting(door=door, through=through):
            directive.save()
    page = shown(admin_client, directive)[1]
    assert "nhập từ tệp bang.xlsx" in page and "lệnh load_sample" in page


def test_a_long_text_is_cut_to_where_it_changed(admin_client, standing):
    words = " ".join(f"chữ{number}" for number in range(400))
    row = Shortcoming.objects.create(session=session(term=standing.term, ordinal=22), text=words)
    row.text = words.replace("chữ200", "<b>mới</b>")
    row.save()
    [entry, _created], page = shown(admin_client, row)
    [(_label, pieces)] = entry.changes
    assert [kind for kind, _words in pieces] == ["same", "before", "after", "same"]
    assert all(len(words) < 250 and "[…]" in words for kind, words in pieces if kind == "same")
    assert "&lt;b&gt;mới&lt;/b&gt;" in page and "<b>mới</b>" not in page


def test_the_history_of_a_whole_tells_of_its_parts_and_of_those_that_are_gone(admin_client, standing):
    whole = session(term=standing.term, ordinal=23)
    item = whole.agenda_items.create(title="Khai mạc")
    item.title = "Khai mạc kỳ họp"
    item.save()
    item.delete()
    entries, _page = shown(admin_client, whole)
    assert [(entry.noun, entry.deed.label) for entry in entries] == [
        ("nội dung chương trình", "Xóa"),
        ("nội dung chương trình", "Sửa"),
        ("nội dung chương trình", "Lập"),
        ("kỳ họp", "Lập"),
    ]
    assert {entry.name for entry in entries[:3]} == {"Khai mạc kỳ họp"}
    key, name = whole.pk, str(whole)
    whole.delete()
    gone = Session(pk=key)
    entries, _page = shown(admin_client, gone)
    assert entries[0].deed.label == "Xóa" and entries[0].name == name


def test_parts_of_parts_are_told_as_well(admin_client, standing):
    with while_open():
        support = standing.directives.get().supports.first()
        support.save()
    newest = shown(admin_client, standing)[0][0]
    assert (newest.noun, newest.name) == ("đơn vị phối hợp", str(support.unit))


def test_pages_follow_each_other(admin_client, directive):
    for _again in range(55):
        directive.save()
    first, page = shown(admin_client, directive)
    assert len(first) == 50 and "?p=2" in page
    second, _page = shown(admin_client, directive, p=2)
    assert len(second) == 6 and second[-1].deed.label == "Lập"


def test_history_is_read_by_whoever_reads_the_record_and_written_by_nobody(directive):
    for kind in ("clerk", "chief", "leader", "auditor"):
        reader, strange = Client(), Client()
        reader.force_login(holder(kind, "huyen-uy"))
        strange.force_login(holder(kind, "huyen-ben"))
        entries, _page = shown(reader, directive)
        assert entries
        at = address(Directive, "history", directive.pk)
        assert strange.get(at).status_code == 404
        before = list(Directive.history.values())
        reader.post(at, {"text": "khác", "history_change_reason": "khác"})
        for old_form in (f"{at}{directive.history.first().pk}/", f"{at}{directive.history.first().pk}"):
            assert reader.post(old_form, {"text": "khác"}).status_code in (301, 302, 404)
        assert list(Directive.history.values()) == before
    directive.refresh_from_db()
    assert directive.text == "Đẩy nhanh tiến độ thi công"
    for key in ("0", "không", "99999999999999999999"):
        assert Client().get(f"/admin/resolutions/directive/{key}/history/").status_code == 302
        assert reader.get(f"/admin/resolutions/directive/{key}/history/").status_code == 404


def test_no_form_goes_back_to_an_earlier_version():
    with pytest.raises(NoReverseMatch):
        address(Directive, "simple_history", 1, 1)
