"""Uploads are seen by whoever may see the record that holds them."""

import pytest
from django.contrib.auth.models import Permission
from django.core.files.base import ContentFile

from meetings.models import Attachment
from tests.factories import SessionFactory, UserFactory

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _own_folder(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path


@pytest.fixture
def session():
    return SessionFactory()


@pytest.fixture
def attach(session):
    def attached(name, content=b"content"):
        attachment = Attachment(session=session, caption="Ảnh")
        attachment.file.save(name, ContentFile(content))
        return f"/media/{attachment.file.name}"

    return attached


@pytest.fixture
def photo(attach):
    return attach("anh.jpg")


def sees(client, path):
    response = client.get(path)
    response.getvalue()
    return response.status_code == 200


def test_stranger_sees_a_file_once_its_session_is_published(client, session, photo):
    assert not sees(client, photo)
    session.publish()
    assert sees(client, photo)
    session.withdraw()
    assert not sees(client, photo)


def test_staff_sees_what_the_admin_shows_them(client, photo):
    clerk = UserFactory(is_staff=True)
    client.force_login(clerk)
    assert not sees(client, photo)
    clerk.user_permissions.add(Permission.objects.get(codename="view_attachment"))
    assert sees(client, photo)


def test_permission_without_the_admin_opens_nothing(client, photo):
    visitor = UserFactory()
    visitor.user_permissions.add(Permission.objects.get(codename="view_attachment"))
    client.force_login(visitor)
    assert not sees(client, photo)


def test_content_arrives_unchanged_and_powerless(client, session, attach):
    photo = attach("anh.png", b"\x89PNG")
    session.publish()
    response = client.get(photo)
    assert response.getvalue() == b"\x89PNG"
    assert response["Content-Type"] == "image/png"
    assert response["X-Content-Type-Options"] == "nosniff"
    assert response["Content-Security-Policy"] == "sandbox"
    assert response["Content-Disposition"].startswith("inline")


@pytest.mark.parametrize("name", ["bao-cao.docx", "trang.html", "hinh.svg", "khong-duoi"])
def test_what_is_neither_photo_nor_pdf_is_saved_to_disk(client, session, attach, name):
    document = attach(name)
    session.publish()
    response = client.get(document)
    assert response.getvalue() == b"content"
    assert response["Content-Disposition"].startswith("attachment")


@pytest.mark.parametrize(
    "path",
    ["/media/secret-key", "/media/../secret-key", "/media/%00", "/media/sessions/1/", "/media//etc/passwd"],
)
def test_file_that_no_record_holds_is_not_found(admin_client, settings, path):
    (settings.MEDIA_ROOT / "secret-key").write_text("key")
    assert admin_client.get(path).status_code == 404


def test_file_that_is_gone_from_the_disk_is_not_found(client, session, photo, settings):
    session.publish()
    (settings.MEDIA_ROOT / photo.removeprefix("/media/")).unlink()
    assert client.get(photo).status_code == 404


def test_nothing_is_uploaded_through_this_door(client, photo):
    assert client.post(photo).status_code == 405
