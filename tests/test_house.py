"""The house rules that a machine can hold."""

import re
from itertools import chain

import pytest
from django.apps import apps
from django.db import models

from district import fields
from district.models import Arrival, Edition, FirstPassword, Record, Touch
from resolutions.models import Reminder

OURS = [
    model
    for app in ("district", "meetings", "resolutions")
    for model in apps.get_app_config(app).get_models()
]
NOUNS = [model for model in OURS if issubclass(model, Record)]
FIELDS = [field for noun in NOUNS for field in noun._meta.local_fields]
LINKS = [
    field
    for noun in NOUNS
    for field in [*noun._meta.local_fields, *noun._meta.local_many_to_many]
    if field.is_relation
]

FOLLOWING = {Arrival, Edition, Touch}
"""What the feed of changes keeps, and what is known of where rows come from: it follows from the nouns."""

OF_ACCOUNTS = {FirstPassword}
"""What is known about an account, and is no record of an organization."""

UNTYPED = {Reminder}
"""Nouns that the system alone writes."""

every_noun = pytest.mark.parametrize("noun", NOUNS, ids=lambda noun: noun.__name__)


def snake_case(name):
    return re.sub(r"(?<!^)(?=[A-Z])", "_", name).lower()


@every_noun
def test_docstring_is_one_sentence_with_the_vietnamese_term(noun):
    sentence = noun.__doc__.split("\n\n")[0]
    assert sentence[0].isupper() and sentence.rstrip()[-1] in ".…"
    assert len(re.findall(r"[.…](?=\s|$)", sentence)) == 1, "more than one sentence"
    terms = re.findall(r"\(([^)]+)\)", sentence)
    assert any(not term.isascii() for term in terms), "no Vietnamese term in parentheses"


@every_noun
def test_noun_has_a_file_of_its_own(noun):
    room = noun._meta.app_label
    assert noun.__module__ == f"{room}.models.{snake_case(noun.__name__)}"


@every_noun
def test_noun_is_exported_by_its_room(noun):
    room = __import__(f"{noun._meta.app_label}.models", fromlist=["models"])
    assert noun.__name__ in room.__all__


@every_noun
def test_noun_keeps_its_history(noun):
    assert noun.history.model._meta.get_field("history_date")


@every_noun
def test_noun_is_named_in_vietnamese(noun):
    assert not str(noun._meta.verbose_name).isascii()
    assert noun._meta.verbose_name_plural
    assert noun._meta.ordering, "lists need an order"


@every_noun
def test_search_looks_into_folded_columns_only(noun):
    for lookup in noun.searched:
        model = noun
        *steps, column = lookup.split("__")
        for step in steps:
            model = model._meta.get_field(step).related_model
        assert isinstance(model._meta.get_field(column), fields.SearchKeyField)


def test_every_model_of_ours_is_a_noun_or_its_history():
    histories = {noun.history.model for noun in NOUNS}
    assert set(OURS) == set(NOUNS) | histories | FOLLOWING | OF_ACCOUNTS


@pytest.mark.parametrize("link", LINKS, ids=str)
def test_link_is_read_from_both_ends(link):
    name = link.remote_field.related_name
    assert name and not name.endswith("+")


@pytest.mark.parametrize("link", [link for link in LINKS if not link.many_to_many], ids=str)
def test_nothing_is_deleted_silently(link):
    assert link.remote_field.on_delete in (models.PROTECT, models.CASCADE)


@pytest.mark.parametrize("link", [link for link in LINKS if link.many_to_many], ids=str)
def test_link_of_many_to_many_is_a_noun(link):
    assert issubclass(link.remote_field.through, Record)


def test_days_end_in_on_and_instants_in_at():
    for field in FIELDS:
        if isinstance(field, models.DateTimeField):
            assert field.name.endswith("_at"), field
        elif isinstance(field, models.DateField):
            assert field.name.endswith("_on"), field


def test_typed_text_is_stored_in_one_form():
    for field in FIELDS:
        text = isinstance(field, models.CharField | models.TextField) and field.editable
        ascii_only = isinstance(field, models.SlugField | models.EmailField | models.URLField)
        if text and not (ascii_only or field.choices or field.name == "quarter" or field.model in UNTYPED):
            assert isinstance(field, fields.CharField | fields.TextField), field


def test_every_label_is_vietnamese_and_given():
    for field in chain(FIELDS, LINKS):
        if field.name != "id" and not isinstance(field, fields.Derived):
            assert str(field.verbose_name) != field.name.replace("_", " "), f"{field} has no label"
