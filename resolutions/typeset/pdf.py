"""A paper as PDF, with the fonts that lie beside this file embedded. Plain Python that knows no table."""

import json
import re
from dataclasses import asdict
from pathlib import Path

import typst

from resolutions.typeset.paper import Table, cleaned

FONTS = Path(__file__).parent / "fonts"
"""Liberation Serif: as wide as Times New Roman, letter by letter."""

PAGE = Path(__file__).with_name("paper.typ")

TALLEST_ROW = 900
"""Characters of the longest cell whose row is kept on one page."""

BODY_WORD, CELL_WIDTH = 60, 150
"""Letters of a word that a line of the body holds, and that all columns of a table hold together."""


def pdf(paper, layout):
    """The bytes of the PDF. `layout` has the facts of `Layout` as attributes.

    A text reaches the page as data, never as markup.
    """
    paper = cleaned(paper)
    page = {
        **asdict(paper),
        "body": [_block(block) for block in paper.body],
        "proof": paper.proof and {"qr": paper.proof.qr, "words": _broken(paper.proof.words, BODY_WORD)},
        "layout": layout.facts(),
    }
    return typst.compile(
        PAGE.read_bytes(),
        font_paths=[FONTS],
        ignore_system_fonts=True,
        sys_inputs={"page": json.dumps(page, default=str)},
    )


def _block(block):
    shown = {"part": type(block).__name__, **asdict(block)}
    if isinstance(block, Table):
        whole = sum(column.share for column in block.columns)
        longest = [max(4, CELL_WIDTH * column.share // whole * 2 // 3) for column in block.columns]
        shown["rows"] = [
            {
                "cells": [_broken(cell, most) for cell, most in zip(row, longest, strict=True)],
                "whole": max(map(len, row)) <= TALLEST_ROW,
            }
            for row in block.rows
        ]
    elif "text" in shown:
        shown["text"] = _broken(block.text, BODY_WORD)
    return shown


def _broken(text, most):
    """The text with a place to break in every word that no line could hold."""
    return re.sub(rf"\S{{{most}}}(?=\S)", "\\g<0>\u200b", text)
