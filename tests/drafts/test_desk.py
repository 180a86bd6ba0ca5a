"""A report's text comes in at the desk: pasted, or in a file."""

import io

import docx
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from meetings.models import Draft

pytestmark = pytest.mark.django_db

ADD = reverse("admin:meetings_draft_add")
TEXT = "Huyện ủy họp\n\nNgày 29/9/2023, Huyện ủy họp kỳ thứ 15.\n- Một;\n- Hai."


def word(text):
    document, data = docx.Document(), io.BytesIO()
    for line in text.splitlines():
        document.add_paragraph(line)
    document.save(data)
    return data.getvalue()


def test_pasted_text_is_kept_line_by_line_and_leads_to_its_page(admin_client):
    answer = admin_client.post(ADD, {"text": TEXT.replace("\n", "\r\n")})
    draft = Draft.objects.get()
    assert answer.url == draft.get_absolute_url()
    assert (draft.text, draft.title, draft.status) == (TEXT, "Huyện ủy họp", "waiting")


@pytest.mark.parametrize(("name", "data"), [("a.txt", TEXT.encode()), ("a.docx", word(TEXT))])
def test_uploaded_file_gives_its_text(admin_client, name, data):
    admin_client.post(ADD, {"title": "Tên tôi đặt", "file": SimpleUploadedFile(name, data)})
    draft = Draft.objects.get()
    assert draft.title == "Tên tôi đặt"
    assert "Ngày 29/9/2023" in draft.text


def test_scan_without_text_is_refused_beside_the_field_and_nothing_typed_is_lost(admin_client):
    file = SimpleUploadedFile("quet.doc", b"\xd0\xcf\x11\xe0" + bytes(99))
    answer = admin_client.post(ADD, {"title": "Tên tôi đặt", "file": file})
    form = answer.context["adminform"].form
    assert "Word kiểu cũ" in str(form.errors["file"])
    assert form["title"].value() == "Tên tôi đặt"
    assert not Draft.objects.exists()


@pytest.mark.parametrize("sent", [{}, {"text": " "}, {"text": TEXT, "file": "both"}])
def test_either_text_or_a_file_is_asked_for(admin_client, sent):
    if "file" in sent:
        sent["file"] = SimpleUploadedFile("a.txt", TEXT.encode())
    answer = admin_client.post(ADD, sent)
    assert "chọn một trong hai" in answer.content.decode()
    assert not Draft.objects.exists()


def test_text_longer_than_any_report_is_refused_in_words(admin_client):
    answer = admin_client.post(ADD, {"text": "đ" * 2_000_001})
    assert "hãy chia nhỏ" in answer.content.decode()


def test_page_of_a_draft_at_the_desk_leads_to_the_text(admin_client):
    draft = Draft.objects.create(title="Nháp", text=TEXT)
    page = admin_client.get(reverse("admin:meetings_draft_change", args=[draft.pk])).content.decode()
    assert "Soát văn bản" in page and "<textarea" not in page
