"""`manage.py draft FILE`: what was read, as JSON or in words; nothing is written."""

import json
from io import StringIO

import pytest
from django.core.management import CommandError, call_command

from tests.reading.evaluation import EXAMPLES
from tests.reading.files import document, docx, paragraph

EXAMPLE = EXAMPLES / "tuned" / "quy-1-huyen-nam-sa.txt"


def printed(*arguments):
    out = StringIO()
    call_command("draft", *map(str, arguments), stdout=out)
    return out.getvalue()


def test_json_follows_the_contract():
    report = json.loads(printed(EXAMPLE, "--json"))
    assert set(report) == {
        "session",
        "indicators",
        "results",
        "shortcomings",
        "directives",
        "personnel",
        "photos",
        "source",
    }
    assert {
        "organization",
        "body",
        "term",
        "ordinal",
        "held_on",
        "period_assessed",
        "period_ahead",
        "targets",
    } <= set(report["session"])
    assert {"name", "value", "unit", "percent", "span"} <= set(report["indicators"][0])
    assert {"sector", "text", "span"} <= set(report["results"][0])
    assert {"text", "sector", "percent", "span"} <= set(report["shortcomings"][0])
    assert {"text", "lead_unit", "span"} <= set(report["directives"][0])
    assert {"author", "publication", "url"} <= set(report["source"])
    assert report["session"]["targets"] == {"met": None, "total": None}


def test_words_name_what_the_text_does_not_say():
    words = printed(EXAMPLE)
    assert "Ban Chấp hành Đảng bộ huyện Nậm Sa" in words
    assert "Chỉ tiêu đạt: … – …" in words
    assert "UBND huyện rà soát, tháo gỡ khó khăn trong giải phóng mặt bằng [UBND huyện]" in words


def test_word_document_is_read(tmp_path):
    file = tmp_path / "bao-cao.docx"
    lines = EXAMPLE.read_text(encoding="utf-8").splitlines()
    file.write_bytes(docx(document("".join(map(paragraph, lines)))))
    assert json.loads(printed(file, "--json"))["session"]["ordinal"] == 18


@pytest.mark.parametrize(
    ("name", "data", "says"), [("a.txt", b"", "không có chữ"), ("a.png", b"x", "kiểu .png")]
)
def test_a_file_without_text_ends_in_one_sentence(tmp_path, name, data, says):
    file = tmp_path / name
    file.write_bytes(data)
    with pytest.raises(CommandError, match=says):
        printed(file)


def test_a_missing_file_is_named(tmp_path):
    with pytest.raises(CommandError, match="khong-co"):
        printed(tmp_path / "khong-co.txt")
