"""Bodies that are no members: kept by the branch, chosen in the forms, named wherever it counts."""

from datetime import date, time

import pytest
from sqlalchemy import select

from app.access.permissions import Role
from app.assignments.models import Assignment, OutsideUnit
from app.assignments.queries import assignment_values, units_to_choose
from app.assignments.rules import UnitKind
from app.assignments.service import add_unit, change_unit
from app.audit.events import Event
from app.audit.models import AuditEntry
from app.documents.serialise import to_json
from app.kernel.errors import RuleBroken, StaleEdit
from app.meetings.rules.life import MeetingStatus
from app.minutes.document import minutes_document
from app.minutes.queries import data_of
from tests.factory import NOW

DAY = date(2026, 11, 3)


@pytest.fixture
def branch(make):
    return make.branch()


@pytest.fixture
def by(make, branch):
    return make.actor(at=branch)


@pytest.fixture
def youth(branch, by):
    return add_unit(branch, name="Đoàn Thanh niên", kind=UnitKind.MASS_ORGANISATION, by=by, now=NOW)


def changed(unit, by, **values):
    change_unit(
        unit,
        **{"name": unit.name, "kind": unit.kind, "ended_on": unit.ended_on, **values},
        version=unit.version,
        by=by,
        now=NOW,
    )


def test_a_unit_is_added_once_whatever_the_case(db, branch, by, youth):
    with pytest.raises(RuleBroken, match="mang tên này"):
        add_unit(branch, name="Đoàn thanh niên", kind=UnitKind.OTHER, by=by, now=NOW)

    assert db.session.scalars(select(AuditEntry.event)).all() == [Event.UNIT_ADDED]


def test_another_branch_has_its_own(make, by, youth):
    other = add_unit(make.branch(), name=youth.name, kind=youth.kind, by=by, now=NOW)

    assert other.id != youth.id


def test_a_unit_that_ended_is_offered_no_longer_except_where_it_takes_part(branch, by, youth):
    changed(youth, by, ended_on=DAY)

    assert units_to_choose(branch.id, on=DAY) == []
    assert units_to_choose(branch.id, on=DAY.replace(day=2)) == [(youth.id, youth.name)]
    assert units_to_choose(branch.id, on=DAY, besides=[youth]) == [(youth.id, youth.name)]


def test_a_new_name_keeps_both_in_the_trail(db, by, youth):
    changed(youth, by, name="Đoàn TNCS Hồ Chí Minh")

    last = db.session.scalars(select(AuditEntry).order_by(AuditEntry.sequence.desc())).first()
    assert last.event == Event.UNIT_CHANGED
    assert last.facts["before"]["name"] == "Đoàn Thanh niên"
    with pytest.raises(StaleEdit):
        change_unit(youth, name="A", kind=youth.kind, ended_on=None, version=0, by=by, now=NOW)


def test_the_secretary_keeps_the_units_and_a_member_reads_them(db, sign_in, branch):
    secretary = sign_in(Role.SECRETARY, at=branch)
    address = f"/branches/{branch.id}/units"

    added = secretary.post(f"{address}/new", data={"name": "Công đoàn", "kind": "other"})
    again = secretary.post(f"{address}/new", data={"name": "Công đoàn", "kind": "other"}).text

    unit = db.session.scalars(select(OutsideUnit)).one()
    assert added.location == address
    assert "Chi bộ đã có đơn vị mang tên này" in again
    edited = secretary.post(
        f"{address}/{unit.id}",
        data={
            "name": "Công đoàn Văn phòng",
            "kind": "mass_organisation",
            "ended_on": "2026-11-01",
            "version": unit.version,
        },
    )
    assert edited.location == address
    member = sign_in(Role.MEMBER, at=branch)
    assert "Công đoàn Văn phòng" in member.get(address).text
    assert "Thôi phối hợp từ ngày 01/11/2026" in member.get(address).text
    assert member.get(f"{address}/new").status_code == 403
    assert member.get(f"{address}/{unit.id}").status_code == 403


def test_a_unit_is_chosen_when_a_task_is_given_and_named_on_its_page(
    db, make, sign_in, branch, youth
):
    meeting = make.meeting(branch=branch, status=MeetingStatus.IN_PROGRESS, began_time=time(14))
    owner = make.member(branch=branch)
    secretary = sign_in(Role.SECRETARY, at=branch)
    there = f"/meetings/{meeting.id}/assignments/new"
    assert "Đoàn Thanh niên" in secretary.get(there).text

    secretary.post(
        there,
        data={
            "text": "Tổ chức ngày sách",
            "accountable_id": str(owner.id),
            "due_on": "2026-11-28",
            "priority": "normal",
            "unit_ids": [str(youth.id)],
        },
    )

    task = db.session.scalars(select(Assignment)).one()
    assert task.units == [youth]
    assert assignment_values(task)["unit_ids"] == str(youth.id)
    assert "Đoàn Thanh niên" in secretary.get(f"/assignments/{task.id}").text
    assert "Đoàn Thanh niên" in secretary.get(f"/meetings/{meeting.id}/closing").text


def test_a_unit_of_another_branch_is_not_chosen(make, sign_in, branch, by):
    theirs = add_unit(make.branch(), name="Tổ công tác", kind=UnitKind.OTHER, by=by, now=NOW)
    task = make.assignment(meeting=make.meeting(branch=branch), is_adopted=False)
    secretary = sign_in(Role.SECRETARY, at=branch)

    page = secretary.post(
        f"/assignments/{task.id}/edit",
        data={
            "text": task.text,
            "accountable_id": str(task.accountable_id),
            "due_on": "2026-11-28",
            "priority": "normal",
            "unit_ids": [str(theirs.id)],
            "version": task.version,
        },
    )

    assert "Chọn đơn vị trong danh sách." in page.text


def test_a_unit_is_printed_in_the_minutes_beside_the_comrades_who_help(make, branch, youth):
    meeting = make.meeting(branch=branch, status=MeetingStatus.MINUTES_DRAFTED)
    helper = make.member("Lê Hoài Ân", branch=branch)
    make.assignment(
        meeting=meeting,
        collaborators=[helper],
        units=[youth],
        outside_collaborators="Tổ dân phố 5",
    )

    printed = to_json(minutes_document(data_of(meeting)))

    assert "Lê Hoài Ân, Đoàn Thanh niên, Tổ dân phố 5" in printed
