"""What a file really is, and whether it may be stored: judged by its content, never by its name alone.

The one place of this rule, for attachments and evidence alike. It knows no table. It is no virus scanner: it
refuses what is not what it claims to be, what runs by itself, and what cannot be looked into.
"""

import io
import json
import re
import subprocess
import sys
import warnings
import zipfile
import zlib
from pathlib import PurePath

from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _
from PIL import Image, ImageOps

from meetings import files
from meetings.secrecy import refuse_secret

KINDS = {
    "jpg": "JPEG", "jpeg": "JPEG", "png": "PNG", "webp": "WEBP", "pdf": "PDF", "docx": "DOCX", "xlsx": "XLSX",
}  # fmt: skip
"""The endings of the files that are stored, with what must be inside."""

LARGEST = 20 * 1024 * 1024
"""The largest file that is stored, in bytes."""

LONGEST_SIDE, PIXELS = 16_000, 60_000_000
"""Pixels of a picture: on a side, and in all. A4 scanned at 600 dpi has 35 million, the largest telephones 50 and more."""

THUMBNAIL = (480, 480)
"""The box, in pixels, that a thumbnail fits into: as pages show it."""

PARTS, INFLATED = 5_000, 200 * 1024 * 1024
"""How many parts an Office file may have, and their bytes when unpacked."""

SECONDS = 10
"""Processor time for looking through a PDF, in a process of its own."""

_OFFICE = "application/vnd.openxmlformats-officedocument."
_MAIN_PART = {
    "DOCX": f"{_OFFICE}wordprocessingml.document.main+xml".encode(),
    "XLSX": f"{_OFFICE}spreadsheetml.sheet.main+xml".encode(),
}
_MACROS = re.compile(r"vbaProject|/activeX/|/macrosheets/|oleObject\d*\.bin$", re.IGNORECASE)
_UNREADABLE_ZIP = (
    zipfile.BadZipFile, zlib.error, NotImplementedError, RuntimeError, EOFError, OSError, UnicodeDecodeError,
)  # fmt: skip
_HIDDEN = re.compile(rb"<script|<html|<\?php|<!doctype html", re.IGNORECASE)
_RUNS = {
    "/JS": _("mã JavaScript"),
    "/JavaScript": _("mã JavaScript"),
    "/Launch": _("lệnh chạy chương trình"),
    "/EmbeddedFile": _("tệp khác đính bên trong"),
    "/EmbeddedFiles": _("tệp khác đính bên trong"),
    "/RichMedia": _("nội dung đa phương tiện"),
}


def fit(file):
    """Raise ValidationError, with a sentence for the one who chose the file, unless it may be stored.

    A file that is stored already was judged when it came.
    """
    if getattr(file, "_committed", False):
        return
    claimed = KINDS.get(PurePath(file.name).suffix.lower().removeprefix("."))
    if claimed is None:
        raise ValidationError(
            _("Chỉ nhận ảnh (JPEG, PNG, WEBP), PDF, Word (.docx) và Excel (.xlsx)."), code="kind"
        )
    not_too_large(file)
    file.seek(0)
    data = file.read()
    file.seek(0)
    found = kind_of(data)
    if found is None:
        raise ValidationError(
            _("Nội dung không phải %(claimed)s như tên tệp: hãy chọn đúng tệp gốc."),
            code="kind",
            params={"claimed": claimed},
        )
    if found != claimed:
        raise ValidationError(
            _("Tên tệp là %(claimed)s nhưng nội dung là %(found)s: hãy sửa đuôi tên tệp rồi chọn lại."),
            code="kind",
            params={"claimed": claimed, "found": found},
        )
    _JUDGES[found](data)


def not_too_large(file):
    """Raise ValidationError for a file over `LARGEST`; one that was lost from the disk is let pass."""
    try:
        size = file.size
    except FileNotFoundError:
        return
    if size > LARGEST:
        raise ValidationError(
            _("Tệp lớn hơn %(limit)s MB."), code="too_large", params={"limit": LARGEST // 1024**2}
        )


def kind_of(data):
    """What the bytes are, one of the values of `KINDS`, or None."""
    if data.startswith(b"\xff\xd8\xff"):
        return "JPEG"
    if data.startswith(b"\x89PNG\r\n\x1a\n"):
        return "PNG"
    if data[:4] == b"RIFF" and data[8:12] == b"WEBP":
        return "WEBP"
    if data.startswith(b"%PDF-"):
        return "PDF"
    if data.startswith(b"\xd0\xcf\x11\xe0"):
        raise ValidationError(
            _(
                "Tệp Office có mật khẩu hoặc kiểu cũ (.doc, .xls): hãy bỏ mật khẩu, lưu thành .docx hoặc .xlsx."
            ),
            code="locked",
        )
    return _office_kind(data) if data.startswith(b"PK\x03\x04") else None


def thumbnail_of(data):
    """A small JPEG of a picture, upright and free of all that the camera wrote beside it; None if it cannot be read."""
    try:
        with _opened(io.BytesIO(data)) as picture:
            picture.draft("RGB", THUMBNAIL)
            picture.thumbnail(THUMBNAIL)
            small = ImageOps.exif_transpose(picture)
            small = small.convert("RGBA" if small.has_transparency_data else "RGB")
    except (OSError, SyntaxError, ValueError, ValidationError):
        return None
    paper = Image.new("RGB", small.size, "white")
    paper.paste(small, mask=small if small.mode == "RGBA" else None)
    jpeg = io.BytesIO()
    paper.save(jpeg, "JPEG", quality=82, optimize=True)
    return jpeg.getvalue()


def _opened(file):
    """The picture, its size judged before a pixel is unpacked."""
    with warnings.catch_warnings():
        warnings.simplefilter("error", Image.DecompressionBombWarning)
        try:
            picture = Image.open(file, formats=["JPEG", "PNG", "WEBP"])
        except (Image.DecompressionBombError, Image.DecompressionBombWarning):
            raise _too_large() from None
    if max(picture.size) > LONGEST_SIDE or picture.width * picture.height > PIXELS:
        raise _too_large()
    return picture


def _too_large():
    return ValidationError(
        _("Ảnh quá lớn: mỗi cạnh không quá %(side)s điểm ảnh, cả ảnh không quá %(millions)s triệu."),
        code="dimensions",
        params={"side": f"{LONGEST_SIDE:,}".replace(",", "."), "millions": PIXELS // 1_000_000},
    )


def _picture(data):
    try:
        with _opened(io.BytesIO(data)) as picture:
            picture.load()
    except (OSError, SyntaxError, ValueError, MemoryError) as error:
        raise ValidationError(
            _("Ảnh hỏng hoặc bị cắt cụt: hãy lấy lại từ máy ảnh hoặc điện thoại."), code="broken"
        ) from error
    if zipfile.is_zipfile(io.BytesIO(data)) or b"%PDF-" in data[:1024] or _HIDDEN.search(data):
        raise ValidationError(_("Trong ảnh có giấu một tệp khác: hãy lưu lại ảnh rồi chọn."), code="polyglot")


def _office_kind(data):
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive, archive.open("[Content_Types].xml") as listing:
            types = listing.read(1024 * 1024)
    except (*_UNREADABLE_ZIP, KeyError):
        return None
    if b"macroEnabled" in types:
        raise _has_macros()
    return next((kind for kind, part in _MAIN_PART.items() if part in types), None)


def _office(data):
    broken = ValidationError(_("Tệp Office hỏng hoặc có mật khẩu: hãy mở, lưu lại rồi chọn."), code="broken")
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            parts = archive.infolist()
            if len(parts) > PARTS or sum(part.file_size for part in parts) > INFLATED:
                raise ValidationError(_("Tệp Office phình to khác thường khi mở."), code="bomb")
            if any(_MACROS.search(part.filename) for part in parts):
                raise _has_macros()
            if archive.testzip():
                raise broken
            for part in parts:
                if part.filename.endswith((".xml", ".rels")) and b"<!DOCTYPE" in archive.open(part).read(
                    2048
                ):
                    raise broken
    except _UNREADABLE_ZIP as error:
        raise broken from error


def _document(data):
    _office(data)
    try:
        text = files.text_of("x.docx", data)
    except files.Unreadable:
        return  # nothing to read: only pictures, or more than anyone reads
    refuse_secret(text)


def _has_macros():
    return ValidationError(
        _("Tệp Office có macro hoặc đối tượng chạy được: hãy lưu thành .docx hoặc .xlsx không có macro."),
        code="macros",
    )


def _pdf(data):
    """A PDF is looked through where it can take neither our time nor our memory."""
    command = [sys.executable, "-m", __name__]
    try:
        done = subprocess.run(command, input=data, capture_output=True, timeout=2 * SECONDS, check=False)
        found = json.loads(done.stdout) if done.returncode == 0 else {}
    except subprocess.TimeoutExpired:
        found = {}
    if found.get("locked"):
        raise ValidationError(
            _("PDF có mật khẩu hoặc bị khóa: hãy lưu một bản không khóa, để hồ sơ còn mở được về sau."),
            code="locked",
        )
    if "text" not in found:
        raise ValidationError(_("PDF hỏng hoặc quá phức tạp: hãy in lại ra PDF rồi chọn."), code="broken")
    for name, what in _RUNS.items():
        if name in found["names"]:
            raise ValidationError(
                _("PDF có %(what)s: hãy in lại ra PDF rồi chọn."), code="active", params={"what": what}
            )
    refuse_secret(found["text"])


def _looked_through(data):
    """What `_pdf` has to know of a PDF, as JSON; called in the process made for it."""
    from pypdf import PdfReader

    reader = PdfReader(io.BytesIO(data))
    if reader.is_encrypted:
        return json.dumps({"locked": True})
    names = set()
    entries = {number for generation in reader.xref.values() for number in generation} | set(
        reader.xref_objStm
    )
    for number in entries:
        _collect(reader.get_object(number), names)
    _collect(reader.trailer, names)
    return json.dumps({"names": sorted(names), "text": reader.pages[0].extract_text()})


def _collect(node, names):
    """Add the keys and names in a PDF's object, without following its references."""
    waiting = [node]
    while waiting:
        node = waiting.pop()
        if isinstance(node, dict):
            waiting += [dict.__getitem__(node, key) for key in node]
            names.update(name for name in node if name in _RUNS)
        elif isinstance(node, list):
            waiting += list.__iter__(node)
        elif isinstance(node, str) and node in _RUNS:
            names.add(str(node))


_JUDGES = {
    "JPEG": _picture,
    "PNG": _picture,
    "WEBP": _picture,
    "PDF": _pdf,
    "DOCX": _document,
    "XLSX": _office,
}


if __name__ == "__main__":
    files.limit(SECONDS)
    sys.stdout.write(_looked_through(sys.stdin.buffer.read()))
