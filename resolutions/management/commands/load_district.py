"""The command `load_district`."""

import gc
import time
from multiprocessing import get_all_start_methods, get_context

from django.core.management.base import CommandError
from django.db import connection, connections, transaction

from district.indexes import estimate
from district.management.writing import WritingCommand
from district.models import Organization, Sector
from meetings.models import Indicator, Session
from resolutions.management import prose, sample
from resolutions.management.chronicle import MARK, PREFIX, Chronicle, code_of
from resolutions.management.ledger import Ledger, write

AT_ONCE = 200
"""About how many sessions a transaction writes: more costs memory, fewer cost time."""

ROOM = 64 * 1024
"""KiB of a database that the connection of the command keeps in memory, and leaves in its log."""

IN_A_PROVINCE = 11
"""Districts of a province."""

BAR = 30
"""Characters of the progress bar."""


def whole(name, least, most):
    """What reads an argument: a whole number within the bounds."""

    def read(text):
        if not (text.isascii() and text.isdecimal() and least <= int(text) <= most):
            raise CommandError(f"{name}: {text} không đúng, cần một số nguyên từ {least} đến {most}.")
        return int(text)

    return read


class Command(WritingCommand):
    help = (
        "Ghi dữ liệu giả lập ở quy mô lớn: mỗi huyện có tổ chức, kỳ họp, nghị quyết, nhiệm vụ và tiến độ. "
        "Cùng một --seed luôn cho cùng dữ liệu; huyện đã có thì giữ nguyên, nên chạy lại không thêm gì."
    )

    def add_arguments(self, parser):
        for name, least, most, usual, meaning in (
            ("--organizations", 1, 9999, 70, "số huyện"),
            ("--sessions", 1, 200, 20, "số kỳ họp mỗi huyện"),
            ("--directives", 0, 500, 10, "số nhiệm vụ mỗi kỳ họp"),
            ("--times", 1, 100, 1, "nhân số huyện lên bấy nhiêu lần"),
            ("--seed", 0, 10**9, 1, "số khởi đầu của dữ liệu"),
        ):
            read, help_text = whole(name, least, most), f"{meaning} (mặc định {usual})"
            parser.add_argument(name, type=read, default=usual, help=help_text)
        parser.add_argument(
            "--force", action="store_true", help="ghi cả vào cơ sở dữ liệu đang có hồ sơ thật"
        )

    def handle(self, *, organizations, sessions, directives, times, seed, force, verbosity, **options):
        if not force:
            refuse_an_office()
        wanted = range(1, organizations * times + 1)
        present = set(Organization.objects.filter(code__startswith=PREFIX).values_list("code", flat=True))
        missing = [number for number in wanted if code_of(number) not in present]
        if not missing:
            if verbosity:
                self.stdout.write(f"Đã có đủ {len(wanted)} huyện giả lập, không ghi thêm gì.")
            return
        began = time.monotonic()
        progress = Progress(self.stderr, len(missing), shown=verbosity > 0)
        step = max(1, AT_ONCE // sessions)
        sectors, indicators = registers()
        provinces = {at: province(at) for at in {(number - 1) // IN_A_PROVINCE for number in missing}}
        batches = [
            {
                "provinces": {number: provinces[(number - 1) // IN_A_PROVINCE] for number in numbers},
                "invented": {"seed": seed, "sectors": sectors, "indicators": indicators},
                "held": {"sessions": sessions, "directives": directives},
            }
            for numbers in (missing[first : first + step] for first in range(0, len(missing), step))
        ]
        for batch, leaves in zip(batches, made_beside(batches), strict=True):
            with transaction.atomic():
                write(leaves, MARK)
            progress.advance(len(batch["provinces"]))
        estimate(connection)
        if verbosity:
            self.stdout.write(
                f"Đã ghi {len(missing)} huyện, {len(missing) * sessions} kỳ họp, "
                f"{len(missing) * sessions * directives} nhiệm vụ trong {time.monotonic() - began:.0f} giây."
            )


def refuse_an_office():
    """Raise CommandError if the database holds organizations that are neither invented nor the sample's."""
    known = [row["code"] for row in sample.ORGANIZATIONS]
    real = Organization.objects.exclude(code__startswith=PREFIX).exclude(code__in=known)
    if first := real.order_by("id").first():
        raise CommandError(
            f"Cơ sở dữ liệu này đang giữ hồ sơ thật: {real.count()} tổ chức (như “{first}”), "
            f"{Session.objects.filter(term__organization__in=real).count()} kỳ họp. Dữ liệu giả lập ghi vào rồi thì không "
            "xóa ra được. Hãy dùng một cơ sở dữ liệu khác (SITE_DATA hoặc DATABASE_URL); nếu vẫn muốn, thêm --force."
        )


def made(batches):
    """The rows of each batch, in turn, as leaves of a ledger."""
    keys = {}
    for batch in batches:
        ledger = Ledger(keys)
        for number, above in batch["provinces"].items():
            Chronicle(ledger, number, province=above, **batch["invented"]).play(**batch["held"])
        yield ledger.leaves()


def made_beside(batches):
    """The same from a process of its own, which makes a batch while the one before is being written."""
    if connection.in_atomic_block or in_memory() or "fork" not in get_all_start_methods():
        yield from made(batches)
        return
    connections.close_all()  # no two processes may hold the same
    fork = get_context("fork")
    here, there = fork.Pipe(duplex=False)
    maker = fork.Process(target=hand_over, args=(batches, here, there), daemon=True)
    maker.start()
    there.close()
    make_room()
    with here:
        for _batch in batches:
            try:
                yield here.recv()
            except EOFError:
                raise CommandError("Không sinh được dữ liệu: xem lỗi ở trên.") from None
    maker.join()


def hand_over(batches, here, there):
    """What the process of `made_beside` does; it ends when nobody listens any more."""
    here.close()
    gc.disable()  # no row refers to another in a circle; to look for such is a tenth of the work
    for leaves in made(batches):
        there.send(leaves)


def make_room():
    """Let SQLite keep the indexes that it writes to in memory, and move them from its log once for several batches."""
    if connection.vendor == "sqlite":
        with connection.cursor() as cursor:
            cursor.execute(f"PRAGMA cache_size = {-ROOM}")
            cursor.execute(f"PRAGMA wal_autocheckpoint = {ROOM // 4}")  # in pages, of 4 KiB


def in_memory():
    """Whether no other process sees the database."""
    return connection.vendor == "sqlite" and connection.is_in_memory_db()


def registers():
    """The sectors by code, and the indicators with their usual values: those that are there, else new ones."""
    sectors = {}
    for position, (code, name, parent) in enumerate(sample.SECTORS, 1):
        values = {"name": name, "position": position, "parent_id": sectors.get(parent)}
        sectors[code] = Sector.objects.get_or_create(code=code, defaults=values)[0].pk
    indicators = []
    for name, unit, sector, usual in prose.INDICATORS:
        values = {"sector_id": sectors[sector]}
        indicator = Indicator.objects.get_or_create(name=name, unit=unit, defaults=values)[0]
        indicators.append((indicator.pk, usual))
    return sectors, indicators


def province(number):
    """The key of a province's committee."""
    place = prose.place(number * 13 + 5)
    values = {"name": f"Đảng bộ tỉnh {place}", "short_name": f"Tỉnh ủy {place}", "symbol": "TU"}
    kind = {"kind": Organization.Kind.PARTY_COMMITTEE, "level": Organization.Level.PROVINCE}
    return Organization.objects.get_or_create(code=f"{PREFIX}tinh-{number:03}", defaults=values | kind)[0].pk


class Progress:
    """How far the work is: a bar on a terminal, elsewhere a line for each tenth."""

    def __init__(self, out, total, *, shown):
        self.out, self.total, self.shown = out, total, shown
        self.done = self.told = 0
        self.began = time.monotonic()

    def advance(self, step):
        """Say that so many more are done."""
        self.done += step
        if not self.shown:
            return
        part = self.done / self.total
        if self.out.isatty():
            bar = ("█" * round(BAR * part)).ljust(BAR, "░")
            left = (time.monotonic() - self.began) / part * (1 - part)
            end = "\n" if self.done == self.total else ""
            self.out.write(f"\r{bar} {self.done}/{self.total} huyện, còn {left:.0f} giây ", ending=end)
            self.out.flush()
        elif int(part * 10) > self.told:
            self.told = int(part * 10)
            self.out.write(f"{self.done}/{self.total} huyện")
