"""Records typed by their name: a known one is found without accents, a new one is made only where somebody ticks it."""

import re
from functools import cached_property

from django import forms
from django.core.exceptions import ValidationError
from django.utils.text import capfirst, slugify
from django.utils.translation import gettext_lazy as _

from district.models import Organization, Person, Sector
from district.text import fold
from meetings.models import Indicator
from meetings.parsing.likeness import name_key, nearest_name

NOUNS = [Organization, Sector, Indicator, Person]
"""The registers whose records a draft names."""

LONGEST_LIST = 500
"""How many names of a register the browser is given to choose from."""

_KINDS = [
    ("dang bo|dang uy|tinh uy|huyen uy|thanh uy|thi uy|quan uy", Organization.Kind.PARTY_COMMITTEE),
    ("chi bo", Organization.Kind.PARTY_CELL),
    ("uy ban nhan dan", Organization.Kind.PEOPLES_COMMITTEE),
    ("hoi dong nhan dan", Organization.Kind.PEOPLES_COUNCIL),
    ("mat tran|uy ban mat tran|hoi |lien doan |doan |huyen doan|tinh doan", Organization.Kind.FRONT),
    ("cong an|bo chi huy|ban chi huy|don bien phong", Organization.Kind.FORCE),
    ("cac ", Organization.Kind.GROUP),
    ("ban |van phong|uy ban kiem tra", Organization.Kind.PARTY_BODY),
    ("phong |so |trung tam|chi cuc", Organization.Kind.DEPARTMENT),
]
_LEVELS = [
    (r"\b(huyen|quan|thi xa|thanh pho)\b", Organization.Level.DISTRICT),
    (r"\btinh\b", Organization.Level.PROVINCE),
    (r"\b(xa|phuong|thi tran|dac khu)\b", Organization.Level.COMMUNE),
]
_LEVEL_WORD = re.compile(r"^.*?\b(?:huyen|tinh|thanh pho|thi xa|xa|phuong|quan|dac khu)\s+")


class Register:
    """The records of one noun by their names, and the names of a draft that are not among them.

    `near` is the name of the organization that met: "UBND huyện" is that of its own district.
    """

    def __init__(self, noun, ticked, may_add, near=""):
        self.noun, self.may_add, self.near = noun, may_add, near
        self.ticked = {name for name in ticked if may_add}
        self.units, self.unknown, self.made = {}, {}, {}

    @property
    def slug(self):
        """The register in the names of fields and lists."""
        return self.noun._meta.model_name

    @cached_property
    def records(self):
        """Every record of the noun, in its order."""
        return list(self.noun.objects.all())

    @cached_property
    def by_key(self):
        """The records by the key of each of their names."""
        found = {}
        for record in self.records:
            for key in {name_key(record.name), name_key(getattr(record, "short_name", ""))} - {""}:
                found.setdefault(key, []).append(record)
        return found

    @cached_property
    def place(self):
        """The key of the place where the session was held: "dien bien dong"."""
        return _LEVEL_WORD.sub("", name_key(self.near))

    def find(self, name):
        """The one record of that name, that of the place before any other; None if there is none, or no one."""
        found = self.named(name)
        here = [record for record in found if self.place and name_key(record.name).endswith(self.place)]
        return next((few[0] for few in (found, here) if len(few) == 1), None)

    def named(self, name):
        """Every record of that name, alone or with the place behind it."""
        key = name_key(name)
        return self.by_key.get(key) or self.by_key.get(f"{key} {self.place}", [])

    def proposed(self, name):
        """The name as its record has it; for an indicator nearly the same words are enough."""
        if (record := self.find(name)) is None and self.noun is Indicator:
            key = nearest_name(name, self.by_key)
            record = self.by_key[key][0] if key else None
        return record.name if record else name[:1].upper() + name[1:]

    def note(self, name):
        """Whether the name is new; if so it is offered to be made."""
        is_new = bool(name) and not self.named(name)
        if is_new:
            self.unknown.setdefault(name_key(name), name)
        return is_new

    def record(self, name):
        """The record that the name stands for, not saved yet if it was ticked as new; ValidationError if neither."""
        if record := self.find(name):
            return record
        if self.named(name):
            raise ValidationError(_("Có nhiều mục cùng tên này: gõ tên đầy đủ hơn."), code="ambiguous")
        if key := next((key for key in map(name_key, self.ticked) if key == name_key(name)), None):
            if key not in self.made:
                self.made[key] = self.noun(**self.values(name))
            return self.made[key]
        raise ValidationError(
            _("“%(name)s” chưa có trong danh mục: chọn tên có sẵn, hoặc đánh dấu ở mục “Tên mới”."),
            code="unknown",
            params={"name": name},
        )

    def values(self, name):
        """The fields of a record that is made for the name."""
        if self.noun is Person:
            return {"name": name}
        if self.noun is Indicator:
            return {"name": name, "unit": self.units.get(name_key(name), "")}
        values = {"name": name, "code": self.code(name)}
        return values | (
            {"kind": self.kind(name), "level": self.level(name)} if self.noun is Organization else {}
        )

    def code(self, name):
        """A code that no other record has, within the length of its column."""
        stem = slugify(fold(name))[:50].strip("-") or self.slug
        taken = {record.code for record in [*self.records, *self.made.values()]}
        codes = (f"{stem}-{number}" if number > 1 else stem for number in range(1, len(taken) + 2))
        return next(code for code in codes if code not in taken)

    def kind(self, name):
        """The kind of organization that a name tells of."""
        kinds = (kind for words, kind in _KINDS if re.match(words, name_key(name)))
        return next(kinds, Organization.Kind.OTHER)

    def level(self, name):
        """The level that a name tells of, else that of the organization that met."""
        places = (name_key(name), name_key(self.near))
        levels = (level for place in places for words, level in _LEVELS if re.search(words, place))
        return next(levels, Organization.Level.DISTRICT)

    def offers(self):
        """The new names, each with what would be made of it and whether it is ticked."""
        ticked = set(map(name_key, self.ticked))
        for key, name in self.unknown.items():
            record = self.noun(**self.values(name))
            what = [self.noun._meta.verbose_name]
            if self.noun is Organization:
                what = [record.get_kind_display(), record.get_level_display()]
            elif self.noun is Indicator and record.unit:
                what.append(record.unit)
            yield {"name": name, "what": ", ".join(map(str, what)), "ticked": key in ticked}

    def names(self):
        """The names that the browser offers while one is typed."""
        return [record.name for record in self.records[:LONGEST_LIST]]


def registers_for(user, ticked, near):
    """The registers by noun; `ticked` holds what the form was sent, as "organization:Phòng Dân tộc"."""
    return {
        noun: Register(
            noun,
            [
                name
                for kind, _colon, name in (one.partition(":") for one in ticked)
                if kind == noun._meta.model_name
            ],
            user.has_perm(f"{noun._meta.app_label}.add_{noun._meta.model_name}"),
            near,
        )
        for noun in NOUNS
    }


class NameField(forms.CharField):
    """A link to a record of a register, typed by the name of the record."""

    def __init__(self, link, **kwargs):
        self.noun = link.related_model
        super().__init__(
            label=capfirst(link.verbose_name),
            required=not link.blank,
            max_length=self.noun._meta.get_field("name").max_length,
        )
        self.widget.attrs |= {"list": f"{self.noun._meta.model_name}-names", "autocomplete": "off"}
