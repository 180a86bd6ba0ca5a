"""Runs a command against a PostgreSQL server that lives as long as the command.

`python -m tests.postgresql pytest …` starts a throw-away cluster from the machine's own server
programs, or takes the server of DATABASE_URL. On a machine that has neither, it says so and ends well.
"""

import os
import pwd
import shutil
import signal
import subprocess
import sys
import tempfile
from contextlib import contextmanager, suppress
from pathlib import Path

PROGRAMS = sorted(Path("/usr/lib/postgresql").glob("*/bin/initdb"), key=lambda path: int(path.parts[-3]))
FAST = "-c fsync=off -c full_page_writes=off"


class Server:
    """A PostgreSQL server over a folder of its own, reached through a socket in it."""

    def __init__(self, programs, *options):
        self.programs, self.owner = programs, unprivileged()
        self.folder = Path(tempfile.mkdtemp(prefix="district-pg-"))
        if self.owner:
            os.chown(self.folder, *self.owner.values())
        self.options = " ".join(
            [f"-c unix_socket_directories={self.folder} -c listen_addresses=''", *options]
        )
        self.url = f"postgres:///postgres?host={self.folder}&user=postgres"

    def fill(self):
        """Make the databases that every server begins with."""
        self._run(
            "initdb",
            "--username=postgres",
            "--encoding=UTF8",
            "--locale=C.UTF-8",
            "--auth=trust",
            "--no-sync",
        )

    def fill_from(self, primary):
        """Make a copy of the databases of a server at work, to follow it from then on."""
        whom = [f"--host={primary.folder}", "--username=postgres", "--write-recovery-conf"]
        self._run("pg_basebackup", *whom, "--checkpoint=fast", "--no-sync")

    def start(self):
        self._run(
            "pg_ctl", "--silent", "--log", self.folder / "log", "--options", self.options, "--wait", "start"
        )

    def stop(self):
        """End it as a failing machine would."""
        self._run("pg_ctl", "--silent", "--mode=immediate", "stop")

    def remove(self):
        with suppress(subprocess.CalledProcessError):  # it ended early, or never began
            self.stop()
        shutil.rmtree(self.folder, ignore_errors=True)

    def _run(self, program, *arguments):
        subprocess.run(
            [self.programs / program, "--pgdata", self.folder / "data", *arguments],
            check=True,
            cwd="/",
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL if "stop" in arguments else None,
            **self.owner,
        )


@contextmanager
def cluster(programs):
    """The DATABASE_URL of a new server."""
    server = Server(programs, FAST, "-c synchronous_commit=off")
    try:
        server.fill()
        server.start()
        yield server.url
    finally:
        server.remove()


def unprivileged():
    """Whom to run the server as: PostgreSQL refuses root."""
    if os.geteuid():
        return {}
    for name in ("postgres", "nobody"):
        try:
            account = pwd.getpwnam(name)
        except KeyError:
            continue
        return {"user": account.pw_uid, "group": account.pw_gid}
    raise SystemExit("PostgreSQL cannot run as root, and this machine has no other account.")


def run(command, url):
    """The exit status of the command. Ctrl-C reaches it as it reaches us; whoever is ended, we wait for it."""
    child = subprocess.Popen(command, env={**os.environ, "DATABASE_URL": url})
    signal.signal(signal.SIGINT, lambda number, frame: None)
    signal.signal(signal.SIGTERM, lambda number, frame: child.terminate())
    return child.wait()


def main(command):
    signal.signal(signal.SIGTERM, lambda number, frame: sys.exit(128 + number))
    url = os.environ.get("DATABASE_URL", "")
    if url.startswith("postgres"):
        return run(command, url)
    if not PROGRAMS:
        print("No PostgreSQL here: the tests run on SQLite only.", flush=True)
        return 0
    with cluster(PROGRAMS[-1].parent) as url:
        return run(command, url)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
