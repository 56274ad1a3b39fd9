"""A decided grade is never overwritten: cancelled with a reason, given anew, both kept."""

from datetime import date

import pytest
from sqlalchemy import select

from app.access.permissions import Role
from app.audit.events import Event
from app.audit.models import AuditEntry
from app.extensions import db as _db
from app.kernel.errors import RuleBroken, StaleEdit
from app.people.models import Member
from app.scoring.models import GradeDecision
from app.scoring.queries.decisions import decisions_on
from app.scoring.rules.cards import CardState
from app.scoring.rules.grades import Basis
from app.scoring.rules.indicators import Subject
from app.scoring.rules.lines import SheetLine, to_text
from app.scoring.service.grades import cancel_grade, regrade
from tests.factory import NOW

MADE_ANEW = {
    "grade": "not_completed",
    "reason": "Kết luận kiểm tra: vi phạm liên quan nhiệm vụ",
    "number_symbol": "21-QĐ/ĐU",
    "decided_on": "2026-03-02",
}


@pytest.fixture
def committee(make):
    return make.organisation()


@pytest.fixture
def branch(make, committee):
    return make.branch(parent=committee, name="Chi bộ Hành chính")


@pytest.fixture
def decision(make, branch):
    member = make.member("Trần Thị Hạnh", branch=branch)
    label = "Hoàn thành xuất sắc nhiệm vụ"
    return make.grade(branch, member=member, grade="excellent", label=label, total=95)


@pytest.fixture
def standing_committee(sign_in, committee):
    return sign_in(Role.STANDING_COMMITTEE, at=committee)


def page(client, path):
    _db.session.commit()
    response = client.get(path)
    assert response.status_code == 200, path
    return " ".join(response.get_data(as_text=True).split())


def post(client, path, data):
    _db.session.commit()
    return client.post(path, data=data)


def test_a_grade_given_anew_cancels_the_old_one_and_takes_its_place(standing_committee, decision):
    path = f"/grades/{decision.id}"
    answer = post(standing_committee, f"{path}/regrade", MADE_ANEW | {"version": 1})
    assert answer.status_code == 302

    new, old = decisions_on(decision.key)
    assert (old.id, old.label) == (decision.id, "Hoàn thành xuất sắc nhiệm vụ")
    assert old.cancelled_reason == new.reason == MADE_ANEW["reason"]
    assert (new.grade, new.label) == ("not_completed", "Không hoàn thành nhiệm vụ")
    assert (new.replaces_id, new.total) == (old.id, 95)
    assert (new.number_symbol, new.decided_on) == ("21-QĐ/ĐU", date(2026, 3, 2))
    events = _db.session.scalars(select(AuditEntry.event).order_by(AuditEntry.sequence)).all()
    assert events[-2:] == [Event.GRADE_CANCELLED, Event.GRADE_DECIDED]

    text = page(standing_committee, path)
    assert "<s>Hoàn thành xuất sắc nhiệm vụ</s>" in text
    assert "Kết luận kiểm tra" in text
    assert "Đánh giá, xếp loại lại</a>" not in text
    latest = page(standing_committee, f"/grades/{new.id}")
    assert "Các quyết định đã có" in latest
    assert "Có hiệu lực" in latest


def test_a_grade_given_anew_needs_a_reason_and_nothing_typed_is_lost(standing_committee, decision):
    data = MADE_ANEW | {"version": 1, "reason": ""}
    answer = post(standing_committee, f"/grades/{decision.id}/regrade", data)
    text = answer.get_data(as_text=True)
    assert "Nhập lý do đánh giá, xếp loại lại." in text
    assert "21-QĐ/ĐU" in text
    assert len(decisions_on(decision.key)) == 1


def test_of_two_who_grade_anew_the_second_sees_both_texts(standing_committee, decision):
    path = f"/grades/{decision.id}/regrade"
    post(standing_committee, path, MADE_ANEW | {"version": 1})
    answer = post(standing_committee, path, MADE_ANEW | {"version": 1, "grade": "completed"})
    assert answer.status_code == 409
    assert len(decisions_on(decision.key)) == 2
    refused = standing_committee.get(path)
    assert refused.status_code == 409
    assert "đã có quyết định khác thay thế" in refused.get_data(as_text=True)


def test_a_cancelled_grade_may_be_given_anew_later(standing_committee, decision):
    path = f"/grades/{decision.id}"
    cancelled = post(
        standing_committee, f"{path}/cancel", {"reason": "Ghi nhầm người", "version": 1}
    )
    assert cancelled.status_code == 302
    text = page(standing_committee, path)
    assert "Đã hủy" in text
    assert "Ghi nhầm người" in text
    assert "hiện không có kết quả xếp loại" in text

    answer = post(standing_committee, f"{path}/regrade", MADE_ANEW | {"version": 2})
    assert answer.status_code == 302
    new, old = decisions_on(decision.key)
    assert (old.cancelled_reason, new.replaces_id) == ("Ghi nhầm người", old.id)


def test_cancelling_needs_a_reason(standing_committee, decision):
    answer = post(
        standing_committee, f"/grades/{decision.id}/cancel", {"reason": " ", "version": 1}
    )
    assert "Nhập lý do hủy." in answer.get_data(as_text=True)
    assert decisions_on(decision.key)[0].stands


def test_what_is_cancelled_is_not_cancelled_again(make, committee, decision):
    by = make.actor(Role.STANDING_COMMITTEE, at=committee)
    cancel_grade(decision, reason="Ghi nhầm", version=1, by=by, now=NOW)
    with pytest.raises(StaleEdit):
        cancel_grade(decision, reason="Ghi nhầm", version=1, by=by, now=NOW)
    with pytest.raises(RuleBroken):
        cancel_grade(decision, reason="Ghi nhầm", version=2, by=by, now=NOW)


def test_a_grade_may_become_none_with_a_reason(make, committee, decision):
    by = make.actor(Role.STANDING_COMMITTEE, at=committee)
    basis = Basis("", date(2026, 3, 2))
    new = regrade(decision, "excused", reason="Nghỉ cả năm", basis=basis, version=1, by=by, now=NOW)
    assert (new.grade, new.label, new.is_excused) == (None, "Không thuộc diện xếp loại", True)


@pytest.mark.parametrize(
    ("changed", "field"),
    [({"chosen": "weak"}, "grade"), ({"basis": Basis("", date(2024, 1, 1))}, "decided_on")],
)
def test_what_cannot_be_is_refused_and_the_old_grade_stands(
    make, committee, decision, changed, field
):
    by = make.actor(Role.STANDING_COMMITTEE, at=committee)
    _db.session.commit()
    given = {"chosen": "completed", "basis": Basis("", date(2026, 3, 2))} | changed
    with pytest.raises(RuleBroken) as refused:
        regrade(decision, **given, reason="Sai", version=1, by=by, now=NOW)
    assert refused.value.field == field
    assert decision.stands


def test_a_decision_of_a_card_keeps_the_words_of_its_rubric(make, committee, branch):
    rubric = make.rubric(committee, subject=Subject.BRANCH_YEAR)
    campaign = make.grading(committee, rubric=rubric)
    card = make.year_card(campaign, branch, state=CardState.DECIDED, decision_total=95)
    sheet = to_text([SheetLine("1", "Xây dựng Đảng", 0, False, "30", "28,5", note="Còn chậm")])
    decision = make.grade(
        branch, year=2026, card=card, campaign=campaign, grade="excellent", sheet=sheet
    )
    by = make.actor(Role.STANDING_COMMITTEE, at=committee)
    new = regrade(
        decision,
        "completed",
        reason="Số liệu sai",
        basis=Basis("", date(2026, 11, 2)),
        version=1,
        by=by,
        now=NOW,
    )
    assert (new.card_id, new.campaign_id, new.sheet) == (card.id, campaign.id, None)
    assert new.label == "Hoàn thành nhiệm vụ"


def test_the_lines_are_shown_to_those_who_read_the_card(make, sign_in, committee, branch):
    member = make.member(branch=branch)
    sheet = to_text([SheetLine("1", "Tư tưởng", 0, False, "30", "28,5", note="Còn chậm")])
    decision = make.grade(branch, member=member, sheet=sheet)
    path = f"/grades/{decision.id}"
    assert "Còn chậm" in page(sign_in(Role.SECRETARY, at=branch), path)
    assert "Còn chậm" in page(sign_in(Role.STANDING_COMMITTEE, at=committee), path)
    observer = page(sign_in(Role.COMMITTEE_MEMBER, at=committee), path)
    assert "Hoàn thành tốt nhiệm vụ" in observer
    assert "Còn chậm" not in observer


def test_the_office_puts_right_what_it_typed_but_decides_nothing(make, sign_in, committee, branch):
    office = sign_in(Role.OFFICE, at=committee)
    typed = make.grade(branch, year=2019)
    rubric = make.rubric(committee, subject=Subject.BRANCH_YEAR)
    campaign = make.grading(committee, rubric=rubric)
    decided = make.grade(branch, year=2026, campaign=campaign, decided_on=date(2026, 11, 2))
    assert page(office, f"/grades/{typed.id}/cancel")
    assert office.get(f"/grades/{typed.id}/regrade").status_code == 403
    assert office.get(f"/grades/{decided.id}/cancel").status_code == 403


def test_nobody_deals_with_the_own_grade(make, sign_in, committee, branch):
    account = make.account(Role.STANDING_COMMITTEE, at=committee)
    member = _db.session.get(Member, account.member_id)
    make.status(member, branch, "official")
    decision = make.grade(branch, member=member)
    client = sign_in(account=account)
    text = page(client, f"/grades/{decision.id}")
    assert "/regrade" not in text
    assert "/cancel" not in text
    for verb, data in (("regrade", MADE_ANEW), ("cancel", {"reason": "Sai"})):
        answer = post(client, f"/grades/{decision.id}/{verb}", data | {"version": 1})
        assert "không tự quyết định kết quả xếp loại của mình" in answer.get_data(as_text=True)
    assert decisions_on(decision.key)[0].stands


@pytest.mark.parametrize("role", [Role.SECRETARY, Role.MEMBER])
def test_the_branch_does_not_decide(make, sign_in, branch, role):
    decision = make.grade(branch)
    client = sign_in(role, at=branch)
    for verb in ("regrade", "cancel"):
        assert client.get(f"/grades/{decision.id}/{verb}").status_code == 403
    assert _db.session.scalars(select(GradeDecision)).one().stands
