"""Every line of history says who wrote it, from where and why; and no write goes past it."""

from contextlib import contextmanager

import pytest
from django.apps import apps
from django.core import serializers
from django.core.management import call_command
from django.db import models, transaction
from django.test import RequestFactory
from django.urls import resolve
from django.utils import timezone
from simple_history.models import HistoricalRecords

from district.models import ApiKey, Door, Organization, Person, Record, Sector, noting
from meetings.models import Addendum, Correction, Seal, Session
from resolutions.models import Directive
from tests.desk.pages import address, sent
from tests.desk.rows import session, whole_district
from tests.factories import while_open

pytestmark = pytest.mark.django_db

NOUNS = [noun for noun in apps.get_models() if issubclass(noun, Record)]
every_noun = pytest.mark.parametrize("noun", NOUNS, ids=lambda noun: noun._meta.label_lower)
FOR_GOOD = {Addendum, Correction, Seal}


@pytest.fixture(scope="module")
def standing(shared):
    return whole_district(1)


@contextmanager
def asked(path, user):
    """Within this, a request of the user is being answered."""
    request = RequestFactory().get(path, REMOTE_ADDR="10.1.2.3")
    request.resolver_match, request.user = resolve(path), user
    HistoricalRecords.context.request = request
    try:
        yield
    finally:
        del HistoricalRecords.context.request


def doors(user):
    """By what a line says of its origin: how one comes in there."""
    return {
        ("desk", "/admin/", "10.1.2.3", user): lambda: asked("/admin/", user),
        ("page", "/reports/", "10.1.2.3", user): lambda: asked("/reports/", user),
        ("import", "bang.xlsx", None, None): lambda: noting(door=Door.IMPORT, through="bang.xlsx"),
        ("command", "remind", None, None): lambda: noting(door=Door.COMMAND, through="remind"),
    }


def origin(line):
    return line.history_door, line.history_through, line.history_address, line.history_user


@every_noun
def test_whatever_is_written_says_through_which_door(noun, standing, admin_user):
    """Each door with one of the ways in turn: saving, making or changing, deleting one, deleting many."""
    row = noun.objects.order_by("-pk").first()
    ways = writes(noun, row)
    for turn, (said, come_in) in enumerate(doors(admin_user).items() if ways else ()):
        before = noun.history.count()
        with while_open(), transaction.atomic(), come_in(), noting(reason="Vì thế"):
            ways[turn % len(ways)]()
            fresh = noun.history.order_by("-history_id")[: noun.history.count() - before]
            assert fresh, ways[turn]
            assert {(*origin(line), line.history_change_reason) for line in fresh} == {(*said, "Vì thế")}
            transaction.set_rollback(True)


def writes(noun, row):
    """The ways in which rows of the noun are written; a key is revoked, not deleted."""
    if noun in FOR_GOOD:
        return []
    ways = [noun.objects.get(pk=row.pk).save, lambda: noun.objects.update_or_create(pk=row.pk)]
    if noun is not ApiKey and not any(
        part.objects.filter(**{link.name: row}).exists() for part, link in naming(noun)
    ):
        ways += [noun.objects.get(pk=row.pk).delete, noun.objects.filter(pk=row.pk).delete]
    return ways


def naming(noun):
    """The nouns whose rows keep a row of this one from being deleted, with the link."""
    return [
        (other, link)
        for other in NOUNS
        for link in other._meta.concrete_fields
        if link.is_relation and link.related_model is noun and link.remote_field.on_delete is models.PROTECT
    ]


def test_the_ways_are_tried_for_nearly_every_noun(standing):
    """What no test of this page deletes is named by others: there are few of those."""
    deleted = [noun for noun in NOUNS if len(writes(noun, noun.objects.order_by("-pk").first())) == 4]
    assert len(deleted) >= 20


def test_without_a_door_the_program_is_named():
    line = Person.objects.create(name="Lò Văn An").history.get()
    assert origin(line)[0] == "program" and line.history_through


def test_a_page_of_the_desk_says_who_and_from_where(admin_client, admin_user):
    sector = Sector.objects.create(code="kt", name="Kinh tế")
    page = address(Sector, "change", sector.pk)
    typed = sent(admin_client.get(page)) | {"name": "Kinh tế – xã hội"}
    admin_client.post(page, typed, REMOTE_ADDR="10.9.8.7")
    assert origin(sector.history.first()) == ("desk", page, "10.9.8.7", admin_user)


def test_a_command_names_itself_whoever_calls_it(standing, admin_user):
    last = {noun: noun.history.latest("history_id").pk for noun in (Session, Directive, Seal, Organization)}
    with asked("/admin/", admin_user):
        call_command("load_district", organizations=1, sessions=1, directives=2, verbosity=0, force=True)
    for noun, pk in last.items():
        fresh = noun.history.filter(pk__gt=pk)
        assert {origin(line)[:2] for line in fresh} == {("command", "load_district")}


@every_noun
def test_no_way_leads_past_the_history(noun, standing):
    rows, row = noun.objects.order_by("-pk"), noun.objects.order_by("-pk").first()
    for write in (
        lambda: rows.update(modified_at=timezone.now()),
        lambda: rows.bulk_update([row], ["modified_at"]),
        lambda: rows._raw_delete("default"),
        lambda: noun._base_manager.update(modified_at=timezone.now()),
        lambda: noun._base_manager.all()._raw_delete("default"),
        lambda: rows.bulk_create([row], ignore_conflicts=True),
    ):
        with pytest.raises(TypeError, match="history"), transaction.atomic():
            write()
    assert not hasattr(row, "save_without_historical_record")


def test_a_row_cannot_ask_to_be_left_out():
    person = Person.objects.create(name="Lò Văn An")
    person.skip_history_when_saving = True
    person.save()
    assert person.history.count() == 2


@every_noun
def test_a_line_is_written_once(noun, standing):
    """Neither changed nor deleted: singly, in bulk, by the default manager, by a fixture."""
    line = noun.history.first()
    for write in (
        line.save,
        line.delete,
        noun.history.all().delete,
        lambda: noun.history.update(history_change_reason="khác"),
        lambda: noun.history.model.objects.all().delete(),
        lambda: noun.history.model.objects.update(history_user=None),
        lambda: noun.history.model.objects.bulk_update([line], ["history_date"]),
        lambda: noun.history.model._base_manager.all().delete(),
        lambda: noun.history.model(pk=line.pk, history_date=line.history_date).save_base(raw=True),
        lambda: noun.history.update_or_create(pk=line.pk, defaults={"history_type": "~"}),
        next(serializers.deserialize("json", serializers.serialize("json", [line]))).save,
    ):
        with pytest.raises(TypeError, match="written once"), transaction.atomic():
            write()


def test_who_has_written_stays(admin_user):
    with asked("/admin/", admin_user):
        person = Person.objects.create(name="Lò Văn An")
    with pytest.raises(models.ProtectedError, match="protected"), transaction.atomic():
        admin_user.delete()
    assert person.history.get().history_user == admin_user


def test_what_goes_with_its_whole_goes_at_one_instant_and_for_one_reason(standing):
    whole, other = (session(term=standing.term, ordinal=ordinal) for ordinal in (21, 22))
    parts = [whole.agenda_items.create(title="Khai mạc"), whole.results.create(text="Vượt kế hoạch")]
    gone = [type(row).history.filter(id=row.pk, history_type="-") for row in (whole, *parts)]
    with noting(reason="Nhập trùng"):
        whole.delete()
    assert [line.history_change_reason for lines in gone for line in lines] == ["Nhập trùng"] * 3
    instants = {line.history_date for lines in gone for line in lines}
    assert len(instants) == 1
    gone = Session.history.filter(id=other.pk, history_type="-")
    other.delete()
    assert gone.get().history_date not in instants


def test_rows_made_at_once_say_why(standing):
    with noting(reason="Theo báo cáo"), while_open():
        [directive] = Directive.objects.bulk_create([Directive(session=standing, text="Việc mới")])
    assert directive.history.get().history_change_reason == "Theo báo cáo"
