"""The states of a pledge and what each allows."""

import pytest

from app.kernel.errors import RuleBroken
from app.pledges.rules import IN_FORCE, EditionState, PledgeStatus, StepKind
from app.pledges.rules.life import (
    Verb,
    check_closable,
    check_confirmable_above,
    check_droppable,
    check_moved,
    check_not_own,
    check_public,
    check_publishable,
    check_revisable,
    check_waits,
    check_writable,
    verbs_now,
)
from app.pledges.rules.way import Insight, is_comment_told, is_told, stages_of

S, E, V = PledgeStatus, EditionState, Verb
# Every pair of states that occurs, and what may be done then while the pledge is not public.
TABLE = [
    (S.DRAFT, E.OPEN, {V.WRITE, V.SUBMIT}),
    (S.SUBMITTED, E.SUBMITTED, {V.RETURN, V.CONFIRM}),
    (S.RETURNED, E.OPEN, {V.WRITE, V.SUBMIT}),
    (S.CONFIRMED, E.CONFIRMED, {V.REVISE, V.PUBLISH}),
    (S.CONFIRMED, E.OPEN, {V.WRITE, V.SUBMIT, V.DROP, V.PUBLISH}),
    (S.CONFIRMED, E.SUBMITTED, {V.RETURN, V.CONFIRM, V.PUBLISH}),
    (S.CONFIRMED, E.DROPPED, {V.REVISE, V.PUBLISH}),
    (S.SELF_REVIEWED, E.CONFIRMED, {V.PUBLISH}),
    (S.SELF_REVIEWED, E.DROPPED, {V.PUBLISH}),
    (S.COMMENTED, E.CONFIRMED, {V.PUBLISH}),
    (S.CLOSED, E.CONFIRMED, {V.PUBLISH}),
]
CHECKS = {
    V.WRITE: check_writable,
    V.SUBMIT: check_writable,
    V.RETURN: lambda _status, last: check_waits(last),
    V.CONFIRM: lambda _status, last: check_waits(last),
    V.REVISE: check_revisable,
    V.DROP: check_droppable,
    V.PUBLISH: lambda status, _last: check_publishable(status, is_public=False),
    V.UNPUBLISH: lambda _status, _last: check_public(is_public=False),
}


@pytest.mark.parametrize(("status", "last", "allowed"), TABLE)
def test_each_state_allows_its_verbs_and_no_other(status, last, allowed):
    assert verbs_now(status, last, is_public=False) == allowed


@pytest.mark.parametrize("verb", Verb)
@pytest.mark.parametrize(("status", "last", "allowed"), TABLE)
def test_what_is_offered_is_what_the_verbs_take(status, last, allowed, verb):
    if verb in allowed:
        CHECKS[verb](status, last)
    else:
        with pytest.raises(RuleBroken):
            CHECKS[verb](status, last)


@pytest.mark.parametrize("status", sorted(IN_FORCE))
def test_what_is_public_is_only_taken_back(status):
    verbs = verbs_now(status, EditionState.CONFIRMED, is_public=True)

    assert Verb.UNPUBLISH in verbs
    assert Verb.PUBLISH not in verbs
    check_public(is_public=True)
    with pytest.raises(RuleBroken, match="đã công khai"):
        check_publishable(status, is_public=True)


def test_nobody_confirms_for_themselves():
    check_not_own(is_own=False)
    with pytest.raises(RuleBroken, match="không tự xác nhận"):
        check_not_own(is_own=True)


def test_the_committee_confirms_for_leaders_only():
    check_confirmable_above(is_leaders=True)
    with pytest.raises(RuleBroken, match="do chi bộ xác nhận"):
        check_confirmable_above(is_leaders=False)


@pytest.mark.parametrize("status", [one for one in PledgeStatus if one is not S.COMMENTED])
def test_only_what_was_commented_on_is_closed(status):
    check_closable(PledgeStatus.COMMENTED)
    with pytest.raises(RuleBroken):
        check_closable(status)


def test_a_pledge_moves_only_to_another_branch():
    check_moved(is_here=False)
    with pytest.raises(RuleBroken, match="đã giữ"):
        check_moved(is_here=True)


@pytest.mark.parametrize(
    ("status", "done", "current"),
    [
        (S.DRAFT, 0, "Nộp"),
        (S.SUBMITTED, 1, "Xác nhận"),
        (S.RETURNED, 0, "Nộp"),
        (S.CONFIRMED, 2, "Tự đánh giá cuối năm"),
        (S.SELF_REVIEWED, 3, "Chi bộ nhận xét"),
        (S.COMMENTED, 4, "Khóa"),
        (S.CLOSED, 5, None),
    ],
)
def test_the_way_shows_what_is_done_and_what_comes(status, done, current):
    stages = stages_of(status, {})

    assert sum(stage.is_done for stage in stages) == done
    assert [stage.label for stage in stages if stage.is_current] == ([current] if current else [])


def test_the_check_at_midyear_is_done_only_if_it_was():
    done = {StepKind.CHECKED: "02/07/2026 · Võ Văn Bình"}

    [before] = [s for s in stages_of(S.CONFIRMED, {}) if s.label == "Tự kiểm giữa năm"]
    [after] = [s for s in stages_of(S.CONFIRMED, done) if s.label == "Tự kiểm giữa năm"]

    assert (before.is_done, before.note) == (False, "")
    assert (after.is_done, after.note) == (True, "02/07/2026 · Võ Văn Bình")


def test_a_returned_pledge_says_that_it_waits_to_be_mended():
    done = {StepKind.SUBMITTED: "02/02/2026 · Võ Văn Bình"}

    assert stages_of(S.RETURNED, done)[0].note == "Đang bổ sung để nộp lại"


@pytest.mark.parametrize(
    ("kind", "edition", "insight", "told"),
    [
        (StepKind.RETURNED, 1, Insight.FULL, True),
        (StepKind.RETURNED, 1, Insight.KEPT, False),
        (StepKind.STARTED, 1, Insight.KEPT, False),
        (StepKind.CONFIRMED, 2, Insight.KEPT, True),
        (StepKind.CONFIRMED, 2, Insight.PUBLIC, True),
        (StepKind.SUBMITTED, 3, Insight.KEPT, False),
        (StepKind.SUBMITTED, 3, Insight.FULL, True),
        (StepKind.REVISED, 3, Insight.KEPT, False),
        (StepKind.PUBLISHED, 2, Insight.PUBLIC, True),
        (StepKind.SELF_REVIEWED, 3, Insight.PUBLIC, True),
        (StepKind.DROPPED, 2, Insight.PUBLIC, False),
    ],
)
def test_a_reader_is_told_what_they_may_read_of(kind, edition, insight, told):
    assert is_told(kind, edition, insight, in_force=2) is told
    if insight is not Insight.FULL:
        assert not is_told(kind, edition, insight, in_force=None)


@pytest.mark.parametrize(
    ("kind", "least"),
    [
        (StepKind.RETURNED, Insight.FULL),
        (StepKind.COMMENTED, Insight.FULL),
        (StepKind.REVISED, Insight.KEPT),
        (StepKind.TAKEN_OVER, Insight.KEPT),
    ],
)
def test_a_comment_is_told_to_whom_it_concerns(kind, least):
    for insight in Insight:
        assert is_comment_told(kind, insight) is (insight >= least)
