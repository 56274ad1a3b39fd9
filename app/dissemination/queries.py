"""What the meetings, rolls and later tellings say of who has had which document."""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from sqlalchemy import Select, or_, select
from sqlalchemy.orm import joinedload

from app.access.permissions import Appointments
from app.dissemination.models import LaterTelling
from app.dissemination.rules import Reach, RollLine, reach_of
from app.extensions import db
from app.library.models import HigherDocument
from app.library.queries import documents_to_be_presented, get_document
from app.meetings.models import AgendaItem, AgendaStep, Attendance, ItemDocument, Meeting
from app.meetings.queries.documents import get_citation
from app.meetings.queries.record import get_item
from app.meetings.rules.agenda import StepState
from app.meetings.rules.life import HELD, MeetingType
from app.meetings.rules.roll import Presence
from app.organisations.models import Organisation
from app.organisations.queries import list_branches_below
from app.organisations.rules import places_along
from app.people.models import Member, StatusPeriod
from app.people.queries.periods import holds_on


@dataclass(frozen=True)
class CitedItem:
    """A document as it is presented under an item of a meeting."""

    item: AgendaItem
    document: HigherDocument

    @property
    def unit_path(self) -> str:
        return self.item.unit_path

    @property
    def appointments(self) -> Appointments:
        return self.item.appointments


def get_cited_item(meeting_id: UUID, item_id: UUID, document_id: UUID) -> CitedItem | None:
    item, document = get_item(meeting_id, item_id), get_document(document_id)
    if item is None or document is None or get_citation(item, document) is None:
        return None
    return CitedItem(item, document)


def get_telling(organisation_id: UUID, document_id: UUID, member_id: UUID) -> LaterTelling | None:
    return db.session.get(
        LaterTelling,
        (document_id, organisation_id, member_id),
        options=[joinedload(LaterTelling.organisation), joinedload(LaterTelling.document)],
    )


@dataclass(frozen=True)
class Presented:
    """A meeting that was held and presented a document."""

    document_id: UUID
    meeting_id: UUID
    organisation_id: UUID
    type: MeetingType
    held_on: date
    present: int | None
    must_attend: int | None


@dataclass(frozen=True)
class Missed:
    """A comrade who had to attend and was at none of the meetings."""

    member_id: UUID
    name: str
    telling: LaterTelling | None = None
    has_left: bool = False


@dataclass(frozen=True)
class BranchReach:
    """How far one document has come in one branch."""

    branch: Organisation
    document: HigherDocument
    meetings: tuple[Presented, ...]
    reach: Reach
    missed: tuple[Missed, ...] = ()

    @property
    def presented_on(self) -> date | None:
        return min((meeting.held_on for meeting in self.meetings), default=None)

    @property
    def waiting(self) -> tuple[Missed, ...]:
        return tuple(one for one in self.missed if not (one.telling or one.has_left))


def reach_of_document(
    document: HigherDocument, place: Organisation, *, on: date
) -> list[BranchReach]:
    """Every branch at a place and below it, with who has had the document."""
    branches = [
        branch
        for branch in list_branches_below(place.path)
        if branch.path.startswith(document.unit_path)
    ]
    kept = _Kept.of([document], place, on=on)
    found = [kept.reach(document, branch) for branch in branches]
    return [row for row in found if row.meetings or row.branch.dissolved_on is None]


def reach_in_branch(
    branch: Organisation, documents: Sequence[HigherDocument], *, on: date
) -> list[BranchReach]:
    """Each of these documents, with who has had it in one branch."""
    kept = _Kept.of(documents, branch, on=on)
    return [kept.reach(document, branch) for document in documents]


def branches_presented_to(
    documents: Sequence[HigherDocument], place: Organisation
) -> tuple[Mapping[UUID, int], int]:
    """In how many branches below a place each document was presented; and of how many."""
    found: dict[UUID, set[UUID]] = defaultdict(set)
    for meeting in meetings_presenting(documents, place):
        if _is_own(meeting, meeting.organisation_id):
            found[meeting.document_id].add(meeting.organisation_id)
    branches = list_branches_below(place.path)
    standing = {branch.id for branch in branches if branch.dissolved_on is None}
    return {id_: len(where & standing) for id_, where in found.items()}, len(standing)


def documents_to_present(branch: Organisation, *, on: date) -> list[HigherDocument]:
    """What the branch was asked to present and has not yet; at most two queries."""
    asked = documents_to_be_presented(branch, on=on)
    done = {
        meeting.document_id
        for meeting in meetings_presenting(asked, branch)
        if _is_own(meeting, branch.id)
    }
    return [document for document in asked if document.id not in done]


def meetings_presenting(
    documents: Sequence[HigherDocument], place: Organisation
) -> Sequence[Presented]:
    """Held meetings at a place, below it or above it that presented one of these documents."""
    if not documents:
        return []
    above = places_along(place.path)
    rows = db.session.execute(
        _presented().where(
            ItemDocument.document_id.in_([document.id for document in documents]),
            or_(
                Organisation.path.startswith(place.path, autoescape=True),
                Organisation.id.in_(above),
            ),
        )
    )
    return [Presented(*row) for row in rows]


def _presented() -> Select[UUID, UUID, UUID, MeetingType, date, int | None, int | None]:
    return (
        select(
            ItemDocument.document_id,
            Meeting.id,
            Meeting.organisation_id,
            Meeting.type,
            Meeting.held_on,
            Meeting.present,
            Meeting.must_attend,
        )
        .join(AgendaItem, AgendaItem.id == ItemDocument.item_id)
        .join(AgendaStep, AgendaStep.id == AgendaItem.step_id)
        .join(Meeting, Meeting.id == AgendaStep.meeting_id)
        .join(Organisation, Organisation.id == Meeting.organisation_id)
        .where(Meeting.status.in_(HELD), AgendaStep.state != StepState.NO_CONTENT)
        .distinct()
        .order_by(Meeting.held_on, Meeting.id)
    )


def _is_own(meeting: Presented, branch_id: UUID) -> bool:
    """What the branch committee hears among itself is not presented to the branch."""
    is_here = meeting.organisation_id == branch_id
    return is_here and meeting.type is not MeetingType.BRANCH_COMMITTEE


@dataclass(frozen=True)
class _Kept:
    """Everything kept about some documents at a place and below it; five queries."""

    presented: Sequence[Presented]
    rolls: Mapping[UUID, list[RollLine]]  # by meeting
    tellings: Mapping[tuple[UUID, UUID], dict[UUID, LaterTelling]]  # by document and branch
    names: Mapping[UUID, tuple[str, str]]  # of who missed a meeting: to sort by, and to show
    belonging: Mapping[UUID, set[UUID]]  # of them, by branch, today

    @classmethod
    def of(cls, documents: Sequence[HigherDocument], place: Organisation, *, on: date) -> "_Kept":
        presented = meetings_presenting(documents, place)
        rolls = _rolls_of(presented)
        absent = {
            line.member_id
            for lines in rolls.values()
            for line in lines
            if line.presence is not Presence.PRESENT
        }
        return cls(
            presented,
            rolls,
            _tellings_of(documents, place),
            _names_of(absent),
            _belonging_of(absent, on=on),
        )

    def reach(self, document: HigherDocument, branch: Organisation) -> BranchReach:
        meetings = [one for one in self.presented if one.document_id == document.id]
        tellings = self.tellings.get((document.id, branch.id), {})
        reach = reach_of(
            self._lines(meetings, branch),
            told=frozenset(tellings),
            belonging=frozenset(self.belonging.get(branch.id, ())),
        )
        missed = sorted(reach.told | reach.missing | reach.left, key=self.names.__getitem__)
        return BranchReach(
            branch,
            document,
            tuple(one for one in meetings if _is_own(one, branch.id)),
            reach,
            tuple(
                Missed(id_, self.names[id_][1], tellings.get(id_), id_ in reach.left)
                for id_ in missed
            ),
        )

    def _lines(self, meetings: Sequence[Presented], branch: Organisation) -> Iterator[RollLine]:
        """The rolls of its own meetings, and of what was held above it for many branches."""
        for meeting in meetings:
            if meeting.organisation_id.hex in branch.path:
                is_own = _is_own(meeting, branch.id)
                for line in self.rolls.get(meeting.meeting_id, ()):
                    yield RollLine(line.member_id, line.status, line.presence, is_own)


def _rolls_of(presented: Sequence[Presented]) -> Mapping[UUID, list[RollLine]]:
    found: dict[UUID, list[RollLine]] = defaultdict(list)
    for meeting_id, member_id, status, presence in db.session.execute(
        select(
            Attendance.meeting_id, Attendance.member_id, Attendance.status, Attendance.presence
        ).where(Attendance.meeting_id.in_({meeting.meeting_id for meeting in presented}))
    ):
        found[meeting_id].append(RollLine(member_id, status, presence))
    return found


def _tellings_of(
    documents: Sequence[HigherDocument], place: Organisation
) -> Mapping[tuple[UUID, UUID], dict[UUID, LaterTelling]]:
    found: dict[tuple[UUID, UUID], dict[UUID, LaterTelling]] = defaultdict(dict)
    for row in db.session.scalars(
        select(LaterTelling)
        .join(Organisation, Organisation.id == LaterTelling.organisation_id)
        .where(
            LaterTelling.document_id.in_([document.id for document in documents]),
            Organisation.path.startswith(place.path, autoescape=True),
        )
    ):
        found[row.document_id, row.organisation_id][row.member_id] = row
    return found


def _names_of(member_ids: set[UUID]) -> Mapping[UUID, tuple[str, str]]:
    rows = db.session.execute(
        select(Member.id, Member.sort_name, Member.name).where(Member.id.in_(member_ids))
    )
    return {id_: (sort_name, name) for id_, sort_name, name in rows}


def _belonging_of(member_ids: set[UUID], *, on: date) -> Mapping[UUID, set[UUID]]:
    found: dict[UUID, set[UUID]] = defaultdict(set)
    for organisation_id, member_id in db.session.execute(
        select(StatusPeriod.organisation_id, StatusPeriod.member_id).where(
            StatusPeriod.member_id.in_(member_ids), *holds_on(StatusPeriod, on)
        )
    ):
        found[organisation_id].add(member_id)
    return found
