"""What the lists can be asked, and what they answer."""

from datetime import date, timedelta

import pytest
from django.utils import timezone

from district.models import Organization
from meetings.models import IndicatorValue
from resolutions.models import Directive, Remedy
from tests.api.ground import grow

pytestmark = pytest.mark.django_db


@pytest.fixture(scope="module")
def two(shared):
    """Two organizations, both published: filters by one must leave out the other."""
    return grow().publish(), grow().publish()


@pytest.fixture
def found(api):
    """The ids that a list answers with."""

    def ask(address, **parameters):
        return {row["id"] for row in api(address, **parameters)["results"]}

    return ask


def pks(records):
    return set(records.values_list("pk", flat=True))


def test_sessions_by_organization_id_or_code(two, found):
    ours = {two[0].first.pk, two[0].second.pk}
    assert found("sessions/", organization=two[0].organization.pk) == ours
    assert found("sessions/", organization=two[0].organization.code) == ours
    assert found("sessions/", organization="nobody") == set()


def test_sessions_by_term_ordinal_year_kind_and_days(two, found):
    world = two[0]
    assert found("sessions/", term=world.first.term_id) == {world.first.pk, world.second.pk}
    assert found("sessions/", term=world.first.term_id, ordinal=2) == {world.second.pk}
    assert found("sessions/", year=2023, kind="regular") == {s.pk for w in two for s in (w.first, w.second)}
    assert found("sessions/", year=2022) == found("sessions/", kind="thematic") == set()
    assert found("sessions/", held_after="2023-09-29") == {w.second.pk for w in two}
    assert found("sessions/", held_before="2023-06-29") == {w.first.pk for w in two}
    assert found("sessions/", held_after="2023-09-30") == set()


@pytest.mark.parametrize(
    "route",
    ["results", "indicator-values", "shortcomings", "resolutions", "directives", "personnel-decisions"],
)
def test_parts_by_session(route, two, api):
    rows = api(f"{route}/", session=two[0].first.pk)["results"]
    assert [row["session"]["id"] for row in rows] == [two[0].first.pk]


def test_parts_by_sector_id_or_code(two, found):
    sector = two[0].first.results.get().sector
    for route, related in {
        "results": sector.results.all(),
        "shortcomings": sector.shortcomings.all(),
        "directives": sector.directives.all(),
        "indicators": sector.indicators.all(),
        "indicator-values": IndicatorValue.objects.filter(indicator__sector=sector),
    }.items():
        assert found(f"{route}/", sector=sector.pk) == found(f"{route}/", sector=sector.code) == pks(related)


def test_indicator_values_by_percent_as_stated_else_as_computed(two, found):
    session = two[0].first
    stated = session.indicator_values.get()
    computed = IndicatorValue.objects.create(
        session=session, indicator=stated.indicator, base="resolution", planned=3, actual=1
    )
    unknown = IndicatorValue.objects.create(
        session=session, indicator=stated.indicator, base="capital_plan", actual=1
    )
    ask = {"session": session.pk, "indicator": stated.indicator_id}
    assert found("indicator-values/", **ask) == {stated.pk, computed.pk, unknown.pk}
    assert found("indicator-values/", **ask, percent_min="114.62") == {stated.pk}
    assert found("indicator-values/", **ask, percent_min="114.63") == set()
    assert found("indicator-values/", **ask, percent_max="33.33") == {computed.pk}
    assert found("indicator-values/", **ask, percent_min="33.33", percent_max="33.33") == {computed.pk}
    assert found("indicator-values/", **ask, percent_min="33.34", percent_max="114.61") == set()


def test_shortcomings_by_status_responsible_repeats_and_directive(two, found):
    world = two[0]
    old, new = world.first.shortcomings.get(), world.second.shortcomings.get()
    assert found("shortcomings/", responsible=old.responsible.code) == {old.pk}
    assert found("shortcomings/", repeats=old.pk) == {new.pk}
    new.status = "resolved"
    new.save()
    assert found("shortcomings/", status="resolved") == {new.pk}
    Remedy.objects.filter(shortcoming=old).delete()
    assert found("shortcomings/", has_directive="false") == {old.pk}
    assert old.pk not in found("shortcomings/", has_directive="true")


def test_resolutions_by_kind_number_and_days(two, found):
    document = two[0].first.resolutions.get()
    assert found("resolutions/", number=document.number, kind="resolution") == {document.pk}
    assert found("resolutions/", kind="notice") == set()
    assert document.pk in found("resolutions/", adopted_after="2023-06-29", adopted_before="2023-06-29")
    assert found("resolutions/", adopted_after="2023-09-30") == set()


def test_directives_by_everything(two, found):
    directive = two[0].first.directives.get()
    ask = {
        "resolution": directive.resolution_id,
        "quarter": "2023-Q4",
        "responsible": directive.lead_unit.code,
        "status": "carried_over",
        "due_after": "2023-12-31",
        "due_before": "2023-12-31",
        "answers": two[0].first.shortcomings.get().pk,
        "overdue": "true",
    }
    assert found("directives/", **ask) == {directive.pk}
    for name, other in {
        "resolution": two[1].first.resolutions.get().pk,
        "quarter": "2024-Q1",
        "responsible": two[1].organization.code,
        "status": "dropped",
        "due_after": "2024-01-01",
        "due_before": "2023-12-30",
        "answers": two[1].first.shortcomings.get().pk,
        "overdue": "false",
    }.items():
        assert found("directives/", **{**ask, name: other}) == set(), name


def test_responsible_is_the_lead_unit_alone(two, found):
    directive = two[0].first.directives.get()
    assert found("directives/", responsible=directive.supporting_units.get().pk) == set()


def test_overdue_follows_the_clock(two, api):
    directive = two[0].first.directives.get()
    today = timezone.localdate()
    for due_on, late in ((today, False), (today - timedelta(days=1), True), (None, False)):
        directive.due_on = due_on
        directive.save()
        rows = api("directives/", overdue=str(late).lower(), session=directive.session_id)["results"]
        assert [row["overdue"] for row in rows] == [late]


def test_reports_reviews_and_personnel(two, found):
    world = two[0]
    directive, judged = world.second.directives.get(), world.first.directives.get()
    assert found("progress-reports/", directive=directive.pk) == pks(directive.reports.all())
    assert found("progress-reports/", session=world.second.pk) == pks(directive.reports.all())
    assert found("progress-reports/", reported_after="2023-09-30") == set()
    assert len(found("progress-reports/", reported_before="2023-06-29")) == 2
    assert found("reviews/", directive=judged.pk) == pks(judged.reviews.all())
    assert found("reviews/", session=world.second.pk, outcome="carried_over") == pks(judged.reviews.all())
    assert found("reviews/", session=world.first.pk) == set()
    decision = world.first.personnel_decisions.get()
    assert found("personnel-decisions/", body=decision.body.code) == {decision.pk}


def test_registers_by_kind_parent_organization_and_day(two, found):
    organization = two[0].organization
    assert organization.pk in found("organizations/", kind="party_committee", level="district")
    assert organization.pk not in found("organizations/", kind="other")
    assert found("organizations/", active_on="2023-01-01") == pks(Organization.objects.published())
    assert found("terms/", organization=organization.code) == pks(organization.terms.all())
    assert len(found("terms/", active_on="2020-01-01")) == 2
    assert found("terms/", active_on="2026-01-01") == set()
    assert found("memberships/", organization=organization.pk) == pks(organization.memberships.all())
    assert len(found("memberships/", active_on="2021-01-01")) == 2
    assert found("memberships/", active_on="2020-12-31") == set()
    person = organization.memberships.get().person_id
    assert person in found("people/", active_on="2021-01-01")
    assert found("people/", active_on="2020-12-31") == set()


def test_an_organization_is_active_from_its_founding_until_before_the_day_that_dissolved_it(world, found):
    organization = world.organization
    organization.founded_on, organization.dissolved_on = date(1995, 10, 7), date(2025, 7, 1)
    organization.save()
    for day, active in {
        "1995-10-06": False,
        "1995-10-07": True,
        "2025-06-30": True,
        "2025-07-01": False,
    }.items():
        assert (organization.pk in found("organizations/", active_on=day)) is active, day


def test_records_are_named_by_ids_and_codes_together(two, found):
    ours, theirs = two[0].first.directives.get(), two[1].first.directives.get()
    both = f"{ours.lead_unit_id},{theirs.lead_unit.code}"
    assert found("directives/", responsible=both) == {ours.pk, theirs.pk}
    assert found("directives/", responsible=f"{both},{2**63},nobody") == {ours.pk, theirs.pk}
    assert found("sessions/", organization=f"{two[0].organization.code},{two[1].organization.code}") == {
        session.pk for world in two for session in (world.first, world.second)
    }


def test_a_row_that_names_two_of_the_records_is_shown_once(two, api):
    directive = two[0].second.directives.get()
    both = ",".join(str(pk) for pk in directive.answers.values_list("pk", flat=True))
    page = api("directives/", answers=both, count="true")
    assert both.count(",") == 1
    assert sorted(row["id"] for row in page["results"]) == sorted(
        {pk for shortcoming in directive.answers.all() for pk in pks(shortcoming.directives.all())}
    )
    assert page["count"] == len(page["results"]) == 2


def test_several_kinds_are_searched_in_the_usual_order(two, api):
    rows = api("search/", q="mau", kind="directive,session", page_size=500)["results"]
    assert [*dict.fromkeys(row["kind"] for row in rows)] == ["session", "directive"]


def test_a_hundred_values_are_enough(two, found, blames):
    many = [str(two[0].first.pk), *(str(10**9 + i) for i in range(99))]
    assert found("sessions/", term=two[0].first.term_id, ordinal=",".join(map(str, range(1, 101))))
    assert len(found("directives/", session=",".join(many))) == 1
    assert blames("directives/", session=",".join([*many, "7"])) == ["session"]


def test_words_are_found_without_accents_and_all_of_them(two, found):
    directive = two[0].first.directives.get()
    number = directive.text.split()[-1]
    assert directive.pk in found("directives/", q=f"{number} NHIEM vu")
    assert found("directives/", q=f"{number} không") == set()


def test_modified_since_takes_a_day_or_an_instant_and_includes_it(world, found, api):
    row = api("directives/", ordering="-modified_at")["results"][0]
    assert found("directives/", modified_since=row["modified_at"]) == {row["id"]}
    assert found("directives/", modified_since=f"{timezone.localdate():%Y-%m-%d}") == pks(
        Directive.objects.all()
    )
    tomorrow = timezone.localdate() + timedelta(days=1)
    assert found("directives/", modified_since=f"{tomorrow:%Y-%m-%d}") == set()
    assert found("directives/", modified_since=f"{tomorrow:%Y-%m-%d}T00:00:00Z") == set()


def test_the_order_is_as_asked(two, api):
    rows = api("sessions/", ordering="-ordinal,held_on")["results"]
    assert [row["ordinal"] for row in rows] == [2, 2, 1, 1]


def test_a_filter_by_something_unpublished_gives_nothing_away(found):
    world = grow()
    world.first.publish()
    hidden = world.second.shortcomings.get()
    old = world.first.shortcomings.get()
    Remedy.objects.filter(shortcoming=old).delete()
    later = world.second.directives.get()
    Remedy.objects.create(directive=later, shortcoming=old)
    ours = {"session": world.first.pk}
    assert found("shortcomings/", has_directive="true", **ours) == set()
    assert found("shortcomings/", has_directive="false", **ours) == {old.pk}
    assert found("shortcomings/", repeats=hidden.pk) == set()
    assert found("directives/", answers=hidden.pk) == set()
    assert found("organizations/", parent=world.organization.parent_id) == set()
    assert found("organizations/", parent=world.organization.parent.code) == set()
    assert found("people/", organization=world.organization.parent_id) == set()
    assert found("sectors/", parent=world.first.results.get().sector.parent_id) == set()
    assert found("reviews/", session=world.second.pk) == set()


@pytest.mark.parametrize(
    ("address", "name", "value"),
    [
        ("sessions/", "ordinal", "abc"),
        ("sessions/", "ordinal", "0"),
        ("sessions/", "ordinal", "1_5"),
        ("sessions/", "year", "20230"),
        ("sessions/", "kind", "secret"),
        ("sessions/", "held_after", "29/9/2023"),
        ("sessions/", "held_after", "2023-02-30"),
        ("sessions/", "held_before", "2023-9-1"),
        ("sessions/", "organization", "a b"),
        ("sessions/", "term", "khoa-6"),
        ("sessions/", "ordering", "state"),
        ("sessions/", "ordering", "held_on,-held_on"),
        ("sessions/", "ordering", "held_on,"),
        ("sessions/", "ordering", "--held_on"),
        ("sessions/", "modified_since", "yesterday"),
        ("sessions/", "modified_since", "2023-01-01T00:00:00 07:00"),
        ("sessions/", "modified_since", "0001-01-01"),
        ("sessions/", "modified_since", "9999-12-31T23:59:59-07:00"),
        ("sessions/", "q", "x" * 201),
        ("sessions/", "q", "x " * 21),
        ("sessions/", "cursor", "x" * 4_001),
        ("indicator-values/", "percent_min", "114,62"),
        ("indicator-values/", "percent_max", "NaN"),
        ("indicator-values/", "percent_max", "1e3"),
        ("shortcomings/", "has_directive", "yes"),
        ("shortcomings/", "status", "closed"),
        ("directives/", "quarter", "2023-Q5"),
        ("directives/", "overdue", "True"),
        ("directives/", "due_before", "soon"),
        ("terms/", "active_on", "2023"),
        ("search/", "kind", "sessions"),
        ("search/", "kind", "session,sessions"),
        ("sessions/", "ordinal", "1,x"),
        ("sessions/", "ordinal", "1,"),
        ("sessions/", "ordinal", "1, 2"),
        ("sessions/", "ordinal", "1,2,1"),
        ("sessions/", "ordinal", "1,01"),
        ("sessions/", "organization", "huyen-1,huyen 1"),
        ("sessions/", "held_after", "2023-01-01,2023-02-01"),
        ("indicator-values/", "percent_min", "1,2"),
        ("directives/", "quarter", "2023-Q4,2023-Q5"),
        ("directives/", "status", "in_progress,in_progress"),
        ("directives/", "status", "in_progress,closed"),
        ("directives/", "overdue", "true,false"),
        ("directives/", "answers", "1,,2"),
    ],
)
def test_a_value_that_cannot_be_read_is_named(address, name, value, blames):
    asked = {"q": "mau"} if address == "search/" else {}
    assert blames(address, **{**asked, name: value}) == [name]


def test_every_bad_parameter_is_named_at_once(blames):
    assert blames("directives/", status="x", due_after="x", overdue="x") == ["status", "overdue", "due_after"]


@pytest.mark.parametrize("name", ["q", "modified_since", "overdue", "page_size", "cursor", "count", "format"])
def test_a_parameter_that_takes_one_value_is_refused_twice(name, api):
    problem = api(f"directives/?{name}=true&{name}=false", expect=400)
    assert [error["parameter"] for error in problem["errors"]] == [name]


def test_values_in_parameters_of_one_name_are_asked_for_together(world, api, blames):
    for once, apart in {
        "sessions/?ordinal=1,2&ordering=ordinal,id": "sessions/?ordinal=1&ordinal=2&ordering=ordinal&ordering=id",
        "sessions/?fields=id,ordinal&page_size=1": "sessions/?fields=id&page_size=1&fields=ordinal",
        "sessions/?fields=id,term,chair&expand=term,chair": (
            "sessions/?fields=id,term&fields=chair&expand=term&expand=chair"
        ),
        "search/?q=mau&kind=session,term": "search/?q=mau&kind=session&kind=term",
        "statistics/directives/?group_by=status&status=carried_over,in_progress": (
            "statistics/directives/?group_by=status&status=carried_over&status=in_progress"
        ),
        "changes/?kind=session,term": "changes/?kind=session&kind=term",
    }.items():
        rows = api(once)["results"]
        assert rows and rows == api(apart)["results"], once
    ours = world.organization.pk
    page = api(f"sessions/?ordinal=1&ordinal=2&ordering=ordinal&page_size=1&organization={ours}")
    assert [row["ordinal"] for row in api(page["next"].partition("/api/v1/")[2])["results"]] == [2]
    for wrong in ("ordinal=1&ordinal=1", "ordinal=1&ordinal=x", "ordinal=1&ordinal=", "kind=regular&kind=x"):
        assert blames(f"sessions/?{wrong}") == [wrong.partition("=")[0]]


@pytest.mark.parametrize("number", [2**31, 2**63 - 1, 2**63, 10**18])
def test_an_id_beyond_all_ids_finds_nothing(number, found, world):
    assert found("directives/", session=number) == set()
    assert found("directives/", answers=number) == set()
    assert found("sessions/", organization=number) == set()
