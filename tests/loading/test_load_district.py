"""Invented districts are what the office would have written, and the same every time."""

from io import StringIO

import pytest
from django.apps import apps
from django.core.management import CommandError, call_command
from django.db import transaction
from django.test import TestCase

from district import fields
from district.models import Organization, Record
from meetings.actions import verify_seals
from meetings.models import Seal, Session, Shortcoming
from resolutions.management.chronicle import MARK
from resolutions.models import Directive, Layout, ProgressReport, Review
from tests.factories import SessionFactory

NOUNS = [model for model in apps.get_models() if issubclass(model, Record)]
SIZE = {"organizations": 5, "sessions": 6, "directives": 4}


def load(**options):
    out, err = StringIO(), StringIO()
    call_command("load_district", **{**SIZE, **options}, stdout=out, stderr=err)
    return out.getvalue(), err.getvalue()


def written():
    """Every row of every noun, in its words; a seal covers keys as well, and is left out."""
    return [
        [str(row) for row in noun.objects.order_by("id")]
        + [row.search_key for row in noun.objects.order_by("id") if hasattr(noun, "search_key")]
        for noun in NOUNS
        if noun is not Seal
    ]


class LoadedDistricts(TestCase):
    """Loaded once for all of these tests."""

    @classmethod
    def setUpTestData(cls):
        cls.said, cls.progress = load()

    def test_size_is_as_asked(self):
        assert Organization.objects.filter(symbol="HU").count() == 5
        assert Session.objects.count() == 30
        assert Directive.objects.count() == 120
        assert self.said.startswith("Đã ghi 5 huyện, 30 kỳ họp, 120 nhiệm vụ")
        assert self.progress.splitlines()[-1] == "5/5 huyện"

    def test_every_third_row_is_one_that_the_desk_would_accept(self):
        for noun in NOUNS:
            for row in noun.objects.all()[::3]:
                row.full_clean()

    def test_every_row_has_its_line_of_history(self):
        for noun in NOUNS:
            if noun is Layout:  # brought by a migration
                continue
            for row in noun.objects.all():
                (line,) = row.history.all()
                assert line.history_type == "+"
                for field in line.tracked_fields:
                    assert getattr(line, field.attname) == getattr(row, field.attname), (row, field)

    def test_history_says_that_the_row_is_invented(self):
        assert set(Directive.history.values_list("history_change_reason", flat=True)) == {MARK}
        assert set(Session.objects.values_list("note", flat=True)) == {MARK}

    def test_text_and_what_is_derived_from_it_are_as_saving_would_leave_them(self):
        for noun in NOUNS:
            for field in noun._meta.fields:
                if isinstance(field, fields.CharField | fields.TextField | fields.Derived):
                    for row in noun.objects.all():
                        assert getattr(row, field.attname) == field.pre_save(row, False), (row, field)

    def test_every_approved_session_is_sealed_and_whole(self):
        whole, altered, unsealed = verify_seals()
        assert (whole, altered, unsealed) == (28, [], [])

    def test_no_approved_session_left_a_due_directive_unjudged(self):
        for review in Review.objects.filter(session__state__in=Session.State.settled()):
            assert review.is_in_effect
        for session in Session.objects.filter(state__in=Session.State.settled()):
            assert not Directive.objects.unjudged_at(session).exists()

    def test_everything_occurs(self):
        for noun, name in (
            (Session, "state"),
            (Directive, "status"),
            (Shortcoming, "status"),
            (Review, "outcome"),
            (ProgressReport, "state"),
        ):
            choices = {value for value, _label in noun._meta.get_field(name).choices}
            assert set(noun.objects.values_list(name, flat=True)) == choices, noun
        assert Directive.objects.filter(due_on=None).exists()
        assert Directive.objects.filter(lead_unit=None).exists()
        assert Shortcoming.objects.filter(returns__gte=1).exists()

    def test_api_shows_what_is_published(self):
        shown = self.client.get("/api/v1/directives/", {"count": "true"}).json()
        assert shown["count"] == Directive.objects.published().count() > 0
        session = Session.objects.published().last()
        whole = self.client.get(f"/api/v1/sessions/{session.pk}/").json()
        assert len(whole["directives"]) == 4 and whole["seal"]["code"] == session.seal.code

    def test_second_run_adds_nothing(self):
        before = written()
        said, _progress = load(seed=9, sessions=3)
        assert said == "Đã có đủ 5 huyện giả lập, không ghi thêm gì.\n"
        assert written() == before

    def test_larger_run_adds_what_is_missing(self):
        before = set(Session.objects.values_list("id", flat=True))
        load(times=2, sessions=1)
        assert Organization.objects.filter(symbol="HU").count() == 10
        assert before < set(Session.objects.values_list("id", flat=True))
        assert Session.objects.count() == 35

    def test_office_works_on_from_here(self):
        session = Session.objects.filter(state="submitted").get()
        for directive in Directive.objects.unjudged_at(session):
            Review.objects.create(directive=directive, session=session, outcome="dropped", reason="Trùng.")
        session.publish()
        assert session.seal.number == 6


@pytest.mark.django_db
def test_same_seed_gives_the_same_words_and_another_seed_others():
    runs = []
    for seed in (1, 1, 2):
        with transaction.atomic():
            load(seed=seed, organizations=2, sessions=2)
            runs.append(written())
            transaction.set_rollback(True)
    assert runs[0] == runs[1] != runs[2]


@pytest.mark.django_db(transaction=True)
def test_batches_written_beside_each_other_hold_together(monkeypatch):
    monkeypatch.setattr("resolutions.management.commands.load_district.AT_ONCE", 2)
    load(organizations=4, sessions=2)
    whole, altered, unsealed = verify_seals()
    assert (whole, altered, unsealed) == (7, [], [])
    assert Directive.history.count() == Directive.objects.count() == 32


@pytest.mark.django_db
def test_sessions_beyond_a_term_begin_an_earlier_one():
    load(organizations=1, sessions=23, directives=1)
    assert list(Session.objects.order_by("held_on").values_list("term__start_year", "ordinal"))[:4] == [
        (2015, 18),
        (2015, 19),
        (2015, 20),
        (2020, 1),
    ]


@pytest.mark.django_db
def test_records_of_an_office_are_not_mixed_with_invented_ones_unless_asked():
    SessionFactory(term__organization__name="Đảng bộ huyện Thật")
    with pytest.raises(
        CommandError, match=r"đang giữ hồ sơ thật: 1 tổ chức \(như “Đảng bộ huyện Thật”\), 1 kỳ họp"
    ):
        load(organizations=1, sessions=1)
    load(organizations=1, sessions=1, force=True)
    assert Session.objects.count() == 2


@pytest.mark.django_db
def test_the_sample_is_no_office():
    call_command("load_sample", verbosity=0)
    load(organizations=1, sessions=1)
    assert Session.objects.count() == 4


@pytest.mark.parametrize(
    ("option", "value"),
    [("organizations", "0"), ("sessions", "201"), ("directives", "-1"), ("times", "1,5"), ("seed", "một")],
)
def test_argument_out_of_range_is_named(option, value):
    with pytest.raises(
        CommandError, match=rf"^--{option}: {value} không đúng, cần một số nguyên từ \d+ đến \d+"
    ):
        call_command("load_district", f"--{option}={value}")
