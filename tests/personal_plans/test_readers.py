"""Who reads a plan, and who writes in it."""

import pytest

from app.access.permissions import Role
from app.extensions import db
from app.personal_plans.rules import PersonalPlanStatus

DRAFT = PersonalPlanStatus.DRAFT


def address(plan, more=""):
    return f"/personal-plans/{plan.id}{more}"


@pytest.fixture
def readers(make, sign_in, branch, committee, planned):
    other = make.branch(parent=committee)
    return {
        "member": sign_in(Role.MEMBER, at=branch),
        "deputy": sign_in(Role.DEPUTY_SECRETARY, at=branch),
        "committee": sign_in(Role.COMMITTEE_MEMBER, at=committee),
        "standing committee": sign_in(Role.STANDING_COMMITTEE, at=committee),
        "inspector": sign_in(Role.INSPECTOR, at=committee),
        "office": sign_in(Role.OFFICE, at=committee),
        "other branch": sign_in(Role.SECRETARY, at=other),
        "other member": sign_in(Role.MEMBER, at=other),
    }


READERS = {"member", "deputy", "committee", "standing committee", "inspector"}


@pytest.mark.parametrize("status", PersonalPlanStatus)
@pytest.mark.parametrize("page", ["", "/plan.txt"])
def test_the_branch_and_the_committee_read_what_is_registered(
    readers, planned, secretary, status, page
):
    plan = planned("Giảm đơn thư", status=status)

    reading = {
        who for who, client in readers.items() if "đơn thư" in client.get(address(plan, page)).text
    }

    assert reading == (set() if status is DRAFT else READERS)
    assert "Giảm đơn thư" in secretary.get(address(plan, page)).text


@pytest.mark.parametrize("verb", ["register", "close", "reopen", "lines/new"])
def test_nobody_writes_in_the_plan_of_another(readers, planned, verb):
    plan = planned("Một")

    answers = {client.post(address(plan, f"/{verb}")).status_code for client in readers.values()}

    assert answers <= {403, 404}


def test_a_row_is_found_in_its_own_plan_alone(make, secretary, planned, branch):
    plan, other = planned("Một", status=DRAFT), planned("Hai", member=make.member(branch=branch))

    answer = secretary.get(address(plan, f"/lines/{other.lines[0].id}/edit"))

    assert answer.status_code == 404


def test_the_page_of_a_plan_asks_as_much_for_many_rows(secretary, planned, count_queries):
    plan = planned("Một")
    secretary.get(address(plan))
    with count_queries() as few:
        secretary.get(address(plan))
    for number in range(20):
        db.session.add(type(plan.lines[0])(plan=plan, position=number + 2, content="Việc"))
    db.session.commit()
    with count_queries() as many:
        secretary.get(address(plan))

    assert len(few) == len(many) <= 5


def test_the_trail_tells_in_words_what_was_done(sign_in, planned, secretary, branch):
    plan = planned("Một")
    secretary.post(address(plan, "/reopen"), data={"version": plan.version, "reason": "Bổ sung"})
    secretary.post(address(plan, "/lines/new"), data={"content": "Đối thoại với đảng viên trẻ"})
    secretary.post(address(plan, "/register"), data={"version": plan.version})
    secretary.post(
        address(plan, "/publications/new"),
        data={"channel": "meeting", "audience": "branch", "from_on": "2026-11-09"},
    )
    inspector = sign_in(Role.INSPECTOR, at=branch)

    page = inspector.get(f"/organisations/{branch.id}/audit-trail").text

    assert "Mở lại kế hoạch cá nhân để sửa" in page
    assert "Đối thoại với đảng viên trẻ" in page
    assert "Đọc tại buổi sinh hoạt, từ 09/11/2026" in page
