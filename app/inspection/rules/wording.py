"""Every event as a Vietnamese sentence, so that nobody has to read stored keys."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from app.audit.events import Event
from app.inspection.rules.values import is_empty, label_of, shown
from app.regulations.rules import settings

# What follows “Đồng chí …” in a line. Facts in braces are put in words; those a sentence does
# not name are listed below it.
SENTENCES: dict[Event, str] = {
    Event.ORGANISATION_ADDED: "lập tổ chức {name}",
    Event.ORGANISATION_CHANGED: "sửa thông tin tổ chức",
    Event.TERM_ADDED: "thêm nhiệm kỳ {name}",
    Event.TERM_ENDED: "kết thúc nhiệm kỳ {name} ngày {ends_on}",
    Event.REGULATION_SET: "đặt quy định “{key}”: {value}",
    Event.REGULATION_ENDED: "kết thúc quy định “{key}” ngày {valid_until}",
    Event.REGULATION_WITHDRAWN: "bỏ quy định “{key}” chưa có hiệu lực",
    Event.MEMBER_ADDED: "thêm đảng viên {name}",
    Event.MEMBER_CHANGED: "sửa thông tin đảng viên",
    Event.STATUS_BEGUN: "ghi trạng thái của đồng chí {member}: {status}, từ {starts_on}",
    Event.STATUS_ENDED: "kết thúc trạng thái {status} của đồng chí {member} ngày {ends_on}",
    Event.STATUS_CORRECTED: "đính chính trạng thái của đồng chí {member}",
    Event.POSITION_CORRECTED: "đính chính chức vụ của đồng chí {member}",
    Event.POSITION_BEGUN: "ghi chức vụ của đồng chí {member}: {position}, từ {starts_on}",
    Event.POSITION_ENDED: "kết thúc chức vụ {position} của đồng chí {member} ngày {ends_on}",
    Event.ACCOUNT_CREATED: "lập tài khoản {username}",
    Event.ACCOUNT_CHANGED: "sửa tài khoản",
    Event.PASSWORD_CHANGED: "đổi mật khẩu của mình",
    Event.PASSWORD_RESET: "đặt lại mật khẩu cho tài khoản {username}",
    Event.SIGNED_IN: "đăng nhập từ địa chỉ {address}",
    Event.SIGNED_OUT_EVERYWHERE: "đăng xuất mọi nơi",
    Event.ROLE_GRANTED: "giao vai trò {role} cho tài khoản {username}, từ {starts_on}",
    Event.ROLE_ENDED: "rút vai trò {role} của tài khoản {username}, hết ngày {ends_on}",
    Event.MEETING_PLANNED: "lập buổi họp: {type}, ngày {held_on}",
    Event.MEETING_CHANGED: "sửa thông tin buổi họp",
    Event.MEETING_NOTIFIED: "gửi thông báo họp đến {members} đảng viên, {guests} đại biểu",
    Event.MEETING_OPENED: "bắt đầu buổi họp lúc {began_time}",
    Event.MEETING_CLOSED: "kết thúc buổi họp lúc {ended_time}",
    Event.MEETING_CANCELLED: "hủy buổi họp: {reason}",
    Event.MEETING_POSTED: "đánh dấu đã đăng lên Sổ tay đảng viên điện tử lúc {posted_at}",
    Event.MATERIAL_ADDED: "thêm tài liệu “{title}”",
    Event.MATERIAL_REMOVED: "bỏ tài liệu “{title}”",
    Event.AGENDA_CHANGED: "ghi nội dung “{item}”",
    Event.STEP_CHANGED: "đổi trạng thái phần “{section}”",
    Event.ROLL_TAKEN: (
        "điểm danh: {present} có mặt, {excused} vắng có lý do, {unexcused} vắng không lý do"
    ),
    Event.GUEST_ADDED: "thêm đại biểu {name}",
    Event.GUEST_REMOVED: "xóa đại biểu {name}",
    Event.STATEMENT_RECORDED: "ghi ý kiến phát biểu của {speaker}",
    Event.STATEMENT_REMOVED: "xóa ý kiến phát biểu của {speaker}",
    Event.VOTE_RECORDED: (
        "ghi biểu quyết “{question}” ({method}): {in_favour} tán thành, {against} không tán thành, "
        "{other} ý kiến khác; cần {needed} trên {vote_base}; {is_passed}"
    ),
    Event.VOTE_REMOVED: "xóa biểu quyết “{question}”",
    Event.CONCLUSION_RECORDED: "ghi kết luận “{text}”",
    Event.CONCLUSION_REMOVED: "xóa kết luận “{text}”",
    Event.ASSIGNMENT_GIVEN: (
        "giao nhiệm vụ “{text}” cho đồng chí {accountable}, thời hạn {due_on}"
    ),
    Event.ASSIGNMENT_CHANGED: "sửa nhiệm vụ",
    Event.ASSIGNMENT_HANDED_OVER: ("chuyển nhiệm vụ từ đồng chí {before} sang đồng chí {after}"),
    Event.ASSIGNMENT_REMOVED: "xóa nhiệm vụ “{text}” của đồng chí {accountable}",
    Event.ASSIGNMENT_REPORTED: "báo cáo nhiệm vụ: {status}, {percent} %",
    Event.ASSIGNMENT_REVIEWED: "ghi đánh giá nhiệm vụ: {outcome}",
    Event.RESOLUTION_DRAFTED: "lập dự thảo nghị quyết {abstract}",
    Event.RESOLUTION_CHANGED: "sửa dự thảo nghị quyết",
    Event.RESOLUTION_ADOPTED: "ghi nhận nghị quyết được thông qua qua biểu quyết “{vote_id}”",
    Event.RESOLUTION_RETURNED: "trả nghị quyết về dự thảo: {reason}",
    Event.RESOLUTION_ISSUED: "ban hành nghị quyết số {number_symbol} ngày {issued_on}",
    Event.MINUTES_ADOPTED: "ghi nhận biên bản được thông qua, bản {edition}",
    Event.NUMBER_TAKEN: "lấy số văn bản {number_symbol}",
    Event.TEXT_WRITTEN: "ghi {unit}, đến lần lưu {revision}",
    Event.TEXT_RESTORED: "lấy lại {unit} như lần lưu {restored}, thành lần lưu {revision}",
    Event.SECTION_REACHED: "chuyển buổi họp sang phần “{section}”",
    Event.CHECKED_IN: "báo có mặt: đồng chí {member}",
    Event.ABSENCE_ANNOUNCED: "báo vắng cho đồng chí {member}: {reason}",
    Event.ABSENCE_WITHDRAWN: "rút báo vắng của đồng chí {member}",
    Event.ABSENCE_DECIDED: "trả lời báo vắng của đồng chí {member}: {decision}",
    Event.MINUTES_CONFIRMED: "ghi xác nhận biên bản của {role}, đồng chí {member}",
    Event.MINUTES_SEALED: "chốt biên bản số {number_symbol}, bản {edition}",
    Event.MINUTES_REOPENED: "mở lại biên bản, bản {edition}: {reason}",
    Event.DISPATCH_SENT: "gửi biên bản số {number_symbol}, bản {edition}, lên cấp trên",
    Event.DISPATCH_RECEIVED: "xác nhận đã nhận biên bản số {number_symbol}, bản {edition}",
    Event.BOOK_MADE: "lập sổ biên bản năm {year} ({format})",
    Event.BACKUP_MADE: "sao lưu dữ liệu ra tệp {file_name}",
    Event.BACKUP_RESTORED: "khôi phục dữ liệu từ tệp {file_name}",
    Event.TOPIC_PLANNED: "đưa chuyên đề “{topic}” vào tháng {month} năm {year}",
    Event.TOPIC_CHANGED: "sửa chuyên đề trong chương trình",
    Event.TOPIC_REMOVED: "bỏ chuyên đề “{topic}” khỏi chương trình",
    Event.TOPIC_REGISTERED: "đăng ký chuyên đề “{topic}”",
    Event.TOPIC_APPROVED: "duyệt chuyên đề “{topic}”",
    Event.TOPIC_RETURNED: "trả lại chuyên đề “{topic}”: {reason}",
    Event.TOPIC_CALLED: "lập buổi sinh hoạt cho chuyên đề “{topic}”, ngày {held_on}",
    Event.TOPIC_UNCALLED: "tách chuyên đề “{topic}” khỏi buổi sinh hoạt",
    Event.WORK_PLANNED: "đưa việc “{text}” vào tháng {month} năm {year}",
    Event.WORK_CHANGED: "sửa việc trong chương trình công tác",
    Event.WORK_REMOVED: "bỏ việc “{text}” khỏi chương trình công tác",
    Event.WORK_REGISTERED: "trình việc “{text}” trong chương trình công tác",
    Event.WORK_APPROVED: "duyệt việc “{text}” trong chương trình công tác",
    Event.WORK_RETURNED: "trả lại việc “{text}”: {reason}",
    Event.WORK_DONE: "ghi kết quả việc “{text}” trong chương trình công tác",
    Event.LEAD_PAPER_ASSIGNED: "phân công trình bày chuyên đề: {presenters}",
    Event.LEAD_PAPER_WRITTEN: "viết bản đề dẫn, bản {number}",
    Event.LEAD_PAPER_FILE_ADDED: "đính kèm “{title}” vào bản đề dẫn",
    Event.LEAD_PAPER_FILE_REMOVED: "bỏ tệp “{title}” khỏi bản đề dẫn",
    Event.LEAD_PAPER_SUBMITTED: "nộp bản đề dẫn, bản {number}, cho chi ủy",
    Event.LEAD_PAPER_RETURNED: "trả lại bản đề dẫn: {reason}",
    Event.LEAD_PAPER_ADOPTED: "ghi nhận chi ủy thông qua bản đề dẫn, bản {number}",
    Event.LEAD_PAPER_SENT: "gửi bản đề dẫn, bản {number}, đến đảng viên",
    Event.QUESTION_CHANGED: "sửa câu hỏi gợi ý thảo luận",
    Event.DIFFICULTY_RECORDED: "ghi khó khăn, vướng mắc “{text}”",
    Event.DIFFICULTY_CHANGED: "sửa khó khăn, vướng mắc",
    Event.DIFFICULTY_REMOVED: "xóa khó khăn, vướng mắc “{text}”",
    Event.DOCUMENT_REGISTERED: "ghi văn bản {symbol} ngày {issued_on} vào sổ văn bản",
    Event.DOCUMENT_CHANGED: "sửa văn bản trong sổ",
    Event.DOCUMENT_WITHDRAWN: "ghi văn bản {symbol} hết hiệu lực ngày {withdrawn_on}",
    Event.DOCUMENT_ATTACHED: "đưa văn bản {symbol} vào nội dung “{item}”",
    Event.DOCUMENT_DETACHED: "bỏ văn bản {symbol} khỏi nội dung “{item}”",
    Event.MEMBER_TOLD: "ghi đã phổ biến bù văn bản {symbol} ngày {told_on}",
    Event.TELLING_REMOVED: "bỏ ghi đã phổ biến bù văn bản {symbol} ngày {told_on}",
    Event.DRAFT_CIRCULATED: "gửi dự thảo nghị quyết lấy ý kiến đến {closes_at}",
    Event.ROUND_EXTENDED: "đổi hạn góp ý dự thảo từ {before} sang {after}",
    Event.ROUND_CLOSED: "kết thúc lấy ý kiến dự thảo, {comments} ý kiến",
    Event.COMMENTER_INVITED: "mời {name} góp ý dự thảo",
    Event.INVITATION_REVOKED: "hủy đường dẫn góp ý của {name}",
    Event.COMMENT_MADE: "góp ý dự thảo nghị quyết",
    Event.COMMENT_CHANGED: "sửa góp ý của mình về dự thảo nghị quyết",
    Event.COMMENT_WITHDRAWN: "rút góp ý của mình về dự thảo nghị quyết",
    Event.COMMENT_ANSWERED: "trả lời một góp ý dự thảo: {treatment}",
    Event.DRAFT_REVISED: "hoàn thiện dự thảo: tiếp thu {taken_in}, giải trình {explained} ý kiến",
    Event.GROUNDS_CHANGED: "sửa căn cứ của nghị quyết",
    Event.REVIEW_PLANNED: "đặt hạn {kind} nghị quyết ngày {due_on}",
    Event.REVIEW_REMOVED: "bỏ hạn {kind} nghị quyết ngày {due_on}",
    Event.REVIEW_HELD: "ghi kết quả {kind} nghị quyết ngày {held_on}",
    Event.RESOLUTION_CLOSED: "ghi nghị quyết đã tổng kết",
    Event.ASSIGNMENT_EXTENDED: "gia hạn nhiệm vụ từ {before} đến {after}",
    Event.ASSIGNMENT_DROPPED: "dừng thực hiện nhiệm vụ “{text}”",
    Event.EVIDENCE_ADDED: "nộp minh chứng “{title}”",
    Event.UNIT_ADDED: "thêm đơn vị phối hợp {name}",
    Event.UNIT_CHANGED: "sửa đơn vị phối hợp",
    Event.PETITION_RAISED: "nhận kiến nghị, hạn trả lời {due_on}",
    Event.PETITION_CHANGED: "sửa kiến nghị",
    Event.PETITION_EXTENDED: "báo kéo dài hạn trả lời kiến nghị đến {extended_until}",
    Event.PETITION_ANSWERED: "trả lời kiến nghị",
    Event.PETITION_ESCALATED: "chuyển kiến nghị lên {addressee}, hạn trả lời {due_on}",
    Event.PETITION_WITHDRAWN: "rút kiến nghị",
    Event.PETITION_REMOVED: "xóa kiến nghị ghi nhầm “{text}”",
    Event.PETITION_ANSWER_SEEN: "xem trả lời kiến nghị của mình",
    Event.VISIT_WRITTEN: "viết báo cáo dự sinh hoạt",
    Event.VISIT_SUBMITTED: "nộp báo cáo dự sinh hoạt",
    Event.POINT_COUNTED: "ghi số người tại điểm cầu {point}: {present}/{invited}",
    Event.CAMPAIGN_PREPARED: "lập đợt cam kết năm {year}, từ {opens_on} đến {closes_on}",
    Event.CAMPAIGN_CHANGED: "sửa đợt cam kết",
    Event.CAMPAIGN_OPENED: "mở đợt cam kết năm {year}",
    Event.CAMPAIGN_CLOSED: "kết thúc đợt cam kết năm {year}",
    Event.CAMPAIGN_REOPENED: "mở lại đợt cam kết năm {year}",
    Event.CAMPAIGN_REMOVED: "xóa đợt cam kết năm {year} chưa mở",
    Event.PLEDGE_TEMPLATE_ADDED: "lập mẫu cam kết “{title}”",
    Event.PLEDGE_TEMPLATE_CHANGED: "sửa mẫu cam kết",
    Event.PLEDGE_SECTION_ADDED: "thêm mục “{heading}” vào bản cam kết",
    Event.PLEDGE_SECTION_CHANGED: "sửa một mục của bản cam kết",
    Event.PLEDGE_SECTION_REMOVED: "bỏ mục “{heading}” khỏi bản cam kết",
    Event.PLEDGE_CHOICE_MADE: "quyết định về diện phải cam kết của đồng chí {member}",
    Event.PLEDGE_CHOICE_REMOVED: "bỏ quyết định riêng về diện phải cam kết của đồng chí {member}",
    Event.PLEDGE_STARTED: "bắt đầu bản cam kết năm {year} của đồng chí {member}",
    Event.PLEDGE_SCANNED: "đính kèm bản cam kết giấy đã ký",
    Event.PLEDGE_SUBMITTED: "nộp bản cam kết",
    Event.PLEDGE_RETURNED: "yêu cầu bổ sung bản cam kết",
    Event.PLEDGE_CONFIRMED: "xác nhận bản cam kết",
    Event.PLEDGE_REVISED: "viết lại bản cam kết đã xác nhận",
    Event.PLEDGE_REVISION_DROPPED: "bỏ bản cam kết viết lại",
    Event.PLEDGE_PUBLISHED: "công khai bản cam kết trong chi bộ",
    Event.PLEDGE_UNPUBLISHED: "thôi công khai bản cam kết",
    Event.PLEDGE_TAKEN_OVER: "tiếp nhận bản cam kết của đồng chí {member}",
    Event.PLEDGE_CHECKED: "tự kiểm cam kết giữa năm",
    Event.PLEDGE_SELF_REVIEWED: "tự đánh giá cam kết cuối năm",
    Event.PLEDGE_REVIEW_RETURNED: "yêu cầu tự đánh giá lại cam kết",
    Event.PLEDGE_COMMENTED: "nhận xét việc thực hiện cam kết",
    Event.PLEDGE_CLOSED: "khóa bản cam kết",
    Event.PLEDGE_REMINDED: "nhắc nộp bản cam kết",
    Event.PLEDGES_EXPORTED: "xuất các bản cam kết năm {year}",
    Event.MAIL_RESENT: "cho gửi lại thư đến {email}",
    Event.PLAN_STARTED: "bắt đầu kế hoạch cá nhân năm {year} của đồng chí {member}",
    Event.PLAN_CHANGED: "sửa kế hoạch cá nhân",
    Event.PLAN_SUBMITTED: "đăng ký kế hoạch cá nhân",
    Event.PLAN_REOPENED: "mở lại kế hoạch cá nhân để sửa",
    Event.PLAN_CLOSED: "tổng kết kế hoạch cá nhân",
    Event.PLAN_PUBLISHED: "ghi việc công khai kế hoạch cá nhân: {channel}, từ {from_on}",
    Event.PUBLICATION_CHANGED: "sửa việc công khai kế hoạch cá nhân",
    Event.PUBLICATION_REMOVED: "xóa dòng công khai kế hoạch cá nhân ghi nhầm",
    Event.RUBRIC_BEGUN: "lập bảng chấm điểm “{title}”, bản {number}",
    Event.RUBRIC_CHANGED: "sửa bảng chấm điểm “{title}”: {what}",
    Event.RUBRIC_ISSUED: "ban hành bảng chấm điểm “{title}”, bản {number}, áp dụng từ {valid_from}",
    Event.RUBRIC_ENDED: (
        "cho thôi áp dụng bảng chấm điểm “{title}”, bản {number}, sau ngày {valid_until}"
    ),
    Event.RUBRIC_REMOVED: "xóa dự thảo bảng chấm điểm “{title}”, bản {number}",
    Event.CARD_OPENED: "lập phiếu chấm {card}",
    Event.CARD_SCORED: "chấm cột {column} của phiếu chấm {card}: {total} điểm",
    Event.CARD_SUBMITTED: "nộp phiếu tự chấm {card}: {total} điểm, {grade}",
    Event.CARD_WITHDRAWN: "rút lại phiếu tự chấm {card}",
    Event.CARD_RETURNED: "yêu cầu bổ sung phiếu chấm {card}",
    Event.CARD_REVIEWED: "thẩm định phiếu chấm {card}: {total} điểm, {grade}",
    Event.CARD_DECIDED: "quyết định phiếu chấm {card}: {total} điểm, {grade}",
    Event.CARD_APPEALED: "đề nghị xem lại phiếu chấm {card}",
    Event.APPEAL_ANSWERED: "trả lời đề nghị xem lại phiếu chấm {card}",
    Event.GRADING_PREPARED: "lập đợt đánh giá, xếp loại {graded} năm {year}",
    Event.GRADING_CHANGED: "sửa đợt đánh giá, xếp loại",
    Event.GRADING_OPENED: "mở đợt đánh giá, xếp loại {graded} năm {year}",
    Event.GRADING_CLOSED: "kết thúc đợt đánh giá, xếp loại {graded} năm {year}",
    Event.GRADING_REOPENED: "mở lại đợt đánh giá, xếp loại {graded} năm {year}",
    Event.GRADING_REMOVED: "xóa đợt đánh giá, xếp loại {graded} năm {year} chưa mở",
    Event.GRADE_DECIDED: "xếp loại {graded} năm {year}: {grade}",
    Event.GRADE_TYPED: "ghi kết quả xếp loại {graded} năm {year} từ văn bản giấy: {grade}",
    Event.GRADE_CANCELLED: "hủy kết quả xếp loại {graded} năm {year}: {grade}",
    Event.SCORES_EXPORTED: "xuất {paper} ({format})",
}

# Lines that may hold the text of a restricted item, or say who dissented: without the right to
# restricted content they say only that something was written.
CLOSED: dict[Event, str] = {
    Event.AGENDA_CHANGED: "ghi một nội dung của chương trình",
    Event.STATEMENT_RECORDED: "ghi một ý kiến phát biểu",
    Event.STATEMENT_REMOVED: "xóa một ý kiến phát biểu",
    Event.CONCLUSION_RECORDED: "ghi một kết luận",
    Event.CONCLUSION_REMOVED: "xóa một kết luận",
    Event.VOTE_RECORDED: "ghi một lượt biểu quyết",
    Event.VOTE_REMOVED: "xóa một lượt biểu quyết",
    Event.MEETING_CHANGED: "sửa thông tin buổi họp",
    Event.TEXT_WRITTEN: "ghi một phần của biên bản",
    Event.TEXT_RESTORED: "lấy lại một phần của biên bản như trước",
}


@dataclass(frozen=True)
class Change:
    label: str
    before: str
    after: str


@dataclass(frozen=True)
class Told:
    """One line of the trail in words."""

    what: str
    facts: tuple[tuple[str, str], ...] = ()
    changes: tuple[Change, ...] = ()


def told(
    event: Event, facts: Mapping[str, Any], names: Mapping[str, str], *, with_restricted: bool
) -> Told:
    if not with_restricted and event in CLOSED:
        return Told(CLOSED[event])
    sentence = SENTENCES[event]
    said = {name: _said(event, name, facts, names) for name in facts}
    rest = [
        name
        for name in facts
        if f"{{{name}}}" not in sentence
        and name not in ("before", "after")
        and not is_empty(facts[name])
    ]
    return Told(
        sentence.format_map(said),
        tuple((label_of(name), said[name]) for name in rest),
        tuple(_changes(event, facts, names)) if "{before}" not in sentence else (),
    )


def _said(event: Event, name: str, facts: Mapping[str, Any], names: Mapping[str, str]) -> str:
    value = facts[name]
    if name == "is_passed":
        return "đạt" if value else "không đạt"
    if name == "is_on_paper":
        return "ký trên bản giấy" if value else "từ tài khoản của mình"
    if event is Event.MINUTES_ADOPTED and name == "decision":
        return str(value)  # a text here, a code where an absence is decided
    if name == "value" and facts.get("key") in settings():
        return settings()[facts["key"]].shown(str(value))
    return shown(name, value, names)


def _changes(event: Event, facts: Mapping[str, Any], names: Mapping[str, str]) -> Iterator[Change]:
    """What stands differently afterwards, field by field."""
    before, after = facts.get("before"), facts.get("after")
    if event is Event.STEP_CHANGED:
        before, after = {"state": before}, {"state": after}
    if not isinstance(before, Mapping) or not isinstance(after, Mapping):
        return
    for field in dict.fromkeys((*before, *after)):
        old, new = before.get(field), after.get(field)
        if (None if is_empty(old) else old) != (None if is_empty(new) else new):
            yield Change(label_of(field), shown(field, old, names), shown(field, new, names))
