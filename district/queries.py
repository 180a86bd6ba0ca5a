"""What a person asks a search for, read out of what was typed, and said in the language of each database.

Plain Python that knows no table.
"""

import re
from dataclasses import dataclass
from functools import cached_property, lru_cache

from district.text import EXACT, finder, nfc, words_in

CHUNK = re.compile(r'"([^"]*)"(\*?)|([^\s"]+)')


@dataclass(frozen=True)
class Term:
    """Words that stand one after another; the last may be only a beginning."""

    words: tuple[str, ...]
    exact: tuple[str, ...]
    begins: bool = False

    @property
    def needle(self):
        """What the folded words, each between spaces, hold where they hold the phrase."""
        return f" {' '.join(self.words)}{'' if self.begins else ' '}"


@dataclass(frozen=True)
class Query:
    """What is searched: every term, accents optional.

    `exactly` narrows to rows that hold each word as it was typed (True), or to the others (False).
    """

    terms: tuple[Term, ...]
    exactly: bool | None = None

    @classmethod
    @lru_cache(1000)
    def read(cls, text, *, unfinished=False):
        """The query that a person typed: words, "a phrase", a beginn*; the last word may be `unfinished`.

        Words joined by anything but a space (15-NQ/HU, 114,62%) are a phrase too.
        """
        terms = []
        for quoted, star, bare in CHUNK.findall(nfc(text)):
            words = [(word.exact, word.folded) for word in words_in(quoted or bare)]
            if words:
                exact, folded = zip(*words, strict=True)
                begins = bool(star) or (quoted or bare).rstrip().endswith("*")
                terms.append(Term(folded, exact, begins))
        if terms and unfinished and text[-1:].isalnum():
            terms[-1] = Term(terms[-1].words, terms[-1].exact, True)
        return cls(tuple(dict.fromkeys(terms)))

    def __bool__(self):
        return bool(self.terms)

    @cached_property
    def standing(self):
        """Where its terms stand in a text: a function that gives [start, end) pairs, by their beginnings."""
        return finder([(term.words, term.begins) for term in self.terms])

    def exact(self):
        """The same, of rows that hold each word as it was typed."""
        return Query(self.terms, True)

    def inexact(self):
        """The same, of rows that hold some word with other accents only."""
        return Query(self.terms, False)

    def phrases(self):
        """The terms of several words: an index of words finds only their words."""
        return [term for term in self.terms if len(term.words) > 1]

    def words(self, exact=False):
        """The words to look up, each with whether it is only a beginning."""
        pairs = []
        for term in self.terms:
            chosen = [f"{EXACT}{word}" for word in term.exact] if exact else term.words
            pairs += [(word, term.begins and at == len(chosen) - 1) for at, word in enumerate(chosen)]
        return list(dict.fromkeys(pairs))

    def as_fts5(self):
        """The query in the language of FTS5."""

        def every(pairs):
            return "(" + " AND ".join(f'"{word}"{" *" if begins else ""}' for word, begins in pairs) + ")"

        return self._joined(every, " AND ", " NOT ")

    def as_tsquery(self):
        """The query in the language of tsquery."""

        def every(pairs):
            return "(" + " & ".join(f"'{word}'{':*' if begins else ''}" for word, begins in pairs) + ")"

        return self._joined(every, " & ", " & !")

    def _joined(self, every, both, without):
        folded = every(self.words())
        if self.exactly is None:
            return folded
        return f"{folded}{both if self.exactly else without}{every(self.words(exact=True))}"
