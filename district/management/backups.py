"""Backups: a folder with the database, the files that people uploaded, and a manifest of what they must hash to."""

import json
import os
import posixpath
import shutil
import sqlite3
import subprocess
from contextlib import closing
from hashlib import file_digest
from pathlib import Path

from django.core.files import File
from django.core.files.storage import default_storage
from django.core.management import call_command
from django.core.management.base import CommandError
from django.db import connection, connections
from django.db.backends.sqlite3.base import DatabaseWrapper
from django.db.migrations.recorder import MigrationRecorder
from django.utils import timezone

from district.models import Edition

MANIFEST, MEDIA = "manifest.json", "media"


def make(folder):
    """Write a backup into a folder that is new or empty; it appears there whole or not at all. Returns the manifest.

    The database is copied as it is at one moment, while people go on writing. Uploads are copied after it: no file is
    ever changed or deleted by the site, so that all that the database names are there.
    """
    if folder.exists() and (not folder.is_dir() or any(folder.iterdir())):
        raise CommandError(f"Thư mục {folder} đã có nội dung: hãy chọn một thư mục mới hoặc trống.")
    begun = folder.with_name(f"{folder.name}.dang-ghi")
    try:
        shutil.rmtree(begun, ignore_errors=True)
        begun.mkdir(mode=0o700, parents=True)
        engine = ENGINES[connection.vendor]
        engine.copy(begun / engine.file)
        for name in uploads():
            place = begun / MEDIA / name
            place.parent.mkdir(parents=True, exist_ok=True)
            with default_storage.open(name) as upload, place.open("wb") as copy:
                shutil.copyfileobj(upload, copy)
        manifest = {
            "made_at": timezone.now().isoformat(),
            "engine": connection.vendor,
            "migrations": sorted(
                ".".join(name) for name in MigrationRecorder(connection).applied_migrations()
            ),
            "files": {path: digest(begun / path) for path in sorted(files(begun))},
        }
        (begun / MANIFEST).write_text(json.dumps(manifest, ensure_ascii=False, indent=1), encoding="utf-8")
        if folder.exists():
            folder.rmdir()
        begun.rename(folder)
    except OSError as error:
        raise CommandError(f"Không ghi được bản sao lưu vào {folder}: {error.strerror or error}.") from None
    return manifest


def verify(folder):
    """The manifest of a backup that is whole; CommandError names everything that is missing, changed or too much."""
    try:
        manifest = json.loads((folder / MANIFEST).read_text(encoding="utf-8"))
        expected, engine = dict(manifest["files"]), ENGINES[manifest["engine"]]
    except FileNotFoundError:
        raise CommandError(f"{folder} không phải là bản sao lưu: thiếu {MANIFEST}.") from None
    except (OSError, ValueError, KeyError, TypeError):
        raise CommandError(f"{folder}: {MANIFEST} hỏng, không đọc được.") from None
    found = set(files(folder)) - {MANIFEST}
    wrong = [f"thiếu {path}" for path in sorted(expected.keys() - found)]
    wrong += [f"thừa {path}" for path in sorted(found - expected.keys())]
    wrong += [
        f"đã bị thay đổi: {path}"
        for path in sorted(found & expected.keys())
        if digest(folder / path) != expected[path]
    ]
    wrong = wrong or engine.faults(folder / engine.file)
    if wrong:
        raise CommandError("Bản sao lưu không toàn vẹn: " + "; ".join(wrong) + ".")
    return manifest


def restore(folder):
    """Bring a backup that is whole into a place without records and files, up to this version. Returns the manifest."""
    manifest = verify(folder)
    made, here = ENGINES[manifest["engine"]], ENGINES[connection.vendor]
    if made is not here:
        raise CommandError(
            f"Bản sao lưu là của {made.name}, cơ sở dữ liệu ở đây là {here.name}: hãy đặt DATABASE_URL cho khớp."
        )
    if connection.introspection.table_names():
        raise CommandError("Cơ sở dữ liệu ở đây đã có dữ liệu: chỉ phục hồi vào nơi trống.")
    if any(uploads()):
        raise CommandError("Nơi lưu tệp tải lên ở đây đã có tệp: chỉ phục hồi vào nơi trống.")
    here.bring(folder / here.file)
    for name in files(folder / MEDIA):
        with (folder / MEDIA / name).open("rb") as copy:
            default_storage.save(name, File(copy))
    call_command("migrate", verbosity=0, interactive=False)
    Edition.objects.begin_anew()
    return manifest


def uploads(folder=""):
    """The names of the files that people uploaded, wherever they are stored."""
    try:
        folders, names = default_storage.listdir(folder)
    except FileNotFoundError:
        return
    yield from (posixpath.join(folder, name) for name in names)
    for below in folders:
        yield from uploads(posixpath.join(folder, below))


def files(folder):
    """The files in a folder, by their paths below it."""
    return [path.relative_to(folder).as_posix() for path in folder.rglob("*") if path.is_file()]


def digest(path):
    """The SHA-256 of a file, in hexadecimal digits."""
    with path.open("rb") as file:
        return file_digest(file, "sha256").hexdigest()


class SQLite:
    """A database in a file, copied page by page as of one moment."""

    name, file = "SQLite", "database.sqlite3"

    def copy(self, target):
        """Copy the database of this site into a file."""
        connection.ensure_connection()
        with closing(sqlite3.connect(target)) as copy:
            connection.connection.backup(copy)
            copy.execute("PRAGMA journal_mode=DELETE")

    def bring(self, source):
        """Make a file the database of this site."""
        connection.ensure_connection()
        with closing(sqlite3.connect(f"file:{source}?mode=ro", uri=True)) as copy:
            copy.backup(connection.connection)
        connections.close_all()

    def faults(self, file):
        """What is wrong inside a file that is what it was: Django's connection knows the functions of its constraints."""
        read_only = {"NAME": f"file:{file}?mode=ro", "OPTIONS": {}}
        with closing(DatabaseWrapper({**connection.settings_dict, **read_only})) as copy:
            cursor = copy.cursor()
            found = [row[0] for row in cursor.execute("PRAGMA integrity_check") if row[0] != "ok"]
            broken = [f"liên kết hỏng ở bảng {row[0]}" for row in cursor.execute("PRAGMA foreign_key_check")]
        return found + broken


class PostgreSQL:
    """A database in a server, copied by the server's own programs as of one moment."""

    name, file = "PostgreSQL", "database.dump"

    def copy(self, target):
        """Dump the database of this site into a file."""
        self._run("pg_dump", "--format=custom", "--no-owner", "--no-privileges", f"--file={target}")

    def bring(self, source):
        """Fill the database of this site from a dump, whole or not at all."""
        self._run(
            "pg_restore", "--no-owner", "--no-privileges", "--single-transaction", "--exit-on-error", source
        )
        connections.close_all()

    def faults(self, file):
        """What is wrong inside a dump that is what it was."""
        listed = subprocess.run([_program("pg_restore"), "--list", file], capture_output=True, text=True)
        return [listed.stderr.strip()] if listed.returncode else []

    def _run(self, program, *arguments):
        connection.ensure_connection()
        here = connection.connection.info
        told = subprocess.run(
            [_program(program), f"--dbname={here.dbname}", *arguments],
            env={**os.environ, **{name: str(value) for name, value in self._reached(here).items() if value}},
            capture_output=True,
            text=True,
        )
        if told.returncode:
            raise CommandError(f"{program} không chạy xong: {told.stderr.strip()}")

    def _reached(self, here):
        """How the programs of PostgreSQL reach the database of a connection, as their environment says it."""
        secured = connection.settings_dict["OPTIONS"]
        return {
            "PGHOST": here.host,
            "PGPORT": here.port,
            "PGUSER": here.user,
            "PGPASSWORD": here.password,
            "PGSSLMODE": secured.get("sslmode"),
            "PGSSLROOTCERT": secured.get("sslrootcert"),
        }


ENGINES = {"sqlite": SQLite(), "postgresql": PostgreSQL()}
"""The engines that a site may stand on, as Django names them."""


def _program(name):
    """The newest of the server's programs of that name: an older one cannot dump a newer server."""
    versions = sorted(
        Path("/usr/lib/postgresql").glob(f"*/bin/{name}"), key=lambda path: float(path.parts[-3])
    )
    found = versions[-1] if versions else shutil.which(name)
    if not found:
        raise CommandError(
            f"Máy này không có {name}: hãy cài gói postgresql-client cùng phiên bản với máy chủ."
        )
    return found
