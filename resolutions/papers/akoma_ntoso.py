"""Minutes and numbered documents as Akoma Ntoso: as a stranger reads them, with whom and what they name."""

import re

from django.conf import settings
from django.urls import reverse
from django.utils import translation
from django.utils.timezone import localdate

from district.text import fold
from meetings.models import Session
from resolutions.models import Directive, Layout, Resolution
from resolutions.papers.decision import decision, directives_of
from resolutions.papers.head import post_of, readable
from resolutions.papers.minutes import minutes
from resolutions.typeset import akoma_ntoso as xml
from resolutions.typeset.akoma_ntoso import Count, Counting, Event, Identity, Reference, Signer

ORIGINAL = "original"
"""The key of the document's own first version."""

SITTING = "session"
"""The key of the session that the document comes from."""

ROLES = {"author": "Tác giả", "recorder": "Người ghi biên bản", "presider": "Chủ trì"}

CONCEPTS = {
    "for": "Tán thành",
    "against": "Không tán thành",
    "other": "Ý kiến khác",
    "majority": "Quá nửa số ủy viên đương nhiệm",
    "adopted": "Được thông qua",
    "rejected": "Không được thông qua",
    "present": "Ủy viên có mặt",
    "quorum": "Số ủy viên phải có mặt",
}


def akoma_ntoso(record, *, root):
    """The bytes of the XML of a published session's minutes, or of a document of one; `root` is the site's address."""
    with translation.override(settings.LANGUAGE_CODE):
        if isinstance(record, Resolution) and record.kind != Resolution.Kind.MINUTES:
            paper, identity = decision(record, full=False, root=root), _of_document(record, root)
        else:
            session = record if isinstance(record, Session) else record.session
            paper, identity = minutes(session, full=False, root=root), _of_minutes(session, root)
        return xml.akoma_ntoso(paper, Layout.objects.for_day(paper.day), identity)


def work(record):
    """The IRI of the minutes of a session, or of a document, by the naming convention of Akoma Ntoso."""
    if isinstance(record, Session):
        return f"/akn/vn/debateReport/minutes/{record.organization.code}/{record.held_on}/{record.ordinal}"
    session = record.session
    if record.kind == Resolution.Kind.MINUTES:
        return work(session)
    return f"/akn/vn/statement/{record.kind}/{session.organization.code}/{_day(record)}/{_number(record)}"


def _day(document):
    return document.adopted_on or document.session.held_on


def _number(document):
    """The number of a document in its IRI; without one it is what the convention writes, and the record's own id."""
    return str(document.number or f"nn-{document.pk}")


class References:
    """What a document of a session names, each once; whoever adds it gets its key."""

    def __init__(self, record, session, label):
        self.known = {}
        code = session.organization.code
        self.add("original", ORIGINAL, f"{work(record)}/vie@", label)
        self.add(
            "TLCEvent",
            SITTING,
            f"/akn/ontology/event/vn.{code}.{session.held_on}.{session.ordinal}",
            session.name,
        )
        self.author = self.organization(session.organization)
        self.role("author", ROLES["author"])

    def add(self, kind, key, iri, label):
        """Anything, by the element for its class."""
        self.known[key] = Reference(kind, key, iri, label)
        return key

    def person(self, person):
        """Somebody, or nobody (None). The id keeps two people of one name apart."""
        if person is None:
            return ""
        name = ".".join([*re.findall(r"[a-z0-9]+", fold(person.name)), str(person.pk)])
        return self.add("TLCPerson", f"person.{name}", f"/akn/ontology/person/vn.{name}", person.name)

    def organization(self, organization):
        """An organization, or none (None)."""
        if organization is None:
            return ""
        code = organization.code
        return self.add(
            "TLCOrganization",
            f"organization.{code}",
            f"/akn/ontology/organization/vn.{code}",
            organization.name,
        )

    def role(self, name, label):
        """As what somebody acts."""
        return self.add("TLCRole", f"role.{name}", f"/akn/ontology/role/vn.{name}", label)

    def concept(self, name):
        """What is counted."""
        return self.add("TLCConcept", f"concept.{name}", f"/akn/ontology/concept/vote.{name}", CONCEPTS[name])

    def document(self, kind, document):
        """Another document, by the element that says how the two are related."""
        return self.add(kind, f"document.{document.pk}", work(document), document.name)

    def amendments(self, session, addenda):
        """The events that addenda of the session are to the document."""
        for addendum in addenda:
            code, number = session.organization.code, addendum.number
            iri = f"/akn/vn/doc/addendum/{code}/{addendum.made_on}/{session.ordinal}-{number}"
            key = self.add("passiveRef", f"addendum.{number}", iri, addendum.name)
            yield Event(addendum.made_on, "amendment", key)


def _of_minutes(session, root):
    label = f"Biên bản {session.name}"
    named = References(session, session, label)
    for item in session.agenda_items.select_related("presenter"):
        named.person(item.presenter)
    for shortcoming in session.shortcomings.select_related("responsible"):
        named.organization(shortcoming.responsible)
    _units(Directive.objects.filter(session=session), named)
    decisions = session.personnel_decisions.select_related("body", "person")
    for row in decisions:
        named.organization(row.body)
    documents = session.resolutions.select_related("session__term__organization")
    return _identity(
        session,
        session,
        named,
        root,
        element="debateReport",
        subtype="minutes",
        day=session.held_on,
        number=str(session.ordinal),
        label=label,
        events=(
            Event(session.held_on, "generation", ORIGINAL, SITTING),
            *named.amendments(session, session.addenda.all()),
        ),
        countings=(
            *_presence(session, named),
            *(
                counting
                for document in documents
                for counting in _voting(document, named, named.document("TLCReference", document))
            ),
            *(counting for row in decisions for counting in _voting(row, named, named.person(row.person))),
        ),
        signers=(
            Signer(named.person(session.secretary), named.role("recorder", ROLES["recorder"])),
            Signer(named.person(session.chair), named.role("presider", ROLES["presider"])),
        ),
    )


def _of_document(document, root):
    session, day = document.session, _day(document)
    named = References(document, session, document.name)
    directives = directives_of(document)
    _units(Directive.objects.filter(pk__in=[directive.pk for directive in directives]), named)
    printed = [f"{row._meta.label_lower}:{row.pk}" for row in (document, *directives)]
    addenda = session.addenda.filter(corrections__record__in=printed).distinct()
    post = post_of(document.signer, session.organization, day)
    role = named.role(post.value, str(post.label)) if post else ""
    named.add("TLCReference", "minutes", work(session), f"Biên bản {session.name}")
    return _identity(
        document,
        session,
        named,
        root,
        element="statement",
        subtype=document.kind,
        day=day,
        number=_number(document),
        label=document.name,
        events=(
            Event(day, "generation", ORIGINAL, SITTING),
            *named.amendments(session, addenda),
            *_repeals(document, named),
        ),
        countings=tuple(_voting(document, named)),
        signers=(Signer(named.person(document.signer), role),),
    )


def _identity(record, session, named, root, **told):
    """The identity of a document of the session, with what both kinds of document tell alike."""
    seal = session.seal
    return Identity(
        **told,
        work=work(record),
        version=str(seal.number) if seal else "",
        version_on=localdate(seal.sealed_at if seal else session.approved_at),
        published_on=localdate(session.published_at),
        address=root + reverse(f"{record._meta.model_name}s-detail", args=[record.pk]),
        author=named.author,
        references=tuple(named.known.values()),
    )


def _units(directives, named):
    for directive in directives.for_rows():
        for unit in (directive.lead_unit, *directive.supporting_units.all()):
            named.organization(unit)


def _repeals(document, named):
    """That it was withdrawn, or replaced by another; and as a reference only, what it replaces itself."""
    public = readable(Resolution.objects, False).select_related("session__term__organization")
    for replaced in public.filter(replaced_by=document):
        named.document("activeRef", replaced)
    for replacing in public.filter(replaces=document):
        yield Event(_day(replacing), "repeal", named.document("passiveRef", replacing))
    if document.withdrawn_on:
        yield Event(document.withdrawn_on, "repeal", named.author)


def _presence(session, named):
    quorum = session.quorum
    if quorum:
        needed = Count(quorum.needed, named.concept("quorum"), "quorum")
        yield Counting("quorumVerification", (needed, Count(quorum.present, named.concept("present"))))


def _voting(ballot, named, subject=""):
    votes = [("for", ballot.votes_for), ("against", ballot.votes_against), ("other", ballot.votes_other)]
    counts = [Count(value, named.concept(name)) for name, value in votes if value is not None]
    if not counts:
        return
    if ballot.incumbents is not None:
        counts.insert(0, Count(ballot.incumbents // 2 + 1, named.concept("majority"), "quorum"))
    outcome = {True: "adopted", False: "rejected", None: ""}[ballot.carried]
    yield Counting("voting", tuple(counts), subject, named.concept(outcome) if outcome else "")
