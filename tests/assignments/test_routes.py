from datetime import date, timedelta
from uuid import uuid4

import pytest
from sqlalchemy import select

from app.access.permissions import Role
from app.assignments.models import Assignment
from app.assignments.rules import AssignmentStatus, ReviewOutcome
from app.audit.events import Event
from app.audit.models import AuditEntry
from app.kernel.clock import today
from app.people.rules import Position


def address(assignment, verb=""):
    return f"/assignments/{assignment.id}{verb}"


@pytest.fixture
def assignment(make):
    return make.assignment(meeting=make.meeting(), text="Rà soát sổ tay đảng viên")


@pytest.fixture
def draft(make):
    """A task whose meeting has not adopted its minutes yet."""
    return make.assignment(meeting=make.meeting(), is_adopted=False, text="Rà soát sổ tay")


@pytest.fixture
def owner(make, sign_in, assignment):
    account = make.account(member=assignment.accountable, at=assignment.organisation)
    return sign_in(account=account)


def report_of(assignment, **values):
    return {
        "status": "done",
        "percent": "",
        "result": "Đã rà soát xong 12 sổ.",
        "version": assignment.version,
        **values,
    }


def edit_of(assignment, **values):
    return {
        "text": "Rà soát sổ tay và báo cáo chi ủy",
        "accountable_id": str(assignment.accountable_id),
        "due_on": "2026-11-28",
        "priority": "focus",
        "version": assignment.version,
        **values,
    }


def test_a_member_sees_what_they_owe_and_not_what_others_owe(make, owner, assignment):
    earlier = make.meeting(branch=assignment.organisation, held_on=date(2026, 10, 2))
    make.assignment(meeting=earlier, text="Việc của người khác")

    page = owner.get("/assignments").text

    assert "Rà soát sổ tay đảng viên" in page
    assert "Việc của người khác" not in page


def test_a_member_without_tasks_is_told_where_they_will_appear(sign_in):
    assert (
        "Không có nhiệm vụ nào đang chờ đồng chí" in sign_in(Role.MEMBER).get("/assignments").text
    )


def test_an_account_without_a_member_finds_the_boards_it_may_read(make, sign_in):
    branch = make.branch(name="Chi bộ Hành chính")
    elsewhere = make.branch(name="Chi bộ Công nghệ")

    page = sign_in(Role.INSPECTOR, at=branch).get("/assignments").text

    assert f"/branches/{branch.id}/assignments" in page
    assert f"/branches/{elsewhere.id}/assignments" not in page


def test_the_office_has_no_boards_to_read(make, sign_in):
    branch = make.branch()

    page = sign_in(Role.OFFICE, at=branch).get("/assignments").text

    assert "/branches/" not in page


def test_the_accountable_comrade_reports_from_their_phone(db, owner, assignment):
    answer = owner.post(address(assignment, "/report"), data=report_of(assignment))

    assert answer.location == address(assignment)
    stored = db.session.scalars(select(Assignment)).one()
    assert stored.status is AssignmentStatus.DONE
    assert stored.done_on == today()
    assert db.session.scalars(select(AuditEntry.event)).all() == [Event.ASSIGNMENT_REPORTED]
    assert "Đã rà soát xong 12 sổ." in owner.get(address(assignment)).text


def test_a_report_without_a_result_keeps_what_was_typed(db, owner, assignment):
    page = owner.post(
        address(assignment, "/report"), data=report_of(assignment, result=" ", percent="70")
    ).text

    assert "Ghi kết quả thực hiện." in page
    assert 'value="70"' in page
    assert db.session.scalars(select(AuditEntry)).all() == []


@pytest.mark.parametrize(
    ("wrong", "sentence"),
    [
        ({"percent": "-1", "status": "doing"}, "Nhập số từ 0 đến 100."),
        ({"percent": "nhiều", "status": "doing"}, "Nhập một số nguyên."),
        ({"status": "cancelled"}, "Chọn một giá trị trong danh sách."),
        ({"result": "x" * 4001}, "Dài nhất 4.000 ký tự"),
    ],
)
def test_a_wrong_report_says_how_to_mend_it(owner, assignment, wrong, sentence):
    page = owner.post(address(assignment, "/report"), data=report_of(assignment, **wrong))

    assert page.status_code == 200
    assert sentence in page.text


def test_another_member_of_the_branch_reads_but_does_not_report(sign_in, assignment):
    comrade = sign_in(Role.MEMBER, at=assignment.organisation)

    assert comrade.get(address(assignment)).status_code == 200
    assert "Báo cáo kết quả" not in comrade.get(address(assignment)).text
    assert comrade.get(address(assignment, "/report")).status_code == 403


def test_who_has_left_the_branch_no_longer_reports(make, sign_in):
    branch = make.branch()
    gone = make.member(branch=branch, ends_on=date(2026, 1, 1))
    assignment = make.assignment(meeting=make.meeting(branch=branch), accountable=gone)
    client = sign_in(account=make.account(member=gone, at=branch))

    assert client.get(address(assignment, "/report")).status_code == 404


def test_an_unknown_task_does_not_exist(sign_in):
    assert sign_in(Role.SECRETARY).get(f"/assignments/{uuid4()}").status_code == 404


def test_the_secretary_changes_a_task(db, make, sign_in, draft):
    helper = make.member("Lê Hoài Ân", branch=draft.organisation)
    secretary = sign_in(Role.SECRETARY, at=draft.organisation)

    answer = secretary.post(
        address(draft, "/edit"),
        data=edit_of(draft, collaborator_ids=[str(helper.id), str(draft.accountable_id)]),
    )

    assert answer.location == address(draft)
    stored = db.session.scalars(select(Assignment)).one()
    assert stored.text == "Rà soát sổ tay và báo cáo chi ủy"
    assert [member.name for member in stored.collaborators] == ["Lê Hoài Ân"]
    assert stored.due_on == date(2026, 11, 28)


def test_a_task_is_not_given_to_somebody_outside_the_branch(make, sign_in, draft):
    stranger = make.member(branch=make.branch())
    secretary = sign_in(Role.SECRETARY, at=draft.organisation)

    page = secretary.post(
        address(draft, "/edit"), data=edit_of(draft, accountable_id=str(stranger.id))
    )

    assert "Chọn một giá trị trong danh sách." in page.text


def test_a_deadline_before_the_meeting_is_refused_beside_the_field(sign_in, draft):
    secretary = sign_in(Role.SECRETARY, at=draft.organisation)

    page = secretary.post(address(draft, "/edit"), data=edit_of(draft, due_on="2026-11-01"))

    assert "Thời hạn phải từ ngày giao (03/11/2026) trở đi." in page.text
    assert 'href="#due_on"' in page.text


def test_two_edits_at_once_show_both_texts(sign_in, draft):
    secretary = sign_in(Role.SECRETARY, at=draft.organisation)
    data = edit_of(draft)
    secretary.post(address(draft, "/edit"), data=data)

    page = secretary.post(address(draft, "/edit"), data={**data, "text": "Một nội dung khác"})

    assert page.status_code == 409
    assert "Một nội dung khác" in page.text
    assert "Rà soát sổ tay và báo cáo chi ủy" in page.text


def test_two_edits_at_once_are_noticed_where_only_the_helpers_change(db, make, sign_in, draft):
    helper = make.member("Lê Hoài Ân", branch=draft.organisation)
    secretary = sign_in(Role.SECRETARY, at=draft.organisation)
    data = edit_of(draft, text=draft.text, due_on=draft.due_on, priority="normal")
    secretary.post(address(draft, "/edit"), data={**data, "collaborator_ids": [str(helper.id)]})

    page = secretary.post(address(draft, "/edit"), data=data)

    assert page.status_code == 409
    assert [who.name for who in db.session.get(Assignment, draft.id).collaborators] == [helper.name]


@pytest.mark.parametrize(
    ("role", "status"),
    [
        (Role.SECRETARY, 200),
        (Role.BRANCH_COMMITTEE, 200),
        (Role.MEMBER, 403),
        (Role.COMMITTEE_MEMBER, 403),
        (Role.INSPECTOR, 403),
    ],
)
def test_before_adoption_a_task_is_read_by_those_who_read_the_draft(sign_in, draft, role, status):
    is_above = role is Role.COMMITTEE_MEMBER
    reader = sign_in(role, at=draft.organisation.parent if is_above else draft.organisation)

    board = reader.get(f"/branches/{draft.organisation_id}/assignments").text

    assert reader.get(address(draft)).status_code == status
    assert (draft.text in board) == (status == 200)


@pytest.mark.parametrize("part", ["accountable", "helper"])
def test_before_adoption_a_task_is_read_by_whom_it_names(db, make, sign_in, draft, part):
    helper = make.member(branch=draft.organisation)
    draft.collaborators = [helper]
    named = draft.accountable if part == "accountable" else helper
    reader = sign_in(account=make.account(Role.MEMBER, member=named, at=draft.organisation))

    assert reader.get(address(draft)).status_code == 200
    assert draft.text in reader.get(f"/branches/{draft.organisation_id}/assignments").text


def test_an_adopted_task_keeps_its_words(db, sign_in, assignment):
    secretary = sign_in(Role.SECRETARY, at=assignment.organisation)

    answer = secretary.post(address(assignment, "/edit"), data=edit_of(assignment))

    assert answer.status_code == 409
    assert "Biên bản đã được thông qua" in answer.text
    assert "Sửa nhiệm vụ" not in secretary.get(address(assignment)).text
    assert db.session.get(Assignment, assignment.id).text == "Rà soát sổ tay đảng viên"


def test_an_adopted_task_is_handed_over_with_a_reason_its_page_tells(make, sign_in, assignment):
    successor = make.member("Lê Hoài Ân", branch=assignment.organisation)
    former = assignment.accountable.name
    secretary = sign_in(Role.SECRETARY, at=assignment.organisation)
    data = {"accountable_id": str(successor.id), "version": assignment.version}
    there = address(assignment, "/hand-over")
    assert secretary.get(there).status_code == 200

    refused = secretary.post(there, data={**data, "reason": " "})
    answer = secretary.post(there, data={**data, "reason": "Đồng chí chuyển công tác"})

    assert "Nêu lý do đổi người chịu trách nhiệm." in refused.text
    assert answer.location == address(assignment)
    page = secretary.get(address(assignment)).text
    assert "Nhiệm vụ của đồng chí Lê Hoài Ân" in page
    assert f"Đồng chí {former} chuyển cho đồng chí Lê Hoài Ân" in page
    assert "Lý do: Đồng chí chuyển công tác" in page


def test_only_leaders_of_the_branch_hand_a_task_over(sign_in, owner, assignment):
    assert owner.get(address(assignment, "/hand-over")).status_code == 403


def test_hostile_text_stays_text(sign_in, make):
    assignment = make.assignment(meeting=make.meeting(), text="<script>alert(1)</script>")
    secretary = sign_in(Role.SECRETARY, at=assignment.organisation)

    for page in (address(assignment), f"/branches/{assignment.organisation_id}/assignments"):
        assert "&lt;script&gt;alert(1)" in secretary.get(page).text


def test_the_page_of_a_task_tells_its_whole_story(life, sign_in):
    assignment = life.give(life.meet())
    second = life.meet()
    life.judge(assignment, second, ReviewOutcome.CARRIED_OVER, due_in=10)
    life.judge(assignment, life.meet(), ReviewOutcome.DONE)

    page = sign_in(Role.SECRETARY, at=life.branch).get(address(assignment)).text

    assert "Thời hạn ban đầu 25/01/2026" in page
    assert "thời hạn 25/01/2026 đổi thành 12/02/2026; lý do: Chờ kinh phí" in page
    assert "Buổi sinh hoạt đánh giá: Hoàn thành" in page
    assert "Sửa nhiệm vụ" not in page


def test_the_board_groups_by_what_is_late_and_filters_in_the_address(make, sign_in):
    meeting = make.meeting(held_on=today() - timedelta(days=60))
    late, later = (
        make.assignment(meeting=meeting, text=text, due_on=today() + timedelta(days=days))
        for text, days in (("Việc đã muộn", -3), ("Việc còn lâu", 30))
    )
    done = make.assignment(meeting=meeting, text="Việc đã xong", status=AssignmentStatus.DONE)
    board = f"/branches/{meeting.organisation_id}/assignments"
    member = sign_in(Role.MEMBER, at=meeting.organisation)

    def shown(query):
        page = member.get(board + query).text
        return [task.text for task in (late, later, done) if task.text in page]

    assert shown("") == ["Việc đã muộn", "Việc còn lâu"]
    assert shown("?overdue=y") == ["Việc đã muộn"]
    assert shown("?state=done") == ["Việc đã xong"]
    assert shown("?state=all") == ["Việc đã muộn", "Việc còn lâu", "Việc đã xong"]
    assert shown(f"?accountable={later.accountable_id}") == ["Việc còn lâu"]
    assert shown("?state=none-such&accountable=nobody&page=abc") == ["Việc đã muộn", "Việc còn lâu"]
    assert shown("?page=2&_scheme=x&_external=1") == []


def test_a_long_board_is_read_page_by_page(make, sign_in, db):
    meeting = make.meeting()
    owner = make.member(branch=meeting.organisation)
    for number in range(51):
        make.assignment(meeting=meeting, accountable=owner, text=f"Việc thứ {number + 1}.")
    board = f"/branches/{meeting.organisation_id}/assignments"
    member = sign_in(Role.MEMBER, at=meeting.organisation)

    first, second = member.get(board).text, member.get(board + "?page=2").text

    assert "page=2" in first
    assert "Trang sau" not in second
    assert first.count("Việc thứ") == 50
    assert second.count("Việc thứ") == 1


@pytest.mark.parametrize("page", ["/assignments", "board"])
def test_a_list_asks_the_same_questions_however_long_it_is(make, sign_in, count_queries, page):
    branch = make.branch()
    member = make.member(branch=branch, position=Position.SECRETARY)
    meeting = make.meeting(branch=branch)
    client = sign_in(account=make.account(member=member, at=branch))
    path = f"/branches/{branch.id}/assignments" if page == "board" else page

    def asked():
        make.assignment(meeting=meeting, accountable=member)
        make.assignment(meeting=meeting, accountable=member, status=AssignmentStatus.DONE)
        sign_in(account=make.account(at=branch))  # commits what was made
        with count_queries() as statements:
            client.get(path)
        return len(statements)

    assert asked() == asked() == asked() <= 7


def test_leaders_extend_and_drop_from_the_page_of_a_task(db, sign_in, assignment):
    secretary = sign_in(Role.SECRETARY, at=assignment.organisation)
    later = today() + timedelta(days=40)
    data = {"due_on": later.isoformat(), "version": assignment.version}

    refused = secretary.post(address(assignment, "/extend"), data={**data, "reason": " "}).text
    secretary.post(address(assignment, "/extend"), data={**data, "reason": "Chờ kinh phí"})

    assert "Nêu lý do gia hạn." in refused
    stored = db.session.get(Assignment, assignment.id)
    assert stored.due_on == later
    assert "Lý do: Chờ kinh phí" in secretary.get(address(assignment)).text
    answer = secretary.post(
        address(assignment, "/drop"),
        data={"reason": "Theo kết luận của chi ủy", "version": stored.version},
    )
    assert answer.location == address(assignment)
    assert "Lý do: Theo kết luận của chi ủy" in secretary.get(address(assignment)).text


@pytest.mark.parametrize("verb", ["extend", "drop"])
def test_who_answers_for_a_task_neither_extends_nor_drops_it(owner, assignment, verb):
    assert owner.get(address(assignment, f"/{verb}")).status_code == 403
