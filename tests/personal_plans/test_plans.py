from datetime import date

import pytest

from app.access.permissions import Role
from app.audit.events import Event
from app.audit.models import AuditEntry
from app.extensions import db
from app.kernel.errors import RuleBroken, StaleEdit
from app.people.rules import Position, Status
from app.personal_plans import service
from app.personal_plans.models import PersonalPlan
from app.personal_plans.rules import PersonalPlanStatus
from app.pledges.rules import CampaignState, Outcome
from tests.factory import NOW

DRAFT, SUBMITTED, CLOSED = PersonalPlanStatus


def address(plan, more=""):
    return f"/personal-plans/{plan.id}{more}"


def line_address(plan, more):
    return address(plan, f"/lines/{plan.lines[0].id}/{more}")


def events():
    return [entry.event for entry in db.session.query(AuditEntry).order_by(AuditEntry.sequence)]


# From nothing to closed


def test_a_secretary_comes_from_nothing_to_a_closed_plan(secretary, branch, campaign):
    mine = secretary.get("/personal-plans").text
    assert f"/branches/{branch.id}/personal-plans/2026/start" in mine

    secretary.post(f"/branches/{branch.id}/personal-plans/2026/start")
    plan = db.session.query(PersonalPlan).one()
    secretary.post(
        address(plan, "/lines/new"),
        data={"content": "Giải quyết đơn thư", "measures": "Tiếp dân", "due_on": "30/11/2026"},
    )
    plan = db.session.query(PersonalPlan).one()
    secretary.post(address(plan, "/register"), data={"version": plan.version})
    plan = db.session.query(PersonalPlan).one()
    secretary.post(
        line_address(plan, "result"),
        data={"outcome": "partly_met", "result": "Xong 9/10", "version": plan.lines[0].version},
    )
    plan = db.session.query(PersonalPlan).one()
    page = secretary.get(address(plan)).text
    secretary.post(address(plan, "/close"), data={"version": plan.version})

    plan = db.session.query(PersonalPlan).one()
    assert plan.status is CLOSED
    assert (plan.lines[0].due_on, plan.lines[0].outcome) == (
        date(2026, 11, 30),
        Outcome.PARTLY_MET,
    )
    assert "Tổng kết kế hoạch" in page
    assert "Xong 9/10" in page
    assert events() == [
        Event.PLAN_STARTED,
        Event.PLAN_SUBMITTED,
        Event.PLAN_CHANGED,
        Event.PLAN_CLOSED,
    ]


def test_a_plan_begun_twice_is_the_same_one(by, branch, campaign):
    first = service.start_plan(branch, 2026, by=by, now=NOW)

    assert service.start_plan(branch, 2026, by=by, now=NOW) is first


@pytest.mark.parametrize(
    "values",
    [
        {"with_plans": False},
        {"state": CampaignState.DRAFT},
        {"state": CampaignState.CLOSED},
        {"opens_on": date(2026, 12, 1), "closes_on": date(2026, 12, 31)},
        {"year": 2025},
    ],
)
def test_nobody_is_asked_outside_of_a_campaign_that_wants_plans(
    make, by, branch, committee, values
):
    make.campaign(committee, **{"with_plans": True, **values})
    year = values.get("year", 2026)

    with pytest.raises(RuleBroken, match=f"năm {year}"):
        service.start_plan(branch, year, by=by, now=NOW)


def test_who_heads_nothing_is_not_asked(make, branch, campaign):
    deputy = make.member(branch=branch, position=Position.DEPUTY_SECRETARY)
    former = make.member(branch=branch, position=Position.SECRETARY, ends_on=date(2026, 10, 31))

    for member in (deputy, former):
        by = make.actor(Role.MEMBER, at=branch, member=member)
        with pytest.raises(RuleBroken):
            service.start_plan(branch, 2026, by=by, now=NOW)


def test_who_heads_the_committee_writes_in_the_branch_where_they_take_part(
    make, committee, branch, campaign
):
    leader = make.member(branch=branch)
    make.position(leader, committee, Position.COMMITTEE_SECRETARY)
    by = make.actor(Role.STANDING_COMMITTEE, at=committee, member=leader)
    elsewhere = make.branch(parent=committee)
    make.status(leader, elsewhere, Status.TEMPORARY_IN)

    with pytest.raises(RuleBroken, match="không sinh hoạt"):
        service.start_plan(elsewhere, 2026, by=by, now=NOW)
    plan = service.start_plan(branch, 2026, by=by, now=NOW)

    assert (plan.organisation, plan.headed, plan.office) == (
        branch,
        committee,
        "Bí thư Đảng ủy Văn phòng",
    )


def test_the_nearest_committee_decides_whether_plans_are_wanted(make, by, committee, branch):
    make.campaign(committee, with_plans=True)
    make.campaign(branch, with_plans=False)

    with pytest.raises(RuleBroken):
        service.start_plan(branch, 2026, by=by, now=NOW)


def test_a_plan_goes_along_with_its_author_when_it_is_registered(
    make, planned, head, by, branch, committee
):
    plan = planned("Việc", status=DRAFT)
    new = make.branch(parent=committee)
    head.statuses[0].ends_on = head.positions[0].ends_on = date(2026, 10, 31)
    make.status(head, new, Status.OFFICIAL, starts_on=date(2026, 11, 1))
    make.position(head, new, Position.SECRETARY, starts_on=date(2026, 11, 1))

    service.register_plan(plan, version=plan.version, by=by, now=NOW)

    assert (plan.organisation_id, plan.headed_id) == (new.id, new.id)


# Rows


def test_rows_are_changed_moved_and_removed(secretary, planned):
    plan = planned("Một", "Hai", status=DRAFT)
    first, second = plan.lines

    secretary.post(
        line_address(plan, "edit"),
        data={"content": "Một, rõ hơn", "due_on": "", "version": first.version},
    )
    secretary.post(address(plan, f"/lines/{second.id}/up"), data={"version": second.version})
    assert [line.content for line in plan.lines] == ["Hai", "Một, rõ hơn"]
    secretary.post(address(plan, f"/lines/{second.id}/remove"), data={"version": second.version})

    assert [line.content for line in plan.lines] == ["Một, rõ hơn"]
    assert events() == []


def test_the_first_row_stays_first(planned, by):
    plan = planned("Một", "Hai", status=DRAFT)
    first = plan.lines[0]

    service.move_line_up(first, version=first.version, by=by, now=NOW)

    assert [line.content for line in plan.lines] == ["Một", "Hai"]


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ({"content": ""}, "Nhập nội dung."),
        ({"content": "Việc", "due_on": "2027-01-05"}, "Thời hạn phải trong năm 2026"),
        ({"content": "Việc", "due_on": "mai"}, "Ngày chưa đúng"),
    ],
)
def test_a_wrong_row_is_refused_and_nothing_typed_is_lost(secretary, planned, typed, said):
    plan = planned("Một", status=DRAFT)
    measures = "Họp dân hằng tháng"

    added = secretary.post(address(plan, "/lines/new"), data={**typed, "measures": measures}).text
    changed = secretary.post(
        line_address(plan, "edit"),
        data={**typed, "measures": measures, "version": plan.lines[0].version},
    ).text

    assert said in added
    assert measures in added
    assert said in changed
    assert [line.content for line in plan.lines] == ["Một"]


def test_what_is_registered_is_not_written_on(secretary, planned):
    plan = planned("Một")
    version = plan.lines[0].version

    refused = secretary.post(
        line_address(plan, "edit"), data={"content": "Khác", "version": version}
    ).text
    gone = secretary.post(line_address(plan, "remove"), data={"version": version})
    added = secretary.post(address(plan, "/lines/new"), data={"content": "Thêm"}).text

    assert "đã đăng ký nên không sửa được" in refused
    assert gone.status_code == 409
    assert "xin mở lại" in added
    assert [line.content for line in plan.lines] == ["Một"]


def test_an_edit_made_on_an_older_row_shows_both_texts(secretary, planned):
    plan = planned("Một", status=DRAFT)
    stale = plan.lines[0].version
    secretary.post(line_address(plan, "edit"), data={"content": "Hai", "version": stale})

    answer = secretary.post(line_address(plan, "edit"), data={"content": "Ba", "version": stale})

    assert answer.status_code == 409
    assert "Hai" in answer.text
    assert "Ba" in answer.text


# Registering, opening again, results


def test_nobody_registers_what_was_written_on_meanwhile(secretary, planned, by):
    plan = planned("Một", status=DRAFT)
    seen = plan.version
    service.add_line(plan, content="Hai", by=by, now=NOW)
    db.session.commit()

    answer = secretary.post(address(plan, "/register"), data={"version": seen})

    assert answer.status_code == 409
    assert plan.status is DRAFT


def test_an_empty_plan_is_not_registered(secretary, planned):
    plan = planned(status=DRAFT)

    answer = secretary.post(address(plan, "/register"), data={"version": plan.version})

    assert "chưa có nội dung nào" in answer.text
    assert "Đăng ký kế hoạch" not in secretary.get(address(plan)).text


def test_what_was_registered_once_leaves_a_line_for_every_change(secretary, planned):
    plan = planned("Một")

    form = secretary.get(address(plan, "/reopen")).text
    empty = secretary.post(address(plan, "/reopen"), data={"version": plan.version}).text
    secretary.post(
        address(plan, "/reopen"), data={"version": plan.version, "reason": "Bổ sung chỉ tiêu"}
    )
    secretary.post(
        line_address(plan, "edit"), data={"content": "Hai", "version": plan.lines[0].version}
    )
    secretary.post(address(plan, "/register"), data={"version": plan.version})

    assert "tạm thời không đọc được" in form
    assert "Nhập lý do mở lại." in empty
    assert events() == [Event.PLAN_REOPENED, Event.PLAN_CHANGED, Event.PLAN_SUBMITTED]
    changed = db.session.query(AuditEntry).filter_by(event=Event.PLAN_CHANGED.value).one()
    assert (changed.facts["before"], changed.facts["after"]) == (
        {"content": "Một"},
        {"content": "Hai"},
    )
    assert "Bổ sung chỉ tiêu" in secretary.get(address(plan)).text


def test_a_closed_plan_is_opened_for_its_results_alone(secretary, planned):
    plan = planned("Một", status=CLOSED, closed_at=NOW)

    secretary.post(address(plan, "/reopen"), data={"version": plan.version, "reason": "Ghi nhầm"})

    assert (plan.status, plan.closed_at) == (SUBMITTED, None)


@pytest.mark.parametrize(
    ("outcome", "said"), [("", "Chọn mức đạt."), ("splendid", "Chọn một giá trị trong danh sách.")]
)
def test_a_result_says_how_far_it_came(secretary, planned, outcome, said):
    plan = planned("Một")

    page = secretary.post(
        line_address(plan, "result"),
        data={"outcome": outcome, "result": "Đã xong", "version": plan.lines[0].version},
    ).text

    assert said in page
    assert "Not a valid" not in page
    assert "Đã xong" in page
    assert plan.lines[0].result is None


def test_a_plan_without_all_its_results_is_not_closed(secretary, planned):
    plan = planned("Một", "Hai")

    answer = secretary.post(address(plan, "/close"), data={"version": plan.version})

    assert "Còn 2 nội dung" in answer.text
    assert plan.status is SUBMITTED


def test_the_same_words_again_are_no_change(planned, by):
    plan = planned("Một")
    line = plan.lines[0]
    said = {"outcome": Outcome.MET, "result": "Xong", "by": by, "now": NOW}
    service.record_result(line, **said, version=line.version)
    db.session.flush()
    service.record_result(line, **said, version=line.version)
    service.reopen_plan(plan, reason="Sửa", version=plan.version, by=by, now=NOW)
    service.change_line(
        line, content="Một", measures="", due_on=None, version=line.version, by=by, now=NOW
    )

    assert events() == [Event.PLAN_CHANGED, Event.PLAN_REOPENED]


@pytest.mark.parametrize(
    "stale",
    [
        lambda plan, **who: service.register_plan(plan, version=None, **who),
        lambda plan, **who: service.close_plan(plan, version=0, **who),
        lambda plan, **who: service.reopen_plan(plan, reason="Sửa", version=None, **who),
        lambda plan, **who: service.remove_line(plan.lines[0], version=None, **who),
        lambda plan, **who: service.move_line_up(plan.lines[0], version=None, **who),
        lambda plan, **who: service.record_result(
            plan.lines[0], outcome=Outcome.MET, result="Xong", version=None, **who
        ),
    ],
)
def test_every_verb_notices_that_somebody_was_faster(planned, by, stale):
    plan = planned("Một")

    with pytest.raises(StaleEdit):
        stale(plan, by=by, now=NOW)
