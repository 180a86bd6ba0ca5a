"""What words find: without accents, with them first, phrases, beginnings, every kind, in a page of the API."""

import pytest

from district.models import Organization, Person
from district.pagination import Found
from meetings.models import Session, Shortcoming
from resolutions.models import Directive
from tests.desk.rows import session
from tests.factories import OrganizationFactory, PersonFactory

pytestmark = pytest.mark.django_db


def names(words):
    return [person.name for person in Found(Person, words, Person.objects.all).after(None, 50)]


@pytest.fixture
def people():
    for name in ("Lò Văn Đức", "Lò Vân Đức", "Lo Van Duc", "Cà Văn Đưc", "Đức Văn Lò"):
        PersonFactory(name=name)


def test_words_are_found_without_accents_in_any_order_the_newest_first(people):
    assert names("duc van lo") == ["Lo Van Duc", "Đức Văn Lò", "Lò Vân Đức", "Lò Văn Đức"]


def test_words_typed_with_accents_rank_first(people):
    assert names("Lò VĂN đức") == ["Đức Văn Lò", "Lò Văn Đức", "Lo Van Duc", "Lò Vân Đức"]


def test_a_phrase_stands_together(people):
    assert names('"lo van"') == ["Lo Van Duc", "Lò Vân Đức", "Lò Văn Đức"]
    assert names('"lò văn" đức')[0] == "Lò Văn Đức"


def test_a_star_asks_for_a_beginning(people):
    assert names("c*") == ["Cà Văn Đưc"]
    assert names("lo v*") == ["Lo Van Duc", "Đức Văn Lò", "Lò Vân Đức", "Lò Văn Đức"]
    assert names("l") == names("uc") == []


def test_a_phrase_ends_with_its_text():
    OrganizationFactory(name="Ban giải", short_name="Ngân hàng")
    assert not Organization.objects.matching('"giai ngan"')
    assert Organization.objects.matching("giai ngan")


def test_a_phrase_is_found_however_often_its_words_stand_before_it():
    """A tsvector keeps 255 places of a word, and none beyond the 16,383rd."""
    row = Shortcoming.objects.create(session=session(), text="và " * 20_000 + "giải ngân", cause="giải")
    assert list(Shortcoming.objects.matching('"va giai ngan"')) == [row]


def test_rubbish_is_kept_and_found_by_its_first_words():
    rubbish = " ".join(f"{i:x}x{'đ' * 120}" for i in range(20_000))
    row = Shortcoming.objects.create(session=session(), text=f"Đầu tiên {rubbish}")
    assert list(Shortcoming.objects.matching("dau tien")) == [row]


def test_a_session_is_found_by_its_own_words_and_its_organization_together():
    whole = session(place="Hội trường lớn")
    organization = whole.organization
    organization.name = "Huyện ủy Mường Ảng"
    organization.save()
    for words in ("muong ang hoi truong", "Mường hội", "ang*", '"muong ang"'):
        assert list(Session.objects.matching(words)) == [whole], words
        assert Found(Session, words, Session.objects.all).after(None, 5) == [whole], words
    assert not Session.objects.matching('"ang hoi"')


def test_a_page_is_filled_past_what_is_not_public():
    shown = session()
    hidden = session(ordinal=99, term=shown.term)
    rows = [Directive.objects.create(session=shown, text="Giải ngân", position=i + 1) for i in range(3)]
    for i in range(70):
        Directive.objects.create(session=hidden, text="giải ngân", position=i + 1)
    shown.publish()
    found = Found(Directive, "giải ngân", Directive.objects.published)
    assert [row.pk for row in found.after(None, 2)] == [rows[2].pk, rows[1].pk]
    assert [row.pk for row in found.after(found.position(rows_at(found, 1)), 5)] == [rows[0].pk]
    assert [row.pk for row in found.before([0, rows[0].pk], 5)] == [rows[2].pk, rows[1].pk]


def rows_at(found, place):
    return found.after(None, 10)[place]


@pytest.mark.parametrize("words", ["%", "- _", '""', "*"])
def test_signs_alone_find_nothing(client, words):
    PersonFactory(name="100% _")
    assert not Person.objects.matching(words)
    assert "Không tìm thấy gì" in client.get("/search/", {"q": words}).content.decode()
    assert client.get("/api/v1/search/", {"q": words}).status_code == 400
