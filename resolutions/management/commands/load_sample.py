"""The command `load_sample`."""

from django.db import models, transaction

from district.management.writing import WritingCommand
from district.models import Membership, Organization, Person, Sector, Term
from meetings.models import Indicator, Session, Shortcoming
from resolutions.actions import judge_shortcoming, link, report_progress, review
from resolutions.management import sample
from resolutions.models import Directive, ProgressReport, Review

KEYS = {Organization: "code", Sector: "code", Person: "name", Indicator: "name"}
"""By what the sample names an entry of a register."""

SENTENCES = {"title", "text", "conclusion", "reason"}
"""The fields in which an invented record says that it is one."""


class Command(WritingCommand):
    help = "Loads the sample district: three sessions, two of them invented. Loading twice changes nothing."

    @transaction.atomic
    def handle(self, **options):
        register()
        new = [lists["session"]["ordinal"] for lists in sample.SESSIONS if hold(**lists)]
        if options["verbosity"]:
            self.stdout.write(
                f"Đã nạp dữ liệu mẫu: kỳ họp {', '.join(map(str, new))}."
                if new
                else "Dữ liệu mẫu đã có, không thay đổi gì."
            )


def register():
    """Keep the entries of the registers: who there is, and what there is to speak about."""
    for row in sample.ORGANIZATIONS:
        keep(Organization, row, "code")
    for position, (code, name, parent) in enumerate(sample.SECTORS, 1):
        keep(Sector, {"code": code, "name": name, "parent": parent, "position": position}, "code")
    for name, unit, sector in sample.INDICATORS:
        keep(Indicator, {"name": name, "unit": unit, "sector": sector}, "name")
    for name in sample.PEOPLE:
        keep(Person, {"name": name, "title": f"Nhân vật giả định {sample.MARK}"}, "name")
    term = keep(Term, sample.TERM, "organization", "number")
    for person, post, starts_on in sample.MEMBERSHIPS:
        seat = {"person": person, "organization": sample.DISTRICT, "term": term, "post": post}
        keep(Membership, {**seat, "starts_on": starts_on}, *seat)


def hold(session, reports=(), reviews=(), verdicts=(), **parts):
    """Write a session with its parts and publish it; one that is there already stays as it is.

    The reports are those that came in before it; the reviews and verdicts are its own, on earlier sessions.
    """
    term = Term.objects.get(organization__code=sample.DISTRICT, number=sample.TERM["number"])
    if term.sessions.filter(ordinal=session["ordinal"]).exists():
        return None
    held = keep(Session, {**session, "term": term}, "term", "ordinal")
    for name, rows in parts.items():
        for position, row in enumerate(rows, 1):
            row = marked(row) if held.ordinal in sample.INVENTED else row
            add(getattr(held, name), position=position, **row)
    for row in reports:
        report_progress(**found(ProgressReport, marked(row)), confirmed=True)
    for row in reviews:
        review(session=held, **found(Review, marked(row)))
    for row in verdicts:
        judge_shortcoming(
            session=held, shortcoming=the(Shortcoming, row["shortcoming"]), verdict=row["verdict"]
        )
    held.publish()
    return held


def add(parts, supporting_units=(), answers=(), **row):
    """Add a row to a session's parts; a directive comes with its supporting units and its answers."""
    part = parts.model(session=parts.instance, **found(parts.model, row))
    part.full_clean()
    part.save()
    if isinstance(part, Directive):
        link(
            directive=part,
            supporting_units=[the(Organization, key) for key in supporting_units],
            answers=[the(Shortcoming, key) for key in answers],
        )


def keep(model, row, *keys):
    """The record with these keys: as it is stored, else written from the row."""
    row = found(model, row)
    record = model.objects.filter(**{key: row[key] for key in keys}).first()
    if record is None:
        record = model(**row)
        record.full_clean()
        record.save()
    return record


def found(model, row):
    """The row with a record in place of the name of one."""
    links = {field.name: field.related_model for field in model._meta.fields if field.many_to_one}
    return {name: the(links[name], value) if name in links else value for name, value in row.items()}


def the(model, key):
    """The record that the sample names by the key."""
    if key is None or isinstance(key, models.Model):
        return key
    if model in KEYS:
        return model.objects.get(**{KEYS[model]: key})
    ordinal, position = key
    return model.objects.get(
        session__term__organization__code=sample.DISTRICT,
        session__term__number=sample.TERM["number"],
        session__ordinal=ordinal,
        position=position,
    )


def marked(row):
    """The row, with the mark of what is invented in each of its sentences."""
    return {name: f"{value} {sample.MARK}" if name in SENTENCES else value for name, value in row.items()}
