"""A session is submitted by one and approved by another; from approval there is no way back."""

import pytest
from django.core.exceptions import ValidationError

from meetings.models import Session
from tests.desk.pages import sent


def test_submitted_by_one_approved_by_another(session, clerk, chief):
    session.submit(by=clerk)
    session.approve(by=chief)
    stored = Session.objects.get(pk=session.pk)
    assert (stored.state, stored.submitted_by, stored.approved_by) == ("approved", clerk, chief)
    assert stored.approved_at is not None


@pytest.mark.parametrize("verb", ["approve", "publish"])
def test_nobody_approves_what_they_submitted(session, clerk, chief, verb):
    session.submit(by=clerk)
    with pytest.raises(ValidationError, match="Người trình không tự duyệt"):
        getattr(session, verb)(by=clerk)
    assert Session.objects.get(pk=session.pk).state == "submitted"


@pytest.mark.parametrize("verb", ["approve", "publish"])
def test_what_nobody_submitted_is_not_approved_where_there_are_two(session, clerk, chief, verb):
    with pytest.raises(ValidationError, match="phải được trình"):
        getattr(session, verb)(by=clerk)
    assert Session.objects.get(pk=session.pk).state == "draft"


def test_office_of_one_approves_its_own(session, clerk):
    session.publish(by=clerk)
    assert Session.objects.get(pk=session.pk).is_published


def test_submitted_session_is_sent_back_with_a_remark(session, clerk, chief):
    session.submit(by=clerk)
    session.send_back(remark="Thiếu thành phần dự họp")
    stored = Session.objects.get(pk=session.pk)
    assert (stored.state, stored.remark, stored.submitted_by) == ("draft", "Thiếu thành phần dự họp", None)


@pytest.mark.parametrize("published", [False, True])
@pytest.mark.parametrize("state", ["draft", "submitted"])
def test_no_way_leads_back_from_approval(approved, published, state):
    if published:
        approved.publish()
    approved.state = state
    with pytest.raises(ValidationError, match="không trở lại bản nháp"):
        approved.save()
    assert Session.objects.get(pk=approved.pk).is_settled


def test_withdrawn_session_is_private_and_still_approved(approved):
    approved.publish()
    approved.withdraw()
    stored = Session.objects.get(pk=approved.pk)
    assert (stored.state, stored.published_at) == ("approved", None)
    assert stored.approved_at is not None


@pytest.fixture
def approval(session, client):
    """The page of approval as somebody sees it."""

    def visit(user, **data):
        client.force_login(user)
        page = f"/sessions/{session.pk}/approval/"
        shown = client.get(page)
        return (client.post(page, sent(shown) | data, follow=True) if data else shown).content.decode()

    return visit


def test_page_offers_each_person_what_they_may_do(approval, session, clerk, chief):
    assert "Trình duyệt" in approval(clerk) and "Duyệt và khóa" not in approval(clerk)
    approval(clerk, state="submitted")
    assert "một người khác sẽ duyệt" in approval(clerk) and "Duyệt và khóa" not in approval(clerk)
    assert "Duyệt và khóa" in approval(chief) and "Trả lại để sửa" in approval(chief)
    approval(chief, state="published")
    assert "Rút khỏi trang công cộng" in approval(clerk)
    assert Session.objects.get(pk=session.pk).is_published


def test_page_refuses_what_it_does_not_offer(approval, session, clerk, chief):
    assert "Người trình không tự duyệt" in approval(clerk, state="approved")
    assert Session.objects.get(pk=session.pk).state == "draft"


@pytest.mark.parametrize("state", ["", "xong", "submitted"])
def test_page_refuses_a_state_that_does_not_follow(approval, session, clerk, state):
    session.publish()
    assert "Không chuyển được kỳ họp" in approval(clerk, state=state)
    assert Session.objects.get(pk=session.pk).is_published


def test_page_says_why_an_approval_is_refused(approval, session, clerk):
    session.term.sessions.get(ordinal=14).directives.get().reviews.all().delete()
    directive = session.term.sessions.get(ordinal=14).directives.get()
    directive.due_on = session.held_on
    directive.save()
    assert "chưa được kỳ họp đánh giá" in approval(clerk, state="approved")


def test_page_is_for_those_who_may_change_sessions(client, session):
    assert client.get(f"/sessions/{session.pk}/approval/").status_code == 302


def test_what_changed_since_the_page_was_opened_is_not_approved_unseen(session, clerk, chief, client):
    page = f"/sessions/{session.pk}/approval/"
    session.submit(by=clerk)
    client.force_login(chief)
    opened = sent(client.get(page)) | {"state": "approved", "remark": "ý kiến đã gõ"}
    result = session.results.create(text="Thu ngân sách đạt")
    result.text = "Thu ngân sách chưa đạt"
    result._history_user = clerk
    result.save()
    answer = client.post(page, opened)
    text = answer.content.decode()
    assert "kỳ họp đã thay đổi từ lúc bạn mở trang này" in text and "ý kiến đã gõ" in text
    assert [(one.deed, *one.differences) for one in answer.context["clashes"]] == [
        ("đã sửa", "text"),
        ("đã thêm",),
    ]
    assert "Thu ngân sách chưa đạt" in text and clerk.get_username() in text
    assert Session.objects.get(pk=session.pk).state == "submitted"
    client.post(page, sent(answer) | {"state": "approved"})
    assert Session.objects.get(pk=session.pk).state == "approved"
