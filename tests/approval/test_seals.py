"""Approval seals a session in a chain; whatever is altered behind the system's back is named."""

import json

import pytest
from django.core.management import CommandError, call_command
from django.db import connection
from django.test.utils import CaptureQueriesContext

from meetings.actions import correct, seal_the_unsealed, verify_seals
from meetings.models import Seal, Session
from meetings.models.seal import Altered
from meetings.models.session_record import records_of_sessions
from tests.factories import DirectiveFactory, SessionFactory


def test_approval_seals_every_record_of_the_session(approved):
    nouns = {record.partition(":")[0] for record in approved.seal.contents}
    assert nouns == {noun._meta.label_lower for noun in records_of_sessions()} - {
        "meetings.addendum",
        "meetings.correction",
    }
    assert len(approved.seal.digest) == 64 and approved.seal.code == approved.seal.digest[:12]


def test_seal_is_verified_in_a_fixed_number_of_queries(approved, django_assert_num_queries):
    few = CaptureQueriesContext(connection)
    assert approved.organization, "fetched once"
    with few:
        approved.seal.verify()
    for _ in range(5):
        DirectiveFactory(session=approved)
    seal_again = Seal.objects.put_on(approved, "addendum")
    with django_assert_num_queries(len(few)):
        approved.seal.verify()
    assert approved.seal == seal_again


def test_draft_has_no_seal(session):
    assert session.seal is None


def test_each_seal_covers_the_one_before(approved):
    later = SessionFactory(term=approved.term, later=True)
    later.approve()
    assert later.seal.previous == approved.seal.digest
    assert later.seal.number == approved.seal.number + 1


def test_nothing_that_lives_on_breaks_the_seal(approved):
    approved.publish()
    directive = approved.directives.get()
    directive.status, directive.percent = "in_progress", 30
    directive.save()
    approved.withdraw()
    approved.seal.verify()


@pytest.mark.parametrize(
    ("part", "change"),
    [
        ("results", {"text": "Vượt kế hoạch năm."}),
        ("shortcomings", {"text": "Không có."}),
        ("directives", {"due_on": "2024-12-31"}),
        ("resolutions", {"votes_for": 37}),
        ("indicator_values", {"actual": 99}),
    ],
)
def test_command_names_the_first_record_that_was_altered(approved, tampered, part, change, capsys):
    call_command("verify_seals")
    assert "Niêm phong nguyên vẹn: 1 kỳ họp" in capsys.readouterr().out
    row = getattr(approved, part).get()
    tampered(row, **change)
    with pytest.raises(CommandError, match=f"{row._meta.label_lower}:{row.pk} khác với lúc niêm phong"):
        call_command("verify_seals")


def test_altered_session_comes_first(approved, tampered):
    tampered(approved.results.get(), text="khác")
    tampered(approved, place="khác")
    _whole, [altered], _unsealed = verify_seals()
    assert altered.record == f"meetings.session:{approved.pk}"


def test_row_that_was_added_or_taken_away_is_named(approved):
    result = approved.results.get()
    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM meetings_result WHERE id = %s", [result.pk])
    with pytest.raises(Altered, match="đã bị xóa") as altered:
        approved.seal.verify()
    assert altered.value.record == f"meetings.result:{result.pk}"


def test_seal_that_was_made_to_fit_breaks_the_chain(approved, tampered):
    later = SessionFactory(term=approved.term, later=True)
    later.approve()
    tampered(approved.results.get(), text="khác")
    seal = approved.seal
    contents = json.dumps({**seal.contents, f"meetings.result:{approved.results.get().pk}": "0" * 64})
    tampered(seal, contents=contents)
    _whole, altered, _unsealed = verify_seals()
    assert altered[0].record == f"meetings.seal:{seal.pk}"


def test_seal_that_was_taken_out_is_missed(approved):
    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM meetings_seal WHERE id = %s", [approved.seal.pk])
    SessionFactory(term=approved.term, later=True).approve()
    _whole, altered, _unsealed = verify_seals()
    assert any("thiếu một niêm phong" in message for error in altered for message in error.messages)


def test_sessions_approved_before_there_were_seals_are_sealed_once(approved, capsys):
    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM meetings_seal")
        cursor.execute("DELETE FROM meetings_historicalseal")
    call_command("verify_seals")
    assert "Chưa niêm phong" in capsys.readouterr().out
    seal_the_unsealed()
    seal_the_unsealed()
    assert Seal.objects.count() == 1
    assert verify_seals() == (1, [], [])


def test_page_of_a_seal_says_whether_the_paper_is_the_sealed_one(client, approved, tampered):
    approved.publish()
    page = approved.seal.get_absolute_url()
    assert "vẫn nguyên vẹn" in client.get(page).content.decode()
    with correct(session=approved, reason="…"):
        approved.place = "Hội trường"
        approved.save()
    assert "đã được niêm phong lại sau đó" in client.get(page).content.decode()
    tampered(approved.results.get(), text="khác")
    assert "khác với lúc niêm phong" in client.get(page).content.decode()


def test_page_of_a_seal_gives_nothing_of_an_unpublished_session_away(client, approved):
    text = client.get(approved.seal.get_absolute_url()).content.decode()
    assert "chưa công khai" in text
    assert Session.objects.get(pk=approved.pk).name not in text


def test_unknown_code_is_not_found(client, approved):
    assert client.get("/seals/000000000000/").status_code == 404
