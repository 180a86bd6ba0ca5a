"""The sample district holds every fact of the article, and nothing that changes when it is loaded again."""

from datetime import date
from decimal import Decimal

import pytest
from django.apps import apps
from django.core.exceptions import ValidationError
from django.core.management import call_command
from django.test import TestCase

from district.models import Membership, Organization, Record
from meetings.actions import correct
from meetings.models import Attendance, Session, Shortcoming
from resolutions.management.sample import MARK
from resolutions.models import Directive, ProgressReport, Remedy, Resolution, Review
from tests.factories import OrganizationFactory

NOUNS = [model for model in apps.get_models() if issubclass(model, Record)]


class LoadedSample(TestCase):
    """Loaded once for all of these tests, since that takes a second."""

    @classmethod
    def setUpTestData(cls):
        call_command("load_sample", verbosity=0)
        cls.fifteen = Session.objects.get(ordinal=15)

    def test_session_is_the_one_of_the_article(self):
        assert self.fifteen.organization.name == "Đảng bộ huyện Điện Biên Đông"
        assert self.fifteen.organization.parent.symbol == "TU"
        assert self.fifteen.term.name == "khóa VI, nhiệm kỳ 2020–2025"
        assert (self.fifteen.name, self.fifteen.held_on) == ("Kỳ họp thứ 15", date(2023, 9, 29))
        assert self.fifteen.period_assessed.label == "9 tháng đầu năm 2023"
        assert self.fifteen.period_ahead.label == "3 tháng cuối năm 2023"
        assert (self.fifteen.targets_met, self.fifteen.targets_total) == (22, 43)
        assert "trên 75%" in self.fifteen.summary

    def test_what_the_article_does_not_say_stays_empty(self):
        assert (self.fifteen.place, self.fifteen.chair, self.fifteen.secretary, self.fifteen.ends_on) == (
            "",
            None,
            None,
            None,
        )
        for absent in (
            self.fifteen.attendances,
            self.fifteen.statements,
            self.fifteen.resolutions,
            self.fifteen.reviews,
        ):
            assert not absent.exists()
        assert not self.fifteen.directives.exclude(
            due_on=None, expected_output="", person_in_charge=None
        ).exists()
        assert not self.fifteen.shortcomings.exclude(cause="", responsible=None).exists()

    def test_numbers_are_those_of_the_article(self):
        stated = {
            value.indicator.name: (value.percent_of_plan, value.actual, value.qualifier)
            for value in self.fifteen.indicator_values.select_related("indicator")
        }
        assert stated == {
            "Các chỉ tiêu phát triển kinh tế – xã hội của năm": (Decimal("75"), None, "over"),
            "Giá trị sản xuất công nghiệp": (Decimal("114.62"), None, ""),
            "Tổng mức bán lẻ hàng hóa": (Decimal("102.11"), None, ""),
            "Tổng sản lượng lương thực": (Decimal("100.14"), None, ""),
            "Thu ngân sách trên địa bàn": (Decimal("112.77"), None, ""),
            "Quần chúng ưu tú được kết nạp vào Đảng": (None, Decimal("217"), ""),
        }

    def test_results_cover_the_sectors_of_the_article(self):
        results = {
            result.sector.name: result.text for result in self.fifteen.results.select_related("sector")
        }
        for sector in (
            "Chương trình mục tiêu quốc gia",
            "Giáo dục và đào tạo",
            "Y tế, dân số",
            "Quốc phòng – an ninh",
        ):
            assert sector in results
        assert "217 quần chúng" in results["Xây dựng Đảng và hệ thống chính trị"]

    def test_seven_shortcomings_with_their_measures(self):
        found = list(self.fifteen.shortcomings.order_by("position"))
        words = [
            "mắc ca",
            "đất lâm nghiệp",
            "vốn sự nghiệp",
            "ma túy",
            "lá ngón",
            "chi bộ sinh hoạt ghép",
            "kỷ luật",
        ]
        assert len(found) == 7
        for shortcoming, word in zip(found, words, strict=True):
            assert word in shortcoming.text
        measures = {row.position: (row.percent, row.qualifier) for row in found if row.percent is not None}
        assert measures == {3: (50, "under"), 6: (20, "")}
        assert "1 chi bộ" in found[5].measure
        assert "nhà đầu tư" in found[0].text and "người dân" in found[0].text

    def test_seven_directives_four_with_a_unit_none_with_a_deadline(self):
        duties = list(self.fifteen.directives.order_by("position").select_related("lead_unit"))
        assert [duty.lead_unit and duty.lead_unit.name for duty in duties] == [
            "Các xã, thị trấn",
            "Các xã, thị trấn",
            "UBND huyện Điện Biên Đông",
            "UBND huyện Điện Biên Đông",
            None,
            None,
            None,
        ]
        assert {duty.due_on for duty in duties} == {None}
        assert {duty.quarter for duty in duties} == {"2023-Q4"}

    def test_personnel_photo_and_source_are_those_of_the_article(self):
        procedure = self.fifteen.personnel_decisions.get()
        assert (procedure.kind, procedure.person, procedure.ballots_issued) == ("consolidation", None, None)
        photo = self.fifteen.attachments.get()
        assert photo.caption == "Đại biểu dự Kỳ họp thứ 15, Ban Chấp hành Đảng bộ huyện Điện Biên Đông"
        assert (photo.credit, photo.file.name) == ("Nhật Phương", "")
        source = self.fifteen.sources.get()
        assert (source.author, source.publication) == ("Nhật Phương", "Báo Điện Biên Phủ")
        assert source.url.startswith("http://baodienbienphu.com.vn/tin-tuc/chinh-tri/209349/")

    def test_every_sentence_of_the_invented_sessions_says_so(self):
        for session in Session.objects.exclude(pk=self.fifteen.pk):
            assert MARK in session.summary and MARK in session.place
            for parts in ("results", "shortcomings", "directives", "statements", "personnel_decisions"):
                for part in getattr(session, parts).all():
                    assert part.text.endswith(MARK), part
            for part in (*session.agenda_items.all(), *session.resolutions.all()):
                assert part.title.endswith(MARK), part
            for value in session.indicator_values.all():
                assert MARK in value.note
        for later in (*ProgressReport.objects.all(), *Review.objects.all()):
            assert (later.text if isinstance(later, ProgressReport) else later.reason).endswith(MARK)
        for seat in Membership.objects.select_related("person"):
            assert MARK in seat.person.title

    def test_session_of_the_article_holds_nothing_invented(self):
        for parts in ("results", "shortcomings", "directives", "personnel_decisions"):
            assert not any(MARK in part.text for part in getattr(self.fifteen, parts).all())

    def test_shortcomings_return_from_session_to_session(self):
        last = Shortcoming.objects.get(session__ordinal=16, position=1)
        assert [row.session.ordinal for row in last.chain.select_related("session")] == [14, 15, 16]
        assert last.returns == 2
        assert Remedy.objects.filter(shortcoming=last.repeats, directive__session=self.fifteen).exists()

    def test_later_session_judges_in_all_three_ways(self):
        verdicts = Review.objects.filter(session__ordinal=16)
        assert set(verdicts.values_list("outcome", flat=True)) == {"completed", "carried_over", "dropped"}
        assert set(verdicts.values_list("directive__session__ordinal", flat=True)) == {14, 15}
        assert verdicts.filter(outcome="carried_over", new_due_on__isnull=False).exists()
        assert Directive.objects.filter(status="in_progress").exists()

    def test_invented_sessions_show_documents_ballots_and_attendance(self):
        symbols = Resolution.objects.order_by("number").values_list("symbol", flat=True)
        assert list(symbols) == ["14-NQ/HU", "16-NQ/HU"]
        assert {status for (status,) in Attendance.objects.values_list("status")} == {
            "present",
            "excused",
            "invited",
        }
        assert Session.objects.get(ordinal=16).personnel_decisions.get().ballots_valid == 36

    def test_all_three_sessions_are_public_and_valid(self):
        assert list(Session.objects.published().values_list("ordinal", flat=True)) == [16, 15, 14]
        for noun in NOUNS:
            for row in noun.objects.all():
                row.full_clean()

    def test_newcomer_can_type_the_next_session(self):
        draft = Session.objects.get(ordinal=16).following()
        draft.held_on = date(2024, 3, 29)
        draft.full_clean()
        assert draft.ordinal == 17
        assert not Organization.objects.filter(dissolved_on__isnull=False).exists()

    def test_loading_twice_changes_nothing(self):
        def everything():
            return {
                noun: (list(noun.objects.order_by("pk").values()), noun.history.count()) for noun in NOUNS
            }

        before = everything()
        call_command("load_sample", verbosity=0)
        assert everything() == before

    def test_loading_again_keeps_what_an_office_changed(self):
        with correct(session=self.fifteen, reason="ghi nhầm"):
            self.fifteen.place = "Hội trường"
            self.fifteen.save()
            self.fifteen.agenda_items.first().delete()
        call_command("load_sample", verbosity=0)
        self.fifteen.refresh_from_db()
        assert (self.fifteen.place, self.fifteen.agenda_items.count()) == ("Hội trường", 3)


@pytest.mark.django_db
def test_sample_is_loaded_whole_or_not_at_all():
    OrganizationFactory(code="dien-bien-dong", dissolved_on=date(2025, 7, 1))
    with pytest.raises(ValidationError):
        call_command("load_sample", verbosity=0)
    assert Organization.objects.count() == 1 and not Session.objects.exists()


@pytest.mark.django_db
def test_command_says_what_it_did(capsys):
    call_command("load_sample")
    assert "kỳ họp 14, 15, 16" in capsys.readouterr().out
    call_command("load_sample")
    assert "không thay đổi gì" in capsys.readouterr().out
