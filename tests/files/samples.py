"""Small files made here, honest and hostile, by what is inside them."""

import io
import zipfile
from zlib import compress, crc32

import docx
import openpyxl
import typst
from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image
from pypdf import PdfWriter
from pypdf.generic import DictionaryObject, NameObject, TextStringObject

from tests.reading.files import pdf


def picture(kind="JPEG", size=(900, 600), **saved):
    file = io.BytesIO()
    Image.effect_noise(size, 40).convert("RGB").save(file, kind, **saved)
    return file.getvalue()


def turned_picture():
    """A photo of 900 × 600 pixels that the camera held upright, taken at a place that is nobody's business."""
    exif = Image.Exif()
    exif[0x0112] = 6  # orientation: turn by 90°
    exif[0x010F] = "Máy ảnh"
    exif.get_ifd(0x8825)[1] = "N"
    return picture(exif=exif)


def bomb_picture(side=20_000):
    """A PNG of a few bytes that says it is enormous."""
    header = side.to_bytes(4) + side.to_bytes(4) + b"\x08\x02\x00\x00\x00"
    chunks = ((b"IHDR", header), (b"IDAT", compress(b"")), (b"IEND", b""))
    return b"\x89PNG\r\n\x1a\n" + b"".join(
        len(body).to_bytes(4) + name + body + crc32(name + body).to_bytes(4) for name, body in chunks
    )


def word(*paragraphs):
    document = docx.Document()
    for text in paragraphs:
        document.add_paragraph(text)
    file = io.BytesIO()
    document.save(file)
    return file.getvalue()


def excel(*rows):
    book = openpyxl.Workbook()
    for row in rows:
        book.active.append(row)
    file = io.BytesIO()
    book.save(file)
    return file.getvalue()


def with_part(office, name, content=b"x", replaced=()):
    """The Office file with one part more, and with words replaced in its list of types."""
    file = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(office)) as old, zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as new:
        for part in old.namelist():
            body = old.read(part)
            new.writestr(
                part, body.replace(*replaced) if replaced and part == "[Content_Types].xml" else body
            )
        new.writestr(name, content)
    return file.getvalue()


def zipped(name="a.txt", content=b"x"):
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr(name, content)
    return file.getvalue()


def changed_pdf(change):
    """A PDF of one page after `change(writer)`."""
    writer = PdfWriter()
    writer.add_blank_page(200, 200)
    change(writer)
    file = io.BytesIO()
    writer.write(file)
    return file.getvalue()


def doing(kind, key):
    """A PDF that does something when it is opened."""

    def change(writer):
        action = {NameObject("/S"): NameObject(kind), NameObject(key): TextStringObject("x")}
        writer.root_object[NameObject("/OpenAction")] = DictionaryObject(action)

    return changed_pdf(change)


def packed_pdf():
    """A PDF whose script lies in a compressed stream of objects, where no search of the bytes finds it."""
    first = b"<< /Type /Catalog /Pages 2 0 R /OpenAction 4 0 R >>"
    inside = [
        (1, first),
        (2, b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>"),
        (3, b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 9 9] >>"),
        (4, b"<< /S /JavaScript /JS (app.alert(1)) >>"),
    ]
    places, bodies = "", b""
    for number, body in inside:
        places += f"{number} {len(bodies)} "
        bodies += body + b" "
    packed = compress(places.encode() + bodies)
    file = b"%PDF-1.7\n"
    stream_at = len(file)
    file += (
        b"5 0 obj << /Type /ObjStm /N 4 /First %d /Filter /FlateDecode /Length %d >> stream\n%b\nendstream endobj\n"
        % (len(places), len(packed), packed)
    )
    table_at = len(file)
    rows = b"\x00\x00\x00\x00" + b"".join(b"\x02\x00\x05" + bytes([place]) for place in range(4))
    rows += b"\x01" + stream_at.to_bytes(2) + b"\x00" + b"\x01" + table_at.to_bytes(2) + b"\x00"
    file += (
        b"6 0 obj << /Type /XRef /Size 7 /W [1 2 1] /Root 1 0 R /Length %d >> stream\n%b\nendstream endobj\n"
        % (
            len(rows),
            rows,
        )
    )
    return file + b"startxref\n%d\n%%%%EOF" % table_at


def printed(*lines):
    """A PDF with these lines, as a printer driver makes one."""
    source = "\n\n".join(lines).encode()
    return typst.compile(source, format="pdf")


def upload(name, data):
    return SimpleUploadedFile(name, data)


PDF = pdf("A")
