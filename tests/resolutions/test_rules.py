from datetime import date

import pytest

from app.kernel.errors import RuleBroken
from app.resolutions.rules import ResolutionStatus
from app.resolutions.rules.life import (
    check_adoptable,
    check_editable,
    check_issuable,
    check_returnable,
)

DAY = date(2026, 11, 3)
DRAFT, ADOPTED, ISSUED = (
    ResolutionStatus.DRAFT,
    ResolutionStatus.ADOPTED,
    ResolutionStatus.ISSUED,
)


def test_a_draft_may_be_edited():
    check_editable(DRAFT)


def test_what_was_voted_on_is_not_edited_but_returned():
    with pytest.raises(RuleBroken, match="trả về dự thảo"):
        check_editable(ADOPTED)


def test_only_an_adopted_resolution_is_returned_and_with_a_reason():
    check_returnable(ADOPTED, reason="Ghi nhầm phiếu")
    with pytest.raises(RuleBroken, match="Nêu lý do"):
        check_returnable(ADOPTED, reason="")
    for status in (DRAFT, ISSUED):
        with pytest.raises(RuleBroken, match="chưa ban hành"):
            check_returnable(status, reason="Ghi nhầm phiếu")


def test_a_resolution_whose_vote_was_corrected_below_the_share_is_not_issued():
    with pytest.raises(RuleBroken, match="không còn đủ số phiếu"):
        check_issuable(ADOPTED, is_passed=False, issued_on=DAY, held_on=DAY, today=DAY)


def test_an_issued_resolution_is_mended_by_a_new_one():
    with pytest.raises(RuleBroken, match="cần ra văn bản mới"):
        check_editable(ISSUED)


@pytest.mark.parametrize("status", [ADOPTED, ISSUED])
def test_only_a_draft_is_adopted(status):
    with pytest.raises(RuleBroken, match="đang dự thảo"):
        check_adoptable(status, is_passed=True)


def test_a_vote_that_failed_adopts_nothing():
    with pytest.raises(RuleBroken, match="chưa đủ số phiếu"):
        check_adoptable(DRAFT, is_passed=False)


@pytest.mark.parametrize(
    ("status", "issued_on", "today", "message"),
    [
        (DRAFT, DAY, DAY, "đã được biểu quyết thông qua"),
        (ISSUED, DAY, DAY, "đã được biểu quyết thông qua"),
        (ADOPTED, date(2026, 11, 2), DAY, "không thể trước ngày họp"),
        (ADOPTED, date(2026, 11, 4), DAY, "ở tương lai"),
    ],
)
def test_issuing_is_refused(status, issued_on, today, message):
    with pytest.raises(RuleBroken, match=message):
        check_issuable(status, is_passed=True, issued_on=issued_on, held_on=DAY, today=today)


def test_a_resolution_may_be_issued_on_the_day_of_its_meeting():
    check_issuable(ADOPTED, is_passed=True, issued_on=DAY, held_on=DAY, today=DAY)
