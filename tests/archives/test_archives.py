"""The fonds of an organization moves into another installation and arrives equal; whatever is wrong changes nothing."""

import json
from datetime import date
from hashlib import sha256
from zipfile import ZipFile

import pytest
from django.apps import apps
from django.contrib.auth.models import User
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.core.management import CommandError, call_command
from django.db import connection
from django.test import override_settings

from district.models import Organization, Person, noting
from meetings.actions import verify_seals
from meetings.models import Attachment, Result, Seal, Session
from resolutions.models import Directive, Review
from tests.api.ground import grow
from tests.factories import ApiKeyFactory, DraftFactory, OrganizationFactory, RoleFactory, while_open
from tests.files.samples import PDF

pytestmark = pytest.mark.django_db


@pytest.fixture(scope="module")
def district(shared, tmp_path_factory):
    """An organization with two published sessions, a file, deleted records, people at work and keys; it has ended."""
    with override_settings(MEDIA_ROOT=tmp_path_factory.mktemp("media")):
        world = grow().publish()
        clerk = User.objects.create_user(
            "van-thu", password="Mật khẩu 1", first_name="Lò Thị", last_name="Mai"
        )
        with while_open(), noting(reason="Nhập nhầm"):
            scan = ContentFile(PDF, "biên bản.pdf")
            Attachment.objects.create(session=world.first, kind="scan", caption="Bản quét", file=scan)
            Result.objects.create(session=world.first, text="Dòng thừa").delete()
            extra = Session.objects.create(
                term=world.first.term, ordinal=9, held_on=date(2024, 3, 1), submitted_by=clerk
            )
            Result.objects.create(session=extra, text="Của kỳ họp thừa")
            extra.delete()
            world.second.submitted_by = clerk
            world.second.save()
        ApiKeyFactory(organization=world.organization)
        RoleFactory(user=clerk, organization=world.organization, kind="clerk")
        DraftFactory(organization=world.organization)
        for session in (world.first, world.second):
            Seal.objects.put_on(session, "addendum")
        world.organization.dissolved_on = date(2025, 7, 1)
        world.organization.save()
        yield world.organization


@pytest.fixture(scope="module")
def archive(district, tmp_path_factory):
    """The archive of the district."""
    path = tmp_path_factory.mktemp("archives") / "district.zip"
    call_command("export_archive", district.code, output=path)
    return path


@pytest.fixture
def emptied(archive, settings, tmp_path):
    """Leads into another installation, in which there is nothing yet. What it is called with happens before."""

    def leave():
        connection.check_constraints()
        call_command("flush", interactive=False, verbosity=0, inhibit_post_migrate=True)
        settings.MEDIA_ROOT = tmp_path / "elsewhere"
        settings.MEDIA_ROOT.mkdir()

    return leave


@pytest.fixture
def elsewhere(emptied):
    """Another installation, where other records have the keys of the district's. Returns the heir there."""
    emptied()
    grow("khác", breadth=2).publish()
    default_storage.save("sessions/1/biên_bản.pdf", ContentFile(b"another"))
    return OrganizationFactory(code="xa-ke-thua")


def rows():
    """Every row of every table, and every stored file."""
    tables = {
        model._meta.label: list(model._base_manager.order_by("pk").values_list())
        for model in apps.get_models()
        if model._meta.app_label in ("auth", "district", "meetings", "resolutions")
        and model._meta.model_name not in ("touch", "edition", "permission")
    }
    return tables, stored()


def stored(folder=""):
    folders, names = default_storage.listdir(folder)
    found = {f"{folder}{name}" for name in names}
    return found.union(*(stored(f"{folder}{below}/") for below in folders))


def member(path, name):
    with ZipFile(path) as archive:
        return archive.read(name)


def told(path, name):
    return [json.loads(line) for line in member(path, name).splitlines()]


def test_records_files_seals_and_history_arrive_equal(archive, elsewhere, tmp_path, client, capsys):
    call_command("import_archive", archive, successor=elsewhere.code)
    assert "xa-ke-thua" not in (said := capsys.readouterr().out) and elsewhere.name in said

    here = Organization.objects.get(name__startswith="Huyện mẫu")
    assert (here.dissolved_on, here.successor, here.is_dissolved) == (date(2025, 7, 1), elsewhere, True)
    whole, altered, _unsealed = verify_seals()
    assert (whole, altered) == (4, []), "two of the district, two that were here"
    attachment = Attachment.objects.get(caption="Bản quét")
    assert client.get(attachment.file.url).getvalue() == PDF
    there = next(row for row in told(archive, "records.jsonl") if row["values"].get("caption") == "Bản quét")
    assert there["id"] != attachment.pk and there["values"]["session"] != attachment.session_id

    last = Session.objects.filter(term__organization=here).latest("held_on")
    assert str(last.submitted_by) == f"van-thu@{here.code}"
    assert not last.submitted_by.is_active and not last.submitted_by.has_usable_password()
    gone = Result.history.filter(history_type="-", text="Của kỳ họp thừa").get()
    assert gone.history_change_reason == "Nhập nhầm"
    assert gone.id < 0 and Session.history.filter(id=gone.session_id, history_type="-").exists()
    came = Organization.history.filter(id=here.pk).latest()
    assert (came.history_through, came.successor_id) == ("import_archive", elsewhere.pk)
    assert came.history_change_reason.startswith("Nhận hồ sơ lưu trữ")

    assert client.get(last.get_absolute_url()).status_code == 200
    assert client.get(f"/api/v1/sessions/{last.pk}/").json()["directives"]
    found = client.get("/api/v1/search/", {"q": "nhiem vu mau"}).json()["results"]
    assert {hit["kind"] for hit in found} >= {"directive"}

    call_command("export_archive", here.code, output=tmp_path / "again.zip")
    for name in ("records.jsonl", "history.jsonl"):
        assert member(archive, name) == member(tmp_path / "again.zip", name)
        assert len(told(archive, name)) > 30
    with ZipFile(archive) as first, ZipFile(tmp_path / "again.zip") as second:
        files = [name for name in first.namelist() if name.startswith("files/")]
        assert files and all(first.read(name) == second.read(name) for name in files)


def test_a_second_time_changes_nothing(archive, elsewhere, capsys):
    call_command("import_archive", archive, successor=elsewhere.code)
    before = rows()
    call_command("import_archive", archive, successor=elsewhere.code)
    call_command("import_archive", archive)
    assert rows() == before
    assert "không thay đổi gì" in capsys.readouterr().out


def test_where_it_was_made_nothing_changes(archive, district):
    before = rows()
    call_command("import_archive", archive)
    assert rows() == before


def test_the_same_fonds_is_the_same_file(archive, district, tmp_path):
    call_command("export_archive", str(district.pk), output=tmp_path / "again.zip")
    assert archive.read_bytes() == (tmp_path / "again.zip").read_bytes()
    with pytest.raises(CommandError, match="đã có"):
        call_command("export_archive", district.code, output=archive)
    with pytest.raises(CommandError, match="Không có tổ chức"):
        call_command("export_archive", "khong-co")


def test_no_secret_leaves_with_it(archive, district):
    content = b"".join(members_of(archive).values())
    user, key = User.objects.get(username="van-thu"), district.api_keys.get()
    assert user.username.encode() in content
    assert user.password.encode() not in content and key.digest.encode() not in content
    assert "district.apikey" not in content.decode("utf-8", "replace")


def test_records_that_differ_are_named(archive, elsewhere):
    call_command("import_archive", archive, successor=elsewhere.code)
    row = Result.objects.filter(session__term__organization__name__startswith="Huyện mẫu").first()
    with connection.cursor() as cursor:
        cursor.execute("UPDATE meetings_result SET text = 'Sửa lén' WHERE id = %s", [row.pk])
    origin = next(
        one["id"] for one in told(archive, "records.jsonl") if one["values"].get("text") == row.text
    )
    with pytest.raises(CommandError, match=f"meetings.result:{origin} "):
        call_command("import_archive", archive)


DAMAGES = {
    "đã bị thay đổi: records.jsonl": lambda members: members.update({"records.jsonl": b"{}\n"}),
    "thiếu history.jsonl": lambda members: members.pop("history.jsonl"),
    "thừa thêm.txt": lambda members: members.update({"thêm.txt": b"?"}),
    "hỏng": lambda members: members.pop("manifest.json"),
    "không đọc được": lambda members: members.update({"manifest.json": b"[]"}),
    "phiên bản khác": lambda members: retold(members, format=2),
    "meetings.result: lạ": lambda members: retold(members, columns={"meetings.result": ["lạ"]}),
}


def test_a_damaged_archive_is_refused(archive, elsewhere, tmp_path):
    for complaint, damage in DAMAGES.items():
        members = members_of(archive)
        damage(members)
        refused(members, complaint, elsewhere, tmp_path)


def test_an_archive_that_was_made_up_opens_no_door(archive, elsewhere, tmp_path):
    for noun in ("district.role", "district.apikey", "resolutions.layout", "auth.group"):
        members = members_of(archive)
        made_up = {"noun": noun, "id": 1, "values": {"created_at": "2025-01-01T00:00:00+00:00"}}
        members["named.jsonl"] += json.dumps(made_up).encode()
        digests = {name: sha256(content).hexdigest() for name, content in members.items()}
        retold(members, members={name: digests[name] for name in digests if name != "manifest.json"})
        refused(members, "không chuyển theo hồ sơ", elsewhere, tmp_path)


def members_of(path):
    with ZipFile(path) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def refused(members, complaint, heir, folder):
    """An archive of these members is refused with the complaint, and nothing has changed."""
    with ZipFile(folder / "refused.zip", "w") as archive:
        for name, content in members.items():
            archive.writestr(name, content)
    before = rows()
    with pytest.raises(CommandError, match=complaint):
        call_command("import_archive", folder / "refused.zip", successor=heir.code)
    assert rows() == before


def retold(members, /, **said):
    manifest = json.loads(members["manifest.json"]) | said
    members["manifest.json"] = json.dumps(manifest).encode()


def test_what_cannot_come_whole_does_not_come(archive, elsewhere, tmp_path):
    before = rows()
    with pytest.raises(CommandError, match="--successor"):
        call_command("import_archive", archive)
    assert rows() == before
    (tmp_path / "text.zip").write_text("không phải")
    for path in (tmp_path / "text.zip", tmp_path / "không có.zip"):
        with pytest.raises(CommandError, match="không phải hồ sơ lưu trữ"):
            call_command("import_archive", path, successor=elsewhere.code)
    [code] = [
        one["values"]["code"]
        for one in told(archive, "named.jsonl")
        if one["values"].get("name", "").startswith("Huyện mẫu")
    ]
    [file] = [name for name in ZipFile(archive).namelist() if name.startswith("files/")]
    default_storage.save(f"archives/{code}/{file.removeprefix('files/')}", ContentFile(b"another"))
    before = rows()
    with pytest.raises(CommandError, match="khác với hồ sơ lưu trữ"):
        call_command("import_archive", archive, successor=elsewhere.code)
    assert rows() == before


def test_two_archives_of_one_office_name_one_person_once(archive, emptied, tmp_path):
    first = Organization.objects.get(name__startswith="Huyện mẫu")
    chair = Person.objects.get(name__startswith="Lò Văn mẫu")
    second = grow("thứ hai")
    second.first.chair = chair
    second.first.save()
    call_command("export_archive", second.organization.code, output=tmp_path / "second.zip")
    emptied()
    heir = OrganizationFactory(code="xa-ke-thua")
    for path in (archive, tmp_path / "second.zip"):
        call_command("import_archive", path, successor=heir.code)
    assert Person.objects.filter(name=chair.name).count() == 1
    assert Person.history.filter(name=chair.name).count() == 1
    assert set(
        Session.objects.filter(chair__name=chair.name).values_list("term__organization__code", flat=True)
    ) == {
        first.code,
        second.organization.code,
    }
    closed = Organization.objects.get(code=second.organization.code)
    assert closed.is_dissolved, "what has come is closed, even if nobody said that its organization ended"


def test_what_rests_on_another_fonds_waits_for_it(district, archive, emptied, tmp_path):
    heir = grow("kế thừa")
    district = Organization.objects.get(pk=district.pk)
    district.successor = heir.organization
    district.save()
    with while_open():
        old = Directive.objects.filter(session__term__organization=district).last()
        later = Session.objects.create(term=heir.first.term, ordinal=3, held_on=date(2024, 12, 20))
        Review.objects.create(directive=old, session=later, outcome="dropped", reason="Hết việc")
    heir.organization.dissolved_on = date(2026, 1, 1)
    heir.organization.save()
    call_command("export_archive", heir.organization.code, output=tmp_path / "heir.zip")
    emptied()
    above = OrganizationFactory(code="tinh-moi")
    with pytest.raises(CommandError, match="hãy nhận hồ sơ của tổ chức ấy trước"):
        call_command("import_archive", tmp_path / "heir.zip", successor=above.code)
    assert Organization.objects.count() == 1
    call_command("import_archive", archive, successor=above.code)
    call_command("import_archive", tmp_path / "heir.zip", successor=above.code)
    verdict = Review.objects.get(reason="Hết việc")
    assert verdict.directive.text == old.text
    assert verdict.directive.session.organization.code == district.code


def test_the_successor_reads_what_has_come(archive, elsewhere, client):
    call_command("import_archive", archive, successor=elsewhere.code)
    here = Organization.objects.get(name__startswith="Huyện mẫu")
    session = Session.objects.filter(term__organization=here).first()
    role = RoleFactory(organization=elsewhere, kind="clerk")
    User.objects.filter(pk=role.user.pk).update(is_staff=True)
    client.force_login(User.objects.get(pk=role.user.pk))
    page = client.get(f"/admin/meetings/session/{session.pk}/change/")
    assert page.status_code == 200
    stranger = RoleFactory(kind="clerk")
    client.force_login(User.objects.get(pk=stranger.user.pk))
    assert client.get(f"/admin/meetings/session/{session.pk}/change/").status_code in (302, 403, 404)
