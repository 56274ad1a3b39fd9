import pytest
import time_machine
from sqlalchemy import select

from app.access.permissions import Role
from app.assignments.models import Assignment
from app.assignments.rules import AssignmentStatus
from app.documents.text import render_text
from app.extensions import db
from app.kernel.transaction import transaction
from app.meetings.rules.life import MeetingStatus, MeetingType
from app.minutes.document import minutes_document
from app.minutes.queries import data_of, record_adopted
from app.minutes.queries.checks import seals_hold
from app.minutes.queries.snapshot import snapshot_of
from app.minutes.service import adopt_minutes, reopen_minutes
from app.topics.models import Difficulty
from app.topics.queries import difficulties_of, get_difficulty
from tests.factory import NOW
from tests.minutes.sittings import held, sealed

HARD, SOLVED = "Máy quét hỏng hai chiếc.", "Thay máy quét trong quý."


@pytest.fixture(autouse=True)
def _in_november():
    with time_machine.travel("2026-11-03 16:00+07:00", tick=False):
        yield


@pytest.fixture
def sitting(make):
    found = held(make, meeting_type=MeetingType.TOPICAL)
    db.session.commit()
    return found


@pytest.fixture
def secretary(sitting, make, sign_in):
    return sign_in(account=make.account(member=sitting.secretary, at=sitting.branch))


@pytest.fixture
def member(sitting, make, sign_in):
    return sign_in(account=make.account(member=sitting.members[4], at=sitting.branch))


def new_url(sitting):
    return f"/meetings/{sitting.meeting.id}/difficulties/new"


def record(client, sitting, **values):
    data = {"text": HARD, "solution": SOLVED, **values}
    return client.post(new_url(sitting), data=data)


def with_task(sitting, **values):
    return {"accountable_id": str(sitting.members[3].id), "due_on": "2026-12-20", **values}


def change(client, sitting, **values):
    row = the_row(sitting)
    data = {"text": row.text, "solution": row.solution, "version": row.state, **values}
    return client.post(f"/meetings/{sitting.meeting.id}/difficulties/{row.id}", data=data)


def the_row(sitting):
    db.session.expire_all()
    [row] = difficulties_of(sitting.meeting.id)
    return row


def tasks():
    """But for the one the meeting gave by itself."""
    db.session.expire_all()
    given = select(Assignment).where(Assignment.text.not_like("Hoàn thiện phương án%"))
    return db.session.scalars(given).all()


def adopt(sitting):
    with transaction():
        adopt_minutes(sitting.meeting, read_back=True, by=sitting.by, now=NOW)


def test_a_difficulty_is_written_down_and_stands_on_the_step(secretary, sitting):
    record(secretary, sitting)

    page = secretary.get(f"/meetings/{sitting.meeting.id}/steps/topical")

    assert HARD in page.text
    assert "chưa phân công" in page.text
    assert tasks() == []


def test_its_solution_becomes_a_task_in_the_same_form(secretary, sitting):
    record(secretary, sitting, **with_task(sitting))

    [task] = tasks()
    assert task.text == SOLVED
    assert task.accountable.name == "Võ Văn Bình"
    assert task.meeting_id == sitting.meeting.id
    assert the_row(sitting).assignment_id == task.id


@pytest.mark.parametrize(
    ("values", "message"),
    [
        ({"text": ""}, "Nhập khó khăn, vướng mắc."),
        ({"solution": " "}, "Nhập giải pháp."),
        ({"due_on": "2026-12-20"}, "Chọn đồng chí chịu trách nhiệm."),
        ({"accountable_id": "WHO"}, "Chọn thời hạn cho đồng chí chịu trách nhiệm."),
        ({"accountable_id": "nobody"}, "Chọn một giá trị trong danh sách."),
        ({"accountable_id": "WHO", "due_on": "2026-10-01"}, "Thời hạn"),
    ],
)
def test_what_is_missing_is_said_and_nothing_typed_is_lost(secretary, sitting, values, message):
    known = {"WHO": str(sitting.members[3].id)}
    given = {name: known.get(value, value) for name, value in values.items()}

    page = record(secretary, sitting, **{"text": HARD, **given})

    assert message in page.text
    assert given.get("solution", SOLVED).strip() in page.text
    assert db.session.scalars(select(Difficulty)).all() == []


def test_naming_somebody_later_gives_the_task_and_clearing_takes_it_back(secretary, sitting):
    record(secretary, sitting)
    change(secretary, sitting, **with_task(sitting))
    assert [task.text for task in tasks()] == [SOLVED]

    change(secretary, sitting, accountable_id="", due_on="")

    assert tasks() == []
    assert the_row(sitting).assignment is None


def test_a_changed_solution_changes_its_task(secretary, sitting):
    record(secretary, sitting, **with_task(sitting))

    change(secretary, sitting, solution="Thuê máy", **with_task(sitting, due_on="2026-12-25"))

    [task] = tasks()
    assert (task.text, f"{task.due_on}") == ("Thuê máy", "2026-12-25")


def test_a_task_worded_by_itself_keeps_its_words(secretary, sitting):
    record(secretary, sitting, **with_task(sitting))
    tasks()[0].text = "Lập tờ trình mua hai máy quét"
    db.session.commit()

    change(secretary, sitting, solution="Mua máy", **with_task(sitting))

    assert tasks()[0].text == "Lập tờ trình mua hai máy quét"


def test_two_at_once_see_both_texts(secretary, sitting):
    record(secretary, sitting)
    opened = the_row(sitting).state
    change(secretary, sitting, solution="Thuê máy")

    page = change(secretary, sitting, solution="Mượn máy", version=opened)

    assert page.status_code == 409
    assert "Thuê máy" in page.text
    assert "Mượn máy" in page.text


def test_a_task_changed_meanwhile_is_noticed_as_well(secretary, sitting):
    record(secretary, sitting, **with_task(sitting))
    opened = the_row(sitting).state
    tasks()[0].category = "chuyển đổi số"
    db.session.commit()

    assert change(secretary, sitting, version=opened).status_code == 409
    assert len(tasks()) == 1


def test_taking_back_a_line_takes_its_task_back(secretary, sitting):
    record(secretary, sitting, **with_task(sitting))
    row = the_row(sitting)

    secretary.post(f"/meetings/{sitting.meeting.id}/difficulties/{row.id}/remove")

    assert tasks() == []
    assert get_difficulty(sitting.meeting.id, row.id) is None


def test_a_task_taken_back_on_its_own_leaves_the_line(secretary, sitting):
    record(secretary, sitting, **with_task(sitting))
    [task] = tasks()

    secretary.post(f"/meetings/{sitting.meeting.id}/assignments/{task.id}/remove")

    assert the_row(sitting).assignment is None


def test_members_write_none(member, sitting):
    assert record(member, sitting).status_code == 403


def test_a_regular_meeting_has_none(make, sign_in):
    regular = held(make)
    client = sign_in(account=make.account(member=regular.secretary, at=regular.branch))

    page = record(client, regular)

    assert page.status_code == 409
    assert "chuyên đề" in page.text


@pytest.mark.parametrize("status", [MeetingStatus.NOTIFIED, MeetingStatus.ADOPTED])
def test_nothing_is_written_before_or_after_its_time(secretary, sitting, status):
    sitting.meeting.status = status
    db.session.commit()

    assert record(secretary, sitting).status_code == 409
    assert db.session.scalars(select(Difficulty)).all() == []


def test_months_later_the_meeting_shows_what_came_of_it(secretary, member, sitting):
    record(secretary, sitting, **with_task(sitting))
    url = f"/meetings/{sitting.meeting.id}"
    assert HARD not in member.get(url).text
    adopt(sitting)
    [task] = tasks()
    task.status, task.result = AssignmentStatus.DONE, "Đã thay hai máy."
    db.session.commit()

    page = member.get(url)

    assert HARD in page.text
    assert "Đã thay hai máy." in page.text


def test_what_is_overdue_is_called_late(secretary, make, sitting, sign_in):
    record(secretary, sitting, **with_task(sitting))
    adopt(sitting)

    with time_machine.travel("2027-02-01 08:00+07:00", tick=False):
        page = sign_in(Role.MEMBER, at=sitting.branch).get(f"/meetings/{sitting.meeting.id}")

    assert "Quá hạn" in page.text


def test_the_minutes_print_the_table_once_and_keep_it(secretary, sitting):
    record(secretary, sitting, **with_task(sitting))

    adopt(sitting)

    text = render_text(minutes_document(data_of(sitting.meeting)))
    assert f"1 | {HARD} | {SOLVED} | Võ Văn Bình | 20/12/2026" in text
    assert text.count(SOLVED) == 1
    kept = record_adopted(sitting.meeting)
    assert SOLVED in str(kept.document)


def test_reopened_minutes_let_it_be_corrected(secretary, sitting):
    record(secretary, sitting)
    adopt(sitting)
    assert change(secretary, sitting, solution="Thuê máy").status_code == 409
    with transaction():
        reopen_minutes(
            record_adopted(sitting.meeting), reason="Sai giải pháp", by=sitting.by, now=NOW
        )

    change(secretary, sitting, solution="Thuê máy")
    adopt(sitting)

    assert "Thuê máy" in str(record_adopted(sitting.meeting).document)


def test_a_sealed_difficulty_is_vouched_for(make, app, tmp_path):
    sitting = held(make, meeting_type=MeetingType.TOPICAL)
    db.session.add(Difficulty(meeting=sitting.meeting, position=1, text=HARD, solution=SOLVED))
    db.session.flush()
    sealed(sitting, tmp_path)
    db.session.commit()
    assert [flaw for flaw in seals_hold(tmp_path) if flaw] == []
    assert snapshot_of(record_adopted(sitting.meeting))["difficulties"][0]["text"] == HARD

    the_row(sitting).solution = "Khác"
    db.session.commit()

    [flaw] = [flaw for flaw in seals_hold(tmp_path) if flaw]
    assert "khó khăn, vướng mắc" in str(flaw)


def test_the_page_costs_the_same_whatever_the_number(secretary, sitting, count_queries):
    url = f"/meetings/{sitting.meeting.id}/steps/topical"
    record(secretary, sitting, **with_task(sitting))
    with count_queries() as few:
        secretary.get(url)
    for _ in range(5):
        record(secretary, sitting, **with_task(sitting))

    with count_queries() as many:
        secretary.get(url)

    assert len(many) == len(few)
