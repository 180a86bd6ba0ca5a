"""How records look from outside: the names of the contract, whole sessions, tables, search."""

import csv
import io
from datetime import date

import pytest
from openpyxl import load_workbook

from meetings.models import Session

pytestmark = pytest.mark.django_db
LINK = {"id", "url", "name"}


def test_a_session_carries_everything_in_the_list_as_in_detail(api, world):
    row = next(row for row in api("sessions/")["results"] if row["ordinal"] == 2)
    assert row == api(f"sessions/{world.second.pk}/")
    assert row["organization"] == {
        "id": world.organization.pk,
        "url": f"http://testserver/api/v1/organizations/{world.organization.pk}/",
        "name": world.organization.name,
    }
    assert row["term"]["name"] == "khóa VI, nhiệm kỳ 2020–2025"
    assert row["targets"] == {"met": 22, "total": 43}
    assert row["period_assessed"] == {
        "start": "2023-01-01",
        "end": "2023-09-30",
        "label": "9 tháng đầu năm 2023",
    }
    assert row["period_ahead"]["label"] == "3 tháng cuối năm 2023"
    assert row["attendance"] == {"present": 1, "excused": 1, "absent": 1, "invited": 1}
    for name in (
        "agenda", "results", "indicators", "shortcomings", "resolutions", "directives", "reviews",
        "personnel_decisions", "photos", "sources",
    ):  # fmt: skip
        assert len(row[name]) == 1, name
    assert row["indicators"][0].items() >= {"unit": "ha", "planned": 100, "actual": 114.62}.items()
    assert row["indicators"][0]["percent_of_plan"] == row["indicators"][0]["computed_percent"] == 114.62
    assert row["photos"][0].items() >= {"caption": "Ảnh mẫu", "credit": "Nhật", "url": None}.items()
    assert row["source"] == row["sources"][0]
    assert row["source"].items() >= {
        "title": "Bài báo mẫu", "author": "Nhật", "publication": "", "url": "https://example.org/",
    }.items()  # fmt: skip
    papers = {(paper["kind"], paper["format"]): paper["url"] for paper in row["papers"]}
    assert set(papers) == {
        (kind, ending) for kind in ("minutes", "follow_up", "assignment") for ending in ("docx", "pdf")
    }
    session = world.second.pk
    assert papers["minutes", "pdf"] == f"http://testserver/sessions/{session}/papers/minutes.pdf"
    assert [paper["format"] for paper in row["resolutions"][0]["papers"]] == ["docx", "pdf"]
    assert row["directives"][0]["answers"][0]["id"] == row["shortcomings"][0]["id"]


def test_a_session_that_states_little_has_nulls_not_inventions(api, world):
    session = Session.objects.create(term=world.first.term, ordinal=3, held_on=date(2023, 12, 28))
    for directive in world.first.directives.all() | world.second.directives.all():
        directive.refresh_from_db()
        directive.reviews.create(session=session, outcome="dropped", reason="thôi")
    session.publish()
    row = api(f"sessions/{session.pk}/")
    assert (row["period_assessed"], row["chair"], row["source"], row["ends_on"]) == (None,) * 4
    assert row["targets"] == {"met": None, "total": None}
    assert row["attendance"] == {"present": 0, "excused": 0, "absent": 0, "invited": 0}


def test_a_directive_has_the_fields_of_the_contract(api, world):
    directive = world.first.directives.get()
    row = next(row for row in api("directives/")["results"] if row["id"] == directive.pk)
    identity = {"id", "url", "created_at", "modified_at"}
    assert row.keys() == identity | {
        "position", "text", "session", "resolution", "sector", "lead_unit", "supporting_units",
        "expected_output", "due_on", "quarter", "status", "overdue", "percent", "answers",
    }  # fmt: skip
    assert all(row[name].keys() == LINK for name in ("session", "resolution", "sector", "lead_unit"))
    assert row["supporting_units"][0].keys() == row["answers"][0].keys() == LINK
    detail = api(f"directives/{directive.pk}/")
    assert detail.keys() - row.keys() == {"remedies", "reports", "reviews"}
    assert detail["remedies"][0]["shortcoming"]["id"] == world.first.shortcomings.get().pk
    assert detail["reports"][0].items() >= {"reported_on": "2023-06-29", "percent": 30}.items()
    assert detail["reviews"][0]["session"]["id"] == world.second.pk
    assert detail["reviews"][0].items() >= {"outcome": "carried_over", "new_due_on": None}.items()


def test_a_shortcoming_has_the_fields_of_the_contract(api, world):
    new = world.second.shortcomings.get()
    row = api(f"shortcomings/{new.pk}/")
    assert row.keys() == {
        "id", "url", "position", "text", "cause", "session", "sector", "responsible", "measure", "percent",
        "qualifier", "status", "repeats", "directives", "created_at", "modified_at",
    }  # fmt: skip
    assert row["repeats"]["name"] == world.first.shortcomings.get().text
    assert [link["name"] for link in row["directives"]] == [world.second.directives.get().text]


def test_a_report_that_the_office_has_not_confirmed_does_not_show(api, world):
    directive = world.second.directives.get()
    directive.reports.create(unit=directive.lead_unit, reported_on=date(2023, 10, 1), percent=99, text="chưa")
    assert [report["percent"] for report in api(f"directives/{directive.pk}/")["reports"]] == [30]
    assert api("progress-reports/", directive=directive.pk, count="true")["count"] == 1


def test_people_keep_their_birthday_and_organizations_their_e_mail(api, world):
    assert api("people/")["results"][0].keys() == {
        "id", "url", "name", "title", "organization", "created_at", "modified_at",
    }  # fmt: skip
    assert "email" not in api("organizations/")["results"][0]


def test_a_nested_object_becomes_its_name_and_its_id_in_a_table(client, world):
    text = client.get("/api/v1/directives/?format=csv&ordering=id").getvalue().decode("utf-8-sig")
    row = next(csv.DictReader(io.StringIO(text)))
    directive = world.first.directives.get()
    assert row["lead_unit"] == directive.lead_unit.name
    assert row["lead_unit_id"] == str(directive.lead_unit_id)
    assert row["supporting_units"] == directive.supporting_units.get().name
    assert row["overdue"] == "true"
    text = client.get("/api/v1/sessions/?format=csv&ordering=id").getvalue().decode("utf-8-sig")
    row = next(csv.DictReader(io.StringIO(text)))
    assert (row["targets_met"], row["targets_total"]) == ("22", "43")
    assert row["period_assessed_label"] == "9 tháng đầu năm 2023"
    assert row["directives_id"] == str(directive.pk)


@pytest.mark.parametrize("start", ["=", "+", "-", "@", "\t", "\r"])
def test_a_text_never_becomes_a_formula(start, client, world):
    directive = world.first.directives.get()
    directive.text = f"{start}HYPERLINK(1)\x07"
    directive.save()
    ask = f"/api/v1/directives/?session={world.first.pk}&format="
    row = next(
        csv.DictReader(io.StringIO(client.get(f"{ask}csv").getvalue().decode("utf-8-sig"), newline=""))
    )
    assert row["text"] == f"'{start}HYPERLINK(1)"
    sheet = load_workbook(io.BytesIO(client.get(f"{ask}xlsx").getvalue())).active
    cell = sheet.cell(2, [cell.value for cell in sheet[1]].index("text") + 1)
    assert cell.data_type == "s"
    assert cell.value.startswith("'")


def test_numbers_and_days_are_numbers_and_days_in_a_workbook(client, world):
    sheet = load_workbook(io.BytesIO(client.get("/api/v1/indicator-values/?format=xlsx").getvalue())).active
    row = {heading.value: cell.value for heading, cell in zip(sheet[1], sheet[2], strict=True)}
    assert row["percent_of_plan"] == 114.62
    sheet = load_workbook(io.BytesIO(client.get("/api/v1/directives/?format=xlsx").getvalue())).active
    row = {heading.value: cell.value for heading, cell in zip(sheet[1], sheet[2], strict=True)}
    assert row["due_on"].date() == date(2023, 12, 31)


def test_a_search_finds_all_kinds_without_accents_and_shows_where(api, world):
    rows = api("search/", q="MAU", page_size=500)["results"]
    kinds = [
        "session", "shortcoming", "directive", "resolution", "result", "indicator", "indicator_value",
        "review", "progress_report", "personnel_decision", "organization", "person", "membership", "term",
        "sector",
    ]  # fmt: skip
    assert list(dict.fromkeys(row["kind"] for row in rows)) == kinds
    assert all("<mark>mẫu</mark>" in row["extract"] for row in rows)
    for row in rows:
        path = row["url"].removeprefix("http://testserver/api/v1/")
        assert api(path)["id"] == row["id"]
        assert row["name"]


def test_a_search_by_kind_finds_that_kind(api, world):
    rows = api("search/", q="mau", kind="directive")["results"]
    assert {row["kind"] for row in rows} == {"directive"}
    assert len(rows) == 2


def test_an_extract_is_harmless_html(api, world):
    directive = world.first.directives.get()
    directive.text = "<script>alert('đường')</script> & đường"
    directive.save()
    [row] = api("search/", q="duong", kind="directive")["results"]
    assert row["extract"] == (
        "&lt;script&gt;alert(&#x27;<mark>đường</mark>&#x27;)&lt;/script&gt; &amp; <mark>đường</mark>"
    )


def test_a_search_needs_words(blames):
    assert blames("search/") == ["q"]
    assert blames("search/", kind="session") == ["q"]


def test_what_a_sheet_has_no_room_for_goes_on_to_the_next(api, client, world, monkeypatch):
    monkeypatch.setattr("district.renderers.ROWS_OF_A_SHEET", 2)
    ids = [row["id"] for row in api("organizations/")["results"]]
    book = load_workbook(io.BytesIO(client.get("/api/v1/organizations/?format=xlsx").getvalue()))
    assert len(ids) > 2
    assert [[cell.value for cell in sheet["A"]] for sheet in book] == [["id", pk] for pk in ids]


def test_what_is_not_shown_is_not_read(client, world, django_assert_num_queries):
    with django_assert_num_queries(1) as captured:
        client.get("/api/v1/sessions/?fields=id,name")
    assert "resolutions_directive" not in captured[0]["sql"]
