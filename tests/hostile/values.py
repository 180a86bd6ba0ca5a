"""What nobody types by accident: texts, numbers, days, keys and files made to break whatever reads them."""

import io
import zipfile
from functools import cache
from itertools import cycle, islice

from django.core.files.uploadedfile import SimpleUploadedFile
from hypothesis import strategies as st

from tests.files.samples import PDF, bomb_picture, excel, picture, with_part, word, zipped

MEGABYTE = 1024 * 1024

UNSEEN = [
    "\u202eaN nẢv\u202c", "a\u202ab\u202b\u202c\u202d", "a\u2066b\u2067c\u2068d\u2069", "\u200e\u200f\u061c",
    "Nguyễn\u200b Văn\u200c A\u200d", "\ufeffLò Văn An", "mềm\u00admại", "\u2060\u2060", "thẻ\U000e0041\U000e007f",
]  # fmt: skip
"""What the eye does not see, or sees in another order."""

CONTROLS = [
    "\0",
    "a\0b",
    "\x01\x02\x1b[31m",
    "\x0b\x0c\x1c\x1d\x1e\x1f",
    "\x7f\x80\x85\x9f",
    "a\ufffeb\uffff",
    "\ufdd0\U0001ffff",
]
"""What is no letter; neither XML nor a workbook can hold it."""

ALIKE = [
    "hu\u0443en-uy",
    "\u0410dmin",
    "\u041d\u0423",
    "H\u03a5",
    "ａｄｍｉｎ",
    "\U0001d5ee\U0001d5f1\U0001d5fa\U0001d5f6\U0001d5fb",
    "аdmin\u0301",
]
"""Letters of other alphabets that look like ours."""

PILES = [
    "e" + "\u0301\u0323" * 40,
    "\u0302" * 200,
    "a" + "\u05b0\u0591" * 60,
    "".join(f"Z{'̴̵̶̷̸̡̢̧̨̛̖̗̘̙̜̝̞̟̠̣̤̥̦̩̪̫̬̭̮̯̰̱̲̳̹̺̻̼͇͈͉͍͎̀́̂̃̄̅̆̇̈̉̊̋̌̍̎̏̐̑̒̓̔̽̾̿̀́͂̓̈́͆͊͋͌̕̚ͅ'}" for _ in range(3)),
]
"""More marks than any letter has."""

FORMULAS = [
    "=1+1",
    "+1-1",
    "-1+1|cmd",
    "@SUM(A1)",
    "\t=1+1",
    "\r=1+1",
    "\n=1+1",
    '=HYPERLINK("http://x.vn";"a")',
    "=cmd|' /C calc'!A0",
    "＝1+1",
    "'=1+1",
    "a;=1+1",
    '"=1+1',
    "a,=1+1",
]
"""What a spreadsheet would compute."""

SNIPPETS = [
    "%", "%s%n%d", "%00", "%(name)s", "{0.__class__}", "{{ 7*7 }}", "{% load x %}{% endcomment %}", "${7*7}", "#{}", "\\", "\\u0000", "'", '"',
    "' OR 1=1 --", "1; DROP TABLE meetings_session; --", "x' UNION SELECT NULL --", "<script>alert(1)</script>", "\"><img src=x onerror=alert(1)>",
    "javascript:alert(1)", "]]>", "<!--", "<![CDATA[", "<!DOCTYPE x [<!ENTITY e SYSTEM 'file:///etc/passwd'>]>", "&amp;&#0;", "../../etc/passwd",
    "..\\..\\x", "//evil.vn/", "null", "None", "undefined", "NaN", "true", "[]", "{}", "*", "?", '"', '"*', "a*", "-", "=", "__all__", "#set page()", "$x$ *a* _b_ @c",
]  # fmt: skip
"""Pieces of languages that some part of the site might read."""

NUMBERS = [
    "-1", "0", "-0", "1e999", "-1e999", "1e-999", "NaN", "Infinity", "-Infinity", "１２", "٣", "²", "Ⅳ", "௧", "½", "1_000", "0x10", "1.5", "1,5", "1.234,5",
    "2147483647", "2147483648", "32767", "32768", "65535", "9223372036854775807", "9223372036854775808", "-9223372036854775809", "9" * 19, "9" * 40, "9" * 5000,
    "0" * 5000 + "1", "1e5", "1E400", "12345678901234567,899", "999999999999999999.999", "--1", "+1", " 7 ", "7\u00a0", "1\u202f000", "99999,99", "9999999,995",
]  # fmt: skip

DAYS = [
    "01/01/0001", "31/12/9999", "0001-01-01", "9999-12-31", "30/02/2023", "29/02/2023", "31/04/2023", "00/00/0000", "1/1/1", "32/13/2023", "10000-01-01", "-0001-01-01",
    "2023-09-29T25:61:61Z", "0001-01-01T00:00:00+14:00", "9999-12-31T23:59:59-14:00", "2023-09-29T08:00:00+07:00:30", "2023-W39-5", "20230929", "٢٩/٠٩/٢٠٢٣", "29/9/23", "29.9.2023",
    "2023-Q5", "0000-Q1", "9999-Q4", "٢٠٢٣-Q1", "24:00", "23:59:60", "-1:00", "08:00", "today", "1900-02-29", "29/09/2023 08:00",
]  # fmt: skip

KEYS = [
    "0",
    "-1",
    "999999",
    "9223372036854775807",
    "9223372036854775808",
    "1" * 30,
    "1,2",
    "1 ",
    "#1",
    "abc",
    "1.0",
    "None",
    "٣",
    "1_0",
    "__fk__",
    "0x1",
    "khong-co",
    "1\0",
]
"""What names no record, or one of another noun."""

TORN = [b"\xed\xa0\x80", b"\xff\xfe", b"\xc3\x28", b"a\xf5\x80\x80\x80b", b"\xc0\x80", b"\xe1\xbb"]
"""Bytes that are no UTF-8: half letters, lone surrogates, what is longer than it needs to be."""


@cache
def long_text(of, length=MEGABYTE):
    """A megabyte of the piece, again and again."""
    return "".join(islice(cycle(of), length))


LONG = [("a", 201), ("ệ", 501), ("nhiệm vụ ", 5000), ("a", 40_000)]
HUGE = [
    ("a", MEGABYTE),
    ("giải ngân chậm; ", MEGABYTE),
    ("\u0301\u0323", MEGABYTE),
    ("9", MEGABYTE),
    ("<b>", MEGABYTE),
    ("\n", MEGABYTE),
    ("=", MEGABYTE),
    ("\U0001f600", MEGABYTE // 2),
]

texts = st.one_of(
    st.sampled_from([*UNSEEN, *CONTROLS, *ALIKE, *PILES, *FORMULAS, *SNIPPETS]),
    st.lists(st.sampled_from([*UNSEEN, *CONTROLS, *ALIKE, *FORMULAS, *SNIPPETS]), min_size=2, max_size=4).map(
        " ".join
    ),
    st.text(st.characters(codec="utf-8"), max_size=30),
    st.sampled_from(LONG).map(lambda one: long_text(*one)),
)
"""Texts that a person could paste."""

numbers = st.sampled_from(NUMBERS) | st.integers(-(10**20), 10**20).map(str) | st.decimals(places=3).map(str)
days = st.sampled_from(DAYS) | st.dates().map(lambda day: f"{day:%d/%m/%Y}") | st.dates().map(str)
keys = st.sampled_from(KEYS) | st.integers(0, 400).map(str)
huge = st.sampled_from(HUGE).map(lambda one: long_text(*one))
values = st.one_of(
    texts,
    texts,
    texts,
    numbers,
    days,
    keys,
    st.sampled_from(["", " ", "on", "yes", "1"]),
    st.sampled_from(TORN),
)
"""Anything that one control or one parameter may be sent."""


def packed(*parts, into=b""):
    """A zip of these parts, each a name and its bytes, or added to those of an Office file."""
    file = io.BytesIO(into)
    with zipfile.ZipFile(file, "a", zipfile.ZIP_DEFLATED, compresslevel=1) as archive:
        for name, body in parts:
            archive.writestr(name, body)
    return file.getvalue()


SVG = (
    b'<svg xmlns="http://www.w3.org/2000/svg" onload="alert(1)"><script>alert(document.cookie)</script></svg>'
)
HTML = b"<!DOCTYPE html><html><script>alert(document.cookie)</script></html>"
BILLION = (
    b'<?xml version="1.0"?><!DOCTYPE l [<!ENTITY a "lol">'
    + b"".join(b'<!ENTITY %c "%b">' % (98 + level, b"&%c;" % (97 + level) * 10) for level in range(9))
    + b"]><l>&j;</l>"
)
"""A text that would be a billion words, were its entities replaced."""


@cache
def files():
    """Files by a name that says what is wrong with each."""
    office, book, photo = word("Báo cáo"), excel(["a"]), picture(size=(8, 8))
    zeros = bytes(201 * MEGABYTE)
    bomb = packed(("0", zeros))
    swollen = packed(("word/media/x.bin", zeros), into=office)
    return {
        "empty": b"",
        "svg": SVG,
        "html": HTML,
        "html in a picture": photo + HTML,
        "picture in a page": HTML + photo,
        "pdf and page": PDF + HTML,
        "page and pdf": HTML + PDF,
        "picture and zip": photo + zipped(),
        "gif and script": b"GIF89a/*" + b"x" * 20 + b"*/=1;alert(1)",
        "huge picture": bomb_picture(),
        "torn picture": photo[:-99],
        "torn pdf": PDF[: len(PDF) // 2],
        "torn word": office[: len(office) // 2],
        "torn book": book[:-30],
        "zip bomb": bomb,
        "bomb in a bomb": packed(("word/document.xml", bomb), ("[Content_Types].xml", b"<x/>")),
        "bomb in a document": swollen,
        "many parts": packed(*((f"x/{number}", b"") for number in range(6000))),
        "billion words": with_part(office, "word/settings2.xml", BILLION),
        "billion words as body": packed(
            ("[Content_Types].xml", BILLION), ("word/document.xml", BILLION), ("xl/workbook.xml", BILLION)
        ),
        "billion words alone": BILLION,
        "macros": with_part(office, "word/vbaProject.bin"),
        "climbing part": with_part(office, "../../../etc/x.xml"),
        "word as book": office,
        "book as word": book,
        "program": b"MZ" + bytes(200),
        "zeros": bytes(2000),
        "old office": b"\xd0\xcf\x11\xe0" + bytes(600),
        "lying length": b"PK\x03\x04" + b"\xff" * 60,
        "text": "Báo cáo".encode(),
        "torn text": b"\xff\xfe\x00\xd8" * 9,
    }


ENDINGS = [
    "svg",
    "pdf",
    "jpg",
    "png",
    "webp",
    "docx",
    "xlsx",
    "html",
    "txt",
    "",
    "jpg.svg",
    "svg.jpg",
    "php.jpg",
    "jpg\u202egpj.exe",
    "JPG",
    "pdf ",
    "csv",
]
uploads = st.builds(
    lambda name, kind, ending: SimpleUploadedFile(f"{name}.{ending}" if ending else name, files()[kind]),
    st.sampled_from(["anh", "../../x", "a\u202eb", "CON", "x" * 300, "a;b", "%00", "ảnh họp", "-rf", "..x"]),
    st.deferred(lambda: st.sampled_from(sorted(files()))),
    st.sampled_from(ENDINGS),
)
"""A hostile file under any name."""
