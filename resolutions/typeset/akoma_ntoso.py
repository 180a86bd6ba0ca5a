"""A paper as Akoma Ntoso (OASIS LegalDocML 1.0): the words of the print, marked up. Plain Python that knows no table."""

import re
from collections import Counter
from dataclasses import dataclass
from datetime import date
from itertools import groupby
from xml.etree.ElementTree import Element, SubElement, tostring

from resolutions.typeset.paper import Centred, Heading, PageBreak, Paragraph, Part, Table, cleaned

NAMESPACE = "http://docs.oasis-open.org/legaldocml/ns/akn/3.0"
MEDIA_TYPE = "application/akn+xml"

AUTHOR = "role.author"
"""The key of what an organization is to its documents; every identity has a reference for it."""

ABBREVIATIONS = {
    "article": "art",
    "citation": "cit",
    "citations": "cits",
    "eventRef": "eref",
    "mainBody": "body",
}
"""What the naming convention calls an element in an eId, where that is not the element's own name."""

ONE_EACH = {
    "citations", "conclusions", "content", "heading", "intro", "mainBody", "num", "preamble", "preface",
}  # fmt: skip
"""Elements of which there is one where they stand: the convention gives them no number."""


@dataclass(frozen=True)
class Reference:
    """What the document names outside its text: the element for its class, its eId here, its IRI and its name."""

    kind: str
    key: str
    iri: str
    label: str


@dataclass(frozen=True)
class Event:
    """What befell the document: generation, amendment or repeal; the keys of what brought it about, and where."""

    on: date
    kind: str
    source: str
    occasion: str = ""


@dataclass(frozen=True)
class Count:
    """How many there were of what the key stands for (count), or had to be (quorum)."""

    value: int
    of: str
    kind: str = "count"


@dataclass(frozen=True)
class Counting:
    """What was counted together: a voting, with the keys of what on and how it ended; a quorumVerification."""

    kind: str
    counts: tuple[Count, ...]
    subject: str = ""
    outcome: str = ""


@dataclass(frozen=True)
class Signer:
    """The keys of who signs and as what, as far as the records tell."""

    person: str = ""
    role: str = ""


@dataclass(frozen=True)
class Identity:
    """What the XML says of the document beside its words."""

    element: str
    """The kind of document as Akoma Ntoso knows it: debateReport, statement."""
    subtype: str
    work: str
    """The IRI of the work, from /akn/ on."""
    day: date
    number: str
    label: str
    """How the document is cited."""
    version: str
    """The number of the version, where versions are numbered."""
    version_on: date
    published_on: date
    address: str
    """Where the record stands on this site."""
    author: str
    """The key of the organization that issues the document."""
    events: tuple[Event, ...]
    countings: tuple[Counting, ...]
    references: tuple[Reference, ...]
    signers: tuple[Signer, ...]
    """One for each signature of the paper."""


def akoma_ntoso(paper, layout, identity):
    """The bytes of the XML. `layout` has the facts of `Layout` as attributes."""
    root = Writer(cleaned(paper), layout, cleaned(identity)).written()
    return tostring(root, encoding="utf-8", xml_declaration=True)


class Writer:
    """Writes one paper."""

    def __init__(self, paper, layout, identity):
        self.paper, self.layout, self.identity = paper, layout, identity
        self.counts, self.taken = Counter(), Counter()

    def written(self):
        """The whole document."""
        root = Element("akomaNtoso", xmlns=NAMESPACE)
        amended = any(event.kind == "amendment" for event in self.identity.events)
        document = SubElement(
            root,
            self.identity.element,
            name=self.identity.subtype,
            contains="singleVersion" if amended else "originalVersion",
        )
        self._meta(SubElement(document, "meta"))
        self._preface(self._add(document, "preface"))
        opening, body, closing = in_three(self.paper.body)
        if opening:
            self._blocks(self._add(document, "preamble"), opening)
        self._blocks(self._add(document, "mainBody"), body or [Paragraph("")])
        self._conclusions(self._add(document, "conclusions"), closing)
        return root

    def _meta(self, meta):
        identity = self.identity
        source = f"#{identity.author}"
        self._identification(SubElement(meta, "identification", source=source))
        SubElement(meta, "publication", date=f"{identity.published_on}", name="site", showAs="Công khai")
        lifecycle = SubElement(meta, "lifecycle", source=source)
        for event in identity.events:
            told = {"date": f"{event.on}", "type": event.kind, "source": f"#{event.source}"}
            element = self._add(lifecycle, "eventRef", **told)
            if event.occasion:
                element.set("refersTo", f"#{event.occasion}")
        if identity.countings:
            self._countings(SubElement(SubElement(meta, "analysis", source=source), "parliamentary"))
        references = SubElement(meta, "references", source=source)
        for reference in identity.references:
            named = {"name": "document"} if reference.kind == "TLCReference" else {}
            SubElement(
                references,
                reference.kind,
                eId=reference.key,
                href=reference.iri,
                showAs=" ".join(reference.label.split()),
                **named,
            )

    def _identification(self, identification):
        identity = self.identity
        version = f"{identity.version_on}{';' if identity.version else ''}{identity.version}"
        expression = f"{identity.work}/vie@{version}"
        work = self._level(
            identification, "FRBRWork", identity.work, identity.address, generation=identity.day
        )
        SubElement(work, "FRBRcountry", value="vn")
        SubElement(work, "FRBRsubtype", value=identity.subtype)
        SubElement(work, "FRBRnumber", value=identity.number, showAs=identity.label)
        words = self._level(identification, "FRBRExpression", expression, version=identity.version_on)
        if identity.version:
            SubElement(words, "FRBRversionNumber", value=identity.version)
        SubElement(words, "FRBRlanguage", language="vie")
        file = self._level(
            identification,
            "FRBRManifestation",
            expression,
            f"{identity.address}?format=akn",
            component="/!main.xml",
            ending=".akn",
            publication=identity.published_on,
        )
        SubElement(file, "FRBRformat", value=MEDIA_TYPE)

    def _level(self, identification, tag, iri, address="", component="/!main", ending="", **days):
        """A level of FRBR with what every level says."""
        level = SubElement(identification, tag)
        SubElement(level, "FRBRthis", value=f"{iri}{component}")
        SubElement(level, "FRBRuri", value=f"{iri}{ending}")
        if address:
            SubElement(level, "FRBRalias", value=address, name="address")
        for name, day in days.items():
            SubElement(level, "FRBRdate", date=f"{day}", name=name)
        SubElement(level, "FRBRauthor", {"href": f"#{self.identity.author}", "as": f"#{AUTHOR}"})
        return level

    def _countings(self, parliamentary):
        for counting in self.identity.countings:
            element = self._add(parliamentary, counting.kind)
            for name, key in (("refersTo", counting.subject), ("outcome", counting.outcome)):
                if key:
                    element.set(name, f"#{key}")
            for count in counting.counts:
                self._add(element, count.kind, value=f"{count.value}", refersTo=f"#{count.of}")

    def _preface(self, preface):
        paper, layout = self.paper, self.layout
        for tag, text, attributes in (
            ("inline", paper.superior, {"name": "superior"}),
            ("docProponent", paper.issuer, {"refersTo": f"#{self.identity.author}"}),
            ("docNumber", paper.number, {}),
            ("inline", paper.urgency, {"name": "urgency"}),
            ("docStatus", layout.draft_words if paper.is_draft else "", {}),
            ("inline", layout.party_words, {"name": "party"}),
            ("docDate", paper.place_and_date, {"date": f"{paper.day}"}),
            ("docType", paper.kind, {}),
            ("docTitle", paper.abstract, {}),
        ):
            if text:
                put(SubElement(self._add(preface, "p"), tag, **attributes), text)

    def _blocks(self, place, blocks):
        for block in blocks:
            if isinstance(block, Part):
                self._part(place, block)
            elif isinstance(block, Table):
                self._table(self._add(place, "table"), block)
            elif isinstance(block, Paragraph):
                self._paragraph(place, block)
            elif isinstance(block, Centred) and place.tag == "preamble":
                put(self._add(self._add(place, "formula", name="opening"), "p"), block.text)
            elif isinstance(block, (Centred, Heading)):
                put(self._add(place, "block", name=type(block).__name__.lower()), block.text)

    def _part(self, place, part):
        if part.name == "article":
            element = self._add(place, "article", number=part.number)
        else:
            element = self._add(place, "hcontainer", number=part.number, name=part.name)
        if part.number:
            put(self._add(element, "num"), part.number)
        if part.heading:
            put(self._add(element, "heading"), part.heading)
        if any(isinstance(block, Part) for block in part.blocks):
            self._hierarchy(element, part.blocks)
        else:
            self._blocks(self._add(element, "content"), part.blocks)

    def _hierarchy(self, element, blocks):
        """Parts, and what stands before them or between."""
        for n, (held, run) in enumerate(groupby(blocks, lambda block: isinstance(block, Part))):
            if held:
                self._blocks(element, run)
            elif n == 0:
                self._blocks(self._add(element, "intro"), run)
            else:
                self._part(element, Part("text", tuple(run)))

    def _paragraph(self, place, paragraph):
        if paragraph.italic and place.tag == "preamble":
            place = self._add(self._add(place, "citations"), "citation")
        for n, line in enumerate(paragraph.text.split("\n")):
            element = self._add(place, "p")
            if paragraph.lead and n == 0:
                lead = SubElement(element, "b")
                lead.text, lead.tail = paragraph.lead, f" {line}"
            else:
                element.text = line

    def _table(self, table, block):
        for tag, cells in (
            ("th", [column.title for column in block.columns]),
            *(("td", row) for row in block.rows),
        ):
            row = self._add(table, "tr")
            for text in cells:
                put(SubElement(SubElement(row, tag), "p"), text)

    def _conclusions(self, conclusions, closing):
        paper = self.paper
        self._blocks(conclusions, closing)
        for signature, signer in zip(paper.signatures, self.identity.signers, strict=True):
            self._signature(self._add(conclusions, "p"), signature, signer)
        for name, lines in (
            ("recipients", (self.layout.recipients_words, *paper.recipients) if paper.recipients else ()),
            ("seal", (paper.proof.words,) if paper.proof else ()),
        ):
            if lines:
                self._blocks(self._add(conclusions, "container", name=name), map(Paragraph, lines))
        if not len(conclusions):
            self._add(conclusions, "p")

    def _signature(self, place, signature, signer):
        element = self._add(place, "signature")
        for tag, text, key in (
            ("organization", signature.authority, self.identity.author),
            ("role", signature.title, signer.role),
            ("person", signature.name, signer.person),
        ):
            if text and len(element):
                SubElement(element, "br")
            if text and key:
                self._add(element, tag, refersTo=f"#{key}").text = text
            elif text:
                SubElement(element, "inline", name=tag).text = text
        if signer.role and (person := element.find("person")) is not None:
            person.set("as", f"#{signer.role}")

    def _add(self, parent, tag, number="", **attributes):
        """A child that can be pointed at: its eId tells in what it stands, what it is, and which of them."""
        outermost = parent.tag == "mainBody" and tag in ("article", "hcontainer")
        inside = "" if outermost else parent.get("eId", "")
        name = f"{inside}__{ABBREVIATIONS.get(tag, tag)}".removeprefix("__")
        if tag not in ONE_EACH:
            self.counts[name] += 1
            told = re.findall(r"\w+", number)
            name = f"{name}_{told[-1] if told else self.counts[name]}"
        self.taken[name] += 1
        again = f"-{self.taken[name]}" if self.taken[name] > 1 else ""
        return SubElement(parent, tag, eId=f"{name}{again}", **attributes)


def put(element, text):
    """Put the text into the element, its lines broken as they are."""
    element.text, *others = text.split("\n")
    for line in others:
        SubElement(element, "br").tail = line


def in_three(body):
    """What stands before the first part of a body, its parts, and what stands after the last one."""
    body = [block for block in body if not isinstance(block, PageBreak)]
    at = [n for n, block in enumerate(body) if isinstance(block, Part)]
    if not at:
        return [], body, []
    return body[: at[0]], body[at[0] : at[-1] + 1], body[at[-1] + 1 :]
