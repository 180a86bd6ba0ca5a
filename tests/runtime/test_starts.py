"""A newcomer starts the site, stops it, and starts it again."""

import re
import signal
import sys
from http.cookies import SimpleCookie
from types import SimpleNamespace
from urllib.parse import urlencode

import pytest

from tests.runtime.site import Site, failing_start

SERVE = (sys.executable, "manage.py", "serve")
LOGIN = "/admin/login/?next=/admin/"


def log_in(site, password):
    """The status of the admin's answer to these credentials: 302 lets them in."""
    form = site.get(LOGIN)
    token = re.search(rb'name="csrfmiddlewaretoken" value="(\w+)"', form.body)[1].decode()
    cookie = SimpleCookie(form.headers["Set-Cookie"])["csrftoken"]
    return site.get(
        LOGIN,
        urlencode({"username": "admin", "password": password, "csrfmiddlewaretoken": token}),
        Cookie=f"csrftoken={cookie.value}",
        Content_Type="application/x-www-form-urlencoded",
    ).status


@pytest.fixture(scope="module")
def data(tmp_path_factory):
    return tmp_path_factory.mktemp("site") / "var"


@pytest.fixture(scope="module")
def first(data):
    """What the first start does and says, and how it ends on Ctrl-C."""
    with Site(data) as site:
        [password] = site.passwords
        login_page = site.get(LOGIN).body.decode()
        sheet = re.search(r'href="(/static/[^"]+\.css)"', login_page)[1]
        return SimpleNamespace(
            site=site,
            sheet=sheet,
            plain=site.get(sheet),
            compressed={kind: site.get(sheet, Accept_Encoding=kind) for kind in ("gzip", "br")},
            password=password,
            logs_in=log_in(site, password),
            logs_in_with_another=log_in(site, "admin"),
            taken=failing_start(SITE_DATA=data.parent / "other", PORT=site.port),
            status=site.stop(signal.SIGINT),
            output=site.output,
        )


@pytest.fixture(scope="module")
def second(data, first):
    """What the second start says, where nothing can be fetched."""
    with Site(data) as site:
        site.stop(signal.SIGINT)
        return site.output


def test_first_start_prints_the_addresses(first):
    for path in ("", "admin/", "api/v1/docs/"):
        assert f"http://127.0.0.1:{first.site.port}/{path}\n" in first.output


def test_first_start_prints_a_password_that_opens_the_admin(first):
    assert (first.logs_in, first.logs_in_with_another) == (302, 200)


def test_first_start_loads_the_sample_district(first):
    assert "huyện mẫu" in first.output


def test_ctrl_c_ends_the_site_without_a_traceback(first):
    assert first.status in (0, -signal.SIGINT), "make ends well, or by the signal that it got itself"
    assert "Traceback" not in first.output
    assert "***" not in first.output


def test_secret_key_is_for_its_owner_only(first, data):
    assert (data / "secret-key").stat().st_mode & 0o777 == 0o600
    assert data.stat().st_mode & 0o777 == 0o700


def test_static_files_are_named_by_their_content_and_kept_for_ever(first):
    assert re.search(r"\.[0-9a-f]{12}\.css$", first.sheet)
    assert "immutable" in first.plain.headers["Cache-Control"]


@pytest.mark.parametrize("kind", ["gzip", "br"])
def test_static_files_are_compressed(first, kind):
    answer = first.compressed[kind]
    assert answer.headers["Content-Encoding"] == kind
    assert len(answer.body) < len(first.plain.body) / 2


def test_taken_port_is_one_sentence(first):
    sentence, status = first.taken
    assert status == 1
    assert re.fullmatch(rf"Không mở được cổng {first.site.port} .*\n", sentence)


def test_second_start_installs_loads_and_prints_no_secret(second):
    assert "http://127.0.0.1" in second
    for word in ("Đang", "admin / "):
        assert word not in second


def test_server_ends_well_when_it_is_told_to(data, first):
    with Site(data, SERVE) as site:
        assert site.stop(signal.SIGTERM) == 0
        assert "Traceback" not in site.output


def test_server_ends_well_on_ctrl_c(data, first):
    with Site(data, SERVE) as site:
        assert site.stop(signal.SIGINT) == 0
        assert "Traceback" not in site.output
