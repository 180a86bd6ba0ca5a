"""A photo has a thumbnail of its own, seen by whoever may see the photo, and gone when the photo is."""

import pytest
from django.contrib.auth.models import Permission

from meetings.models import Attachment
from tests.factories import AttachmentFactory, SessionFactory, UserFactory
from tests.files.samples import PDF, picture, turned_picture, upload
from tests.runtime.test_media import sees

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _own_folder(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path


@pytest.fixture
def session():
    return SessionFactory()


@pytest.fixture
def photo(session):
    return AttachmentFactory(session=session, file=upload("anh.jpg", turned_picture()))


def test_thumbnail_is_made_once_when_the_photo_comes(photo):
    assert (photo.thumbnail_width, photo.thumbnail_height) == (320, 480)
    name = photo.thumbnail.name
    assert name == f"sessions/{photo.session_id}/thumbnails/anh.jpg"
    stored = Attachment.objects.get()
    stored.caption = "Khác"
    stored.save()
    assert Attachment.objects.get().thumbnail.name == name


def test_another_photo_brings_another_thumbnail(photo):
    photo.file = upload("khac.png", picture("PNG"))
    photo.save()
    photo.refresh_from_db()
    assert photo.thumbnail.name.endswith("khac.jpg")
    assert (photo.thumbnail_width, photo.thumbnail_height) == (480, 320)
    photo.file.save("nua.png", upload("nua.png", picture("PNG", size=(50, 40))))
    photo.refresh_from_db()
    assert (photo.thumbnail_width, photo.thumbnail_height) == (50, 40)


@pytest.mark.parametrize("change", [{"kind": "scan"}, {"file": ""}])
def test_what_is_no_photo_any_more_has_no_thumbnail(photo, change):
    for name, value in change.items():
        setattr(photo, name, value)
    photo.save()
    photo.refresh_from_db()
    assert not photo.thumbnail
    assert photo.thumbnail_width is None


def test_scan_has_no_thumbnail(session):
    assert not AttachmentFactory(session=session, kind="scan", file=upload("a.pdf", PDF)).thumbnail


def test_thumbnail_is_seen_with_its_photo(client, session, photo):
    address = f"/media/{photo.thumbnail.name}"
    assert not sees(client, address)
    clerk = UserFactory(is_staff=True)
    clerk.user_permissions.add(Permission.objects.get(codename="view_attachment"))
    client.force_login(clerk)
    assert sees(client, address)
    client.logout()
    session.publish()
    assert sees(client, address)


def test_thumbnail_of_a_deleted_photo_is_not_found(admin_client, photo):
    address = f"/media/{photo.thumbnail.name}"
    assert sees(admin_client, address)
    photo.delete()
    assert not sees(admin_client, address)


def test_page_and_api_show_the_thumbnail(client, session, photo):
    AttachmentFactory(session=session, caption="Ảnh chưa có")
    session.publish()
    page = client.get(session.get_absolute_url()).content.decode()
    assert (
        f'src="/media/{photo.thumbnail.name}" width="320" height="480" alt="{photo.caption}" loading="lazy"'
        in page
    )
    shown, captioned = client.get(f"/api/v1/sessions/{session.pk}/").json()["photos"]
    assert shown["thumbnail"].endswith(photo.thumbnail.name)
    assert captioned["thumbnail"] is None


def test_desk_shows_the_thumbnail(admin_client, session, photo):
    for address in ("/admin/meetings/attachment/", f"/admin/meetings/session/{session.pk}/change/"):
        assert f'src="/media/{photo.thumbnail.name}"' in admin_client.get(address).content.decode()
