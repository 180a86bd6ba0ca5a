"""Four offices type at once."""

import os
import subprocess
import sys
from urllib.parse import urlsplit

import pytest
from django.conf import settings
from django.db import connection

from meetings.models import Session
from resolutions.models import Directive, Remedy
from tests.factories import OrganizationFactory, TermFactory
from tests.writers.writer import DIRECTIVES, SESSIONS

WRITERS = 4


def environment():
    """In which another process of the site reaches the database of this test."""
    name = connection.settings_dict["NAME"]
    url = f"sqlite:///{name}"
    if connection.vendor == "postgresql":
        url = urlsplit(os.environ["DATABASE_URL"])._replace(path=f"/{name}").geturl()
    return {**os.environ, "DJANGO_SETTINGS_MODULE": "district.settings", "DATABASE_URL": url}


@pytest.mark.django_db(transaction=True)
def test_four_processes_write_at_once_and_lose_nothing():
    organization = OrganizationFactory()
    for number in range(1, WRITERS + 1):
        TermFactory(
            organization=organization, number=number, start_year=1995 + 5 * number, end_year=2000 + 5 * number
        )
    writers = [
        subprocess.Popen(
            [sys.executable, "-m", "tests.writers.writer", str(number)],
            cwd=settings.BASE_DIR,
            env=environment(),
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
        )
        for number in range(1, WRITERS + 1)
    ]
    for writer in writers:
        writer.stdout.readline()
    for writer in writers:
        writer.stdin.write("\n")
        writer.stdin.flush()
    complaints = [writer.communicate()[1] for writer in writers]

    assert complaints == [""] * WRITERS
    sessions = WRITERS * SESSIONS
    assert Session.objects.count() == Session.history.count() == sessions
    assert Directive.objects.count() == Directive.history.count() == sessions * DIRECTIVES
    assert Remedy.objects.count() == Remedy.history.count() == sessions
