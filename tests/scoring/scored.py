"""A committee with three branches: one scored and decided otherwise, one met, one did not."""

from dataclasses import dataclass
from datetime import date, time
from fractions import Fraction

from app.access.permissions import Role
from app.meetings.models import Meeting
from app.meetings.rules.life import MeetingStatus
from app.organisations.models import Organisation
from app.people.rules import Position
from app.scoring.models import RubricEdition, Scorecard
from app.scoring.rules.rubric import Column
from app.scoring.rules.scoring import Answer
from app.scoring.service.cards import Given, submit, write_column
from app.scoring.service.deciding import decide
from tests.factory import NOW
from tests.scoring.rubrics import NATIONAL
from tests.scoring.test_engine import FULL

HELD_ON = date(2026, 11, 3)
NO = Answer(is_yes=False)


@dataclass
class Scored:
    committee: Organisation
    branch: Organisation
    rubric: RubricEdition
    meeting: Meeting
    card: Scorecard


def held(make, branch, held_on=HELD_ON, **values) -> Meeting:
    return make.meeting(
        branch=branch,
        held_on=held_on,
        **{
            "status": MeetingStatus.ADOPTED,
            "began_time": time(14),
            "ended_time": time(16, 5),
            "must_attend": 20,
            "present": 18,
            "excused": 1,
            "unexcused": 1,
            **values,
        },
    )


def given(**changes):
    """All of it done, but for what is said otherwise: `_4_1=(NO, "why")`."""
    said = {code: Given(answer) for code, answer in FULL.items()}
    for name, (answer, note) in changes.items():
        said[name.strip("_").replace("_", ".")] = Given(answer, note)
    return said


def submitted(make, meeting, rubric, **changes) -> Scorecard:
    card = make.meeting_card(meeting, rubric=rubric)
    by = make.actor(at=meeting.organisation)
    write_column(card, Column.SELF, given(**changes), version=card.version, by=by, now=NOW)
    submit(card, version=card.version, by=by, now=NOW)
    return card


def decided(make, card, **changes) -> Scorecard:
    by = make.actor(Role.STANDING_COMMITTEE, at=card.organisation.parent)
    if changes:
        write_column(card, Column.DECISION, given(**changes), version=card.version, by=by, now=NOW)
    decide(card, reason="Theo báo cáo kiểm tra", version=card.version, by=by, now=NOW)
    return card


def scored(make) -> Scored:
    """Of itself 95 points; officially 78, for two members were absent without a reason."""
    committee = make.organisation(name="Đảng ủy Văn phòng", body_name="Đảng bộ Văn phòng")
    branch = make.branch(parent=committee, name="Chi bộ Hành chính")
    make.member("Trần Thị Hạnh", branch=branch, position=Position.SECRETARY)
    make.members(2, branch=branch)
    rubric = make.rubric(committee, content=NATIONAL)
    meeting = held(make, branch)
    card = submitted(make, meeting, rubric, _4_1=(NO, "Thiếu bước thông báo tình hình"))
    return Scored(committee, branch, rubric, meeting, card)


def scored_and_decided(make) -> Scored:
    found = scored(make)
    decided(
        make,
        found.card,
        _2=(NO, "Có đồng chí vắng không lý do"),
        _4_1=(NO, "Thiếu bước thông báo tình hình"),
        _6=(Answer(value=Fraction(60)), "Hai nhiệm vụ quá hạn"),
    )
    return found
