"""The index is kept with the row, whoever writes it; and it survives what migrations do to a table."""

from datetime import date
from importlib import import_module
from types import SimpleNamespace

import pytest
from django.apps import apps
from django.core import serializers
from django.db import connection, transaction
from django.db.migrations.executor import MigrationExecutor

from district import fields
from district.models import Person, Record
from district.search import SearchIndex
from meetings.models import Session
from resolutions.models import Directive, Evidence, ProgressReport
from tests.desk.rows import organization, session

pytestmark = pytest.mark.django_db
INDEXED = [
    noun
    for noun in apps.get_models()
    if issubclass(noun, Record) and any(isinstance(index, SearchIndex) for index in noun._meta.indexes)
]
on_sqlite = pytest.mark.skipif("connection.vendor != 'sqlite'", reason="FTS5")


def check(noun):
    """Raise an error if the index does not hold what the table holds."""
    if connection.vendor == "sqlite":
        index = f'"{noun._meta.db_table}_search"'
        with connection.cursor() as cursor:
            cursor.execute(f"INSERT INTO {index}({index}, rank) VALUES ('integrity-check', 1)")


def indexes(noun):
    """What the database has to find the noun's words by."""
    with connection.cursor() as cursor:
        if connection.vendor != "sqlite":
            found = connection.introspection.get_constraints(cursor, noun._meta.db_table)
            return [name for name in found if name == f"{noun._meta.model_name}_searched"]
        cursor.execute("SELECT name FROM sqlite_master WHERE type = 'trigger'")
        return [name for (name,) in cursor.fetchall() if name.startswith(f"{noun._meta.db_table}_search_")]


@pytest.mark.parametrize("noun", INDEXED, ids=lambda noun: noun.__name__)
def test_every_folded_column_has_its_index(noun):
    assert len(indexes(noun)) == (3 if connection.vendor == "sqlite" else 1)
    check(noun)


def test_every_noun_that_folds_its_text_is_indexed():
    assert {noun.__name__ for noun in INDEXED} == {
        noun.__name__
        for noun in apps.get_models()
        if issubclass(noun, Record) and any(field.name == "search_key" for field in noun._meta.local_fields)
    }


def test_saved_changed_and_deleted_rows_are_found_as_they_are():
    person = Person.objects.create(name="Lò Văn Đức")
    person.name = "Cà Thị Bình"
    person.save()
    assert not Person.objects.matching("duc")
    assert list(Person.objects.matching("binh")) == [person]
    person.delete()
    assert not Person.objects.matching("binh")
    check(Person)


def test_rows_created_in_bulk_are_found():
    Person.objects.bulk_create([Person(name="Lò Văn Đức"), Person(name="Cà Thị Bình")])
    assert Person.objects.matching("ca binh").get().name == "Cà Thị Bình"


def test_rows_written_by_bare_sql_are_found_and_forgotten():
    person = Person.objects.create(name="Lò Văn Đức")
    with connection.cursor() as cursor:
        cursor.execute("UPDATE district_person SET search_key = 'ca binh' WHERE id = %s", [person.pk])
        assert list(Person.objects.matching("binh")) == [person]
        cursor.execute("DELETE FROM district_person WHERE id = %s", [person.pk])
    check(Person)


@pytest.mark.usefixtures("before_approval")
def test_rows_deleted_by_cascade_are_forgotten():
    unit = organization("unit")
    directive = Directive.objects.create(session=session(), text="Giải ngân", lead_unit=unit)
    report = ProgressReport.objects.create(
        directive=directive, unit=unit, reported_on=date(2023, 11, 1), percent=50, text="Đã giải ngân"
    )
    evidence = Evidence.objects.create(report=report, caption="Bảng kê", file="")
    assert Evidence.objects.matching("bang ke").get() == evidence
    report.delete()
    assert not Evidence.objects.matching("bang ke")
    check(Evidence)


def test_a_write_that_is_taken_back_leaves_no_trace_in_the_index():
    with transaction.atomic():
        Person.objects.create(name="Lò Văn Đức")
        transaction.set_rollback(True)
    assert not Person.objects.matching("duc")
    check(Person)


def test_rows_that_go_out_as_a_fixture_are_found_when_they_come_in():
    person = Person.objects.create(name="Lò Văn Đức")
    fixture = serializers.serialize("json", [person])
    person.delete()
    for row in serializers.deserialize("json", fixture):
        row.save()
    assert Person.objects.matching("duc").get().name == "Lò Văn Đức"
    check(Person)


@on_sqlite
@pytest.mark.django_db(transaction=True)
def test_a_remade_table_keeps_its_index():
    person = Person.objects.create(name="Lò Văn Đức")
    stored = MigrationExecutor(connection).loader.project_state().apps.get_model("district", "Person")
    longer = fields.CharField("chức danh", max_length=999, blank=True)
    longer.set_attributes_from_name("title")
    longer.model = stored
    for before, after in (
        (stored._meta.get_field("title"), longer),
        (longer, stored._meta.get_field("title")),
    ):
        with connection.schema_editor() as editor:
            editor.alter_field(stored, before, after)
    assert list(Person.objects.matching("duc")) == [person]
    person.name = "Cà Thị Bình"
    person.save()
    assert list(Person.objects.matching("binh")) == [person]
    check(Person)


@pytest.mark.django_db
def test_an_upgrade_writes_the_keys_of_the_rows_there_are_anew():
    whole = session(place="Hội trường Mường Ảng")
    directive = Directive.objects.create(session=whole, text="Giải ngân vốn", expected_output="báo cáo")
    write = {
        package: import_module(f"{package}.migrations.{name}").Migration.operations[0]
        for package, name in (("meetings", "0005_search"), ("resolutions", "0006_search"))
    }
    editor = SimpleNamespace(connection=connection)
    with connection.cursor() as cursor:
        for step in write.values():
            step.reverse_code(apps, editor)
        cursor.execute("SELECT search_key FROM resolutions_directive")
        assert cursor.fetchall() == [("giai ngan von bao cao",)]
        cursor.execute("SELECT search_key FROM meetings_session")
        assert cursor.fetchall() == [("ky hop thu 15 hoi truong muong ang",)]
        for step in write.values():
            step.code(apps, editor)
    assert list(Directive.objects.matching('"giải ngân" báo*')) == [directive]
    assert list(Session.objects.matching(f'"{whole.name}" mường')) == [whole]
    assert Directive.objects.get().search_key == Directive._meta.get_field("search_key").value_of(directive)
    assert Session.objects.get().search_key == Session._meta.get_field("search_key").value_of(whole)
    check(Directive)


@pytest.mark.skipif("connection.vendor != 'postgresql'", reason="GIN")
@pytest.mark.parametrize("noun", INDEXED, ids=lambda noun: noun._meta.label_lower)
def test_no_word_waits_beside_the_index(noun):
    [index] = [index for index in noun._meta.indexes if isinstance(index, SearchIndex)]
    with connection.cursor() as cursor:
        cursor.execute("SELECT reloptions FROM pg_class WHERE relname = %s", [index.name])
        assert cursor.fetchone() == (["fastupdate=off"],)
