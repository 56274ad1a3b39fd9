"""A sheet nobody has seen is entered through the pages alone, issued, and scored with."""

from datetime import date
from fractions import Fraction

import pytest

from app.access.permissions import Actor, Role
from app.extensions import db
from app.kernel.clock import now
from app.meetings.rules.life import MeetingStatus
from app.scoring.models import RubricEdition
from app.scoring.rules.cards import Given
from app.scoring.rules.editing import find
from app.scoring.rules.rubric import Column
from app.scoring.rules.scoring import Answer
from app.scoring.service.cards import write_column
from app.scoring.service.meetings import open_meeting_card

FREE = (("Tốt", "4"), ("Khá", "2,5"), ("Chưa đạt", "0"))
SHARES = (
    ("Dưới 50 %", "0", "", "50"),
    ("Từ 50 %", "1", "50", "60"),
    ("Từ 60 %", "2", "60", "70"),
    ("Từ 70 %", "3", "70", "80"),
    ("Từ 80 %", "4", "80", "90"),
    ("Từ 90 %", "5", "90", "95"),
    ("Từ 95 %", "6", "95", ""),
)
FEW = (("Không", "4", "", "1"), ("Một", "2", "1", "2"), ("Nhiều", "0", "2", ""))
WORDS = (("Xuất sắc",), ("Bình thường",), ("Yếu",))

# Code, section, kind, points, the rest: thirty criteria in six sections, two of them nested.
SHEET = (
    ("I", "", "section", "20", {}),
    ("I.1", "I", "yes_no", "4", {"indicator": "meeting.on_day"}),
    ("I.2", "I", "yes_no", "4", {"indicator": "meeting.long_enough"}),
    ("I.3", "I", "levels", "6", {"levels": SHARES, "indicator": "meeting.attendance"}),
    ("I.4", "I", "levels", "4", {"levels": FEW, "indicator": "meeting.unexcused"}),
    ("I.5", "I", "number", "2", {"per_unit": "0,5"}),
    ("I.6", "I", "deduction", "3", {"per_unit": "1,5", "guidance": "Mỗi lần họp chậm."}),
    ("II", "", "section", "30", {}),
    ("II.1", "II", "section", "12", {}),
    ("II.1.a", "II.1", "levels", "4", {"levels": FREE}),
    ("II.1.b", "II.1", "levels", "4", {"levels": FREE}),
    ("II.1.c", "II.1", "yes_no", "4", {"condition": "has_committee", "not_applicable": "full"}),
    ("II.2", "II", "section", "18", {}),
    ("II.2.a", "II.2", "percentage", "6", {"indicator": "meeting.steps_held"}),
    ("II.2.b", "II.2", "levels", "4", {"levels": FREE}),
    ("II.2.c", "II.2", "levels", "4", {"levels": FREE}),
    ("II.2.d", "II.2", "number", "4", {"per_unit": "1/3"}),
    ("III", "", "section", "30", {}),
    ("III.1", "III", "percentage", "10", {"indicator": "meeting.tasks_on_time"}),
    ("III.2", "III", "levels", "4", {"levels": FREE}),
    ("III.3", "III", "levels", "4", {"levels": FREE}),
    ("III.4", "III", "yes_no", "6", {"condition": "has_topic", "not_applicable": "rescale"}),
    ("III.5", "III", "yes_no", "3", {"condition": "has_due_tasks"}),
    ("III.6", "III", "yes_no", "3", {"condition": "is_regular"}),
    ("III.7", "III", "bonus", "2", {"per_unit": "1"}),
    ("IV", "", "section", "20", {}),
    ("IV.1", "IV", "yes_no", "5", {"indicator": "meeting.sent_in_time"}),
    ("IV.2", "IV", "yes_no", "5", {"indicator": "meeting.resolution_drafted"}),
    ("IV.3", "IV", "levels", "4", {"levels": FREE}),
    ("IV.4", "IV", "percentage", "6", {"indicator": "meeting.speakers"}),
    ("V", "", "level_only", "", {"levels": WORDS, "guidance": "Nhận xét chung."}),
    ("VI", "", "pass_fail", "", {}),
    ("VII", "", "pass_fail", "", {}),
    ("VIII", "", "deduction", "5", {"per_unit": "5"}),
    ("IX", "", "pass_fail", "", {}),
    ("X", "", "pass_fail", "", {}),
)


pytestmark = pytest.mark.usefixtures("in_november")


def enter(office, committee):
    edition = office.begin(committee)
    office.fill(
        f"/rubrics/{edition.id}/edit",
        title="Bảng chấm điểm sinh hoạt của Sở",
        grounds="Quy định số 5-QĐ/ĐU",
        columns=["self", "review", "decision"],
    )
    for code, within, kind, points, rest in SHEET:
        office.add(edition, code, kind, points, within=within, **rest)
    office.fill(
        f"/rubrics/{edition.id}/grades",
        label_0="Xuất sắc",
        from_0="95",
        label_1="Tốt",
        from_1="80",
        label_2="Khá",
        from_2="65",
        label_3="Trung bình",
        from_3="50",
        label_4="Kém",
        from_4="0",
    )
    office.fill(
        f"/rubrics/{edition.id}/gates",
        label_0="Mức cao nhất",
        kind_0="full_marks",
        codes_0=["I.1", "I.3", "II.1"],
        limit_0="good",
        kind_1="no_case",
        codes_1=["VI", "VII", "VIII"],
        limit_1="average",
    )
    return db.session.get(RubricEdition, edition.id)


def most(criterion):
    """The best answer there is, but for late meetings and a case that is ruled out."""
    figure = {"percentage": 100, "number": 3, "bonus": 0}.get(criterion.kind)
    if criterion.kind == "deduction":
        return Answer(value=Fraction(1))
    if figure is not None:
        return Answer(value=Fraction(figure))
    if criterion.levels:
        return Answer(level=max(criterion.levels, key=lambda level: level.points).label)
    return Answer(is_yes=True)


def test_thirty_criteria_with_levels_conditions_and_gates_are_entered_as_they_are(
    office, committee
):
    edition = enter(office, committee)

    rubric = edition.rubric
    assert [one.code for one in rubric.walk()] == [row[0] for row in SHEET]
    assert len(list(rubric.leaves())) == 30
    assert [len(one.levels) for one in rubric.walk() if one.code in {"I.3", "V"}] == [7, 3]
    assert find(rubric, "II.2.d").per_unit == Fraction(1, 3)
    assert rubric.columns == tuple(Column)
    assert [grade.code for grade in rubric.grades] == [
        "grade-1",
        "good",
        "fair",
        "average",
        "poor",
    ]
    assert [(gate.limit, len(gate.codes)) for gate in rubric.gates] == [("good", 3), ("average", 3)]
    page = office.client.get(f"/rubrics/{edition.id}").text
    assert "cộng lại 12/12" in page
    assert "Cần sửa trước khi ban hành" not in page


def test_what_was_entered_is_issued_and_scored_with(make, office, committee, branch):
    edition = enter(office, committee)
    office.fill(f"/rubrics/{edition.id}/issue", valid_from="2026-11-01")
    meeting = make.meeting(
        branch=branch, held_on=date(2026, 11, 5), status=MeetingStatus.IN_PROGRESS
    )
    by = Actor(account_id=make.account(Role.SECRETARY).id, name="Trần Thị Hạnh")
    card = open_meeting_card(meeting, by=by, now=now())
    given = {one.code: Given(most(one)) for one in edition.rubric.leaves()}

    found = write_column(card, Column.SELF, given, version=card.version, by=by, now=now())

    assert card.rubric_id == edition.id
    assert found.lines["I"].points == Fraction(18)
    assert found.lines["II"].points == Fraction(27)
    assert found.by_points.label == "Tốt"
    assert [one.codes for one in found.barred] == [("VIII",)]
    assert found.grade.label == "Trung bình"
