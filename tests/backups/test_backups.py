"""A backup of a site at work comes back whole in an empty place, and nowhere else."""

import json
import os
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from datetime import date
from random import Random
from urllib.parse import urlsplit

import pytest
from django.conf import settings
from django.core.management import CommandError, call_command
from django.db import connection

from district.models import Organization
from resolutions.models import Directive
from tests.api.ground import grow
from tests.changes.mirror import Mirror, everything, meddle
from tests.factories import while_open

pytestmark = pytest.mark.django_db(transaction=True)

LOOK = """
import json, django; django.setup()
from django.apps import apps
from django.test import Client
from district.models import Record
from tests.changes.mirror import everything
odd, rows = [], 0
for noun in apps.get_models():
    if issubclass(noun, Record):
        past = noun.history.model
        last = {line.id: line for line in past.objects.order_by("history_id")}
        names = [field.attname for field in past._meta.fields if hasattr(noun, field.attname) and field.attname != "id"]
        for row in noun._base_manager.all():
            rows += 1
            line = last.get(row.pk)
            if line is None or any(str(getattr(line, name)) != str(getattr(row, name)) for name in names):
                odd.append(str(row.pk) + noun.__name__)
records = sorted(f"{kind}-{key}" for kind, key in everything())
since = Client().get("/api/v1/changes/", {"since": SINCE}).status_code
print(json.dumps({"odd": odd, "rows": rows, "records": records, "since": since}))
"""


@pytest.fixture
def site(settings, tmp_path):
    """A site with two published sessions and an uploaded file."""
    settings.MEDIA_ROOT = tmp_path / "media"
    (settings.MEDIA_ROOT / "anh").mkdir(parents=True)
    (settings.MEDIA_ROOT / "anh" / "ảnh 1.jpg").write_bytes(b"jpeg")
    with while_open():
        world = grow().publish()
        term = world.first.term
        term.starts_on = date(2020, 8, 1)  # a constraint that asks SQLite for a function of Django's
        term.save()
        return world


@pytest.fixture
def elsewhere(tmp_path):
    """Runs manage.py, or Python, in an empty place of its own on the same engine."""
    place = tmp_path / "elsewhere"
    url = f"sqlite:///{tmp_path}/elsewhere.sqlite3"
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("DROP DATABASE IF EXISTS elsewhere")
            cursor.execute("CREATE DATABASE elsewhere")
        url = urlsplit(os.environ["DATABASE_URL"])._replace(path="/elsewhere").geturl()

    def run(*arguments):
        return subprocess.run(
            [sys.executable, *arguments],
            cwd=settings.BASE_DIR,
            env={
                **os.environ,
                "DJANGO_SETTINGS_MODULE": "district.settings",
                "DATABASE_URL": url,
                "SITE_DATA": str(place),
            },
            capture_output=True,
            text=True,
        )

    run.media = place / "media"
    yield run
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("DROP DATABASE elsewhere WITH (FORCE)")


def test_a_backup_made_while_people_write_comes_back_whole(site, elsewhere, tmp_path, capsys):
    mirror = Mirror()
    mirror.follow()

    def write(seed):
        random = Random(seed)
        try:
            for _change in range(25):
                meddle(random)
        finally:
            connection.close()

    with ThreadPoolExecutor(2) as people:
        at_work = [people.submit(write, seed) for seed in range(2)]
        call_command("backup", output=tmp_path / "copy")
    for work in at_work:
        work.result()
    call_command("verify_backup", tmp_path / "copy")
    assert "toàn vẹn" in capsys.readouterr().out

    restored = elsewhere("manage.py", "restore", str(tmp_path / "copy"))
    assert restored.returncode == 0, restored.stderr
    assert (elsewhere.media / "anh" / "ảnh 1.jpg").read_bytes() == b"jpeg"
    told = elsewhere("-c", LOOK.replace("SINCE", str(mirror.since["since"])))
    assert told.returncode == 0, told.stderr
    found = json.loads(told.stdout)
    assert found["odd"] == []
    assert found["rows"] > 50 and found["records"]
    assert found["since"] == 400, "a cursor of the lost database must not be taken for one of the restored"

    again = elsewhere("manage.py", "restore", str(tmp_path / "copy"))
    assert again.returncode == 1
    assert "nơi trống" in again.stderr


def test_a_quiet_backup_is_what_was_there(site, elsewhere, tmp_path):
    call_command("backup", output=tmp_path / "copy")
    assert elsewhere("manage.py", "restore", str(tmp_path / "copy")).returncode == 0
    found = json.loads(elsewhere("-c", LOOK.replace("SINCE", "0")).stdout)
    assert found["records"] == sorted(f"{kind}-{key}" for kind, key in everything())
    assert found["since"] == 200


def test_damage_of_any_kind_is_named(site, tmp_path):
    copy = tmp_path / "copy"
    call_command("backup", output=copy)
    database = next(copy.glob("database.*"))
    photo = copy / "media" / "anh" / "ảnh 1.jpg"

    def complaint():
        with pytest.raises(CommandError) as complained:
            call_command("verify_backup", copy)
        return str(complained.value)

    photo.write_bytes(b"png!")
    assert "đã bị thay đổi: media/anh/ảnh 1.jpg" in complaint()
    photo.unlink()
    assert "thiếu media/anh/ảnh 1.jpg" in complaint()
    (copy / "media" / "lạ.txt").write_text("?")
    assert "thừa media/lạ.txt" in complaint()
    with database.open("r+b") as file:
        file.seek(5000)
        file.write(b"\xff")
    assert f"đã bị thay đổi: {database.name}" in complaint()
    (copy / "manifest.json").write_text("{")
    assert "hỏng" in complaint()
    (copy / "manifest.json").unlink()
    assert "không phải là bản sao lưu" in complaint()


def test_a_folder_with_content_is_left_alone(site, tmp_path):
    (tmp_path / "copy").mkdir()
    (tmp_path / "copy" / "thư.txt").write_text("của tôi")
    with pytest.raises(CommandError, match="đã có nội dung"):
        call_command("backup", output=tmp_path / "copy")
    assert [path.name for path in (tmp_path / "copy").iterdir()] == ["thư.txt"]


def test_nothing_is_restored_over_what_is_there(site, tmp_path):
    call_command("backup", output=tmp_path / "copy")
    with pytest.raises(CommandError, match="nơi trống"):
        call_command("restore", tmp_path / "copy")
    assert Organization.objects.exists() and Directive.objects.exists()
