"""The review page: what it proposes, what it makes, what it refuses, and what it remembers."""

import pytest
from django.contrib.auth.models import Permission, User
from django.core.exceptions import ValidationError
from django.db import connection
from django.http import QueryDict
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from district.models import Organization, Person, Sector, Term
from meetings.models import Draft, Indicator, Session, Shortcoming
from resolutions.models import Directive, Remedy
from resolutions.proposals import MOST_ROWS, Proposal
from tests.drafts.typing import as_sent
from tests.factories import OrganizationFactory, PersonFactory, SectorFactory, SessionFactory, TermFactory

pytestmark = pytest.mark.django_db

HEAD = (
    "Ngày 29/9/2023, Ban Chấp hành Đảng bộ huyện Mường Thử khóa VI, nhiệm kỳ 2020-2025 tổ chức hội nghị lần thứ 15, "
    "đánh giá kết quả 9 tháng đầu năm, phương hướng, nhiệm vụ 3 tháng cuối năm 2023.\n\n"
)
REPORT = (
    HEAD
    + "Hạn chế: giải ngân vốn sự nghiệp còn chậm; một số trường học xuống cấp chưa được sửa chữa.\n\n"
    + "Nhiệm vụ 3 tháng cuối năm: Phòng Giáo dục và Đào tạo sửa chữa các trường học xuống cấp; "
    + "UBND huyện đẩy nhanh giải ngân vốn sự nghiệp.\n"
)


def draft_of(text=REPORT, **values):
    return Draft.objects.create(**{"title": "Báo cáo", "text": text, **values})


@pytest.fixture
def committee():
    made = OrganizationFactory(code="muong-thu", name="Đảng bộ huyện Mường Thử")
    TermFactory(organization=made)
    return made


@pytest.fixture
def send(admin_client, admin_user):
    """Send the page as it stands, with some fields changed; returns the answer."""

    def sent(draft, **changes):
        data = as_sent(draft, admin_user, accept="", **changes)
        return admin_client.post(draft.get_absolute_url(), data)

    return sent


def proposal_of(answer):
    return answer.context["proposal"]


# who comes in


def test_only_the_office_sees_a_draft(client, committee):
    draft = draft_of()
    assert client.get(draft.get_absolute_url()).url.startswith("/login/")
    user = User.objects.create_user("don-vi")
    user.user_permissions.set(Permission.objects.filter(codename__in=["change_draft", "add_session"]))
    client.force_login(user)
    assert client.get(draft.get_absolute_url()).status_code == 403
    User.objects.filter(pk=user.pk).update(is_staff=True)
    assert client.get(draft.get_absolute_url()).status_code == 200


def test_clerk_without_the_permission_makes_no_new_names(client, committee):
    user = User.objects.create_user("chuyen-vien", is_staff=True)
    user.user_permissions.set(Permission.objects.filter(codename__in=["change_draft", "add_session"]))
    client.force_login(user)
    draft = draft_of()
    sent = as_sent(draft, user, accept="", new="organization:Phòng Giáo dục và Đào tạo")
    client.post(draft.get_absolute_url(), sent)
    assert not Organization.objects.filter(name__startswith="Phòng").exists()


# names


@pytest.mark.parametrize(
    "known", ["UBND huyện Mường Thử", "Ủy ban nhân dân huyện Mường Thử", "uy ban nhan dan huyen"]
)
def test_known_unit_is_found_by_abbreviation_and_without_accents(committee, known, send):
    unit = OrganizationFactory(name=known)
    draft = draft_of()
    send(draft)
    assert Directive.objects.get(text__startswith="Đẩy nhanh").lead_unit == unit


def test_unit_of_the_same_district_comes_first(committee, send):
    for place in ("Mường Khác", "Mường Thử"):
        OrganizationFactory(name=f"UBND huyện {place}", short_name="UBND huyện")
    send(draft_of())
    assert Directive.objects.get(text__startswith="Đẩy").lead_unit.name == "UBND huyện Mường Thử"


def test_new_name_is_offered_but_not_made(committee, admin_client, send):
    draft = draft_of()
    page = admin_client.get(draft.get_absolute_url()).content.decode()
    assert 'name="new" value="organization:Phòng Giáo dục và Đào tạo">' in page
    before = Organization.objects.count()
    send(draft)
    assert Organization.objects.count() == before
    assert Directive.objects.get(text__startswith="Sửa chữa").lead_unit is None


def test_new_name_is_made_once_it_is_ticked(committee, send):
    send(draft_of(), new="organization:Phòng Giáo dục và Đào tạo")
    made = Directive.objects.get(text__startswith="Sửa chữa").lead_unit
    assert (made.name, made.kind, made.code) == (
        "Phòng Giáo dục và Đào tạo",
        "department",
        "phong-giao-duc-va-dao-tao",
    )


def test_code_of_a_new_name_neither_collides_nor_grows_too_long(committee, send):
    OrganizationFactory(code="phong-giao-duc-va-dao-tao", name="Phòng cũ")
    send(draft_of(), new="organization:Phòng Giáo dục và Đào tạo")
    assert Organization.objects.filter(code="phong-giao-duc-va-dao-tao-2").exists()
    long = "Lĩnh vực " + "rất dài " * 12
    draft = draft_of(HEAD + "Hạn chế: giải ngân chậm.", title="Hai")
    answer = send(
        draft,
        **{"session-ordinal": "16", "shortcomings-0-sector": long.strip(), "new": f"sector:{long.strip()}"},
    )
    assert answer.status_code == 302
    assert len(Sector.objects.get().code) <= 60


def test_unknown_name_that_the_clerk_typed_is_asked_about(committee, send):
    SectorFactory(name="Kinh tế")
    answer = send(draft_of(), **{"shortcomings-0-sector": "Chưa từng có"})
    assert answer.status_code == 200
    (row, _) = proposal_of(answer).rows["shortcomings"].forms
    assert "chưa có trong danh mục" in str(row.errors["sector"])
    assert 'value="sector:Chưa từng có"' in answer.content.decode()
    assert not Session.objects.exists()


def test_everything_is_new_in_an_empty_register(send):
    draft = draft_of()
    answer = send(draft)
    assert not Session.objects.exists()
    assert proposal_of(answer).term.errors
    answer = send(draft, term__make="on", new="organization:Đảng bộ huyện Mường Thử")
    session = Session.objects.get()
    assert (session.organization.name, session.term.number) == ("Đảng bộ huyện Mường Thử", 6)
    assert (session.organization.kind, session.organization.level) == ("party_committee", "district")


def test_known_person_in_a_decision_is_proposed(committee, admin_user):
    PersonFactory(name="Lò Văn Mẫu")
    draft = draft_of(HEAD + "Hội nghị đã bầu bổ sung đồng chí Lò Văn Mẫu giữ chức Phó Bí thư Huyện ủy.")
    rows = Proposal(draft, admin_user).rows["personnel"].forms
    assert [(row["person"].value(), row["kind"].value(), row["post"].value()) for row in rows] == [
        ("Lò Văn Mẫu", "election", "deputy_secretary")
    ]


# links


def test_directive_about_a_shortcoming_is_proposed_as_its_remedy(committee, send):
    send(draft_of())
    pairs = {(link.directive.text[:9], link.shortcoming.text[:9]) for link in Remedy.objects.all()}
    assert pairs == {("Sửa chữa ", "Một số tr"), ("Đẩy nhanh", "Giải ngân")}


def test_remedy_is_not_made_where_the_clerk_turns_it_off(committee, send):
    send(draft_of(), **{"directives-0-answers": "", "shortcomings-0-take": None})
    assert not Remedy.objects.exists()


def test_shortcoming_like_an_earlier_one_is_proposed_as_its_repeat(committee, send):
    earlier = SessionFactory(earlier=True, term=committee.terms.get())
    told = Shortcoming.objects.create(session=earlier, text="Vốn sự nghiệp giải ngân chậm.")
    other = SessionFactory(earlier=True)
    Shortcoming.objects.create(session=other, text="Một số trường học xuống cấp chưa được sửa chữa.")
    send(draft_of())
    repeats = {one.text[:9]: one.repeats for one in Session.objects.get(ordinal=15).shortcomings.all()}
    assert repeats == {"Giải ngân": told, "Một số tr": None}


# acceptance


def test_accepted_session_is_private_and_the_draft_remembers(committee, send):
    draft = draft_of()
    answer = send(draft, **{"shortcomings-0-text": "Giải ngân chậm.", "shortcomings-1-take": None})
    session = Session.objects.get()
    assert answer.url == reverse("admin:meetings_session_change", args=[session.pk])
    assert session.state == "draft"
    assert not Session.objects.published().exists()
    draft.refresh_from_db()
    assert (draft.status, draft.session, draft.organization) == ("accepted", session, committee)
    kept = [row for row in draft.provenance if row["kind"] == "shortcomings"]
    (made,) = session.shortcomings.all()
    assert kept[0]["record"] == ["meetings.shortcoming", made.pk]
    assert kept[0]["changed"] == {"text": ["Giải ngân vốn sự nghiệp còn chậm", "Giải ngân chậm."]}
    start, end = kept[0]["passages"][""]
    assert draft.text[start:end] == "giải ngân vốn sự nghiệp còn chậm"
    assert (kept[1]["record"], kept[1]["changed"]) == (None, {"take": [True, False]})
    assert draft.corrections == 2


def test_accepted_draft_shows_what_each_passage_became(committee, send, admin_client):
    draft = draft_of()
    send(draft, **{"shortcomings-1-take": None})
    page = admin_client.get(draft.get_absolute_url()).content.decode()
    made = Shortcoming.objects.get()
    assert reverse("admin:meetings_shortcoming_change", args=[made.pk]) in page
    assert "không nhận" in page and "Nhận, lập kỳ họp" not in page
    for directive in Directive.objects.all():
        directive.delete()
    assert "bản ghi nay đã xóa" in admin_client.get(draft.get_absolute_url()).content.decode()


def test_draft_is_accepted_once(committee, send, admin_client, admin_user):
    draft = draft_of()
    sent = as_sent(draft, admin_user, accept="")
    stale = Proposal(Draft.objects.get(pk=draft.pk), admin_user, _query(sent))
    send(draft)
    answer = admin_client.post(draft.get_absolute_url(), sent, follow=True)
    assert "đã được nhận hoặc đã bỏ" in answer.content.decode()
    assert stale.is_valid() and stale.accept() is None
    assert "đã được nhận hoặc đã bỏ" in str(stale.session.non_field_errors())
    assert Session.objects.count() == 1


def _query(sent):
    data = QueryDict(mutable=True)
    data.update(sent)
    return data


def test_refused_row_says_why_keeps_what_was_typed_and_makes_nothing(committee, send):
    SessionFactory(term=committee.terms.get())
    before = Organization.objects.count()
    answer = send(
        draft_of(),
        new="organization:Phòng Giáo dục và Đào tạo",
        **{"shortcomings-0-text": "Chữ của tôi", "directives-0-due_on": "31/12/2023"},
    )
    proposal = proposal_of(answer)
    assert "đã có kỳ họp mang số thứ tự này" in str(proposal.session.errors)
    page = answer.content.decode()
    assert "Chữ của tôi" in page and "31/12/2023" in page
    assert 'value="organization:Phòng Giáo dục và Đào tạo" checked' in page
    assert (Session.objects.count(), Organization.objects.count()) == (1, before)


def test_row_that_only_the_whole_shows_to_be_wrong_is_named(committee, send):
    Indicator.objects.create(name="Sản lượng lương thực", unit="tấn")
    text = HEAD + "Kết quả: sản lượng lương thực đạt 102%; sản lượng lương thực đạt 103%.\n"
    answer = send(draft_of(text))
    errors = [row.errors for row in proposal_of(answer).rows["indicators"].forms]
    assert [bool(one) for one in errors] == [False, True]
    assert not Session.objects.exists()


def test_bad_day_is_said_beside_its_field(committee, send):
    answer = send(draft_of(), **{"session-held_on": "31/02/2023"})
    assert "held_on" in proposal_of(answer).session.errors
    assert 'value="31/02/2023"' in answer.content.decode()


def test_term_that_the_register_knows_otherwise_is_refused(committee, send):
    answer = send(draft_of(), **{"term-start_year": "2019"})
    assert "2020–2025" in str(proposal_of(answer).term.errors["end_year"])
    assert Term.objects.get().start_year == 2020


def test_nothing_is_taken_from_an_organization_that_has_ended(committee, send):
    committee.dissolved_on = "2024-01-01"
    committee.save()
    answer = send(draft_of())
    assert "đã kết thúc hoạt động" in answer.content.decode()
    assert not Session.objects.exists()


def test_clerk_adds_a_row_of_their_own_without_a_script(committee, send, admin_client, admin_user):
    draft = draft_of()
    sent = as_sent(draft, admin_user, add="results", **{"shortcomings-0-text": "Chữ của tôi"})
    page = admin_client.post(draft.get_absolute_url(), sent).content.decode()
    assert 'name="results-0-text"' in page and "Chữ của tôi" in page
    assert not Session.objects.exists()
    own = {
        "results-TOTAL_FORMS": "2",
        "results-0-take": "on",
        "results-0-text": "Thu đạt.",
        "results-0-passage": "0-12",
    }
    send(draft, **own, **{"results-1-take": "on", "results-1-text": ""})
    assert [one.text for one in Session.objects.get().results.all()] == ["Thu đạt."]
    draft.refresh_from_db()
    (row,) = [row for row in draft.provenance if row["kind"] == "results"]
    assert (row["passages"], row["read"]) == ({"": [0, 12]}, {})


def test_draft_is_discarded_and_taken_out_again(committee, admin_client):
    draft = draft_of()
    admin_client.post(draft.get_absolute_url(), {"discard": ""})
    draft.refresh_from_db()
    assert draft.status == "discarded"
    page = admin_client.get(draft.get_absolute_url()).content.decode()
    assert "Lấy lại" in page
    admin_client.post(draft.get_absolute_url(), {"restore": ""})
    draft.refresh_from_db()
    assert draft.status == "waiting"


def test_text_stays_as_its_passages_were_marked(committee):
    draft = draft_of()
    draft.text += "!"
    with pytest.raises(ValidationError):
        draft.save()


# size and hostile text


@pytest.mark.parametrize("rows", [1, 30])
def test_page_asks_as_much_for_thirty_rows_as_for_one(committee, admin_client, admin_user, rows):
    earlier = SessionFactory(earlier=True, term=committee.terms.get())
    for number in range(rows):
        SectorFactory()
        Shortcoming.objects.create(session=earlier, text=f"Vốn sự nghiệp xã số {number} giải ngân chậm.")
    weak = "; ".join(f"giải ngân vốn sự nghiệp của xã thứ {n} còn chậm" for n in range(rows))
    tasks = "; ".join(f"UBND huyện đẩy nhanh giải ngân vốn của xã thứ {n}" for n in range(rows))
    draft = draft_of(
        f"{HEAD}Hạn chế: {weak}.\n\nNhiệm vụ 3 tháng cuối năm: {tasks}.\n", organization=committee
    )
    with CaptureQueriesContext(connection) as asked:
        answer = admin_client.get(draft.get_absolute_url())
    assert len(proposal_of(answer).rows["shortcomings"].forms) == rows
    assert len(asked) == 14
    wrong = as_sent(draft, admin_user, accept="", **{"session-held_on": "?"})
    with CaptureQueriesContext(connection) as asked:
        assert admin_client.post(draft.get_absolute_url(), wrong).status_code == 200
    assert len(asked) == 15


@pytest.mark.parametrize(
    "text",
    [
        HEAD + "<script>alert(1)</script>" * 40_000,
        HEAD + "\u202e\u2066 giải ngân chậm; " * 60_000,
        HEAD + "Hạn chế: " + "vốn sự nghiệp giải ngân còn chậm; " * 30_000,
        HEAD + "\"'&<>" * 200_000,
        HEAD + "Kết quả: " + "thu ngân sách đạt 102,5%; " * 40_000,
    ],
    ids=["script", "bidi", "shortcomings", "entities", "figures"],
)
def test_a_megabyte_of_anything_is_escaped_and_fits_a_page(committee, admin_client, text):
    draft = draft_of(text)
    answer = admin_client.get(draft.get_absolute_url())
    assert len(answer.content) < 3_000_000
    page = answer.content.decode()
    assert "<script>alert" not in page
    assert "chưa đọc" in page
    assert all(len(rows.forms) <= MOST_ROWS for rows in proposal_of(answer).rows.values())


def test_names_and_titles_are_escaped(committee, admin_client):
    Person.objects.create(name="<b>Mẫu</b>")
    draft = Draft.objects.create(title="<script>x</script>", text=REPORT)
    page = admin_client.get(draft.get_absolute_url()).content.decode()
    assert "<b>Mẫu" not in page and "<script>x" not in page


def test_sent_nonsense_ends_in_an_answer(committee, admin_client, admin_user):
    draft = draft_of()
    for nonsense in (
        {"accept": ""},
        {"add": "nothing"},
        as_sent(draft, admin_user, accept="", **{"directives-0-answers": "99"}),
        as_sent(
            draft, admin_user, accept="", **{"shortcomings-0-passage": "9-x", "shortcomings-0-repeats": "x"}
        ),
        as_sent(draft, admin_user, add="results", **{"results-TOTAL_FORMS": "x"}),
        as_sent(
            draft,
            admin_user,
            accept="",
            **{"results-TOTAL_FORMS": "1", "results-0-take": "on", "results-0-passage": "9-99999"},
        ),
    ):
        assert admin_client.post(draft.get_absolute_url(), nonsense).status_code in (200, 302)
