"""The piece of a text around the words searched, as HTML.

Plain Python that knows no table.
"""

from html import escape

from district.queries import Query
from district.text import folded_words, places

WIDTH = 240
"""About how many characters of the text an extract shows."""


def extract(words, *texts):
    """The part, around its first hit, of the text with the most hits: HTML-escaped, with <mark> around every hit.

    Words are found as a search finds them. Texts without a hit give the beginning of the first.

    >>> extract("dien bien", "Huyện Điện Biên Đông")
    'Huyện <mark>Điện</mark> <mark>Biên</mark> Đông'
    """
    query = Query.read(words)
    found, text = max(((_stretches(query, text), text) for text in texts), key=lambda pair: len(pair[0]))
    hits = _placed([stretch for stretch in found if stretch[0] < found[0][0] + WIDTH], text)
    start, end = _window(text, hits[0][0] if hits else 0)
    pieces, at = [], start
    for first, last in hits:
        first, last = max(first, at), min(last, end)
        if first < last:
            pieces += [escape(text[at:first]), f"<mark>{escape(text[first:last])}</mark>"]
            at = last
    pieces.append(escape(text[at:end]))
    return ("… " if start else "") + "".join(pieces) + (" …" if end < len(text) else "")


def spans(text, words):
    """Where the words lie in the text: [start, end) pairs in order, none overlapping another.

    Marked is what a search finds: whole words, the beginning of one, phrases as they stand together.
    """
    query = words if isinstance(words, Query) else Query.read(words)
    return _placed(_stretches(query, text), text)


def _placed(stretches, text):
    """Where these stretches of the words of a text lie in it."""
    there = places(text, stretches[-1][1] + 1) if stretches else []
    return [(there[first][0], there[last][1]) for first, last in stretches]


def _stretches(query, text):
    """The words of the text that the query finds, none twice, as numbers of the first and the last of a stretch."""
    there, merged = folded_words(text), []
    for first, last in sorted([hit for term in query.terms for hit in _hits(term, there)]):
        if merged and first <= merged[-1][1]:
            merged[-1] = (merged[-1][0], max(last, merged[-1][1]))
        else:
            merged.append((first, last))
    return merged


def _hits(term, there):
    """The numbers of the first word and of the last, of each place among the folded words where the term stands."""
    *whole, last = term.words
    if term.begins:
        ends = [at for at, word in enumerate(there) if word.startswith(last)]
    else:
        ends = [at for at, word in enumerate(there) if word == last] if last in there else ()
    before = len(whole)
    return [(at - before, at) for at in ends if at >= before and there[at - before : at] == whole]


def _window(text, hit):
    """The [start, end) of the extract around the hit, at word borders."""
    if len(text) <= WIDTH:
        return 0, len(text)
    start = max(0, min(hit - WIDTH // 3, len(text) - WIDTH))
    end = start + WIDTH
    if start and " " in text[start:hit]:
        start = text.index(" ", start) + 1
    if end < len(text) and " " in text[hit:end]:
        end = text.rindex(" ", hit, end)
    return start, end
