"""What a search should find, said once more in plain Python, by another way than the indexes."""

import re
import unicodedata


def bare(text):
    """Small letters without marks, đ as d."""
    text = unicodedata.normalize("NFD", text).lower().replace("đ", "d")
    return "".join(c for c in unicodedata.normalize("NFD", text) if not unicodedata.combining(c))


def spelled(text):
    return unicodedata.normalize("NFC", text).lower()


def asked(text):
    """The terms of a query: lists of words, each with whether the last is a beginning."""
    terms = []
    for quoted, star, plain in re.findall(r'"([^"]*)"(\*?)|([^\s"]+)', text):
        words = words_of(quoted or plain)
        if words:
            terms.append((words, bool(star) or (quoted or plain).rstrip().endswith("*")))
    return terms


def words_of(text):
    words, word = [], ""
    for c in f"{unicodedata.normalize('NFC', text)} ":
        if c.isalnum() or (word and "\u0300" <= c <= "\u036f"):
            word += c
        elif word:
            words, word = [*words, word], ""
    return words


def holds(texts, query, exactly=False):
    """Whether one of the texts holds each term (and, exactly, each word as typed)."""
    return all(
        any(
            _stands(text, words, begins)
            and (not exactly or all(_spelled(texts, words, begins, at) for at in range(len(words))))
            for text in texts
        )
        for words, begins in asked(query)
    )


def _stands(text, words, begins):
    there = [bare(word) for word in words_of(text)]
    wanted = [bare(word) for word in words]
    for at in range(len(there) - len(wanted) + 1):
        part = there[at : at + len(wanted)]
        last = part[-1].startswith(wanted[-1]) if begins else part[-1] == wanted[-1]
        if part[:-1] == wanted[:-1] and last:
            return True
    return False


def _spelled(texts, words, begins, at):
    wanted = spelled(words[at])
    there = {spelled(word) for text in texts for word in words_of(text)}
    if begins and at == len(words) - 1:
        return any(word.startswith(wanted) for word in there)
    return wanted in there


def search(rows, query):
    """The keys of the rows (key, texts), in the order in which a search lists them."""
    hits = [(not holds(texts, query, exactly=True), -key) for key, texts in rows if holds(texts, query)]
    return [-key for _inexact, key in sorted(hits)] if asked(query) else []
