"""A draft as a form to look through: each field with the passage that it was read from.

Every form is that of its noun; what a row links to is typed by its name (see `resolutions.names`).
"""

import re
from collections import Counter
from dataclasses import dataclass, field
from functools import cached_property

from django import forms
from django.core.exceptions import ValidationError
from django.db import models
from django.forms.formsets import BaseFormSet, formset_factory
from django.forms.models import construct_instance
from django.forms.utils import ErrorDict
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from district.forms import RecordForm
from district.models import Organization, Person, Term
from district.models.membership import Post
from district.permissions import refuse_strangers
from district.text import fold
from meetings.models import Attachment, Indicator, IndicatorValue, Result, Session, Shortcoming, Source
from meetings.models.indicator_value import Qualifier
from meetings.parsing import read
from meetings.parsing.likeness import Sentences, name_key
from resolutions.actions import RecordsRefused, accept_draft
from resolutions.models import Directive, PersonnelDecision, Remedy
from resolutions.names import NOUNS, NameField, registers_for
from resolutions.passages import Mark, pieces

LONGEST_TEXT = 200_000
"""Characters of a draft that are looked through at once, some 65 pages: as much as a page can carry."""

MOST_ROWS = 150
"""How many rows of a kind are looked through at once."""

MOST_CHOICES = 40
"""How many shortcomings a row is given to choose from, the likeliest first."""

LONGEST_PAST = 300
"""How many earlier shortcomings a new one is compared with, the newest first."""

SURE = 0.8
"""From which confidence on a proposal is called sure: on the examples nine of ten of these are right."""

QUALIFIERS = {
    "trên": Qualifier.OVER,
    "hơn": Qualifier.OVER,
    "tối thiểu": Qualifier.OVER,
    "dưới": Qualifier.UNDER,
    "gần": Qualifier.NEARLY,
    "khoảng": Qualifier.ABOUT,
    "trên dưới": Qualifier.ABOUT,
    "xấp xỉ": Qualifier.ABOUT,
    "đạt khoảng": Qualifier.ABOUT,
    "ước": Qualifier.ESTIMATED,
    "ước khoảng": Qualifier.ESTIMATED,
    "cơ bản": Qualifier.BASICALLY,
}
BASES = {
    "tinh giao": IndicatorValue.Base.PROVINCE_ESTIMATE,
    "huyen giao": IndicatorValue.Base.DISTRICT_ESTIMATE,
    "hdnd": IndicatorValue.Base.COUNCIL_ESTIMATE,
    "von giao": IndicatorValue.Base.CAPITAL_PLAN,
    "nghi quyet": IndicatorValue.Base.RESOLUTION,
}
DECISIONS = {
    "ky luat": PersonnelDecision.Kind.DISCIPLINE,
    "lay phieu tin nhiem": PersonnelDecision.Kind.CONFIDENCE,
    "mien nhiem": PersonnelDecision.Kind.DISMISSAL,
    "cho thoi": PersonnelDecision.Kind.DISMISSAL,
    "kien toan": PersonnelDecision.Kind.CONSOLIDATION,
    "bau ": PersonnelDecision.Kind.ELECTION,
    "dieu dong": PersonnelDecision.Kind.TRANSFER,
    "luan chuyen": PersonnelDecision.Kind.TRANSFER,
    "bo nhiem": PersonnelDecision.Kind.APPOINTMENT,
    "chi dinh": PersonnelDecision.Kind.APPOINTMENT,
}
POSTS = {
    "uy vien ban thuong vu": Post.STANDING_MEMBER,
    "uy vien ban chap hanh": Post.MEMBER,
    "pho bi thu": Post.DEPUTY_SECRETARY,
    "bi thu": Post.SECRETARY,
    "pho chu tich": Post.DEPUTY_CHAIR,
    "chu tich": Post.CHAIR,
}
"""What the folded words of a text say of a choice."""

HEAD = {
    "ordinal": ["ordinal"],
    "kind": ["kind"],
    "held_on": ["held_on"],
    "ends_on": ["ends_on"],
    "period_assessed": ["assessed_starts_on", "assessed_ends_on"],
    "period_ahead": ["ahead_starts_on", "ahead_ends_on"],
    "targets": ["targets_met", "targets_total"],
}
TERM = {
    "organization": ["organization"],
    "term_number": ["number"],
    "term_years": ["start_year", "end_year"],
}
"""The facts of a report's head, with the fields that they fill."""

_GENERAL = re.compile(r"cac linh vuc|nhieu ket qua|toan dien")
_PASSAGE = re.compile(r"(\d{1,7})-(\d{1,7})")


@dataclass(slots=True)
class Proposed:
    """What the reader proposes for one record: the values of its fields, their passages, and how sure it is."""

    values: dict = field(default_factory=dict)
    passages: dict = field(default_factory=dict)
    """By field; the passage of the whole row under ""."""
    confidence: float | None = None


# forms


def typed(column, **kwargs):
    """The form field of a model field: what is of a register is typed by its name, days as in the office."""
    if column.is_relation and column.related_model in NOUNS:
        return NameField(column)
    if isinstance(column, models.DateField):
        kwargs["widget"] = forms.DateInput(attrs={"placeholder": "dd/mm/yyyy", "size": 10})
    elif isinstance(column, models.TextField):
        kwargs["widget"] = forms.Textarea(attrs={"rows": 2})
    elif isinstance(column, models.DecimalField):
        kwargs["localize"] = True
    elif isinstance(column, models.URLField):
        kwargs["assume_scheme"] = "https"
    return column.formfield(**kwargs)


class ProposedForm(RecordForm):
    """The fields of one record as they were read, to be confirmed or changed."""

    wide = ("organization", "indicator", "caption", "title", "url")
    """The fields, besides those of several lines, that are given a whole line."""

    def __init__(self, *args, registers, proposed=None, **kwargs):
        self.registers, self.proposed = registers, proposed or Proposed()
        super().__init__(*args, **{**kwargs, "initial": self._initial()})
        self.new = {name for name, register in self.names() if register.note(self[name].value())}

    def _initial(self):
        values = {name: value for name, value in self.proposed.values.items() if value is not None}
        for name, field_ in self.base_fields.items():
            if isinstance(field_, NameField) and values.get(name):
                values[name] = self.registers[field_.noun].proposed(values[name])
        return values

    def names(self):
        """The fields that are typed by a name, each with its register."""
        for name, field_ in self.fields.items():
            if isinstance(field_, NameField):
                yield name, self.registers[field_.noun]

    def clean(self):
        cleaned = super().clean()
        for name, register in self.names():
            said = cleaned.get(name)
            if name not in cleaned:
                continue
            try:
                cleaned[name] = register.record(said) if said else None
            except ValidationError as error:
                cleaned[name] = None
                if said != self.initial.get(name) or self.fields[name].required:
                    self.add_error(name, error)
        return cleaned

    def _post_clean(self):
        """Each field is checked for itself; how the records fit together is seen when they are made."""
        construct_instance(self, self.instance, self._meta.fields, self._meta.exclude)
        try:
            self.instance.clean_fields(exclude=self._get_validation_exclusions())
        except ValidationError as error:
            self._update_errors(error)

    def _get_validation_exclusions(self):
        """What is yet to be made cannot be looked up."""
        return super()._get_validation_exclusions() | {name for name, _register in self.names()}

    @property
    def passages(self):
        """The passages that the record came from, by field; that of the whole row under ""."""
        return self.proposed.passages

    @property
    def changed(self):
        """For each field that the clerk changed: what was proposed, and what it became."""
        return {
            name: [_plain(self[name].initial), _plain(self[name].value())]
            for name in self.changed_data
            if name != "make" and not self.fields[name].widget.is_hidden
        }

    def provenance(self, kind):
        """What a draft remembers of the record, which is not part of it yet."""
        read_out = {name: _plain(value) for name, value in self.proposed.values.items() if value is not None}
        return {"kind": kind, "passages": self.passages, "read": read_out, "changed": self.changed}

    def lines(self):
        """The fields as a page shows them: bound field, the anchor of its passage or "", whether its name is new."""
        for bound in self.visible_fields():
            if bound.name not in ("take", "make"):
                anchor = f"passage-{self.prefix}-{bound.name}" if bound.name in self.passages else ""
                wide = bound.name in self.wide or isinstance(bound.field.widget, forms.Textarea)
                yield {"field": bound, "anchor": anchor, "new": bound.name in self.new, "wide": wide}

    def marks(self, kind):
        """The passages of the fields, each leading to its field."""
        begun = {}
        for name, (start, end) in self.passages.items():
            if name and (start, end) not in begun:
                begun[start, end] = name
                yield Mark(
                    start,
                    end,
                    kind,
                    f"id_{self.prefix}-{name}",
                    f"passage-{self.prefix}-{name}",
                    self[name].label,
                )


class TermForm(ProposedForm):
    """Which organization met, and in which of its terms; a new term is made only where that is ticked."""

    make = forms.BooleanField(label=_("Lập nhiệm kỳ này: tổ chức chưa có"), required=False)

    class Meta:
        model = Term
        fields = ["organization", "number", "start_year", "end_year"]
        formfield_callback = typed

    def __init__(self, *args, held_on, may_add, **kwargs):
        self.may_add = may_add
        super().__init__(*args, **kwargs)
        for name in ("start_year", "end_year"):
            self.fields[name].required = False
        current = [term for term in self.terms if held_on and term.covers(held_on)]
        if "number" not in self.initial and len(current) == 1:
            self.initial["number"] = current[0].number
        self.is_new = not any(str(term.number) == str(self["number"].value()) for term in self.terms)

    @cached_property
    def organization(self):
        """The known organization of the name that stands in the form, or None."""
        return self.registers[Organization].find(self["organization"].value() or "")

    @cached_property
    def terms(self):
        """The terms of that organization."""
        return list(self.organization.terms.select_related("organization")) if self.organization else []

    def clean(self):
        cleaned = super().clean()
        number, years = cleaned.get("number"), (cleaned.get("start_year"), cleaned.get("end_year"))
        known = next((term for term in self.terms if term.number == number), None)
        if known:
            if any(years) and years != (known.start_year, known.end_year):
                message = _("Danh mục ghi %(term)s: hãy sửa cho khớp.")
                self.add_error("end_year", ValidationError(message, params={"term": known.name}))
            self.instance = known
            cleaned |= {"start_year": known.start_year, "end_year": known.end_year}
        elif number and not (cleaned.get("make") and self.may_add):
            self.add_error("number", _("Tổ chức chưa có nhiệm kỳ này: sửa lại, hoặc đánh dấu để lập."))
        elif not all(years):
            self.add_error("end_year", _("Nhiệm kỳ mới cần năm đầu và năm cuối."))
        return cleaned


class SessionForm(ProposedForm):
    """When the session was held, and what it looked back and ahead at."""

    class Meta:
        model = Session
        fields = [
            "ordinal", "kind", "held_on", "ends_on", "assessed_starts_on", "assessed_ends_on",
            "ahead_starts_on", "ahead_ends_on", "targets_met", "targets_total", "summary",
        ]  # fmt: skip
        formfield_callback = typed


class RowForm(ProposedForm):
    """One row of the session: made if it is ticked. Its first field is what it is about."""

    take = forms.BooleanField(label=_("Nhận"), required=False, initial=True)
    passage = forms.CharField(required=False, widget=forms.HiddenInput)
    """Where a row of the clerk's own was taken from, as start-end."""

    def _initial(self):
        start, end = self.proposed.passages.get("", (0, 0))
        return {"passage": f"{start}-{end}" if end else "", **super()._initial()}

    @property
    def taken(self):
        """Whether the row becomes a record: it is ticked, and is not an empty one of the clerk's own."""
        return bool(self["take"].value()) and (not self.empty_permitted or self.has_changed())

    @property
    def title(self):
        """The row in the words of a list to choose from."""
        return str(next(iter(self.visible_fields())).value() or "")[:90]

    @property
    def passages(self):
        place = _PASSAGE.fullmatch(self["passage"].value() or "")
        return (
            self.proposed.passages
            if self.proposed.passages or not place
            else {"": [*map(int, place.groups())]}
        )

    @property
    def is_sure(self):
        """Whether the reader is sure of the row; None for one of the clerk's own."""
        confidence = self.proposed.confidence
        return None if confidence is None else confidence >= SURE

    @property
    def changed(self):
        """An unticked row was not looked at any further."""
        changed = super().changed
        return changed if self.taken else {name: both for name, both in changed.items() if name == "take"}

    def full_clean(self):
        if self.is_bound and not self.taken:
            self._errors, self.cleaned_data = ErrorDict(), {}
        else:
            super().full_clean()

    def marks(self, kind, label=""):
        if place := self.passages.get(""):
            yield Mark(*place, kind, self.prefix, f"passage-{self.prefix}", label)
        for mark in super().marks(kind):
            yield Mark(mark.start, mark.end, kind, self.prefix, mark.anchor)


class ShortcomingForm(RowForm):
    """A shortcoming, and the earlier one of the same organization that it repeats."""

    class Meta:
        model = Shortcoming
        fields = ["text", "measure", "qualifier", "percent", "sector", "responsible"]
        formfield_callback = typed

    repeats = forms.TypedChoiceField(label=_("Lặp lại hạn chế"), required=False, empty_value=None)

    def __init__(self, *args, earlier, **kwargs):
        super().__init__(*args, **kwargs)
        likely = earlier.ranked(self.proposed.values.get("text"))
        chosen = {str(earlier[place].pk): earlier[place] for place in likely}
        self.fields["repeats"].coerce = chosen.get
        self.fields["repeats"].choices = [
            ("", _("— không —")),
            *((key, f"{one} ({one.session.name})") for key, one in chosen.items()),
        ]

    def clean(self):
        cleaned = super().clean()
        self.instance.repeats = cleaned.get("repeats")
        return cleaned


class DirectiveForm(RowForm):
    """A directive, and the shortcoming of this session that it answers."""

    class Meta:
        model = Directive
        fields = ["text", "lead_unit", "due_on", "sector"]
        formfield_callback = typed

    answers = forms.ChoiceField(label=_("Khắc phục hạn chế"), required=False)

    def __init__(self, *args, shortcomings, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["answers"].choices = [
            ("", _("— không —")),
            *(
                (str(place), f"{_('Hạn chế')} {place + 1}: {shortcomings[place]}")
                for place in shortcomings.ranked(self.proposed.values.get("text"))
            ),
        ]


def row_form(noun, *names):
    """The form of a row of the noun with these fields."""
    return forms.modelform_factory(noun, RowForm, fields=names, formfield_callback=typed)


KINDS = {
    "indicators": (
        _("Chỉ tiêu"),
        row_form(IndicatorValue, "indicator", "planned", "actual", "qualifier", "percent_of_plan", "base"),
    ),
    "results": (_("Kết quả"), row_form(Result, "text", "sector")),
    "shortcomings": (_("Hạn chế"), ShortcomingForm),
    "directives": (_("Nhiệm vụ"), DirectiveForm),
    "personnel": (
        _("Công tác cán bộ"),
        row_form(PersonnelDecision, "text", "kind", "body", "post", "person"),
    ),
    "photos": (_("Ảnh"), row_form(Attachment, "caption", "credit")),
    "sources": (_("Nguồn"), row_form(Source, "title", "author", "publication", "url")),
}
"""The kinds of rows, in the order of the page."""


ALL_KINDS = {"term": (_("Nhiệm kỳ"), TermForm), "session": (_("Kỳ họp"), SessionForm), **KINDS}


class Rows(BaseFormSet):
    """The rows of one kind: those that were read, then the clerk's own."""

    def __init__(self, data, *, kind, proposed, **shared):
        self.proposed, self.label = proposed, KINDS[kind][0]
        super().__init__(data, prefix=kind, initial=[one.values for one in proposed], form_kwargs=shared)

    def get_form_kwargs(self, index):
        is_read = index is not None and index < len(self.proposed)
        return {**self.form_kwargs, "proposed": self.proposed[index] if is_read else None}

    def numbered(self):
        """The rows, each with its name on the page."""
        return [(f"{self.label} {number}", row) for number, row in enumerate(self.forms, 1)]

    def taken(self):
        """The rows that become records."""
        return [row for row in self.forms if row.taken]


class Candidates(Sentences):
    """Rows to choose from, the likeliest first."""

    def __init__(self, rows, words):
        self.rows = list(rows)
        super().__init__(words(row) for row in self.rows)

    def __getitem__(self, place):
        return self.rows[place]

    def ranked(self, text):
        return super().ranked(text or "")[:MOST_CHOICES]


# the whole


class Proposal:
    """Everything that was read out of a draft, as forms that become one session together or not at all."""

    def __init__(self, draft, user, data=None):
        self.draft, self.user, self.data = draft, user, data
        self.text = draft.text[:LONGEST_TEXT]
        self.report = read(self.text)
        self.text = self.report.text
        head = {name: fact for name, fact in self.report.head.items() if fact}
        near = (
            draft.organization.name
            if draft.organization
            else head["organization"].value
            if "organization" in head
            else ""
        )
        self.registers = registers_for(user, data.getlist("new") if data else [], near)
        self.registers[Indicator].units = {
            name_key(one.name): one.unit for one in self.report.indicators if one.unit
        }
        shared = {"registers": self.registers}
        term = _facts(head, TERM)
        term.values |= {"organization": near}
        self.term = TermForm(
            data, prefix="term", proposed=term, may_add=user.has_perm("district.add_term"),
            held_on=head["held_on"].value if "held_on" in head else None, **shared,
        )  # fmt: skip
        session = _facts(head, HEAD)
        if self.general:
            session.values["summary"] = _line(self.general.text)
            session.passages["summary"] = [*self.general.span]
        self.session = SessionForm(data, prefix="session", proposed=session, **shared)
        self.rows = {}
        for kind in KINDS:
            self.rows[kind] = self._rows(kind, **shared)

    # what was read

    @cached_property
    def general(self):
        """The sentence that sums up all results, where the results begin with one."""
        first = self.report.results[0] if self.report.results else None
        return first if first and _GENERAL.search(fold(first.text)) else None

    @cached_property
    def earlier(self):
        """The unresolved shortcomings of the organization's earlier sessions."""
        if self.term.organization is None:
            return Candidates([], str)
        rows = Shortcoming.objects.unresolved().filter(session__term__organization=self.term.organization)
        rows = rows.for_rows().order_by("-session__held_on", "position", "id")[:LONGEST_PAST]
        return Candidates(rows, lambda row: row.text)

    def _rows(self, kind, **shared):
        proposed = [getattr(self, f"_{kind}")(one) for one in self.found(kind)[:MOST_ROWS]]
        if kind == "shortcomings":
            shared["earlier"] = self.earlier
        elif kind == "directives":
            shared["shortcomings"] = Candidates((row.title for row in self.rows["shortcomings"].forms), str)
        formset = formset_factory(KINDS[kind][1], formset=Rows, extra=0)
        return formset(self.data, kind=kind, proposed=proposed, **shared)

    def found(self, kind):
        """What the reader found of the kind, without results that only tell an indicator."""
        if kind == "sources":
            facts = {name: fact for name, fact in self.report.source.items() if fact}
            return [facts] if facts else []
        found = getattr(self.report, kind)
        if kind == "results":
            figures = [figure.span for figure in self.report.indicators]
            return [one for one in found if one is not self.general and not _mostly_within(one.span, figures)]
        return found

    def _indicators(self, one):
        values = {
            "indicator": one.name,
            "planned": one.planned,
            "actual": one.value,
            "percent_of_plan": one.percent,
            "qualifier": QUALIFIERS.get(one.qualifier),
            "base": _choice(BASES, one.base or ""),
        }
        return Proposed(values, {"": [*one.span]}, one.confidence)

    def _results(self, one):
        return Proposed({"text": _line(one.text), "sector": one.sector}, {"": [*one.span]}, one.confidence)

    def _shortcomings(self, one):
        place = self.earlier.alike(one.text)
        values = {
            "text": _line(one.text.replace(f"({one.measure})", "")),
            "measure": one.measure and _line(one.measure),
            "qualifier": QUALIFIERS.get(one.qualifier),
            "percent": one.percent,
            "sector": one.sector,
            "repeats": None if place is None else str(self.earlier[place].pk),
        }
        return Proposed(values, {"": [*one.span]}, one.confidence)

    def _directives(self, one):
        place = self._assessed.alike(one.text)
        values = {
            "text": _line(one.text.removeprefix(one.lead_unit or "").strip(" ,:")),
            "lead_unit": one.lead_unit,
            "due_on": one.due_on,
            "sector": one.sector,
            "answers": None if place is None else str(place),
        }
        passages = {"": one.span, "lead_unit": one.lead_span, "due_on": one.due_span}
        return Proposed(values, {name: [*span] for name, span in passages.items() if span}, one.confidence)

    @cached_property
    def _assessed(self):
        return Sentences(one.text for one in self.report.shortcomings[:MOST_ROWS])

    def _personnel(self, one):
        said, organization = name_key(one.text), self.term.organization
        people = [
            person.name
            for person in self.registers[Person].records
            if f" {name_key(person.name)} " in f" {said} "
        ]
        body = organization and organization.governing_body
        values = {
            "text": _line(one.text),
            "kind": _choice(DECISIONS, one.text),
            "body": organization.name if body and name_key(body) in said else None,
            "post": _choice(POSTS, one.text),
            "person": people[0] if len(people) == 1 else None,
        }
        return Proposed(values, {"": [*one.span]}, one.confidence)

    def _photos(self, one):
        return Proposed(
            {"caption": _line(one.caption), "credit": one.credit}, {"": [*one.span]}, one.confidence
        )

    def _sources(self, facts):
        return Proposed(
            {name: fact.value for name, fact in facts.items()},
            {name: [*fact.span] for name, fact in [("", next(iter(facts.values()))), *facts.items()]},
            min(fact.confidence for fact in facts.values()),
        )

    # what a page shows

    @property
    def unread(self):
        """How many characters, and how many rows, are more than can be looked through at once."""
        rows = sum(max(0, len(self.found(kind)) - MOST_ROWS) for kind in KINDS)
        return {"characters": max(0, len(self.draft.text) - LONGEST_TEXT), "rows": rows}

    @property
    def pieces(self):
        """The text, cut at its passages."""
        marks = [*self.term.marks("head"), *self.session.marks("head")]
        for kind, rows in self.rows.items():
            for label, row in rows.numbered():
                marks += row.marks(kind, label)
        length = len(self.text)
        return pieces(self.text, [mark for mark in marks if 0 <= mark.start < mark.end <= length])

    @property
    def offers(self):
        """The registers with names that they lack, which the clerk may tick."""
        return [register for register in self.registers.values() if register.unknown]

    # what becomes of it

    def is_valid(self):
        """Whether the head and every ticked row are right; each shows its own errors."""
        return not [form for form in (self.term, self.session, *self.rows.values()) if not form.is_valid()]

    def accept(self):
        """Make the session and return it; None, with the reason beside its row, where something was refused."""
        session = self.session.instance
        session.term = self.term.instance
        try:
            refuse_strangers(self.user, session)
        except ValidationError as refusal:
            self.term.add_error("organization", refusal)
            return None
        forms_of = {id(self.session.instance): self.session, id(session.term): self.term}
        new_terms = [session.term] if session.term.pk is None else []
        for rows in self.rows.values():
            for position, row in enumerate(rows.taken(), 1):
                row.instance.session, row.instance.position = session, position
                forms_of[id(row.instance)] = row
        parts = [row.instance for rows in self.rows.values() for row in rows.taken()]
        remedies = list(self._remedies())
        made = [record for register in self.registers.values() for record in register.made.values()]
        try:
            return accept_draft(
                draft=self.draft,
                session=session,
                records=[*made, *new_terms, session, *parts, *remedies],
                provenance=list(self._provenance()),
            )
        except RecordsRefused as refusal:
            for record, error in refusal.refused:
                row = getattr(record, "directive", record)
                forms_of.get(id(row), self.session).add_error(None, error)
            return None

    def _remedies(self):
        shortcomings = self.rows["shortcomings"].forms
        for row in self.rows["directives"].taken():
            if (place := row.cleaned_data["answers"]) and shortcomings[int(place)].taken:
                yield Remedy(directive=row.instance, shortcoming=shortcomings[int(place)].instance)

    def _provenance(self):
        yield self.term.provenance("term"), self.session.instance.term
        yield self.session.provenance("session"), self.session.instance
        for kind, rows in self.rows.items():
            for row in rows.forms:
                if row.taken or not row.empty_permitted:
                    yield row.provenance(kind), row.instance if row.taken else None


def with_one_more(data):
    """What was typed, with an empty row of the kind that its button asks for."""
    data, kind = data.copy(), data["add"]
    count = data.get(f"{kind}-TOTAL_FORMS", "")
    if count.isdecimal():
        data[f"{kind}-TOTAL_FORMS"], data[f"{kind}-{count}-take"] = str(int(count) + 1), "on"
    return data


class Kept:
    """An accepted draft: its text beside what became of each passage."""

    def __init__(self, draft):
        self.draft, self.rows, numbers = draft, [], Counter()
        for place, row in enumerate(draft.provenance):
            numbers[row["kind"]] += 1
            label, form = ALL_KINDS[row["kind"]]
            label = f"{label} {numbers[row['kind']]}" if row["kind"] in KINDS else label
            self.rows.append(self._row(f"row-{place}", label, form, **row))

    @cached_property
    def records(self):
        """The records that are still there, by label and id."""
        keys = {}
        for label, key in filter(None, (row["record"] for row in self.draft.provenance)):
            keys.setdefault(label, []).append(key)
        nouns = [form._meta.model for _label, form in ALL_KINDS.values()]
        linked = {
            Session: ["term__organization"],
            IndicatorValue: ["indicator", "session__term__organization"],
        }
        return {
            (noun._meta.label_lower, key): record
            for noun in nouns
            if noun._meta.label_lower in keys
            for key, record in noun.objects.select_related(*linked.get(noun, [None]))
            .in_bulk(keys[noun._meta.label_lower])
            .items()
        }

    def _row(self, place, label, form, *, kind, passages, changed, record, **_read):
        found = record and self.records.get(tuple(record))
        return {
            "id": place,
            "kind": kind if kind in KINDS else "head",
            "label": label,
            "record": found,
            "was_made": bool(record),
            "address": found and reverse(f"admin:{record[0].replace('.', '_')}_change", args=[record[1]]),
            "changed": [
                (form.base_fields[name].label, *both) for name, both in changed.items() if name != "take"
            ],
            "passages": passages,
        }

    @property
    def pieces(self):
        """The text, cut at its passages."""
        marks = []
        for row in self.rows:
            for number, (start, end) in enumerate(sorted(map(tuple, row["passages"].values()))):
                anchor = f"passage-{row['id']}" + (f"-{number}" if number else "")
                label = row["label"] if not number else ""
                marks.append(Mark(start, end, row["kind"], row["id"], anchor, label))
        return pieces(self.draft.text[:LONGEST_TEXT], marks)


def _facts(head, targets):
    proposed = Proposed()
    for fact, names in targets.items():
        if fact in head:
            values = head[fact].value if len(names) > 1 else [head[fact].value]
            proposed.values |= dict(zip(names, values, strict=True))
            proposed.passages |= {name: [*head[fact].span] for name in names}
    return proposed


def _choice(words, text):
    said = fold(text)
    return next((choice for key, choice in words.items() if key in said), None)


def _line(text):
    """A passage as a sentence of its own: on one line, with a capital, without what parted it from the next."""
    text = " ".join(text.split()).rstrip(" .;,")
    return text[:1].upper() + text[1:]


def _mostly_within(span, others):
    """Whether more than half of the span is told by the others already."""
    covered = sum(max(0, min(span[1], end) - max(span[0], start)) for start, end in others)
    return covered > (span[1] - span[0]) / 2


def _plain(value):
    return value if isinstance(value, (bool, int)) or value is None else str(value)
