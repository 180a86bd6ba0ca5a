"""From approval on a session and all that hangs on it is locked, in the model, for everyone."""

from datetime import date

import pytest
from django.contrib.auth import get_user_model
from django.core.exceptions import ValidationError
from django.db import transaction

from meetings.models import Addendum, Correction, Session
from meetings.models.session_record import records_of_sessions
from resolutions.actions import judge_shortcoming, report_progress, review
from resolutions.models import Directive
from tests.desk.pages import address, sent
from tests.factories import FACTORIES, SessionFactory, ShortcomingFactory, while_open

NOUNS = [noun for noun in records_of_sessions() if noun not in (Addendum, Correction)]
every_noun = pytest.mark.parametrize("noun", NOUNS, ids=lambda noun: noun.__name__)

LOCKED = "chỉ sửa bằng bản đính chính"
TYPED = {"place": "Hội trường", "caption": "khác", "title": "khác", "text": "khác", "reason": "khác"}
"""What to type into a field of each noun."""


def row_of(noun, session):
    return noun.objects.filter(**{noun.session_through or "pk": session.pk}).first()


@every_noun
def test_no_row_changes(approved, noun):
    row = row_of(noun, approved)
    for name in {field.name for field in row.settled_fields()} & set(TYPED):
        setattr(row, name, TYPED[name])
        break
    else:
        row.position = 99 if hasattr(row, "position") else None
        for link in ("unit", "shortcoming", "indicator", "person"):
            if row.position is None and hasattr(row, link):
                setattr(row, link, FACTORIES[type(getattr(row, link))]())
                break
    with pytest.raises(ValidationError, match=LOCKED):
        row.save()


@every_noun
def test_no_row_goes(approved, noun):
    row = row_of(noun, approved)
    for delete in (row.delete, noun.objects.filter(pk=row.pk).delete):
        with pytest.raises(Exception, match=LOCKED + "|protected foreign keys"), transaction.atomic():
            delete()
    assert noun.objects.filter(pk=row.pk).exists()


@every_noun
def test_no_row_is_added(approved, noun):
    if noun is Session:
        pytest.skip("A session is no row of another.")
    with while_open():
        row = FACTORIES[noun]()
    node = row
    for step in noun.session_through.split("__")[:-1]:
        node = getattr(node, step)
    node.session = approved
    if node is not row:
        node = type(node).objects.filter(session=approved).first()
        setattr(row, noun.session_through.split("__")[0], node)
    row.pk, row._state.adding = None, True
    with pytest.raises(ValidationError):
        row.save()


def test_no_row_leaves_for_another_session(approved):
    result = approved.results.get()
    result.session = SessionFactory(term=approved.term, later=True)
    with pytest.raises(ValidationError, match=LOCKED):
        result.save()


def test_session_that_changed_since_it_was_read_is_locked_all_the_same(session):
    result = session.results.get()
    Session.objects.get(pk=session.pk).approve()
    result.text = "sửa sau khi duyệt"
    with pytest.raises(ValidationError, match=LOCKED):
        result.save()


def test_decisions_live_on_after_approval(approved):
    directive, shortcoming = approved.directives.get(), approved.shortcomings.get()
    report_progress(
        directive=directive, unit=directive.session.organization, reported_on=date(2023, 11, 1), percent=40,
        text="đã làm", confirmed=True,
    )  # fmt: skip
    later = SessionFactory(term=approved.term, later=True)
    review(
        directive=directive, session=later, outcome="carried_over", reason="chậm", new_due_on=date(2024, 3, 1)
    )
    judge_shortcoming(shortcoming=shortcoming, session=later, verdict="resolved")
    later.approve()
    directive.refresh_from_db()
    assert (directive.status, directive.due_on) == ("carried_over", date(2024, 3, 1))
    directive.due_on = date(2025, 1, 1)
    with pytest.raises(ValidationError, match=LOCKED):
        directive.save()


def test_earlier_shortcoming_that_returns_is_no_change_of_its_session(approved):
    later = SessionFactory(term=approved.term, later=True)
    repeated = ShortcomingFactory(session=later, repeats=approved.shortcomings.get())
    assert repeated.returns == 1


def test_superuser_reads_the_page_of_an_approved_session(admin_client, approved):
    page = admin_client.get(address(Session, "change", approved.pk))
    assert page.status_code == 200
    text = page.content.decode()
    assert "nội dung đã khóa" in text and 'name="_save"' not in text
    assert approved.seal.code in text


def test_superuser_cannot_post_to_an_approved_session(admin_client, session):
    page = address(Session, "change", session.pk)
    form = {**sent(admin_client.get(page)), "place": "nơi khác"}
    Session.objects.get(pk=session.pk).approve()
    without = {name: value for name, value in form.items() if name != "began"}
    assert admin_client.post(page, without).status_code == 403
    for said in ("Đã duyệt", "đã được duyệt: từ đó chỉ sửa bằng bản đính chính"):
        answer = admin_client.post(page, form)
        form = sent(answer)
        assert said in answer.content.decode() and form["place"] == "nơi khác"
    assert Session.objects.get(pk=session.pk).place == ""


def test_page_of_a_directive_types_only_what_lives_on(admin_client, approved):
    directive = approved.directives.get()
    form = sent(admin_client.get(address(Directive, "change", directive.pk)))
    assert "status" in form and "text" not in form and "due_on" not in form
    answer = admin_client.post(
        address(Directive, "change", directive.pk), {**form, "status": "in_progress", "percent": 30}
    )
    assert answer.status_code == 302, answer.context["adminform"].form.errors
    directive.refresh_from_db()
    assert (directive.status, directive.percent) == ("in_progress", 30)
    assert directive.supporting_units.count() == 1 and directive.answers.count() == 1


def test_session_is_approved_in_the_save_that_types_its_last_rows(admin_client, session):
    assert get_user_model().objects.filter(is_staff=True).count() == 1
    form = sent(admin_client.get(address(Session, "change", session.pk)))
    form |= {"results-0-text": "Kết quả gõ cùng lúc", "state": "approved"}
    answer = admin_client.post(address(Session, "change", session.pk), form)
    assert answer.status_code == 302
    stored = Session.objects.get(pk=session.pk)
    assert stored.is_settled and stored.results.get().text == "Kết quả gõ cùng lúc"
    stored.seal.verify()
