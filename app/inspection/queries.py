"""The trail as it is read: filtered, newest first, with what each line is about."""

import json
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, String, and_, cast, literal, or_, select, union_all
from sqlalchemy.orm import InstrumentedAttribute

from app.assignments.models import Assignment
from app.audit.events import Event
from app.audit.models import AuditEntry
from app.extensions import db
from app.inspection.rules.kinds import Kind, events_of
from app.inspection.rules.values import TYPED
from app.inspection.rules.wording import Told, told
from app.kernel.clock import moment_of
from app.meetings.models import AgendaItem, Meeting, Vote
from app.meetings.rules.life import SILENT, meeting_title
from app.minutes.models import MinutesRecord
from app.numbering.models import NumberEntry
from app.organisations.models import Organisation, OrganisationKind, Term
from app.organisations.rules import Level
from app.people.models import Account, Member
from app.people.queries import Membership
from app.resolutions.models import Resolution

PAGE = 50


@dataclass(frozen=True)
class Wanted:
    """What an inspector asks for; empty values ask for everything."""

    kind: Kind | None = None
    since: date | None = None
    until: date | None = None
    person: str = ""
    text: str = ""


@dataclass(frozen=True)
class Place:
    """Where a page of the trail ends."""

    at: datetime
    sequence: int
    id: UUID


def lines_below(
    organisation: Organisation,
    wanted: Wanted,
    *,
    before: Place | None = None,
    limit: int = PAGE + 1,
) -> Sequence[AuditEntry]:
    """The trail of a place and all below it; the top also reads the installation's own."""
    where = _lies_below(organisation)
    if organisation.parent_id is None:
        where = or_(where, AuditEntry.organisation_id.is_(None))
    return _newest([where, *_conditions(wanted)], before, limit)


def _lies_below(organisation: Organisation) -> ColumnElement[bool]:
    below = select(Organisation.id).where(
        Organisation.path.startswith(organisation.path, autoescape=True)
    )
    if organisation.level is not Level.COMMITTEE:
        return AuditEntry.organisation_id.in_(below)
    # Most lines are below: walk them from the newest and look at each, rather than sort them all.
    return below.where(Organisation.id == AuditEntry.organisation_id).exists()


def lines_about(
    subject_ids: Collection[UUID],
    *,
    within: UUID | None = None,
    before: Place | None = None,
    limit: int = PAGE + 1,
) -> Sequence[AuditEntry]:
    """What became of one thing; `within` keeps to the trail of one organisation."""
    conditions: list[ColumnElement[bool]] = [AuditEntry.subject_id.in_(subject_ids)]
    if within is not None:
        conditions.append(AuditEntry.organisation_id == within)
    return _newest(conditions, before, limit)


def _newest(
    conditions: Iterable[ColumnElement[bool]], before: Place | None, limit: int
) -> Sequence[AuditEntry]:
    query = select(AuditEntry).where(*conditions)
    if before is not None:
        query = query.where(_earlier_than(before))
    ordered = query.order_by(AuditEntry.at.desc(), AuditEntry.sequence.desc(), AuditEntry.id.desc())
    return db.session.scalars(ordered.limit(limit)).all()


def _earlier_than(place: Place) -> ColumnElement[bool]:
    same = AuditEntry.at == place.at
    return or_(
        AuditEntry.at < place.at,
        and_(same, AuditEntry.sequence < place.sequence),
        and_(same, AuditEntry.sequence == place.sequence, AuditEntry.id < place.id),
    )


def _conditions(wanted: Wanted) -> Iterator[ColumnElement[bool]]:
    if wanted.kind:
        yield AuditEntry.event.in_([event.value for event in events_of(wanted.kind)])
    if wanted.since:
        yield AuditEntry.at >= moment_of(wanted.since)
    if wanted.until:
        yield AuditEntry.at < moment_of(wanted.until + timedelta(days=1))
    if wanted.person:
        yield _holds(AuditEntry.actor_name, _spellings(wanted.person))
    if wanted.text:
        # As it stands in storage: the letters of JSON, beyond ASCII by their numbers.
        stored = [json.dumps(spelling)[1:-1] for spelling in _spellings(wanted.text)]
        yield _holds(cast(AuditEntry.facts, String), stored)


def _holds(column: Any, texts: Iterable[str]) -> ColumnElement[bool]:
    return or_(*(column.contains(text, autoescape=True) for text in texts))


def _spellings(text: str) -> set[str]:
    """As typed, as a sentence begins, as names are written, all small."""
    return {text, text[:1].upper() + text[1:], text.title(), text.lower()}


@dataclass(frozen=True)
class About:
    """What a line is about, where it still stands."""

    kind: str
    id: UUID
    title: str


@dataclass(frozen=True)
class Line:
    at: datetime
    actor_name: str
    place: str
    told: Told
    about: About | None
    id: UUID
    sequence: int


def in_words(entries: Sequence[AuditEntry], *, with_restricted: bool) -> list[Line]:
    """The lines as they are read, in three queries however many they are."""
    ids = {id_ for entry in entries for id_ in _identities(entry)}
    meetings = _meetings(ids)
    named = _named(ids)
    names = {str(about.id): about.title for about in named.values()} | _kind_names()
    return [
        Line(
            at=entry.at,
            actor_name=entry.actor_name,
            place=_place_of(entry, named),
            told=told(Event(entry.event), entry.facts, names, with_restricted=with_restricted),
            about=_about(entry, meetings, named),
            id=entry.id,
            sequence=entry.sequence,
        )
        for entry in entries
    ]


def _identities(entry: AuditEntry) -> Iterator[UUID]:
    if entry.organisation_id:
        yield entry.organisation_id
    if entry.subject_id:
        yield entry.subject_id
    yield from _in_facts(entry.facts)


def _in_facts(value: Any) -> Iterator[UUID]:
    if isinstance(value, Mapping):
        for name, inner in value.items():
            if name not in TYPED:
                yield from _in_facts(inner)
    elif isinstance(value, str) and len(value.rpartition(":")[2]) == 36:
        try:
            yield UUID(value.rpartition(":")[2])
        except ValueError:
            return


_NAMED: dict[str, tuple[Any, InstrumentedAttribute[Any]]] = {
    "assignment": (Assignment, Assignment.text),
    "resolution": (Resolution, Resolution.abstract),
    "member": (Member, Member.name),
    "organisation": (Organisation, Organisation.name),
    "account": (Account, Account.name),
    "vote": (Vote, Vote.subject),
    "item": (AgendaItem, AgendaItem.title),
    "term": (Term, Term.name),
}


def _named(ids: Collection[UUID]) -> dict[UUID, About]:
    found = union_all(
        *(
            select(literal(kind).label("kind"), model.id, cast(name, String).label("title")).where(
                model.id.in_(ids)
            )
            for kind, (model, name) in _NAMED.items()
        )
    )
    return {row.id: About(row.kind, row.id, row.title) for row in db.session.execute(found)}


def _meetings(ids: Collection[UUID]) -> dict[UUID, About]:
    """Meetings by their own identity, and by that of their records."""
    rows = db.session.execute(
        select(
            Meeting.id,
            Meeting.type,
            Meeting.period,
            Meeting.status,
            Meeting.notified_at,
            MinutesRecord.id.label("record_id"),
        )
        .outerjoin(MinutesRecord, MinutesRecord.meeting_id == Meeting.id)
        .where(or_(Meeting.id.in_(ids), MinutesRecord.id.in_(ids)))
    )
    found = {}
    for row in rows:
        is_silent = row.notified_at is None and row.status in SILENT
        about = About(
            "draft" if is_silent else "meeting", row.id, meeting_title(row.type, row.period)
        )
        found[row.id] = about
        if row.record_id:
            found[row.record_id] = about
    return found


def _kind_names() -> dict[str, str]:
    rows = db.session.execute(select(OrganisationKind.code, OrganisationKind.label))
    return {code: label for code, label in rows}


def _place_of(entry: AuditEntry, named: Mapping[UUID, About]) -> str:
    place = named.get(entry.organisation_id) if entry.organisation_id else None
    return place.title if place else "Hệ thống"


def _about(
    entry: AuditEntry, meetings: Mapping[UUID, About], named: Mapping[UUID, About]
) -> About | None:
    if entry.subject_id is None:
        return None
    return meetings.get(entry.subject_id) or named.get(entry.subject_id)


def parts_of_meeting(meeting: Meeting) -> set[UUID]:
    """Under which identities the trail knows a meeting: its own, its records', their numbers'."""
    records = set(
        db.session.scalars(select(MinutesRecord.id).where(MinutesRecord.meeting_id == meeting.id))
    )
    return {meeting.id, *records, *_numbers_of(records)}


def parts_of_resolution(resolution: Resolution) -> set[UUID]:
    return {resolution.id, *_numbers_of({resolution.id})}


def parts_of_member(membership: Membership) -> set[UUID]:
    """The member and every period of theirs."""
    member = membership.member
    return {member.id, *(p.id for p in member.statuses), *(p.id for p in member.positions)}


def parts_of_organisation(organisation: Organisation) -> set[UUID]:
    terms = select(Term.id).where(Term.organisation_id == organisation.id)
    return {organisation.id, *db.session.scalars(terms)}


def _numbers_of(documents: Collection[UUID]) -> Sequence[UUID]:
    return db.session.scalars(
        select(NumberEntry.id).where(NumberEntry.document_id.in_(documents))
    ).all()
