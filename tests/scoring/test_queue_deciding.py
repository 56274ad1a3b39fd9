"""A committee accepts, scores otherwise, asks back, reviews; an appeal is made and answered."""

from datetime import date

import pytest
import time_machine

from app.access.permissions import Role
from app.extensions import db
from app.kernel.clock import moment_of
from app.mail.models import MailMessage
from app.meetings.rules.life import MeetingStatus
from app.people.rules import Position
from app.scoring.models import GradeDecision
from app.scoring.queries.cards import get_card
from app.scoring.queries.decisions import standing_decision
from app.scoring.rules.cards import CardState, CardStep
from app.scoring.rules.indicators import Subject
from app.scoring.rules.rubric import Column
from tests.scoring.month import REASON, THREE_COLUMNS, Month


@pytest.fixture(autouse=True)
def clock():
    with time_machine.travel("2026-11-20 08:00+07:00", tick=False) as traveller:
        yield traveller


@pytest.fixture
def month(make):
    return Month(make)


@pytest.fixture
def standing_committee(month, sign_in):
    return sign_in(Role.STANDING_COMMITTEE, at=month.committee)


@pytest.fixture
def secretary(month, sign_in):
    return sign_in(Role.SECRETARY, at=month.branch)


def at(card, verb=""):
    return f"/scorecards/{card.id}{'/' + verb if verb else ''}"


def seen(card, **data):
    return {"version": get_card(card.id).version, **data}


def kinds(card):
    return [step.kind for step in get_card(card.id).steps]


def decisions(card):
    return db.session.query(GradeDecision).filter_by(key=card.key).all()


@pytest.fixture
def decided(month, standing_committee):
    card = month.submitted()
    standing_committee.post(at(card, "accept"), data=seen(card))
    return get_card(card.id)


def test_the_self_score_is_accepted_with_one_press(month, standing_committee):
    card = month.submitted()

    sent = standing_committee.post(at(card, "accept"), data=seen(card))

    found = standing_decision(card.key)
    assert sent.status_code == 302
    assert (found.total, found.label) == (100, "Tốt")
    assert kinds(card) == [CardStep.DECIDED]


def test_score_facts_and_report_stand_beside_each_other(month, standing_committee):
    card = month.submitted(says=False)
    report = month.visited(card.meeting, 85, remarks="Chi bộ họp muộn một ngày.")
    month.visited(card.meeting, 12, is_submitted=False, remarks="Nháp.")

    page = standing_committee.get(at(card)).text

    assert "40 điểm" in page
    assert "1 dòng khác" in page
    assert "Lùi một ngày do bão." in page
    assert REASON in page
    assert "85 điểm" in page
    assert "Chi bộ họp muộn một ngày." in page
    assert f"/visits/{report.id}" in page
    assert "Nháp." not in page
    assert f"/organisations/{month.committee.id}/scores?month=2026-11" in page


@pytest.mark.parametrize("role", [Role.SECRETARY, Role.BRANCH_COMMITTEE, Role.MEMBER])
def test_the_branch_never_sees_the_observers_report(month, sign_in, role):
    card = month.submitted()
    month.visited(card.meeting, 85, remarks="Chi bộ họp muộn một ngày.")

    page = sign_in(role, at=month.branch).get(at(card)).text

    assert "85 điểm" not in page
    assert "Chi bộ họp muộn một ngày." not in page
    assert "Chấp nhận" not in page


def test_the_office_reads_figures_and_no_report(month, sign_in):
    card = month.submitted()
    month.visited(card.meeting, 85)

    page = sign_in(Role.OFFICE, at=month.committee).get(at(card)).text

    assert "Đối chiếu" in page
    assert "85 điểm" not in page
    assert "/visits/" not in page


def test_scored_otherwise_it_is_decided_with_its_reason(month, standing_committee):
    card = month.submitted()
    month.scored_otherwise(card)

    page = standing_committee.get(at(card)).text
    refused = standing_committee.post(at(card, "accept"), data=seen(card))
    standing_committee.post(at(card, "decide"), data=seen(card, reason="Họp muộn một ngày."))

    found = standing_decision(card.key)
    assert "Quyết định</a>" in page
    assert refused.status_code == 409
    assert (found.total, found.label, found.reason) == (40, "Kém", "Họp muộn một ngày.")


def test_until_the_minutes_are_adopted_nobody_decides(month, standing_committee):
    card = month.submitted(meeting=month.meeting(status=MeetingStatus.MINUTES_DRAFTED))

    page = standing_committee.get(at(card)).text

    assert "Biên bản chưa thông qua" in page
    assert "/accept" not in page


def test_asked_back_it_is_the_branchs_again_with_the_comment(month, standing_committee):
    card = month.submitted()

    empty = standing_committee.post(at(card, "return"), data=seen(card, comment=" "))
    sent = standing_committee.post(at(card, "return"), data=seen(card, comment="Nêu rõ giờ họp."))

    assert "Nêu nội dung cần bổ sung." in empty.text
    assert sent.status_code == 302
    assert get_card(card.id).state is CardState.RETURNED
    assert get_card(card.id).steps[-1].comment == "Nêu rõ giờ họp."
    page = standing_committee.get(f"/scorecards/{card.id}").text
    assert "Nêu rõ giờ họp." in page.partition("Từng tiêu chí")[0], "hidden under the table"


def test_what_was_typed_on_an_older_page_is_not_lost(month, standing_committee):
    card = month.submitted()
    old = seen(card, reason="Đồng ý.")
    standing_committee.post(at(card, "return"), data=seen(card, comment="Nêu rõ giờ họp."))

    late = standing_committee.post(at(card, "decide"), data=old)

    assert late.status_code == 409
    assert "Đồng ý." in late.text
    assert decisions(card) == []


def test_a_review_is_finished_and_accepted(make, sign_in):
    month = Month(make, content=THREE_COLUMNS)
    card = month.submitted()
    reviewer = sign_in(Role.COMMITTEE_MEMBER, at=month.committee)

    page = reviewer.get(at(card)).text
    sent = reviewer.post(at(card, "finish-review"), data=seen(card))

    assert "Hoàn thành thẩm định" in page
    assert "/accept" not in page
    assert sent.status_code == 302
    assert get_card(card.id).state is CardState.REVIEWED
    assert reviewer.post(at(card, "accept"), data=seen(card)).status_code == 403


def test_the_leaders_hear_of_it_by_mail_without_the_points(app, month, decided, standing_committee):
    app.config.update(
        MAIL_HOST="mail.invalid",
        MAIL_SENDER="ne-nep@example.vn",
        SITE_ADDRESS="https://x.example.vn",
    )
    other = month.make.branch(parent=month.committee)
    month.leader(other, email="bi.thu@example.vn")
    month.make.member(branch=other, email="dang.vien@example.vn")
    month.make.member(
        branch=other,
        position=Position.DEPUTY_SECRETARY,
        email="cu@example.vn",
        ends_on=date(2026, 1, 1),
    )
    card = month.submitted(other)
    try:
        standing_committee.post(at(card, "accept"), data=seen(card))
    finally:
        app.config.update(MAIL_HOST=None, MAIL_SENDER=None, SITE_ADDRESS=None)

    (letter,) = db.session.query(MailMessage).all()
    assert letter.address == "bi.thu@example.vn"
    assert f"https://x.example.vn/scorecards/{card.id}" in letter.body
    assert "100" not in letter.body.replace(str(card.id), "")


def test_a_leader_appeals_once_until_the_day_the_page_names(secretary, decided):
    page = secretary.get(at(decided)).text
    assert "chậm nhất ngày 20/12/2026" in page

    empty = secretary.post(at(decided, "appeal"), data=seen(decided, reason=""))
    sent = secretary.post(at(decided, "appeal"), data=seen(decided, reason="Đã họp đúng ngày."))
    again = secretary.post(at(decided, "appeal"), data=seen(decided, reason="Lần nữa."))

    assert "Nêu lý do đề nghị xem lại." in empty.text
    assert sent.status_code == 302
    assert "được đề nghị xem lại một lần" in again.text
    assert "Đã họp đúng ngày." in secretary.get(at(decided)).text


def test_after_that_day_it_is_too_late(month, sign_in, decided, clock):
    clock.move_to("2026-12-21 08:00+07:00")
    secretary = sign_in(Role.SECRETARY, at=month.branch)

    assert "Đề nghị xem lại</a>" not in secretary.get(at(decided)).text
    late = secretary.post(at(decided, "appeal"), data=seen(decided, reason="Đã họp đúng ngày."))
    assert "Hạn đề nghị xem lại đã hết ngày 20/12/2026." in late.text


def test_where_the_place_sets_no_limit_there_is_none(month, sign_in, decided, clock):
    month.make.regulation(month.committee, "score.appeal_days", "0")
    clock.move_to("2028-12-21 08:00+07:00")
    secretary = sign_in(Role.SECRETARY, at=month.branch)

    page = secretary.get(at(decided)).text
    sent = secretary.post(at(decided, "appeal"), data=seen(decided, reason="Đã họp đúng ngày."))

    assert "một lần." in page
    assert sent.status_code == 302


@pytest.mark.parametrize("role", [Role.BRANCH_COMMITTEE, Role.MEMBER])
def test_only_who_leads_the_branch_appeals(month, sign_in, decided, role):
    reader = sign_in(role, at=month.branch)

    assert "Đề nghị xem lại</a>" not in reader.get(at(decided)).text
    sent = reader.post(at(decided, "appeal"), data=seen(decided, reason="Xem lại."))
    assert sent.status_code == 403


def appealed(secretary, card):
    secretary.post(at(card, "appeal"), data=seen(card, reason="Đã họp đúng ngày."))
    return card


def test_kept_the_decision_stands_with_the_answer(secretary, decided, standing_committee):
    card = appealed(secretary, decided)

    assert "/appeal/answer" in standing_committee.get(at(card)).text
    standing_committee.post(
        at(card, "appeal/answer"), data=seen(card, outcome="kept", answer="Lịch họp là ngày 04.")
    )

    page = secretary.get(at(card)).text
    assert standing_decision(card.key).total == 100
    assert "Giữ nguyên quyết định" in page
    assert "Lịch họp là ngày 04." in page
    assert "Đề nghị xem lại</a>" not in page


def test_granted_the_card_is_decided_anew_and_the_old_decision_stays_to_be_read(
    secretary, decided, standing_committee, sign_in, month
):
    card = appealed(secretary, decided)
    standing_committee.post(
        at(card, "appeal/answer"), data=seen(card, outcome="granted", answer="Chấm lại tiêu chí 1.")
    )
    assert standing_decision(card.key) is None

    standing_committee.post(at(card, "decide"), data=seen(card, reason="Đã xem lại."))

    cancelled, stands = sorted(decisions(card), key=lambda one: one.stands)
    assert (cancelled.stands, stands.stands) == (False, True)
    assert stands.replaces_id == cancelled.id
    page = sign_in(Role.INSPECTOR, at=month.committee).get(at(card)).text
    assert "Đã hủy" in page
    assert "Chấm lại tiêu chí 1." in page
    assert "Đã xem lại." in page


def test_an_answer_without_its_outcome_or_reason_comes_back(secretary, decided, standing_committee):
    card = appealed(secretary, decided)

    page = standing_committee.post(
        at(card, "appeal/answer"), data=seen(card, outcome="", answer="Lịch họp là ngày 04.")
    ).text

    assert "Chọn kết quả xem lại." in page
    assert "Lịch họp là ngày 04." in page


def test_nobody_decides_on_their_own_card(make, sign_in):
    month = Month(make)
    sheet = make.rubric(month.committee, subject=Subject.MEMBER_YEAR, content=month.rubric.rubric)
    grading = make.grading(month.committee, rubric=sheet)
    head = month.leader()
    make.position(head, month.committee, Position.STANDING_COMMITTEE_MEMBER)
    card = make.year_card(
        grading,
        month.branch,
        head,
        state=CardState.SUBMITTED,
        submitted_at=moment_of(date(2026, 11, 18)),
        holding="",
    )
    month._answer(card, Column.SELF, True)
    db.session.commit()
    own = sign_in(account=make.account(member=head, at=month.branch))

    assert "/accept" not in own.get(at(card)).text
    assert own.post(at(card, "accept"), data=seen(card)).status_code == 409
    own.post(at(card, "decide"), data=seen(card, reason="Tốt."))
    assert decisions(card) == []
    assert (
        sign_in(Role.STANDING_COMMITTEE, at=month.committee)
        .post(at(card, "accept"), data=seen(card))
        .status_code
        == 302
    )
