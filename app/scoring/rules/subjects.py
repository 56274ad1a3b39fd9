"""What is scored, named as one key: a meeting; a branch or a member in a year or quarter."""

from uuid import UUID

from app.scoring.rules.indicators import Subject

SUBJECT_LABELS = {
    Subject.MEETING: "Buổi sinh hoạt",
    Subject.BRANCH_YEAR: "Chi bộ trong năm",
    Subject.MEMBER_YEAR: "Đảng viên trong năm",
}
WHOLE_YEAR = 0


def meeting_key(meeting_id: UUID) -> str:
    return f"meeting:{meeting_id}"


def year_key(organisation_id: UUID, member_id: UUID | None, year: int, quarter: int) -> str:
    """Of a branch, or of one of its members; a member has one grade a year wherever they are."""
    who = f"member:{member_id}" if member_id else f"branch:{organisation_id}"
    return f"{who}:{year}:{quarter}"


def period_label(year: int, quarter: int) -> str:
    return f"quý {quarter} năm {year}" if quarter else f"năm {year}"
