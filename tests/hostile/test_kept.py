"""What is kept of a text that was typed, what is refused, and what stays as it was stored."""

import pytest
from django.contrib.auth.models import User
from django.core.exceptions import ValidationError
from django.db.models import QuerySet
from django.urls import reverse

from district.models import Person
from district.text import MOST_MARKS, fold, harmed, harmless, legible, nfc
from meetings.models import Session
from resolutions.models import Reminder, Resolution
from tests.desk.pages import address, sent
from tests.factories import OrganizationFactory, PersonFactory, ResolutionFactory, SessionFactory, UserFactory
from tests.imports.pages import column, comma_separated, look, refusals

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("\u202eLò Văn\u202c An", "Lò Văn An"),
        ("Lò\u200b Văn\u00ad An\ufeff", "Lò Văn An"),
        ("Lò\tVăn\r\nAn", "Lò Văn An"),
        ("\x1b[31mLò Văn An\x07", "[31mLò Văn An"),
        ("Lev Толстой", "Lev Толстой"),
        ("5 μg, 10 kΩ", "5 μg, 10 kΩ"),
    ],
)
def test_a_line_is_kept_as_it_is_seen(typed, kept, admin_client):
    admin_client.post(
        address(Person, "add"), sent(admin_client.get(address(Person, "add"))) | {"name": typed}
    )
    assert Person.objects.get().name == kept


def test_a_text_keeps_its_lines():
    session = SessionFactory.build(summary="một\x0bhai\u2028ba\r\nbốn\u2066")
    session.clean_fields(exclude=["term"])
    assert session.summary == "một\nhai\nba\r\nbốn"


def test_a_name_that_is_nothing_or_passes_for_another_is_refused_beside_its_field(admin_client):
    form = sent(admin_client.get(address(Person, "add")))
    for name in ("\u200b\u200b", "L\u043e Văn An", "Lò V\uff41n An"):
        page = admin_client.post(address(Person, "add"), form | {"name": name})
        assert list(page.context["adminform"].form.errors) == ["name"]
        assert sent(page)["name"] == name
    label = column(Person, "name")
    page = look(admin_client, Person, comma_separated(f"{label}\nLò Văn An\nL\u03bfng"))
    assert [found[:2] for found in refusals(page)] == [(3, label)]
    assert not Person.objects.exists()


def test_codes_symbols_and_accounts_are_in_our_letters(admin_client):
    for noun, name in (
        (OrganizationFactory, "code"),
        (OrganizationFactory, "symbol"),
        (ResolutionFactory, "symbol"),
    ):
        with pytest.raises(ValidationError) as refused:
            noun.build(**{name: "\u041d\u0423"}).clean_fields()
        assert name in refused.value.error_dict
    page = address(User, "add")
    typed = sent(admin_client.get(page)) | {"password1": "mat-khau-dai", "password2": "mat-khau-dai"}
    refused = admin_client.post(page, typed | {"username": "\u0430dmin"})
    assert "chữ cái không phải chữ Việt" in str(refused.context["adminform"].form.errors["username"])
    assert admin_client.post(page, typed | {"username": "văn-thư"}).status_code == 302


def test_an_old_account_of_other_letters_is_still_changed(admin_client):
    old = UserFactory(username="иван")
    page = address(User, "change", old.pk)
    assert admin_client.post(page, sent(admin_client.get(page)) | {"first_name": "Ivan"}).status_code == 302
    old.refresh_from_db()
    assert old.first_name == "Ivan"


def test_a_row_from_before_stays_as_it_is_stored_until_somebody_types_it():
    """A seal may cover it: whatever else happens to the row, its text is not touched."""
    resolution = ResolutionFactory(title="Cũ")
    before = "C\u200bũ V\u0430n"
    for row, name in ((resolution, "title"), (PersonFactory(), "name"), (OrganizationFactory(), "symbol")):
        QuerySet(type(row)).filter(pk=row.pk).update(**{name: before})
        row.refresh_from_db()
        row.save()
        row.refresh_from_db()
        assert getattr(row, name) == before


@pytest.mark.parametrize("mark", ["\u0301\u0323", "\u0302", "\u05b0\u0591"])
def test_a_pile_of_marks_is_cut_and_takes_no_time(mark):
    pile = "e" + mark * 500_000
    assert len(nfc(pile)) <= 1 + MOST_MARKS
    assert fold(pile) == "e"
    assert nfc("ệ ễ ấ") == nfc("e\u0323\u0302 e\u0302\u0303 a\u0302\u0301") == "ệ ễ ấ"


@pytest.mark.parametrize("text", ["=1+1", "'=1+1", "''=1", "\n=1", "＝1", "-5", "+84", "@a", "a=1", "'a", ""])
def test_no_text_becomes_a_formula_and_each_comes_back(text):
    assert not harmless(text).startswith(("=", "+", "-", "@", "\t", "\r", "\n", "＝"))
    assert harmed(harmless(text)) == text


def test_what_no_workbook_holds_is_not_put_into_one():
    assert harmless("a\0\x1f\ufffe\uffffb") == "ab"
    assert legible("a\U000e0041b") == "ab"


def test_what_a_new_form_begins_with_may_name_no_record(admin_client):
    for key in ("abc", "9" * 40):
        assert admin_client.get(address(Session, "add"), {"after": key}).status_code == 200


@pytest.mark.parametrize("key", ["x.pdf", "999999"])
def test_what_is_no_record_has_no_page_and_no_correction(key, admin_client):
    for noun in (Session, Resolution):
        for asked in ("", "?correct=1"):
            at = f"{address(noun, 'change', key)}{asked}"
            assert admin_client.get(at).status_code == 302
            assert admin_client.post(at, {"reason": "Nhầm"}).status_code == 302
    assert admin_client.get(reverse("admin:meetings_draft_look_through", args=[key])).status_code == 404


def test_a_calendar_of_a_unit_that_none_can_be_is_no_page(client):
    for unit in ("%00", "9" * 40, "x%0Ay"):
        assert client.get(f"/calendar.ics?unit={unit}").status_code == 404


def test_a_list_asked_for_a_number_beyond_any_is_shown(admin_client):
    """PostgreSQL compares with any number, SQLite cannot: then the list is shown whole, as for any wrong filter."""
    shown = [(200, None), (302, address(Person, "changelist") + "?e=1")]
    for number in ("9" * 40, "-" + "9" * 40):
        answer = admin_client.get(address(Person, "changelist"), {"organization__gte": number})
        assert (answer.status_code, answer.get("Location")) in shown


def test_what_is_ticked_and_is_no_key_is_passed_over(admin_client):
    for noun, deed in ((User, "lift_lock_out"), (Person, "delete_selected")):
        sent_back = {"action": deed, "_selected_action": ["on", "9" * 40], "index": "0"}
        assert admin_client.post(address(noun, "changelist"), sent_back).status_code == 302
    assert admin_client.get(f"{address(Session, 'changelist')}x/decide/").status_code == 404


def test_a_list_filtered_by_a_record_beyond_any_is_shown(admin_client):
    asked = {"organization__gte": "9" * 40, "organization__id__exact": "9" * 40}
    assert admin_client.get(address(Reminder, "changelist"), asked).status_code in (200, 302)
    asked = {"groups__gte": str(2**63)}
    assert admin_client.get(address(User, "changelist"), asked).status_code in (200, 302)


def test_a_remark_with_a_nul_is_kept_without(admin_client):
    session = SessionFactory()
    session.move_to("submitted", by=UserFactory())
    admin_client.post(f"/sessions/{session.pk}/approval/", {"state": "draft", "remark": "Sửa\0 lại"})
    session.refresh_from_db()
    assert (session.state, session.remark) == ("draft", "Sửa lại")
