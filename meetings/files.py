"""The text of a report's file: .txt in any usual encoding, .docx, PDF with text.

Plain Python that knows no table. Whatever cannot be read ends in an `Unreadable` whose sentence is for the clerk; a file made
to harm ends there too, within two seconds and 200 MB.
"""

import io
import re
import subprocess
import sys
import unicodedata
import zipfile
from pathlib import PurePath
from xml.parsers import expat

LARGEST = 20 * 1024 * 1024
"""Bytes of the largest file that is opened."""

INFLATED, ELEMENTS = 32 * 1024 * 1024, 600_000
"""Bytes, and elements, that the body of a Word document may have when unpacked: twice what 500 pages have."""

LONGEST = 2_000_000
"""Characters of the longest text that is taken out of one."""

DEEPEST = 200
"""Elements of a Word document that may stand inside one another: tables in tables in tables."""

SECONDS = 2
MEMORY = 512 * 1024 * 1024
"""What reading a PDF may take: it happens in a process of its own. Address space, of which a third is used at most."""

_BODY = "word/document.xml"
_CHUNK = 64 * 1024
_WORD = "http://schemas.openxmlformats.org/wordprocessingml/2006/main "
_ALIKE = "http://schemas.openxmlformats.org/markup-compatibility/2006 Fallback"
_SWOLLEN = "Tệp Word phình to khác thường khi mở, không đọc."
_BLANK_LINES = re.compile(r"\n{3,}")


class Unreadable(ValueError):
    """No text could be taken out of the file; the message says why, in Vietnamese."""


def text_of(name, data):
    """The text of a file, given its name and its bytes; lines end in \\n."""
    if len(data) > LARGEST:
        raise Unreadable(f"Tệp lớn hơn {LARGEST // 1024 // 1024} MB, không thể là một báo cáo.")
    kind = PurePath(name).suffix.lower()
    if data[:5] == b"%PDF-" or kind == ".pdf":
        text = _pdf_in_a_process(data)
    elif data[:2] == b"PK" or kind == ".docx":
        text = _docx(data)
    elif data[:4] == b"\xd0\xcf\x11\xe0" or kind == ".doc":
        raise Unreadable("Đây là tệp Word kiểu cũ (.doc): hãy mở bằng Word rồi lưu thành .docx.")
    elif kind in (".txt", ".text", ".md", ""):
        text = _plain(data)
    else:
        raise Unreadable(f"Không đọc được tệp kiểu {kind}: chỉ đọc .txt, .docx và PDF có chữ.")
    if len(text) > LONGEST:
        raise Unreadable(f"Văn bản dài hơn {LONGEST:,} ký tự: hãy chia nhỏ.".replace(",", "."))
    text = _BLANK_LINES.sub("\n\n", text.replace("\r\n", "\n").replace("\r", "\n"))
    if not text.strip():
        raise Unreadable("Tệp không có chữ nào.")
    return text


def _plain(data):
    """Bytes as text: by their byte order mark, else UTF-8, else UTF-16 without a mark, else Windows-1258."""
    for mark, encoding in ((b"\xef\xbb\xbf", "utf-8-sig"), (b"\xff\xfe", "utf-16"), (b"\xfe\xff", "utf-16")):
        if data.startswith(mark):
            return _decoded(data, encoding)
    head = data[:2000]
    if head.count(0) > len(head) // 8:
        return _decoded(data, "utf-16-le" if head[1::2].count(0) >= head[::2].count(0) else "utf-16-be")
    if 0 in head:
        raise Unreadable("Tệp này không phải văn bản.")
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError:
        return unicodedata.normalize("NFC", _decoded(data, "cp1258"))


def _decoded(data, encoding):
    try:
        return data.decode(encoding)
    except UnicodeDecodeError as error:
        raise Unreadable("Không nhận ra bảng mã của tệp: hãy lưu lại thành UTF-8.") from error


def _docx(data):
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive, archive.open(_BODY) as body:
            return _Document().read(body)
    except KeyError as error:
        raise Unreadable("Tệp này không phải tệp Word (.docx).") from error
    except (
        zipfile.BadZipFile,
        expat.ExpatError,
        NotImplementedError,
        RuntimeError,
        EOFError,
        OSError,
    ) as error:
        raise Unreadable("Tệp Word hỏng hoặc có mật khẩu, không đọc được.") from error


class _Document:
    """Takes the words out of a Word document as they come, so that its size never matters, only its text's."""

    def __init__(self):
        self.parts, self.length, self.cells = [], 0, 0
        self.depth, self.ignored, self.elements = 0, 0, 0
        self.in_text = self.in_numbering = False
        self.parser = expat.ParserCreate(namespace_separator=" ")
        self.parser.StartElementHandler = self.start
        self.parser.EndElementHandler = self.end
        self.parser.CharacterDataHandler = self.words
        self.parser.StartDoctypeDeclHandler = self.doctype

    def read(self, body):
        """The text of the document, read piece by piece."""
        seen = 0
        while chunk := body.read(_CHUNK):
            seen += len(chunk)
            if seen > INFLATED:
                raise Unreadable(_SWOLLEN)
            self.parser.Parse(chunk, False)
        self.parser.Parse(b"", True)
        return "".join(self.parts)

    def start(self, name, _attributes):
        self.depth += 1
        self.elements += 1
        if self.depth > DEEPEST:
            raise Unreadable("Tệp Word có bảng lồng nhau quá sâu, không đọc.")
        if self.elements > ELEMENTS:
            raise Unreadable(_SWOLLEN)
        if name == _ALIKE:
            self.ignored += 1
        if self.ignored or not name.startswith(_WORD):
            return
        local = name[len(_WORD) :]
        if local == "t":
            self.in_text = True
        elif local == "tab":
            self.add("\t")
        elif local in ("br", "cr"):
            self.add("\n")
        elif local == "numPr":
            self.add("- ")
        elif local == "tc":
            self.cells += 1

    def end(self, name):
        self.depth -= 1
        if name == _ALIKE:
            self.ignored -= 1
        if self.ignored or not name.startswith(_WORD):
            return
        local = name[len(_WORD) :]
        if local == "t":
            self.in_text = False
        elif local == "p":
            self.add(" " if self.cells else "\n")
        elif local == "tc":
            self.cells -= 1
            self.add("\t")
        elif local == "tr":
            self.add("\n")

    def words(self, words):
        if self.in_text and not self.ignored:
            self.add(words)

    def add(self, words):
        self.length += len(words)
        if self.length > LONGEST:
            raise Unreadable(f"Văn bản dài hơn {LONGEST:,} ký tự: hãy chia nhỏ.".replace(",", "."))
        self.parts.append(words)

    def doctype(self, *_declaration):
        raise Unreadable("Tệp Word có khai báo lạ, không đọc.")


def _pdf_in_a_process(data):
    """A PDF's text, read where it can take neither our time nor our memory."""
    command = [sys.executable, "-m", __name__]
    try:
        done = subprocess.run(command, input=data, capture_output=True, timeout=2 * SECONDS, check=False)
    except subprocess.TimeoutExpired as error:
        raise Unreadable("Tệp PDF quá phức tạp, không đọc xong được.") from error
    if done.returncode:
        raise Unreadable("Tệp PDF hỏng, có mật khẩu hoặc quá phức tạp, không đọc được.")
    text = done.stdout.decode("utf-8")
    if sum(map(str.isalpha, text)) < 20:
        raise Unreadable("Tệp PDF là bản chụp không có chữ: hãy dùng bản có chữ hoặc dán văn bản vào.")
    return text


def _pdf(data):
    """The text of a PDF's pages; called in the process made for it."""
    from pypdf import PdfReader

    pages, length = [], 0
    for page in PdfReader(io.BytesIO(data)).pages:
        pages.append(_unwrapped(page.extract_text()))
        length += len(pages[-1])
        if length > LONGEST:
            break
    return "\n".join(pages)


def _unwrapped(text):
    """A page's lines joined into paragraphs: a line that ends without a stop goes on in the next, unless that begins anew."""
    lines = [line.strip() for line in text.splitlines()]
    widest = max(map(len, lines), default=0)
    paragraphs = []
    for line in lines:
        goes_on = (
            paragraphs and len(paragraphs[-1][1]) > 0.75 * widest and paragraphs[-1][1][-1:] not in ".:;…!?"
        )
        if goes_on and line and not re.match(r"[-–+•*]\s|\(?\d{1,2}[.)]\s|[IVX]+\.\s", line):
            paragraphs[-1] = (f"{paragraphs[-1][0]} {line}", line)
        else:
            paragraphs.append((line, line))
    return "\n".join(paragraph for paragraph, _last in paragraphs)


def limit(seconds):
    """Bind this process, made to read one file, to `MEMORY` and so much processor time."""
    try:
        import resource
    except ImportError:  # no such limits on Windows: the time-out must do
        return
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    resource.setrlimit(resource.RLIMIT_CPU, (seconds, seconds))


if __name__ == "__main__":
    limit(SECONDS)
    sys.stdout.buffer.write(_pdf(sys.stdin.buffer.read()).encode("utf-8", "replace"))
