"""The index finds what plain Python finds, in its order, whatever text and whatever query, on either database."""

import pytest
from django.db import transaction
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from district.models import Person
from district.pagination import Found
from district.text import search_key, words_in
from tests.search.reference import search

pytestmark = pytest.mark.django_db

SAID = [
    "Điện Biên", "điên", "dien bien", "đường", "ĐUONG", "giải ngân", "giai ngan", "ngân sách", "ngang", "114,62%",
    "15-NQ/HU", "15", "62%", "van-phong@huyen.vn", "2020–2025", "a", "ả", "và", "và và", "O'Brien", "x\u0323y", "İ",
    "ß", "日本", "𠀀", "ﬁ", "Ⅳ", "½", "_", "=", "|", "\\", ":", "*", "AND", "OR NOT", "NEAR(", "https://a.vn/b?c=d",
]  # fmt: skip
letters = st.text(st.characters(exclude_categories=["Cs", "Cc"]), max_size=12)
texts = st.lists(st.sampled_from(SAID) | letters, min_size=1, max_size=6).map(" ".join)
asked = st.lists(
    st.sampled_from([*SAID, "gi*", "ng*", '"giai ngan"', '"giai ng*"', '"giải ngân"*', "dien*", "15-n*"])
    | letters,
    min_size=1,
    max_size=3,
).map(" ".join)


@given(st.lists(st.tuples(texts, texts), min_size=1, max_size=8), asked)
@example([("Huyện Điện Biên", ""), ("điền biển", "")], "dien bien")
@example([("giải", "ngân")], '"giai ngan"')
@example([("và " * 400 + "sau", "")], '"va sau"')
@settings(deadline=None, max_examples=150, suppress_health_check=[HealthCheck.too_slow])
def test_index_finds_what_python_finds(rows, query):
    with transaction.atomic():
        people = [Person.objects.create(name=name[:120], title=title[:120]) for name, title in rows]
        expected = search([(p.pk, [p.name, p.title]) for p in people], query)
        found = Found(Person, query, Person.objects.all)
        assert [row.pk for row in found.after(None, 100)] == expected
        assert [row.pk for row in found.before(None, 100)] == expected
        assert found.count() == len(expected)
        assert not expected or set(Person.objects.matching(query)) == set(found)
        transaction.set_rollback(True)


@given(st.text())
def test_words_hold_nothing_that_a_tokenizer_would_take_apart(text):
    key = search_key(text)
    assert key == " ".join(key.split())
    for word in words_in(text):
        assert word.folded
        for spelling in (word.folded, word.exact):
            assert not any(c.isascii() and not c.isalnum() for c in spelling)
            assert " " not in spelling and spelling == "".join(spelling.split())
