"""A member's proposal and the clock of whoever must answer it (meetings.md §9)."""

from enum import StrEnum


class PetitionKind(StrEnum):
    PROPOSAL = "proposal"
    QUESTION = "question"
    CRITICISM = "criticism"
    REPORT = "report"


KIND_LABELS = {
    PetitionKind.PROPOSAL: "Kiến nghị, đề xuất",
    PetitionKind.QUESTION: "Câu hỏi",
    PetitionKind.CRITICISM: "Phê bình, góp ý",
    PetitionKind.REPORT: "Phản ánh, báo cáo",
}


class StageOutcome(StrEnum):
    """How one level ended its part; None while it is still to answer."""

    ANSWERED = "answered"
    ESCALATED = "escalated"
    WITHDRAWN = "withdrawn"


OUTCOME_LABELS = {
    StageOutcome.ANSWERED: "Đã trả lời",
    StageOutcome.ESCALATED: "Chuyển lên cấp trên",
    StageOutcome.WITHDRAWN: "Đã rút",
}
