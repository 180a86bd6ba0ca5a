"""Text out of files, and a clear sentence where there is none to be had."""

import re
import unicodedata

import pytest

from meetings.files import DEEPEST, ELEMENTS, LARGEST, LONGEST, Unreadable, text_of
from tests.reading.files import document, docx, paragraph, pdf, table

WORDS = "Ban Chấp hành Đảng bộ huyện, kỳ họp thứ 15: đạt 114,62% kế hoạch"


@pytest.mark.parametrize(
    "data",
    [
        WORDS.encode("utf-8"),
        WORDS.encode("utf-8-sig"),
        WORDS.encode("utf-16"),
        WORDS.encode("utf-16-le"),
        WORDS.encode("utf-16-be"),
    ],
    ids=["utf-8", "utf-8 with mark", "utf-16", "utf-16-le", "utf-16-be"],
)
def test_text_is_read_in_any_unicode_encoding(data):
    assert text_of("bao-cao.txt", data) == WORDS


def test_text_in_the_old_windows_encoding_is_read():
    tones = "\u0300\u0309\u0303\u0301\u0323"
    marks = unicodedata.normalize("NFD", WORDS)
    letters = re.sub(f"(\\w)([{tones}])([^\\w\\s{tones}])", r"\1\3\2", marks)
    data = "".join(unicodedata.normalize("NFC", part) for part in re.split(f"([{tones}])", letters)).encode(
        "cp1258"
    )
    assert text_of("cu.txt", data) == WORDS


def test_decomposed_text_is_left_to_the_reader():
    decomposed = unicodedata.normalize("NFD", WORDS)
    assert text_of("nfd.txt", decomposed.encode()) == decomposed


def test_lines_end_alike_whatever_the_machine_that_wrote_them():
    assert text_of("a.txt", b"mot\r\nhai\rba\n") == "mot\nhai\nba\n"


def test_word_document_gives_paragraphs_lists_and_rows():
    body = (
        paragraph("BÁO CÁO")
        + paragraph("Thu ngân sách & chi", numbered=True)
        + table(["Chỉ tiêu", "Thực hiện"], ["Lúa", "100,14%"])
    )
    lines = [" ".join(line.split()) for line in text_of("bc.docx", docx(document(body))).splitlines()]
    assert lines == ["BÁO CÁO", "- Thu ngân sách & chi", "Chỉ tiêu Thực hiện", "Lúa 100,14%"]


def test_word_document_tells_nothing_twice():
    shown_twice = f"<mc:AlternateContent><mc:Choice>{paragraph('một')}</mc:Choice><mc:Fallback>{paragraph('một')}</mc:Fallback></mc:AlternateContent>"
    assert text_of("a.docx", docx(document(shown_twice))).split() == ["một"]


def test_word_document_is_known_by_its_content_too():
    assert text_of("khong-duoi", docx(document(paragraph("chữ")))) == "chữ\n"


def test_pdf_with_text_is_read():
    assert WORDS in text_of("a.pdf", pdf(WORDS, "Dòng thứ hai."))


@pytest.mark.parametrize(
    ("name", "data", "says"),
    [
        ("scan.pdf", pdf(), "bản chụp không có chữ"),
        ("hong.pdf", b"%PDF-1.7\n" + b"\x00obj<<" * 50, "PDF hỏng"),
        ("cu.doc", b"\xd0\xcf\x11\xe0" + bytes(600), "Word kiểu cũ"),
        ("hong.docx", b"PK\x03\x04" + bytes(600), "hỏng"),
        ("bang.xlsx", docx("<a/>", name="xl/workbook.xml"), "không phải tệp Word"),
        ("cut.docx", docx("<w:document"), "hỏng"),
        ("anh.png", b"\x89PNG", "kiểu .png"),
        ("rong.txt", b" \n", "không có chữ nào"),
        ("nhi-phan.txt", b"abc\x00" + bytes(range(1, 256)) * 20, "không phải văn bản"),
        ("dai.txt", b"a " * (LONGEST // 2 + 1), "2.000.000"),
        ("lon.txt", bytes(LARGEST + 1), "20 MB"),
        ("mot-dong.txt", b"x" * 10_000_000, "2.000.000"),
    ],
)
def test_what_holds_no_text_ends_in_a_sentence_that_says_why(name, data, says):
    with pytest.raises(Unreadable, match=says):
        text_of(name, data)


HOSTILE = {
    "bomb": (document(paragraph("a" * 20_000_000)), "2.000.000"),
    "bomb without words": (document("<w:x/>" * (ELEMENTS + 1)), "phình"),
    "tables in tables": (document("<w:tbl><w:tr><w:tc>" * DEEPEST), "lồng nhau"),
    "entities": (
        document(
            paragraph("x").replace("x", "&b;"),
            '<!DOCTYPE x [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;">]>',
        ),
        "khai báo lạ",
    ),
}


@pytest.mark.parametrize("kind", HOSTILE)
def test_word_document_made_to_harm_is_refused(kind):
    xml, says = HOSTILE[kind]
    with pytest.raises(Unreadable, match=says):
        text_of("a.docx", docx(xml))
