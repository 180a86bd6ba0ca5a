"""Make the site ready and serve it: what `make run` runs."""

import logging
import os
import secrets
import socket
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from hashlib import sha256

from django.conf import settings
from django.contrib.auth import get_user_model
from django.contrib.staticfiles.finders import get_finders
from django.core.management import BaseCommand
from django.db import Error, connection, connections
from django.db.migrations.executor import MigrationExecutor
from django.urls import get_resolver
from gunicorn import glogging
from gunicorn.app.base import BaseApplication

from district.indexes import estimate
from district.models import FirstPassword, Organization

ADDRESSES = (("Trang chủ", ""), ("Quản trị", "admin/"), ("Tài liệu API", "api/v1/docs/"))
UNUSED = ["redoc", "rest_framework"]
"""Folders of static files that packages bring and no page asks for."""

PASSWORD_LETTERS = "abcdefghjkmnpqrstuvwxyz23456789"
"""Letters and digits that nobody mistakes for each other when copying from the screen."""


class ServersLog(glogging.Logger):
    """What gunicorn notes goes where the site's own lines go, and reads as they do."""

    def setup(self, cfg):
        super().setup(cfg)
        self.error_log.handlers.clear()
        self.error_log.propagate = True


class Server(BaseApplication):
    """gunicorn inside this process: the workers are forks of the Django that is already loaded."""

    def __init__(self, **options):
        self.options = options
        super().__init__()

    def load_config(self):
        for name, value in self.options.items():
            self.cfg.set(name, value)

    def load(self):
        get_resolver().url_patterns  # noqa: B018 - imports every view here, once, instead of in each worker
        from district.wsgi import application  # it ends the loading

        return application


class Command(BaseCommand):
    """Serve the site at HOST:PORT with WEB_CONCURRENCY processes of WEB_THREADS threads each."""

    help = __doc__
    requires_system_checks = []

    def handle(self, **options):
        logging.getLogger().handlers[0].setStream(
            sys.stdout
        )  # where whoever runs a service looks for its lines
        host, port = os.environ.get("HOST") or "127.0.0.1", number("PORT", 8000, most=65535)
        workers, threads = number("WEB_CONCURRENCY", 2), number("WEB_THREADS", 4)
        with closing(bound_socket(host, port)) as door:
            self.forget_what_was_counted()
            is_behind = self.is_behind()
            with ThreadPoolExecutor(1) as beside:
                collected = beside.submit(self.collect_static_files)
                if is_behind:
                    self.migrate()
                self.load_the_sample()
                collected.result()
            if connection.vendor == "sqlite":  # an update drops what it knew
                estimate(connection)
            server = Server(
                bind=f"fd://{os.dup(door.fileno())}",
                workers=workers,
                threads=threads,
                worker_class="gthread",
                preload_app=True,
                graceful_timeout=10,
                loglevel="warning",
                logger_class=ServersLog,
                control_socket_disable=True,
            )
            server.wsgi()
            open_for_visitors(door, host, port)
            self.greet(host, port, password=self.make_the_first_admin())
        connections.close_all()
        server.run()

    def forget_what_was_counted(self):
        """Processes of an earlier start are gone, and their numbers may come again."""
        for file in settings.SITE_DATA.glob("metrics/*.db"):
            file.unlink()

    def is_behind(self):
        """Whether the database lacks a migration."""
        try:
            executor = MigrationExecutor(connection)
        except Error as error:
            sys.exit(f"Không dùng được cơ sở dữ liệu {database_name()}: {first_line(error)}")
        return bool(executor.migration_plan(executor.loader.graph.leaf_nodes()))

    def migrate(self):
        """Bring the database up to this release, and seal what was approved before there were seals."""
        self.say("Đang cập nhật cơ sở dữ liệu…")
        apart("migrate", "--verbosity=0", "--no-input")
        if Organization.history.exists():
            apart("seal_sessions")

    def collect_static_files(self):
        """Compress and name by content what lies in the packages, if it is not what was collected last."""
        stamp = settings.SITE_DATA / "static-files"
        current = fingerprint_of_static_files()
        if stamp.exists() and stamp.read_text() == current and settings.STATIC_ROOT.is_dir():
            return
        self.say("Đang chuẩn bị các tệp giao diện…")
        ignored = (f"--ignore={pattern}" for pattern in UNUSED)
        apart("collectstatic", "--verbosity=0", "--no-input", "--clear", *ignored)
        stamp.write_text(current)

    def load_the_sample(self):
        """The sample district, unless there is, or ever was, an organization."""
        if not Organization.history.exists():
            self.say("Đang nạp huyện mẫu…")
            apart("load_sample", "--verbosity=0")

    def make_the_first_admin(self):
        """The password of the superuser `admin`, if there was no user yet."""
        users = get_user_model().objects
        if users.exists():
            return None
        password = "-".join("".join(secrets.choice(PASSWORD_LETTERS) for _ in range(4)) for _ in range(4))
        admin = users.create_superuser("admin", password=password)
        FirstPassword.objects.create(user=admin, must_change=settings.FIRST_PASSWORD_MUST_CHANGE)
        return password

    def greet(self, host, port, password):
        host = {"0.0.0.0": "127.0.0.1", "::": "::1"}.get(host, host)
        site = f"http://[{host}]:{port}/" if ":" in host else f"http://{host}:{port}/"
        for name, path in ADDRESSES:
            self.say(f"{name:<14}{site}{path}")
        if password:
            self.say(f"{'Đăng nhập':<14}admin / {password}   (mật khẩu chỉ hiện lần này: hãy ghi lại)")
        self.say("Nhấn Ctrl+C để dừng.")

    def say(self, sentence):
        self.stdout.write(sentence)
        self.stdout.flush()


def apart(*command):
    """Run a command of this site in a process of its own: the workers would keep what memory it takes here."""
    if status := subprocess.run([sys.executable, settings.BASE_DIR / "manage.py", *command]).returncode:
        sys.exit(status)


def number(name, default, most=512):
    """The whole number from 1 to `most` that the environment names, or the default."""
    given = os.environ.get(name) or str(default)
    if not (given.isascii() and given.isdigit() and 1 <= int(given) <= most):
        sys.exit(f"{name}={given} không đúng: cần một số nguyên từ 1 đến {most}.")
    return int(given)


def bound_socket(host, port):
    """A socket that holds the address from now on, and lets nobody in yet."""
    try:
        family, kind, protocol, _, address = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)[0]
    except OSError:
        sys.exit(f"HOST={host} không phải là địa chỉ của máy này.")
    door = socket.socket(family, kind, protocol)
    door.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        door.bind(address)
    except OSError as error:
        sys.exit(no_such_door(host, port, error))
    return door


def open_for_visitors(door, host, port):
    try:
        door.listen(2048)
    except OSError as error:
        sys.exit(no_such_door(host, port, error))


def no_such_door(host, port, error):
    """The sentence for an address that cannot be served."""
    return (
        f"Không mở được cổng {port} tại {host} ({error.strerror}): "
        f"có thể một chương trình khác đang dùng; hãy chọn cổng khác, ví dụ: make run PORT={port % 65535 + 1}"
    )


def database_name():
    """The database as a reader knows it, without its password."""
    place = connection.settings_dict
    host = place["HOST"] or place["OPTIONS"].get("host", "")
    return " tại ".join(filter(None, [str(place["NAME"]), host]))


def first_line(error):
    return str(error).strip().partition("\n")[0]


def fingerprint_of_static_files():
    """Changes when a package brings other files."""
    fingerprint = sha256()
    for finder in get_finders():
        for path, storage in finder.list([]):
            file = os.stat(storage.path(path))
            fingerprint.update(f"{path} {file.st_size} {file.st_mtime_ns}\n".encode())
    return fingerprint.hexdigest()
