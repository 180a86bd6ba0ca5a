"""Vietnamese text: one form, a key to search by, a key to sort by."""

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from district.text import ALPHABET, fold, nfc, person_sort_key, roman, sort_key


def ascending(texts, key):
    """Whether each text comes strictly after the one before it."""
    keys = [key(text) for text in texts]
    return keys == sorted(set(keys))


@pytest.mark.parametrize(
    ("text", "folded"),
    [
        ("Điện Biên Đông", "dien bien dong"),
        ("ĐẢNG BỘ", "dang bo"),
        ("Lò Văn  An ", "lo van an"),
        ("ước, ưu, ởỡợ", "uoc, uu, ooo"),
        ("2020–2025", "2020-2025"),
        (unicodedata.normalize("NFD", "Nghị quyết"), "nghi quyet"),
    ],
)
def test_text_is_searched_without_accents_and_case(text, folded):
    assert fold(text) == folded


@given(st.text())
def test_folding_twice_is_folding_once(text):
    assert fold(fold(text)) == fold(text)


@given(st.text())
def test_folding_does_not_ask_how_the_keyboard_composes(text):
    assert fold(unicodedata.normalize("NFD", text)) == fold(nfc(text))


def test_letters_stand_in_dictionary_order():
    words = [f"{letter}a" for letter in ALPHABET]
    assert ascending(words, sort_key)


@pytest.mark.parametrize(
    "words",
    [
        ["da", "đa", "e"],
        ["an", "ăn", "ân"],
        ["ma", "mà", "mả", "mã", "má", "mạ"],
        ["xã 2", "xã 10", "xã 100"],
        ["má", "mà nẻo"],
        ["Ban Tổ chức", "Bản Tổ chức", "Ban Tuyên giáo"],
        ["Xã 1", "Xã A"],
        ["Điện Biên", "Điện Biên Đông"],
        ["to", "tơ", "u", "ư"],
    ],
    ids=str,
)
def test_words_sort_as_in_a_vietnamese_dictionary(words):
    assert ascending(words, sort_key)


def test_people_sort_by_given_name_then_family_and_middle_names():
    names = ["Lò Văn An", "Lò Văn Ân", "Cà Thị Bình", "Lò Thị Bình", "Sùng A Dơ", "Mùa A Đạo"]
    assert ascending(names, person_sort_key)


def test_name_of_one_word_sorts_before_longer_ones_with_that_given_name():
    assert ascending(["An", "Lò Văn An"], person_sort_key)


@given(st.text())
def test_keys_hold_nothing_that_a_collation_could_reorder(text):
    for key in (sort_key(text), person_sort_key(text)):
        assert not key or (key.isascii() and key.isalnum() and key == key.lower())


@pytest.mark.parametrize(("number", "numeral"), [(1, "I"), (6, "VI"), (9, "IX"), (14, "XIV"), (40, "XL")])
def test_congresses_are_counted_in_roman_numerals(number, numeral):
    assert roman(number) == numeral
