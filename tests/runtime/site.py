"""A site in processes of its own, started as its users start it."""

import os
import re
import signal
import socket
import subprocess
import sys
import time
from http.client import HTTPConnection

from django.conf import settings

SETTINGS_OF_A_SITE = {
    "DATABASE_REPLICA_URL",
    "DATABASE_URL",
    "DEBUG",
    "DJANGO_SETTINGS_MODULE",
    "HOST",
    "HTTPS",
    "MEDIA_S3",
    "METRICS_TOKEN",
    "PORT",
    "SECRET_KEY",
}
MAKES_OWN = {"MAKEFLAGS", "MAKELEVEL", "MFLAGS"}
PATIENCE = 180
"""Seconds after which a start counts as hung."""


def environment(**variables):
    """The environment of a site: this one without its own settings, with the given ones."""
    inherited = {
        name: value for name, value in os.environ.items() if name not in SETTINGS_OF_A_SITE | MAKES_OWN
    }
    return inherited | {name: str(value) for name, value in variables.items()}


def free_port():
    with socket.socket() as door:
        door.bind(("127.0.0.1", 0))
        return door.getsockname()[1]


def failing_start(**variables):
    """What `manage.py serve` says on standard error and its exit status, where it cannot start."""
    ended = subprocess.run(
        [sys.executable, "manage.py", "serve"],
        cwd=settings.BASE_DIR,
        env=environment(**variables),
        capture_output=True,
        text=True,
        timeout=PATIENCE,
    )
    return ended.stderr, ended.returncode


class Site:
    """`make run`, or another command that serves, over one data folder."""

    def __init__(self, data, command=("make", "run"), **variables):
        self.port = free_port()
        self.log = data.parent / f"{data.name}-{self.port}.log"
        with self.log.open("w") as log:
            self.process = subprocess.Popen(
                command,
                cwd=settings.BASE_DIR,
                env=environment(SITE_DATA=data, PORT=self.port, **variables),
                stdout=log,
                stderr=subprocess.STDOUT,
                start_new_session=True,
            )

    def __enter__(self):
        deadline = time.monotonic() + PATIENCE
        while not self.answers():
            if self.process.poll() is not None or time.monotonic() > deadline:
                self.stop(signal.SIGKILL)
                raise AssertionError(f"The site did not start:\n{self.output}")
            time.sleep(0.1)
        return self

    def __exit__(self, *exception):
        self.stop()

    def answers(self):
        try:
            return self.get("/readyz").status == 200
        except OSError:
            return False

    def get(self, path, body=None, **headers):
        """The response, with its content in `body`."""
        door = HTTPConnection("127.0.0.1", self.port, timeout=30)
        door.request(
            "POST" if body else "GET", path, body, {k.replace("_", "-"): v for k, v in headers.items()}
        )
        response = door.getresponse()
        response.body = response.read()
        door.close()
        return response

    def stop(self, number=signal.SIGINT):
        """What the command ends with when the whole group gets the signal, as by Ctrl-C."""
        if self.process.poll() is None:
            os.killpg(self.process.pid, number)
        return self.process.wait(PATIENCE)

    @property
    def output(self):
        return self.log.read_text()

    @property
    def passwords(self):
        return re.findall(r"admin / (\S+)", self.output)
