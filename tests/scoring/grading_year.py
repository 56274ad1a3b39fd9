"""A committee grades the members of two branches, on a rubric small enough to count by hand."""

from fractions import Fraction

from app.extensions import db
from app.people.rules import Position, Status
from app.scoring.models import ScoreAnswer
from app.scoring.rules.cards import CardState
from app.scoring.rules.indicators import Subject
from app.scoring.rules.rubric import Column, Grade
from tests.factory import NOW
from tests.scoring.rubrics import criterion, rubric

GRADES = (
    Grade("excellent", "Hoàn thành xuất sắc nhiệm vụ", Fraction(90)),
    Grade("well_done", "Hoàn thành tốt nhiệm vụ", Fraction(70)),
    Grade("completed", "Hoàn thành nhiệm vụ", Fraction(50)),
    Grade("not_completed", "Không hoàn thành nhiệm vụ", Fraction(0)),
)
SMALL = rubric(
    criterion("I", points=30),
    criterion("II", points=70),
    grades=GRADES,
    columns=tuple(Column),
)


def campaign_at(year, verb=""):
    return f"/gradings/{year.campaign.id}{'/' + verb if verb else ''}"


def branch_at(year, verb="", branch=None):
    return f"{campaign_at(year)}/branches/{(branch or year.branch).id}{'/' + verb if verb else ''}"


def member_at(year, member, verb="start"):
    return f"{campaign_at(year)}/members/{member.id}/{verb}"


class GradingYear:
    """Today is within the campaign, before the day that counts, 5 December 2026."""

    def __init__(self, make, *, subject=Subject.MEMBER_YEAR, **values):
        self.make = make
        self._accounts = {}
        self.committee = make.organisation(name="Đảng ủy Sở Nội vụ")
        self.branch = make.branch(parent=self.committee, name="Chi bộ Hành chính")
        self.other = make.branch(parent=self.committee, name="Chi bộ Công nghệ")
        self.rubric = make.rubric(self.committee, subject=subject, content=SMALL)
        self.campaign = make.grading(self.committee, rubric=self.rubric, **values)
        self.secretary = make.member(
            "Trần Thị Hạnh", branch=self.branch, position=Position.SECRETARY
        )
        self.deputy = make.member(
            "Lê Minh Khôi", branch=self.branch, position=Position.DEPUTY_SECRETARY
        )
        self.member = make.member("Võ Văn Bình", branch=self.branch, email="binh@example.vn")
        self.exempt = make.member("Phan Thanh Long", branch=self.branch, status=Status.EXEMPT)
        self.elsewhere = make.member("Hồ Đắc Dũng", branch=self.other)
        db.session.commit()

    def account(self, member, at=None):
        """Of a member of the branch; made once."""
        if member.id not in self._accounts:
            self._accounts[member.id] = self.make.account(member=member, at=at or self.branch)
        return self._accounts[member.id]

    def card(self, member=None, state=CardState.SUBMITTED, branch=None, **values):
        """Scored full by oneself and, where it has come so far, with 30 points by the others."""
        card = self.make.year_card(
            self.campaign,
            branch or self.branch,
            member,
            **{
                "state": state,
                "submitted_at": None if state is CardState.DRAFT else NOW,
                "self_total": 100,
                "self_grade": "excellent",
                **values,
            },
        )
        self._answer(card, Column.SELF, True)
        if state in (CardState.REVIEWED, CardState.DECIDED):
            self._answer(card, Column.REVIEW, False)
            card.review_total, card.review_grade = 30, "not_completed"
        if state is CardState.DECIDED:
            card.decision_total, card.decision_grade = 30, "not_completed"
        db.session.commit()
        return card

    def _answer(self, card, column, says):
        note = None if says else "Còn hai nhiệm vụ chậm."
        card.answers.append(ScoreAnswer(column=column, code="I", is_yes=True))
        card.answers.append(ScoreAnswer(column=column, code="II", is_yes=says, note=note))
