"""A document takes the next number of its kind in the term when it is issued, without gaps or doubles."""

from datetime import date

import pytest
from django.core.exceptions import ValidationError

from meetings.actions import verify_seals
from resolutions.actions import issue, withdraw
from resolutions.models import Resolution
from tests.factories import ResolutionFactory, SessionFactory, TermFactory

DAY = date(2023, 9, 29)


def draft(session, **values):
    return ResolutionFactory(session=session, **{"number": None, "kind": "conclusion", **values})


@pytest.fixture
def sitting(db):
    return SessionFactory()


def test_numbers_run_from_one_for_each_kind(sitting):
    symbols = [
        issue(resolution=draft(sitting, kind=kind), on=DAY).symbol
        for kind in ("conclusion", "conclusion", "notice", "conclusion")
    ]
    assert symbols == ["01-KL/HU", "02-KL/HU", "01-TB/HU", "03-KL/HU"]


def test_numbers_run_on_through_the_term_and_begin_anew_with_the_next(sitting):
    issue(resolution=draft(sitting), on=DAY)
    later = SessionFactory(term=sitting.term, later=True)
    assert issue(resolution=draft(later), on=date(2023, 12, 20)).number == 2
    next_term = TermFactory(organization=sitting.organization, number=7, start_year=2023, end_year=2028)
    first = SessionFactory(term=next_term, ordinal=1)
    assert issue(resolution=draft(first), on=DAY).number == 1


def test_numbers_follow_those_that_were_typed_from_paper(sitting):
    draft(sitting, number=15)
    assert issue(resolution=draft(sitting), on=DAY).number == 16


def test_issued_document_takes_the_day_unless_it_has_one(sitting):
    assert issue(resolution=draft(sitting), on=DAY).adopted_on == DAY
    dated = draft(sitting, adopted_on=date(2023, 9, 30))
    assert issue(resolution=dated, on=DAY).adopted_on == date(2023, 9, 30)


def test_document_is_issued_once(sitting):
    document = issue(resolution=draft(sitting), on=DAY)
    with pytest.raises(ValidationError, match="đã có số"):
        issue(resolution=document, on=DAY)


@pytest.mark.parametrize(("votes_for", "carried"), [(18, False), (19, True)])
def test_only_what_more_than_half_of_the_incumbents_approve_is_issued(sitting, votes_for, carried):
    document = draft(sitting, kind="resolution", incumbents=36, votes_for=votes_for)
    assert document.carried is carried
    if carried:
        assert issue(resolution=document, on=DAY).number == 1
    else:
        with pytest.raises(ValidationError, match="không được thông qua"):
            issue(resolution=document, on=DAY)
        assert Resolution.objects.get().number is None


def test_resolution_is_not_issued_before_its_votes_are_counted(sitting):
    with pytest.raises(ValidationError, match="số tán thành"):
        issue(resolution=draft(sitting, kind="resolution"), on=DAY)


def test_withdrawn_number_stays_with_its_reason_and_is_not_given_again(sitting):
    first = issue(resolution=draft(sitting), on=DAY)
    withdraw(resolution=first, on=date(2023, 10, 2), reason="Ban hành nhầm")
    stored = Resolution.objects.get(pk=first.pk)
    assert (stored.number, stored.withdrawal_reason) == (1, "Ban hành nhầm")
    assert issue(resolution=draft(sitting), on=DAY).number == 2


def test_withdrawal_needs_a_reason(sitting):
    document = issue(resolution=draft(sitting), on=DAY)
    with pytest.raises(ValidationError, match="phải ghi lý do"):
        withdraw(resolution=document, on=DAY, reason="")


@pytest.mark.parametrize("change", [{"number": 9}, {"kind": "notice"}, {"symbol": "99-KL/HU"}])
def test_registered_number_kind_and_symbol_stay(sitting, change):
    document = issue(resolution=draft(sitting), on=DAY)
    for name, value in change.items():
        setattr(document, name, value)
    with pytest.raises(ValidationError, match="đã vào sổ đăng ký"):
        document.save()


def test_registered_document_is_not_deleted(sitting):
    document = issue(resolution=draft(sitting), on=DAY)
    with pytest.raises(ValidationError, match="chỉ thu hồi được"):
        document.delete()


def test_issuing_after_approval_is_sealed_anew(sitting):
    document = draft(sitting)
    sitting.approve()
    first = sitting.seal
    issue(resolution=document, on=DAY)
    withdraw(resolution=document, on=DAY, reason="nhầm")
    assert [seal.occasion for seal in sitting.seals.order_by("number")] == ["approval", "issue", "withdrawal"]
    assert sitting.seal != first
    assert verify_seals() == (1, [], [])


def test_page_issues_and_withdraws(admin_client, sitting):
    document = draft(sitting)
    page = f"/resolutions/{document.pk}/register/"
    assert "Chưa có văn bản nào loại này" in admin_client.get(page).content.decode()
    text = admin_client.post(page, {"on": "05/10/2023"}, follow=True).content.decode()
    document.refresh_from_db()
    assert (document.symbol, document.adopted_on) == ("01-KL/HU", date(2023, 10, 5))
    assert "01-KL/HU" in text
    missing = admin_client.post(page, {"on": "06/10/2023", "reason": ""})
    assert missing.status_code == 200
    admin_client.post(page, {"on": "06/10/2023", "reason": "Ban hành nhầm"})
    document.refresh_from_db()
    assert document.withdrawn_on == date(2023, 10, 6)


def test_page_says_why_a_document_is_not_issued(admin_client, sitting):
    document = draft(sitting, kind="resolution", incumbents=36, votes_for=18)
    text = admin_client.post(f"/resolutions/{document.pk}/register/", {"on": "05/10/2023"}).content.decode()
    assert "không được thông qua" in text


def test_register_is_for_the_office(client, sitting):
    assert client.get(f"/resolutions/{draft(sitting).pk}/register/").status_code == 302
