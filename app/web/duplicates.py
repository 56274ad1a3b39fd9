"""What is said when somebody else was faster: each unique constraint in words, once."""

import re

from sqlalchemy.exc import IntegrityError

from app.kernel.errors import RuleBroken

# By constraint: its columns, which SQLite reports instead; the field to blame; what to say.
_IN_WORDS: dict[str, tuple[str, str | None, str]] = {
    "uq_account_username": (
        "account.username",
        "username",
        "Tên đăng nhập này đã có; xin chọn tên khác.",
    ),
    "uq_account_member_id": ("account.member_id", "member_id", "Đồng chí này đã có tài khoản."),
    "uq_organisation_code": ("organisation.code", "code", "Mã này đã dùng cho tổ chức khác."),
    "uq_organisation_parent_id_name": (
        "organisation.parent_id, organisation.name",
        "name",
        "Ở đây đã có một tổ chức mang tên này.",
    ),
    "uq_regulation_value_organisation_id_key_valid_from": (
        "regulation_value.organisation_id, regulation_value.key, regulation_value.valid_from",
        "valid_from",
        "Đã có một giá trị áp dụng từ ngày này.",
    ),
    "uq_meeting_monthly": (
        "meeting.organisation_id, meeting.period",
        "period",
        "Tháng này đã có buổi sinh hoạt thường kỳ.",
    ),
    "uq_agenda_step_meeting_id_section": (
        "agenda_step.meeting_id, agenda_step.section",
        None,
        "Phần này đã có trong chương trình.",
    ),
    "uq_connection_point_meeting_id_name": (
        "connection_point.meeting_id, connection_point.name",
        "name",
        "Buổi sinh hoạt đã có điểm cầu mang tên này.",
    ),
    "pk_attendance": (
        "attendance.meeting_id, attendance.member_id",
        "member_id",
        "Đồng chí này đã có trong danh sách.",
    ),
    "uq_outside_unit_organisation_id_name": (
        "outside_unit.organisation_id, outside_unit.name",
        "name",
        "Chi bộ đã có đơn vị mang tên này.",
    ),
    "uq_assignment_review_assignment_id_meeting_id": (
        "assignment_review.assignment_id, assignment_review.meeting_id",
        None,
        "Nhiệm vụ này đã có trong buổi sinh hoạt.",
    ),
    "pk_later_telling": (
        "later_telling.document_id, later_telling.organisation_id, later_telling.member_id",
        "member_ids",
        "Có đồng chí vừa được ghi; mở lại trang để xem.",
    ),
    "uq_higher_document_organisation_id_symbol_issued_on": (
        "higher_document.organisation_id, higher_document.symbol, higher_document.issued_on",
        "symbol",
        "Văn bản này vừa được ghi vào sổ; mở danh sách văn bản để xem.",
    ),
    "uq_visit_report_meeting_id_member_id": (
        "visit_report.meeting_id, visit_report.member_id",
        None,
        "Đồng chí đã viết báo cáo về buổi họp này; xin tải lại trang rồi sửa tiếp.",
    ),
    "uq_planned_topic_meeting_id": (
        "planned_topic.meeting_id",
        "meeting_id",
        "Buổi này đã gắn với một chuyên đề khác trong chương trình.",
    ),
    "uq_petition_stage_petition_id_number": (
        "petition_stage.petition_id, petition_stage.number",
        None,
        "Kiến nghị này vừa được chuyển lên cấp trên; tải lại trang để xem.",
    ),
    "uq_pledge_choice_campaign_id_member_id": (
        "pledge_choice.campaign_id, pledge_choice.member_id",
        None,
        "Vừa có quyết định riêng về đồng chí này; tải lại trang để xem.",
    ),
    "uq_grade_decision_standing": (
        "grade_decision.key",
        None,
        "Vừa có kết quả xếp loại khác được ghi; tải lại trang để xem.",
    ),
}
_NAME_OF = {columns: name for name, (columns, _, _) in _IN_WORDS.items()}

_SQLITE = re.compile(r"(?P<kind>UNIQUE|FOREIGN KEY) constraint failed(?:: (?P<columns>.+))?")
_RACES = frozenset({"23503", "23505"})  # PostgreSQL: a foreign key, a unique constraint


def duplicate(problem: IntegrityError) -> RuleBroken | None:
    """The refusal to show for a constraint we know; None for any other."""
    _, field, sentence = _IN_WORDS.get(_constraint(problem), ("", None, ""))
    return RuleBroken(sentence, field=field) if sentence else None


def is_race(problem: IntegrityError) -> bool:
    """Whether two at once explain it; anything else the database refuses is a fault of ours."""
    state = getattr(problem.orig, "sqlstate", None)
    return state in _RACES if state else bool(_SQLITE.match(str(problem.orig)))


def _constraint(problem: IntegrityError) -> str:
    diagnosis = getattr(problem.orig, "diag", None)
    if diagnosis is not None:
        return str(diagnosis.constraint_name)
    found = _SQLITE.match(str(problem.orig))
    return _NAME_OF.get(found["columns"] or "", "") if found else ""
