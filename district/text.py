"""Vietnamese text: one stored form, a key to search by, a key to sort by.

Plain Python that knows no table.
"""

import re
import unicodedata
from functools import lru_cache
from itertools import chain
from typing import NamedTuple

ALPHABET = "aăâbcdđeêfghijklmnoôơpqrstuưvwxyz"
"""The letters in dictionary order; f, j, w and z stand where the Latin alphabet has them."""

TONES = {"\u0300": "2", "\u0309": "3", "\u0303": "4", "\u0301": "5", "\u0323": "6"}
"""Combining tone marks by dictionary rank: huyền, hỏi, ngã, sắc, nặng (ngang, no mark, is 1)."""

_RANK = {letter: chr(ord("a") + i // 26) + chr(ord("a") + i % 26) for i, letter in enumerate(ALPHABET)}
_SHAPES = {"\u0302", "\u0306", "\u031b"}  # circumflex, breve, horn: part of the letter, not a tone
_ROMAN = [
    (1000, "M"), (900, "CM"), (500, "D"), (400, "CD"), (100, "C"), (90, "XC"),
    (50, "L"), (40, "XL"), (10, "X"), (9, "IX"), (5, "V"), (4, "IV"), (1, "I"),
]  # fmt: skip
_CONTROL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
_BREAK = re.compile("[\x0b\x0c\x85\u2028\u2029]")
_UNSEEN = re.compile(
    "[\x00-\x08\x0e-\x1f\x7f-\x9f\xad\u061c\u180e\u200b-\u200f\u202a-\u202e\u2060-\u206f"
    "\ud800-\udfff\ufdd0-\ufdef\ufeff\ufff9-\ufffb\ufffe\uffff\U000e0000-\U000e007f]"
)
_OURS = re.compile("[A-Za-z\u00c0-\u024f\u1e00-\u1eff]")
_ALIKE = re.compile(  # Greek but for μ and Ω, which measure; Cyrillic, Armenian, Cherokee, Coptic, Lisu; wide and mathematical letters
    "[\u0370-\u03a8\u03aa-\u03bb\u03bd-\u058f\u13a0-\u13ff\u1c80-\u1c8f\u1d00-\u1dbf\u1f00-\u1fff\u2c80-\u2cff"
    "\ua4d0-\ua4ff\uab30-\uabbf\uff21-\uff5a\U0001d400-\U0001d7ff]"
)
_LETTERS = re.compile(r"[^\W\d_]+")
_PILE = re.compile(r"[^\w\x00-\u02ff]{5,}")  # to Python a mark is no part of a word
_FORMULA = re.compile("'*[=+\\-@\t\r\n＝＋－＠]")  # as a spreadsheet begins one, or as `harmless` has left it
_WORD = re.compile(r"\d+|[^\W\d_]+")
_MARK = "[\u0300-\u036f]"
_SEARCHED = re.compile(rf"(?:[^\W_]++{_MARK}*+)++")

EXACT = "="
"""What marks, in a search key, a word that keeps its accents."""

BETWEEN = "\x1f"
"""What separates the texts of one search key: no phrase runs over it."""

LONGEST_WORD = 100
"""As many characters of a word are searched: a longer one is no word, and PostgreSQL indexes no such."""

MOST_MARKS = 4
"""How many marks a letter keeps: twice as many as Vietnamese sets."""

RICHEST_TEXT = 200_000
"""How many characters the different words of a text may have together: a tsvector holds no more."""


def nfc(text):
    """The one form in which text is stored, whatever the keyboard sends (Unicode NFC)."""
    return _normal("NFC", text)


def legible(text):
    """The text as it is seen: without control characters, what turns the direction of writing, and what has no width.

    Vietnamese needs none of them. They come along when text is pasted, and nobody sees them to take them out.

    >>> legible("Lò\u200b Văn\u202e An")
    'Lò Văn An'
    """
    return _UNSEEN.sub("", _BREAK.sub("\n", text))


def foreign(text):
    """The first word with a letter that is no Latin one, or "".

    >>> foreign("huyện Н\u0423")
    'Н\u0423'
    """
    return next((word for word in _LETTERS.findall(nfc(text)) if _OURS.sub("", word)), "")


def disguised(text):
    """The first word in which letters of another alphabet stand among ours, as if they were ours; or "".

    >>> disguised("Lò V\u0430n An")
    'V\u0430n'
    """
    if not _ALIKE.search(text):
        return ""
    return next(
        (word for word in _LETTERS.findall(nfc(text)) if _OURS.search(word) and _ALIKE.search(word)), ""
    )


def _normal(form, text):
    """The text in a form of Unicode. Ours has two marks on a letter; to sort a million takes half an hour."""
    return unicodedata.normalize(form, _PILE.sub(_few_marks, text))


def _few_marks(run):
    kept, marks = [], 0
    for character in run[0]:
        marks = marks + 1 if unicodedata.combining(character) else 0
        if marks <= MOST_MARKS:
            kept.append(character)
    return "".join(kept)


def fold(text):
    """The form in which text is searched: lower case, no marks, đ as d, single spaces.

    >>> fold("Điện  Biên Đông")
    'dien bien dong'
    """
    bare = "".join(c for c in _normal("NFD", text) if not unicodedata.combining(c))
    return " ".join(bare.lower().replace("đ", "d").replace("–", "-").split())


class Word(NamedTuple):
    """A word where it stands in a text: as it is spelled, in small letters, and folded."""

    exact: str
    folded: str
    start: int
    end: int


def words_in(text):
    """The words of a text: letters and digits without anything between them.

    >>> [word.folded for word in words_in("Số 15-NQ/HU: đạt 114,62%")]
    ['so', '15', 'nq', 'hu', 'dat', '114', '62']
    """
    for match in _SEARCHED.finditer(text):
        yield Word(*_spelled(match[0]), *match.span())


def finder(terms):
    """A function that says where terms stand in a text: [start, end) pairs in order. A term is its folded words, one
    after another, and whether the last of them may only begin a word of the text.

    Only words with the right first letters are folded: to fold every word of a text costs three times as much.

    >>> finder([(("dien",), False), (("dien", "bi"), True)])("Điện-Biên, điện")
    [(0, 4), (0, 9), (11, 15)]
    """
    sought = [(_words_like(nfc(words[0])[:3]).finditer, words, begins) for words, begins in terms]

    def standing(text):
        found = []
        for words_like, words, begins in sought:
            for match in words_like(text):
                word, *others = words
                end, folded = match.end(), _spelled(match[0])[1]
                while others and folded == word and (following := _SEARCHED.search(text, end)):
                    word, *others = others
                    end, folded = following.end(), _spelled(following[0])[1]
                if not others and (folded == word or (begins and folded.startswith(word))):
                    found.append((match.start(), end))
        return sorted(found)

    return standing


@lru_cache(2**12)
def _words_like(letters):
    """The pattern of the words that begin with these folded letters, however they are spelled."""
    first, *others = [rf"[{re.escape(letter)}{_spellings().get(letter, '')}]" for letter in letters]
    no_letter_before = "".join(rf"(?<![^\W_]{_MARK}{{{marks}}}.)" for marks in range(MOST_MARKS + 1))
    rest = "".join(rf"[\u0300-\u034e\u0350-\u036f]*+{letter}" for letter in others)  # what `fold` leaves out
    return re.compile(rf"{first}{no_letter_before}{rest}(?:[^\W_]|{_MARK})*+", re.DOTALL)


@lru_cache
def _spellings():
    """By folded letter, the letters that fold to it: capitals, small letters that have one, and what is put together."""
    found = {}
    letters = [letter for letter in map(chr, range(0x30000)) if letter.isalnum()]
    capitals = {letter: letter.lower() for letter in letters if letter != letter.lower()}
    for letter in {*capitals, *capitals.values(), *filter(unicodedata.decomposition, letters)}:
        if len(letter) == 1 and (folded := fold(letter)) != letter:
            found[folded] = found.get(folded, "") + letter
    return found


@lru_cache(2**14)
def _spelled(word):
    """A word in small letters, and folded: an office writes few words, again and again."""
    return nfc(word).lower()[:LONGEST_WORD], fold(word)[:LONGEST_WORD]


@lru_cache(2**14)
def _spelled_in(run):
    """The same of every word in what stands between two spaces."""
    return tuple(map(_spelled, _SEARCHED.findall(run)))


def search_key(text):
    """What is searched of a text: its folded words in their order, then each spelling, marked.

    >>> search_key("Điện Biên, điện")
    'dien bien dien =điện =biên'
    """
    parts = [[*chain.from_iterable(map(_spelled_in, part.split()))] for part in text.split(BETWEEN)]
    if 3 * len(text) > RICHEST_TEXT:
        parts = _until_rich(parts)
    exact, folded = {}, []
    for part in filter(None, parts):
        spelled, bare = zip(*part, strict=True)
        exact |= dict.fromkeys(spelled)
        folded.append(" ".join(bare))
    return f" {EXACT}".join([" | ".join(folded), *exact])


def _until_rich(parts):
    """The words of the parts as far as the different ones among them fit."""
    known, rich, kept = set(), 0, []
    for part in parts:
        kept.append([])
        for spelled, folded in part:
            rich += sum(len(word) for word in {spelled, folded} - known)
            if rich > RICHEST_TEXT:
                return kept
            known |= {spelled, folded}
            kept[-1].append((spelled, folded))
    return kept


def harmless(text):
    """The text as a cell of a spreadsheet: never a formula, and free of what no workbook can hold.

    >>> harmless("=1+1")
    "'=1+1"
    """
    text = _CONTROL.sub("", text)
    return f"'{text}" if _FORMULA.match(text) else text


def harmed(text):
    """A cell's text as it was before `harmless`.

    >>> harmed("'=1+1")
    '=1+1'
    """
    return text[1:] if text.startswith("'") and _FORMULA.match(text) else text


def sort_key(text):
    """A key of ASCII letters and digits that sorts as a Vietnamese dictionary does.

    Letters decide first over the whole text (a ă â b c d đ …), tones (ngang, huyền, hỏi, ngã,
    sắc, nặng) only between equal letters; numbers sort by value, and before letters. The key sorts
    alike in SQLite and in every PostgreSQL collation, since it holds nothing but a–z and 0–9.

    >>> sort_key("da") < sort_key("đa") < sort_key("e")
    True
    """
    letters, tones = [], []
    for word in _WORD.findall(nfc(text).lower()):
        if word.isdecimal():
            number = str(int(word))
            letters.append(f"2{len(number):02d}{number}")
            continue
        spelled = []
        for letter in word:
            base, tone = _untoned(letter)
            spelled.append(_RANK.get(base, "zz"))
            tones.append(tone)
        letters.append("".join(spelled))
    return "1".join(letters) + "0" + "".join(tones)


def person_sort_key(name):
    """The key of a person's name: given name (the last word) first, then family and middle names.

    >>> person_sort_key("Lò Văn An") < person_sort_key("Cà Thị Bình")
    True
    """
    *rest, given = name.split() or [""]
    return sort_key(given) + sort_key(" ".join(rest))


def roman(number):
    """The Roman numeral of a positive whole number, as congresses are counted.

    >>> roman(14)
    'XIV'
    """
    numeral = ""
    for value, letters in _ROMAN:
        count, number = divmod(number, value)
        numeral += letters * count
    return numeral


def _untoned(letter):
    base, tone = "", "1"
    for mark in unicodedata.normalize("NFD", letter):
        if mark in TONES:
            tone = TONES[mark]
        elif mark in _SHAPES or not unicodedata.combining(mark):
            base += mark
    return nfc(base), tone
