"""What is typed is stored in one form, found without accents and listed in Vietnamese order."""

import unicodedata

import pytest
from django.core.exceptions import ValidationError

from district.models import Organization, Person
from meetings.models import Indicator, Shortcoming
from tests.factories import IndicatorFactory, OrganizationFactory, PersonFactory, ShortcomingFactory

NAME = "Vàng Thị Ước Nguyện"
DECOMPOSED = unicodedata.normalize("NFD", NAME)

pytestmark = pytest.mark.django_db


def test_typed_name_is_composed_in_the_object_and_in_the_database():
    person = PersonFactory(name=DECOMPOSED)
    assert person.name == NAME
    assert Person.objects.values_list("name", flat=True).get() == NAME
    assert person.history.get().name == NAME


def test_changed_name_is_composed():
    person = PersonFactory(name="An")
    person.name = DECOMPOSED
    person.save(update_fields=["name"])
    person.refresh_from_db()
    assert person.name == NAME
    assert person.search_key.startswith("vang thi uoc nguyen")


def test_name_created_in_bulk_is_composed():
    Person.objects.bulk_create([Person(name=DECOMPOSED)])
    assert Person.objects.get().name == NAME


def test_long_text_is_composed():
    row = ShortcomingFactory(text=unicodedata.normalize("NFD", "Giải ngân chậm"))
    row.refresh_from_db()
    assert row.text == "Giải ngân chậm"


@pytest.mark.parametrize(
    "lookup", ["name", "name__exact", "name__contains", "name__startswith", "name__iexact"]
)
def test_lookup_finds_the_name_however_it_is_typed(lookup):
    PersonFactory(name=NAME)
    assert Person.objects.filter(**{lookup: DECOMPOSED}).exists()


def test_lookup_among_several_names_finds_it_however_it_is_typed():
    PersonFactory(name=NAME)
    assert Person.objects.filter(name__in=[DECOMPOSED]).exists()
    assert not Person.objects.exclude(name=DECOMPOSED).exists()


def test_same_name_in_another_form_is_a_duplicate():
    IndicatorFactory(name="Diện tích", unit="ha")
    with pytest.raises(ValidationError, match="Danh mục đã có chỉ tiêu này"):
        Indicator(name=unicodedata.normalize("NFD", "Diện tích"), unit="ha").full_clean()


def test_people_are_listed_by_given_name_in_vietnamese_order():
    names = ["Lò Văn An", "Lò Văn Ân", "Cà Thị Bình", "Sùng A Dơ", "Mùa A Đạo", "Lò Thị Ếm", "Vì Văn Ổn"]
    for name in reversed(names):
        PersonFactory(name=name)
    assert [person.name for person in Person.objects.all()] == names


def test_units_are_listed_in_vietnamese_order():
    names = ["Ban A", "Ban Ă", "Ban D", "Ban Đ", "Xã 2", "Xã 10", "Xã Dà", "Xã Dá", "Xã Đa"]
    for name in reversed(names):
        OrganizationFactory(name=name)
    assert [unit.name for unit in Organization.objects.all()] == names
    assert [unit.name for unit in Organization.objects.order_by("-sort_key")] == names[::-1]


def test_renamed_person_moves_in_the_list():
    first, second = PersonFactory(name="Lò Văn An"), PersonFactory(name="Lò Văn Bình")
    first.name = "Lò Văn Cường"
    first.save()
    assert list(Person.objects.all()) == [second, first]


@pytest.mark.parametrize(
    "words", ["dien bien", "Điện Biên", "DONG dien", "đông", unicodedata.normalize("NFD", "Điện"), ""]
)
def test_search_finds_with_and_without_accents_in_any_order(words):
    found = OrganizationFactory(name="Đảng bộ huyện Điện Biên Đông")
    assert found in Organization.objects.matching(words)


@pytest.mark.parametrize("words", ["tuan giao", "dien tuan", "%", "_"])
def test_search_finds_nothing_else(words):
    OrganizationFactory(name="Đảng bộ huyện Điện Biên Đông")
    assert not Organization.objects.matching(words).exists()


def test_search_looks_into_every_searched_field():
    row = ShortcomingFactory(text="Chậm", cause="Hồ sơ sai", measure="dưới 50%")
    for words in ("cham", "ho so", "50%"):
        assert list(Shortcoming.objects.matching(words)) == [row]
