"""The feed of changes: what a client that keeps a copy is told, and what a stranger is not."""

from datetime import timedelta
from random import Random

import pytest
from django.utils import timezone

from district.actions import restore
from district.models import Edition, Organization, Touch
from meetings.models import Session, Shortcoming
from resolutions.models import Directive, Remedy
from tests.api.ground import grow
from tests.changes.mirror import Mirror, everything, meddle
from tests.factories import while_open

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("before_approval")]


@pytest.fixture(scope="module")
def followed(shared):
    """A client that knows everything: two published sessions with one row of everything on each."""
    with while_open():
        world = grow().publish()
    mirror = Mirror()
    mirror.follow()
    return world, mirror


@pytest.fixture
def mirror(followed):
    """The copy that this client has, for one test."""
    world, known = followed
    mirror = Mirror()
    mirror.world, mirror.records, mirror.since = world, {**known.records}, {**known.since}
    return mirror


def test_who_asks_for_the_first_time_gets_everything_that_is_public(mirror):
    grow(word="kín")
    mirror = Mirror(size=7)
    told = mirror.follow()
    assert mirror.records == everything()
    assert len(told) == len(mirror.records) > 20


def test_nothing_changed_is_nothing_told(mirror):
    assert mirror.follow() == []


def test_a_new_directive_is_told_once_and_with_whatever_shows_it(mirror):
    session = mirror.world.second
    new = Directive.objects.create(session=session, text="Việc mới")
    told = mirror.follow()
    assert ("directive", new.pk, "created") in told
    assert ("session", session.pk, "updated") in told
    assert len(told) == len(set(told))
    assert mirror.records == everything()
    assert mirror.follow() == []


def test_a_new_name_is_told_of_everything_that_shows_it(mirror):
    unit = Directive.objects.first().lead_unit
    unit.name = "Xã đổi tên"
    unit.save()
    told = {(kind, change) for kind, _id, change in mirror.follow()}
    assert {("organization", "updated"), ("directive", "updated"), ("session", "updated")} <= told
    assert mirror.records == everything()


def test_what_strangers_do_not_read_is_not_told(mirror):
    unit = Directive.objects.first().lead_unit
    before = unit.modified_at
    Organization.objects.filter(pk=unit.pk).first().save()
    assert Organization.objects.get(pk=unit.pk).modified_at > before
    told = mirror.follow()
    assert told == [("organization", unit.pk, "updated")]  # its own instant; nothing that names it


def test_a_draft_leaves_no_trace_until_its_session_is_published(mirror):
    world = grow(word="kín")
    world.first.results.get().delete()
    assert mirror.follow() == []
    assert not Edition.objects.filter(kind="session", record=world.first.pk).exists()
    world.publish()
    assert {change for _kind, _id, change in mirror.follow()} == {"created"}
    assert mirror.records == everything()


def test_a_withdrawn_session_goes_with_everything_that_was_public_through_it(mirror):
    session = Session.objects.get(pk=mirror.world.second.pk)
    session.withdraw()
    told = mirror.follow()
    assert ("session", session.pk, "withdrawn") in told
    gone = {kind for kind, _id, change in told if change == "withdrawn"}
    assert {"directive", "shortcoming", "resolution", "organization", "indicator", "review"} <= gone
    assert mirror.records == everything()
    session.publish()
    assert ("session", session.pk, "created") in mirror.follow()
    assert mirror.records == everything()


def test_a_deleted_record_is_told_as_withdrawn(mirror):
    shortcoming = Shortcoming.objects.create(session=mirror.world.second, text="Chậm")
    key = "shortcoming", shortcoming.pk
    mirror.follow()
    shortcoming.delete()
    assert (*key, "withdrawn") in mirror.follow()
    assert mirror.records == everything()


def test_who_never_knew_a_record_is_not_told_that_it_is_gone(mirror):
    shortcoming = Shortcoming.objects.create(session=mirror.world.second, text="Chậm")
    key = "shortcoming", shortcoming.pk
    Mirror().follow()
    shortcoming.delete()
    assert key not in {(kind, pk) for kind, pk, _change in mirror.follow()}
    assert key not in {(kind, pk) for kind, pk, _change in Mirror().follow()}


def test_who_comes_back_late_is_told_that_a_session_is_gone_however_often_it_came_and_went(mirror):
    session = Session.objects.get(pk=mirror.world.second.pk)
    for move in (session.withdraw, session.publish, session.withdraw):
        move()
        Mirror().follow()
    assert ("session", session.pk, "withdrawn") in mirror.follow()
    assert mirror.records == everything()


def test_a_link_that_moves_is_told_from_both_ends(mirror):
    remedy = Remedy.objects.filter(shortcoming__session=mirror.world.first).earliest("pk")
    before = remedy.directive
    remedy.directive = Directive.objects.create(session=mirror.world.second, text="Việc khác")
    remedy.save()
    told = mirror.follow()
    assert {("directive", before.pk, "updated"), ("directive", remedy.directive_id, "created")} <= set(told)
    assert mirror.records == everything()


def test_what_the_clock_changes_is_told_the_day_after(mirror, monkeypatch):
    today = timezone.localdate()
    directive = Directive.objects.create(session=mirror.world.second, text="Đến hạn hôm nay", due_on=today)
    mirror.follow()
    assert mirror.records["directive", directive.pk]["overdue"] is False
    monkeypatch.setattr("django.utils.timezone.localdate", lambda *args: today + timedelta(days=1))
    assert ("directive", directive.pk, "updated") in mirror.follow()
    assert mirror.records["directive", directive.pk]["overdue"] is True
    assert mirror.records == everything()
    assert mirror.follow() == []


def test_rows_that_were_created_at_once_are_told(mirror):
    session = mirror.world.second
    Directive.objects.bulk_create([Directive(session=session, text=f"Việc {n}") for n in range(3)])
    assert [change for change in mirror.follow() if change[0] == "directive"][-3:] == [
        ("directive", pk, "created")
        for pk in Directive.objects.order_by("-pk").values_list("pk", flat=True)[:3][::-1]
    ]


def test_many_loaded_rows_are_told_without_being_named_one_by_one(mirror):
    grow(word="nạp").publish()
    Touch.objects.all().delete()
    Touch.note(Directive, [Touch.MANY])
    mirror.follow()
    assert mirror.records == everything()


def test_what_was_loaded_is_told_as_new_though_it_was_touched_besides(mirror):
    before = set(mirror.records)
    grow(word="nạp").publish()
    Touch.note(Directive, [Touch.MANY])
    told = {(kind, key): change for kind, key, change in mirror.follow()}
    assert {told[place] for place in told.keys() - before} == {"created"}
    assert mirror.records == everything()


def test_who_reads_first_is_told_of_each_record_once_whatever_was_touched(followed):
    Edition.objects.all().delete()
    grow(word="đầu").publish()
    assert Touch.objects.exists()
    mirror = Mirror(size=7)
    told = mirror.follow()
    assert {change for _kind, _id, change in told} == {"created"}
    assert mirror.records == everything()
    assert not Touch.objects.exists()
    Directive.objects.first().lead_unit.save()
    assert [kind for kind, _id, _change in mirror.follow()] == ["organization"]


def test_a_kind_can_be_followed_by_itself(mirror):
    directives = Mirror(kind="directive", size=1)
    directives.follow()
    assert directives.records == {key: told for key, told in everything().items() if key[0] == "directive"}
    assert directives.since == mirror.since


@pytest.mark.parametrize("since", ["x", "-1", "1.5", "99999999", str(2**63)])
def test_a_cursor_that_is_none_is_refused(since, mirror, client):
    problem = client.get("/api/v1/changes/", {"since": since})
    assert problem.status_code == 400
    assert [error["parameter"] for error in problem.json()["errors"]] == ["since"]


def test_the_later_change_comes_later(mirror):
    first, second = Directive.objects.order_by("pk")[:2]
    for directive in (second, first):
        directive.text = f"{directive.text}, sửa"
        directive.save()
    told = [pk for kind, pk, _change in mirror.follow() if kind == "directive"]
    assert told == [second.pk, first.pk]


def test_a_quiet_feed_is_asked_in_few_queries(mirror, django_assert_max_num_queries):
    with django_assert_max_num_queries(10):
        assert mirror.follow() == []


@pytest.mark.parametrize("seed", range(2))
def test_after_any_changes_the_copy_is_what_the_lists_show(seed, mirror):
    random = Random(seed)
    grow()
    steady, seldom = Mirror(size=3), mirror
    for _round in range(10):
        for _change in range(random.randrange(1, 6)):
            meddle(random)
        steady.follow(pages=random.randrange(4))
    steady.follow()
    seldom.follow()
    assert steady.records == seldom.records == everything()
    assert steady.follow() == []


def test_what_the_office_brings_back_is_told_as_new(mirror, admin_user):
    directive = Directive.objects.create(session=mirror.world.second, text="Việc mới")
    key = directive.pk
    mirror.follow()
    directive.delete()
    assert ("directive", key, "withdrawn") in mirror.follow()
    restore(line=Directive.history.filter(id=key).first(), by=admin_user)
    assert ("directive", key, "created") in mirror.follow()
    assert mirror.records == everything()
