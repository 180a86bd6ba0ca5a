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
from contextlib import contextmanager
from pathlib import Path

PROGRAMS = sorted(Path("/usr/lib/postgresql").glob("*/bin/initdb"), key=lambda path: int(path.parts[-3]))
FAST = "-c listen_addresses='' -c fsync=off -c full_page_writes=off -c synchronous_commit=off"


@contextmanager
def cluster(programs):
    """The DATABASE_URL of a new server, reached through a socket in its own folder."""
    owner = unprivileged()
    folder = Path(tempfile.mkdtemp(prefix="district-pg-"))
    run = {"check": True, "cwd": "/", "stdout": subprocess.DEVNULL, **owner}
    pg_ctl = [programs / "pg_ctl", "--pgdata", folder / "data", "--silent"]
    try:
        if owner:
            os.chown(folder, *owner.values())
        initdb = ["--username=postgres", "--encoding=UTF8", "--locale=C.UTF-8", "--auth=trust", "--no-sync"]
        subprocess.run([programs / "initdb", "--pgdata", folder / "data", *initdb], **run)
        options = f"-c unix_socket_directories={folder} {FAST}"
        subprocess.run([*pg_ctl, "--log", folder / "log", "--options", options, "--wait", "start"], **run)
        yield f"postgres:///postgres?host={folder}&user=postgres"
    finally:
        ended_early = {"check": False, "stderr": subprocess.DEVNULL}
        subprocess.run([*pg_ctl, "--mode=immediate", "stop"], **(run | ended_early))
        shutil.rmtree(folder, ignore_errors=True)


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
