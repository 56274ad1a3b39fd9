"""The paper of a topical meeting (meetings.md §4): written, handed in, adopted, sent."""

from enum import StrEnum


class PaperStatus(StrEnum):
    DRAFT = "draft"
    SUBMITTED = "submitted"
    RETURNED = "returned"
    ADOPTED = "adopted"


PAPER_STATUS_LABELS = {
    PaperStatus.DRAFT: "Đang viết",
    PaperStatus.SUBMITTED: "Đã nộp chi ủy",
    PaperStatus.RETURNED: "Yêu cầu bổ sung",
    PaperStatus.ADOPTED: "Chi ủy đã thông qua",
}
