"""How well reports are read: precision and recall per kind against what a person wrote down beside each text.

`python -m tests.reading.evaluation [-v] FOLDER …` prints the same tables for any folder of pairs NAME.txt and NAME.json.
An item is found when two thirds of its words are (in both directions, as an F-score), each expected item at most once; an indicator when
its value and percentage are exactly those expected and half of its name's words agree; a fact of the head when it is equal.
"""

import json
import sys
from collections import Counter
from dataclasses import dataclass, field
from pathlib import Path

from district.text import fold, nfc
from meetings.parsing import read

EXAMPLES = Path(__file__).parent / "examples"
KINDS = ("indicators", "results", "shortcomings", "directives", "personnel", "photos")
HEAD = ("organization", "body", "term", "ordinal", "held_on", "period_assessed", "period_ahead", "targets")
BANDS = (0.0, 0.6, 0.8, 0.9, 1.01)


@dataclass
class Score:
    """Counts over texts: expected, proposed, found; and per band of confidence (proposed, right)."""

    counts: dict = field(
        default_factory=lambda: {kind: [0, 0, 0] for kind in (*KINDS, "head", "source", "leads")}
    )
    bands: dict = field(default_factory=lambda: {band: [0, 0] for band in BANDS[:-1]})
    misses: list = field(default_factory=list)

    def precision(self, kind):
        _, proposed, found = self.counts[kind]
        return found / proposed if proposed else 1.0

    def recall(self, kind):
        expected, _, found = self.counts[kind]
        return found / expected if expected else 1.0

    def f1(self, kind):
        p, r = self.precision(kind), self.recall(kind)
        return 2 * p * r / (p + r) if p + r else 0.0

    def add(self, kind, expected, proposed, found):
        for i, count in enumerate((expected, proposed, found)):
            self.counts[kind][i] += count

    def band(self, confidence, right):
        band = max(b for b in BANDS[:-1] if b <= confidence)
        self.bands[band][0] += 1
        self.bands[band][1] += bool(right)

    def table(self, title):
        lines = [
            f"{title}",
            f"  {'kind':<13}{'expected':>9}{'proposed':>9}{'found':>7}{'P':>7}{'R':>7}{'F1':>7}",
        ]
        for kind, counts in self.counts.items():
            expected, proposed, found = counts
            if expected or proposed:
                lines.append(
                    f"  {kind:<13}{expected:>9}{proposed:>9}{found:>7}"
                    f"{self.precision(kind):>7.2f}{self.recall(kind):>7.2f}{self.f1(kind):>7.2f}"
                )
        lines.append("  confidence → precision: " + ", ".join(
            f"{low:.1f}–{min(high, 1):.1f}: {right}/{count} = {right / count:.2f}"
            for (low, (count, right)), high in zip(self.bands.items(), BANDS[1:], strict=True) if count
        ))  # fmt: skip
        return "\n".join(lines)


def evaluate(*folders):
    """The score of all texts in the folders."""
    score = Score()
    for path in sorted(path for folder in folders for path in Path(folder).glob("*.json")):
        expected = json.loads(path.read_text(encoding="utf-8"))
        proposed = read(path.with_suffix(".txt").read_text(encoding="utf-8")).as_json()
        _head(score, path.stem, expected["session"], proposed["session"])
        for name, value in expected["source"].items():
            right = _same(value, proposed["source"][name])
            score.add(
                "source", value is not None, proposed["source"][name] is not None, right and value is not None
            )
            if not right:
                score.misses.append(f"{path.stem}: source {name}: {value!r} ≠ {proposed['source'][name]!r}")
        for kind in KINDS:
            _items(score, path.stem, kind, expected[kind], proposed[kind])
    return score


def _head(score, name, expected, proposed):
    for fact in (f for f in HEAD if f in expected):
        wanted, got = expected[fact], proposed[fact]
        right = _same(wanted, got)
        score.add("head", 1, 1, right)
        confidence = proposed["confidence"].get({"term": "term_number"}.get(fact, fact))
        if confidence:
            score.band(confidence, right)
        if not right:
            score.misses.append(f"{name}: head {fact}: {wanted!r} ≠ {got!r}")


def _items(score, name, kind, expected, proposed):
    likeness = _same_indicator if kind == "indicators" else _same_words
    word = {"indicators": "name", "photos": "caption"}.get(kind, "text")
    pairs = sorted(
        (
            (likeness(e[word], p[word], e, p), i, j)
            for i, e in enumerate(expected)
            for j, p in enumerate(proposed)
        ),
        reverse=True,
    )
    matched, used = {}, set()
    for value, i, j in pairs:
        if value >= 0.66 and i not in matched and j not in used:
            matched[i] = j
            used.add(j)
    score.add(kind, len(expected), len(proposed), len(matched))
    for j, item in enumerate(proposed):
        score.band(item["confidence"], j in used)
        if j not in used:
            score.misses.append(f"{name}: {kind} + {_brief(kind, item)}")
    for i, item in enumerate(expected):
        if i not in matched:
            score.misses.append(f"{name}: {kind} - {_brief(kind, item)}")
        elif kind == "directives":
            wanted, got = item["lead_unit"], proposed[matched[i]]["lead_unit"]
            right = _same(wanted, got)
            score.add("leads", wanted is not None, got is not None, right and wanted is not None)
            if not right:
                score.misses.append(f"{name}: lead {wanted!r} ≠ {got!r} | {item['text'][:60]}")


def _same(a, b):
    return _plain(a) == _plain(b)


def _plain(value):
    if isinstance(value, dict):
        return {k: _plain(v) for k, v in value.items()}
    return fold(nfc(value)) if isinstance(value, str) else value


def _same_words(a, b, *_items):
    a, b = Counter(fold(nfc(a)).split()), Counter(fold(nfc(b)).split())
    common = (a & b).total()
    return 2 * common / (a.total() + b.total()) if common else 0.0


def _same_indicator(a, b, expected, proposed):
    if any(expected[key] is not None and expected[key] != proposed[key] for key in ("value", "percent")):
        return 0.0
    if any(expected[key] is None and proposed[key] is not None for key in ("value", "percent")):
        return 0.0
    words = _same_words(a, b)
    return 0.66 + words / 3 if words >= 0.5 else 0.0


def _brief(kind, item):
    if kind == "indicators":
        return f"{item['name']} | {item['value']} | {item['unit']} | {item['percent']}"
    return (item.get("text") or item.get("caption"))[:150]


if __name__ == "__main__":
    arguments = [a for a in sys.argv[1:] if a != "-v"] or [EXAMPLES / "tuned", EXAMPLES / "held_out"]
    for argument in arguments:
        result = evaluate(argument)
        print(result.table(str(argument)))
        if "-v" in sys.argv:
            print("\n".join(f"    {miss}" for miss in result.misses))
