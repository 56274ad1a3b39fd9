"""A committee whose branches score their meetings of November with two lines."""

from datetime import date

from app.extensions import db
from app.kernel.clock import moment_of
from app.meetings.rules.life import MeetingStatus
from app.observers.models import VisitReport
from app.people.rules import Position
from app.scoring.models import ScoreAnswer, ScoreProposal
from app.scoring.rules.cards import CardState
from app.scoring.rules.rubric import Column
from tests.scoring.rubrics import criterion, rubric

HELD_ON = date(2026, 11, 5)
ON_DAY = criterion("1", points=60, indicator="meeting.on_day")
SHEET = rubric(ON_DAY, criterion("2", points=40))
THREE_COLUMNS = rubric(ON_DAY, criterion("2", points=40), columns=tuple(Column))
REASON = "Họp ngày 05/11 theo lịch."


class Month:
    def __init__(self, make, *, content=SHEET):
        self.make = make
        self.committee = make.organisation(name="Đảng ủy Sở Nội vụ")
        self.rubric = make.rubric(self.committee, content=content)
        self.branch = make.branch(parent=self.committee, name="Chi bộ Hành chính")

    def leader(self, branch=None, **values):
        branch = branch or self.branch
        return self.make.member(branch=branch, position=Position.SECRETARY, **values)

    def meeting(self, branch=None, **values):
        return self.make.meeting(
            branch=branch or self.branch,
            **{"held_on": HELD_ON, "status": MeetingStatus.ADOPTED, **values},
        )

    def submitted(self, branch=None, *, says=True, meeting=None, day=6, **values):
        """The facts say that the day was kept; the branch says so too, or not."""
        card = self.make.meeting_card(
            meeting or self.meeting(branch),
            rubric=self.rubric,
            **{
                "state": CardState.SUBMITTED,
                "submitted_at": moment_of(date(2026, 11, day), 9),
                "self_total": 100 if says else 40,
                "self_grade": "good" if says else "poor",
                "holding": "",
                **values,
            },
        )
        self._answer(card, Column.SELF, says)
        card.proposals.append(
            ScoreProposal(code="1", indicator="meeting.on_day", value=1, reason=REASON)
        )
        db.session.commit()
        return card

    def _answer(self, card, column, says):
        note = None if says else "Lùi một ngày do bão."
        card.answers.append(ScoreAnswer(column=column, code="1", is_yes=says, note=note))
        card.answers.append(ScoreAnswer(column=column, code="2", is_yes=True))

    def scored_otherwise(self, card, *, column=Column.DECISION):
        """As the committee has begun to."""
        self._answer(card, column, False)
        card.decision_total, card.decision_grade = 40, "poor"
        db.session.commit()

    def visited(self, meeting, score, *, is_submitted=True, remarks="Sinh hoạt nghiêm túc."):
        report = VisitReport(
            meeting=meeting,
            member=self.make.member(),
            score=score,
            remarks=remarks,
            submitted_at=moment_of(HELD_ON, 18) if is_submitted else None,
        )
        db.session.add(report)
        db.session.commit()
        return report
