"""The geometry of the charts, in percent of the chart's width; templates draw it as SVG.

Plain Python that knows no table.
"""

from dataclasses import dataclass


@dataclass(frozen=True)
class Segment:
    """A part of a bar: what it shows, how many, and where it lies (percent of the whole bar)."""

    key: str
    label: str
    count: int
    x: float
    width: float


def stacked(row, choices):
    """The bar of a tally's row: a segment for every choice that counts at least one.

    `row` maps each choice's value to a count, and "total" to their sum.
    """
    segments, x = [], 0.0
    for value, label in choices:
        if count := row[value]:
            width = 100 * count / row["total"]
            segments.append(Segment(value, label, count, round(x, 3), round(width, 3)))
            x += width
    return segments


@dataclass(frozen=True)
class PercentBar:
    """An indicator's bar: its width, and the plan's rule at the same scale (percent of the chart)."""

    label: str
    percent: object
    qualifier: str
    width: float


def percent_bars(values):
    """Bars for indicator values that have a percentage, and where the 100 % rule lies.

    The longest bar, or the plan where no bar reaches it, takes the chart's whole width.
    """
    stated = [value for value in values if value.percent is not None]
    longest = max([100.0, *(float(value.percent) for value in stated)])
    bars = [
        PercentBar(
            value.indicator.name,
            value.percent,
            value.get_qualifier_display(),
            round(100 * float(value.percent) / longest, 2),
        )
        for value in stated
    ]
    return bars, round(10_000 / longest, 2)
