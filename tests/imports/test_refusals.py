"""A table with one wrong row changes nothing, and says which row and which column are wrong, and why."""

import io
import zipfile
from datetime import date

import pytest
from django.contrib.auth.models import Permission

from district.models import Organization, Person
from meetings.models import Draft, IndicatorValue, Session
from resolutions.models import Directive, Reminder
from tests.desk.pages import address, sent
from tests.factories import (
    DirectiveFactory,
    IndicatorFactory,
    IndicatorValueFactory,
    OrganizationFactory,
    SessionFactory,
    UserFactory,
)
from tests.imports.pages import column, comma_separated, excel, look, refusals, write

pytestmark = pytest.mark.django_db
NAME = column(Person, "name")
BORN = column(Person, "born_on")
GENDER = column(Person, "gender")


def test_three_bad_rows_of_500_change_nothing_and_are_named(admin_client):
    rows = [[f"Lò Văn {number}", "05/11/1980", None] for number in range(500)]
    rows[9][1] = "31/02/1980"
    rows[99][0] = None
    rows[399][2] = "nam nữ"
    page = look(admin_client, Person, excel([NAME, BORN, GENDER], *rows))
    found = refusals(page)
    assert [(line, name) for line, name, _reason in found] == [(11, BORN), (101, NAME), (401, GENDER)]
    assert "dd/mm/yyyy" in found[0][2]
    assert "chọn một trong" in found[2][2]
    assert "confirm_form" not in page.context
    assert "Có 3 dòng sai, chưa nhập dòng nào" in page.content.decode()
    assert not Person.objects.exists()
    assert not Person.history.exists()


def test_preview_writes_nothing(admin_client):
    page = look(admin_client, Person, excel([NAME], ["Lò Văn An"]))
    assert "Thêm mới 1, sửa 0, giữ nguyên 0." in page.content.decode()
    assert not Person.history.exists()


def test_what_has_become_wrong_since_the_preview_is_not_written(admin_client):
    first, second = OrganizationFactory(), OrganizationFactory()
    name = column(Organization, "name")
    data = excel(["ID", name], [first.pk, "Tên mới"], [second.pk, "Tên khác"])
    preview = look(admin_client, Organization, data)
    second.delete()
    page = admin_client.post(address(Organization, "process_import"), sent(preview), follow=True)
    assert "Chưa nhập dòng nào" in page.content.decode()
    first.refresh_from_db()
    assert first.name != "Tên mới"
    again = admin_client.post(
        address(Organization, "process_import"),
        sent(preview) | {"import_file_name": "khong-con"},
        follow=True,
    )
    assert "Tệp đã chờ quá lâu" in again.content.decode()


def test_closed_fonds_and_approved_sessions_stay_as_they_are(admin_client):
    directive = DirectiveFactory()
    text = column(Directive, "text")
    data = excel(["ID", text], [directive.pk, "Sửa"])
    directive.session.publish()
    assert "đã được duyệt" in refusals(look(admin_client, Directive, data))[0][2]
    new = excel([column(Directive, "session"), text], [str(directive.session), "Việc mới"])
    assert "đã được duyệt" in refusals(look(admin_client, Directive, new))[0][2]
    closed = DirectiveFactory()
    organization = closed.session.organization
    organization.dissolved_on = date(2025, 7, 1)
    organization.save()
    data = excel(["ID", text], [closed.pk, "Sửa"])
    assert "đã kết thúc hoạt động" in refusals(look(admin_client, Directive, data))[0][2]


def test_state_of_a_session_changes_by_its_verbs_only(admin_client):
    session = SessionFactory()
    data = excel(
        ["ID", column(Session, "state"), column(Session, "place")], [session.pk, "Đã duyệt", "Nhà văn hóa"]
    )
    write(admin_client, Session, data)
    session.refresh_from_db()
    assert (session.state, session.place) == ("draft", "Nhà văn hóa")


def test_text_under_a_mark_of_secrecy_is_refused(admin_client):
    data = excel([column(Draft, "title"), column(Draft, "text")], ["Báo cáo", "TỐI MẬT\nBáo cáo"])
    [(line, name, reason)] = refusals(look(admin_client, Draft, data))
    assert (line, name) == (2, column(Draft, "text"))
    assert "dấu TỐI MẬT" in reason


def test_unknown_record_and_unknown_or_double_column(admin_client):
    assert (
        "Không có bản ghi số 77" in refusals(look(admin_client, Person, excel(["ID", NAME], [77, "A"])))[0][2]
    )
    assert (
        refusals(look(admin_client, Person, excel([NAME, "Số thẻ"], ["A", 1])))[0][2]
        == "Không có cột: Số thẻ."
    )
    assert (
        refusals(look(admin_client, Person, excel([NAME, NAME], ["A", "B"])))[0][2]
        == f"Cột có hai lần: {NAME}."
    )
    assert refusals(look(admin_client, Person, excel(["STT", NAME], [1, "A"]))) == []


@pytest.mark.parametrize("missing", ["add_person", "change_person"])
def test_who_may_not_add_and_change_may_not_import(client, missing):
    clerk = UserFactory(is_staff=True)
    codes = {"add_person", "change_person", "view_person"}
    client.force_login(clerk)
    clerk.user_permissions.set(Permission.objects.filter(codename__in=codes - {missing}))
    assert client.get(address(Person, "import")).status_code == 403
    assert client.post(address(Person, "process_import")).status_code == 403
    assert address(Person, "import") not in client.get(address(Person, "changelist")).content.decode()
    clerk.user_permissions.set(Permission.objects.filter(codename__in=codes))
    assert client.get(address(Person, "import")).status_code == 200
    assert address(Person, "import") in client.get(address(Person, "changelist")).content.decode()


def test_what_nobody_types_nobody_imports(admin_client):
    assert admin_client.get(address(Reminder, "import")).status_code == 403


def test_import_writes_who_did_it(admin_client, admin_user):
    write(admin_client, Person, excel([NAME, BORN], ["Lò Văn An", date(1980, 11, 5)]), name="danh-sach.xlsx")
    [line] = Person.history.all()
    assert (line.history_user, line.history_type) == (admin_user, "+")
    assert (line.history_door, line.history_through) == ("import", "danh-sach.xlsx")
    assert line.born_on == date(1980, 11, 5)


@pytest.mark.parametrize("delimiter", [";", ",", "\t"])
def test_comma_separated_values_of_any_office(admin_client, delimiter):
    text = f'{NAME}{delimiter}{BORN}\r\n"Lò Văn An"{delimiter}5/11/1980\r\n\r\n'
    write(admin_client, Person, comma_separated(text), name="danh-sach.csv")
    person = Person.objects.get()
    assert (person.name, person.born_on) == ("Lò Văn An", date(1980, 11, 5))


def test_table_of_indicators_goes_straight_into_a_session(admin_client):
    session = SessionFactory()
    indicators = [IndicatorFactory(name=f"Chỉ tiêu {number}", unit="ha") for number in range(43)]
    head = [
        "STT",
        column(IndicatorValue, "indicator"),
        column(IndicatorValue, "planned"),
        column(IndicatorValue, "actual"),
    ]
    rows = [[number, indicator.name, "1.200,5", 600] for number, indicator in enumerate(indicators, 1)]
    assert (
        b'name="into"' in admin_client.get(address(IndicatorValue, "import") + f"?into={session.pk}").content
    )
    write(admin_client, IndicatorValue, excel(head, *rows), into=session.pk)
    assert session.indicator_values.count() == 43
    assert IndicatorValue.history.count() == 43


def bomb():
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("xl/workbook.xml", b"0" * 70_000_000)
    return file.getvalue()


@pytest.mark.parametrize(
    ("data", "reason"),
    [
        (b"", "không có nội dung"),
        (b"\xff\xfe\x00\x01" * 9, "không phải Excel"),
        (b"MZ\x00\x00", "không phải Excel"),
        (b"PK\x03\x04" + b"x" * 99, "Tệp Excel hỏng"),
        (bomb(), "phình to khác thường"),
        (excel([NAME], ["=1+1"]), "công thức chưa tính"),
        (comma_separated(f"{NAME}\n{'x' * 1_000_000}"), "ô dài hơn 32.767 ký tự"),
        (comma_separated(f"{NAME}\n" + "A\n" * 100_000), "hơn 1.000 dòng"),
        (comma_separated(f"{NAME}\nA;B;C"), "nhiều ô hơn số cột"),
        (comma_separated(";" * 500 + "\n"), "hơn 100 cột"),
        (comma_separated("\n\n"), "Dòng đầu của tệp"),
    ],
    ids=[
        "empty",
        "bytes",
        "exe",
        "torn",
        "bomb",
        "formula",
        "megabyte",
        "rows",
        "wide row",
        "columns",
        "blank",
    ],
)
def test_hostile_table_ends_in_a_sentence(admin_client, data, reason):
    found = refusals(look(admin_client, Person, data))
    assert found
    assert reason in found[0][2]
    assert not Person.objects.exists()


def test_numbers_of_an_existing_row_are_cleared_by_an_empty_cell(admin_client):
    value = IndicatorValueFactory(planned=100, actual=50)
    write(admin_client, IndicatorValue, excel(["ID", column(IndicatorValue, "actual")], [value.pk, None]))
    value.refresh_from_db()
    assert (value.planned, value.actual) == (100, None)
