"""Months of two people writing at once, in any order, against a model that a child could keep."""

from datetime import date, time
from itertools import chain
from uuid import UUID, uuid4

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import select

from app.assignments.models import Assignment
from app.assignments.queries import reviews_of
from app.extensions import db
from app.kernel.clock import moment_of
from app.meetings.models import Meeting
from app.meetings.queries.live import broken_revision
from app.meetings.queries.units import present_units
from app.meetings.rules.life import MeetingType
from app.meetings.rules.units import UnitKind
from app.meetings.service.life import close_meeting, open_meeting, plan_meeting
from app.people.rules import Position
from app.revisions.queries import history_of, text_of, texts_set_aside, values_at
from tests.meetings.conftest import plan
from tests.meetings.writer import Writer

WORDS = ("Kinh tế", "tăng", "giảm", "<b>", "quý IV", "nhất trí", "thuỷ")
who = st.integers(0, 1)
typing = st.tuples(
    st.just("type"), who, who, st.lists(st.sampled_from(WORDS), min_size=1, max_size=4)
)
others = st.one_of(
    st.tuples(st.just("look"), who, who),
    st.tuples(st.just("give"), who, st.integers(1, 3)),
    st.tuples(st.just("carry"), st.booleans()),
)
steps = st.tuples(typing, typing, others)


class Branch:
    """Two leaders who write, what each knows, and what must never be lost."""

    def __init__(self, make, sign_in):
        self.branch = make.branch()
        people = [make.member(branch=self.branch, position=Position.SECRETARY) for _ in range(2)]
        accounts = [make.account(member=person, at=self.branch) for person in people]
        self.by = make.actor(at=self.branch, member=people[0])
        self.accountable = people[1].id
        self.month = date(2026, 1, 1)
        self.clients = [(sign_in(account=account), account.id) for account in accounts]
        self.typed: list[tuple[UUID, str, str]] = []
        self.open_tasks: set[UUID] = set()
        self.all_tasks: set[UUID] = set()
        self.begin()

    def begin(self):
        """The month's meeting: every task that is not closed comes on its table, once."""
        held_on = self.month.replace(day=5)
        wanted = plan(period=self.month, held_on=held_on)
        meeting = plan_meeting(
            self.branch, MeetingType.REGULAR, wanted, by=self.by, now=moment_of(held_on)
        )
        open_meeting(meeting, began_time=time(14), by=self.by, now=moment_of(held_on))
        db.session.commit()
        self.meeting_id = meeting.id
        self.units = [f"item:{item.id}" for item in meeting.steps[0].items[:2]]
        self.writers = [Writer(client, id_, meeting.id) for client, id_ in self.clients]
        self.known = [dict.fromkeys(self.units, 0) for _ in self.writers]
        on_table = [review.assignment_id for review in reviews_of(meeting.id)]
        assert sorted(on_table) == sorted(self.open_tasks)

    def type(self, writer, unit, words):
        unit, text = self.units[unit], " ".join(words)
        known = self.known[writer]
        result = self.writers[writer].save(unit, known[unit], {"content": text})
        assert result["outcome"] in {"saved", "merged", "conflict"}
        if result["outcome"] != "conflict":
            known[unit] = result["number"]
        self.typed.append((self.meeting_id, unit, text))

    def look(self, writer, unit):
        name = self.units[unit]
        told = self.writers[writer].send(known=dict(self.known[writer])).json["units"]
        self.known[writer][name] = told.get(name, {"number": self.known[writer][name]})["number"]

    def give(self, writer, times):
        """One task, sent as often as a bad network likes."""
        id_, change_id = uuid4(), uuid4()
        values = {
            "text": "Sao lưu dữ liệu",
            "accountable_id": str(self.accountable),
            "due_on": "2026-12-31",
        }
        for _ in range(times):
            self.writers[writer].save(f"assignment:{id_}", 0, values, id_=change_id)
        self.open_tasks.add(id_)
        self.all_tasks.add(id_)

    def carry(self, is_done):
        """Judge the table, end the meeting, begin the next month's."""
        for review in reviews_of(self.meeting_id):
            found = {"outcome": "carried_over", "reason": "chưa đủ", "due_on": "2026-12-31"}
            if is_done:
                found = {"outcome": "done"}
                self.open_tasks.discard(review.assignment_id)
            assert self.writers[0].save(f"review:{review.id}", 0, found)["outcome"] == "saved"
        db.session.rollback()
        meeting = db.session.get(Meeting, self.meeting_id)
        close_meeting(
            meeting,
            ended_time=time(16),
            version=meeting.version,
            by=self.by,
            now=moment_of(self.month),
        )
        self.month = self.month.replace(month=self.month.month + 1)
        self.begin()

    def check(self):
        db.session.rollback()
        for meeting_id, unit, text in self.typed:
            assert text in self.kept(meeting_id, unit)
        given = db.session.scalars(
            select(Assignment.id).where(Assignment.organisation_id == self.branch.id)
        ).all()
        assert sorted(given) == sorted(self.all_tasks)
        for meeting_id in db.session.scalars(
            select(Meeting.id).where(Meeting.organisation_id == self.branch.id)
        ).all():
            assert broken_revision(db.session.get(Meeting, meeting_id)) is None

    def kept(self, meeting_id, unit):
        """Every text the unit ever had, and those that were set aside."""
        meeting = db.session.get(Meeting, meeting_id)
        present = present_units(meeting, {UnitKind.ITEM}, with_restricted=True)[unit].values
        numbers = range(len(history_of(meeting_id, unit)) + 1)
        stood = {values_at(present, meeting_id, unit, n)["content"] for n in numbers}
        aside = [kept for kept in texts_set_aside(meeting_id) if kept.unit == unit]
        return stood | {text_of(kept, present)["content"] for kept in aside}


@given(st.lists(steps, min_size=2, max_size=5))
@settings(
    max_examples=20,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
def test_no_text_and_no_task_is_lost_or_doubled(make, sign_in, done):
    life = Branch(make, sign_in)

    for step, *how in chain.from_iterable(done):
        if step != "carry" or life.month.month < 12:
            getattr(life, step)(*how)

    life.check()
