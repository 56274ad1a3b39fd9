"""What stands beside the page to draw from."""

from datetime import date

import pytest

from app.extensions import db
from app.kernel.errors import RuleBroken
from app.pledges.models import PledgeResult, PledgeStep
from app.pledges.queries.sources import sources_of
from app.pledges.queries.writing import written_in
from app.pledges.rules import (
    EditionState,
    ItemSource,
    Judge,
    Outcome,
    PledgeStatus,
    Stage,
    StepKind,
)
from app.pledges.service.writing import take_source
from tests.factory import NOW

ON = date(2026, 11, 10)


@pytest.fixture
def pledge(make, committee, branch, author):
    campaign = make.campaign(
        committee, sections=("Về tư tưởng chính trị", "Về thực hiện nhiệm vụ chuyên môn")
    )
    return make.pledge(author, campaign=campaign, branch=branch)


@pytest.fixture
def last(make, committee, branch, author):
    """Last year's pledge, commented by the branch."""
    return make.pledge(
        author,
        campaign=make.campaign(committee, year=2025),
        branch=branch,
        status=PledgeStatus.COMMENTED,
        lines=("Đạt", "Chưa ai xem", "Chưa đạt", "Một phần"),
    )


def judge(pledge, line, outcome, *, by=Judge.BRANCH, comment=None, stage=Stage.YEAREND):
    result = PledgeResult(
        pledge=pledge,
        line_id=pledge.last.items[line].line_id,
        stage=stage,
        judge=by,
        outcome=outcome,
        comment=comment,
        at=NOW,
        by="Trần Thị Hạnh",
    )
    db.session.add(result)
    db.session.flush()
    return result


def offered(pledge):
    db.session.expire_all()
    return sources_of(pledge, written_in(pledge), on=ON)


def test_what_was_not_kept_last_year_comes_first(pledge, last):
    judge(last, 0, Outcome.MET)
    judge(last, 2, Outcome.NOT_MET)
    judge(last, 3, Outcome.PARTLY_MET)

    found = offered(pledge).last_pledge

    assert [one.content for one in found] == ["Chưa đạt", "Một phần", "Chưa ai xem", "Đạt"]
    assert [one.state for one in found] == ["Chưa đạt", "Đạt một phần", "", "Đạt"]


def test_the_branchs_word_goes_before_the_members(pledge, last):
    judge(last, 0, Outcome.MET, by=Judge.MEMBER)
    judge(last, 0, Outcome.NOT_MET)
    judge(last, 1, Outcome.MET, by=Judge.MEMBER, stage=Stage.MIDYEAR)

    found = {one.content: one.state for one in offered(pledge).last_pledge}

    assert (found["Đạt"], found["Chưa ai xem"]) == ("Chưa đạt", "")


def test_what_the_branch_is_still_weighing_is_not_told(pledge, last):
    last.status = PledgeStatus.SELF_REVIEWED
    judge(last, 0, Outcome.NOT_MET, comment="Còn chậm")

    found = offered(pledge)

    assert {one.state for one in found.last_pledge} == {""}
    assert list(found.shortcomings) == []


def test_the_branchs_comments_are_offered_to_be_mended(pledge, last):
    judge(last, 0, Outcome.MET, comment="Rất tốt")
    judge(last, 2, Outcome.NOT_MET, comment="báo cáo còn chậm")
    last.steps.append(
        PledgeStep(
            number=1,
            kind=StepKind.COMMENTED,
            edition=1,
            at=NOW,
            by="Bí thư",
            comment="Cần mạnh dạn",
        )
    )
    db.session.flush()

    found = offered(pledge).shortcomings

    assert [one.content for one in found] == ["Khắc phục: báo cáo còn chậm", "Cần mạnh dạn"]


def test_open_tasks_are_offered_under_the_work_of_ones_post(make, pledge, branch, author):
    task = make.assignment(
        meeting=make.meeting(branch=branch), accountable=author, due_on=date(2026, 11, 25)
    )

    (found,) = offered(pledge).assignments

    assert (found.source_id, found.due_on) == (task.id, date(2026, 11, 25))
    assert found.section_id == pledge.campaign.template.sections[1].id


def test_nothing_is_offered_to_whoever_types_from_paper(pledge, last):
    pledge.last.is_from_paper = True
    db.session.flush()

    assert not offered(pledge).is_offered


def test_what_was_taken_says_so_and_is_not_taken_twice(make, pledge, last, branch):
    actor = make.actor(at=branch)
    judge(last, 2, Outcome.NOT_MET)
    one = offered(pledge).last_pledge[0]

    item = take_source(pledge, one, by=actor, now=NOW)

    assert (item.content, item.source, item.source_id) == (
        "Chưa đạt",
        ItemSource.LAST_PLEDGE,
        one.source_id,
    )
    assert offered(pledge).last_pledge[0].is_taken
    with pytest.raises(RuleBroken, match="đã có trong bản cam kết"):
        take_source(pledge, one, by=actor, now=NOW)


def test_a_text_that_was_never_confirmed_is_offered_as_it_was_left(make, committee, pledge, last):
    last.status, last.last.state = PledgeStatus.SUBMITTED, EditionState.SUBMITTED
    db.session.flush()

    assert len(offered(pledge).last_pledge) == 4


def test_sources_cost_the_same_for_a_long_year(make, pledge, last, branch, author, count_queries):
    meeting = make.meeting(branch=branch)
    make.assignment(meeting=meeting, accountable=author)
    judge(last, 0, Outcome.NOT_MET, comment="Chậm")
    written = written_in(pledge)
    db.session.flush()
    with count_queries() as few:
        sources_of(pledge, written, on=ON)
    for line in (1, 2, 3):
        judge(last, line, Outcome.NOT_MET, comment="Chậm")
        make.assignment(meeting=meeting, accountable=author)
    db.session.flush()

    with count_queries() as many:
        sources_of(pledge, written, on=ON)

    assert len(many) <= len(few) == 6
