"""Uploads in a bucket: they work as they do in a folder, and nobody is let into the bucket itself."""

import io
import zipfile
from contextlib import closing

import boto3
import pytest
from moto.server import ThreadedMotoServer

from district.management import backups
from meetings.models.seal import contents_of
from tests.factories import AttachmentFactory, EvidenceFactory, PaperTemplateFactory, SessionFactory
from tests.files.samples import picture, upload
from tests.runtime.test_media import sees

pytestmark = pytest.mark.django_db


@pytest.fixture(scope="module")
def store():
    """The address of an S3 store of this machine, and the keys to it in the environment."""
    server = ThreadedMotoServer("127.0.0.1", port=0)
    server.start()
    host, port = server.get_host_and_port()
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("AWS_ACCESS_KEY_ID", "district")
        patch.setenv("AWS_SECRET_ACCESS_KEY", "secret")
        patch.setenv("AWS_DEFAULT_REGION", "us-east-1")
        yield f"http://{host}:{port}"
    server.stop()


@pytest.fixture
def bucket(store, settings, tmp_path):
    """An empty bucket that is the place of all uploads."""
    with closing(boto3.client("s3", endpoint_url=store)) as client:
        client.create_bucket(Bucket="office")
        settings.MEDIA_ROOT = tmp_path / "media"
        settings.MEDIA_S3, settings.MEDIA_S3_ENDPOINT = "office", store
        settings.STORAGES = {**settings.STORAGES, "default": {"BACKEND": "district.bucket.Bucket"}}
        bucket = boto3.resource("s3", endpoint_url=store).Bucket("office")
        yield bucket
        bucket.objects.delete()
        bucket.delete()


@pytest.fixture
def photo(bucket):
    return AttachmentFactory(session=SessionFactory(), file=upload("ảnh họp.jpg", picture()))


def keys(bucket):
    return [found.key for found in bucket.objects.all()]


def test_photo_and_thumbnail_lie_in_the_bucket_and_are_shown_by_the_site(client, bucket, photo, settings):
    folder = f"sessions/{photo.session_id}"
    assert keys(bucket) == [f"{folder}/thumbnails/ảnh_họp.jpg", f"{folder}/ảnh_họp.jpg"]
    assert not settings.MEDIA_ROOT.exists()
    for file in (photo.file, photo.thumbnail):
        assert file.url.startswith("/media/sessions/")
        assert not sees(client, file.url)
    photo.session.publish()
    answer = client.get(photo.file.url)
    assert b"".join(answer.streaming_content) == bucket.Object(photo.file.name).get()["Body"].read()
    assert answer["Content-Type"] == "image/jpeg"
    assert answer["Content-Security-Policy"] == "sandbox"
    [shown] = client.get(f"/api/v1/sessions/{photo.session_id}/").json()["photos"]
    assert shown["url"] == f"http://testserver{photo.file.url}"
    bucket.Object(photo.thumbnail.name).delete()
    assert not sees(client, photo.thumbnail.url)


def test_bucket_is_the_owners_alone(bucket, photo):
    [grant] = bucket.Object(photo.file.name).Acl().grants
    assert grant["Grantee"]["Type"] == "CanonicalUser"


def test_file_of_the_same_name_replaces_none(bucket, photo):
    other = AttachmentFactory(session=photo.session, file=upload("ảnh họp.jpg", picture(size=(40, 30))))
    assert other.file.name != photo.file.name
    assert len(keys(bucket)) == 4


def test_what_reads_files_reads_them_from_the_bucket(bucket, photo):
    photo.thumbnail = None
    photo.save()
    assert photo.thumbnail_width == 480
    sealed = contents_of(photo.session)
    bucket.Object(photo.file.name).put(Body=b"another photo")
    assert contents_of(photo.session) != sealed
    assert EvidenceFactory().file.name in keys(bucket)
    assert zipfile.is_zipfile(io.BytesIO(PaperTemplateFactory().content))


def test_backup_holds_the_bucket_and_fills_another(bucket, photo, tmp_path, monkeypatch):
    class Database:
        name, file = "a database", "database"

        def copy(self, target):
            target.write_text("rows")

        def bring(self, source):
            assert source.read_text() == "rows"

        def faults(self, file):
            return []

    monkeypatch.setattr(backups, "ENGINES", {backups.connection.vendor: Database()})
    monkeypatch.setattr(backups.connection.introspection, "table_names", lambda *cursor: [])
    monkeypatch.setattr(backups, "call_command", lambda *arguments, **named: None)
    before = {found.key: found.get()["Body"].read() for found in bucket.objects.all()}
    manifest = backups.make(tmp_path / "copy")
    assert set(manifest["files"]) == {"database", *(f"media/{key}" for key in before)}
    with pytest.raises(backups.CommandError, match="đã có tệp"):
        backups.restore(tmp_path / "copy")
    bucket.objects.delete()
    backups.restore(tmp_path / "copy")
    assert {found.key: found.get()["Body"].read() for found in bucket.objects.all()} == before


def test_store_that_does_not_answer_is_told_to_the_watcher(client, bucket, settings):
    assert client.get("/readyz").json() == {"status": "ok"}
    settings.MEDIA_S3_ENDPOINT = "http://127.0.0.1:9"
    settings.STORAGES = dict(settings.STORAGES)
    assert client.get("/readyz").json()["detail"] == "The store of uploaded files does not answer."
