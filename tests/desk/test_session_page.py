"""One page for a session: it suggests, it saves whole, and it loses nothing that was typed."""

from datetime import date
from decimal import Decimal

import pytest

from district.models import Person
from meetings.models import Indicator, Session, Shortcoming
from resolutions.models import Directive, Resolution, Review
from tests.desk.pages import address, rows, sent
from tests.desk.rows import organization, session, whole_district

pytestmark = pytest.mark.django_db
ADD = address(Session, "add")


def change(record):
    return address(type(record), "change", record.pk)


def errors_of(response):
    """Every message of the page, by the name of its field."""
    context = response.context
    forms = [context["adminform"].form]
    for inline in context["inline_admin_formsets"]:
        forms += inline.formset.forms
    return {
        form.add_prefix(name): " ".join(messages) for form in forms for name, messages in form.errors.items()
    }


@pytest.fixture
def earlier():
    return session()


@pytest.fixture
def page(admin_client, earlier):
    return sent(admin_client.get(ADD)) | {"held_on": "20/12/2023"}


def test_new_session_is_suggested_from_the_newest(admin_client, earlier):
    data = sent(admin_client.get(ADD))
    assert (data["term"], data["ordinal"]) == (str(earlier.term_id), "16")
    assert (data["assessed_starts_on"], data["assessed_ends_on"]) == ("01/01/2023", "31/12/2023")
    assert (data["ahead_starts_on"], data["ahead_ends_on"]) == ("01/01/2024", "31/03/2024")
    assert (data["held_on"], data["state"]) == ("", "draft")


def test_save_and_add_next_opens_the_form_of_the_session_after(admin_client, earlier, page):
    session(term=earlier.term, ordinal=30, held_on=date(2025, 1, 1))
    response = admin_client.post(ADD, page | {"_addnext": "1"}, follow=True)
    assert sent(response)["ordinal"] == "17"


@pytest.mark.parametrize(("typed", "stored"), [("05/11/2023", (2023, 11, 5)), ("25/11/2023", (2023, 11, 25))])
def test_day_comes_before_month(admin_client, page, typed, stored):
    admin_client.post(ADD, page | {"held_on": typed})
    assert Session.objects.get(ordinal=16).held_on == date(*stored)


def test_whole_session_is_saved_with_its_rows_in_the_order_typed(admin_client, page):
    person = Person.objects.create(name="Lò Văn Mẫu")
    indicator = Indicator.objects.create(name="Giá trị sản xuất công nghiệp")
    lead, helper = organization("lead"), organization("helper")
    old = Shortcoming.objects.create(session=Session.objects.get(ordinal=15), text="Giải ngân chậm")
    page = rows(page, "attendances", {"person": person.pk, "status": "present"})
    page = rows(page, "agenda_items", {"title": "Khai mạc"}, {"title": "Bế mạc"})
    page = rows(
        page, "indicator_values", {"indicator": indicator.pk, "percent_of_plan": "114,62", "base": "plan"}
    )
    page = rows(page, "shortcomings", {"text": "Vẫn chậm", "repeats": old.pk, "status": "open"})
    page = rows(page, "resolutions", {"title": "Nghị quyết", "kind": "resolution", "number": "16"})
    duty = {"text": "Đẩy nhanh giải ngân", "lead_unit": lead.pk, "due_on": "05/03/2024"}
    page = rows(
        page,
        "directives",
        duty
        | {"supporting_units": [helper.pk], "answers": [old.pk], "status": "not_started", "percent": "0"},
    )
    response = admin_client.post(ADD, page)
    assert response.status_code == 302, errors_of(response)
    new = Session.objects.get(ordinal=16)
    assert [(item.position, item.title) for item in new.agenda_items.all()] == [
        (1, "Khai mạc"),
        (2, "Bế mạc"),
    ]
    assert new.indicator_values.get().percent_of_plan == Decimal("114.62")
    assert new.shortcomings.get().repeats == old
    assert new.resolutions.get().symbol == "16-NQ/HU"
    directive = new.directives.get()
    assert (directive.due_on, directive.quarter) == (date(2024, 3, 5), "2024-Q1")
    assert list(directive.supporting_units.all()) == [helper]
    assert list(directive.answers.all()) == [old]


def test_row_with_nothing_but_the_suggested_deadline_is_left_out(admin_client, page):
    empty = {"text": "", "due_on": "31/03/2024", "status": "not_started", "percent": "0"}
    assert admin_client.post(ADD, rows(page, "directives", empty)).status_code == 302
    assert not Directive.objects.exists()


@pytest.mark.parametrize(
    ("field", "typed", "message"),
    [
        ("held_on", "31/02/2023", "ngày"),
        ("held_on", "01/01/1999", "nằm ngoài nhiệm kỳ"),
        ("ordinal", "15", "đã có kỳ họp mang số thứ tự này"),
        ("assessed_ends_on", "01/01/2022", "không được kết thúc trước khi bắt đầu"),
        ("targets_met", "44", "Cần cả số chỉ tiêu đạt và tổng số chỉ tiêu"),
    ],
)
def test_mistake_is_said_beside_its_field_and_nothing_typed_is_lost(
    admin_client, page, field, typed, message
):
    page = rows(page, "shortcomings", {"text": "Còn chậm", "status": "open"})
    response = admin_client.post(
        ADD, page | {field: typed, "summary": "Đã gõ nhiều chữ", "place": "Hội trường"}
    )
    shown = response.content.decode()
    assert response.status_code == 200
    assert any(message in text and name.startswith(field[:7]) for name, text in errors_of(response).items())
    for text in (typed, "Đã gõ nhiều chữ", "Hội trường", "Còn chậm"):
        assert text in shown
    assert Session.objects.count() == 1


def test_row_that_only_saving_refuses_comes_back_with_its_message(admin_client, page, earlier):
    later = session(term=earlier.term, ordinal=20, held_on=date(2024, 6, 1))
    future = Shortcoming.objects.create(session=later, text="Nêu sau")
    page = rows(page, "shortcomings", {"text": "Nêu trước", "repeats": future.pk, "status": "open"})
    response = admin_client.post(ADD, page)
    assert errors_of(response) == {"shortcomings-0-repeats": "Chỉ lặp lại được hạn chế của một kỳ họp trước."}
    assert "Nêu trước" in response.content.decode()
    assert not Session.objects.filter(ordinal=16).exists()


def test_two_documents_of_one_number_on_one_page_are_told_apart(admin_client, page):
    document = {"title": "Nghị quyết", "kind": "resolution", "number": "16"}
    response = admin_client.post(ADD, rows(page, "resolutions", document, document))
    assert errors_of(response) == {
        "resolutions-1-number": "Trong nhiệm kỳ này, loại văn bản này đã có số này."
    }
    assert not Resolution.objects.exists()


def test_number_that_another_session_took_is_refused_beside_the_number(admin_client, page, earlier):
    Resolution.objects.create(session=earlier, number=16, title="Đã có")
    page = rows(page, "resolutions", {"title": "Mới", "kind": "resolution", "number": "16"})
    assert "resolutions-0-number" in errors_of(admin_client.post(ADD, page))


def test_percent_that_is_not_the_ratio_is_refused_beside_the_percent(admin_client, page):
    indicator = Indicator.objects.create(name="Sản lượng")
    row = {
        "indicator": indicator.pk,
        "planned": "1.000",
        "actual": "500,5",
        "percent_of_plan": "60",
        "base": "plan",
    }
    errors = errors_of(admin_client.post(ADD, rows(page, "indicator_values", row)))
    assert list(errors) == ["indicator_values-0-percent_of_plan"]


def test_lead_unit_cannot_support_as_well(admin_client, page):
    unit = organization("unit")
    row = {
        "text": "Việc",
        "lead_unit": unit.pk,
        "supporting_units": [unit.pk],
        "status": "not_started",
        "percent": 0,
    }
    errors = errors_of(admin_client.post(ADD, rows(page, "directives", row)))
    assert errors == {
        "directives-0-supporting_units": "Đơn vị chủ trì không thể đồng thời là đơn vị phối hợp."
    }


def test_supporting_unit_may_take_the_lead_in_one_step(admin_client):
    whole = whole_district(1)
    directive = whole.directives.get()
    first, second = directive.supporting_units.all()
    for page in (change(whole), change(directive)):
        data = sent(admin_client.get(page))
        prefix = "directives-0-" if page == change(whole) else ""
        data |= {f"{prefix}lead_unit": first.pk, f"{prefix}supporting_units": [second.pk]}
        response = admin_client.post(page, data)
        assert response.status_code == 302, errors_of(response)
        directive.refresh_from_db()
        assert (directive.lead_unit, list(directive.supporting_units.all())) == (first, [second])
        first, second = second, first
        directive.supports.create(unit=organization(f"third-{prefix}"))
        directive.supports.create(unit=first) if first not in directive.supporting_units.all() else None


def test_saving_a_page_on_which_nothing_was_typed_writes_no_history(admin_client):
    whole = whole_district(2)
    counts = [
        manager.count()
        for manager in (Directive.history, Shortcoming.history, Resolution.history, Review.history)
    ]
    response = admin_client.post(change(whole), sent(admin_client.get(change(whole))))
    assert response.status_code == 302, errors_of(response)
    assert counts == [
        manager.count()
        for manager in (Directive.history, Shortcoming.history, Resolution.history, Review.history)
    ]


def test_dragged_rows_keep_their_new_order_and_new_rows_come_last(admin_client, earlier):
    for position, title in enumerate(["Một", "Hai"], 1):
        earlier.agenda_items.create(title=title, position=position)
    data = sent(admin_client.get(change(earlier)))
    data |= {"agenda_items-0-position": "2", "agenda_items-1-position": "1"}
    admin_client.post(change(earlier), rows(data, "agenda_items", {"title": "Ba"}))
    assert list(earlier.agenda_items.values_list("title", flat=True)) == ["Hai", "Một", "Ba"]


def test_decimals_are_shown_as_they_are_typed(admin_client, earlier):
    indicator = Indicator.objects.create(name="Sản lượng")
    earlier.indicator_values.create(
        indicator=indicator, planned=Decimal("1234.5"), percent_of_plan=Decimal("114.62")
    )
    data = sent(admin_client.get(change(earlier)))
    assert data["indicator_values-0-planned"] == "1.234,5"
    assert data["indicator_values-0-percent_of_plan"] == "114,62"


def test_directive_says_which_clears_are_missing(admin_client, earlier):
    earlier.directives.create(text="Việc", due_on=date(2023, 12, 31))
    shown = admin_client.get(change(earlier)).content.decode()
    assert "rõ người, rõ trách nhiệm, rõ sản phẩm, rõ thẩm quyền" in shown
