"""Who gets which paper: the same permissions as on every other door."""

from datetime import date
from io import BytesIO

import pytest
from django.contrib.auth.models import Permission
from django.db import connection
from django.test.utils import CaptureQueriesContext
from openpyxl import load_workbook

from tests.factories import ShortcomingFactory, StatementFactory, UserFactory
from tests.papers.reading import solid, text_of

pytestmark = pytest.mark.django_db
OPEN = ["minutes.pdf", "minutes.docx", "follow_up.pdf", "assignment.docx", "book.xlsx"]


def fetched(client, session, name, expect=200):
    response = client.get(f"/sessions/{session.pk}/papers/{name}")
    assert response.status_code == expect
    return response


@pytest.mark.parametrize("name", OPEN)
def test_stranger_gets_the_papers_of_a_published_session_only(client, session, name):
    fetched(client, session, name, expect=404)
    session.publish()
    fetched(client, session, name)


@pytest.mark.parametrize("name", [*OPEN, "attendance.pdf"])
def test_office_gets_every_paper_of_a_draft(admin_client, session, name):
    fetched(admin_client, session, name)


@pytest.mark.parametrize("name", ["attendance.pdf", "minutes.xlsx", "book.pdf", "secret.pdf", "register.pdf"])
def test_paper_that_there_is_not_is_not_found(client, session, name):
    session.publish()
    fetched(client, session, name, expect=404)


def test_reporter_of_a_unit_is_a_stranger_here(client, session):
    client.force_login(UserFactory(is_staff=True))
    fetched(client, session, "minutes.pdf", expect=404)


@pytest.mark.parametrize("name", ["minutes.pdf", "minutes.docx"])
def test_stranger_reads_counts_where_the_office_reads_names(client, admin_client, session, name):
    session.publish()
    office, stranger = (text_of(fetched(who, session, name).content) for who in (admin_client, client))
    client.logout()
    stranger = text_of(fetched(client, session, name).content)
    for words in ("SùngAVắng", solid("đi công tác xa"), solid("Cần làm nhanh hơn nữa.")):
        assert words in office and words not in stranger
    assert solid("có mặt 1, vắng có lý do 1") in stranger


def test_workbook_of_a_stranger_has_no_names_and_no_statements(client, session):
    session.publish()
    book = load_workbook(BytesIO(fetched(client, session, "book.xlsx").content))
    assert "Thành phần dự họp" not in book.sheetnames and "Ý kiến phát biểu" not in book.sheetnames
    assert book["Nhiệm vụ"]["B2"].value == "Ký hợp đồng liên kết với các hộ."


def test_workbook_has_days_as_days_numbers_as_numbers_and_no_formulas(admin_client, session):
    ShortcomingFactory(session=session, text="=1+1", position=9)
    book = load_workbook(BytesIO(fetched(admin_client, session, "book.xlsx").content))
    titles = [cell.value for cell in book["Nhiệm vụ"][1]]
    assert book["Nhiệm vụ"].cell(2, titles.index("Thời hạn") + 1).value.date() == date(2023, 12, 31)
    titles = [cell.value for cell in book["Thực hiện chỉ tiêu"][1]]
    assert book["Thực hiện chỉ tiêu"].cell(2, titles.index("Thực hiện") + 1).value == 1146.25
    assert "'=1+1" in [cell.value for cell in book["Hạn chế"]["B"]]
    assert "Ý kiến phát biểu" in book.sheetnames


def test_file_is_named_in_vietnamese_and_in_ascii(client, session):
    session.publish()
    response = fetched(client, session, "minutes.pdf")
    assert 'inline; filename="bien-ban-ky-hop-thu-15.pdf"' in response["Content-Disposition"]
    assert "filename*=UTF-8''Bi%C3%AAn%20b%E1%BA%A3n" in response["Content-Disposition"]
    assert response["Cache-Control"] == "private, no-cache"


def test_paper_is_vietnamese_whatever_language_the_reader_chose(client, session):
    session.publish()
    client.cookies["django_language"] = "en"
    response = client.get(f"/resolutions/{session.resolutions.get().pk}/papers/resolution.docx")
    assert 'filename="nghi-quyet-15-nq-hu.docx"' in response["Content-Disposition"]
    assert solid("NGHỊ QUYẾT") in text_of(response.content)


def test_document_and_register_have_doors_too(client, session):
    document = session.resolutions.get()
    address = f"/resolutions/{document.pk}/papers/resolution.pdf"
    assert client.get(address).status_code == 404
    session.publish()
    assert client.get(address).status_code == 200
    assert client.get(f"/resolutions/{document.pk}/papers/minutes.pdf").status_code == 404
    register = client.get(f"/terms/{session.term.pk}/papers/register.docx")
    assert "15-NQ/HU" in text_of(register.content)


def test_register_of_drafts_is_for_who_reads_terms_and_sessions(client, session):
    reader = UserFactory(is_staff=True)
    client.force_login(reader)
    for name, status in (("view_term", 404), ("view_session", 200)):
        reader.user_permissions.add(
            Permission.objects.get(codename=name, content_type__app_label__in=["district", "meetings"])
        )
        assert client.get(f"/terms/{session.term.pk}/papers/register.docx").status_code == status


def test_links_of_the_api_open(client, session):
    session.publish()
    row = client.get(f"/api/v1/sessions/{session.pk}/").json()
    papers = [*row["papers"], *row["resolutions"][0]["papers"]]
    assert {paper["kind"] for paper in papers} == {"minutes", "follow_up", "assignment", "resolution"}
    for paper in papers:
        assert client.get(paper["url"]).status_code == 200, paper


def test_public_page_and_desk_link_to_the_papers(client, admin_client, session):
    desk = admin_client.get(f"/admin/meetings/session/{session.pk}/change/").content.decode()
    assert f"/sessions/{session.pk}/papers/attendance.docx" in desk
    session.publish()
    client.logout()
    page = client.get(f"/sessions/{session.pk}/").content.decode()
    assert f"/sessions/{session.pk}/papers/minutes.pdf" in page and "papers/attendance" not in page
    assert f"/resolutions/{session.resolutions.get().pk}/papers/resolution.docx" in page


@pytest.mark.parametrize("name", OPEN)
def test_paper_is_made_in_a_constant_number_of_queries(admin_client, session, name):
    def queries():
        with CaptureQueriesContext(connection) as captured:
            fetched(admin_client, session, name)
        return len(captured)

    queries()
    few = queries()
    for n in range(3):
        ShortcomingFactory(session=session, repeats=None, text=f"Hạn chế {n}")
        StatementFactory(session=session, text=f"Ý kiến {n}")
    assert queries() == few


def test_starting_template_is_for_the_office(client, admin_client):
    assert admin_client.get("/templates/minutes.docx").status_code == 200
    assert admin_client.get("/templates/nothing.docx").status_code == 404
    client.logout()
    assert client.get("/templates/minutes.docx").status_code == 302
