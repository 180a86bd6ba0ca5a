"""Deleting needs a reason, and can be undone by the office."""

from datetime import date

import pytest
from django.apps import apps
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import connection, transaction
from django.test import Client
from django.test.utils import CaptureQueriesContext

from district.actions import restore
from district.models import Organization, Person, Sector
from meetings.models import AgendaItem, Attendance, Session
from resolutions.models import Directive, Remedy
from tests.desk.pages import address, rows, sent
from tests.desk.rows import session, whole_district
from tests.factories import while_open
from tests.histories.test_doors import every_noun, writes
from tests.permissions.test_matrix import holder

pytestmark = pytest.mark.django_db
PAGE = "/admin/deleted/"


@pytest.fixture(scope="module")
def standing(shared):
    whole = whole_district(1)
    Organization.objects.create(
        code="huyen-ben", name="Đảng bộ huyện bên", kind="party_committee", level="district"
    )
    return whole


@pytest.fixture
def whole(standing):
    """A session with a few parts."""
    whole = session(term=standing.term, ordinal=21)
    whole.agenda_items.create(title="Khai mạc")
    whole.attendances.create(person=standing.chair)
    whole.statements.create(person=standing.chair, text="Nhất trí")
    whole.results.create(text="Vượt kế hoạch")
    return whole


def stored(noun, **which):
    return [
        {name: value for name, value in row.items() if name not in ("modified_at",)}
        for row in noun.objects.filter(**which).order_by("pk").values()
    ]


def last_line(row):
    return type(row).history.filter(id=row.pk).first()


def client_of(kind, code="huyen-uy"):
    client = Client()
    client.force_login(holder(kind, code))
    return client


def test_the_page_of_deletion_asks_why_and_every_line_says_it(admin_client, whole):
    page = address(Session, "delete", whole.pk)
    assert 'name="reason"' in admin_client.get(page).content.decode()
    for nothing in ({"post": "yes"}, {"reason": "  "}, {"post": "yes", "reason": "  "}):
        asked_again = admin_client.post(page, nothing)
        assert asked_again.status_code == 200 and "errorlist" in asked_again.content.decode()
        assert Session.objects.filter(pk=whole.pk).exists()
    parts = [*whole.agenda_items.all(), *whole.statements.all()]
    key = whole.pk
    assert admin_client.post(page, {"post": "yes", "reason": "Nhập trùng"}).status_code == 302
    lines = [Session.history.filter(id=key).first(), *map(last_line, parts)]
    assert {(line.history_type, line.history_change_reason, line.history_door) for line in lines} == {
        ("-", "Nhập trùng", "desk")
    }


def test_the_action_asks_why_and_keeps_what_was_chosen(admin_client):
    chosen = [Sector.objects.create(code=code, name=code).pk for code in ("mot", "hai")]
    act = {"action": "delete_selected", "_selected_action": chosen, "post": "yes"}
    asked_again = admin_client.post(address(Sector, "changelist"), act)
    assert Sector.objects.filter(pk__in=chosen).count() == 2
    assert all(f'value="{key}"' in asked_again.content.decode() for key in chosen)
    admin_client.post(address(Sector, "changelist"), act | {"reason": "Ghi nhầm"})
    gone = Sector.history.filter(id__in=chosen, history_type="-")
    assert [line.history_change_reason for line in gone] == ["Ghi nhầm"] * 2


def test_rows_ticked_on_a_page_go_for_a_reason_and_nothing_typed_is_lost(admin_client, whole):
    page = address(Session, "change", whole.pk)
    typed = sent(admin_client.get(page)) | {"place": "Hội trường mới", "agenda_items-0-DELETE": "on"}
    typed = rows(typed, "results", {"text": "Kết quả vừa gõ"})
    whole.statements.all().delete()
    typed |= {"statements-TOTAL_FORMS": 0, "statements-INITIAL_FORMS": 0}
    refused = admin_client.post(page, typed).content.decode()
    assert "hãy ghi lý do xóa ở cuối trang" in refused
    assert "Hội trường mới" in refused and "Kết quả vừa gõ" in refused
    [item] = whole.agenda_items.all()
    assert admin_client.post(page, typed | {"deletion_reason": "Trùng mục"}).status_code == 302
    assert last_line(item).history_change_reason == "Trùng mục"
    assert whole.history.first().history_change_reason == ""


def test_a_whole_comes_back_with_what_went_with_it_and_not_with_what_went_before(admin_user, whole):
    earlier = whole.agenda_items.create(title="Bỏ từ trước")
    earlier_key = earlier.pk
    earlier.delete()
    nouns = [(Session, {"pk": whole.pk})] + [
        (apps.get_model("meetings", name), {"session": whole.pk})
        for name in ("AgendaItem", "Attendance", "Statement", "Result")
    ]
    before = [stored(noun, **which) for noun, which in nouns]
    whole.delete()
    line = Session.history.filter(id=nouns[0][1]["pk"]).first()
    restore(line=line, by=admin_user)
    assert [stored(noun, **which) for noun, which in nouns] == before
    assert not AgendaItem.objects.filter(pk=earlier_key).exists()
    kinds = Session.history.filter(id=line.id).values_list("history_type", flat=True)
    assert list(kinds) == ["+", "-", "+"]
    with pytest.raises(ValidationError, match="không còn ở mục đã xóa"):
        restore(line=line, by=admin_user)


@every_noun
def test_a_row_of_every_noun_that_can_go_comes_back_as_it_was(noun, standing, admin_user):
    row = noun.objects.order_by("-pk").first()
    key = row.pk
    if len(writes(noun, row)) < 4:
        pytest.skip("others name it, or it stays for good")
    with while_open():
        before = stored(noun, pk=key)
        row.delete()
        assert restore(line=noun.history.filter(id=key).first(), by=admin_user).pk == key
    assert stored(noun, pk=key) == before


def test_a_number_given_to_another_meanwhile_is_named(admin_client, whole):
    key = whole.pk
    whole.delete()
    session(term=whole.term, ordinal=21)
    line = Session.history.filter(id=key).first()
    answer = admin_client.post(
        PAGE, {"noun": "meetings.Session", "line": line.pk}, follow=True
    ).content.decode()
    assert "Nhiệm kỳ này đã có kỳ họp mang số thứ tự này." in answer
    assert not Session.objects.filter(pk=key).exists() and not Attendance.objects.filter(session=key).exists()


def test_nothing_comes_back_into_an_approved_session_or_a_closed_fonds(admin_user, whole):
    [item] = whole.results.all()
    item_key = item.pk
    item.delete()
    line = type(item).history.filter(id=item_key).first()
    with transaction.atomic():
        whole.approve()
        with pytest.raises(ValidationError, match="đã được duyệt"), transaction.atomic():
            restore(line=line, by=admin_user)
        transaction.set_rollback(True)
    with transaction.atomic():
        committee = Organization.objects.get(pk=whole.organization.pk)
        committee.dissolved_on = date(2025, 7, 1)
        committee.save()
        with pytest.raises(ValidationError, match="đã kết thúc hoạt động"), transaction.atomic():
            restore(line=line, by=admin_user)
        transaction.set_rollback(True)


def test_what_a_record_names_must_be_there_again_first(admin_user, standing):
    sector = Sector.objects.create(code="mat", name="Lĩnh vực mất")
    directive = Directive.objects.create(
        session=session(term=standing.term, ordinal=22), text="Việc", sector=sector
    )
    key = directive.pk
    directive.delete()
    sector.delete()
    with pytest.raises(ValidationError, match="Không khôi phục được nhiệm vụ “Việc”"):
        restore(line=Directive.history.filter(id=key).first(), by=admin_user)


def test_links_of_a_directive_come_back_with_it(admin_user, standing):
    later = session(term=standing.term, ordinal=23, held_on=date(2024, 3, 1))
    shortcoming = later.shortcomings.create(text="Chậm")
    directive = Directive.objects.create(session=later, text="Đẩy nhanh")
    remedy = Remedy.objects.create(directive=directive, shortcoming=shortcoming)
    keys = directive.pk, remedy.pk
    directive.delete()
    restore(line=Directive.history.filter(id=keys[0]).first(), by=admin_user)
    assert Remedy.objects.get(pk=keys[1]).shortcoming == shortcoming


def test_the_office_finds_what_is_gone_and_brings_it_back(whole):
    chief, name, key = client_of("chief"), str(whole), whole.pk
    whole.delete()
    listed = chief.get(PAGE).content.decode()
    assert name in listed and "Khôi phục bản ghi" in listed and "Nhất trí" not in listed
    assert name not in chief.get(PAGE, {"noun": "district.Sector"}).content.decode()
    line = Session.history.filter(id=key).first()
    answer = chief.post(PAGE, {"noun": "meetings.Session", "line": line.pk}, follow=True).content.decode()
    assert f"Đã khôi phục kỳ họp “{name}”." in answer
    assert Session.objects.filter(pk=key).exists()
    assert Session.history.filter(id=key).first().history_user.username == "chief-huyen-uy"
    assert name not in chief.get(PAGE).content.decode()


def test_who_only_reads_sees_it_and_a_stranger_does_not(whole):
    name, key = str(whole), whole.pk
    whole.delete()
    line = Session.history.filter(id=key).first()
    undo = {"noun": "meetings.Session", "line": line.pk}
    auditor, province, strange = (
        client_of("auditor"),
        client_of("chief", "tinh-uy"),
        client_of("chief", "huyen-ben"),
    )
    for reader in (auditor, province):
        listed = reader.get(PAGE).content.decode()
        assert name in listed and 'class="entry-restore" name="line"' not in listed
        assert reader.post(PAGE, undo).status_code == 403
        assert name in reader.get(address(Session, "history", key)).content.decode()
    assert name not in strange.get(PAGE).content.decode()
    for forged in (undo, undo | {"line": "x"}, undo | {"noun": "auth.User"}, {}):
        assert strange.post(PAGE, forged).status_code == 404
    assert strange.get(address(Session, "history", key)).status_code == 404
    assert Client().get(PAGE).status_code == 302
    assert not Session.objects.filter(pk=key).exists()


def test_the_list_of_the_deleted_takes_as_many_queries_for_three_as_for_one(admin_client, whole):
    asked = []
    for ordinal in (31, 32, 33):
        session(term=whole.term, ordinal=ordinal).delete()
        Person.objects.create(name=f"Lò Văn {ordinal}").delete()
        admin_client.get(PAGE)
        with CaptureQueriesContext(connection) as captured:
            admin_client.get(PAGE)
        asked.append(len(captured))
    assert asked[0] == asked[-1] <= 25


def test_whoever_may_not_delete_may_not_undo(whole):
    key = whole.pk
    whole.delete()
    with pytest.raises(PermissionDenied):
        restore(line=Session.history.filter(id=key).first(), by=holder("leader", "huyen-uy"))
