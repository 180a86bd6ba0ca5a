"""Two people type into one record: the second sees what the first wrote, and nothing typed is gone."""

from datetime import date
from decimal import Decimal

import pytest
from django.contrib.auth import get_user_model
from django.test import Client

from district.models import Person, Sector
from meetings.models import Indicator, Session
from resolutions.actions import report_progress
from resolutions.models import Resolution
from tests.desk.pages import address, rows, sent
from tests.desk.rows import organization, session, whole_district

pytestmark = pytest.mark.django_db


def page_of(record):
    return address(type(record), "change", record.pk)


@pytest.fixture
def other(db):
    """A second clerk, who is at the desk as well."""
    clerk = get_user_model().objects.create_superuser("lan", first_name="Lan", last_name="Lò Thị")
    client = Client()
    client.force_login(clerk)
    return client


def save(client, page, **typed):
    """Open a page, type, and save at once."""
    answer = client.post(page, sent(client.get(page)) | typed)
    assert answer.status_code == 302, answer.context["errors"]


def clashes(answer):
    """What the page says was written meanwhile: by record and field the three versions, and whether it is marked."""
    return {
        clash.record: {
            name: (one.before, one.theirs, one.mine, one.is_both) for name, one in clash.differences.items()
        }
        for clash in answer.context["clashes"]
    }


def test_nothing_in_between_saves_at_once(admin_client, other):
    whole = session()
    data = sent(admin_client.get(page_of(whole)))
    save(other, page_of(whole.term.organization), seat="Thị trấn")
    whole.save()
    assert admin_client.post(page_of(whole), data | {"place": "Hội trường"}).status_code == 302


def test_fields_of_both_are_shown_in_three_versions_and_saved_together(admin_client, other):
    old, new = (
        Person.objects.create(name=name, title=title) for name, title in (("Lò A", "Bí thư"), ("Lò B", ""))
    )
    whole = session(chair=old, place="cũ", summary="một\nhai")
    page = page_of(whole)
    data = sent(admin_client.get(page)) | {"place": "của tôi", "note": "ghi chú của tôi"}
    save(other, page, chair=new.pk, place="của Lan", ends_on="30/09/2023", kind="thematic")

    answer = admin_client.post(page, data)
    shown = answer.content.decode()
    assert answer.status_code == 200 and Session.objects.get().note == ""
    assert clashes(answer) == {
        "Kỳ họp: Kỳ họp thứ 15, Đảng bộ huyen-uy": {
            "kind": ("Thường kỳ", "Chuyên đề", "Thường kỳ", False),
            "ends_on": ("", "30/09/2023", "", False),
            "place": ("cũ", "của Lan", "của tôi", True),
            "chair": ("Lò A – Bí thư", "Lò B", "Lò A – Bí thư", False),
        }
    }
    assert "Lò Thị Lan" in shown or "Lan Lò Thị" in shown
    form = answer.context["adminform"].form
    assert "của Lan" in form.errors["place"][0] and list(form.errors) == ["__all__", "place"]
    again = sent(answer)
    assert (again["place"], again["chair"], again["ends_on"]) == ("của tôi", str(new.pk), "30/09/2023")

    assert admin_client.post(page, again).status_code == 302
    stored = Session.objects.get()
    assert (stored.chair, stored.place, stored.note) == (new, "của tôi", "ghi chú của tôi")
    assert (stored.kind, stored.ends_on) == ("thematic", date(2023, 9, 30))
    authors = stored.history.order_by("history_id").values_list("history_user__username", flat=True)
    assert list(authors) == [None, "lan", "admin"]


def test_third_change_is_shown_again(admin_client, other):
    whole = session(place="cũ")
    page = page_of(whole)
    data = sent(admin_client.get(page)) | {"place": "của tôi"}
    for written in ("lần một", "lần hai"):
        save(other, page, place=written)
        answer = admin_client.post(page, data)
        assert written in answer.context["adminform"].form.errors["place"][0]
        data = sent(answer)
    assert admin_client.post(page, data).status_code == 302


def test_same_value_typed_by_both_is_no_clash(admin_client, other):
    whole = session(place="cũ", summary="một\nhai")
    data = sent(admin_client.get(page_of(whole))) | {"place": "mới", "note": "thêm"}
    save(other, page_of(whole), place="mới")
    assert admin_client.post(page_of(whole), data).status_code == 302


def test_page_that_does_not_say_what_it_showed_overwrites_nothing(admin_client):
    whole = session(place="cũ")
    data = sent(admin_client.get(page_of(whole))) | {"place": "mới", "began": "giả"}
    answer = admin_client.post(page_of(whole), data)
    (shown,) = clashes(answer).values()
    assert shown == {"place": ("?", "cũ", "mới", True)}
    assert admin_client.post(page_of(whole), sent(answer)).status_code == 302


def test_rows_changed_added_and_deleted_by_another(admin_client, other):
    whole = session()
    indicator = Indicator.objects.create(name="Sản lượng")
    whole.indicator_values.create(indicator=indicator, planned=Decimal("1234.5"), actual=1)
    sector = Sector.objects.create(code="kt", name="Kinh tế")
    for position, (title, text) in enumerate([("Một", "Chậm"), ("Hai", "Thiếu"), ("Ba", "Ít")], 1):
        whole.agenda_items.create(title=title, position=position)
        whole.shortcomings.create(text=text, position=position)
    page = page_of(whole)
    data = sent(admin_client.get(page)) | {
        "agenda_items-0-title": "Một của tôi",
        "agenda_items-1-conclusion": "kết luận của tôi",
        "shortcomings-0-text": "Chậm của tôi",
        "deletion_reason": "ghi trùng",
        "shortcomings-2-DELETE": "on",
        "indicator_values-0-actual": "2",
    }
    data = rows(data, "agenda_items", {"title": "Bốn của tôi"})
    theirs = sent(other.get(page)) | {
        "deletion_reason": "ghi trùng",
        "agenda_items-0-DELETE": "on",
        "agenda_items-2-DELETE": "on",
        "agenda_items-1-title": "Hai của Lan",
        "shortcomings-0-sector": sector.pk,
        "shortcomings-1-DELETE": "on",
        "shortcomings-2-text": "Ít đi",
        "indicator_values-0-planned": "2.345,5",
    }
    theirs = rows(theirs, "agenda_items", {"title": "Bốn của Lan", "conclusion": "xong"})
    assert other.post(page, theirs).status_code == 302

    answer = admin_client.post(page, data)
    assert answer.status_code == 200
    shown = clashes(answer)
    assert {name: shown[name] for name in shown if name.startswith("Nội dung")} == {
        "Nội dung chương trình: Hai của Lan": {"title": ("Hai", "Hai của Lan", "Hai", False)},
        "Nội dung chương trình: Một": {"title": ("Một", "đã xóa", "Một của tôi", False)},
        "Nội dung chương trình: Ba": {"title": ("Ba", "đã xóa", "Ba", False)},
        "Nội dung chương trình: Bốn của Lan": {
            "title": ("", "Bốn của Lan", "", False),
            "conclusion": ("", "xong", "", False),
        },
    }
    kept = {clash.record: clash.is_kept for clash in answer.context["clashes"] if clash.deed == "đã xóa"}
    assert kept == {
        "Nội dung chương trình: Một": True,
        "Nội dung chương trình: Ba": False,
        "Hạn chế: Thiếu": False,
    }
    assert shown["Hạn chế: Chậm"] == {"sector": ("", "Kinh tế", "", False)}
    assert shown["Hạn chế: Ít đi"] == {"text": ("Ít", "Ít đi", "xóa cả mục này", True)}
    assert ("1.234,5", "2.345,5", "1.234,5", False) in [
        one for fields in shown.values() for one in fields.values()
    ]

    assert admin_client.post(page, sent(answer)).status_code == 302
    agenda = list(whole.agenda_items.order_by("position").values_list("title", "conclusion"))
    assert agenda == [
        ("Hai của Lan", "kết luận của tôi"),
        ("Bốn của Lan", "xong"),
        ("Một của tôi", ""),
        ("Bốn của tôi", ""),
    ]
    assert [(one.text, one.sector) for one in whole.shortcomings.all()] == [("Chậm của tôi", sector)]
    value = whole.indicator_values.get()
    assert (value.planned, value.actual) == (Decimal("2345.5"), 2)


def test_links_and_progress_of_a_directive(admin_client, other):
    whole = whole_district(1)
    directive, unit = whole.directives.get(), organization("third", name="Xã thứ ba")
    first, second = directive.supporting_units.order_by("pk")
    data = sent(admin_client.get(page_of(directive))) | {"supporting_units": [first.pk]}
    save(other, page_of(directive), supporting_units=[first.pk, second.pk, unit.pk])
    report_progress(
        directive=directive,
        unit=unit,
        reported_on=date(2023, 12, 1),
        percent=60,
        text="Được sáu phần",
        confirmed=True,
    )
    answer = admin_client.post(page_of(directive), data)
    changed, added = answer.context["clashes"]
    assert {name: (one.theirs, one.is_both) for name, one in changed.differences.items()} == {
        "supporting_units": ("\n".join([first.name, second.name, unit.name]), True),
        "status": ("Đang thực hiện", False),
        "percent": ("60", False),
    }
    assert (added.deed, added.differences["text"].theirs) == ("đã thêm", "Được sáu phần")
    assert admin_client.post(page_of(directive), sent(answer)).status_code == 302
    directive.refresh_from_db()
    assert (directive.percent, list(directive.supporting_units.all())) == (60, [first])


def test_deleted_record_comes_back_with_its_rows_to_be_made_anew(admin_client, other):
    whole = whole_district(1)
    resolution = whole.resolutions.get()
    data = sent(admin_client.get(page_of(resolution))) | {"title": "Tên tôi đã gõ"}
    directive = whole.directives.get()
    directive.resolution = None
    directive.save()
    other.post(address(Resolution, "delete", resolution.pk), {"post": "yes", "reason": "ghi nhầm"})
    assert not Resolution.objects.filter(pk=resolution.pk).exists()

    answer = admin_client.post(page_of(resolution), data)
    shown = answer.content.decode()
    assert answer.status_code == 200 and "đã xóa bản ghi này trong lúc bạn sửa" in shown and "Lan" in shown
    assert sent(answer)["title"] == "Tên tôi đã gõ"
    assert not whole.resolutions.exists()
    saved = admin_client.post(page_of(resolution), sent(answer))
    assert saved.status_code == 302, saved.context["errors"]
    anew = whole.resolutions.get()
    assert (anew.title, anew.number) == ("Tên tôi đã gõ", resolution.number)
    assert anew.reserved_opinions.get().text == "Cần thêm thời gian"
    stranger = admin_client.post(page_of(resolution), {**data, "began": "giả"})
    assert stranger.status_code == 302 and whole.resolutions.count() == 1


def test_text_typed_while_the_session_was_approved_stays(admin_client):
    whole = whole_district(1)
    directive = whole.directives.get()
    data = sent(admin_client.get(page_of(directive))) | {"text": "Chữ tôi đã gõ"}
    whole.publish()
    answer = admin_client.post(page_of(directive), data)
    assert "đã được duyệt: từ đó chỉ sửa bằng bản đính chính" in answer.content.decode()
    assert sent(answer)["text"] == "Chữ tôi đã gõ"
    assert "text" not in sent(admin_client.get(page_of(directive)))
