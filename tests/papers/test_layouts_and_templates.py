"""Layouts by date, and the Word templates of an office."""

from datetime import date
from io import BytesIO

import pytest
from django.core.exceptions import ValidationError
from django.core.files.base import ContentFile
from docx import Document

from resolutions.models import Layout, PaperTemplate
from tests.factories import LayoutFactory, PaperTemplateFactory
from tests.papers.reading import paper, solid, text_of

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    ("day", "rule"),
    [
        (date(2016, 1, 1), "36-HD/VPTW"),
        (date(2023, 9, 29), "36-HD/VPTW"),
        (date(2026, 1, 8), "36-HD/VPTW"),
        (date(2026, 1, 9), "05-HD/VPTW"),
    ],
)
def test_layout_is_the_one_in_force_on_the_day_of_the_paper(day, rule):
    assert Layout.objects.for_day(day).rule == rule


def test_corrected_fact_shows_on_the_next_paper(session):
    LayoutFactory(in_force_on=date(2023, 1, 1), party_words="ĐẢNG CỘNG SẢN")
    text = text_of(paper(session, "minutes", "pdf"))
    assert solid("ĐẢNG CỘNG SẢN") in text and solid("VIỆT NAM") not in text


@pytest.mark.parametrize("kind", ["resolution", "minutes"])
def test_starting_template_is_accepted_and_makes_the_same_words(session, kind):
    record = session if kind == "minutes" else session.resolutions.get()
    built_in = text_of(paper(record, kind, "docx"))
    template = PaperTemplateFactory(organization=session.organization, kind=kind)
    template.full_clean()
    assert text_of(paper(record, kind, "docx")) == built_in


def changed(kind="resolution", **replaced):
    """A template in which some texts of the starting one are replaced."""
    document = Document(BytesIO(PaperTemplate(kind=kind).starting()))
    for node in document.element.body.iter():
        for old, new in replaced.items():
            if node.tag.endswith("}t") and node.text and old in node.text:
                node.text = new
    file = BytesIO()
    document.save(file)
    return file.getvalue()


@pytest.mark.parametrize(
    ("data", "named"),
    [
        (lambda: changed(dia_danh_ngay="{{ ngay_thang }}"), "ngay_thang"),
        (lambda: changed(dia_danh_ngay="khong co ngay"), "{{ dia_danh_ngay }} (địa danh, ngày tháng)"),
        (lambda: changed(dia_danh_ngay="{{ dia_danh_ngay }"), "sai cú pháp"),
        (lambda: changed(dia_danh_ngay="{{ dia_danh_ngay.__class__.__mro__ }}"), "không điền được"),
        (lambda: b"%PDF-1.4", "DOCX"),
    ],
)
def test_bad_template_is_refused_with_what_is_wrong(data, named):
    with pytest.raises(ValidationError) as refused:
        PaperTemplateFactory(file=ContentFile(data(), "mau.docx"))
    assert named in " ".join(refused.value.message_dict["file"])


def test_template_of_another_day_or_office_is_not_taken(session):
    PaperTemplateFactory(kind="minutes", file=ContentFile(changed("minutes", cap_tren="KHÁC"), "mau.docx"))
    PaperTemplateFactory(
        organization=session.organization,
        kind="minutes",
        in_force_on=date(2024, 1, 1),
        file=ContentFile(changed("minutes", cap_tren="KHÁC"), "mau.docx"),
    )
    assert "KHÁC" not in text_of(paper(session, "minutes", "docx"))
