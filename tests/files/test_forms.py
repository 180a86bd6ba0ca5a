"""A refused file says why beside its field; the rest of the form is kept, and files to choose again are named."""

import pytest
from django.urls import reverse

from meetings.models import Attachment
from resolutions.models import Evidence
from tests.desk.pages import address, rows, sent
from tests.factories import DirectiveFactory, RoleFactory, SessionFactory, UnitFactory, UserFactory
from tests.files.samples import PDF, picture, upload

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _own_folder(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path


def test_session_page_keeps_everything_but_the_files(admin_client):
    session = SessionFactory()
    page = address(type(session), "change", session.pk)
    data = sent(admin_client.get(page))
    data["place"] = "Hội trường"
    data = rows(data, "results", {"text": "Kết quả gõ dở", "sector": ""})
    data = rows(
        data,
        "attachments",
        {"kind": "photo", "caption": "Đại biểu", "credit": ""},
        {"kind": "scan", "caption": "Biên bản", "credit": ""},
    )
    files = {
        "attachments-0-file": upload("anh.jpg", b"<script>"),
        "attachments-1-file": upload("bien-ban.pdf", PDF),
    }
    response = admin_client.post(page, data | files)
    html = response.content.decode()
    formsets = {inline.formset.prefix: inline.formset for inline in response.context["inline_admin_formsets"]}
    bad, good = formsets["attachments"].forms[:2]
    assert bad.errors == {"file": ["Nội dung không phải JPEG như tên tệp: hãy chọn đúng tệp gốc."]}
    assert not good.errors
    assert "Chưa lưu, hãy chọn lại: bien-ban.pdf" in html
    assert "Chưa lưu, hãy chọn lại: anh.jpg" in html
    kept = sent(response)
    assert kept["place"] == "Hội trường"
    assert kept["results-0-text"] == "Kết quả gõ dở"
    assert kept["attachments-0-caption"] == "Đại biểu"
    assert not Attachment.objects.exists()
    files = {"attachments-0-file": upload("anh.jpg", picture()), "attachments-1-file": upload("b.pdf", PDF)}
    assert admin_client.post(page, kept | files).status_code == 302
    assert Attachment.objects.count() == 2


def test_report_keeps_its_text_and_names_every_refused_file(client):
    unit = UnitFactory()
    user = UserFactory()
    RoleFactory(user=user, organization=unit, kind="reporter")
    directive = DirectiveFactory(lead_unit=unit)
    directive.session.publish()
    client.force_login(user)
    page = reverse("report", args=[directive.pk])
    typed = {"percent": 40, "text": "Đã làm được bốn phần mười.", "reported_on": "01/11/2023"}
    refused = [upload("gia.pdf", b"MZ"), upload("anh.jpg", picture()), upload("chay.exe", b"MZ")]
    response = client.post(page, typed | {"evidence": refused})
    html = response.content.decode()
    assert response.context["form"].errors["evidence"] == [
        "gia.pdf: Nội dung không phải PDF như tên tệp: hãy chọn đúng tệp gốc.",
        "chay.exe: Chỉ nhận ảnh (JPEG, PNG, WEBP), PDF, Word (.docx) và Excel (.xlsx).",
    ]
    assert "Chưa lưu, hãy chọn lại: gia.pdf, anh.jpg, chay.exe" in html
    assert "Đã làm được bốn phần mười." in html
    assert not Evidence.objects.exists()
    client.post(page, typed | {"evidence": [upload("anh.jpg", picture())]})
    assert Evidence.objects.get().file.name.endswith("anh.jpg")
