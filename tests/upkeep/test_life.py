"""Months of a branch in any order of deeds, against a model, and `verify` after each of them."""

from dataclasses import dataclass, field
from datetime import date

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import select

from app.access.permissions import Role
from app.assignments.models import Assignment
from app.assignments.queries import reviews_of
from app.assignments.rules import ReviewOutcome
from app.assignments.service import review_assignment
from app.documents.files import digest
from app.extensions import db
from app.kernel.errors import RuleBroken
from app.meetings.queries.units import present_units
from app.meetings.rules.life import MeetingStatus
from app.meetings.rules.units import UnitKind
from app.minutes.queries import last_sealed, record_adopted
from app.minutes.service import (
    adopt_supplement,
    receive_minutes,
    reopen_minutes,
    send_minutes,
)
from app.minutes.service import sealing as sealing_service
from app.numbering.models import NumberEntry
from app.revisions.queries import history_of, values_at
from app.upkeep.queries.verify import verify
from tests.architecture.sources import ROOT
from tests.factory import NOW
from tests.minutes.sittings import adopted, confirmed, held, people, sealed

WORDS = ("Kinh tế tăng.", "Nhất trí cao.", "<b>đậm</b>", "Chuyển sang quý IV.", "")
OUTCOMES = (ReviewOutcome.DONE, ReviewOutcome.CARRIED_OVER, ReviewOutcome.CANCELLED)
# What turns on itself is drawn more often: sealing, opening again, sealing again.
NAMES = ("seal", "reopen", "seal", "reopen", "seal", "send", "receive", "supplement")
deeds = st.one_of(
    st.tuples(st.sampled_from(NAMES)),
    st.tuples(st.sampled_from(NAMES)),
    st.tuples(st.just("write"), st.sampled_from(WORDS)),
    st.tuples(st.sampled_from(("confirm_alone", "send_on"))),
    st.tuples(st.just("next_month"), st.sampled_from(OUTCOMES)),
)


@dataclass
class Branch:
    """What is done, and what must come of it. What a rule refuses must leave no trace."""

    make: object
    folder: object
    month: int = 1
    written: list = field(default_factory=list)
    numbers: int = 0
    editions: dict = field(default_factory=dict)
    tasks: int = 0

    def __post_init__(self):
        self.group = people(self.make)
        self.begin()

    def begin(self):
        held_on = date(2026, self.month, 3)
        self.sitting = held(self.make, held_on=held_on, group=self.group)
        self.tasks += 1
        db.session.commit()

    @property
    def meeting(self):
        return self.sitting.meeting

    def write(self, words):
        if self.meeting.status is not MeetingStatus.MINUTES_DRAFTED:
            return
        self.sitting.write("domestic", words)
        self.written.append((self.meeting.id, self.sitting.item("domestic").id, words))

    def seal(self):
        self.judge(ReviewOutcome.CARRIED_OVER)
        if self.meeting.status is MeetingStatus.MINUTES_DRAFTED:
            sealed(self.sitting, self.folder)
        elif record_adopted(self.meeting).seal is None:
            confirmed(record_adopted(self.meeting), Role.MINUTE_TAKER, self.folder)
            db.session.flush()
        else:
            return
        edition = self.editions.get(self.meeting.id, 0)
        self.numbers += edition == 0
        self.editions[self.meeting.id] = edition + 1

    def confirm_alone(self):
        if self.meeting.status is MeetingStatus.MINUTES_DRAFTED:
            self.judge(ReviewOutcome.DONE)
            confirmed(adopted(self.sitting), Role.CHAIR, self.folder)

    def reopen(self):
        record = record_adopted(self.meeting)
        if record is None or (record.dispatch and record.dispatch.received_at):
            return
        reopen_minutes(record, reason="Ghi sót ý kiến.", by=self.sitting.by, now=NOW)

    def send(self):
        record = record_adopted(self.meeting)
        if record is not None and record.seal and record.dispatch is None:
            send_minutes(record, by=self.sitting.by, now=NOW)

    def receive(self):
        record = record_adopted(self.meeting)
        if record is not None and record.dispatch and not record.dispatch.received_at:
            receive_minutes(record, by=self.sitting.by, now=NOW)

    def send_on(self):
        self.seal()
        self.send()
        self.receive()

    def supplement(self):
        record = record_adopted(self.meeting)
        if record is None or not (record.dispatch and record.dispatch.received_at):
            return
        extra = adopt_supplement(
            record, text="Bổ sung ý kiến.", reason="Ghi sót.", by=self.sitting.by, now=NOW
        )
        db.session.flush()
        for role in (Role.CHAIR, Role.MINUTE_TAKER):
            confirmed(extra, role, self.folder)
        self.numbers += 1

    def judge(self, outcome):
        for review in reviews_of(self.meeting.id):
            if review.outcome is ReviewOutcome.PENDING:
                moved = outcome is ReviewOutcome.CARRIED_OVER
                review_assignment(
                    review,
                    outcome=outcome,
                    reason="chưa đủ" if outcome.name in {"CARRIED_OVER", "CANCELLED"} else "",
                    due_on=date(2026, 12, 31) if moved else None,
                    held_on=self.meeting.held_on,
                    version=review.version,
                    by=self.sitting.by,
                    now=NOW,
                )
        db.session.flush()

    def next_month(self, outcome):
        if self.month == 12:
            return
        self.judge(outcome)
        self.month += 1
        self.begin()

    def check(self):
        given = db.session.scalars(select(Assignment)).all()
        assert len(given) == self.tasks
        for task in given:
            assert len({review.meeting_id for review in task.reviews}) == len(task.reviews)
        numbers = db.session.scalars(select(NumberEntry.number).order_by(NumberEntry.number)).all()
        assert numbers == list(range(1, self.numbers + 1))
        for meeting_id, editions in self.editions.items():
            record = last_sealed(db.session.get_one(type(self.meeting), meeting_id))
            assert record.number_symbol is not None
            assert record.edition >= editions
        for meeting_id, item_id, words in self.written:
            assert words in self.readings(meeting_id, f"item:{item_id}")

    def readings(self, meeting_id, unit):
        meeting = db.session.get_one(type(self.meeting), meeting_id)
        present = present_units(meeting, {UnitKind.ITEM}, with_restricted=True)[unit].values
        numbers = range(len(history_of(meeting_id, unit)) + 1)
        return {values_at(present, meeting_id, unit, number)["content"] for number in numbers}


class Sketch:
    """Drawing is tested elsewhere, and takes a second: here a file is what it was drawn from."""

    def draw(self, document):
        return digest(document).encode()


@given(st.lists(deeds, min_size=6, max_size=18))
@settings(
    max_examples=25,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
def test_no_text_number_or_task_is_lost_or_doubled(make, tmp_path, monkeypatch, done):
    monkeypatch.setattr(sealing_service, "FORMATS", {"pdf": Sketch(), "docx": Sketch()})
    branch = Branch(make, tmp_path)

    for deed, *how in done:
        try:
            getattr(branch, deed)(*how)
            db.session.commit()
        except RuleBroken:
            db.session.rollback()

    branch.check()
    flaws = [c.flaw for c in verify(files=tmp_path, migrations=ROOT / "migrations") if c.flaw]
    assert flaws == []
    emptied()


def emptied():
    """The next life begins in an empty database."""
    db.session.rollback()
    for table in reversed(db.metadata.sorted_tables):
        if table.name not in {"organisation_kind", "alembic_version"}:
            db.session.execute(table.delete())
    db.session.commit()
