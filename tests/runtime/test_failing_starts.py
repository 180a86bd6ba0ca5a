"""Where the site cannot start it says why in one sentence, and nothing else."""

import re
import shutil
import subprocess
import sys

import pytest
from django.conf import settings

from tests.runtime.site import environment, failing_start, free_port


@pytest.fixture
def occupied(tmp_path):
    """A file that lies where a folder should be."""
    file = tmp_path / "var"
    file.write_text("")
    return file


@pytest.mark.parametrize("below", ["", "deeper/still"])
def test_data_folder_that_cannot_be_written(occupied, below):
    sentence, status = failing_start(SITE_DATA=occupied / below, PORT=free_port())
    assert status == 1
    assert re.fullmatch(rf"Không ghi được vào thư mục dữ liệu {occupied / below} .*\n", sentence)


@pytest.mark.parametrize(
    ("variables", "expected"),
    [
        ({"PORT": "80a"}, r"PORT=80a không đúng: .*"),
        ({"PORT": "65536"}, r"PORT=65536 không đúng: .*"),
        ({"HOST": "no.such.host.invalid"}, r"HOST=no\.such\.host\.invalid không phải .*"),
        ({"WEB_CONCURRENCY": "0"}, r"WEB_CONCURRENCY=0 không đúng: .*"),
        ({"DATABASE_URL": "mysql://here/there"}, r"DATABASE_URL không đúng: .*"),
        (
            {"DATABASE_URL": "postgres://me:secret@127.0.0.1:1/there"},
            r"Không dùng được cơ sở dữ liệu there .*",
        ),
    ],
)
def test_wrong_setting(tmp_path, variables, expected):
    sentence, status = failing_start(**{"SITE_DATA": tmp_path, "PORT": free_port(), **variables})
    assert status == 1
    assert re.fullmatch(expected + r"\n", sentence)
    assert "secret" not in sentence


def test_database_file_that_is_none(tmp_path):
    (tmp_path / "db.sqlite3").write_text("not a database, " * 100)
    sentence, status = failing_start(SITE_DATA=tmp_path, PORT=free_port())
    assert status == 1
    assert re.fullmatch(r"Không dùng được cơ sở dữ liệu .*\n", sentence)


@pytest.fixture
def make(tmp_path):
    """Runs make in a copy of the project's first step, on a machine whose only Python is the given script."""
    shutil.copy(settings.BASE_DIR / "Makefile", tmp_path)
    programs = tmp_path / "bin"
    programs.mkdir()

    def run(python=None, target="run"):
        if python:
            (programs / "python3").write_text(f"#!/bin/sh\n{python}\n")
            (programs / "python3").chmod(0o755)
        return subprocess.run(
            [shutil.which("make"), target],
            cwd=tmp_path,
            env=environment(PATH=programs),
            capture_output=True,
            text=True,
        )

    return run


def test_no_python_that_is_new_enough(make):
    for python in (None, "exit 1"):
        ended = make(python)
        assert ended.returncode == 2
        assert re.fullmatch(r"Cần Python 3\.11 trở lên.*\nmake: .*Error 1\n", ended.stderr)


def test_python_without_venv(make):
    ended = make('case "$2" in *ensurepip*) exit 1;; esac')
    assert ended.returncode == 2
    assert re.fullmatch(r".*python3-venv.*\nmake: .*Error 1\n", ended.stderr)


def test_environment_whose_python_is_gone_is_made_anew(make, tmp_path):
    (tmp_path / ".venv/bin").mkdir(parents=True)
    (tmp_path / ".venv/bin/python").symlink_to("/no/such/python")
    (tmp_path / ".venv/requirements.txt").write_text("what was installed before")
    ended = make(f'exec {sys.executable} "$@"', target=".venv")
    assert ended.stderr == ""
    assert (tmp_path / ".venv/bin/python").exists()
    assert not (tmp_path / ".venv/requirements.txt").exists()
