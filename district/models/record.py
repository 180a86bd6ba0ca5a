"""What every noun shares: its instants, its history, the public door and the closed fonds."""

from functools import cache, reduce
from operator import and_, or_
from typing import ClassVar

from django.apps import apps
from django.core.exceptions import ValidationError
from django.db import models, transaction
from django.db.models import Exists, OuterRef, Q
from django.db.models.signals import class_prepared, post_delete, post_save, pre_delete
from django.dispatch import receiver
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from district.constraints import one_of_its_choices
from district.fields import Derived, SearchKeyField
from district.models.history import History, noted, noting
from district.models.touch import Touch
from district.queries import Query
from district.search import Holds, SearchIndex
from district.text import fold

PUBLISHED = "published"
"""The state of a session from which on a stranger sees it and what hangs on it."""


class RecordQuerySet(models.QuerySet):
    """Rows of a noun. Writes that would leave no history are refused here."""

    def published(self):
        """Rows that a stranger may see.

        A record of a session is public when that session is. An entry of a register (an
        organization, a person, a sector …) is public once a public record names it.
        """
        if self.model.public_through:
            return self.filter(**{f"{state}__mostly": PUBLISHED for state in self.model.public_through})
        naming = [
            Exists(
                link.related_model.objects.filter(
                    **{f"{link.field.name}__pk__probed": OuterRef("pk")}
                ).published()
            )
            for link in self.model._meta.related_objects
            if not link.many_to_many
            and link.related_model is not self.model
            and issubclass(link.related_model, Record)
            and link.related_model.names_publicly
        ]
        return self.filter(reduce(or_, map(Q, naming))) if naming else self.none()

    def matching(self, words, *, unfinished=False):
        """Rows that hold every word, accents optional: "dien bien" finds "Điện Biên".

        Words match whole; `giai ng*`, or an `unfinished` last word, by their beginning.
        """
        if not fold(words):
            return self
        query = Query.read(words, unfinished=unfinished)
        return self.holding(query) if query else self.none()

    def holding(self, query):
        """Rows that hold what a `district.search.Query` asks for, each term in one of the searched columns."""
        if len(self.model.searched) == 1:
            return self.filter(**{f"{self.model.searched[0]}__holds": query})
        for term in query.terms:
            self = self.filter(pk__in=self._holding_somewhere(Query((term,))))
        if query.exactly is None:
            return self
        exact = reduce(and_, (Q(pk__in=self._holding_somewhere(Query((t,), True))) for t in query.terms))
        return self.filter(exact if query.exactly else ~exact)

    def _holding_somewhere(self, query):
        """The ids from each searched column, together: an OR over several tables would use no index."""
        rows = self.model._base_manager.using(self.db).order_by()
        first, *others = (
            rows.filter(**{f"{path}__holds": query}).values("pk") for path in self.model.searched
        )
        return first.union(*others)

    def update(self, **kwargs):
        raise TypeError("update() leaves no history: save each object instead.")

    def bulk_update(self, objs, fields, batch_size=None):
        raise TypeError("bulk_update() leaves no history: save each object instead.")

    def delete(self):
        with noting(at=timezone.now()):
            return super().delete()

    delete.alters_data = True
    delete.queryset_only = True

    def _raw_delete(self, using):
        raise TypeError("_raw_delete() leaves no history: delete the objects instead.")

    def bulk_create(self, objs, batch_size=None, ignore_conflicts=False, update_conflicts=False, **kwargs):
        """Create many rows at once, each by its noun's rules and with its line of history.

        Where saving a row has consequences for others, the rows are saved one by one.
        """
        if ignore_conflicts or update_conflicts:
            raise TypeError("Conflicting rows leave no true history: create and save each object instead.")
        objs = list(objs)
        with transaction.atomic(using=self.db):
            if self.model.save is not Record.save:
                for record in objs:
                    record.save(using=self.db, force_insert=True)
                return objs
            for record in objs:
                record.clean()
            created = super().bulk_create(objs, batch_size=batch_size, **kwargs)
            self.model.history.bulk_history_create(
                created, batch_size=batch_size, default_change_reason=noted("reason") or ""
            )
            Touch.note(self.model, (record.pk for record in created))
        return created


class Record(models.Model):
    """A noun (bản ghi): it has its instants and its history, and is private until published.

    `clean()` holds at every save, whoever saves: form, import, command or shell.
    """

    public_through: tuple[str, ...] = ()
    """Lookups to the states of the sessions that must be published for this row to be public."""

    searched: tuple[str, ...] = ("search_key",)
    """Lookups to the folded columns that `matching` looks into."""

    names_publicly = True
    """Whether a public row of this noun makes the register entries that it names public."""

    owned_through: str | None = None
    """Lookup to the organization in whose fonds this record lies; None for shared registers."""

    moves_with_its_fonds = True
    """Whether rows go along, as a fonds or named by one, to another installation (see `district.management.archives`)."""

    read_by: tuple[str, ...] = ("clerk", "chief", "leader", "auditor")
    """The roles that read the rows of this noun at the desk (see `district.permissions`)."""

    kept_by: tuple[str, ...] = ("clerk", "chief")
    """The roles that write them."""

    unrecorded: tuple[str, ...] = ()
    """Fields that the history leaves out: secrets, and what nobody decides."""

    turns_with: str | None = None
    """The day after which the record reads differently, by the clock alone; None if it does not."""

    rests_on: ClassVar[dict[str, tuple[str, ...]]] = {}
    """Links to the records that `clean` looks at, with those of their fields that it looks at there.

    When one of these fields changes, `clean` looks again: a truth between two rows holds from both ends.
    """

    created_at = models.DateTimeField(_("lập lúc"), auto_now_add=True)
    modified_at = models.DateTimeField(_("sửa lúc"), auto_now=True, db_index=True)

    objects = RecordQuerySet.as_manager()
    history = History()

    class Meta:
        abstract = True
        base_manager_name = "objects"

    @transaction.atomic
    def save(self, *args, update_fields=None, **kwargs):
        self.clean()
        if update_fields is not None:
            derived = (field.name for field in self._meta.fields if isinstance(field, Derived))
            update_fields = {*update_fields, *derived, "modified_at"}
        moved = self._moved()
        super().save(*args, update_fields=update_fields, **kwargs)
        for noun, link in moved:
            for row in noun.objects.filter(**{link: self.pk}):
                row.follow(self)

    def delete(self, *args, **kwargs):
        with noting(at=timezone.now()):
            return super().delete(*args, **kwargs)

    def clean(self):
        super().clean()
        self.refuse_if_closed()

    def follow(self, changed):
        """Be true again after a record on which this one rests has changed, or raise ValidationError."""
        before = self._stored_values()
        try:
            self.full_clean()
        except ValidationError as error:
            raise ValidationError(
                [
                    ValidationError(
                        _("Trái với “%(record)s”: %(reason)s"),
                        code="shaken",
                        params={"record": str(self), "reason": reason},
                    )
                    for reason in error.messages
                ]
            ) from error
        if self._stored_values() != before:
            self.save()

    def _stored_values(self):
        return {field.attname: getattr(self, field.attname) for field in self._meta.concrete_fields}

    def _moved(self):
        """The nouns, with their links, that rest on a field of this record which is about to change."""
        footing = resting_on(type(self))
        if self._state.adding or not footing:
            return []
        names = {self._meta.get_field(name).attname for _noun, _link, names in footing for name in names}
        stored = type(self)._base_manager.filter(pk=self.pk).values(*names).first() or {}
        changed = {name for name, value in stored.items() if value != getattr(self, name)}
        return [
            (noun, link)
            for noun, link, names in footing
            if changed & {self._meta.get_field(name).attname for name in names}
        ]

    @property
    def owner(self):
        """The organization in whose fonds this record lies, or None."""
        node = self
        for step in self.owned_through.split("__") if self.owned_through else ():
            if getattr(node, f"{step}_id") is None:
                return None
            node = getattr(node, step)
        return node if self.owned_through else None

    @property
    def kept_at(self):
        """The organizations whose people write this record; None if every organization's do."""
        return None if self.owned_through is None else [owner for owner in [self.owner] if owner]

    def before_delete(self):
        """Raise ValidationError if this row must stay; called for every deletion."""
        self.refuse_if_closed()

    def after_delete(self):
        """Do what follows from this row being gone; called for every deletion."""

    @property
    def is_closed(self):
        """Whether the record lies in the fonds of an organization that has ended."""
        owner = self.owner
        return owner is not None and owner.is_dissolved

    def refuse_if_closed(self):
        """Raise ValidationError if this record, as stored or as changed, lies in a closed fonds."""
        if self.owned_through is None:
            return
        owner = self.owner
        if owner and owner.is_dissolved:
            raise closed_fonds(owner.name, owner.dissolved_on)
        if self.pk is None:
            return
        name, day = f"{self.owned_through}__name", f"{self.owned_through}__dissolved_on"
        stored = type(self)._base_manager.filter(pk=self.pk, **{f"{day}__lte": timezone.localdate()})
        for closed in stored.values_list(name, day):
            raise closed_fonds(*closed)


@cache
def resting_on(noun):
    """The nouns that rest on this one: each with its link, and the fields that matter to it."""
    return [
        (other, link, names)
        for other in apps.get_models()
        if issubclass(other, Record)
        for link, names in other.rests_on.items()
        if _end_of(other, link) is noun
    ]


def wholes(noun):
    """The links of a noun to that of which its rows are parts: they go with it."""
    return [
        link
        for link in noun._meta.concrete_fields
        if link.many_to_one
        and link.remote_field.on_delete is models.CASCADE
        and issubclass(link.related_model, Record)
    ]


@cache
def parts_of(noun):
    """The nouns whose rows are parts of rows of this one, each with the link that says so."""
    nouns = [part for part in apps.get_models() if issubclass(part, Record)]
    return [(part, link) for part in nouns for link in wholes(part) if link.related_model is noun]


def _end_of(noun, link):
    return reduce(lambda model, step: model._meta.get_field(step).related_model, link.split("__"), noun)


def closed_fonds(organization, dissolved_on):
    """The error for a change to the records of an organization that has ended."""
    return ValidationError(
        _(
            "%(organization)s đã kết thúc hoạt động từ ngày %(day)s: "
            "hồ sơ chỉ xem và xuất được, không sửa được nữa."
        ),
        code="closed_fonds",
        params={"organization": organization, "day": f"{dissolved_on:%d/%m/%Y}"},
    )


SearchKeyField.register_lookup(Holds)


@receiver(class_prepared)
def index_the_words(sender, **kwargs):
    """Every folded column of a noun gets its index."""
    if not issubclass(sender, Record):
        return
    meta = sender._meta
    meta.indexes = meta.original_attrs["indexes"] = [
        *meta.indexes,
        *(
            SearchIndex(fields=[field.name], name=f"{meta.model_name}_searched")
            for field in meta.local_fields
            if isinstance(field, SearchKeyField)
        ),
    ]


@receiver(class_prepared)
def enforce_choices_in_the_database(sender, **kwargs):
    """Every field with choices gets its constraint: Django itself checks choices in forms only."""
    if not issubclass(sender, Record):
        return
    meta = sender._meta
    meta.constraints = meta.original_attrs["constraints"] = [
        *meta.constraints,
        *(
            one_of_its_choices(field, name=f"{meta.model_name}_{field.name}_known")
            for field in meta.local_fields
            if field.choices
        ),
    ]


@receiver(post_save)
@receiver(post_delete)
def note_the_touch(sender, instance, **kwargs):
    """Every change of a row is noted for the feed of changes."""
    if isinstance(instance, Record):
        Touch.note(sender, [instance.pk])


@receiver(pre_delete)
def ask_before_deleting(sender, instance, **kwargs):
    """Every deletion passes the noun's rules, in bulk and by cascade as well."""
    if isinstance(instance, Record):
        instance.before_delete()


@receiver(post_delete)
def tell_after_deleting(sender, instance, **kwargs):
    """Every deletion has its consequences, in bulk and by cascade as well."""
    if isinstance(instance, Record):
        instance.after_delete()
