"""Counts in Redis: all processes share them, and a Redis that is gone takes nothing with it."""

import json
import os
import shutil
import socket
import subprocess
import sys
from contextlib import closing
from time import sleep

import pytest
from django.core.cache import cache
from django.core.exceptions import ImproperlyConfigured
from django.test import Client

from district import clients
from district.settings import BASE_DIR, _cache

pytestmark = pytest.mark.django_db
MINUTE = 30_000_000
ADDRESS = "/api/v1/nothing/"

ANOTHER_PROCESS = f"""
import json
import django
django.setup()
from django.test import Client
from district import clients
clients.time = lambda: {MINUTE * 60}
print(json.dumps([Client(REMOTE_ADDR="192.0.2.1").get("{ADDRESS}").status_code for _time in range(2)]))
"""


@pytest.fixture
def redis(tmp_path):
    """A server of its own: its address, and how to stop it."""
    if not (program := shutil.which("redis-server")):
        pytest.skip("redis-server is not installed: apt-get install redis-server")
    with closing(socket.create_server(("127.0.0.1", 0))) as free:
        port = free.getsockname()[1]
    options = f"--port {port} --bind 127.0.0.1 --save  --appendonly no --dir {tmp_path}".split(" ")
    server = subprocess.Popen([program, *options], stdout=subprocess.DEVNULL)

    def stop():
        server.terminate()
        server.wait()

    try:
        while refuses(port):
            assert server.poll() is None, "redis-server does not start"
            sleep(0.01)
        yield f"redis://127.0.0.1:{port}/0", stop
    finally:
        stop()


def test_processes_share_the_count_and_go_on_without_redis(redis, settings, monkeypatch, tmp_path, caplog):
    url, stop = redis
    settings.CACHES = {"default": _cache(url)}
    settings.API_LIMITS = settings.API_LIMITS | {"lists": 3}
    monkeypatch.setattr(clients, "time", lambda: MINUTE * 60)
    monkeypatch.setattr(clients, "counts", clients.Counts())
    assert [Client(REMOTE_ADDR="192.0.2.1").get(ADDRESS).status_code for _time in range(2)] == [404, 404]
    environment = {
        **os.environ,
        "CACHE_URL": url,
        "API_LISTS_A_MINUTE": "3",
        "DATABASE_URL": "",
        "SITE_DATA": str(tmp_path),
        "DJANGO_SETTINGS_MODULE": "district.settings",
    }
    command = [sys.executable, "-c", ANOTHER_PROCESS]
    told = subprocess.run(command, cwd=BASE_DIR, env=environment, check=True, capture_output=True).stdout
    assert json.loads(told.splitlines()[-1]) == [404, 429]
    assert Client(REMOTE_ADDR="192.0.2.1").get(ADDRESS).status_code == 429
    assert cache._cache.get_client().ttl(cache.make_key(f"api-lists-192.0.2.1-{MINUTE}")) in range(1, 121)
    stop()
    assert [Client(REMOTE_ADDR="192.0.2.1").get(ADDRESS).status_code for _time in range(2)] == [404, 404]
    assert caplog.text.count("the API has no limits") == 1


def test_an_address_of_no_redis_is_refused_in_words():
    assert "LocMem" in _cache("")["BACKEND"]
    assert _cache("redis://h/0?socket_timeout=2")["OPTIONS"] == {
        "socket_connect_timeout": 0.5,
        "socket_timeout": 2,
    }
    with pytest.raises(ImproperlyConfigured, match="CACHE_URL không đúng"):
        _cache("memcache://h")


def refuses(port):
    """Whether nobody listens at the port yet."""
    with closing(socket.socket()) as asking:
        return asking.connect_ex(("127.0.0.1", port))
