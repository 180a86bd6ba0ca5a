"""A file is judged by its content, and a refusal says why."""

from io import BytesIO

import pytest
from django.core.exceptions import ValidationError
from PIL import Image

from meetings import contents
from tests.files import samples
from tests.files.samples import PDF, changed_pdf, excel, picture, upload, with_part, word, zipped


def judged(name, data):
    """The sentence of the refusal of the bytes, or of what makes them; None for a file that may be stored."""
    try:
        contents.fit(upload(name, data() if callable(data) else data))
    except ValidationError as refused:
        return refused.messages[0]


@pytest.mark.parametrize(
    ("name", "data"),
    [
        ("anh.jpg", picture),
        ("anh.JPEG", picture),
        ("anh.png", lambda: picture("PNG")),
        ("anh.webp", lambda: picture("WEBP")),
        ("anh-dien-thoai.jpg", lambda: picture() + b"trailer of a telephone"),
        ("cmyk.jpg", samples.turned_picture),
        ("bao-cao.pdf", PDF),
        ("bao-cao.docx", lambda: word("Báo cáo")),
        ("bang.xlsx", lambda: excel(["a", 1])),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_what_it_claims_to_be_is_stored(name, data):
    assert judged(name, data) is None


@pytest.mark.parametrize(
    ("name", "data", "reason"),
    [
        ("chay.exe", b"MZ\x90\x00", "Chỉ nhận ảnh"),
        ("khong-duoi", PDF, "Chỉ nhận ảnh"),
        ("rong.pdf", b"", "không phải PDF"),
        ("chay.jpg", b"MZ\x90\x00" * 100, "không phải JPEG"),
        ("trang.jpg", b"<html><script>alert(1)</script>", "không phải JPEG"),
        ("hinh.png", b"<svg xmlns='http://www.w3.org/2000/svg'/>", "không phải PNG"),
        ("hinh.pdf", b"<svg/>%PDF-1.7", "không phải PDF"),
        ("anh.jpg", lambda: picture("PNG"), "Tên tệp là JPEG nhưng nội dung là PNG"),
        ("bang.docx", lambda: excel(["a"]), "Tên tệp là DOCX nhưng nội dung là XLSX"),
        ("nen.docx", zipped, "không phải DOCX"),
        ("gia.docx", lambda: zipped("word/document.xml"), "không phải DOCX"),
        ("cu.docx", b"\xd0\xcf\x11\xe0" + b"\0" * 100, "có mật khẩu hoặc kiểu cũ"),
        ("cut.jpg", lambda: picture()[:-20_000], "bị cắt cụt"),
        ("cut.png", lambda: picture("PNG")[:-20_000], "bị cắt cụt"),
        ("cut.webp", lambda: picture("WEBP")[:-2_000], "bị cắt cụt"),
        ("bom.png", samples.bomb_picture, "Ảnh quá lớn"),
        ("dai.png", lambda: samples.bomb_picture(16_001), "Ảnh quá lớn"),
        ("kep.jpg", lambda: picture() + zipped(), "giấu một tệp khác"),
        ("kep.png", lambda: picture("PNG") + b"<script>alert(1)</script>", "giấu một tệp khác"),
        ("cut.docx", lambda: word("Báo cáo")[:-500], "không phải DOCX"),
        ("macro.docx", lambda: with_part(word("a"), "word/vbaProject.bin"), "macro"),
        (
            "macro-doi-ten.docx",
            lambda: with_part(
                word("a"),
                "word/x.bin",
                replaced=(
                    b"vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml",
                    b"vnd.ms-word.document.macroEnabled.main+xml",
                ),
            ),
            "macro",
        ),
        ("nhung.docx", lambda: with_part(word("a"), "word/embeddings/oleObject1.bin"), "đối tượng chạy được"),
        (
            "thuc-the.xlsx",
            lambda: with_part(excel(["a"]), "xl/x.xml", b"<!DOCTYPE lolz [<!ENTITY a 'b'>]>"),
            "hỏng",
        ),
        ("bom.xlsx", lambda: with_part(excel(["a"]), "xl/x.xml", b"0" * 210_000_000), "phình to"),
        ("js.pdf", lambda: samples.doing("/JavaScript", "/JS"), "JavaScript"),
        ("goi.pdf", samples.packed_pdf, "JavaScript"),
        ("lenh.pdf", lambda: samples.doing("/Launch", "/F"), "lệnh chạy chương trình"),
        ("dinh.pdf", lambda: changed_pdf(lambda writer: writer.add_attachment("a.exe", b"MZ")), "tệp khác"),
        (
            "khoa.pdf",
            lambda: changed_pdf(lambda writer: writer.encrypt("", "chu", algorithm="RC4-128")),
            "mật khẩu",
        ),
        ("cut.pdf", PDF[:60], "PDF hỏng"),
        ("gia.pdf", b"%PDF-1.7 <html>", "PDF hỏng"),
        ("mat.docx", lambda: word("HUYỆN ỦY", "TỐI MẬT", "Báo cáo"), "dấu TỐI MẬT"),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_what_it_only_claims_to_be_is_refused(name, data, reason):
    assert reason in (judged(name, data) or "stored")


def test_pdf_under_a_mark_of_secrecy_is_refused():
    assert judged("a.pdf", samples.printed("HUYỆN ỦY", "Giữ bí mật nhà nước.")) is None
    assert "dấu TUYỆT MẬT" in judged("a.pdf", samples.printed("HUYỆN ỦY", "TUYỆT MẬT", "Báo cáo"))


def test_large_honest_pdf_is_looked_through_in_time():
    pages = "#lorem(300) #pagebreak()" * 300
    assert judged("a.pdf", samples.printed(pages)) is None


def test_thumbnail_is_upright_small_and_silent():
    small = Image.open(BytesIO(contents.thumbnail_of(samples.turned_picture())))
    assert small.size == (320, 480)
    assert not small.getexif()
    assert small.info.keys() <= {"jfif", "jfif_version", "jfif_unit", "jfif_density"}


@pytest.mark.parametrize("mode", ["RGBA", "P", "L", "CMYK", "I;16"])
def test_thumbnail_of_any_sort_of_pixels(mode):
    kind = "JPEG" if mode == "CMYK" else "PNG"
    file = BytesIO()
    Image.new(mode, (700, 500)).save(file, kind)
    assert Image.open(BytesIO(contents.thumbnail_of(file.getvalue()))).size == (480, 343)


def test_what_is_no_picture_has_no_thumbnail():
    assert contents.thumbnail_of(b"") is None
    assert contents.thumbnail_of(samples.bomb_picture()) is None
