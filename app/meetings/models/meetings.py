from datetime import date, datetime, time
from fractions import Fraction
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.access.permissions import Appointments
from app.columns import LongText, Points
from app.extensions import Model
from app.files.models import StoredFile
from app.library.models import HigherDocument
from app.meetings.rules.agenda import StepState
from app.meetings.rules.appointing import appointed_in
from app.meetings.rules.life import MeetingMode, MeetingStatus, MeetingType, meeting_title
from app.meetings.rules.points import has_points
from app.meetings.rules.votes import Majority, Tally, VoteMethod
from app.organisations.models import Organisation
from app.organisations.rules import Level
from app.people.models import Member

# One monthly meeting a month, whoever plans it twice.
_IS_MONTHLY = "type IN ('regular', 'combined') AND status <> 'cancelled'"


class Meeting(Model):
    """One sitting of a branch, from silent draft to adopted minutes."""

    __tablename__ = "meeting"
    __table_args__ = (
        CheckConstraint("type NOT IN ('topical', 'combined') OR topic IS NOT NULL", name="topic"),
        Index("ix_meeting_branch_day", "organisation_id", "held_on"),
        Index(
            "uq_meeting_monthly",
            "organisation_id",
            "period",
            unique=True,
            sqlite_where=text(_IS_MONTHLY),
            postgresql_where=text(_IS_MONTHLY),
        ),
    )

    id: Mapped[UUID] = mapped_column(primary_key=True)
    organisation_id: Mapped[UUID] = mapped_column(ForeignKey("organisation.id"))
    type: Mapped[MeetingType]
    status: Mapped[MeetingStatus] = mapped_column(default=MeetingStatus.PLANNED)
    mode: Mapped[MeetingMode] = mapped_column(default=MeetingMode.IN_PERSON)
    period: Mapped[date]  # first day of the month it counts for
    topic: Mapped[str | None]
    held_on: Mapped[date]
    start_time: Mapped[time]  # as called; wall clock of Vietnam
    began_time: Mapped[time | None]
    ended_time: Mapped[time | None]
    place: Mapped[str]
    chair_id: Mapped[UUID | None] = mapped_column(ForeignKey("member.id"))
    minute_taker_id: Mapped[UUID | None] = mapped_column(ForeignKey("member.id"))
    preparer_id: Mapped[UUID | None] = mapped_column(ForeignKey("member.id"))
    purpose: Mapped[str | None] = mapped_column(LongText())
    # The branch committee's own meeting on this agenda, held in the tool or on paper.
    committee_met_on: Mapped[date | None]
    notified_at: Mapped[datetime | None]
    handbook_posted_at: Mapped[datetime | None]
    cancelled_reason: Mapped[str | None]
    dues_paid: Mapped[int | None]
    dues_due: Mapped[int | None]
    dues_note: Mapped[str | None]
    conclusion: Mapped[str | None] = mapped_column(LongText())
    self_score: Mapped[Fraction | None] = mapped_column(Points())
    self_grade: Mapped[str | None]
    # The scoring sheet the branch agreed on, line by line, as JSON; none where it only typed a sum.
    self_sheet: Mapped[str | None] = mapped_column(LongText())
    weakness: Mapped[str | None] = mapped_column(LongText())
    remedy: Mapped[str | None] = mapped_column(LongText())
    is_read_back: Mapped[bool] = mapped_column(default=False)
    sealed_at: Mapped[datetime | None]
    # The section the meeting is at, for the screen in the room and whoever follows.
    current_section: Mapped[str | None] = mapped_column(String(40))
    # Kept with the roll, so that lists and yearly sums never count rows again.
    must_attend: Mapped[int | None]
    present: Mapped[int | None]
    excused: Mapped[int | None]
    unexcused: Mapped[int | None]
    vote_base: Mapped[int | None]
    voters_present: Mapped[int | None]
    version: Mapped[int] = mapped_column()

    organisation: Mapped[Organisation] = relationship()
    chair: Mapped[Member | None] = relationship(foreign_keys=[chair_id])
    minute_taker: Mapped[Member | None] = relationship(foreign_keys=[minute_taker_id])
    preparer: Mapped[Member | None] = relationship(foreign_keys=[preparer_id])
    steps: Mapped[list["AgendaStep"]] = relationship(
        back_populates="meeting", order_by="AgendaStep.position"
    )
    points: Mapped[list["ConnectionPoint"]] = relationship(
        back_populates="meeting", order_by="ConnectionPoint.name"
    )

    __mapper_args__ = {"version_id_col": version}

    @property
    def unit_path(self) -> str:
        return self.organisation.path

    @property
    def appointments(self) -> Appointments:
        return appointed_in(
            self.organisation.level, self.unit_path, self.chair_id, self.minute_taker_id
        )

    @property
    def has_points(self) -> bool:
        return has_points(self.mode, self.type)

    @property
    def has_self_sheet(self) -> bool:
        """Points and grade come from a scoring sheet; nobody types them."""
        return self.self_sheet is not None

    @property
    def is_of_committee(self) -> bool:
        return self.organisation.level is Level.COMMITTEE

    @property
    def title(self) -> str:
        return meeting_title(self.type, self.period)


class OfMeeting:
    """What a part of a meeting tells the guard: it lies where its meeting lies."""

    meeting: Mapped[Meeting]

    @property
    def unit_path(self) -> str:
        return self.meeting.unit_path

    @property
    def appointments(self) -> Appointments:
        return self.meeting.appointments


class AgendaStep(OfMeeting, Model):
    """A section of the agenda; its title comes from the agenda data by `section`."""

    __tablename__ = "agenda_step"
    __table_args__ = (UniqueConstraint("meeting_id", "section"),)

    id: Mapped[UUID] = mapped_column(primary_key=True)
    meeting_id: Mapped[UUID] = mapped_column(ForeignKey("meeting.id"))
    section: Mapped[str] = mapped_column(String(40))
    position: Mapped[int]
    state: Mapped[StepState] = mapped_column(default=StepState.OPEN)
    no_content_reason: Mapped[str | None]
    planned_minutes: Mapped[int | None]
    version: Mapped[int] = mapped_column()

    meeting: Mapped[Meeting] = relationship(back_populates="steps")
    items: Mapped[list["AgendaItem"]] = relationship(
        back_populates="step", order_by="AgendaItem.position"
    )

    __mapper_args__ = {"version_id_col": version}


class AgendaItem(Model):
    """A slot under a step: who presents, what was said, on which documents, concluded how."""

    __tablename__ = "agenda_item"

    id: Mapped[UUID] = mapped_column(primary_key=True)
    step_id: Mapped[UUID] = mapped_column(ForeignKey("agenda_step.id"), index=True)
    slot: Mapped[str | None] = mapped_column(String(40))  # None: added by the branch
    position: Mapped[int]
    title: Mapped[str]
    presenter: Mapped[str | None]
    content: Mapped[str | None] = mapped_column(LongText())
    source_documents: Mapped[str | None] = mapped_column(LongText())
    conclusion: Mapped[str | None] = mapped_column(LongText())
    # Read by role only; and: not kept here at all, a placeholder is printed.
    is_restricted: Mapped[bool] = mapped_column(default=False)
    is_withheld: Mapped[bool] = mapped_column(default=False)
    version: Mapped[int] = mapped_column()

    step: Mapped[AgendaStep] = relationship(back_populates="items")

    __mapper_args__ = {"version_id_col": version}

    @property
    def unit_path(self) -> str:
        return self.step.unit_path

    @property
    def appointments(self) -> Appointments:
        return self.step.appointments


class ItemDocument(Model):
    """A higher document presented under an item; who was present at the meeting has had it."""

    __tablename__ = "item_document"

    item_id: Mapped[UUID] = mapped_column(
        ForeignKey("agenda_item.id", ondelete="CASCADE"), primary_key=True
    )
    document_id: Mapped[UUID] = mapped_column(
        ForeignKey("higher_document.id"), primary_key=True, index=True
    )
    added_at: Mapped[datetime]

    document: Mapped[HigherDocument] = relationship()


class ConnectionPoint(OfMeeting, Model):
    """A room joined to the meeting from afar.

    `invited` and `present` are heads counted there beyond the roll, as a study conference has.
    """

    __tablename__ = "connection_point"
    __table_args__ = (UniqueConstraint("meeting_id", "name"),)

    id: Mapped[UUID] = mapped_column(primary_key=True)
    meeting_id: Mapped[UUID] = mapped_column(ForeignKey("meeting.id"))
    name: Mapped[str]
    invited: Mapped[int | None]
    present: Mapped[int | None]

    meeting: Mapped[Meeting] = relationship(back_populates="points")


class Guest(OfMeeting, Model):
    """Somebody in the room who is not on the roll; an observer follows the branch from above."""

    __tablename__ = "guest"

    id: Mapped[UUID] = mapped_column(primary_key=True)
    meeting_id: Mapped[UUID] = mapped_column(ForeignKey("meeting.id"), index=True)
    member_id: Mapped[UUID | None] = mapped_column(ForeignKey("member.id"))
    name: Mapped[str]
    party_title: Mapped[str | None]
    state_title: Mapped[str | None]
    is_observer: Mapped[bool] = mapped_column(default=False)
    has_attended: Mapped[bool] = mapped_column(default=True)

    meeting: Mapped[Meeting] = relationship()


class Statement(OfMeeting, Model):
    """Who said what, dissent included, under which section."""

    __tablename__ = "statement"

    id: Mapped[UUID] = mapped_column(primary_key=True)
    meeting_id: Mapped[UUID] = mapped_column(ForeignKey("meeting.id"), index=True)
    section: Mapped[str | None] = mapped_column(String(40))
    position: Mapped[int]
    member_id: Mapped[UUID | None] = mapped_column(ForeignKey("member.id"))
    guest_id: Mapped[UUID | None] = mapped_column(ForeignKey("guest.id"))
    text: Mapped[str] = mapped_column(LongText())
    is_dissent: Mapped[bool] = mapped_column(default=False)
    version: Mapped[int] = mapped_column()

    meeting: Mapped[Meeting] = relationship()
    member: Mapped[Member | None] = relationship()
    guest: Mapped[Guest | None] = relationship()

    __mapper_args__ = {"version_id_col": version}
    __table_args__ = (
        CheckConstraint("(member_id IS NULL) <> (guest_id IS NULL)", name="one_speaker"),
    )

    @property
    def speaker_name(self) -> str:
        return self.member.name if self.member else self.guest.name if self.guest else ""


class Vote(OfMeeting, Model):
    """Counts only. `vote_base`, `needed` and `voters_present` are those of the moment."""

    __tablename__ = "vote"
    __table_args__ = (
        CheckConstraint(
            "in_favour >= 0 AND against >= 0 AND other >= 0 AND invalid >= 0", name="counts"
        ),
    )

    id: Mapped[UUID] = mapped_column(primary_key=True)
    meeting_id: Mapped[UUID] = mapped_column(ForeignKey("meeting.id"), index=True)
    section: Mapped[str | None] = mapped_column(String(40))
    position: Mapped[int]
    subject: Mapped[str] = mapped_column(LongText())
    majority: Mapped[Majority]
    method: Mapped[VoteMethod]
    in_favour: Mapped[int]
    against: Mapped[int]
    other: Mapped[int]
    invalid: Mapped[int] = mapped_column(default=0)
    vote_base: Mapped[int]
    voters_present: Mapped[int]
    away: Mapped[int] = mapped_column(default=0)
    needed: Mapped[int]
    is_passed: Mapped[bool]
    version: Mapped[int] = mapped_column()

    meeting: Mapped[Meeting] = relationship()

    __mapper_args__ = {"version_id_col": version}

    @property
    def tally(self) -> Tally:
        return Tally(self.in_favour, self.against, self.other, self.invalid)


class Conclusion(OfMeeting, Model):
    """A point the chair concluded; assignments name the one they come from."""

    __tablename__ = "conclusion"

    id: Mapped[UUID] = mapped_column(primary_key=True)
    meeting_id: Mapped[UUID] = mapped_column(ForeignKey("meeting.id"), index=True)
    section: Mapped[str | None] = mapped_column(String(40))
    position: Mapped[int]
    text: Mapped[str] = mapped_column(LongText())
    version: Mapped[int] = mapped_column()

    meeting: Mapped[Meeting] = relationship()

    __mapper_args__ = {"version_id_col": version}


class Material(OfMeeting, Model):
    """A paper sent before the meeting."""

    __tablename__ = "material"

    id: Mapped[UUID] = mapped_column(primary_key=True)
    meeting_id: Mapped[UUID] = mapped_column(ForeignKey("meeting.id"), index=True)
    title: Mapped[str]
    file_id: Mapped[UUID] = mapped_column(ForeignKey("stored_file.id"))
    added_at: Mapped[datetime]
    added_by: Mapped[str]

    meeting: Mapped[Meeting] = relationship()
    file: Mapped[StoredFile] = relationship()
