"""Print what can be read out of a report; nothing is written."""

import json
import sys
from pathlib import Path

from django.core.management import BaseCommand, CommandError

from meetings.files import Unreadable, text_of
from meetings.parsing import TooLong, read


class Command(BaseCommand):
    """`draft FILE` prints a proposal to look through, `draft FILE --json` the whole of it for a program."""

    help = __doc__
    requires_system_checks = []

    def add_arguments(self, parser):
        parser.add_argument("file", help="a report: .txt, .docx, a PDF with text, or - for standard input")
        parser.add_argument("--json", action="store_true", help="print JSON")

    def handle(self, *, file, json, **options):
        try:
            report = read(text_of(*self.contents(file)))
        except OSError as error:
            raise CommandError(f"Không mở được {file}: {error.strerror}") from error
        except (Unreadable, TooLong) as error:
            raise CommandError(str(error)) from error
        self.stdout.write(as_json(report) if json else as_words(report))

    def contents(self, file):
        """The name and the bytes of the file."""
        return ("", sys.stdin.buffer.read()) if file == "-" else (file, Path(file).read_bytes())


def as_json(report):
    """The contract of `manage.py draft FILE --json`."""
    return json.dumps(report.as_json(), ensure_ascii=False, indent=2)


def as_words(report):
    """The proposal in lines to look through; … is what the text does not say."""
    read_out = report.as_json()
    session, lines = read_out["session"], []
    for label, value in (
        ("Cơ quan", session["body"]),
        ("Tổ chức", session["organization"]),
        ("Khóa, nhiệm kỳ", session["term"]),
        ("Lần thứ", session["ordinal"]),
        ("Ngày họp", session["held_on"]),
        ("Kỳ đánh giá", session["period_assessed"]),
        ("Kỳ tới", session["period_ahead"]),
        ("Chỉ tiêu đạt", session["targets"]),
    ):
        values = value.values() if isinstance(value, dict) else [value]
        lines.append(f"{label}: {' – '.join('…' if part is None else str(part) for part in values)}")
    for label, kind in (
        ("Chỉ tiêu", "indicators"),
        ("Kết quả", "results"),
        ("Hạn chế", "shortcomings"),
        ("Nhiệm vụ", "directives"),
        ("Công tác cán bộ", "personnel"),
        ("Ảnh", "photos"),
    ):
        lines += ["", f"{label} ({len(read_out[kind])})"]
        lines += [f"  {number}. {in_words(item)}" for number, item in enumerate(read_out[kind], 1)]
    return "\n".join(lines)


def in_words(item):
    """One proposed item in a line, with how sure it is."""
    if "name" in item:
        value = " ".join(
            str(part) for part in (item["qualifier"], item["value"], item["unit"]) if part is not None
        )
        percent = f"{item['percent']} %" if item["percent"] is not None else ""
        words = " | ".join(filter(None, (item["name"], value if item["value"] is not None else "", percent)))
    else:
        words = item.get("text") or item["caption"]
    unit = f" [{item['lead_unit']}]" if item.get("lead_unit") else ""
    return f"{words}{unit} ({item['confidence']:.0%})"
