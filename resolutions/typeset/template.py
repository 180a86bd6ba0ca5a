"""Word templates that an office edits: fields in {{ }} take what a paper holds. Plain Python that knows no table."""

from datetime import date
from io import BytesIO
from zipfile import BadZipFile

from django.utils.translation import gettext_lazy as _
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
    "cap_tren": _("cơ quan cấp trên"),
    "co_quan": _("cơ quan ban hành"),
    "so_ky_hieu": _("số và ký hiệu"),
    "dia_danh_ngay": _("địa danh, ngày tháng"),
    "du_thao": _("chữ trên bản chưa duyệt"),
    "do_khan": _("mức độ khẩn"),
    "loai": _("tên loại văn bản"),
    "trich_yeu": _("trích yếu"),
    "noi_dung": _("toàn bộ nội dung; đứng một mình một đoạn, viết là {{p noi_dung }}"),
    "nguoi_ky": _("người ký, lần lượt nguoi_ky[0].tham_quyen, .chuc_vu, .ten"),
    "noi_nhan": _("các dòng nơi nhận, lặp như trong mẫu gốc"),
    "xac_thuc": _("mã xác thực và địa chỉ đối chiếu"),
    "hinh_ma": _("hình mã vuông của địa chỉ ấy"),
}
"""What a template may hold, with what it stands for."""

REQUIRED = {
    name: FIELDS[name]
    for name in ("so_ky_hieu", "dia_danh_ngay", "du_thao", "noi_dung", "nguoi_ky", "xac_thuc")
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
    paper = Paper(
        day=date.min,
        superior="{{ cap_tren }}",
        issuer="{{ co_quan }}",
        number="{{ so_ky_hieu }}",
        place_and_date="{{ dia_danh_ngay }}",
        kind="{{ loai }}",
        abstract="{{ trich_yeu }}",
        urgency="{{ du_thao }}",
        body=(Paragraph("{{p noi_dung }}"), Paragraph("")),
        signatures=tuple(
            Signature(*(f"{{{{ nguoi_ky[{n}].{part} }}}}" for part in ("tham_quyen", "chuc_vu", "ten")))
            for n in range(signatures)
        ),
        recipients=("{%p for dong in noi_nhan %}", "{{ dong }}", "{%p endfor %}"),
    )
    writer = Writer(paper, layout)
    document = writer.written()
    writer._line(document, "{{ hinh_ma }} {{ xac_thuc }}", 9, align=0)
    file = BytesIO()
    document.save(file)
    return file.getvalue()


def _context(template, paper, layout):
    proof = paper.proof
    return {
        "cap_tren": paper.superior,
        "co_quan": paper.issuer,
        "so_ky_hieu": paper.number,
        "dia_danh_ngay": paper.place_and_date,
        "du_thao": layout.draft_words if paper.is_draft else "",
        "do_khan": paper.urgency,
        "loai": paper.kind,
        "trich_yeu": paper.abstract,
        "noi_dung": Markup(_body(paper, layout)),
        "nguoi_ky": [
            {"tham_quyen": who.authority, "chuc_vu": who.title, "ten": who.name} for who in paper.signatures
        ],
        "noi_nhan": paper.recipients,
        "xac_thuc": proof.words if proof else "",
        "hinh_ma": InlineImage(template, BytesIO(proof.png), width=Mm(15)) if proof else "",
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
