"""The life of a yearly pledge: written, submitted, confirmed, made public, held against its
author at year's end (pledges.md §3).

What may be done next follows from the pledge's status and from the state of its last edition:
a submitted text is fixed, so every change of it is an edition of its own.
"""

from enum import StrEnum

from app.kernel.errors import RuleBroken


class PledgeStatus(StrEnum):
    DRAFT = "draft"
    SUBMITTED = "submitted"
    RETURNED = "returned"
    CONFIRMED = "confirmed"
    SELF_REVIEWED = "self_reviewed"
    COMMENTED = "commented"
    CLOSED = "closed"


STATUS_LABELS = {
    PledgeStatus.DRAFT: "Bản nháp",
    PledgeStatus.SUBMITTED: "Đã nộp",
    PledgeStatus.RETURNED: "Yêu cầu bổ sung",
    PledgeStatus.CONFIRMED: "Đã xác nhận",
    PledgeStatus.SELF_REVIEWED: "Đã tự đánh giá cuối năm",
    PledgeStatus.COMMENTED: "Chi bộ đã nhận xét",
    PledgeStatus.CLOSED: "Đã khóa",
}

# A text in force stands behind these.
IN_FORCE = frozenset(
    {
        PledgeStatus.CONFIRMED,
        PledgeStatus.SELF_REVIEWED,
        PledgeStatus.COMMENTED,
        PledgeStatus.CLOSED,
    }
)


class EditionState(StrEnum):
    """Of one text of a pledge; only an open one is written."""

    OPEN = "open"
    SUBMITTED = "submitted"
    RETURNED = "returned"
    CONFIRMED = "confirmed"
    DROPPED = "dropped"


EDITION_LABELS = {
    EditionState.OPEN: "Đang viết",
    EditionState.SUBMITTED: "Chờ xác nhận",
    EditionState.RETURNED: "Trả lại để bổ sung",
    EditionState.CONFIRMED: "Đã xác nhận",
    EditionState.DROPPED: "Không dùng",
}


class StepKind(StrEnum):
    """What was done with a pledge, each a dated line with who did it."""

    STARTED = "started"
    SUBMITTED = "submitted"
    RETURNED = "returned"
    CONFIRMED = "confirmed"
    REVISED = "revised"
    DROPPED = "dropped"
    PUBLISHED = "published"
    UNPUBLISHED = "unpublished"
    TAKEN_OVER = "taken_over"
    CHECKED = "checked"
    SELF_REVIEWED = "self_reviewed"
    REVIEW_RETURNED = "review_returned"
    COMMENTED = "commented"
    CLOSED = "closed"


STEP_LABELS = {
    StepKind.STARTED: "Bắt đầu viết",
    StepKind.SUBMITTED: "Nộp bản cam kết",
    StepKind.RETURNED: "Yêu cầu bổ sung",
    StepKind.CONFIRMED: "Xác nhận",
    StepKind.REVISED: "Viết lại sau khi xác nhận",
    StepKind.DROPPED: "Bỏ bản viết lại",
    StepKind.PUBLISHED: "Công khai trong chi bộ",
    StepKind.UNPUBLISHED: "Thôi công khai",
    StepKind.TAKEN_OVER: "Chuyển đến chi bộ mới",
    StepKind.CHECKED: "Tự kiểm giữa năm",
    StepKind.SELF_REVIEWED: "Tự đánh giá cuối năm",
    StepKind.REVIEW_RETURNED: "Chi bộ yêu cầu đánh giá lại",
    StepKind.COMMENTED: "Chi bộ nhận xét",
    StepKind.CLOSED: "Khóa bản cam kết",
}


class Verb(StrEnum):
    """What may be done with the text of a pledge."""

    WRITE = "write"
    SUBMIT = "submit"
    RETURN = "return"
    CONFIRM = "confirm"
    REVISE = "revise"
    DROP = "drop"
    PUBLISH = "publish"
    UNPUBLISH = "unpublish"


def verbs_now(status: PledgeStatus, last: EditionState, *, is_public: bool) -> frozenset[Verb]:
    """What the state of a pledge allows; who may is another question."""
    allowed = set()
    if is_writable(status, last):
        allowed |= {Verb.WRITE, Verb.SUBMIT}
        if status is PledgeStatus.CONFIRMED:
            allowed.add(Verb.DROP)
    if last is EditionState.SUBMITTED:
        allowed |= {Verb.RETURN, Verb.CONFIRM}
    elif status is PledgeStatus.CONFIRMED and last is not EditionState.OPEN:
        allowed.add(Verb.REVISE)
    if is_public:
        allowed.add(Verb.UNPUBLISH)
    elif status in IN_FORCE:
        allowed.add(Verb.PUBLISH)
    return frozenset(allowed)


def is_writable(status: PledgeStatus, last: EditionState) -> bool:
    """Whether the last edition may be written on just now."""
    return last is EditionState.OPEN and status in {
        PledgeStatus.DRAFT,
        PledgeStatus.RETURNED,
        PledgeStatus.CONFIRMED,
    }


def check_writable(status: PledgeStatus, last: EditionState) -> None:
    if not is_writable(status, last):
        raise RuleBroken(
            "Bản cam kết đã nộp nên không sửa được nữa; cần sửa thì xin chi bộ trả lại để bổ sung, "
            "hoặc chọn Viết lại nếu đã được xác nhận."
        )


def check_begun_so(begun_from_paper: bool, *, is_from_paper: bool, name: str) -> None:
    """Nobody writes on in what somebody else has begun."""
    if begun_from_paper and not is_from_paper:
        raise RuleBroken("Chi bộ đang nhập bản cam kết của đồng chí từ bản giấy đã ký.")
    if is_from_paper and not begun_from_paper:
        raise RuleBroken(
            f"Đồng chí {name} đã tự viết bản cam kết năm nay nên không nhập từ bản giấy.",
            field="member_id",
        )


def check_waits(last: EditionState) -> None:
    """Only what was submitted is confirmed or returned."""
    if last is not EditionState.SUBMITTED:
        raise RuleBroken("Bản cam kết này không chờ xác nhận; tải lại trang để xem.")


def check_not_own(*, is_own: bool) -> None:
    if is_own:
        raise RuleBroken(
            "Đồng chí không tự xác nhận, nhận xét bản cam kết của mình; xin nhờ đồng chí khác "
            "trong chi ủy, hoặc cấp ủy cấp trên."
        )


def check_confirmable_above(*, is_leaders: bool) -> None:
    """The committee above confirms for those who lead the branch, the branch for everybody."""
    if not is_leaders:
        raise RuleBroken("Bản cam kết của đảng viên do chi bộ xác nhận.")


def check_moved(*, is_here: bool) -> None:
    if is_here:
        raise RuleBroken("Chi bộ đã giữ bản cam kết này.")


def check_revisable(status: PledgeStatus, last: EditionState) -> None:
    """A confirmed text is changed by a new edition, until the review at year's end."""
    if status is not PledgeStatus.CONFIRMED:
        raise RuleBroken("Chỉ bản cam kết đã xác nhận, chưa đánh giá cuối năm mới được viết lại.")
    if last in {EditionState.OPEN, EditionState.SUBMITTED}:
        raise RuleBroken("Đã có một bản viết lại chưa xong; xin làm tiếp bản đó.")


def check_droppable(status: PledgeStatus, last: EditionState) -> None:
    if status is not PledgeStatus.CONFIRMED or last is not EditionState.OPEN:
        raise RuleBroken("Chỉ bỏ được bản đang viết lại; bản đã nộp hoặc xác nhận thì giữ nguyên.")


def check_publishable(status: PledgeStatus, *, is_public: bool) -> None:
    if status not in IN_FORCE:
        raise RuleBroken("Chỉ công khai bản cam kết chi bộ đã xác nhận.")
    if is_public:
        raise RuleBroken("Bản cam kết này đã công khai.")


def check_public(*, is_public: bool) -> None:
    if not is_public:
        raise RuleBroken("Bản cam kết này chưa công khai.")


def check_closable(status: PledgeStatus) -> None:
    if status is not PledgeStatus.COMMENTED:
        raise RuleBroken("Chỉ khóa bản cam kết chi bộ đã nhận xét cuối năm.")
