from datetime import date
from uuid import uuid4

import pytest
from sqlalchemy import select, update
from sqlalchemy.orm.exc import StaleDataError

from app.assignments.service import Upload
from app.audit.events import Event
from app.audit.models import AuditEntry
from app.extensions import db
from app.kernel.clock import moment_of
from app.kernel.errors import RuleBroken, StaleEdit
from app.pledges.models import Pledge, PledgeEdition, PledgeItem, PledgeResult
from app.pledges.queries.evidence import Fact
from app.pledges.queries.results import (
    branch_word,
    get_judged,
    pledge_sum,
    result_lines,
    sums_of,
)
from app.pledges.rules import (
    EditionState,
    EvidenceKind,
    Judge,
    Outcome,
    PledgeStatus,
    PledgeSum,
    Stage,
    StepKind,
)
from app.pledges.service import results
from app.pledges.service.results import Judgement, ShownBy
from tests.pledges.year_end import ALL_MET, DECEMBER, MIXED, year_end_of

UNJUDGED = PledgeSum(0, 0, 0, 3)
ONE_EACH = PledgeSum(1, 1, 1, 0)


@pytest.fixture
def year_end(make):
    return year_end_of(make)


def facts_of(event):
    entry = db.session.scalars(
        select(AuditEntry).where(AuditEntry.event == event.value).order_by(AuditEntry.sequence)
    ).all()[-1]
    return entry.facts


def kinds(pledge):
    return [step.kind for step in pledge.steps]


MET = Judgement(Outcome.MET)


def judge(year_end, judgement=MET, *, stage=Stage.YEAREND, **values):
    how = {"version": None, "by": year_end.by(), "now": DECEMBER, **values}
    return results.judge_line(year_end.pledge, year_end.lines[0], stage, judgement, **how)


def test_a_draft_is_its_authors_and_leaves_no_trace(year_end):
    judge(year_end)

    assert kinds(year_end.pledge) == []
    assert db.session.scalars(select(AuditEntry)).all() == []
    assert [line.by_member for line in result_lines(year_end.pledge)] == [None, None, None]
    assert pledge_sum(year_end.pledge, Judge.MEMBER) == UNJUDGED


def test_a_line_is_mended_in_place_and_an_old_form_is_noticed(year_end):
    first = judge(year_end)
    seen = first.version

    mended = judge(year_end, Judgement(Outcome.PARTLY_MET, "Còn chậm"), version=seen)

    assert mended is first
    assert (mended.outcome, mended.comment) == (Outcome.PARTLY_MET, "Còn chậm")
    for version in (seen, None):
        with pytest.raises(StaleEdit):
            judge(year_end, version=version)


def test_a_version_of_what_is_not_there_is_stale(year_end):
    with pytest.raises(StaleEdit):
        judge(year_end, version=3)


def test_whoever_hands_in_what_they_saw_before_a_line_changed_is_told(year_end):
    year_end.judged()
    seen = year_end.pledge.version
    judge(year_end, version=year_end.pledge.results[0].version)

    with pytest.raises(StaleEdit):
        results.hand_in_review(year_end.pledge, version=seen, by=year_end.by(), now=DECEMBER)


def test_of_two_at_once_the_second_stores_nothing(year_end):
    faster = update(Pledge).values(version=Pledge.version + 1)
    db.session.execute(faster.execution_options(synchronize_session=False))

    with pytest.raises(StaleDataError):
        judge(year_end)

    db.session.rollback()
    assert db.session.scalars(select(PledgeResult)).all() == []


def test_the_review_is_handed_in_whole(year_end):
    judge(year_end)
    with pytest.raises(RuleBroken, match="Còn 2/3 nội dung"):
        results.hand_in_review(
            year_end.pledge, version=year_end.pledge.version, by=year_end.by(), now=DECEMBER
        )
    assert year_end.pledge.status is PledgeStatus.CONFIRMED


def test_handed_in_it_is_counted_and_shown(year_end):
    year_end.handed_in()

    assert year_end.pledge.status is PledgeStatus.SELF_REVIEWED
    assert kinds(year_end.pledge) == [StepKind.SELF_REVIEWED]
    assert facts_of(Event.PLEDGE_SELF_REVIEWED) == {"met": 1, "partly_met": 1, "not_met": 1}
    assert pledge_sum(year_end.pledge, Judge.MEMBER) == ONE_EACH
    assert pledge_sum(year_end.pledge, Judge.BRANCH) == UNJUDGED
    with pytest.raises(RuleBroken, match="đã gửi nên không sửa được"):
        judge(year_end, version=year_end.pledge.results[0].version)


def test_the_check_at_mid_year_holds_nothing_back(year_end):
    year_end.judged(stage=Stage.MIDYEAR)

    results.hand_in_check(
        year_end.pledge, version=year_end.pledge.version, by=year_end.by(), now=DECEMBER
    )

    assert year_end.pledge.status is PledgeStatus.CONFIRMED
    assert year_end.pledge.checked_at == DECEMBER
    assert facts_of(Event.PLEDGE_CHECKED)["met"] == 1
    assert [line.outcome for line in result_lines(year_end.pledge)] == list(MIXED)
    assert pledge_sum(year_end.pledge, Judge.MEMBER) == UNJUDGED
    with pytest.raises(RuleBroken, match="tự kiểm giữa năm đã gửi"):
        judge(year_end, stage=Stage.MIDYEAR, version=year_end.pledge.results[0].version)
    year_end.handed_in()


def test_a_text_that_is_being_changed_holds_the_review_back(year_end):
    year_end.judged()
    year_end.pledge.editions.append(PledgeEdition(number=2, state=EditionState.OPEN))
    db.session.flush()

    with pytest.raises(RuleBroken, match="bản viết lại chưa xong"):
        results.hand_in_review(
            year_end.pledge, version=year_end.pledge.version, by=year_end.by(), now=DECEMBER
        )


def test_results_survive_a_change_of_wording_and_count_the_text_in_force(year_end):
    first = year_end.pledge.last
    year_end.pledge.editions.append(
        PledgeEdition(
            number=2,
            state=EditionState.CONFIRMED,
            items=[
                PledgeItem(
                    line_id=item.line_id,
                    section=item.section,
                    position=item.position,
                    content=f"{item.content}, viết lại",
                )
                for item in first.items[:2]
            ],
        )
    )
    db.session.flush()

    year_end.handed_in((Outcome.MET, Outcome.NOT_MET))

    assert pledge_sum(year_end.pledge, Judge.MEMBER) == PledgeSum(1, 0, 1, 0)
    [sums] = sums_of(2026, year_end.committee.path)
    assert sums.by_member == PledgeSum(1, 0, 1, 0)


def test_who_typed_a_pledge_from_paper_is_named_with_the_review(year_end):
    year_end.judged()

    results.hand_in_review(
        year_end.pledge,
        version=year_end.pledge.version,
        by=year_end.by("secretary"),
        now=DECEMBER,
    )

    assert year_end.pledge.steps[-1].comment == "Nhập theo bản giấy đảng viên đã ký"


def test_the_branch_asks_again_and_the_author_mends(year_end):
    year_end.handed_in()

    results.return_review(
        year_end.pledge,
        comment="Nêu rõ hai đề tài chưa nghiệm thu",
        version=year_end.pledge.version,
        by=year_end.by("secretary"),
        now=DECEMBER,
    )

    assert year_end.pledge.status is PledgeStatus.CONFIRMED
    assert pledge_sum(year_end.pledge, Judge.MEMBER) == UNJUDGED
    judge(year_end, version=year_end.pledge.results[0].version)
    results.hand_in_review(
        year_end.pledge, version=year_end.pledge.version, by=year_end.by(), now=DECEMBER
    )
    assert pledge_sum(year_end.pledge, Judge.MEMBER) == ONE_EACH


def test_the_branch_gives_its_own_result_and_may_mend_it_until_the_close(year_end):
    year_end.handed_in(ALL_MET)
    year_end.commented(MIXED)
    year_end.commented(ALL_MET, comment="Hoàn thành cam kết.")

    pledge = year_end.pledge
    assert pledge.status is PledgeStatus.COMMENTED
    assert pledge_sum(pledge, Judge.BRANCH) == PledgeSum(3, 0, 0, 0)
    assert branch_word(pledge) == "Hoàn thành cam kết."
    assert facts_of(Event.PLEDGE_COMMENTED)["comment"] == "Hoàn thành cam kết."

    results.close_pledge(pledge, version=pledge.version, by=year_end.by("secretary"), now=DECEMBER)

    assert kinds(pledge)[-1] is StepKind.CLOSED
    with pytest.raises(RuleBroken, match="đã khóa"):
        year_end.commented()


def test_the_branch_judges_every_line(year_end):
    year_end.handed_in()

    with pytest.raises(RuleBroken, match="Còn 1/3 nội dung chưa chọn kết quả: nội dung 2"):
        year_end.commented((Outcome.MET, None, Outcome.MET))


def test_nobody_comments_on_their_own_pledge(year_end):
    year_end.handed_in()
    year_end.secretary = year_end.author

    for change in (
        year_end.commented,
        lambda: results.return_review(
            year_end.pledge,
            comment="Xem lại",
            version=year_end.pledge.version,
            by=year_end.by("secretary"),
            now=DECEMBER,
        ),
    ):
        with pytest.raises(RuleBroken, match="không tự xác nhận, nhận xét"):
            change()


def test_the_committee_comments_on_those_who_lead_a_branch_alone(year_end):
    year_end.handed_in()
    with pytest.raises(RuleBroken, match="do chi bộ xác nhận"):
        year_end.commented(who="above")

    year_end.pledge.is_leaders = True
    year_end.commented(who="above")

    assert year_end.pledge.status is PledgeStatus.COMMENTED


@pytest.mark.parametrize("verb", [results.close_pledge, results.hand_in_review])
def test_every_verb_notices_an_old_page(year_end, verb):
    year_end.judged()

    with pytest.raises(StaleEdit):
        verb(year_end.pledge, version=0, by=year_end.by(), now=DECEMBER)


def test_a_year_still_to_come_is_not_judged(year_end):
    with pytest.raises(RuleBroken, match="chưa đến năm thực hiện"):
        judge(year_end, now=moment_of(date(2025, 12, 20)))


def test_evidence_is_kept_in_the_words_of_its_day(year_end, tmp_path):
    task_id = uuid4()
    facts = [
        Fact(EvidenceKind.ATTENDANCE, "Dự 9/10 buổi sinh hoạt phải dự đến ngày 10/12/2026"),
        Fact(EvidenceKind.ASSIGNMENT, "Hoàn thành nhiệm vụ", task_id),
    ]
    upload = Upload("quyet-dinh.txt", "Quyết định khen thưởng".encode())
    shown_by = ShownBy(facts=facts, note="Giấy khen của xã", uploads=[upload])

    result = judge(year_end, shown_by=shown_by, folder=tmp_path)

    found = get_judged(year_end.pledge.id).results[0].evidence
    assert [piece.kind for piece in found] == [
        EvidenceKind.ATTENDANCE,
        EvidenceKind.ASSIGNMENT,
        EvidenceKind.NOTE,
        EvidenceKind.FILE,
    ]
    assert found[0].text == facts[0].text
    assert found[1].subject_id == task_id

    file = found[-1]
    judge(
        year_end,
        shown_by=ShownBy(note="Giấy khen", dropped={file.id}),
        folder=tmp_path,
        version=result.version,
    )
    db.session.expire_all()
    kept = db.session.scalars(select(PledgeResult)).one().evidence
    assert [(piece.kind, piece.text) for piece in kept] == [(EvidenceKind.NOTE, "Giấy khen")]


def test_too_many_files_are_refused(year_end, tmp_path):
    uploads = [Upload("a.txt", f"{number}".encode()) for number in range(11)]

    with pytest.raises(RuleBroken, match="nhiều nhất 10 tệp"):
        judge(year_end, shown_by=ShownBy(uploads=uploads), folder=tmp_path)


def test_the_sums_of_a_committee_are_those_of_its_pledges_in_one_query(
    year_end, make, count_queries
):
    year_end.handed_in(ALL_MET)
    year_end.commented(MIXED)
    others = [
        make.pledge(
            make.member(branch=year_end.branch),
            campaign=year_end.pledge.campaign,
            branch=year_end.branch,
            status=PledgeStatus.CONFIRMED,
        )
        for _ in range(5)
    ]
    make.pledge(
        make.member(branch=year_end.branch),
        campaign=year_end.pledge.campaign,
        branch=year_end.branch,
        status=PledgeStatus.SUBMITTED,
    )

    with count_queries() as statements:
        found = {sums.pledge_id: sums for sums in sums_of(2026, year_end.committee.path)}

    assert len(statements) == 1
    assert set(found) == {year_end.pledge.id, *(pledge.id for pledge in others)}
    judged = found[year_end.pledge.id]
    assert (judged.by_member, judged.by_branch) == (PledgeSum(3, 0, 0, 0), ONE_EACH)
    assert judged.member_id == year_end.author.id
    assert found[others[0].id].by_branch == PledgeSum(0, 0, 0, 1)
    assert sums_of(2025, year_end.committee.path) == []
    assert sums_of(2026, make.branch().path) == []
