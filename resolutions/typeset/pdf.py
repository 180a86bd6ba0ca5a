"""A paper as PDF, with the fonts that lie beside this file embedded. Plain Python that knows no table."""

import json
from dataclasses import asdict
from pathlib import Path

import typst

from resolutions.typeset.letters import FONTS, POINT, TALLEST_ROW, broken
from resolutions.typeset.paper import Table, cleaned, printed

PAGE = Path(__file__).with_name("paper.typ")

CELL_SIDES = 8
"""Points that the text of a cell stays away from its two sides."""


def pdf(paper, layout):
    """The bytes of the PDF. `layout` has the facts of `Layout` as attributes.

    A text reaches the page as data, never as markup.
    """
    paper = cleaned(paper)
    sheet = 210 - layout.margin_left - layout.margin_right
    line = (sheet - layout.first_line) / POINT / layout.body_size
    page = {
        **asdict(paper),
        "abstract": broken(paper.abstract, line * 0.8),
        "body": [_block(block, line, sheet / POINT, layout.table_size) for block in printed(paper.body)],
        "proof": paper.proof and {"qr": paper.proof.qr, "words": broken(paper.proof.words, line)},
        "layout": layout.facts(),
    }
    return typst.compile(
        PAGE.read_bytes(),
        font_paths=[FONTS],
        ignore_system_fonts=True,
        sys_inputs={"page": json.dumps(page, default=str)},
    )


def _block(block, line, sheet, size):
    shown = {"part": type(block).__name__, **asdict(block)}
    if isinstance(block, Table):
        whole = sum(column.share for column in block.columns)
        rooms = [(sheet * column.share / whole - CELL_SIDES) / size for column in block.columns]
        shown["rows"] = [
            {
                "cells": [broken(cell, room) for cell, room in zip(row, rooms, strict=True)],
                "whole": max(map(len, row)) <= TALLEST_ROW,
            }
            for row in block.rows
        ]
    elif "text" in shown:
        shown["text"] = broken(block.text, line)
    return shown
