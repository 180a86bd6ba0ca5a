"""An approved session is corrected by numbered addenda, which show what changed and why."""

import pytest
from django.core.exceptions import ValidationError

from meetings.actions import correct
from meetings.models import Addendum, Correction, Session
from meetings.models.seal import Altered
from tests.desk.pages import address, sent
from tests.factories import ResultFactory, SessionFactory


def corrections(addendum):
    return [(c.field_label, c.before, c.after) for c in addendum.corrections.all()]


def test_addendum_shows_the_field_before_and_after(approved, clerk):
    result = approved.results.get()
    with correct(session=approved, reason="Ghi nhầm số liệu", by=clerk):
        result.text = "23/43 chỉ tiêu"
        result.save()
    addendum = Addendum.objects.get()
    assert (addendum.number, addendum.reason, addendum.made_by) == (1, "Ghi nhầm số liệu", clerk)
    assert corrections(addendum) == [("Kết quả", "Hoàn thành kế hoạch năm.", "23/43 chỉ tiêu")]
    assert approved.results.get().text == "23/43 chỉ tiêu"


def test_addenda_are_numbered_and_sealed_one_after_the_other(approved):
    first = approved.seal
    for place in ("Hội trường A", "Hội trường B"):
        with correct(session=approved, reason="Sai địa điểm"):
            approved.place = place
            approved.save()
    assert list(approved.addenda.values_list("number", flat=True)) == [1, 2]
    assert [seal.occasion for seal in approved.seals.order_by("number")] == [
        "approval",
        "addendum",
        "addendum",
    ]
    assert approved.seal.digest != first.digest
    approved.seal.verify()


def test_addendum_adds_and_takes_away_rows(approved):
    with correct(session=approved, reason="Sót một kết quả"):
        approved.results.get().delete()
        approved.results.create(text="Kết quả bị sót", position=1)
    (gone, was, _nothing), (added, _none, now) = corrections(Addendum.objects.get())
    assert (gone, added) == ("đã xóa", "thêm mới")
    assert "Hoàn thành kế hoạch năm." in was and "Kết quả bị sót" in now
    assert [result.text for result in approved.results.all()] == ["Kết quả bị sót"]


def test_addendum_needs_a_reason_and_a_change(approved):
    with pytest.raises(ValidationError, match="Chưa có gì thay đổi"), correct(session=approved, reason="…"):
        approved.save()
    with pytest.raises(ValidationError), correct(session=approved, reason=""):
        approved.place = "Hội trường"
        approved.save()
    assert Session.objects.get(pk=approved.pk).place == ""
    assert not Addendum.objects.exists()


def test_addendum_of_one_session_leaves_others_locked(approved):
    other = SessionFactory(term=approved.term, later=True)
    foreign = ResultFactory(session=other)
    other.approve()
    foreign.text = "khác"
    with pytest.raises(ValidationError, match="chỉ sửa bằng"), correct(session=approved, reason="…"):
        foreign.save()


def test_draft_needs_no_addendum(session):
    with pytest.raises(ValidationError, match="sửa trực tiếp"), correct(session=session, reason="…"):
        pass


def test_what_was_altered_behind_the_system_is_not_sealed_over(approved, tampered):
    tampered(approved.results.get(), text="khác")
    with pytest.raises(Altered), correct(session=approved, reason="…"):
        approved.place = "Hội trường"
        approved.save()
    assert not Addendum.objects.exists()


def test_correction_reads_word_by_word(approved):
    result = approved.results.get()
    with correct(session=approved, reason="…"):
        result.text = "Hoàn thành kế hoạch quý."
        result.save()
    assert Addendum.objects.get().corrections.get().words == [
        ("same", "Hoàn thành kế hoạch"),
        ("before", "năm."),
        ("after", "quý."),
    ]


@pytest.fixture
def correcting(admin_client, approved):
    """Type a correction on the page of the session."""
    page = address(Session, "change", approved.pk) + "?correct=1"

    def post(**typed):
        return admin_client.post(page, {**sent(admin_client.get(page)), **typed}, follow=True)

    return post


def test_correction_is_typed_on_the_page_of_the_session(correcting, approved):
    answer = correcting(**{"reason": "Ghi nhầm", "place": "Hội trường", "results-0-text": "Kết quả đúng"})
    assert answer.status_code == 200 and answer.redirect_chain
    labels = sorted(label for label, _before, _after in corrections(Addendum.objects.get()))
    assert labels == ["Kết quả", "Địa điểm"]
    assert "Bản đính chính số 1" in answer.content.decode()


def test_correction_without_a_reason_keeps_what_was_typed(correcting, approved):
    answer = correcting(reason="", place="Hội trường lớn")
    text = answer.content.decode()
    assert "Hội trường lớn" in text and not answer.redirect_chain
    assert not Addendum.objects.exists()


def test_correction_that_changes_nothing_says_so(correcting, approved):
    assert "Chưa có gì thay đổi để đính chính" in correcting(reason="…").content.decode()


def test_published_addendum_is_on_the_page_and_in_the_api(client, approved):
    with correct(session=approved, reason="Ghi nhầm địa điểm"):
        approved.place = "Hội trường"
        approved.save()
    approved.publish()
    assert "Ghi nhầm địa điểm" in client.get(approved.get_absolute_url()).content.decode()
    shown = client.get(f"/api/v1/sessions/{approved.pk}/").json()
    assert shown["addenda"][0]["corrections"][0]["after"] == "Hội trường"
    assert shown["seal"]["code"] == approved.seal.code


def test_stranger_reads_no_more_of_a_correction_than_of_the_record(client, approved):
    attendance, statement = approved.attendances.get(), approved.statements.get()
    with correct(session=approved, reason="Sửa biên bản"):
        attendance.status, attendance.reason = "excused", "đi công tác xa"
        attendance.save()
        statement.text = "Ý kiến chỉ có trong biên bản"
        statement.save()
        approved.note, approved.place = "Ghi chú nội bộ", "Hội trường công khai"
        approved.save()
    approved.publish()
    for page in (approved.get_absolute_url(), f"/api/v1/sessions/{approved.pk}/"):
        text = client.get(page).content.decode()
        assert "Hội trường công khai" in text
        for kept in ("đi công tác xa", "Ý kiến chỉ có trong biên bản", "Ghi chú nội bộ"):
            assert kept not in text
    assert Addendum.objects.get().corrections.count() > Correction.objects.published().count() == 1
