"""Archives: the fonds of an organization in one file, which another installation takes in, closes and finds equal.

An archive is a ZIP of lines of JSON (the records, all that was ever written of them, what they name in the registers
with its history), of the files, and of a manifest with the SHA-256 of each. The records keep the keys of where they
were made, wherever they go (`district.models.Arrival`): so records and history of a fonds are the same bytes wherever they are
exported, and its seals hold.
"""

import json
from collections import defaultdict
from hashlib import file_digest, sha256
from itertools import zip_longest
from zipfile import ZIP_DEFLATED, BadZipFile, ZipFile, ZipInfo

from django.apps import apps
from django.contrib.auth import get_user_model
from django.contrib.auth.hashers import make_password
from django.core.exceptions import SuspiciousOperation, ValidationError
from django.core.files import File
from django.core.files.storage import default_storage
from django.core.management.base import CommandError
from django.db import Error, transaction
from django.db.models import JSONField, Min
from django.utils import timezone

from district.fields import Derived
from district.management.fonds import Fonds, fields_of, is_file, nouns_of_a_fonds, place, with_keys
from district.models import Arrival, Organization, Record, noting

FORMAT = 1
"""The version of what an archive looks like."""

MANIFEST = "manifest.json"
RECORDS, HISTORY = "records.jsonl", "history.jsonl"
NAMED, NAMED_HISTORY = "named.jsonl", "named-history.jsonl"
FILES = "files/"

AT_ONCE = 500
"""How many rows are written with one statement."""


def export(organization, file):
    """Write the archive of an organization into a binary file. Returns the manifest."""
    fonds = Fonds(organization)
    fonds.named[Organization].add(organization.pk)
    with transaction.atomic(), ZipFile(file, "w") as archive:
        digests = {
            RECORDS: _write(archive, RECORDS, map(_line, fonds.records())),
            HISTORY: _write(archive, HISTORY, map(_line, fonds.history())),
        }
        entries, past = fonds.entries()
        digests[NAMED] = _write(archive, NAMED, map(_line, entries))
        digests[NAMED_HISTORY] = _write(archive, NAMED_HISTORY, map(_line, past))
        lost = []
        for name in sorted(fonds.files):
            try:
                with default_storage.open(fonds.origins.stored(name)) as upload:
                    digests[FILES + name] = _write(archive, FILES + name, upload.chunks())
            except FileNotFoundError:
                lost.append(name)
        manifest = {
            "format": FORMAT,
            "organization": {"code": organization.code, "name": organization.name},
            "columns": {
                model._meta.label_lower: [field.name for field in fields_of(model)]
                for noun in nouns_of_a_fonds()
                for model in (noun, noun.history.model)
            },
            "lost": lost,
            "members": digests,
        }
        _write(archive, MANIFEST, [json.dumps(manifest, ensure_ascii=False, indent=1).encode()])
    return manifest


def receive(path, successor=None):
    """Take in the archive at a path, under a successor (None: the one that it names).

    The fonds is closed here: from the day on which its organization ended or, if nobody has said that it did, from today.
    Returns the organization, and whether its records are new here. They are compared with the archive,
    one by one, before they count. Raise CommandError, with nothing changed, for an archive that is damaged or of
    another version, and where the organization has other records here.
    """
    try:
        archive = ZipFile(path)
    except (BadZipFile, OSError) as error:
        raise CommandError(f"{path} không phải hồ sơ lưu trữ: {error}.") from error
    with archive:
        reception = Reception(archive, _checked(archive), successor)
        try:
            return reception.take_in()
        except ValidationError as error:
            raise CommandError(f"Không nhận được hồ sơ: {'; '.join(error.messages)}") from error
        except (Error, SuspiciousOperation) as error:
            raise CommandError(f"Không nhận được hồ sơ: {error}.") from error
        except (LookupError, ValueError, TypeError) as error:
            raise CommandError(f"Hồ sơ lưu trữ hỏng, không đọc được: {error!r}.") from error


def _checked(archive):
    """The manifest of an archive that is whole, and that this version can read."""
    try:
        manifest = json.loads(archive.read(MANIFEST))
        expected, columns = dict(manifest["members"]), dict(manifest["columns"])
        names = set(archive.namelist()) - {MANIFEST}
        wrong = [
            f"thiếu {name}" for name in sorted({*expected, RECORDS, HISTORY, NAMED, NAMED_HISTORY} - names)
        ]
        wrong += [f"thừa {name}" for name in sorted(names - expected.keys())]
        for name in sorted(names & expected.keys()):
            with archive.open(name) as member:
                if file_digest(member, "sha256").hexdigest() != expected[name]:
                    wrong.append(f"đã bị thay đổi: {name}")
        version = manifest["format"], manifest["organization"]["code"]
    except (BadZipFile, KeyError, TypeError, ValueError, OSError) as error:
        raise CommandError(f"Hồ sơ lưu trữ hỏng, không đọc được: {error}.") from error
    if wrong:
        raise CommandError(f"Hồ sơ lưu trữ không toàn vẹn: {'; '.join(wrong)}.")
    here = {
        model._meta.label_lower: {field.name for field in fields_of(model)} for model in apps.get_models()
    }
    strange = [f"{noun}: {name}" for noun in columns for name in {*columns[noun]} - here.get(noun, set())]
    if version[0] != FORMAT or strange:
        told = f" ({', '.join(sorted(strange))})" if strange else ""
        raise CommandError(f"Hồ sơ do phiên bản khác của hệ thống xuất ra{told}: hãy nâng cấp nơi nhận.")
    return manifest


class Reception:
    """An archive that is being taken in."""

    def __init__(self, archive, manifest, successor):
        self.archive, self.manifest, self.successor = archive, manifest, successor
        self.code = manifest["organization"]["code"]
        self.told = {}
        """What the archive tells of each row, by noun and key."""
        self.keys = defaultdict(dict)
        """The keys here, by noun and then by the key in the archive."""
        self.made, self.under_way, self.late = set(), set(), []
        self.saved = []

    @transaction.atomic
    def take_in(self):
        """Returns the organization, and whether its records are new here."""
        here = Organization.objects.filter(code=self.code).first()
        if here and not Fonds(here).is_empty():
            self._compare(here)
            return here, False
        try:
            return self._taken_in(), True
        except BaseException:
            for name in self.saved:
                default_storage.delete(name)
            raise

    def _taken_in(self):
        self.told = {place(told): told for name in (RECORDS, NAMED) for told in self._lines(name)}
        self.folder = Arrival.folder(self.code)
        self._store_files()
        for told in self.told:
            self._bring(*told)
        for row, field, value in self.late:
            setattr(row, field.attname, self._value(type(row), field, value))
            row.save_base(raw=True, update_fields=[field.name])
        self._write_history()
        organization = Organization.objects.get(code=self.code)
        self._note_arrivals(organization)
        if not organization.is_dissolved:
            organization.dissolved_on = timezone.localdate()
        self._compare(organization)
        organization.successor = self._heir(organization)
        with noting(reason=f"Nhận hồ sơ lưu trữ {self.manifest['members'][RECORDS]}"):
            organization.save()
        return organization

    def _lines(self, name):
        with self.archive.open(name) as member:
            yield from map(json.loads, member)

    def _heir(self, organization):
        heir = self.successor or organization.successor
        if heir is None:
            raise CommandError(
                f"Hồ sơ không nêu tổ chức kế thừa của {organization}: hãy thêm --successor MÃ."
            )
        return heir

    def _store_files(self):
        for member in self.manifest["members"]:
            if not member.startswith(FILES):
                continue
            name = self.folder + member.removeprefix(FILES)
            if not default_storage.exists(name):
                with self.archive.open(member) as file:
                    self.saved.append(default_storage.save(name, File(file)))

    def _bring(self, label, origin):
        """The key here of a row that the archive tells of, which is made if it is not here."""
        if origin not in self.keys[label]:
            noun, told = welcome(label), self.told[label, origin]
            self.under_way.add((label, origin))
            self.keys[label][origin] = self._known(noun, told) or self._made(noun, told)
            self.under_way.remove((label, origin))
        return self.keys[label][origin]

    def _known(self, noun, told):
        """The key of the row here that is the one told of, if it is here: it came before, or has the same name."""
        is_record = issubclass(noun, Record)
        if "values" in told and is_record and noun.owned_through:
            return None
        arrivals = Arrival.objects.filter(noun=told["noun"], origin=told["id"], made_at=made_at(told))
        if local := arrivals.values_list("local", flat=True).first():
            return local
        if "values" not in told:
            raise CommandError(
                f"Hồ sơ dẫn tới {noun._meta.verbose_name} của {told['owner']}: hãy nhận hồ sơ của tổ chức ấy trước."
            )
        if not is_record:
            return None
        unique = [constraint.fields for constraint in noun._meta.total_unique_constraints]
        unique += [[field.name] for field in noun._meta.fields if field.unique and not field.primary_key]
        for names in unique:
            same = noun.objects.filter(**{name: told["values"][name] for name in names})
            if key := same.values_list("pk", flat=True).first():
                return key
        return None

    def _made(self, noun, told):
        self.made.add(place(told))
        row = noun()
        for field in fields_of(noun):
            if field.name not in told["values"]:
                continue
            value = told["values"][field.name]
            link = field.remote_field and (field.related_model._meta.label_lower, value)
            if link in self.under_way:
                self.late.append((row, field, value))
            else:
                setattr(row, field.attname, self._value(noun, field, value))
        if isinstance(row, get_user_model()):
            row.username = f"{row.username}@{self.code}"[:150]
            row.is_active, row.password = False, make_password(None)
        for field in noun._meta.concrete_fields:
            if isinstance(field, Derived):
                setattr(row, field.attname, field.value_of(row))
        row.save_base(raw=True, force_insert=True)
        return row.pk

    def _write_history(self):
        for name in (HISTORY, NAMED_HISTORY):
            lines = defaultdict(list)
            for told in self._lines(name):
                noun = welcome(told["noun"])
                if noun.owned_through or place(told) in self.made:
                    lines[noun.history.model].append(self._line(noun, told))
            for model, written in lines.items():
                model.objects.bulk_create(written, AT_ONCE)

    def _line(self, noun, told):
        model = noun.history.model
        return model(
            id=self._key(noun, told["id"]),
            **{
                field.attname: self._value(noun, field, told["values"][field.name])
                for field in fields_of(model)
                if field.name in told["values"]
            },
        )

    def _value(self, noun, field, value):
        """What a column holds here."""
        if value is None:
            return None
        if field.remote_field:
            return self._key(field.related_model, value)
        if isinstance(field, JSONField):
            return with_keys(value, self._key)
        if is_file(noun, field):
            return value and self.folder + value
        return field.to_python(value)

    def _key(self, noun, origin):
        """The key here of a row; of one that was deleted before, a key below zero."""
        label = noun._meta.label_lower
        if (label, origin) in self.told:
            return self._bring(label, origin)
        if origin not in self.keys[label]:
            lowest = Arrival.objects.filter(noun=label).aggregate(lowest=Min("local"))["lowest"] or 0
            self.keys[label][origin] = min(lowest, 0, *self.keys[label].values()) - 1
        return self.keys[label][origin]

    def _note_arrivals(self, organization):
        Arrival.objects.bulk_create(
            (
                Arrival(
                    fonds=organization,
                    noun=label,
                    origin=origin,
                    local=local,
                    made_at=made_at(self.told[label, origin]) if (label, origin) in self.told else None,
                )
                for label, keys in self.keys.items()
                for origin, local in keys.items()
            ),
            AT_ONCE,
        )

    def _compare(self, organization):
        """Raise CommandError unless records, history and files are here what they are in the archive."""
        fonds = Fonds(organization, self.manifest["columns"])
        for name, told in ((RECORDS, fonds.records()), (HISTORY, fonds.history())):
            with self.archive.open(name) as member:
                for there, here in zip_longest(member, map(_line, told)):
                    if there != here:
                        noun, key = place(json.loads(there or here))
                        raise CommandError(
                            f"{organization} đã có hồ sơ ở đây, khác với hồ sơ lưu trữ: {noun}:{key} ({name})."
                        )
        for member, digest in self.manifest["members"].items():
            if member.startswith(FILES):
                name = member.removeprefix(FILES)
                with default_storage.open(fonds.origins.stored(name)) as file:
                    if file_digest(file, "sha256").hexdigest() != digest:
                        raise CommandError(f"Tệp {name} ở đây khác với hồ sơ lưu trữ.")


def welcome(label):
    """The noun of a label, or the accounts. Raise CommandError for one whose rows stay where they are: roles, keys."""
    noun = apps.get_model(label)
    if noun is get_user_model() or (issubclass(noun, Record) and noun.moves_with_its_fonds):
        return noun
    raise CommandError(f"Hồ sơ lưu trữ chứa {label}, là thứ không chuyển theo hồ sơ.")


def made_at(told):
    """When the row that is told of was made, as text."""
    values = told.get("values", told)
    return values.get("made_at") or values.get("created_at") or values["date_joined"]


def _line(told):
    return json.dumps(told, ensure_ascii=False, sort_keys=True, separators=(",", ":")).encode() + b"\n"


def _write(archive, name, chunks):
    """Write a member whose bytes depend on nothing but its content. Returns its SHA-256."""
    digest, member = sha256(), ZipInfo(name)
    member.compress_type = ZIP_DEFLATED
    with archive.open(member, "w", force_zip64=True) as target:
        for chunk in chunks:
            digest.update(chunk)
            target.write(chunk)
    return digest.hexdigest()
