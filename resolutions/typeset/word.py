"""A paper as a Word file, laid out as its PDF. Plain Python that knows no table."""

from io import BytesIO
from itertools import pairwise

from docx import Document
from docx.enum.table import WD_ALIGN_VERTICAL, WD_TABLE_ALIGNMENT
from docx.enum.text import WD_ALIGN_PARAGRAPH as ALIGN
from docx.enum.text import WD_BREAK
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Mm, Pt

from resolutions.typeset import letters
from resolutions.typeset.paper import Centred, Heading, PageBreak, Paragraph, Table, cleaned, printed

SHEET = (210, 297)
"""The width and height of A4, in millimetres."""

HEAD = (45, 55)
"""The shares of the left and the right block of the head."""

SOLID = 3
"""Points between the lines of a block or a table, beyond the size of the letters."""

ALIGNS = {"left": ALIGN.LEFT, "right": ALIGN.RIGHT, "center": ALIGN.CENTER}


def word(paper, layout):
    """The bytes of the .docx. `layout` has the facts of `Layout` as attributes."""
    document = Writer(cleaned(paper), layout).written()
    file = BytesIO()
    document.save(file)
    return file.getvalue()


class Writer:
    """Writes one paper."""

    def __init__(self, paper, layout):
        self.paper, self.layout = paper, layout
        self.document = Document()
        self.width = SHEET[0] - layout.margin_left - layout.margin_right

    def written(self):
        """The whole document."""
        self.document.core_properties.title = self.paper.name[:255]
        self.document.core_properties.author = self.paper.issuer[:255]
        self._sheet()
        self._head()
        self._title()
        self.write_body(self.document)
        if self.document.paragraphs:
            self.document.paragraphs[-1].paragraph_format.keep_with_next = True
        self._foot()
        self._proof()
        return self.document

    def _sheet(self):
        layout = self.layout
        normal = self.document.styles["Normal"]
        normal.font.name, normal.font.size = layout.font, Pt(layout.body_size)
        fonts = normal.element.get_or_add_rPr().get_or_add_rFonts()
        for script in ("w:ascii", "w:hAnsi", "w:eastAsia", "w:cs"):
            fonts.set(qn(script), layout.font)
        normal.paragraph_format.space_after = Pt(0)
        section = self.document.sections[0]
        section.page_width, section.page_height = map(Mm, SHEET)
        section.top_margin, section.bottom_margin = Mm(layout.margin_top), Mm(layout.margin_bottom)
        section.left_margin, section.right_margin = Mm(layout.margin_left), Mm(layout.margin_right)
        section.header_distance, section.footer_distance = Mm(layout.page_number_top), Mm(10)
        section.different_first_page_header_footer = True
        self.document.settings.odd_and_even_pages_header_footer = False
        if layout.is_two_sided:
            self.document.settings.element.insert(0, OxmlElement("w:mirrorMargins"))
        number = section.header.paragraphs[0]
        number.alignment = ALIGN.CENTER
        field = number.add_run()
        field.font.size = Pt(layout.page_number_size)
        for kind, text in (("begin", None), (None, " PAGE "), ("end", None)):
            mark = OxmlElement("w:fldChar" if kind else "w:instrText")
            mark.set(*((qn("w:fldCharType"), kind) if kind else (qn("xml:space"), "preserve")))
            mark.text = text
            field._r.append(mark)

    def _line(self, place, text, size, *, align=ALIGN.CENTER, **style):
        """One line of a block, set solid."""
        paragraph = place.add_paragraph()
        paragraph.alignment = align
        paragraph.paragraph_format.line_spacing = Pt(size + SOLID)
        run = paragraph.add_run(text)
        run.font.size = Pt(size)
        for name, value in style.items():
            setattr(run.font, name, value)
        return paragraph

    def _block(self, place, shares):
        """A row of cells without borders, whose first paragraphs wait for text."""
        table = place.add_table(1, len(shares))
        table.alignment = WD_TABLE_ALIGNMENT.CENTER
        table.autofit = False
        _margins(table, side=0, above=0)
        for column, cell, share in zip(table.columns, table.rows[0].cells, shares, strict=True):
            column.width = cell.width = Mm(self.width * share / sum(shares))
        self._unbroken(table.rows[0])
        return table.rows[0].cells

    def _head(self):
        paper, layout = self.paper, self.layout
        left, right = self._block(self.document, HEAD)
        lines = [
            (paper.superior, {}),
            (paper.issuer, {"bold": True}),
            (layout.issuer_mark, {}),
            (paper.number, {}),
            (paper.urgency, {"bold": True}),
            (layout.draft_words if paper.is_draft else "", {"bold": True}),
        ]
        for text, style in lines:
            if text:
                self._line(left, text, layout.head_size, **style)
        title = self._line(right, layout.party_words, layout.party_size, bold=True)
        self._rule_below(title, layout.party_words, layout.party_size, Mm(self.width * HEAD[1] / sum(HEAD)))
        self._line(right, "", layout.head_size)
        self._line(right, paper.place_and_date, layout.head_size, italic=True)
        for cell in (left, right):
            _drop_first(cell)

    def _rule_below(self, paragraph, text, size, room):
        """A solid rule as long as the text: the border of a paragraph that is just as wide."""
        spare = room - Pt(letters.width(text) * size + 2)
        paragraph.paragraph_format.left_indent = paragraph.paragraph_format.right_indent = max(0, spare // 2)
        borders, rule = OxmlElement("w:pBdr"), OxmlElement("w:bottom")
        for name, value in (("val", "single"), ("sz", "6"), ("space", "1"), ("color", "auto")):
            rule.set(qn(f"w:{name}"), value)
        borders.append(rule)
        paragraph._p.get_or_add_pPr().append(borders)

    def _title(self):
        paper, layout = self.paper, self.layout
        kind = self._line(self.document, paper.kind, layout.kind_size, bold=True)
        kind.paragraph_format.space_before = Pt(2 * layout.paragraph_gap)
        if paper.abstract:
            self._line(self.document, paper.abstract, layout.abstract_size, bold=True)
            kind = self._line(self.document, layout.abstract_rule, layout.head_size)
        kind.paragraph_format.space_after = Pt(layout.paragraph_gap)

    def write_body(self, place):
        """Every block of the body, one after the other."""
        for block, following in pairwise((*printed(self.paper.body), None)):
            self._write(place, block, following)

    def _write(self, place, block, following):
        if isinstance(block, Heading):
            self._paragraph(place, block.text, bold=True).paragraph_format.keep_with_next = True
        elif isinstance(block, Paragraph):
            for n, line in enumerate(block.text.split("\n")):
                self._paragraph(place, line, lead="" if n else block.lead, italic=block.italic)
        elif isinstance(block, Centred):
            line = self._line(place, block.text, self.layout.body_size, bold=block.bold)
            line.paragraph_format.space_after = Pt(self.layout.paragraph_gap)
        elif isinstance(block, Table):
            self._table(place, block)
            if following is not None:
                self._line(place, "", 4)
        elif isinstance(block, PageBreak):
            place.add_paragraph().add_run().add_break(WD_BREAK.PAGE)

    def _paragraph(self, place, text, *, lead="", bold=False, italic=False):
        paragraph = place.add_paragraph()
        form = paragraph.paragraph_format
        paragraph.alignment = ALIGN.LEFT if bold else ALIGN.JUSTIFY
        form.first_line_indent = Mm(self.layout.first_line)
        form.space_after = Pt(self.layout.paragraph_gap)
        form.line_spacing = Pt(self.layout.line_pitch)
        if lead:
            paragraph.add_run(f"{lead} ").bold = True
        run = paragraph.add_run(text)
        run.bold, run.italic = bold or None, italic or None
        return paragraph

    def _table(self, place, block):
        table = place.add_table(0, len(block.columns))
        table.style = self.document.styles["Table Grid"]
        table.autofit = False
        _margins(table, side=4, above=3)
        whole = sum(column.share for column in block.columns)
        widths = [Mm(self.width * column.share / whole) for column in block.columns]
        for column, width in zip(table.columns, widths, strict=True):
            column.width = width
        heading = self._row(table, [column.title for column in block.columns], widths, bold=True)
        heading._tr.get_or_add_trPr().append(OxmlElement("w:tblHeader"))
        aligns = [ALIGNS[column.align] for column in block.columns]
        for cells in block.rows:
            self._row(table, cells, widths, aligns)

    def _row(self, table, texts, widths, aligns=None, *, bold=False):
        row = table.add_row()
        for n, (cell, text, width) in enumerate(zip(row.cells, texts, widths, strict=True)):
            cell.width = width
            paragraph = cell.paragraphs[0]
            paragraph.alignment = aligns[n] if aligns else ALIGN.CENTER
            paragraph.paragraph_format.line_spacing = Pt(self.layout.table_size + SOLID)
            run = paragraph.add_run(text)
            run.font.size, run.bold = Pt(self.layout.table_size), bold or None
        if max(map(len, texts)) <= letters.TALLEST_ROW:
            self._unbroken(row)
        return row

    @staticmethod
    def _unbroken(row):
        row._tr.get_or_add_trPr().append(OxmlElement("w:cantSplit"))

    def _foot(self):
        paper, layout = self.paper, self.layout
        signatures = paper.signatures
        self._line(self.document, "", layout.paragraph_gap * 2).paragraph_format.keep_with_next = True
        if len(signatures) > 1:
            cells = self._block(self.document, [1] * len(signatures))
        else:
            received, *cells = self._block(self.document, HEAD)
            self._received(received)
            _drop_first(received)
            cells = cells[: len(signatures)]
        for cell, signature in zip(cells, signatures, strict=True):
            self._signature(cell, signature)
            _drop_first(cell)
        if len(signatures) > 1:
            self._received(self.document)

    def _signature(self, cell, signature):
        size = self.layout.head_size
        lines = [
            self._line(cell, signature.authority, size, bold=True) if signature.authority else None,
            self._line(cell, signature.title, size) if signature.title else None,
        ]
        name = self._line(cell, signature.name, size, bold=True)
        name.paragraph_format.space_before = Mm(self.layout.signature_space)
        for line in filter(None, lines):
            line.paragraph_format.keep_with_next = True

    def _received(self, place):
        if self.paper.recipients:
            self._line(
                place, self.layout.recipients_words, self.layout.head_size, align=ALIGN.LEFT, underline=True
            )
        for entry in self.paper.recipients:
            self._line(place, entry, self.layout.recipients_size, align=ALIGN.LEFT)

    def _proof(self):
        proof = self.paper.proof
        if proof is None:
            return
        # Without a paragraph between them, Word takes two tables for one.
        self._line(self.document, "", self.layout.paragraph_gap).paragraph_format.keep_with_next = True
        picture, words = self._block(self.document, (12, 88))
        words.vertical_alignment = WD_ALIGN_VERTICAL.CENTER
        picture.paragraphs[0].add_run().add_picture(BytesIO(proof.png), width=Mm(15))
        words.paragraphs[0].add_run(proof.words).font.size = Pt(9)


def _margins(table, *, side, above):
    """The room around the text of every cell, in points."""
    margins = OxmlElement("w:tblCellMar")
    for edge, points in (("top", above), ("left", side), ("bottom", above), ("right", side)):
        margin = OxmlElement(f"w:{edge}")
        margin.set(qn("w:w"), str(20 * points))
        margin.set(qn("w:type"), "dxa")
        margins.append(margin)
    table._tbl.tblPr.append(margins)


def _drop_first(cell):
    """Word wants a paragraph in every cell: the empty first one goes once another is there."""
    if len(cell.paragraphs) > 1:
        cell._tc.remove(cell.paragraphs[0]._p)
