"""Word templates that an office edits: fields in {{ }} take what a paper holds. Plain Python that knows no table."""

from datetime import date
from io import BytesIO
from zipfile import BadZipFile

from docx import Document
from docx.opc.exceptions import PackageNotFoundError
from docx.shared import Mm
from docxtpl import DocxTemplate, InlineImage
from jinja2 import StrictUndefined, TemplateError, TemplateSyntaxError, UndefinedError
from jinja2.sandbox import SandboxedEnvironment
from lxml import etree
from markupsafe import Markup

from resolutions.typeset.paper import Paper, Paragraph, Signature, cleaned
from resolutions.typeset.word import Writer

FIELDS = {
    "superior": "cơ quan cấp trên",
    "issuer": "cơ quan ban hành",
    "number": "số và ký hiệu",
    "place_and_date": "địa danh, ngày tháng",
    "draft": "chữ DỰ THẢO trên bản chưa duyệt",
    "urgency": "mức độ khẩn",
    "kind": "tên loại văn bản",
    "abstract": "trích yếu",
    "body": "toàn bộ nội dung; đứng một mình một đoạn, viết là {{p body }}",
    "signatures": "người ký, lần lượt: signatures[0].authority, .title, .name",
    "recipients": "các dòng nơi nhận: {%p for line in recipients %} … {%p endfor %}",
    "proof": "mã xác thực và địa chỉ đối chiếu",
    "qr": "mã QR của địa chỉ ấy",
}
"""What a template may hold, with what it stands for."""

REQUIRED = {
    name: FIELDS[name] for name in ("number", "place_and_date", "draft", "body", "signatures", "proof")
}
"""What every template must hold."""


class BadTemplate(ValueError):
    """The template cannot be filled in; the message says why, in Vietnamese."""


def filled(data, paper, layout):
    """The bytes of the .docx that the template, given in bytes, makes of the paper."""
    template = DocxTemplate(BytesIO(data))
    template.render(_context(template, cleaned(paper), layout), _environment(), autoescape=True)
    file = BytesIO()
    template.save(file)
    return file.getvalue()


def check(data, layout, signatures):
    """The names of the required fields that the template lacks, for a paper with so many signatures.

    Raises `BadTemplate` for a template that cannot be filled in.
    """
    sample = Paper(date.min, "", "", "", "", "", "", signatures=(Signature(),) * signatures)
    try:
        template = DocxTemplate(BytesIO(data))
        used = template.get_undeclared_template_variables(_environment())
        filled(data, sample, layout)
    except UndefinedError as error:
        raise BadTemplate(f"Mẫu có trường không có trong văn bản: {_named(error)}") from error
    except TemplateSyntaxError as error:
        raise BadTemplate(f"Mẫu viết sai cú pháp ở một trường: {error.message}") from error
    except TemplateError as error:
        raise BadTemplate(f"Mẫu có trường không điền được: {error}") from error
    except (BadZipFile, PackageNotFoundError, KeyError, ValueError, etree.LxmlError) as error:
        raise BadTemplate("Tệp này không phải tệp Word (.docx) mở được.") from error
    return [name for name in REQUIRED if name not in used]


def starting(signatures, layout):
    """The bytes of a template that makes what the built-in paper is, for so many signatures."""
    blanks = {
        name: f"{{{{ {name} }}}}"
        for name in ("superior", "issuer", "number", "place_and_date", "kind", "abstract")
    }
    paper = Paper(
        date.min,
        **blanks,
        urgency="{{ draft }}",
        body=(Paragraph("{{p body }}"), Paragraph("")),
        signatures=tuple(
            Signature(*(f"{{{{ signatures[{n}].{part} }}}}" for part in ("authority", "title", "name")))
            for n in range(signatures)
        ),
        recipients=("{%p for line in recipients %}", "{{ line }}", "{%p endfor %}"),
    )
    writer = Writer(paper, layout)
    document = writer.written()
    writer._line(document, "{{ qr }} {{ proof }}", 9, align=0)
    file = BytesIO()
    document.save(file)
    return file.getvalue()


def _context(template, paper, layout):
    return {
        "superior": paper.superior,
        "issuer": paper.issuer,
        "number": paper.number,
        "place_and_date": paper.place_and_date,
        "draft": layout.draft_words if paper.is_draft else "",
        "urgency": paper.urgency,
        "kind": paper.kind,
        "abstract": paper.abstract,
        "body": Markup(_body(paper, layout)),
        "signatures": paper.signatures,
        "recipients": paper.recipients,
        "proof": paper.proof.words if paper.proof else "",
        "qr": InlineImage(template, BytesIO(paper.proof.png), width=Mm(15)) if paper.proof else "",
    }


def _body(paper, layout):
    """The blocks of the body as the XML of Word."""
    writer = Writer(paper, layout)
    place = Document()
    before = set(place.element.body)
    writer.document = place
    writer.write_body(place)
    parts = [part for part in place.element.body if part not in before]
    return "".join(etree.tostring(part, encoding="unicode") for part in parts)


def _environment():
    return SandboxedEnvironment(undefined=StrictUndefined)


def _named(error):
    """The field of which a strict template complains."""
    return str(error.message).replace("is undefined", "").strip(" '") + "."
