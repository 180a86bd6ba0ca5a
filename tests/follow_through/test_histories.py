"""Over random histories nothing open is lost between two sessions, and the sums add up."""

from contextlib import suppress
from datetime import date, timedelta

from django.core.exceptions import ValidationError
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.django import TestCase

from district.models import Organization, Term
from meetings.actions import verify_seals
from meetings.models import Session, Shortcoming
from resolutions.actions import judge_shortcoming, report_progress, review
from resolutions.forms import Preparation
from resolutions.models import Directive, Review
from resolutions.models.directive import Standing

FIRST = date(2021, 1, 10)
TODAY = date(2022, 1, 1)

new_directive = st.tuples(st.just("directive"), st.one_of(st.none(), st.integers(1, 400)))
new_shortcoming = st.tuples(st.just("shortcoming"), st.none())
report = st.tuples(st.just("report"), st.tuples(st.integers(0, 5), st.integers(0, 100), st.booleans()))
verdict = st.tuples(
    st.just("review"),
    st.tuples(
        st.integers(0, 5), st.sampled_from(["completed", "carried_over", "dropped"]), st.integers(0, 200)
    ),
)
weakness = st.tuples(
    st.just("judge"),
    st.tuples(st.integers(0, 5), st.sampled_from(["resolved", "being_remedied", "open", "repeated"])),
)
take_back = st.tuples(st.just("take_back"), st.integers(0, 5))
quarter = st.lists(
    st.one_of(new_directive, new_shortcoming, report, verdict, weakness, take_back), min_size=1, max_size=6
)


class Histories(TestCase):
    """Each example plays a few quarters in one organization."""

    def play(self, quarters):
        self.organization = Organization.objects.create(
            code="x", name="Đảng bộ X", kind="party_committee", level="district"
        )
        self.term = Term.objects.create(
            organization=self.organization, number=6, start_year=2020, end_year=2025
        )
        for number, moves in enumerate(quarters):
            session = Session.objects.create(
                term=self.term, ordinal=number + 1, held_on=FIRST + timedelta(days=90 * number)
            )
            session.refresh_from_db()
            for move, details in moves:
                with suppress(ValidationError):  # a refused move leaves everything as it was
                    getattr(self, move)(session, details)
            with suppress(ValidationError):  # what fell due and was not judged holds the approval up
                session.publish()
            session.refresh_from_db()
            yield session

    def directive(self, session, due_in):
        due_on = due_in and session.held_on + timedelta(days=due_in)
        Directive.objects.create(session=session, text="việc", due_on=due_on, lead_unit=self.organization)

    def shortcoming(self, session, _):
        Shortcoming.objects.create(session=session, text="hạn chế")

    def report(self, session, details):
        which, percent, confirmed = details
        for directive in Directive.objects.order_by("pk")[which : which + 1]:
            report_progress(
                directive=directive,
                unit=self.organization,
                reported_on=session.held_on,
                percent=percent,
                text="đã làm",
                confirmed=confirmed,
            )

    def review(self, session, details):
        which, outcome, days = details
        for directive in Directive.objects.order_by("pk")[which : which + 1]:
            new_due_on = session.held_on + timedelta(days=days) if outcome == "carried_over" else None
            review(
                directive=directive, session=session, outcome=outcome, reason="lý do", new_due_on=new_due_on
            )

    def judge(self, session, details):
        which, outcome = details
        for shortcoming in Shortcoming.objects.order_by("pk")[which : which + 1]:
            judge_shortcoming(shortcoming=shortcoming, session=session, verdict=outcome)

    def take_back(self, session, which):
        for given_verdict in session.reviews.order_by("pk")[which : which + 1]:
            given_verdict.delete()

    @settings(max_examples=15, deadline=None)
    @given(quarters=st.lists(quarter, min_size=1, max_size=4))
    def test_every_open_item_is_in_the_next_preparation_once(self, quarters):
        for session in self.play(quarters):
            following = session.following()
            following.held_on = session.held_on + timedelta(days=90)
            following.save()
            preparation = Preparation(following)
            shown = [form.directive.pk for form in preparation.directives]
            still_open = {d.pk for d in Directive.objects.all() if d.status not in ("completed", "dropped")}
            assert set(shown) == still_open
            assert len(shown) == len(set(shown))
            weak = [form.shortcoming.pk for form in preparation.shortcomings]
            latest = {
                s.pk
                for s in Shortcoming.objects.all()
                if s.status != "resolved" and not s.repeated_by.exists()
            }
            assert set(weak) == latest
            assert len(weak) == len(set(weak))
            following.delete()

    @settings(max_examples=15, deadline=None)
    @given(quarters=st.lists(quarter, min_size=1, max_size=4))
    def test_statistics_add_up_to_the_lists(self, quarters):
        list(self.play(quarters))
        everything = Directive.objects.count()
        totals = Directive.objects.all().totals(on=TODAY)
        assert totals["total"] == everything == sum(totals[standing] for standing in Standing.values)
        assert totals["overdue"] == Directive.objects.overdue(on=TODAY).count()
        assert totals["overdue"] + Directive.objects.not_overdue(on=TODAY).count() == everything
        for field in ("lead_unit", "sector", "quarter", "status"):
            rows = list(Directive.objects.tally(field, on=TODAY))
            assert sum(row["total"] for row in rows) == everything
            for row in rows:
                assert row["total"] == sum(row[standing] for standing in Standing.values)
        weak = list(Shortcoming.objects.tally("status"))
        assert sum(row["total"] for row in weak) == Shortcoming.objects.count()

    @settings(max_examples=15, deadline=None)
    @given(quarters=st.lists(quarter, min_size=1, max_size=4))
    def test_verdicts_of_approved_sessions_alone_are_in_effect(self, quarters):
        list(self.play(quarters))
        for verdict in Review.objects.select_related("session"):
            assert verdict.is_in_effect == verdict.session.is_settled
        judged = Directive.objects.filter(status__in=["carried_over", "dropped"])
        assert not judged.exclude(reviews__session__state="published").exists()

    @settings(max_examples=15, deadline=None)
    @given(quarters=st.lists(quarter, min_size=1, max_size=4))
    def test_what_happens_after_approval_breaks_no_seal(self, quarters):
        published = [session for session in self.play(quarters) if session.is_published]
        whole, altered, unsealed = verify_seals()
        assert (whole, altered, unsealed) == (len(published), [], [])
