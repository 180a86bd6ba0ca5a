from itertools import pairwise

from hypothesis import example, given, settings
from hypothesis import strategies as st

from district.extracts import WIDTH, extract, spans
from district.queries import Query
from district.text import nfc, words_in

LETTERS = "aáẬđĐiİ1²_-,:. \u0301\u0323\u034fKй한ß"


def test_words_are_marked_as_they_stand_in_the_text():
    assert extract("dien bien", "Huyện Điện Biên Đông") == "Huyện <mark>Điện</mark> <mark>Biên</mark> Đông"
    assert extract("đường 2023-2025", "ĐƯỜNG 2023–2025") == "<mark>ĐƯỜNG</mark> <mark>2023–2025</mark>"


def test_a_word_is_marked_whole_and_by_its_beginning_only_if_asked():
    assert extract("gia", "giải ngân") == "giải ngân"
    assert extract("gia*", "giải ngân") == "<mark>giải</mark> ngân"


def test_a_phrase_is_one_mark():
    assert extract('"giai ngan"', "ngân sách, giải ngân") == "ngân sách, <mark>giải ngân</mark>"
    assert extract("15-nq", "Số 15-NQ/HU, 15 xã") == "Số <mark>15-NQ</mark>/HU, 15 xã"


def test_a_word_that_stands_alone_is_not_marked_inside_others():
    assert extract("ca", "Các dự án mắc ca") == "Các dự án mắc <mark>ca</mark>"


def test_hits_that_overlap_are_one_mark():
    assert extract("dien ien", "điện") == "<mark>điện</mark>"


def test_a_letter_that_folds_to_several_keeps_the_places_right():
    text = "İstanbul và đường"
    assert [text[start:end] for start, end in spans(text, Query.read("duong"))] == ["đường"]


def test_of_several_texts_the_one_with_the_most_hits_is_shown():
    texts = "Kỳ họp thứ 15", "", "Giải ngân chậm", "ngân sách"
    assert extract("giai ngan", *texts) == "<mark>Giải</mark> <mark>ngân</mark> chậm"
    assert extract("khac", *texts) == "Kỳ họp thứ 15"


def test_what_is_not_a_mark_is_escaped():
    assert extract("b", "<b>a&b</b>") == ("&lt;<mark>b</mark>&gt;a&amp;<mark>b</mark>&lt;/<mark>b</mark>&gt;")


def test_a_long_text_is_cut_at_words_around_the_first_hit():
    text = " ".join(f"từ{i}" for i in range(300)) + " đích " + " ".join(f"sau{i}" for i in range(300))
    shown = extract("dich", text)
    assert "<mark>đích</mark>" in shown
    assert shown.startswith("… từ")
    assert shown.endswith(" …")
    assert len(shown) <= WIDTH + len("… <mark></mark> …")
    assert all(word in text.split() for word in shown.replace("<mark>đích</mark>", "đích").split()[1:-1])


def test_a_text_without_a_hit_gives_its_beginning():
    assert extract("z", "a" * 500) == "a" * WIDTH + " …"
    assert extract("z", "") == ""


def spans_by_words(text, query):
    """Which characters of a text the words found stand on, by taking the text apart."""
    there, found = list(words_in(text)), set()
    for term in query.terms:
        size = len(term.words)
        for at in range(len(there) - size + 1):
            *whole, last = [word.folded for word in there[at : at + size]]
            ends = last.startswith(term.words[-1]) if term.begins else last == term.words[-1]
            if ends and tuple(whole) == term.words[:-1]:
                found.update(range(there[at].start, there[at + size - 1].end))
    return found


@given(st.text(LETTERS, max_size=40).map(nfc), st.text(LETTERS + '"*', max_size=8))
@example("a" * 150 + " a", "a" * 120)
@example("à a á a", '"a a a"')
@example("a đ i", '"a 1 i"')
@settings(deadline=None, max_examples=400)
def test_marked_are_the_words_that_a_search_finds(text, asked):
    query = Query.read(asked)
    marked = spans(text, query)
    assert all(end <= start for (_, end), (start, _) in pairwise(marked))
    assert {at for start, end in marked for at in range(start, end)} == spans_by_words(text, query)
