"""Lists of the desk: found without accents, exported, published, and closed when the organization has ended."""

from datetime import date
from io import BytesIO

import openpyxl
import pytest
from django.urls import reverse

from district.models import Organization, Person
from meetings.models import Session, Shortcoming
from resolutions.models import Directive
from tests.desk.pages import address, sent
from tests.desk.rows import organization, session, term

pytestmark = pytest.mark.django_db


def messages_of(response):
    return " ".join(str(message) for message in response.context["messages"])


def test_search_needs_no_accents(admin_client):
    Person.objects.create(name="Lò Văn Đức")
    Person.objects.create(name="Cà Thị Bình")
    found = admin_client.get(address(Person, "changelist"), {"q": "van duc"}).context["cl"].result_list
    assert [person.name for person in found] == ["Lò Văn Đức"]


def test_choices_are_found_without_accents_and_say_their_session(admin_client):
    Shortcoming.objects.create(session=session(), text="Giải ngân chậm")
    response = admin_client.get(
        reverse("admin:autocomplete"),
        {
            "term": "giai ngan",
            "app_label": "meetings",
            "model_name": "shortcoming",
            "field_name": "repeats",
        },
    )
    assert [choice["text"] for choice in response.json()["results"]] == ["Giải ngân chậm (Kỳ họp thứ 15)"]


def test_exported_text_is_never_a_formula(admin_client):
    Person.objects.create(name='=HYPERLINK("http://x")', title="+1\x07")
    exported = admin_client.post(address(Person, "export"), {"format": 1, "resource": 0})
    cells = [cell.value for cell in list(openpyxl.load_workbook(BytesIO(exported.content)).active.rows)[1]]
    assert '\'=HYPERLINK("http://x")' in cells
    assert "'+1" in cells


def test_export_holds_labels_and_names_instead_of_codes(admin_client):
    unit = organization("unit", name="UBND huyện")
    Directive.objects.create(session=session(), text="Việc", lead_unit=unit)
    exported = admin_client.post(address(Directive, "export"), {"format": 0, "resource": 0})
    head, row = exported.content.decode("utf-8-sig").splitlines()
    assert "Đơn vị chủ trì" in head
    assert "UBND huyện" in row
    assert "Chưa thực hiện" in row


def act(client, model, action, *records):
    chosen = {"action": action, "_selected_action": [record.pk for record in records]}
    return client.post(address(model, "changelist"), chosen, follow=True)


def test_sessions_are_published_and_withdrawn_from_the_list(admin_client):
    whole = session()
    act(admin_client, Session, "publish", whole)
    assert Session.objects.published().get() == whole
    act(admin_client, Session, "withdraw", whole)
    assert not Session.objects.published().exists()


@pytest.fixture
def closed():
    whole = session(term=term(organization=organization(name="Huyện ủy cũ")))
    whole.shortcomings.create(text="Việc cũ")
    ended = Organization.objects.get()
    ended.dissolved_on = date(2025, 7, 1)
    ended.save()
    return whole


@pytest.mark.parametrize("action", ["delete_selected", "publish"])
def test_action_on_a_closed_fonds_says_why_not(admin_client, closed, action):
    response = act(admin_client, Session, action, closed)
    assert "Huyện ủy cũ đã kết thúc hoạt động từ ngày 01/07/2025" in messages_of(response)
    assert Session.objects.get().state == "draft"


def test_record_of_a_closed_fonds_is_shown_with_the_reason_and_not_changed(admin_client, closed):
    page = address(Session, "change", closed.pk)
    shown = admin_client.get(page).content.decode()
    assert "Huyện ủy cũ đã kết thúc hoạt động từ ngày 01/07/2025" in shown
    assert 'name="_save"' not in shown
    assert admin_client.post(page, {"ordinal": "99"}).status_code == 403
    assert admin_client.get(address(Session, "delete", closed.pk)).status_code == 403


def test_new_session_of_a_closed_fonds_is_refused_on_the_page(admin_client, closed):
    data = sent(admin_client.get(address(Session, "add"))) | {"held_on": "20/12/2023", "place": "Hội trường"}
    response = admin_client.post(address(Session, "add"), data)
    assert "Huyện ủy cũ đã kết thúc hoạt động" in response.content.decode()
    assert "Hội trường" in response.content.decode()
    assert Session.objects.count() == 1


def test_numbers_in_addresses_are_never_grouped(admin_client):
    person = Person.objects.create(pk=1234567, name="Lò Văn Mẫu")
    for page in (
        address(Person, "changelist"),
        address(Person, "change", person.pk),
        address(Person, "history", person.pk),
    ):
        assert "1.234" not in admin_client.get(page).content.decode()


@pytest.mark.parametrize("status", Directive.Status)
def test_status_is_shown_in_words(admin_client, status):
    stored = {"status": status, "text": "Việc", "session": session()}
    if status == "completed":
        stored |= {"percent": 100, "completed_on": date(2023, 12, 1), "outcome": "xong"}
    Directive.objects.create(**stored)
    shown = admin_client.get(address(Directive, "changelist")).content.decode()
    table = shown.split('id="result_list"')[1].split("</table>")[0]
    assert str(status.label) in table
    assert status.value not in table


def test_first_look_lists_what_is_late_and_what_waits(admin_client):
    Directive.objects.create(session=session(), text="Việc quá hạn", due_on=date(2023, 12, 31))
    shown = admin_client.get(reverse("admin:index")).content.decode()
    assert "Việc quá hạn" in shown
    assert "Kỳ họp thứ 15" in shown
    assert reverse("admin:meetings_session_add") in shown


def test_who_signs_in_at_the_desk_stays_there(client, admin_user):
    page = client.get(reverse("admin:login"), follow=True)
    response = client.post(page.redirect_chain[-1][0], {"username": "admin", "password": "password"})
    assert response["Location"] == reverse("admin:index")
