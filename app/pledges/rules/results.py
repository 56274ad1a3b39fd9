"""What became of a commitment: met, partly met, not met; by the member, then by the branch."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum


class Outcome(StrEnum):
    MET = "met"
    PARTLY_MET = "partly_met"
    NOT_MET = "not_met"


OUTCOME_LABELS = {
    Outcome.MET: "Đạt",
    Outcome.PARTLY_MET: "Đạt một phần",
    Outcome.NOT_MET: "Chưa đạt",
}


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


def sum_of(outcomes: Iterable[Outcome | None]) -> PledgeSum:
    found = Counter(outcomes)
    return PledgeSum(
        found[Outcome.MET], found[Outcome.PARTLY_MET], found[Outcome.NOT_MET], found[None]
    )
