"""Files made to harm, at every door that takes one: refused with a reason and not kept, or kept and never run in a browser."""

import re

import pytest
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.db import models
from django.test import Client
from django.urls import reverse
from hypothesis import given
from hypothesis import strategies as st

from district.views import SHOWN_IN_THE_BROWSER
from meetings.models import Attachment, Draft
from resolutions.models import Directive, Evidence, PaperTemplate
from tests.desk.pages import address, sent
from tests.desk.rows import whole_district
from tests.factories import RoleFactory
from tests.hostile.ground import case, stored_files, trials, written
from tests.hostile.values import ENDINGS, HTML, SVG, uploads

pytestmark = [
    pytest.mark.django_db,
    pytest.mark.usefixtures("standing"),
    pytest.mark.filterwarnings("ignore:Generating overly large repr"),
]


@pytest.fixture(scope="module")
def standing(shared):
    """A district with a row of every noun, its session published, and somebody who reports."""
    whole = whole_district(1)
    whole.publish()
    directive = Directive.objects.filter(session=whole).first()
    RoleFactory(organization=directive.lead_unit, kind="reporter", user__username="don-vi")
    return directive


@pytest.fixture
def doors(admin_client, standing):
    """By the name of each door: who comes, to which page, with what besides the file, and the control of the file."""
    reporter = Client()
    reporter.force_login(standing.lead_unit.roles.get().user)
    typed = {"percent": 40, "text": "Đã làm.", "reported_on": "01/01/2024"}
    doors = {"report": (reporter, reverse("report", args=[standing.pk]), typed, "evidence")}
    for model in (Evidence, PaperTemplate, Attachment):
        row = models.QuerySet(model).first()
        page = address(model, "change", row.pk)
        doors[model.__name__] = (admin_client, page, sent(admin_client.get(page)), "file")
    page = address(Draft, "add")
    doors["Draft"] = (admin_client, page, sent(admin_client.get(page)), "file")
    return doors


def test_a_hostile_file_is_refused_and_not_kept_or_kept_and_never_run(doors, admin_client):
    @trials("uploads", few=14)
    @given(st.sampled_from(sorted(doors)), uploads)
    def send(door, file):
        client, page, typed, control = doors[door]
        with case("uploads"):
            before, kept = written(), stored_files()
            answer = client.post(page, typed | {control: file})
            assert answer.status_code in (200, 302)
            if answer.status_code == 200:
                assert written() == before
                assert stored_files() == kept
                assert "Chưa lưu, hãy chọn lại" in answer.content.decode() or door == "Draft"
            for path in {*stored_files()} - {*kept}:
                is_never_run(admin_client, path)

    send()


def is_never_run(client, path):
    """What is stored opens nothing of the site's in a browser."""
    answer = client.get(f"/media/{path}")
    b"".join(answer)
    assert answer.status_code == 200
    assert answer["X-Content-Type-Options"] == "nosniff"
    assert "sandbox" in answer["Content-Security-Policy"]
    is_saved = answer["Content-Disposition"].startswith("attachment")
    assert answer["Content-Type"] in SHOWN_IN_THE_BROWSER or is_saved
    assert not re.search("script|svg|html|xml$", answer["Content-Type"])


@pytest.mark.parametrize("content", [SVG, HTML], ids=["svg", "html"])
def test_a_script_that_lies_in_the_storage_all_the_same_is_never_run(content, admin_client):
    """Under whatever name it came there: from a backup, an older version, somebody at the disk."""
    row = models.QuerySet(Evidence)
    for number, ending in enumerate([*ENDINGS, "svgz", "xhtml", "xml", "js", "mhtml", "swf"]):
        path = default_storage.save(f"evidence/{number}.{ending.strip()}".rstrip("."), ContentFile(content))
        row.update(file=path)
        is_never_run(admin_client, path)
