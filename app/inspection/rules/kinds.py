"""The events in the groups an inspector asks for."""

from enum import StrEnum

from app.audit.events import Event


class Kind(StrEnum):
    MINUTES = "minutes"
    MEETING = "meeting"
    RECORD = "record"
    ASSIGNMENT = "assignment"
    RESOLUTION = "resolution"
    PROGRAMME = "programme"
    PETITION = "petition"
    PLEDGE = "pledge"
    SCORE = "score"
    DOCUMENT = "document"
    MEMBER = "member"
    ORGANISATION = "organisation"
    REGULATION = "regulation"
    ACCOUNT = "account"
    SYSTEM = "system"


KIND_LABELS = {
    Kind.MINUTES: "Biên bản: thông qua, ký, gửi",
    Kind.MEETING: "Buổi họp: kế hoạch, thông báo",
    Kind.RECORD: "Ghi chép trong buổi họp",
    Kind.ASSIGNMENT: "Nhiệm vụ",
    Kind.RESOLUTION: "Nghị quyết, góp ý dự thảo",
    Kind.PROGRAMME: "Chương trình năm, chuyên đề",
    Kind.PETITION: "Kiến nghị",
    Kind.PLEDGE: "Cam kết, kế hoạch cá nhân",
    Kind.SCORE: "Chấm điểm, xếp loại",
    Kind.DOCUMENT: "Văn bản cấp trên, quán triệt",
    Kind.MEMBER: "Đảng viên, chức vụ",
    Kind.ORGANISATION: "Tổ chức, nhiệm kỳ",
    Kind.REGULATION: "Quy định",
    Kind.ACCOUNT: "Tài khoản, đăng nhập",
    Kind.SYSTEM: "Sao lưu, khôi phục",
}

_OF_ROOM = {
    "organisation": Kind.ORGANISATION,
    "term": Kind.ORGANISATION,
    "regulation": Kind.REGULATION,
    "member": Kind.MEMBER,
    "status": Kind.MEMBER,
    "position": Kind.MEMBER,
    "account": Kind.ACCOUNT,
    "password": Kind.ACCOUNT,
    "role": Kind.ACCOUNT,
    "meeting": Kind.MEETING,
    "material": Kind.MEETING,
    "absence": Kind.MEETING,
    "guest": Kind.MEETING,
    "agenda": Kind.RECORD,
    "step": Kind.RECORD,
    "roll": Kind.RECORD,
    "statement": Kind.RECORD,
    "vote": Kind.RECORD,
    "conclusion": Kind.RECORD,
    "text": Kind.RECORD,
    "section": Kind.RECORD,
    "assignment": Kind.ASSIGNMENT,
    "outside_unit": Kind.ASSIGNMENT,
    "topic": Kind.PROGRAMME,
    "work_item": Kind.PROGRAMME,
    "lead_paper": Kind.PROGRAMME,
    "question": Kind.PROGRAMME,
    "difficulty": Kind.RECORD,
    "document": Kind.DOCUMENT,
    "comment_round": Kind.RESOLUTION,
    "comment": Kind.RESOLUTION,
    "petition": Kind.PETITION,
    "pledge_campaign": Kind.PLEDGE,
    "pledge_template": Kind.PLEDGE,
    "pledge_section": Kind.PLEDGE,
    "pledge_choice": Kind.PLEDGE,
    "pledge": Kind.PLEDGE,
    "personal_plan": Kind.PLEDGE,
    "publication": Kind.PLEDGE,
    "rubric": Kind.SCORE,
    "scorecard": Kind.SCORE,
    "score": Kind.SCORE,
    "grading": Kind.SCORE,
    "grade": Kind.SCORE,
    "visit": Kind.MEETING,
    "resolution": Kind.RESOLUTION,
    "minutes": Kind.MINUTES,
    "number": Kind.MINUTES,
    "dispatch": Kind.MINUTES,
    "minute_book": Kind.MINUTES,
    "backup": Kind.SYSTEM,
    "mail": Kind.SYSTEM,
}
_BY_ITSELF = {Event.CHECKED_IN: Kind.RECORD}


def kind_of(event: Event) -> Kind:
    return _BY_ITSELF.get(event) or _OF_ROOM[event.value.partition(":")[0]]


def events_of(kind: Kind) -> tuple[Event, ...]:
    return tuple(event for event in Event if kind_of(event) is kind)
