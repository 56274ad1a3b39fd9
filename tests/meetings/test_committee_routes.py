"""A committee's own meetings: who leads them, who reads them, and that nothing of it leaks."""

from dataclasses import dataclass
from datetime import date, time

import pytest
from flask.testing import FlaskClient
from sqlalchemy import select

from app.access.permissions import Role
from app.assignments.models import Assignment
from app.extensions import db
from app.kernel.clock import moment_of
from app.meetings.models import Meeting
from app.meetings.queries.roll import roll_of
from app.meetings.rules.life import MeetingStatus, MeetingType
from app.meetings.rules.roll import Presence
from app.meetings.service.life import PLAN_FIELDS, open_meeting, plan_meeting
from app.organisations.models import Organisation
from app.people.models import Member
from app.people.rules import Position, Status

HELD_ON = date(2026, 11, 3)


@dataclass
class Committee:
    """A committee below another one, with two branches, and who sits in it."""

    above: Organisation
    place: Organisation
    branches: list[Organisation]
    secretaries: list[Member]
    secretary: Member
    deputy: Member
    member: Member

    @property
    def meetings(self) -> str:
        return f"/organisations/{self.place.id}/meetings"


@pytest.fixture
def committee(make) -> Committee:
    above = make.organisation(name="Đảng ủy cấp trên")
    place = make.organisation(parent=above, name="Đảng ủy Cơ quan Sở Nội vụ")
    branches = [make.branch(parent=place, name=f"Chi bộ {number}") for number in (1, 2)]
    secretaries = [
        make.member(name, branch=branch, position=Position.SECRETARY)
        for name, branch in zip(("Võ Văn Bình", "Hồ Đắc Dũng"), branches, strict=True)
    ]
    seated = [
        make.member("Trần Thị Hạnh", branch=branches[0]),
        make.member("Lê Minh Khôi", branch=branches[1]),
        make.member("Phan Thanh Long", branch=branches[1]),
    ]
    positions = (
        Position.COMMITTEE_SECRETARY,
        Position.COMMITTEE_DEPUTY_SECRETARY,
        Position.COMMITTEE_MEMBER,
    )
    for member, position in zip(seated, positions, strict=True):
        make.position(member, place, position)
    db.session.commit()
    return Committee(above, place, branches, secretaries, *seated)


def planned(committee: Committee, **values: str) -> dict[str, str]:
    return {
        "type": "briefing",
        "period": "11/2026",
        "held_on": "2026-11-03",
        "start_time": "08:00",
        "place": "Hội trường tầng 2",
        "mode": "in_person",
        "chair_id": str(committee.secretary.id),
        "minute_taker_id": str(committee.deputy.id),
        **values,
    }


@pytest.fixture
def deputy(committee, make, sign_in) -> FlaskClient:
    """Of the standing committee."""
    return sign_in(account=make.account(member=committee.deputy, at=committee.place))


@pytest.fixture
def briefing(committee, make) -> Meeting:
    meeting = make.meeting(
        branch=committee.place,
        type=MeetingType.BRIEFING,
        chair=committee.secretary,
        minute_taker=committee.deputy,
    )
    db.session.commit()
    return meeting


def the_meeting() -> Meeting:
    db.session.expire_all()
    return db.session.scalars(select(Meeting)).one()


def test_the_standing_committee_plans_a_briefing_and_takes_it_to_its_minutes(committee, deputy):
    assert "Lập hội nghị" in deputy.get(committee.meetings).text

    answer = deputy.post(f"{committee.meetings}/new", data=planned(committee))
    url = answer.location
    deputy.post(f"{url}/notify", data={"confirmed": "y"})
    deputy.post(f"{url}/begin", data={"began_time": "08:05"})
    roll = deputy.get(f"{url}/roll").text
    version = the_meeting().version
    deputy.post(
        f"{url}/roll",
        data={
            "version": version,
            f"presence_{committee.member.id.hex}": "excused",
            f"reason_{committee.member.id.hex}": "đi công tác",
        },
    )
    for page in ("opening", "steps/briefing", "closing", "record"):
        assert deputy.get(f"{url}/{page}").status_code == 200
    deputy.post(f"{url}/steps/briefing/no-content", data={"reason": "Họp nhanh"})
    deputy.post(f"{url}/end", data={"ended_time": "09:30", "version": the_meeting().version})
    page = deputy.get(f"{url}/minutes").text
    seen = page.split('name="seen"')[1].split('value="')[1].split('"')[0]
    deputy.post(f"{url}/minutes/adopt", data={"read_back": "y", "seen": seen})

    assert all(name in roll for name in ("Trần Thị Hạnh", "Lê Minh Khôi", "Phan Thanh Long"))
    assert "Võ Văn Bình" not in roll  # leads a branch, and sits in no committee
    meeting = the_meeting()
    assert meeting.status is MeetingStatus.ADOPTED
    assert (meeting.must_attend, meeting.present) == (3, 2)


def test_pages_of_a_conference_ask_for_no_dues_and_no_score(deputy, briefing):
    briefing.status, briefing.began_time = MeetingStatus.IN_PROGRESS, time(8)
    db.session.commit()

    opening = deputy.get(f"/meetings/{briefing.id}/opening").text
    closing = deputy.get(f"/meetings/{briefing.id}/closing").text

    assert "đảng phí" not in opening
    assert "tự chấm" not in closing
    assert deputy.get(f"/meetings/{briefing.id}/edit").text.count("Ngày họp chi ủy") == 0


def test_what_a_conference_does_not_ask_stays_as_it_is_when_it_is_saved(deputy, briefing):
    briefing.status, briefing.began_time = MeetingStatus.IN_PROGRESS, time(8)
    db.session.commit()

    deputy.post(
        f"/meetings/{briefing.id}/closing",
        data={"conclusion": "Các chi bộ thực hiện.", "version": briefing.version},
    )

    assert the_meeting().conclusion == "Các chi bộ thực hiện."


@pytest.mark.parametrize("kind", ["regular", "branch_committee_meeting"])
def test_a_committee_calls_no_meeting_of_a_branch(committee, deputy, kind):
    page = deputy.post(f"{committee.meetings}/new", data=planned(committee, type=kind)).text

    assert "Chọn loại buổi họp" in page or "Not a valid choice" in page
    assert db.session.scalars(select(Meeting)).all() == []


def test_the_standing_committee_gains_nothing_over_the_meetings_of_branches(
    committee, deputy, make
):
    meeting = make.meeting(branch=committee.branches[0], status=MeetingStatus.NOTIFIED)
    db.session.commit()
    url = f"/meetings/{meeting.id}"

    assert deputy.get(f"/branches/{committee.branches[0].id}/meetings/new").status_code == 403
    for page in ("edit", "begin", "roll", "points", "opening", "closing", "end", "cancel"):
        assert deputy.get(f"{url}/{page}").status_code == 403, page
    assert deputy.post(f"{url}/live", json={}).status_code == 403
    assert deputy.get(f"/branches/{committee.branches[0].id}/meetings").status_code == 200


def test_a_committee_above_neither_plans_nor_records_what_one_below_it_holds(
    committee, briefing, sign_in
):
    client = sign_in(Role.STANDING_COMMITTEE, at=committee.above)

    assert client.get(committee.meetings).status_code == 200
    assert client.get(f"{committee.meetings}/new").status_code == 403
    for page in ("", "/edit", "/begin", "/roll"):
        assert client.get(f"/meetings/{briefing.id}{page}").status_code == 403, page


def test_a_member_of_the_committee_reads_from_the_notice_on_and_records_nothing(
    committee, briefing, make, sign_in
):
    client = sign_in(account=make.account(member=committee.member, at=committee.place))
    url = f"/meetings/{briefing.id}"

    assert client.get(url).status_code == 403
    briefing.status, briefing.notified_at = MeetingStatus.NOTIFIED, db.func.now()
    db.session.commit()

    assert client.get(url).status_code == 200
    assert client.get(f"{url}/absence").status_code == 200
    assert client.get(f"{url}/roll").status_code == 403
    assert client.get(f"{committee.meetings}/new").status_code == 403


def test_a_chair_from_among_the_members_keeps_the_record_of_that_meeting_alone(
    committee, briefing, make, sign_in
):
    briefing.chair, briefing.status = committee.member, MeetingStatus.IN_PROGRESS
    db.session.commit()
    client = sign_in(account=make.account(member=committee.member, at=committee.place))

    assert client.get(f"/meetings/{briefing.id}/roll").status_code == 200
    assert client.get(f"{committee.meetings}/new").status_code == 403


def test_for_a_branch_the_meetings_of_its_committee_do_not_exist(committee, briefing, sign_in):
    client = sign_in(Role.SECRETARY, at=committee.branches[0])

    assert client.get(committee.meetings).status_code == 404
    assert client.get(f"/meetings/{briefing.id}").status_code == 404


def test_a_branch_has_no_list_of_a_committee(committee, deputy):
    place = committee.branches[0].id

    assert deputy.get(f"/organisations/{place}/meetings").status_code == 404


def test_who_is_suspended_or_gave_up_the_seat_is_not_called(committee, briefing, make):
    suspended = make.member(branch=committee.branches[0], status=Status.SUSPENDED)
    make.position(suspended, committee.place, Position.COMMITTEE_MEMBER)
    left = make.member(branch=committee.branches[0])
    make.position(left, committee.place, Position.COMMITTEE_MEMBER, ends_on=date(2026, 10, 1))
    inspector = make.member(branch=committee.branches[0])
    make.position(inspector, committee.place, Position.INSPECTION_MEMBER)

    rows = {row.member_id: row for row in roll_of(briefing).rows}

    assert rows[suspended.id].presence is Presence.NOT_REQUIRED
    assert left.id not in rows
    assert inspector.id not in rows
    assert roll_of(briefing).figures.must_attend == 3


def test_the_list_of_a_committee_asks_the_same_however_many_meetings(
    committee, deputy, make, count_queries
):
    def asked() -> int:
        with count_queries() as statements:
            assert deputy.get(committee.meetings).status_code == 200
        return len(statements)

    def add(number: int) -> None:
        for _ in range(number):
            make.meeting(branch=committee.place, type=MeetingType.BRIEFING)
        db.session.commit()

    add(3)
    few = asked()
    add(6)
    assert asked() == few


def test_work_is_given_to_all_branches_at_once_and_answers_come_back(
    committee, briefing, deputy, make, sign_in
):
    briefing.status, briefing.began_time = MeetingStatus.IN_PROGRESS, time(8)
    db.session.commit()
    form = {
        "text": "Báo cáo việc số hóa hồ sơ",
        "is_for_all": "y",
        "due_on": "2026-12-20",
        "priority": "normal",
    }
    redirected = deputy.get(f"/meetings/{briefing.id}/assignments/new")
    url = f"/meetings/{briefing.id}/assignments/branches"

    answer = deputy.post(url, data=form)
    again = deputy.post(url, data=form)

    assert redirected.location.endswith("/assignments/branches")
    assert answer.status_code == 302
    assert "đã giao việc này cho: Chi bộ 1, Chi bộ 2" in again.text
    tasks = db.session.scalars(select(Assignment)).all()
    assert {(t.organisation_id, t.accountable_id) for t in tasks} == {
        (branch.id, secretary.id)
        for branch, secretary in zip(committee.branches, committee.secretaries, strict=True)
    }
    assert {t.giver_id for t in tasks} == {committee.place.id}

    for task in tasks:
        task.is_adopted = True
    own = next(t for t in tasks if t.organisation_id == committee.branches[0].id)
    secretary = sign_in(
        account=make.account(member=committee.secretaries[0], at=committee.branches[0])
    )
    report = f"/assignments/{own.id}/report"
    assert "Báo cáo việc số hóa hồ sơ" in secretary.get("/assignments").text
    secretary.post(
        report,
        data={"status": "done", "result": "Đã số hóa 1.240 hồ sơ.", "version": own.version},
    )
    assert secretary.get(f"/assignments/{own.id}/hand-over").status_code == 403

    given = deputy.get(f"/organisations/{committee.place.id}/given").text
    assert "Đã số hóa 1.240 hồ sơ." in given
    assert "xong 1/2" in given
    assert deputy.get(f"/assignments/{own.id}/hand-over").status_code == 200


def test_a_branch_that_nobody_leads_is_given_nothing(committee, briefing, deputy, make):
    make.branch(parent=committee.place, name="Chi bộ mới")
    briefing.status, briefing.began_time = MeetingStatus.IN_PROGRESS, time(8)
    db.session.commit()

    page = deputy.post(
        f"/meetings/{briefing.id}/assignments/branches",
        data={"text": "Rà soát", "is_for_all": "y", "due_on": "2026-12-20", "priority": "normal"},
    ).text

    assert "chưa ghi bí thư, phó bí thư của: Chi bộ mới" in page
    assert "Rà soát" in page
    assert db.session.scalars(select(Assignment)).all() == []


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ({"branch_ids": []}, "Chọn ít nhất một chi bộ"),
        ({"branch_ids": ["nowhere"]}, "Chọn chi bộ trong danh sách"),
        ({"is_for_all": "y", "due_on": "2026-10-01"}, "Thời hạn phải từ ngày giao"),
    ],
)
def test_work_needs_branches_and_a_deadline(briefing, deputy, typed, said):
    briefing.status, briefing.began_time = MeetingStatus.IN_PROGRESS, time(8)
    db.session.commit()
    form = {"text": "Rà soát", "due_on": "2026-12-20", "priority": "normal", **typed}

    page = deputy.post(f"/meetings/{briefing.id}/assignments/branches", data=form).text

    assert said in page
    assert db.session.scalars(select(Assignment)).all() == []


def test_a_branchs_own_meeting_gives_no_work_to_branches(committee, make, sign_in):
    meeting = make.meeting(branch=committee.branches[0], status=MeetingStatus.IN_PROGRESS)
    client = sign_in(Role.SECRETARY, at=committee.branches[0])

    assert client.get(f"/meetings/{meeting.id}/assignments/branches").status_code == 404


def test_the_next_briefing_judges_what_the_monthly_meeting_only_shows(
    committee, briefing, deputy, make, sign_in
):
    task = make.assignment(
        meeting=briefing,
        accountable=committee.secretaries[0],
        organisation=committee.branches[0],
        giver=committee.place,
    )
    next_one = make.meeting(
        branch=committee.place,
        type=MeetingType.BRIEFING,
        status=MeetingStatus.NOTIFIED,
        held_on=date(2026, 11, 10),
    )
    by = make.actor(Role.SECRETARY, at=committee.branches[0])
    plan = {
        **dict.fromkeys(PLAN_FIELDS),
        "period": HELD_ON.replace(day=1),
        "held_on": date(2026, 11, 5),
        "start_time": time(14),
        "place": "Phòng họp",
        "mode": "in_person",
    }
    moment = moment_of(date(2026, 11, 12), 15)
    monthly = plan_meeting(committee.branches[0], MeetingType.REGULAR, plan, by=by, now=moment)
    open_meeting(monthly, began_time=time(14), by=by, now=moment)
    open_meeting(next_one, began_time=time(8), by=by, now=moment)
    db.session.commit()

    secretary = sign_in(Role.SECRETARY, at=committee.branches[0])
    shown = secretary.get(f"/meetings/{monthly.id}/steps/step_2").text
    assert "Việc cấp ủy giao" in shown
    assert task.text in shown
    db.session.expire_all()
    reviews = db.session.get_one(Assignment, task.id).reviews
    assert [review.meeting_id for review in reviews] == [next_one.id]

    deputy.post(
        f"/meetings/{next_one.id}/reviews/{reviews[0].id}",
        data={"outcome": "done", "result": "Đạt yêu cầu", "version": reviews[0].version},
    )
    db.session.expire_all()
    assert db.session.get_one(Assignment, task.id).is_settled
