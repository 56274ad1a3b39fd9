"""What became of a commitment: met, partly met, not met; by the member, then by the branch."""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from app.kernel.errors import RuleBroken
from app.pledges.rules.life import IN_FORCE, EditionState, PledgeStatus

COMMENT_LENGTH = 2_000
MOST_FILES = 10


class Outcome(StrEnum):
    MET = "met"
    PARTLY_MET = "partly_met"
    NOT_MET = "not_met"


OUTCOME_LABELS = {
    Outcome.MET: "Đạt",
    Outcome.PARTLY_MET: "Đạt một phần",
    Outcome.NOT_MET: "Chưa đạt",
}
OUTCOME_TONES = {Outcome.MET: "ok", Outcome.PARTLY_MET: "soon", Outcome.NOT_MET: "late"}


class Stage(StrEnum):
    MIDYEAR = "midyear"
    YEAREND = "yearend"


STAGE_LABELS = {Stage.MIDYEAR: "Giữa năm", Stage.YEAREND: "Cuối năm"}


class Judge(StrEnum):
    MEMBER = "member"
    BRANCH = "branch"


JUDGE_LABELS = {Judge.MEMBER: "Tự đánh giá", Judge.BRANCH: "Chi bộ nhận xét"}


class EvidenceKind(StrEnum):
    ASSIGNMENT = "assignment"
    ATTENDANCE = "attendance"
    STATEMENTS = "statements"
    FILE = "file"
    NOTE = "note"


EVIDENCE_LABELS = {
    EvidenceKind.ASSIGNMENT: "Nhiệm vụ",
    EvidenceKind.ATTENDANCE: "Dự sinh hoạt",
    EvidenceKind.STATEMENTS: "Phát biểu",
    EvidenceKind.FILE: "Tệp",
    EvidenceKind.NOTE: "Ghi chú",
}


@dataclass(frozen=True)
class PledgeSum:
    """How a pledge came out, line by line counted: what the yearly review takes over."""

    met: int
    partly_met: int
    not_met: int
    unjudged: int

    @property
    def total(self) -> int:
        return self.met + self.partly_met + self.not_met + self.unjudged

    @property
    def is_judged(self) -> bool:
        """Whether anything has been said at all."""
        return self.unjudged < self.total

    @property
    def words(self) -> str:
        """With its base, as everywhere: `5/7 đạt, 1 đạt một phần, 1 chưa đạt`."""
        further = [
            (self.partly_met, "đạt một phần"),
            (self.not_met, "chưa đạt"),
            (self.unjudged, "chưa đánh giá"),
        ]
        return f"{self.met}/{self.total} đạt" + "".join(
            f", {count} {word}" for count, word in further if count
        )


def sum_of(outcomes: Iterable[Outcome | None]) -> PledgeSum:
    found = Counter(outcomes)
    return PledgeSum(
        found[Outcome.MET], found[Outcome.PARTLY_MET], found[Outcome.NOT_MET], found[None]
    )


def is_shown(stage: Stage, judge: Judge, status: PledgeStatus, *, is_checked: bool) -> bool:
    """Whether a judgement has been handed in: until then it is a draft of who writes it."""
    if stage is Stage.MIDYEAR:
        return is_checked
    if judge is Judge.MEMBER:
        return status in IN_FORCE - {PledgeStatus.CONFIRMED}
    return status in {PledgeStatus.COMMENTED, PledgeStatus.CLOSED}


def may_answer(stage: Stage, status: PledgeStatus, *, is_checked: bool) -> bool:
    """Whether its author may say now what became of it; each hands it in once."""
    is_open = status is PledgeStatus.CONFIRMED
    return is_open and not (stage is Stage.MIDYEAR and is_checked)


def usual_stage(year: int, *, on: date) -> Stage:
    """Which of the two is asked for first; both may be handed in at any time of the year."""
    return Stage.MIDYEAR if on < date(year, 10, 1) else Stage.YEAREND


def check_answerable(
    stage: Stage, status: PledgeStatus, *, is_checked: bool, year: int, on: date
) -> None:
    if status not in IN_FORCE:
        raise RuleBroken("Chỉ tự đánh giá bản cam kết đã được chi bộ xác nhận.")
    if on.year < year:
        raise RuleBroken(f"Bản cam kết năm {year} chưa đến năm thực hiện nên chưa tự đánh giá.")
    if not may_answer(stage, status, is_checked=is_checked):
        raise RuleBroken(
            "Bản tự kiểm giữa năm đã gửi nên không sửa được nữa."
            if stage is Stage.MIDYEAR and status is PledgeStatus.CONFIRMED
            else "Bản tự đánh giá cuối năm đã gửi nên không sửa được nữa; cần sửa thì đề nghị "
            "chi bộ yêu cầu đánh giá lại."
        )


def check_settled(last: EditionState) -> None:
    """At year's end one text is held against its author, not one that is just being changed."""
    if last in {EditionState.OPEN, EditionState.SUBMITTED}:
        raise RuleBroken(
            "Bản cam kết đang có bản viết lại chưa xong; cần bỏ bản đó hoặc chờ chi bộ xác nhận "
            "rồi mới gửi tự đánh giá cuối năm."
        )


def check_all_judged(outcomes: Sequence[Outcome | None]) -> None:
    missing = [str(number) for number, found in enumerate(outcomes, 1) if found is None]
    if missing:
        raise RuleBroken(
            f"Còn {len(missing)}/{len(outcomes)} nội dung chưa chọn kết quả: "
            f"nội dung {', '.join(missing)}."
        )


def check_files(count: int) -> None:
    if count > MOST_FILES:
        raise RuleBroken(f"Mỗi nội dung kèm nhiều nhất {MOST_FILES} tệp minh chứng.", field="file")


def check_self_reviewed(status: PledgeStatus) -> None:
    """Asking once more is for what waits for the branch's word."""
    if status is not PledgeStatus.SELF_REVIEWED:
        raise RuleBroken("Chỉ yêu cầu đánh giá lại bản tự đánh giá đang chờ chi bộ nhận xét.")


def may_comment(status: PledgeStatus) -> bool:
    """Until it is closed, the branch may still mend its own word."""
    return status in {PledgeStatus.SELF_REVIEWED, PledgeStatus.COMMENTED}


def check_commentable(status: PledgeStatus) -> None:
    if not may_comment(status):
        raise RuleBroken(
            "Bản cam kết đã khóa nên không sửa nhận xét được nữa."
            if status is PledgeStatus.CLOSED
            else "Đồng chí này chưa gửi tự đánh giá cuối năm nên chi bộ chưa nhận xét."
        )
