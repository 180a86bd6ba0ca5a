"""One invented district, played from session to session as its office would have lived it.

What is drawn depends on the seed and on the number of the district alone.
"""

from datetime import datetime, time, timedelta
from decimal import Decimal
from functools import cache
from random import Random

from django.utils import timezone

from district.models import Membership, Organization, Person, Term
from district.models.membership import Post
from district.text import roman
from meetings.models import AgendaItem, Attendance, IndicatorValue, Result, Seal, Session, Shortcoming
from meetings.periods import Period
from resolutions.management import prose
from resolutions.management.prose import sentence
from resolutions.models import (
    Directive,
    PersonnelDecision,
    ProgressReport,
    Remedy,
    Resolution,
    Review,
    SupportingUnit,
)

MARK = "Dữ liệu giả lập, sinh bằng lệnh load_district."
"""What the office reads beside every invented session, and in the history of every invented row."""

PREFIX = "gia-lap-"
"""How the code of every invented organization begins."""

NEWEST_TERM = 2020
"""The year in which the newest term begins; its last session is that of the second quarter, five years later."""

IN_A_TERM = 20
"""Sessions in a term: one a quarter."""

POSTS = ["secretary", "deputy_secretary", "standing_member", "member", "member"]
WORDS, KINDS, OUTCOMES = Organization.SessionWord.values, Session.Kind.values, Review.Outcome.values
LAST_STATES = ["draft", "published", "published", "approved", "submitted"]
"""The states of the districts' last sessions, in turn; every earlier one is published."""


def code_of(number, unit="huyen-uy"):
    """The code of a district's committee, or of one of its units."""
    return f"{PREFIX}{number:05}-{unit}"


class Chance(Random):
    """Luck that is quicker than that of Python, which takes care of longer lists than ours."""

    def choice(self, options):
        return options[int(self.random() * len(options))]


class Chronicle:
    """A committee, its units and people, and what its sessions said, decided and followed up."""

    def __init__(self, ledger, number, *, seed, province, sectors, indicators):
        self.ledger, self.number, self.chance = ledger, number, Chance(f"{seed}:{number}")
        self.sectors, self.indicators = sectors, indicators
        self.matters = [(sector, matter) for sector in sectors for matter in prose.MATTERS[sector]]
        self.awaited, self.unresolved = [], []
        self.sealed, self.last_seal = 0, ""
        self._found(province)

    def play(self, sessions, directives):
        """Hold the sessions, the last one at the end of the newest term, each with so many directives."""
        skipped, terms = -sessions % IN_A_TERM, -(-sessions // IN_A_TERM)
        for at in range(skipped, skipped + sessions):
            if at == skipped or at % IN_A_TERM == 0:
                self._begin_term(terms - 1 - at // IN_A_TERM)
            is_last = at == skipped + sessions - 1
            state = LAST_STATES[self.number % len(LAST_STATES)] if is_last else "published"
            self._hold(at % IN_A_TERM + 1, state, directives)

    def _found(self, province):
        place, self.word = prose.place(self.number), self.chance.choice(WORDS)
        self.district = self._unit(
            "huyen-uy",
            f"Đảng bộ huyện {place}",
            "party_committee",
            short_name=f"Huyện ủy {place}",
            parent=province,
            symbol="HU",
            governing_body="Ban Chấp hành Đảng bộ huyện",
            seat=place,
            session_word=self.word,
        )
        self.government = self._unit(
            "ubnd", f"Ủy ban nhân dân huyện {place}", "peoples_committee", symbol="UBND"
        )
        self.communes = [prose.place(self.number * 6 + at) for at in range(6)]
        below = {"parent": self.government}
        self.units = [
            *(
                self._unit(code, f"{name} huyện {place}", "department", **below)
                for code, name in prose.DEPARTMENTS
            ),
            *(
                self._unit(code, f"{name} Huyện ủy {place}", "party_body")
                for code, name in prose.PARTY_BODIES
            ),
            *(self._unit(code, f"{name} huyện {place}", "force", **below) for code, name in prose.FORCES),
            *(
                self._unit(
                    f"xa-{at}", f"Ủy ban nhân dân xã {name}", "peoples_committee", level="commune", **below
                )
                for at, name in enumerate(self.communes, 1)
            ),
        ]
        self.people = [self._person(post) for post in POSTS]

    def _unit(self, code, name, kind, **values):
        values = {"level": "district", "parent": getattr(self, "district", None), **values}
        code = code_of(self.number, code)
        return self.ledger[Organization].add(code=code, name=name, kind=kind, **values)["id"]

    def _person(self, post):
        gender, name = prose.person(self.chance)
        unit, title = self.chance.choice(self.units), str(Post(post).label)
        return self.ledger[Person].add(name=name, gender=gender, title=title, organization=unit)["id"]

    def _begin_term(self, back):
        self.year, self.congress = NEWEST_TERM - 5 * back, 25 + self.number % 5 - back
        years = {"start_year": self.year, "end_year": self.year + 5}
        self.term = self.ledger[Term].add(organization=self.district, number=self.congress, **years)["id"]
        for person, post in zip(self.people, POSTS, strict=True):
            self.ledger[Membership].add(person=person, organization=self.district, term=self.term, post=post)

    def _hold(self, ordinal, state, directives):
        self._open(ordinal, state)
        self._hear()
        self._assess()
        self._judge()
        self._decide(directives)
        if self.settled:
            self._seal()

    def _open(self, ordinal, state):
        chance = self.chance
        assessed = Period(*_quarter(self.year, ordinal)).year_to_date
        self.assessed, self.ahead = assessed, Period(assessed.start, assessed.end).next_quarter
        self.held_on = assessed.end - timedelta(days=1 + int(chance.random() * 12))
        self.settled, self.contents, self.ordinal = state in Session.State.settled(), {}, ordinal
        self.approved_at = _at(self.held_on + timedelta(days=3 + int(chance.random() * 6)), 9)
        total = 38 + self.number % 9
        self.name = f"Kỳ họp thứ {ordinal}" if self.word == "ky_hop" else f"Hội nghị lần thứ {ordinal}"
        row = self.ledger[Session].add(
            name=self.name,
            term=self.term,
            ordinal=ordinal,
            kind=chance.choices(KINDS, [18, 1, 1])[0],
            held_on=self.held_on,
            opens_at=time(8) if chance.random() < 0.7 else None,
            closes_at=time(16, 30) if chance.random() < 0.7 else None,
            place="Hội trường Huyện ủy" if chance.random() < 0.8 else "Trung tâm Hội nghị huyện",
            chair=self.people[0],
            secretary=self.people[-1],
            assessed_starts_on=assessed.start,
            assessed_ends_on=assessed.end,
            ahead_starts_on=self.ahead.start,
            ahead_ends_on=self.ahead.end,
            targets_met=int(total * (0.3 + 0.6 * chance.random())),
            targets_total=total,
            summary=sentence(chance, prose.SUMMARIES, assessed=assessed.label, matter=self._matter()[1]),
            note=MARK,
            state=state,
            approved_at=self.approved_at if self.settled else None,
            published_at=self.approved_at + timedelta(days=2) if state == "published" else None,
        )
        self.session = row["id"]
        self._note(Session, row)

    def _hear(self):
        periods = {"assessed": self.assessed.label, "ahead": self.ahead.label}
        for at, title in enumerate(prose.AGENDA[: 3 + self.ordinal % 3], 1):
            self._part(
                AgendaItem,
                at,
                title=title.format(**periods),
                presenter=self.chance.choice(self.people),
                conclusion=self.chance.choice(prose.CONCLUSIONS),
            )
        for at, person in enumerate(self.people, 1):
            excused = at > 2 and self.chance.random() < 0.1
            reason = {"status": "excused", "reason": self.chance.choice(prose.EXCUSES)} if excused else {}
            self._part(Attendance, at, person=person, **reason)

    def _assess(self):
        chance = self.chance
        for at in range(1, 4):
            sector, text = self._said(prose.RESULTS)
            self._part(Result, at, sector=sector, text=text)
        for at, (indicator, usual) in enumerate(chance.sample(self.indicators, 4), 1):
            planned = Decimal(int(usual * (0.8 + 0.4 * chance.random())) or 1)
            actual = Decimal(int(planned * int(350 + 750 * chance.random()) / 100)) / 10
            self._part(
                IndicatorValue,
                at,
                indicator=indicator,
                planned=planned,
                actual=actual,
                percent_of_plan=round(actual * 100 / planned, 2) if chance.random() < 0.8 else None,
            )
        self.weaknesses = []
        for weakness in list(self.unresolved):
            self._judge_weakness(weakness)
        while len(self.weaknesses) < 3:
            sector, text = self._said(prose.WEAKNESSES)
            self._weakness(sector=sector, text=text, responsible=self._lead())

    def _judge_weakness(self, earlier):
        fate = self.chance.random()
        if fate < 0.4:
            earlier.update(status="resolved", resolved_in=self.session)
        elif fate < 0.7:
            earlier["status"] = "being_remedied"
        elif fate < 0.85 and len(self.weaknesses) < 3:
            kept = {name: earlier[name] for name in ("sector", "text", "responsible")}
            origin, returns = earlier.get("origin") or earlier["id"], earlier.get("returns", 0) + 1
            self._weakness(**kept, repeats=earlier["id"], origin=origin, returns=returns)
        else:
            return
        if fate < 0.4 or fate >= 0.7:
            self.unresolved.remove(earlier)

    def _weakness(self, **values):
        row = self._part(
            Shortcoming,
            len(self.weaknesses) + 1,
            cause=self.chance.choice(prose.CAUSES),
            measure=sentence(self.chance, prose.MEASURES),
            **values,
        )
        self.weaknesses.append(row)
        self.unresolved.append(row)

    def _judge(self):
        """What became of earlier directives: by themselves until now, then by this session's verdict."""
        for directive in self.awaited:
            self._go_on(directive)
        due = [row for row in self.awaited if row["due_on"] and row["due_on"] <= self.held_on]
        for directive in due:
            if directive["status"] != "completed":
                self._review(directive)
        closed = Directive.Status.closed()
        self.awaited = [row for row in self.awaited if row["status"] not in closed]

    def _go_on(self, directive):
        chance = self.chance
        if chance.random() < 0.25 and directive["lead_unit"]:
            self._report(directive)
        if chance.random() < 0.12:
            directive.update(
                status="completed",
                percent=100,
                completed_on=self.held_on - timedelta(days=int(chance.random() * 20)),
                outcome=sentence(chance, prose.DONE, matter=directive["matter"]),
            )

    def _report(self, directive):
        chance, fate = self.chance, self.chance.random()
        percent = min(100, directive["percent"] + int(10 + 50 * chance.random()))
        state = "returned" if fate < 0.06 else "sent" if fate < 0.12 else "confirmed"
        self.ledger[ProgressReport].add(
            directive=directive["id"],
            unit=directive["lead_unit"],
            reported_on=self.held_on - timedelta(days=int(chance.random() * 60)),
            percent=percent,
            text=sentence(chance, prose.REPORTS, matter=directive["matter"], percent=percent),
            state=state,
            remark=chance.choice(prose.REMARKS) if state == "returned" else "",
        )
        if state == "confirmed":
            directive["percent"] = min(percent, 99)
            if directive["status"] == "not_started":
                directive["status"] = "in_progress"

    def _review(self, directive):
        chance = self.chance
        outcome = chance.choices(OUTCOMES, [60, 32, 8])[0]
        puts_off = outcome == "carried_over" and chance.random() < 0.8
        new_due_on = self.held_on + timedelta(days=60 + int(chance.random() * 400)) if puts_off else None
        reason = sentence(chance, prose.REASONS[outcome])
        before = {name: directive[name] for name in ("status", "percent", "completed_on", "outcome")}
        review = self.ledger[Review].add(
            directive=directive["id"],
            session=self.session,
            outcome=outcome,
            reason=reason,
            new_due_on=new_due_on,
            previous={**before, "due_on": directive["due_on"].isoformat()} if self.settled else {},
        )
        self._note(Review, review)
        if not self.settled:
            return
        directive.update(status=outcome, due_on=new_due_on or directive["due_on"])
        if outcome == "completed":
            outcome = reason or f"{self.name} đánh giá hoàn thành."
            directive.update(percent=100, completed_on=self.held_on, outcome=outcome)

    def _decide(self, directives):
        chance, incumbents = self.chance, 33 + self.number % 9
        against = int(chance.random() * 3)
        vote = {
            "incumbents": incumbents,
            "votes_for": incumbents - against - 2,
            "votes_against": against,
            "votes_other": 0,
        }
        title = f"về phương hướng, nhiệm vụ {self.ahead.label}"
        document = self._document(1, "resolution", "NQ", title, **vote)
        if chance.random() < 0.3:
            self._document(2, "conclusion", "KL", f"về {self._matter()[1]}")
        for at in range(1, directives + 1):
            self._directive(at, document)
        if chance.random() < 0.25:
            kind, text = chance.choice(prose.PERSONNEL)
            body = {"body": self.district, "post": "member"} if kind == "consolidation" else {}
            text = text.format(numeral=roman(self.congress))
            self._part(PersonnelDecision, 1, kind=kind, text=text, **body)

    def _document(self, at, kind, letters, title, **values):
        return self._part(
            Resolution,
            at,
            term=self.term,
            kind=kind,
            number=self.ordinal,
            symbol=f"{self.ordinal:02d}-{letters}/HU",
            title=f"{Resolution.Kind(kind).label} {title}",
            adopted_on=min(self.held_on + timedelta(days=2), self.assessed.end),
            signer=self.people[0],
            **values,
        )["id"]

    def _directive(self, at, document):
        chance = self.chance
        sector, matter = self._matter()
        lead, later = self._lead(), int(chance.random() * 250) if chance.random() < 0.4 else 0
        directive = self._part(
            Directive,
            at,
            matter=matter,
            resolution=document,
            sector=self.sectors[sector],
            text=prose.duty(chance, matter, self.communes),
            lead_unit=lead,
            person_in_charge=chance.choice(self.people) if chance.random() < 0.4 else None,
            authority=chance.choice(prose.AUTHORITIES),
            expected_output=chance.choice(prose.OUTPUTS),
            due_on=self.ahead.end + timedelta(days=later) if chance.random() < 0.85 else None,
            quarter=self.ahead.quarter,
            status="not_started",
            percent=0,
            completed_on=None,
            outcome="",
        )
        self.awaited.append(directive)
        supporting = {*chance.choices(self.units, k=max(0, int(chance.random() * 4) - 1))} - {lead}
        for unit in sorted(supporting):
            self._link(SupportingUnit, directive=directive["id"], unit=unit)
        if chance.random() < 0.4:
            answered = chance.choice(self.weaknesses)["id"]
            self._link(Remedy, directive=directive["id"], shortcoming=answered)

    def _lead(self):
        """A unit, often the government itself; at times nobody."""
        fate = self.chance.random()
        return self.government if fate < 0.45 else None if fate < 0.5 else self.chance.choice(self.units)

    def _matter(self):
        return self.chance.choice(self.matters)

    def _said(self, forms):
        sector, matter = self._matter()
        commune = self.chance.choice(self.communes)
        return self.sectors[sector], sentence(self.chance, forms, matter=matter, commune=commune)

    def _part(self, noun, at, **values):
        return self._link(noun, session=self.session, position=at, **values)

    def _link(self, noun, **values):
        row = self.ledger[noun].add(**values)
        self._note(noun, row)
        return row

    def _note(self, noun, row):
        """Note the row, as the session decided it, for the seal."""
        if self.settled:
            key, digest = self.ledger[noun].seal(row)
            self.contents[key] = digest

    def _seal(self):
        self.sealed += 1
        seal = {
            "number": self.sealed,
            "occasion": Seal.Occasion.APPROVAL.value,
            "sealed_at": self.approved_at,
            "contents": self.contents,
            "previous": self.last_seal,
        }
        whole = Seal(organization_id=self.district, session_id=self.session, **seal)
        self.last_seal = whole.computed()
        links = {"organization": self.district, "session": self.session}
        self.ledger[Seal].add(digest=self.last_seal, **links, **seal)


@cache
def _quarter(year, ordinal):
    """The first and the last day of the quarter that a session closes; the first of a term closes the third."""
    first = Period(*[timezone.datetime(year, 6, 30).date()] * 2)
    for _step in range(ordinal):
        first = first.next_quarter
    return first.start, first.end


def _at(day, hour):
    return datetime.combine(day, time(hour), tzinfo=timezone.get_default_timezone())
