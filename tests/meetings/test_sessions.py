"""A session lies in its term, knows its periods and suggests the next one."""

from datetime import date

import pytest
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import SimpleUploadedFile

from meetings.contents import LARGEST
from meetings.models import AgendaItem, Attachment, Session
from tests.factories import (
    AgendaItemFactory,
    AttachmentFactory,
    PersonFactory,
    SessionFactory,
    StatementFactory,
)

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    ("days", "field"),
    [
        ({"held_on": date(2019, 12, 31)}, "held_on"),
        ({"held_on": date(2026, 1, 1)}, "held_on"),
        ({"held_on": date(2025, 12, 31), "ends_on": date(2026, 1, 1)}, "ends_on"),
    ],
)
def test_session_lies_in_its_term(days, field):
    session = SessionFactory()
    for name, day in days.items():
        setattr(session, name, day)
    with pytest.raises(ValidationError) as refused:
        session.full_clean()
    assert refused.value.message_dict == {field: ["Ngày họp nằm ngoài nhiệm kỳ."]}
    with pytest.raises(ValidationError):
        session.save()


def test_same_ordinal_is_used_again_in_another_term():
    SessionFactory(ordinal=15)
    SessionFactory(ordinal=15).full_clean()


@pytest.mark.parametrize(("word", "name"), [("ky_hop", "Kỳ họp thứ 15"), ("hoi_nghi", "Hội nghị lần thứ 15")])
def test_session_is_called_as_its_organization_calls_it(word, name):
    assert SessionFactory(term__organization__session_word=word).name == name


def test_new_session_is_private_until_it_is_published():
    session = SessionFactory()
    assert not Session.objects.published().exists()
    session.publish()
    assert Session.objects.published().get() == session
    assert session.published_at is not None


@pytest.mark.parametrize("state", ["draft", "submitted", "approved"])
def test_only_published_sessions_are_public(state):
    SessionFactory(state=state)
    assert not Session.objects.published().exists()


def test_withdrawn_session_forgets_when_it_was_published():
    session = SessionFactory()
    session.publish()
    session.withdraw()
    session.refresh_from_db()
    assert (session.state, session.published_at) == ("approved", None)


def test_publication_keeps_its_instant_when_the_session_is_saved_again():
    session = SessionFactory()
    session.publish()
    first = session.published_at
    session.save()
    assert session.published_at == first


def test_following_session_is_suggested_whole():
    chair, secretary = PersonFactory(), PersonFactory()
    following = SessionFactory(chair=chair, secretary=secretary, place="Hội trường").following()
    assert following.pk is None
    assert (following.ordinal, following.place) == (16, "Hội trường")
    assert (following.chair, following.secretary) == (chair, secretary)
    assert following.period_assessed.label == "năm 2023"
    assert following.period_ahead.label == "3 tháng đầu năm 2024"


def test_following_session_of_one_without_periods_has_none():
    following = SessionFactory(
        assessed_starts_on=None, assessed_ends_on=None, ahead_starts_on=None, ahead_ends_on=None
    ).following()
    assert (following.ordinal, following.period_assessed, following.period_ahead) == (16, None, None)


def test_suggested_session_is_valid_once_its_day_is_known():
    following = SessionFactory().following()
    following.held_on = date(2023, 12, 20)
    following.full_clean()
    following.save()


def test_statement_is_about_the_agenda_of_its_own_session():
    foreign = AgendaItemFactory()
    with pytest.raises(ValidationError, match="thuộc kỳ họp khác"):
        StatementFactory(agenda_item=foreign)


def test_speaker_may_be_somebody_outside_the_register():
    StatementFactory(person=None, speaker="Đại diện cử tri").full_clean()


def test_parts_keep_the_order_of_the_clerk():
    session = SessionFactory()
    last, first = (AgendaItemFactory(session=session, position=position) for position in (2, 1))
    assert list(AgendaItem.objects.all()) == [first, last]


def test_file_of_another_type_is_refused():
    attachment = AttachmentFactory.build(
        session=SessionFactory(), kind="file", file=SimpleUploadedFile("trang.html", b"<p>")
    )
    with pytest.raises(ValidationError) as refused:
        attachment.full_clean()
    assert "file" in refused.value.error_dict


def test_file_that_is_too_large_is_refused():
    large = SimpleUploadedFile("anh.jpg", b"")
    large.size = LARGEST + 1
    with pytest.raises(ValidationError, match="Tệp lớn hơn 20 MB"):
        AttachmentFactory.build(session=SessionFactory(), file=large).full_clean()


def test_record_whose_file_was_lost_can_still_be_edited():
    attachment = AttachmentFactory(file="sessions/1/mat.jpg")
    attachment.caption = "Ảnh đã mất"
    attachment.full_clean()


def test_name_of_an_uploaded_file_stays_below_its_session():
    attachment = AttachmentFactory(kind="file", file=SimpleUploadedFile("../../bien ban.pdf", b"%PDF"))
    assert attachment.file.name == f"sessions/{attachment.session_id}/bien_ban.pdf"
    assert Attachment.objects.get().file.name == attachment.file.name
