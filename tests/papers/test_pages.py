"""How the pages look: numbers, headings, fonts, and text that tries to be something else."""

import shutil
import subprocess
from io import BytesIO
from zipfile import ZipFile

import pytest
from pypdf import PdfReader

from district.text import nfc
from resolutions.models import Layout
from resolutions.typeset.letters import width
from resolutions.typeset.paper import Column, Heading, Paper, Paragraph, Signature, Table
from resolutions.typeset.pdf import pdf
from resolutions.typeset.word import word
from tests.papers.reading import pages, places, solid, text_of

MM = 72 / 25.4
"""A millimetre in points."""

HOSTILE = [
    "#panic(1) #include", "$x^2$", "*đậm* _nghiêng_", "@ai <nhãn>", "\\u{41} \\", "<x>&amp;</x>", "{{ 7*7 }} {% if %}",
    "= Tiêu đề", "🙂 ký", "a\x0bb\x1fc\x07d", "x" * 400, "“ngoặc” – 5 ≥ 3",
]  # fmt: skip


def a_paper(*body, **values):
    return Paper(
        **{
            "day": None,
            "superior": "ĐẢNG BỘ TỈNH",
            "issuer": "HUYỆN ỦY",
            "number": "Số 01-NQ/HU",
            "place_and_date": "Điện Biên Đông, ngày 29 tháng 9 năm 2023",
            "kind": "NGHỊ QUYẾT",
            "abstract": "về việc thử",
            "signatures": (Signature("T/M BAN CHẤP HÀNH", "BÍ THƯ", "Lò Văn Mẫu"),),
            "recipients": ("- Lưu Văn phòng.",),
            **values,
        },
        body=body,
    )


def a_long_table(rows=80):
    columns = (Column("TT", 10, "center"), Column("Tên việc", 90))
    return Table(columns, tuple((str(n), f"Việc thứ {n} " * 8) for n in range(rows)))


def test_first_page_has_no_number_and_the_others_have_theirs():
    above = [
        [text for text, _x, y in page if y > (297 - 18) * MM]
        for page in places(pdf(a_paper(a_long_table()), Layout()))
    ]
    assert above[:3] == [[], ["2"], ["3"]]


def test_heading_of_a_table_is_repeated_on_every_page():
    texts = pages(pdf(a_paper(a_long_table()), Layout()))
    assert len(texts) > 2
    assert all("Tên việc" in text for text in texts[:-1])
    assert b"w:tblHeader" in word_xml(a_paper(a_long_table()))


def word_xml(paper):
    return ZipFile(BytesIO(word(paper, Layout()))).read("word/document.xml")


def test_fonts_lie_in_the_file():
    reader = PdfReader(BytesIO(pdf(a_paper(Paragraph("chữ", lead="Đậm")), Layout())))
    fonts = [font.get_object() for font in reader.pages[0]["/Resources"]["/Font"].values()]
    families = {font["/BaseFont"].partition("+")[2] for font in fonts}
    assert families == {"LiberationSerif", "LiberationSerif-Bold", "LiberationSerif-Italic"}
    for font in fonts:
        assert "/FontFile2" in font["/DescendantFonts"][0].get_object()["/FontDescriptor"].get_object()


@pytest.mark.parametrize("text", HOSTILE)
@pytest.mark.parametrize("made", [pdf, word])
def test_hostile_text_is_only_text(text, made):
    shown = text_of(made(a_paper(Heading(text), Paragraph(text), abstract=text, issuer=text), Layout()))
    expected = solid("".join(letter for letter in text if letter.isprintable()).replace("🙂", ""))
    assert shown.replace("🙂", "").count(expected) >= 4


def test_word_longer_than_a_line_has_places_to_break():
    long = "w" * 500
    data = pdf(
        a_paper(Paragraph(long), Table((Column("a", 1), Column("b", 9)), (("9" * 60, long),))), Layout()
    )
    lines = [text for text, _x, _y in places(data)[0] if "ww" in text]
    assert len(lines) > 20 and max(map(width, lines)) * 14 < 165 * MM
    assert text_of(data).count("w") == 1000


def test_letters_and_marks_come_back_as_one():
    data = pdf(a_paper(Paragraph("Vie\u0323\u0302t Nam")), Layout())
    assert "ViệtNam" in text_of(data) and text_of(data) == nfc(text_of(data))


def test_layout_moves_the_margin():
    def left(layout):
        return min(x for _text, x, _y in places(pdf(a_paper(Paragraph("chữ " * 80)), layout))[0])

    assert left(Layout(margin_left=30)) == pytest.approx(30 * MM, abs=2)
    assert left(Layout(margin_left=50)) == pytest.approx(50 * MM, abs=2)


@pytest.mark.skipif(shutil.which("soffice") is None, reason="no LibreOffice on this machine")
def test_word_file_has_as_many_pages_as_the_pdf(tmp_path):
    paper = a_paper(Heading("1. Phần"), Paragraph("Nội dung của văn bản. " * 60), a_long_table(30))
    (tmp_path / "paper.docx").write_bytes(word(paper, Layout()))
    home = f"-env:UserInstallation=file://{tmp_path}/office"
    command = [
        "soffice",
        home,
        "--headless",
        "--convert-to",
        "pdf",
        "--outdir",
        tmp_path,
        tmp_path / "paper.docx",
    ]
    subprocess.run(command, check=True, capture_output=True, timeout=120)
    assert len(pages((tmp_path / "paper.pdf").read_bytes())) == len(pages(pdf(paper, Layout())))
