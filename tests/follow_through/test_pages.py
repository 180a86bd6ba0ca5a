"""The public pages: the whole chain, and nothing unpublished."""

from datetime import date
from html.parser import HTMLParser

import pytest
from django.core.management import call_command

from meetings.models import Session, Shortcoming
from resolutions.actions import report_progress, review
from resolutions.models import Directive, Resolution

pytestmark = pytest.mark.usefixtures("before_approval")

LISTS = ["/sessions/", "/directives/", "/shortcomings/", "/resolutions/"]


def shown(client, address):
    answer = client.get(address)
    assert answer.status_code == 200, address
    return answer.content.decode()


@pytest.fixture
def everywhere(district):
    """Every public page that the small district has."""
    return [
        "/",
        *LISTS,
        "/search/?q=secret",
        "/calendar.ics",
        "/feeds/resolutions.atom",
        *(f"/sessions/{session.pk}/" for session in (district.s14, district.s15)),
        f"/directives/{district.duty.pk}/",
        f"/shortcomings/{district.weakness.pk}/",
    ]


def test_stranger_sees_nothing_unpublished_on_any_page(district, everywhere, client):
    secret = Shortcoming.objects.create(
        session=district.s16, text="secret weakness", repeats=district.weakness
    )
    duty = Directive.objects.create(session=district.s16, text="secret duty", lead_unit=district.unit)
    Resolution.objects.create(session=district.s16, number=3, title="secret paper")
    review(directive=district.duty, session=district.s16, outcome="completed", reason="secret verdict")
    report_progress(
        directive=district.duty,
        unit=district.unit,
        reported_on=date(2023, 8, 1),
        percent=10,
        text="secret report",
    )
    for address in everywhere:
        assert "secret" not in shown(client, address).replace("q=secret", "").replace(
            'value="secret"', ""
        ).replace("“secret”", "").replace("secret – Tìm", ""), address
    for address in (
        f"/sessions/{district.s16.pk}/",
        f"/directives/{duty.pk}/",
        f"/shortcomings/{secret.pk}/",
    ):
        assert client.get(address).status_code == 404


def test_empty_site_says_what_to_do(db, client):
    assert "Chưa có kỳ họp nào được công khai" in shown(client, "/")
    for address in LISTS:
        assert "Không có mục nào như vậy" in shown(client, address)
    assert "Không tìm thấy gì" in shown(client, "/search/?q=abc")


def test_shortcoming_page_follows_the_chain_over_the_sessions(district, client):
    again = Shortcoming.objects.create(
        session=district.s15, text="Giải ngân vẫn chậm", repeats=district.weakness
    )
    report_progress(
        directive=district.duty,
        unit=district.unit,
        reported_on=date(2023, 8, 1),
        percent=40,
        text="đạt bốn phần mười",
        confirmed=True,
    )
    for record in (district.weakness, again):
        text = shown(client, f"/shortcomings/{record.pk}/")
        places = [
            text.index(piece)
            for piece in ("29/06/2023", "Đẩy nhanh giải ngân vốn", "đạt bốn phần mười", "29/09/2023")
        ]
        assert places == sorted(places)


@pytest.mark.parametrize(
    "query",
    [
        "status=not_started",
        "status=not_started,in_progress",
        "overdue=true",
        "overdue=false",
        "responsible=ubnd",
        "sector=kinh-te",
        "due_before=2023-11-30",
        "due_after=2023-12-01",
        "q=giai+ngan",
    ],
)
def test_page_and_api_filter_alike(district, client, query):
    page = client.get(f"/directives/?{query}").context["object_list"]
    api = client.get(f"/api/v1/directives/?{query}").json()["results"]
    assert [directive.pk for directive in page] == [row["id"] for row in api]
    assert 0 < len(api) < 2 or query.startswith(("status=", "due_after=", "overdue=false"))


def test_a_form_offers_one_value_and_keeps_the_several_of_an_address(district, client):
    offered = shown(client, "/directives/?status=not_started")
    assert '<option value="not_started" selected>Chưa thực hiện</option>' in offered
    kept = shown(client, "/directives/?status=not_started,in_progress&responsible=ubnd,khac")
    several = '<option value="not_started,in_progress" selected>Chưa thực hiện, Đang thực hiện</option>'
    assert several in kept
    assert 'value="ubnd,khac" selected' in kept
    assert "not_started,in_progress" not in offered


def test_wrong_filter_is_shown_and_finds_nothing(district, client):
    answer = client.get("/directives/?status=nonsense")
    assert list(answer.context["object_list"]) == []
    assert "errorlist" in answer.content.decode()


@pytest.mark.parametrize("address", ["/", "/directives/", "/sessions/{}/", "/directives/{}/"])
def test_standing_follows_the_clock_while_the_server_runs(district, client, monkeypatch, address):
    address = address.format(district.s14.pk if "sessions" in address else district.duty.pk)
    assert "Quá hạn (" in shown(client, address) or 'class="tag overdue">Quá hạn' in shown(client, address)
    monkeypatch.setattr("django.utils.timezone.localdate", lambda *args: date(2023, 10, 1))
    assert 'class="tag overdue">Quá hạn' not in shown(client, address)
    assert 'class="tag on_time">Trong hạn' in shown(client, address)


def test_statistics_on_the_first_page_add_up(district, client):
    context = client.get("/").context
    total = context["totals"]["total"]
    assert total == Directive.objects.published().count() == 2
    for rows in (context["by_unit"], context["by_sector"]):
        assert sum(row["total"] for row in rows) == total


class Words(HTMLParser):
    """The visible text of a page."""

    def __init__(self):
        super().__init__()
        self.text = []

    def handle_data(self, data):
        self.text.append(data)


def test_session_page_tells_everything_of_the_sample(db, client):
    call_command("load_sample", verbosity=0)
    session = Session.objects.get(ordinal=15)
    words = Words()
    words.feed(shown(client, f"/sessions/{session.pk}/"))
    text = " ".join(" ".join(words.text).split())
    for fact in (
        "29/09/2023",
        "khóa VI, nhiệm kỳ 2020–2025",
        "9 tháng đầu năm 2023",
        "3 tháng cuối năm 2023",
        "22/43",
        "114,62%",
        "102,11%",
        "100,14%",
        "112,77%",
        "217",
        "dưới 50%",
        "20%",
        "Nhật Phương",
    ):
        assert fact in text, fact
