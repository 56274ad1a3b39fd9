from datetime import date, timedelta

import pytest
from sqlalchemy import select

from app.access.permissions import Role
from app.audit.models import AuditEntry
from app.extensions import db
from app.kernel.clock import moment_of
from app.kernel.errors import RuleBroken, StaleEdit
from app.meetings.rules.life import MeetingStatus
from app.minutes.queries import data_of
from app.petitions import service
from app.petitions.models import Petition
from app.petitions.queries import petitions_raised_in
from app.petitions.rules import PetitionKind, StageOutcome
from tests.petitions.conftest import TEXT

RAISED = date(2026, 10, 5)
# Thirty working days later: six weeks without a holiday; sixty, with 24 November, after that.
DUE = date(2026, 11, 16)


def at(day, hour=10):
    return moment_of(day, hour)


def answer(stage, by, on, text="Chi bộ mở lớp trong tháng 12.", version=None):
    version = version or stage.version
    service.answer_stage(stage, answer=text, version=version, by=by, now=at(on))
    db.session.flush()


def events_of(petition):
    rows = db.session.scalars(
        select(AuditEntry).where(AuditEntry.subject_id == petition.id).order_by(AuditEntry.sequence)
    )
    return [row.event for row in rows]


def test_a_branch_answers_within_thirty_working_days(tree):
    [stage] = tree.raised(on=RAISED).stages

    assert (stage.addressee, stage.received_on, stage.due_on) == (tree.branch, RAISED, DUE)


def test_a_committee_asked_at_once_has_sixty(tree):
    [stage] = tree.raised(on=RAISED, to=tree.committee).stages

    assert stage.due_on == date(2026, 12, 29)


def test_a_clock_runs_as_its_place_had_laid_down_on_that_day(tree, make):
    make.regulation(tree.committee, "petition.branch_days", "10", valid_from=RAISED)

    earlier = tree.raised(on=RAISED - timedelta(days=3)).stages[0]
    later = tree.raised("Một việc khác.", on=RAISED).stages[0]

    assert later.due_on == date(2026, 10, 19) < earlier.due_on


def test_only_a_member_of_the_branch_raises_one_there(tree, make):
    for stranger in (None, make.member(branch=make.branch(parent=tree.committee))):
        with pytest.raises(RuleBroken, match="đang sinh hoạt tại chi bộ"):
            tree.raised(author=stranger)


def test_the_same_words_on_the_same_day_are_one_petition(tree):
    first = tree.raised(on=RAISED)
    with pytest.raises(RuleBroken, match="đã được ghi nhận hôm nay"):
        tree.raised(on=RAISED)

    tree.raised("Một việc khác.", on=RAISED)
    tree.raised(on=RAISED + timedelta(days=1))
    service.withdraw(first, version=first.stages[0].version, by=tree.asking, now=at(RAISED))
    db.session.flush()
    tree.raised(on=RAISED)


def test_an_answer_ends_the_matter_and_tells_who_gave_it(tree):
    petition = tree.raised(on=RAISED)
    [stage] = petition.stages

    answer(stage, tree.leading, DUE)

    assert (stage.outcome, stage.ended_on) == (StageOutcome.ANSWERED, DUE)
    assert stage.ended_by == "Trần Thị Hạnh"
    assert events_of(petition) == ["petition:raised", "petition:answered"]


def test_who_comes_second_is_told_that_it_is_answered(tree):
    [stage] = tree.raised(on=RAISED).stages
    version = stage.version
    answer(stage, tree.leading, DUE)

    with pytest.raises(RuleBroken, match="đã được trả lời"):
        answer(stage, tree.leading, DUE, "Trả lời khác.", version)

    assert stage.answer == "Chi bộ mở lớp trong tháng 12."


def test_an_answer_to_words_that_were_changed_meanwhile_is_noticed(tree):
    petition = tree.raised(on=RAISED)
    [stage] = petition.stages
    db.session.flush()
    seen = stage.version
    service.change_petition(
        petition,
        kind=PetitionKind.QUESTION,
        text="Bao giờ mở lớp?",
        version=petition.version,
        by=tree.asking,
        now=at(RAISED),
    )
    db.session.flush()

    with pytest.raises(StaleEdit):
        answer(stage, tree.leading, DUE, version=seen)
    assert petition.text == "Bao giờ mở lớp?"


def test_a_change_of_nothing_leaves_no_trace(tree):
    petition = tree.raised(on=RAISED)
    db.session.flush()

    service.change_petition(
        petition,
        kind=petition.kind,
        text=petition.text,
        version=petition.version,
        by=tree.asking,
        now=at(RAISED),
    )

    assert events_of(petition) == ["petition:raised"]


def test_nobody_answers_their_own(tree):
    petition = tree.raised(author=tree.secretary, on=RAISED)

    with pytest.raises(RuleBroken, match="không tự trả lời"):
        answer(petition.stages[0], tree.leading, DUE)


def test_taking_longer_is_told_with_its_reason_and_keeps_the_first_deadline(tree):
    petition = tree.raised(on=RAISED)
    [stage] = petition.stages
    later = date(2026, 12, 4)

    service.extend_stage(
        stage,
        extended_until=later,
        reason="Chờ ý kiến của Văn phòng.",
        version=stage.version,
        by=tree.leading,
        now=at(DUE),
    )

    assert (stage.due_on, stage.until) == (DUE, later)
    assert stage.extension_reason == "Chờ ý kiến của Văn phòng."
    assert events_of(petition)[-1] == "petition:extended"


def test_what_the_branch_cannot_decide_goes_up_with_a_clock_of_its_own(tree):
    petition = tree.raised(on=RAISED)
    db.session.flush()
    [stage] = petition.stages

    service.pass_upward(
        stage, reason="Vượt thẩm quyền.", version=stage.version, by=tree.leading, now=at(RAISED, 15)
    )
    db.session.flush()

    _, higher = petition.stages
    assert (stage.outcome, stage.ended_by) == (StageOutcome.ESCALATED, "Trần Thị Hạnh")
    assert (higher.addressee, higher.received_on) == (tree.committee, RAISED)
    assert (higher.due_on, higher.reason) == (date(2026, 12, 29), "Vượt thẩm quyền.")


def pursue(petition, by, on):
    stage = petition.stages[-1]
    service.pursue(petition, reason="Chưa thỏa đáng.", version=stage.version, by=by, now=at(on))
    db.session.flush()


def test_its_author_goes_up_level_by_level_to_the_top_and_the_chain_stays(tree):
    petition = tree.raised(on=RAISED)
    with pytest.raises(RuleBroken, match="Còn trong thời hạn"):
        pursue(petition, tree.asking, DUE)

    pursue(petition, tree.asking, DUE + timedelta(days=1))
    answer(petition.stages[-1], tree.by(Role.STANDING_COMMITTEE, tree.committee), DUE)
    pursue(petition, tree.asking, date(2026, 12, 1))
    answer(petition.stages[-1], tree.by(Role.STANDING_COMMITTEE, tree.province), DUE)

    assert [stage.addressee for stage in petition.stages] == [
        tree.branch,
        tree.committee,
        tree.province,
    ]
    assert [stage.outcome for stage in petition.stages] == [
        StageOutcome.ESCALATED,
        StageOutcome.ANSWERED,
        StageOutcome.ANSWERED,
    ]
    with pytest.raises(RuleBroken, match="không có cấp trên"):
        pursue(petition, tree.asking, date(2027, 1, 4))


def test_the_name_of_its_author_stands_nowhere_as_the_one_who_passed_it_on(tree):
    petition = tree.raised(on=RAISED)

    pursue(petition, tree.asking, DUE + timedelta(days=1))

    assert petition.stages[0].ended_by is None


def test_a_dissolved_committee_is_passed_over(tree):
    tree.committee.dissolved_on = RAISED
    petition = tree.raised(on=RAISED)

    pursue(petition, tree.asking, DUE + timedelta(days=1))

    assert petition.stages[-1].addressee is tree.province


def test_what_is_withdrawn_stays_on_record_and_waits_for_nobody(tree):
    petition = tree.raised(on=RAISED)
    [stage] = petition.stages
    service.withdraw(petition, version=stage.version, by=tree.asking, now=at(RAISED))
    db.session.flush()

    assert (stage.outcome, stage.ended_by) == (StageOutcome.WITHDRAWN, None)
    with pytest.raises(RuleBroken, match="đã được rút"):
        answer(stage, tree.leading, DUE)


def test_an_answer_is_seen_once(tree):
    petition = tree.raised(on=RAISED)
    answer(petition.stages[0], tree.leading, DUE)

    for _ in range(2):
        service.mark_seen(petition, by=tree.asking, now=at(DUE))

    assert petition.stages[0].seen_at == at(DUE)
    assert events_of(petition).count("petition:answer_seen") == 1


@pytest.fixture
def meeting(make, tree):
    return make.meeting(branch=tree.branch, held_on=RAISED, status=MeetingStatus.IN_PROGRESS)


def heard(tree, meeting, text=TEXT, author=None):
    petition = service.raise_in_meeting(
        meeting,
        author=author or tree.author,
        kind=PetitionKind.PROPOSAL,
        text=text,
        by=tree.leading,
        now=at(RAISED),
    )
    db.session.flush()
    return petition


def test_what_is_raised_at_a_meeting_stands_in_its_minutes_in_that_order(tree, meeting):
    heard(tree, meeting, "Việc thứ hai theo vần.")
    heard(tree, meeting, "Bàn trước.", author=tree.secretary)

    said = [(row.speaker, row.text) for row in data_of(meeting).petitions]
    assert said == [
        ("Võ Văn Bình", "Việc thứ hai theo vần."),
        ("Trần Thị Hạnh", "Bàn trước."),
    ]


def test_the_clock_of_what_was_raised_at_a_meeting_runs_from_its_day(tree, meeting):
    [stage] = heard(tree, meeting).stages

    assert (stage.received_on, stage.due_on) == (RAISED, DUE)


def test_what_is_written_from_ones_account_stands_in_no_minutes(tree, meeting):
    tree.raised(on=RAISED)

    assert data_of(meeting).petitions == ()


def test_those_who_record_put_it_right_or_take_it_back(tree, meeting):
    petition, mistake = heard(tree, meeting), heard(tree, meeting, "Ghi nhầm.")

    service.change_in_meeting(
        petition,
        author=tree.secretary,
        kind=PetitionKind.QUESTION,
        text="Bao giờ mở lớp?",
        version=petition.version,
        by=tree.leading,
        now=at(RAISED),
    )
    service.remove_from_meeting(mistake, by=tree.leading, now=at(RAISED))
    db.session.flush()

    [left] = petitions_raised_in(meeting.id)
    assert (left.author, left.kind, left.text) == (
        tree.secretary,
        PetitionKind.QUESTION,
        "Bao giờ mở lớp?",
    )
    assert db.session.get(Petition, mistake.id) is None
    assert events_of(mistake) == ["petition:raised", "petition:removed"]


@pytest.mark.parametrize("status", [MeetingStatus.ADOPTED, MeetingStatus.CANCELLED])
def test_once_the_minutes_are_adopted_they_stand(tree, meeting, status):
    petition = heard(tree, meeting)
    meeting.status = status
    db.session.flush()

    with pytest.raises(RuleBroken, match="đã thông qua"):
        heard(tree, meeting, "Thêm một việc.")
    with pytest.raises(RuleBroken, match="đã thông qua"):
        service.remove_from_meeting(petition, by=tree.leading, now=at(RAISED))
    with pytest.raises(RuleBroken, match="đã thông qua"):
        service.change_in_meeting(
            petition,
            author=tree.author,
            kind=petition.kind,
            text="Nói khác.",
            version=petition.version,
            by=tree.leading,
            now=at(RAISED),
        )


def test_its_author_does_not_change_what_the_minutes_hold_but_may_withdraw_it(tree, meeting):
    petition = heard(tree, meeting)
    with pytest.raises(RuleBroken, match="trong biên bản"):
        service.change_petition(
            petition,
            kind=petition.kind,
            text="Nói khác.",
            version=petition.version,
            by=tree.asking,
            now=at(RAISED),
        )

    stage = petition.stages[0]
    service.withdraw(petition, version=stage.version, by=tree.asking, now=at(RAISED))
    db.session.flush()

    assert [row.text for row in data_of(meeting).petitions] == [TEXT]


def test_what_was_answered_already_is_not_taken_back(tree, meeting):
    petition = heard(tree, meeting)
    answer(petition.stages[0], tree.leading, RAISED)

    with pytest.raises(RuleBroken, match="đã được trả lời"):
        service.remove_from_meeting(petition, by=tree.leading, now=at(RAISED))
